"""What those who use data say of it and make of it: reviews, showcases, and who has fetched it."""

from django.db import models
from django.db.models import Q

from yunghap.core.models import Entity
from yunghap.exchange.enums import ReviewState, ShowcaseState


class Download(models.Model):
    """An organisation has fetched a data set that needs no contract: it may review it. `entry` is its record's id."""

    id = models.BigAutoField(primary_key=True)
    entry = models.CharField(max_length=26)
    organisation = models.ForeignKey("identity.Organisation", on_delete=models.CASCADE, related_name="+")
    first_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "organisation"], name="download_once")]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.entry}"


class Review(Entity):
    """What an organisation that uses a data set says of it, one each; `stars` from 1 to 5.

    `answer` is the provider's. `hidden_because` says why the operator took it off the page.
    """

    entry = models.CharField(max_length=26)
    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    stars = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=ReviewState.choices, default=ReviewState.SHOWN)
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=26)
    hidden_because = models.CharField(max_length=300, blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-written_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "organisation"], name="review_once"),
            models.CheckConstraint(condition=Q(state__in=ReviewState.values), name="review_state"),
            models.CheckConstraint(condition=Q(stars__gte=1, stars__lte=5), name="review_stars"),
            models.CheckConstraint(
                condition=Q(state=ReviewState.HIDDEN) & ~Q(hidden_because="")
                | ~Q(state=ReviewState.HIDDEN) & Q(hidden_because=""),
                name="review_hidden_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True)
                | ~Q(answer="") & Q(answered_at__isnull=False),
                name="review_answered_when_said",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.entry}"


class Showcase(Entity):
    """Something that was made with data: an application, a study, an article.

    `maker` is who made it, as it is told; `proposed_by` the person who told it. `picture` is the SHA-256 of a file of
    `documents`, "" where there is none.
    """

    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    link = models.CharField(max_length=500, blank=True)
    maker = models.CharField(max_length=200)
    picture = models.CharField(max_length=64, blank=True)
    proposed_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=26)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-proposed_at", "-id"]
        indexes = [
            models.Index(fields=["proposed_by"], name="showcase_person"),
            models.Index(fields=["picture"], name="showcase_picture"),
        ]
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="showcase_titled")]

    def __str__(self) -> str:
        return self.title


class ShowcaseUse(Entity):
    """A data set that a showcase was made with: who answers for the data decides whether it is shown there.

    `provider` is the organisation that offers the data here, null for what was harvested: the operator decides then.
    """

    showcase = models.ForeignKey(Showcase, on_delete=models.CASCADE, related_name="uses")
    entry = models.CharField(max_length=26)
    provider = models.ForeignKey(
        "identity.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )
    state = models.CharField(max_length=8, choices=ShowcaseState.choices, default=ShowcaseState.PROPOSED)
    reason = models.CharField(max_length=300, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=26, blank=True)

    class Meta:
        ordering = ["showcase", "id"]
        indexes = [models.Index(fields=["entry", "state"], name="showcase_use_entry")]
        constraints = [
            models.UniqueConstraint(fields=["showcase", "entry"], name="showcase_use_once"),
            models.CheckConstraint(condition=Q(state__in=ShowcaseState.values), name="showcase_use_state"),
            models.CheckConstraint(
                condition=Q(state=ShowcaseState.PROPOSED, decided_at__isnull=True)
                | ~Q(state=ShowcaseState.PROPOSED) & Q(decided_at__isnull=False),
                name="showcase_use_decided",
            ),
            models.CheckConstraint(
                condition=Q(state=ShowcaseState.REFUSED) & ~Q(reason="")
                | ~Q(state=ShowcaseState.REFUSED) & Q(reason=""),
                name="showcase_use_refused_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.showcase_id} {self.entry}"
