"""`yunghap plan export`: an edition as a file."""

import sys
from pathlib import Path

import click

from yunghap.plan.exports.write import FORMATS
from yunghap.plan.queries.common import get_edition
from yunghap.plan.queries.edition import read_edition


@click.command()
@click.argument("edition")
@click.option("--format", "code", required=True, type=click.Choice(sorted(FORMATS)), help="What to write.")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file; standard output without.",
)
@click.option(
    "--language",
    default="ko",
    show_default=True,
    type=click.Choice(["ko", "en"]),
    help="Of headings and names.",
)
def export(edition: str, code: str, output: Path | None, language: str) -> None:
    """Write EDITION ("2023" or "2023-1") out in a format; the same edition gives the same bytes."""
    year, _mark, seq = edition.partition("-")
    if not (year.isdecimal() and (seq.isdecimal() or not seq)):
        raise click.UsageError(f"{edition!r} is no edition: a year, or year-number")
    data = FORMATS[code].write(read_edition(get_edition(int(year), int(seq) if seq else None)), language)
    if output is None:
        sys.stdout.buffer.write(data)
    else:
        output.write_bytes(data)
