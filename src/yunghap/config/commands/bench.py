"""`yunghap bench NAME`: the benchmark behind each published figure."""

from collections.abc import Iterable
from pathlib import Path

import click

from yunghap.config.bench import cases as cases_bench
from yunghap.config.bench import exchange as exchange_bench
from yunghap.config.bench import plan as plan_bench
from yunghap.config.bench import similar as similar_bench
from yunghap.config.bench.measure import Figure


@click.group()
def bench() -> None:
    """Benchmarks: CPU seconds and memory, with the limit or the peer measured in the same run."""


@bench.command("plan")
@click.option(
    "--size",
    "sizes",
    multiple=True,
    type=int,
    default=(1, 10, 100),
    show_default=True,
    help="Times the plan.",
)
@click.option(
    "--document", type=click.Path(exists=True, path_type=Path), help="A plan document, measured as well."
)
@click.option("--json", "as_json", is_flag=True, help="One object per figure.")
def plan(sizes: tuple[int, ...], document: Path | None, as_json: bool) -> None:
    """Extraction, checks, pages and exports on generated editions; leaves nothing in the database."""
    _show(plan_bench.figures(sizes, document), as_json)


@bench.command("cases")
@click.option("--cases", type=int, default=200, show_default=True, help="Cases to run, ten actions each.")
@click.option(
    "--running",
    type=click.IntRange(0),
    default=0,
    show_default=True,
    help="Running cases, made in bulk, for what is due, an inbox page and a new version.",
)
@click.option("--json", "as_json", is_flag=True, help="One object per figure.")
def cases(cases: int, running: int, as_json: bool) -> None:
    """The fast-track reference procedure through the domain verbs, in a database of its own."""
    with cases_bench.own_database():
        _show(cases_bench.figures(cases, running), as_json)


@bench.command("similar")
@click.option("--size", type=click.IntRange(1), default=100_000, show_default=True, help="Documents.")
@click.option("--json", "as_json", is_flag=True, help="One object per figure.")
def similar(size: int, as_json: bool) -> None:
    """A similarity query over generated documents, morphology included."""
    _show(similar_bench.figures(size), as_json)


@bench.command("exchange")
@click.option(
    "--part",
    "parts",
    multiple=True,
    type=click.Choice(sorted(exchange_bench.CATALOGUE | exchange_bench.SITES)),
    help="Only this part (repeatable); all where none is named.",
)
@click.option("--size", type=click.IntRange(100), default=200_000, show_default=True, help="Records.")
@click.option("--json", "as_json", is_flag=True, help="One object per figure.")
def exchange(parts: tuple[str, ...], size: int, as_json: bool) -> None:
    """The exchange: a generated catalogue in a database of its own, and contracts between two installations."""
    wanted = set(parts) or exchange_bench.CATALOGUE.keys() | exchange_bench.SITES.keys()
    for part in sorted(wanted & exchange_bench.SITES.keys()):
        _show(exchange_bench.SITES[part](size), as_json)
    catalogue = sorted(wanted & exchange_bench.CATALOGUE.keys())
    if catalogue:
        with cases_bench.own_database(), exchange_bench.own_folder():
            for part in catalogue:
                _show(exchange_bench.CATALOGUE[part](size), as_json)


def _show(figures: Iterable[Figure], as_json: bool) -> None:
    for figure in figures:
        if as_json:
            click.echo(figure.as_json())
        else:
            click.echo(f"{figure.name:<48} {figure.value:>10.3f} {figure.unit:<6} {figure.against}")
