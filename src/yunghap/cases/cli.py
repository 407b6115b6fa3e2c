"""`yunghap cases …`: the statutory procedures of an installation."""

import json
from pathlib import Path
from typing import BinaryIO

import click

from yunghap.cases.service import draft_shipped, put_in_force
from yunghap.casework import service as casework
from yunghap.core.actors import SYSTEM, Actor
from yunghap.core.errors import InvalidInput
from yunghap.core.gate import read_limited
from yunghap.documents import service as documents
from yunghap.identity import service as identity

PEOPLE = 2


@click.group()
def cases() -> None:
    """The statutory procedures that come with Yunghap, and their cases."""


@cases.command("install")
@click.option("--by", "people", multiple=True, metavar="EMAIL", help="Who approves them; give two people.")
@click.option("--json", "as_json", is_flag=True, help="One object on standard output.")
def install(people: tuple[str, ...], *, as_json: bool) -> None:
    """Bring in the shipped procedures that are not there yet, as drafts.

    With two people, the drafts are approved in their names and in force by their dates.
    """
    if len(set(people)) not in {0, PEOPLE}:
        raise click.UsageError("Two different people approve a version: give --by twice, or not at all.")
    actors = [_person(email) for email in people]
    drafted = len(draft_shipped(by=SYSTEM))
    approved = len(put_in_force(by=actors)) if actors else 0
    said = {"drafted": drafted, "approved": approved}
    click.echo(json.dumps(said) if as_json else f"{drafted} versions drafted, {approved} approved")


@cases.command("import")
@click.argument("file", type=click.File("rb"))
@click.option(
    "--by",
    "email",
    default="",
    help="Address of the person who takes the cases over; the system if left out.",
)
@click.option(
    "--json", "as_json", is_flag=True, help="One object: the import, or one per cell that is wrong."
)
def import_closed(file: BinaryIO, email: str, *, as_json: bool) -> None:
    """Take over every closed case of FILE (CSV or XLSX), or none; exit status 2 where a row does not hold."""
    name = Path(getattr(file, "name", "")).name
    try:
        taken = casework.import_closed_cases(
            data=read_limited(file, documents.MAX_BYTES), name=name, by=_person(email) if email else SYSTEM
        )
    except InvalidInput as refusal:
        for fault in refusal.details.get("faults", ()):
            click.echo(
                json.dumps(fault, ensure_ascii=False)
                if as_json
                else f"{fault['row']}\t{fault['column']}\t{fault['reason']}"
            )
        raise
    shown = {"import": taken.pk, "cases": taken.rows, "file": taken.sha256}
    click.echo(json.dumps(shown) if as_json else f"{taken.rows}\t{taken.pk}")


def _person(email: str) -> Actor:
    found = identity.actor_by_address(email)
    if found is None:
        raise click.UsageError(f"Nobody signs in with the address {email!r}.")
    return found
