"""Answers kept for repeated requests."""

from django.db import models

from yunghap.core import clock


class IdempotencyRecord(models.Model):
    """The answer to one request with an `Idempotency-Key`, kept for 30 days.

    `scope` is SHA-256 over key, route and actor; `request_hash` over the body; `body` the answer's bytes.
    """

    scope = models.CharField(primary_key=True, max_length=64)
    request_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    content_type = models.CharField(max_length=120)
    body = models.BinaryField()
    created_at = models.DateTimeField(default=clock.now, db_index=True)
