"""`yunghap exchange agreements`: contracts of this installation at the command line."""

import json

import click

from yunghap.core import clock
from yunghap.core.actors import SYSTEM
from yunghap.core.errors import NotFound
from yunghap.exchange.domain.connector import delivery, notices
from yunghap.exchange.models import Agreement, Participant


@click.command()
@click.option("--as", "own", default="", help="Only those of this participant.")
@click.option("--retire", default="", help="End the agreement with this id.")
@click.option("--reason", default="", help="Why it ends.")
@click.option("--json", "as_json", is_flag=True, help="One object for each.")
def agreements(own: str, retire: str, reason: str, as_json: bool) -> None:
    """List agreements, or end one."""
    rows = Agreement.objects.select_related("participant").order_by("agreed_at", "pk")
    if own:
        rows = rows.filter(participant__in=Participant.objects.filter(slug=own).values("organisation"))
    if retire:
        rows = rows.filter(key=retire)
        if not rows:
            raise NotFound("There is no such agreement.")
        rows = [notices.retire_agreement(agreement=row, reason=reason, by=SYSTEM) for row in rows]  # type: ignore[assignment]
        delivery.deliver_due()
    for row in rows:
        said = {
            "id": row.key,
            "side": row.side,
            "organisation": row.participant.short_name,
            "counterparty": row.counterparty,
            "dataset": row.asset,
            "state": row.state,
            "agreed_at": clock.local(row.agreed_at).isoformat(timespec="seconds"),
            "ends_at": clock.local(row.ends_at).isoformat(timespec="seconds") if row.ends_at else None,
        }
        click.echo(
            json.dumps(said, ensure_ascii=False) if as_json else "  ".join(str(v) for v in said.values())
        )
