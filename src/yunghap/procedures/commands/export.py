"""`yunghap procedure export`: what happened, for process mining."""

from pathlib import Path

import click

from yunghap.procedures.exports.log import traces
from yunghap.procedures.exports.ocel import write_ocel
from yunghap.procedures.exports.xes import write_xes


@click.command("export")
@click.option("--procedure", default="", help="Only instances of this procedure, by its code.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["xes", "ocel"]),
    default="xes",
    show_default=True,
    help="XES or OCEL 2.0.",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="The file to write.")
def export(procedure: str, form: str, output: Path) -> None:
    """Write what happened in every procedure, item by item, for process mining."""
    found = traces(procedure=procedure)
    if form == "xes":
        with output.open("wb") as stream:
            number = write_xes(stream, found)
    else:
        with output.open("w", encoding="utf-8") as text:
            number = write_ocel(text, found)
    click.echo(f"{number} instances", err=True)
