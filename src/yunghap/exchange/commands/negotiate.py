"""`yunghap exchange negotiate`, `agreements`: contracts at the command line."""

import json
import time

import click

from yunghap.core import clock
from yunghap.core.actors import SYSTEM
from yunghap.core.errors import NotFound
from yunghap.exchange.domain.connector import delivery, negotiations, notices, peers, tokens
from yunghap.exchange.domain.connector.machine import NEGOTIATION_OVER
from yunghap.exchange.enums import NegotiationState
from yunghap.exchange.models import Agreement, Negotiation, Participant


@click.command()
@click.argument("peer")
@click.argument("dataset")
@click.option("--as", "own", required=True, help="Short name of the participant that asks.")
@click.option("--offer", default="", help="Id of the offer; the first one by default.")
@click.option(
    "--wait", default=60, show_default=True, help="Seconds to wait for the outcome; 0 does not wait."
)
@click.option("--json", "as_json", is_flag=True, help="One object on standard output.")
def negotiate(  # noqa: PLR0917 - as given
    peer: str, dataset: str, own: str, offer: str, wait: int, as_json: bool
) -> None:
    """Ask PEER (its id) for a contract on DATASET and wait until it is concluded or broken off."""
    ours = Participant.objects.filter(slug=own, organisation__isnull=False).first()
    if ours is None:
        raise click.UsageError(f"no participant {own} here")
    theirs = tokens.admitted(peer)
    found = peers.offers_of(peers.fetch_dataset(ours, theirs, dataset))
    wanted = next((one for one in found if offer in {"", one.get("@id")}), None)
    if wanted is None:
        raise click.UsageError("the data set has no such offer")
    row = negotiations.request_contract(
        peer=theirs, asset=dataset, offer=wanted, organisation=str(ours.organisation_id), by=SYSTEM
    )
    row = _wait(row, wait, quiet=as_json)
    said = {
        "negotiation": row.pk,
        "state": row.state,
        "agreement": row.agreement.key if row.agreement else None,
        "reason": row.reason,
    }
    click.echo(json.dumps(said, ensure_ascii=False) if as_json else _sentence(said))
    if wait and row.state != NegotiationState.FINALIZED:
        click.get_current_context().exit(1)


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


def _wait(row: Negotiation, seconds: int, *, quiet: bool) -> Negotiation:
    """Send what is due and look again until it is over; a server or worker that runs sends as well."""
    deadline, state = time.monotonic() + seconds, ""
    while True:
        delivery.deliver_due(limit=10)
        row = Negotiation.objects.select_related("agreement").get(pk=row.pk)
        if row.state != state and not quiet:
            click.echo(row.state, err=True)
        state = row.state
        if state in NEGOTIATION_OVER or time.monotonic() >= deadline:
            return row
        time.sleep(0.05)


def _sentence(said: dict[str, str | None]) -> str:
    if said["agreement"]:
        return f"{said['state']}  {said['agreement']}"
    return f"{said['state']}  {said['negotiation']}  {said['reason']}".rstrip()
