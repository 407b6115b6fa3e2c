"""The base of every aggregate."""

from django.db import models

from yunghap.core import clock, ids


class Entity(models.Model):
    """A row with a ULID, the moment of its creation and a version that counts its changes.

    Change it through `core.versions.update_versioned`, which raises the version and tells of concurrent
    edits.
    """

    id = models.CharField(primary_key=True, max_length=26, default=ids.new_id, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True
