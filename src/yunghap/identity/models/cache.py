"""The table behind Django's shared cache: rate limits count across processes."""

from django.db import models


class CacheEntry(models.Model):
    """Written and read by Django's DatabaseCache only (settings.CACHES)."""

    cache_key = models.CharField(primary_key=True, max_length=255)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "identity_cache"
