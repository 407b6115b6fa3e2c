"""What the commands of contracts do on this machine, in its database."""

import time
from collections.abc import Callable

import click

from yunghap.core.actors import SYSTEM
from yunghap.exchange.domain.asking import ask_for
from yunghap.exchange.domain.connector import delivery
from yunghap.exchange.domain.connector.machine import NEGOTIATION_OVER
from yunghap.exchange.models import Negotiation, Participant


def negotiate_here(
    dataset: str,
    *,
    peer: str,
    offer: str,
    own: str,
    wait: int,
    told: Callable[[str], None] | None,
) -> dict[str, str | None]:
    """Ask, and look again until it is over; a server or worker that runs sends as well."""
    ours = Participant.objects.filter(slug=own, organisation__isnull=False).first()
    if ours is None:
        raise click.UsageError(f"no participant {own} here")
    row = ask_for(dataset=dataset, offer=offer, peer=peer, organisation=str(ours.organisation_id), by=SYSTEM)
    row = _wait(row, wait, told)
    return {
        "negotiation": row.pk,
        "state": row.state,
        "agreement": row.agreement.key if row.agreement else None,
        "reason": row.reason,
    }


def _wait(row: Negotiation, seconds: int, told: Callable[[str], None] | None) -> Negotiation:
    deadline, state = time.monotonic() + seconds, ""
    while True:
        delivery.deliver_due(limit=10)
        row = Negotiation.objects.select_related("agreement").get(pk=row.pk)
        if row.state != state and told is not None:
            told(row.state)
        state = row.state
        if state in NEGOTIATION_OVER or time.monotonic() >= deadline:
            return row
        time.sleep(0.05)
