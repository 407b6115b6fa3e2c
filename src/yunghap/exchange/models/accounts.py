"""Double-entry accounts in whole won."""

from django.db import models
from django.db.models import F, Q

from yunghap.core.models import Entity
from yunghap.exchange.enums import EntryKind, Origin, Purse


class Account(Entity):
    """Where money is or comes from. `key` names it, e.g. "CLAIM:01J…"; `owner` is null for budget and bank.

    `balance_krw` is kept by a trigger with every posting (migration 0002): nobody else writes it. The database refuses
    a purse below nothing and an origin above nothing.
    """

    key = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=10, choices=[*Purse.choices, *Origin.choices])
    owner = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    balance_krw = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["kind", "key"]
        indexes = [models.Index(fields=["owner", "kind"], name="account_owner")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=Purse.values, balance_krw__gte=0)
                | Q(kind__in=Origin.values, balance_krw__lte=0),
                name="account_side",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class JournalEntry(Entity):
    """One event in the books, made of postings; permanent, undone only by an entry that `reverses` it.

    `subject` names what it is about ("order:01J…", "voucher:01J…").
    """

    kind = models.CharField(max_length=16, choices=EntryKind.choices)
    subject = models.CharField(max_length=60)
    text = models.CharField(max_length=200, blank=True)
    posted_at = models.DateTimeField()
    posted_by = models.CharField(max_length=26)
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversal")

    class Meta:
        ordering = ["posted_at", "id"]
        indexes = [
            models.Index(fields=["subject"], name="journal_subject"),
            models.Index(fields=["posted_at"], name="journal_posted"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=EntryKind.values), name="journal_kind"),
            models.CheckConstraint(
                condition=Q(kind=EntryKind.REVERSED, reverses__isnull=False)
                | (~Q(kind=EntryKind.REVERSED) & Q(reverses__isnull=True)),
                name="journal_reversal",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class Posting(models.Model):
    """Both halves of one movement: minus `amount_krw` in `source`, plus in `target`. Any sum of them is zero."""

    id = models.BigAutoField(primary_key=True)
    entry = models.ForeignKey(JournalEntry, on_delete=models.PROTECT, related_name="postings")
    position = models.PositiveSmallIntegerField()
    source = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    amount_krw = models.BigIntegerField()

    class Meta:
        ordering = ["entry", "position"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "position"], name="posting_once"),
            models.CheckConstraint(
                condition=Q(amount_krw__gt=0, amount_krw__lte=10**15), name="posting_amount"
            ),
            models.CheckConstraint(condition=~Q(source=F("target")), name="posting_moves"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target_id} {self.amount_krw}"
