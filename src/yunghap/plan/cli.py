"""`yunghap plan …`."""

import json
import sys
from collections import Counter
from pathlib import Path

import click

from yunghap.core.errors import InvalidInput
from yunghap.core.gate import read_limited
from yunghap.documents.service import MAX_BYTES, read_document

from .commands.check import check_command
from .commands.export import export
from .contracts import PlanText, Quantity


@click.group()
def plan() -> None:
    """Read, check, load and write out action plans."""


@plan.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object per line.")
@click.option(
    "--all", "everything", is_flag=True, help="Also the numbers that are no quantities, with their kind."
)
@click.option(
    "--vocabulary",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="JSON file with further units, currencies, ministries and names.",
)
def extract(file: Path, *, as_json: bool, everything: bool, vocabulary: Path | None) -> None:
    """Every quantity of a plan document: value, unit, year, role, ministry, place and rule.

    What is not understood is told on standard error. Exit status 0, or 2 where FILE cannot be read.
    """
    from .domain import records  # noqa: PLC0415  (keeps the other subcommands quick)

    try:
        found = read_plan(file, vocabulary)
    except InvalidInput as error:
        click.echo(f"{file}: {error}", err=True)
        sys.exit(2)
    if as_json:
        rows = records.all_records(found) if everything else map(records.quantity_record, found.quantities)
        for row in rows:
            click.echo(json.dumps(row, ensure_ascii=False))
    else:
        for quantity in found.quantities:
            click.echo(_row(quantity))
    _remark(found)


def read_plan(file: Path, vocabulary_file: Path | None = None) -> PlanText:
    """The facts of a document on disk. Raises InvalidInput."""
    from .domain.extract import extract_plan  # noqa: PLC0415
    from .domain.vocabulary import load_vocabulary  # noqa: PLC0415

    with file.open("rb") as stream:
        lines = read_document(read_limited(stream, MAX_BYTES), name=file.name).lines
    return extract_plan(lines, vocabulary=load_vocabulary(vocabulary_file) if vocabulary_file else None)


plan.add_command(check_command(read_plan))
plan.add_command(export)


def _row(quantity: Quantity) -> str:
    cells = (
        f"{quantity.line}:{quantity.start}",
        quantity.text,
        f"{quantity.value:f}",
        quantity.unit,
        str(quantity.year or "-"),
        quantity.role.value,
        "·".join(quantity.ministry) or "-",
        quantity.programme,
    )
    return "\t".join(cells)


def _remark(found: PlanText) -> None:
    """Counts by class and what no rule explains, on standard error."""
    classes = Counter(item.kind.value for item in found.others)
    counts = ", ".join(f"{name} {count}" for name, count in sorted(classes.items()))
    click.echo(f"quantities {len(found.quantities)}; {counts or 'no other numbers'}", err=True)
    for item in found.not_understood:
        click.echo(
            f"not understood, line {item.span.line}:{item.span.start}: {item.text} ({item.reason})", err=True
        )


@plan.command("seed-edition", hidden=True)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--structure", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=True)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True)
def seed_edition(file: Path, structure: Path, output: Path) -> None:
    """Make the shipped edition again from the plan document and its curated structure (for maintainers).

    Writes facts and figures only. Tells on standard error what the structure names and extraction did not
    find, and what was found and the structure does not name; exit status 1 where there is any.
    """
    from hashlib import sha256  # noqa: PLC0415

    from yunghap.core.gate.json import safe_json  # noqa: PLC0415

    from .domain.seed import build_edition  # noqa: PLC0415
    from .edition_json import to_text  # noqa: PLC0415

    try:
        seed = build_edition(
            read_plan(file), safe_json(structure.read_bytes()), sha256=sha256(file.read_bytes()).hexdigest()
        )
    except InvalidInput as error:
        click.echo(f"{file}: {error}", err=True)
        sys.exit(2)
    output.write_text(to_text(seed.edition), encoding="utf-8")
    for place in seed.missing:
        click.echo(f"{place}: named in the structure, not extracted", err=True)
    for place in seed.unplaced:
        click.echo(f"{place}: extracted, not named in the structure", err=True)
    sys.exit(1 if seed.missing or seed.unplaced else 0)
