"""`yunghap cases …`."""

import json
from pathlib import Path
from typing import BinaryIO

import click

from yunghap.core.actors import SYSTEM, Actor
from yunghap.core.errors import InvalidInput
from yunghap.core.gate import read_limited
from yunghap.documents import service as documents
from yunghap.identity import service as identity

from . import service


@click.group()
def cases() -> None:
    """Cases and their records."""


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
        taken = service.import_closed_cases(
            data=read_limited(file, documents.MAX_BYTES), name=name, by=_actor(email)
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


def _actor(email: str) -> Actor:
    if not email:
        return SYSTEM
    found = identity.actor_by_address(email)
    if found is None:
        raise click.UsageError("Nobody here has this e-mail address.")
    return found
