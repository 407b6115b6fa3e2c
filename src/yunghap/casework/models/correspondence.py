"""What applicant and office write to each other, and the letters that are served."""

from django.db import models
from django.db.models import Q

from yunghap.core.models import Entity

from .case import Case


class Message(Entity):
    """A message in a case, seen by the applicant and the office, or (`internal`) by the office alone."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="messages")
    text = models.TextField()
    internal = models.BooleanField(default=False)
    written_by = models.CharField(max_length=26)
    written_for = models.ForeignKey(
        "identity.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["written_at", "id"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="message_text")]

    def __str__(self) -> str:
        return self.text[:40]


class Letter(Entity):
    """A statutory notice: its document, when and how it was served, and what proves it.

    `kind` is the letter's id in the procedure ("supplement-request"), `form` the official form's number if it
    has one. `body` is the organisation it goes to where that is not the applicant. `addressee`, its person to turn to
    (`attention`, empty without one) and `sender` are the names the letter bears: they stay when an organisation is
    renamed or somebody else speaks for it. Served by this system, the moment is when the addressee's organisation was
    first able to open it; `served_proof` says what proves service by other ways (the number of a registered item).
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="letters")
    kind = models.CharField(max_length=60)
    form = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=200)
    body = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    addressee = models.CharField(max_length=200, blank=True)
    attention = models.CharField(max_length=200, blank=True)
    sender = models.CharField(max_length=200, blank=True)
    hwpx_sha256 = models.CharField(max_length=64)
    pdf_sha256 = models.CharField(max_length=64)
    written_by = models.CharField(max_length=26)
    written_at = models.DateTimeField()
    served_at = models.DateTimeField(null=True)
    served_how = models.CharField(max_length=60, blank=True)
    served_proof = models.CharField(max_length=200, blank=True)
    opened_at = models.DateTimeField(null=True)
    opened_by = models.CharField(max_length=26, blank=True)

    class Meta:
        ordering = ["written_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(served_at__isnull=False) & ~Q(served_how=""))
                | Q(served_at__isnull=True, served_how=""),
                name="letter_served_paired",
            ),
            models.CheckConstraint(
                condition=(Q(opened_at__isnull=False, served_at__isnull=False) & ~Q(opened_by=""))
                | Q(opened_at__isnull=True, opened_by=""),
                name="letter_opened_paired",
            ),
        ]

    def __str__(self) -> str:
        return self.title
