"""`yunghap exchange negotiate`: ask for a contract and wait for it, over the network or on this machine."""

import json

import click

from yunghap.client import ExchangeError
from yunghap.core.lazy import set_up

from .remote import called, remote

_DONE = "FINALIZED"


@click.command()
@click.argument("dataset")
@click.option("--peer", default="", help="Id of the provider, where DATASET is what it calls the data.")
@click.option("--offer", default="", help="Id of the offer; the first one by default.")
@click.option(
    "--wait", default=60, show_default=True, help="Seconds to wait for the outcome; 0 does not wait."
)
@click.option(
    "--as", "own", default="", help="On this machine: short name of the participant that asks; no --url."
)
@remote
@click.option("--json", "as_json", is_flag=True, help="One object on standard output.")
def negotiate(  # noqa: PLR0917 - options of a command
    dataset: str,
    peer: str,
    offer: str,
    wait: int,
    own: str,
    url: str,
    client_id: str,
    secret: str,
    as_json: bool,
) -> None:
    """Ask for a contract on DATASET, the id of a record of the catalogue, and wait until it is concluded.

    Each state is told on standard error. Exit status 1 where it is broken off, or a person has yet to decide.
    """
    if own:
        set_up()
        from .local import negotiate_here  # noqa: PLC0415 - needs the applications

        said = negotiate_here(dataset, peer=peer, offer=offer, own=own, wait=wait, told=_told(as_json))
    else:
        with called(url, client_id, secret) as exchange:
            try:
                made = exchange.negotiate(dataset, offer=offer, peer=peer, seconds=wait, told=_told(as_json))
                said = {"state": _DONE, "agreement": made.id, "title": made.title, "reason": ""}
            except ExchangeError as error:
                if error.code not in {"waiting", "terminated"}:
                    raise
                found = error.details
                said = {"negotiation": found["id"], "state": found["state"], "agreement": None}
                said["reason"] = found.get("reason", "")
    click.echo(json.dumps(said, ensure_ascii=False) if as_json else _sentence(said))
    if wait and said["state"] != _DONE:
        raise SystemExit(1)


def _told(quiet: bool):  # type: ignore[no-untyped-def]
    return None if quiet else lambda state: click.echo(state, err=True)


def _sentence(said: dict[str, str | None]) -> str:
    if said["agreement"]:
        return f"{said['state']}  {said['agreement']}"
    return f"{said['state']}  {said['negotiation']}  {said['reason']}".rstrip()
