"""What every table of the domain has."""

from django.db import models
from django.utils import timezone

from .ids import new_id


class Entity(models.Model):
    """A row with a ULID, the moment it was made and a version that rises with each change."""

    id = models.CharField(max_length=26, primary_key=True, default=new_id, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True
