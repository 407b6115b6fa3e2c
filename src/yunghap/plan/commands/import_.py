"""`yunghap plan import`: a document or an edition file becomes an edition of the database."""

import json
from pathlib import Path

import click
from django.conf import settings
from django.utils import translation

from yunghap.core.actors import SYSTEM, Actor
from yunghap.core.gate import read_limited
from yunghap.documents.service import MAX_BYTES
from yunghap.identity import service as identity
from yunghap.plan.domain.importing import import_document

from .common import FILE


@click.command("import")
@click.argument("file", type=FILE)
@click.option("--year", type=int, help="Year of the edition; by default the one the document's title names.")
@click.option("--by", "email", metavar="EMAIL", help="The person who imports; by default the system itself.")
@click.option("--json", "as_json", is_flag=True, help="One object on standard output.")
def import_edition(file: Path, *, year: int | None, email: str | None, as_json: bool) -> None:
    """Load FILE as the edition of a year, under review: all of it or nothing.

    A plan document (HWPX, HWP, DOCX, PDF, XLSX, text) is read for every number it states. An HWPX or XLSX file
    written here gives the same facts again, a JSON file the whole edition. Exit status 2 where it cannot be.
    """
    translation.activate(settings.LANGUAGE_CODE)
    with file.open("rb") as stream:
        data = read_limited(stream, MAX_BYTES)
    made = import_document(data=data, name=file.name, year=year, by=_actor(email))
    edition = made.edition
    if as_json:
        result = {
            "edition": f"{edition.year}-{edition.seq}",
            "status": edition.status,
            "numbers": made.numbers,
            "uncertain": made.uncertain,
            "unassigned": made.unassigned,
            "not_understood": made.not_understood,
            "shipped": made.shipped,
        }
        click.echo(json.dumps(result, ensure_ascii=False))
        return
    click.echo(
        f"{edition.year}-{edition.seq} {edition.title}: {made.numbers} numbers, {made.uncertain} uncertain,"
        f" {made.unassigned} unassigned, {made.not_understood} not understood"
    )


def _actor(email: str | None) -> Actor:
    if email is None:
        return SYSTEM
    found = identity.actor_by_address(email)
    if found is None:
        raise click.UsageError(f"nobody here has the address {email}")
    return found
