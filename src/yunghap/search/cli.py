"""`yunghap search …`."""

import json

import click

from . import service


@click.group()
def search() -> None:
    """The index of everything that can be found."""


@search.command()
@click.option("--collection", help="Only this one, instead of all.")
def rebuild(collection: str | None) -> None:
    """Build the index anew from the database; the old one answers until the new one is complete."""
    click.echo(f"{service.rebuild(collection)}", err=True)


@search.command()
@click.argument("question")
@click.option("--json", "as_json", is_flag=True, help="One object per line.")
@click.option("--page", default=1, show_default=True, type=click.IntRange(min=1))
@click.option("--collection", default=service.SITE, show_default=True, help="What to look in.")
def query(question: str, as_json: bool, page: int, collection: str) -> None:
    """Find what everybody may see; exit status 1 where there is nothing."""
    found = service.search(question, page=page, collection=collection, count=())
    for hit in found.hits:
        if as_json:
            fields = {"kind": hit.kind, "id": hit.id, "title": hit.title, "url": hit.url, "score": hit.score}
            click.echo(json.dumps({**fields, "why": service.say(hit.why)}, ensure_ascii=False))
        else:
            click.echo(f"{hit.title}\t{hit.url}")
    click.echo(f"{found.total}", err=True)
    if not found.total:
        raise SystemExit(1)
