"""`yunghap plan extract`: the facts of a document."""

import json
from collections import Counter
from pathlib import Path

import click

from yunghap.core.errors import InvalidInput
from yunghap.plan.contracts import PlanText, Quantity
from yunghap.plan.domain.records import all_records, quantity_record

from .common import FILE, read_plan, refuse


@click.command()
@click.argument("file", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="One JSON object per line.")
@click.option(
    "--all", "everything", is_flag=True, help="Also the numbers that are no quantities, with their kind."
)
@click.option(
    "--vocabulary", type=FILE, help="JSON file with further units, currencies, ministries and names."
)
def extract(file: Path, *, as_json: bool, everything: bool, vocabulary: Path | None) -> None:
    """Every quantity of a plan document: value, unit, year, role, ministry, place and rule.

    What is not understood is told on standard error. Exit status 0, or 2 where FILE cannot be read.
    """
    try:
        found = read_plan(file, vocabulary)
    except InvalidInput as error:
        refuse(file, error)
    if as_json:
        rows = all_records(found) if everything else map(quantity_record, found.quantities)
        click.echo("".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows), nl=False)
    else:
        for quantity in found.quantities:
            click.echo(_row(quantity))
    _remark(found)


def _row(quantity: Quantity) -> str:
    """Place, printed text, number, unit, year, role, ministry, subject; between tabs."""
    bound = "" if quantity.value_to is None else f"~{quantity.value_to:f}"
    cells = (
        f"{quantity.line}:{quantity.start}",
        quantity.text,
        f"{quantity.value:f}{bound}",
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
    counts = [f"quantities {len(found.quantities)}", *(f"{name} {n}" for name, n in sorted(classes.items()))]
    click.echo(", ".join([*counts, f"not understood {len(found.not_understood)}"]), err=True)
    for item in found.not_understood:
        place = f"line {item.span.line}:{item.span.start}"
        click.echo(f"not understood, {place}: {item.text} ({item.reason})", err=True)
