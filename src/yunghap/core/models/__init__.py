"""Tables of the toolbox, and the base of every aggregate."""

from .entity import Entity
from .idempotency import IdempotencyRecord
from .outbox import InboxMessage, OutboxEvent
from .schedule import Schedule

__all__ = ["Entity", "IdempotencyRecord", "InboxMessage", "OutboxEvent", "Schedule"]
