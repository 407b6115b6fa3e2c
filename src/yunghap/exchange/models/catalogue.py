"""What people keep of the catalogue, and what is looked for and used in it."""

from django.db import models
from django.db.models import Q

from yunghap.core.models import Entity


class Follow(Entity):
    """Somebody wants to be told when a data set changes. `entry` is the id of its record."""

    person = models.ForeignKey("identity.User", on_delete=models.CASCADE, related_name="+")
    entry = models.CharField(max_length=26)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["entry"], name="follow_entry")]
        constraints = [models.UniqueConstraint(fields=["person", "entry"], name="follow_once")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.entry}"


class SavedSearch(Entity):
    """A search somebody wants to be told about when something new fits; `query` as in the address of its page."""

    person = models.ForeignKey("identity.User", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    query = models.CharField(max_length=2_000)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "query"], name="saved_search_once"),
            models.CheckConstraint(condition=~Q(query=""), name="saved_search_asks"),
        ]

    def __str__(self) -> str:
        return self.name


class FulfilledRequest(Entity):
    """A request for unopened data (a case of casework, by its id and number) and the data set that answers it."""

    case = models.CharField(max_length=26, unique=True)
    number = models.CharField(max_length=24)
    entry = models.CharField(max_length=26)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["entry"], name="fulfilled_entry")]

    def __str__(self) -> str:
        return f"{self.number} {self.entry}"


class Watched(models.Model):
    """How far followers were told; one row."""

    mark = models.CharField(max_length=100)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.mark


class SearchCount(models.Model):
    """How often words were looked for on a day, and how often nothing was found. Nobody's name is kept."""

    day = models.DateField()
    words = models.CharField(max_length=200)
    number = models.PositiveIntegerField(default=0)
    nothing = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "words"], name="search_count_once"),
            models.CheckConstraint(condition=Q(nothing__lte=models.F("number")), name="search_count_nothing"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.words}"


class UseCount(models.Model):
    """How often a data set was looked at on a day, by people and by programs, and how often it was fetched."""

    day = models.DateField()
    entry = models.CharField(max_length=26)
    views = models.PositiveIntegerField(default=0)
    calls = models.PositiveIntegerField(default=0)
    downloads = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["entry"], name="use_count_entry")]
        constraints = [models.UniqueConstraint(fields=["day", "entry"], name="use_count_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.entry}"
