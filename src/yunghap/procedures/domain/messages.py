"""Messages and signals between instances and from outside."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.core.actors import Actor
from yunghap.core.errors import InvalidInput, NotFound
from yunghap.core.ids import new_id
from yunghap.procedures.contracts import Done
from yunghap.procedures.engine import actions as a
from yunghap.procedures.engine.values import to_json
from yunghap.procedures.models import WaitRow

from .acting import act


def send_message(
    *,
    name: str,
    by: Actor,
    instance: str = "",
    key: str = "",
    values: Mapping[str, object] | None = None,
    expected: int | None = None,
    idempotency_key: str = "",
    at: datetime | None = None,
) -> Done:
    """Deliver a message to the one that waits for it: by instance, or by the key its diagram correlates with.

    Of several that wait with the same key the oldest gets it. Raises NotFound where none waits.
    """
    to_json(values or {})
    if not instance:
        instance = _waiting(name, key)
    return act(
        instance=instance,
        action=a.Deliver(name, key, values or {}),
        name="message.received",
        by=by,
        at=at,
        expected=expected,
        key=idempotency_key,
        reason=name,
    )


def _waiting(name: str, key: str) -> str:
    rows = WaitRow.objects.filter(on="message", name=name)
    if key:
        rows = rows.filter(key=key)
    codes = list(rows.order_by("instance_id", "number").values_list("instance__code", flat=True)[:2])
    if not codes:
        raise NotFound(_("No procedure waits for this message."), name=name, key=key)
    if not key and len(set(codes)) > 1:
        raise InvalidInput(_("Several procedures wait for this message: say which."), name=name)
    return codes[0]


def send_signal(
    *,
    name: str,
    by: Actor,
    values: Mapping[str, object] | None = None,
    instance: str = "",
    but: str = "",
    idempotency_key: str = "",
    at: datetime | None = None,
) -> int:
    """Let everybody who waits for a signal hear it (or one instance); returns how many instances did.

    Each instance hears it in a transaction of its own, unless the caller has one; with the same key nobody hears
    it twice. `but` is the instance that threw it.
    """
    to_json(values or {})
    rows = WaitRow.objects.filter(on="signal", name=name)
    if instance:
        rows = rows.filter(instance__code=instance)
    codes = rows.exclude(instance__code=but).order_by("instance_id").values_list("instance__code", flat=True)
    heard = 0
    unique = idempotency_key or new_id()
    for code in list(codes.distinct()):
        with transaction.atomic():
            act(
                instance=code,
                action=a.Hear(name, values or {}),
                name="signal.heard",
                by=by,
                at=at,
                key=f"{unique}/{code}",
                reason=name,
            )
        heard += 1
    return heard
