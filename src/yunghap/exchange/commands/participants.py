"""`yunghap exchange participants`, `participant …`: the roster at the command line."""

import json
from pathlib import Path
from typing import Any

import click

from yunghap.core.actors import SYSTEM
from yunghap.core.errors import InvalidInput
from yunghap.core.gate import safe_json
from yunghap.exchange.domain.connector import roster
from yunghap.exchange.models import Participant
from yunghap.identity.service import find_organisation
from yunghap.ledger.service import verify_document


@click.group()
def participants() -> None:
    """Who takes part in the exchange."""


@participants.command("list")
@click.option("--json", "as_json", is_flag=True, help="One object for each.")
def list_all(as_json: bool) -> None:
    """Everybody in the roster, with their state."""
    for row in Participant.objects.order_by("key"):
        _say(row, as_json)


@participants.command()
@click.argument("organisation")
@click.option("--slug", default="", help="Short name in our addresses.")
@click.option("--key", default="", help="Its id in the protocol, if it has one.")
@click.option("--json", "as_json", is_flag=True, help="One object on standard output.")
def apply(organisation: str, slug: str, key: str, as_json: bool) -> None:
    """Have ORGANISATION (a name) of this installation apply; its key is made here."""
    found = find_organisation(organisation)
    if found is None:
        raise click.UsageError(f"no organisation {organisation} here")
    _say(roster.apply_participant(organisation=found, slug=slug, key=key, by=SYSTEM), as_json)


@participants.command()
@click.argument("key")
@click.argument("name")
@click.argument("address")
@click.option("--public-key", default="", help="Ed25519, base64url.")
@click.option("--region", default="", help="ISO 3166, such as KR.")
@click.option("--json", "as_json", is_flag=True, help="One object on standard output.")
def enter(key: str, name: str, address: str, public_key: str, region: str, as_json: bool) -> None:  # noqa: PLR0917 - as given
    """Enter the participant KEY of another installation, reached at ADDRESS; it waits to be admitted."""
    row = roster.enter_participant(
        key=key, name=name, address=address, public_key=public_key, region=region, by=SYSTEM
    )
    _say(row, as_json)


@participants.command()
@click.argument("key")
def admit(key: str) -> None:
    """Admit one that has applied or was suspended."""
    roster.admit_participant(participant=_find(key), by=SYSTEM)


@participants.command()
@click.argument("key")
@click.option("--reason", required=True, help="Why; it is told.")
def suspend(key: str, reason: str) -> None:
    """Talk to one no longer, for now."""
    roster.suspend_participant(participant=_find(key), reason=reason, by=SYSTEM)


@participants.command()
@click.argument("key")
@click.option("--reason", required=True, help="Why; it is told.")
def remove(key: str, reason: str) -> None:
    """Take one out for good; what runs with it ends."""
    roster.remove_participant(participant=_find(key), reason=reason, by=SYSTEM)


@participants.command()
def sign() -> None:
    """Print the roster as a signed statement."""
    click.echo(roster.sign_roster(by=SYSTEM).document)


@participants.command("take-in")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--keys", "keyring", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The key list of the operator who signed it.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="One object on standard output.")
def take_in(file: Path, keyring: Path, as_json: bool) -> None:
    """Take in the signed roster of another installation."""
    document, keys = (_read(path) for path in (file, keyring))
    verdict = verify_document(document, keys=keys)
    if not verdict.valid:
        raise InvalidInput("The roster is not signed by these keys.")
    counts = roster.take_in_roster(payload=verdict.payload, by=SYSTEM)
    click.echo(
        json.dumps(counts) if as_json else ", ".join(f"{number} {how}" for how, number in counts.items())
    )


def _read(path: Path) -> Any:
    return safe_json(path.read_bytes())


def _find(key: str) -> Participant:
    row = Participant.objects.filter(key=key).first()
    if row is None:
        raise click.UsageError(f"no participant {key}")
    return row


def _say(row: Participant, as_json: bool) -> None:
    said = {
        "key": row.key,
        "name": row.name,
        "state": row.state,
        "address": row.address,
        "public_key": row.public_key,
    }
    click.echo(json.dumps(said, ensure_ascii=False) if as_json else "  ".join(said.values()))
