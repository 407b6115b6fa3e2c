"""What the index does not know yet."""

from django.db import models


class Change(models.Model):
    """An item that was written since the index last saw it; the row goes when the index has it.

    The row is written in the transaction that changed the item, so the index can be late but never misses.
    """

    kind = models.CharField(max_length=40)
    item = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.item}"
