"""`yunghap procedure simulate`: what if, with one version of a procedure or two."""

import json
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import click
from django.utils import translation
from django.utils.translation import gettext as _

from yunghap.core.clock import SEOUL
from yunghap.core.errors import DomainError, InvalidInput
from yunghap.core.gate import read_limited, safe_json
from yunghap.core.lazy import speak
from yunghap.documents.writers.html import write_html
from yunghap.procedures.bpmn.model import Definitions
from yunghap.procedures.dmn import read_dmn
from yunghap.procedures.program.compile import NotExecutable
from yunghap.procedures.program.model import Program
from yunghap.procedures.simulation import (
    Arrival,
    Scenario,
    Summary,
    poisson,
    prepare,
    recorded,
    simulate,
    summarise,
)
from yunghap.procedures.simulation.arrivals import MOST
from yunghap.procedures.simulation.report import document, records
from yunghap.procedures.simulation.settings import Settings
from yunghap.procedures.simulation.spread import days

from .common import FILE, FILE_OR_FOLDER, LANGUAGE, diagram_of, read_diagram

_MEGABYTES = 20 * 1024 * 1024
DEADLINES, ASSUMPTIONS = "deadlines.json", "assumptions.json"
_START = datetime(2026, 1, 5, 9, tzinfo=SEOUL)


@click.command("simulate")
@click.argument("file", type=FILE_OR_FOLDER)
@click.option("--against", type=FILE_OR_FOLDER, help="Another version, run with the same cases.")
@click.option(
    "--arrivals", type=click.IntRange(1, MOST), default=1000, show_default=True, help="How many cases come."
)
@click.option(
    "--every", metavar="ISO8601", help="Mean time between them; else what the diagram says, or a day."
)
@click.option(
    "--recorded", "table", type=FILE, help="CSV of recorded arrivals instead: arrived, and variables."
)
@click.option("--start", type=click.DateTime(["%Y-%m-%d"]), help="Day on which generated arrivals begin.")
@click.option("--seed", type=int, default=1, show_default=True, help="Decides every draw.")
@click.option(
    "--decisions", multiple=True, type=FILE, help="DMN file with tables; may be repeated. Others are drawn."
)
@click.option("--deadlines", type=FILE, help="JSON file with a list of deadline rules.")
@click.option("--assumptions", type=FILE, help="JSON file with what is assumed; else that of the folder.")
@click.option("--json", "as_json", is_flag=True, help="One object per line.")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="HTML report with charts and tables.",
)
@click.option("--language", type=LANGUAGE, default="ko", help="Language of the report and sentences.")
def simulate_(  # noqa: PLR0917 - click hands them over by name
    file: Path,
    against: Path | None,
    arrivals: int,
    every: str | None,
    table: Path | None,
    start: datetime | None,
    seed: int,
    decisions: Sequence[Path],
    deadlines: Path | None,
    assumptions: Path | None,
    as_json: bool,
    output: Path | None,
    language: Literal["ko", "en"],
) -> None:
    """Run the procedure in FILE many times under a clock of its own.

    Of a folder with a version of a procedure, the diagram and the assumptions in it (or in the one around it), its
    decision tables and its deadlines are taken; what --decisions and --deadlines give comes on top.

    Exit status 0, 1 where a diagram cannot be executed, 2 where a file cannot be read.
    """
    speak()
    with translation.override(language):
        try:
            tables = {name: decision for path in decisions for name, decision in _tables(path).items()}
            rules = [] if deadlines is None else _rules(deadlines)
            chosen = [ready(path, tables, rules, assumptions) for path in (file, against) if path is not None]
            begin = _START if start is None else start.replace(hour=9, tzinfo=SEOUL)
            apart = days(every) if every else chosen[0][3].every
            coming = (
                _recorded(table) if table else poisson(number=arrivals, every=apart, seed=seed, start=begin)
            )
        except NotExecutable as refusal:
            for obstacle in refusal.obstacles:
                click.echo(str(obstacle), err=True)
            sys.exit(1)
        except DomainError as refusal:
            click.echo(str(refusal), err=True)
            sys.exit(2)
        summaries = []
        for path, drawn, program, settings in chosen:
            result = simulate(Scenario(program, settings, seed, coming))
            names = {node.id: " ".join(node.name.split()) for node in drawn.nodes.values()}
            summaries.append(summarise(result, name=drawn.name or path.stem, names=names, settings=settings))
        _tell(summaries, seed=seed, as_json=as_json, output=output, language=language)


def ready(
    path: Path, tables: Mapping[str, Any], rules: Sequence[Any], assumptions: Path | None
) -> tuple[Path, Definitions, Program, Settings]:
    """What to run of a diagram, or of a folder with a version: its own tables, deadlines and assumptions, and those
    given.
    """
    drawn, mine, terms = read_diagram(diagram_of(path)), dict[str, Any](), list[Any]()
    if path.is_dir():
        for file in sorted(path.glob("*.dmn")):
            mine |= _tables(file)
        if (path / DEADLINES).is_file():
            terms = _rules(path / DEADLINES)
    given = {rule.get("id") for rule in rules}
    terms = [rule for rule in terms if rule.get("id") not in given]
    said = assumptions or _beside(path)
    assumed = {} if said is None else _assumed(said)
    return (
        path,
        drawn,
        *prepare(drawn, decisions=mine | dict(tables), deadlines=[*terms, *rules], assumptions=assumed),
    )


def _beside(path: Path) -> Path | None:
    """The assumptions in a folder with a version of a procedure, or in the one around it."""
    places = (path / ASSUMPTIONS, path.parent / ASSUMPTIONS) if path.is_dir() else ()
    return next((file for file in places if file.is_file()), None)


def _assumed(path: Path) -> Mapping[str, Any]:
    found = _json(path)
    if not isinstance(found, dict):
        raise InvalidInput(_("Assumptions are a JSON object."))
    return found


def _tell(
    summaries: Sequence[Summary],
    *,
    seed: int,
    as_json: bool,
    output: Path | None,
    language: Literal["ko", "en"],
) -> None:
    if output is not None:
        output.write_bytes(write_html(document(summaries, seed=seed, language=language)))
    if as_json:
        for one in records(summaries):
            click.echo(json.dumps(one, ensure_ascii=False))
    elif output is None:
        for block in document(summaries, seed=seed, language=language).tables:
            click.echo("\n".join([block.caption, *("\t".join(row) for row in block.grid()), ""]))


def _tables(path: Path) -> dict[str, Any]:
    with path.open("rb") as stream:
        return dict(read_dmn(read_limited(stream, _MEGABYTES)).decisions)


def _json(path: Path) -> Any:
    with path.open("rb") as stream:
        return safe_json(read_limited(stream, _MEGABYTES))


def _rules(path: Path) -> list[Any]:
    found = _json(path)
    return found if isinstance(found, list) else [found]


def _recorded(path: Path) -> tuple[Arrival, ...]:
    with path.open("rb") as stream:
        return recorded(read_limited(stream, _MEGABYTES))
