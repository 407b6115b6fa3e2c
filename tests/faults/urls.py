"""An API whose one verb writes an entry and an event, to kill the server in."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from yunghap.core import outbox
from yunghap.core.actors import SYSTEM
from yunghap.core.clock import now
from yunghap.core.ids import new_id
from yunghap.core.models import Schedule
from yunghap.ledger import service as ledger


@csrf_exempt
@login_not_required
def write(request: HttpRequest, number: str) -> JsonResponse:
    """Record one act about one of three subjects."""
    with transaction.atomic():
        entry = ledger.record(
            action="fault.done",
            subject=f"subject:{hash(number) % 3}",
            by=SYSTEM,
            at=now(),
            details={"n": number},
        )
    return JsonResponse({"entry": entry.entry_id})


@outbox.receiver("fault.done", name="fault.effect")
def effect(event: outbox.Event) -> None:
    """One more row, each time."""
    details: Any = event.payload["details"]
    Schedule.objects.create(name=f"{details['n']}/{new_id()}", every_seconds=1, next_at=event.at)


urlpatterns = [path("api/write/<number>", write)]
