"""`yunghap exchange harvest`: read another catalogue into ours."""

import json
from collections.abc import Iterator

import click

from yunghap.core import store
from yunghap.core.actors import SYSTEM
from yunghap.exchange.domain.harvest.formats.dcat import NOT_THERE
from yunghap.exchange.domain.harvest.running import SHORT
from yunghap.exchange.domain.harvest.running import harvest as read_source
from yunghap.exchange.domain.harvest.sources import find_or_add_source
from yunghap.exchange.enums import HarvestKind, RunState
from yunghap.exchange.models import HarvestRun, HarvestSource
from yunghap.exchange.queries.catalogue import COLLECTION
from yunghap.exchange.queries.harvest import refusals_of, said
from yunghap.search import service as search

COUNTS = ("read", "added", "changed", "same", "reappeared", "refused", "missing")


@click.command()
@click.argument("file_or_url")
@click.option(
    "--kind", type=click.Choice(HarvestKind.values), required=True, help="What the catalogue speaks."
)
@click.option(
    "--source",
    "name",
    default="",
    help="Name of the source; the same name reads another file as its next state.",
)
@click.option(
    "--json", "as_json", is_flag=True, help="One object: the counts, and a reason for each refusal."
)
def harvest(file_or_url: str, kind: str, name: str, *, as_json: bool) -> None:
    """Read the catalogue FILE_OR_URL; exit status 1 if the reading broke off.

    Every record is added, changed, the same, reappeared, or refused with a reason. What is not there any more is marked
    as missing, never deleted. The database is made where there is none.
    """
    store.prepare()
    source = find_or_add_source(kind=kind, address=file_or_url, name=name, by=SYSTEM)
    run = read_source(source=source)
    if as_json:
        for piece in _json(source, run):
            click.echo(piece, nl=False)
        click.echo()
    else:
        click.echo("  ".join(f"{name} {getattr(run, name)}" for name in COUNTS))
        for reason in _reasons(run):
            click.echo(f"{reason['place']}\t{reason['identifier']}\t{reason['reason']}", err=True)
    if run.remark:
        click.echo(said(run.remark, run.values), err=True)
    search.refresh(COLLECTION)  # what was read can be found when the command ends
    one_page_of_many = run.remark in {SHORT, NOT_THERE} and "://" not in source.address
    if run.state == RunState.PARTIAL and not one_page_of_many:
        raise SystemExit(1)


def _json(source: HarvestSource, run: HarvestRun) -> Iterator[str]:
    """The object piece by piece: there may be very many reasons."""
    head: dict[str, object] = {
        "source": source.pk,
        "name": source.name,
        "kind": source.kind,
        "run": run.pk,
        "state": run.state,
    }
    head |= {name: getattr(run, name) for name in COUNTS}
    head |= {"held_back": run.held_back, "remark": said(run.remark, run.values)}
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "reasons": ['
    for number, reason in enumerate(_reasons(run)):
        yield (", " if number else "") + json.dumps(reason, ensure_ascii=False)
    yield "]}"


def _reasons(run: HarvestRun) -> Iterator[dict[str, str]]:
    for refusal in refusals_of(run).defer("raw").iterator(chunk_size=1_000):
        yield {
            "place": refusal.place,
            "identifier": refusal.key,
            "reason": said(refusal.reason, refusal.values),
        }
