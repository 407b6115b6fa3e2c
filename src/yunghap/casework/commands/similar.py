"""`yunghap similar …`: needs neither a database nor Django's set-up."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from yunghap.casework.similarity import Index, Match, analyse_many, cited_articles
from yunghap.casework.similarity.files import read_texts

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def similar() -> None:
    """Rank texts by similarity, and say why."""


@similar.command()
@click.option("--docs", "documents", type=FILE, required=True, help='Documents: {"id", "text"} per line.')
@click.option("--queries", type=FILE, required=True, help='Queries: {"id", "text"} per line.')
@click.option("--top", type=click.IntRange(1, 1000), default=10, show_default=True, help="Results per query.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object per query.")
def rank(*, documents: Path, queries: Path, top: int, as_json: bool) -> None:
    """Rank the documents for each query; every score is taken apart.

    Exit status 0, or 2 where a file cannot be read.
    """
    texts, asked = read_texts(documents), read_texts(queries)
    index = Index()
    for id_, terms in zip(texts, analyse_many(texts.values()), strict=True):
        index.add(id_, terms)
    articles = {id_: cited_articles(text) for id_, text in texts.items()}
    for (id_, text), terms in zip(asked.items(), analyse_many(asked.values()), strict=True):
        own = set(cited_articles(text))
        found = [
            (match, [article for article in articles[match.id] if article in own])
            for match in index.search(terms, top=top)
        ]
        if as_json:
            results = [_record(match, shared) for match, shared in found]
            click.echo(json.dumps({"id": id_, "results": results}, ensure_ascii=False))
        else:
            click.echo(id_)
            for match, shared in found:
                words = ", ".join(term for term, _weight in match.why.terms)
                click.echo("\t".join(["", f"{match.score:.3f}", match.id, words, "; ".join(shared)]).rstrip())


def _record(match: Match, shared: list[str]) -> dict[str, object]:
    why = asdict(match.why)
    why["terms"] = [{"term": term, "weight": weight} for term, weight in match.why.terms]
    return {"id": match.id, "score": match.score, "why": {**why, "articles": shared}}
