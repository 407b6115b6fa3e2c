"""Events of the engine's own: messages and signals for other instances, work for services."""

from datetime import date
from typing import Any

from yunghap.core.actors import SYSTEM
from yunghap.core.outbox import Event, receiver

from .domain.acting import MESSAGE, SERVICE, SIGNAL
from .domain.deadlines import recount_deadlines
from .domain.holidays import CHANGED
from .domain.messages import send_message, send_signal
from .domain.services import serve
from .engine.codec import read_values


@receiver(MESSAGE, name="procedures.deliver-message")
def deliver_message(event: Event) -> None:
    """Bring a thrown message to the instance that waits for it. Nobody there yet: the outbox tries again."""
    sent: Any = event.payload
    send_message(
        name=sent["name"],
        key=sent["key"],
        values=read_values(sent["values"]),
        by=SYSTEM,
        idempotency_key=event.id,
    )


@receiver(SIGNAL, name="procedures.spread-signal")
def spread_signal(event: Event) -> None:
    """Let the other instances hear a thrown signal."""
    sent: Any = event.payload
    send_signal(
        name=sent["name"],
        values=read_values(sent["values"]),
        but=sent["instance"],
        by=SYSTEM,
        idempotency_key=event.id,
    )


@receiver(SERVICE, name="procedures.serve")
def ask_service(event: Event) -> None:
    """Let a registered service do its work."""
    asked: Any = event.payload
    serve(
        instance=asked["instance"],
        item=asked["item"],
        service=asked["service"],
        values=read_values(asked["values"]),
        key=event.id,
    )


@receiver(CHANGED, name="procedures.recount-deadlines")
def recount(event: Event) -> None:
    """Count the open deadlines anew that a changed day can concern: those not due before it."""
    told: Any = event.payload
    recount_deadlines(by=SYSTEM, since=date.fromisoformat(told["details"]["day"]))
