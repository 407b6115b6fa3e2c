"""Authenticity checks: who issues what, commitments to issued records, who asked."""

from django.db import models
from django.db.models import Q

from yunghap.core.models import Entity
from yunghap.exchange.enums import AnswerMethod


class Issuer(Entity):
    """One kind of record somebody issues and answers for, yes or no.

    `slug` stands in addresses and in every commitment. `organisation` is null for this installation's own
    certificates. `fields` names what a record states: [{"name", "label", "label_en"}], in order. `per_minute` is how
    many records one asker may ask about in a minute; for an ENDPOINT all askers together.
    """

    slug = models.SlugField(max_length=60, unique=True)
    organisation = models.ForeignKey(
        "identity.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )
    method = models.CharField(max_length=12, choices=AnswerMethod.choices)
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    endpoint = models.URLField(max_length=500, blank=True)
    fields = models.JSONField(default=list)
    per_minute = models.PositiveIntegerField(default=60)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    generated = models.BooleanField(default=False)

    class Meta:
        ordering = ["title", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(method__in=AnswerMethod.values), name="issuer_method"),
            models.CheckConstraint(condition=~Q(title=""), name="issuer_titled"),
            models.CheckConstraint(
                condition=Q(per_minute__gte=1, per_minute__lte=10_000), name="issuer_per_minute"
            ),
            models.CheckConstraint(
                condition=Q(method=AnswerMethod.ENDPOINT) & ~Q(endpoint="")
                | ~Q(method=AnswerMethod.ENDPOINT) & Q(endpoint=""),
                name="issuer_endpoint",
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | Q(method=AnswerMethod.CERTIFICATES),
                name="issuer_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class Commitment(models.Model):
    """What is kept of an issued record: SHA-256 digests, from which nobody learns what it says.

    `digest` is over record and salt, `holder_digest` over the key with which the holder sees who asked; salt and key
    stay with the holder.
    """

    id = models.BigAutoField(primary_key=True)
    issuer = models.ForeignKey(Issuer, on_delete=models.PROTECT, related_name="commitments")
    digest = models.CharField(max_length=64)
    holder_digest = models.CharField(max_length=64)
    registered_at = models.DateTimeField()
    expires_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["issuer", "digest"], name="commitment_digest_once"),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, reason="")
                | (Q(revoked_at__isnull=False) & ~Q(reason="")),
                name="commitment_revoked",
            ),
        ]

    def __str__(self) -> str:
        return self.digest


class AuthenticityCheck(models.Model):
    """One question about one record, and its answer (null while it is being asked elsewhere).

    `asker` is a keyed digest of who asked (person, client or network address), for limits; `organisation` whose they
    are, for the holder and the issuer to see. The record itself is never kept.
    """

    id = models.BigAutoField(primary_key=True)
    issuer = models.ForeignKey(Issuer, on_delete=models.PROTECT, related_name="checks")
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, null=True, related_name="checks")
    asker = models.CharField(max_length=64)
    organisation = models.ForeignKey(
        "identity.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )
    batch = models.CharField(max_length=26)
    answer = models.BooleanField(null=True)
    asked_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["asker", "asked_at"], name="authenticity_asker"),
            models.Index(fields=["issuer", "asked_at"], name="authenticity_issuer"),
            models.Index(fields=["batch"], name="authenticity_batch"),
        ]

    def __str__(self) -> str:
        return f"{self.issuer_id} {self.asked_at}"
