"""`yunghap exchange search`: the catalogue from the command line, without a database where the index is fresh."""

import json
import os
from pathlib import Path

import click
from django.utils.translation import gettext as _
from django.utils.translation import override

from yunghap.core.errors import NotFound
from yunghap.core.lazy import set_up, speak
from yunghap.search import reader

from .remote import called

COLLECTION = "catalogue"
_DATABASE = "YUNGHAP_DATABASE_URL"


@click.command()
@click.argument("question")
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1, 1000), help="Hits at most.")
@click.option("--json", "as_json", is_flag=True, help="One object per hit.")
@click.option("--language", type=click.Choice(["ko", "en"]), default="ko", show_default=True)
@click.option(
    "--url", envvar="YUNGHAP_URL", default="", help="Search that exchange, not this machine's catalogue."
)
def search(question: str, limit: int, as_json: bool, language: str, url: str) -> None:
    """Find data sets, best first, and say why; exit status 1 where there is nothing."""
    if url:
        _search_there(url, question, limit, as_json=as_json, language=language)
        return
    folder = Path(os.environ.get("YUNGHAP_DATA_DIR", "var")).resolve()
    if _is_fresh(folder):
        speak(DATA_DIR=folder)
    else:
        _catch_up()
    with override(language):
        found = reader.search(question, access=(reader.PUBLIC,), count=(), limit=limit, collection=COLLECTION)
        for hit in found.hits:
            why = reader.say(hit.why)
            _say(hit.id, hit.title, hit.score, why, as_json=as_json)
        if found.loose:
            click.echo(
                _("%(complete)s of %(total)s carry every word.")
                % {"complete": found.complete, "total": found.total},
                err=True,
            )
    if not found.hits:
        raise SystemExit(1)


def _search_there(url: str, question: str, limit: int, *, as_json: bool, language: str) -> None:
    with called(url, "", "", language) as exchange:
        found = exchange.search(question, limit=min(limit, 100))
    for one in found:
        _say(one.id, one.title, one.extra["score"], one.extra["why"], as_json=as_json)
    if not found:
        raise SystemExit(1)


def _say(id: str, title: str, score: float, why: str, *, as_json: bool) -> None:  # noqa: A002 - its name
    if as_json:
        record = {"id": id, "title": title, "score": round(score, 4), "why": why}
        click.echo(json.dumps(record, ensure_ascii=False))
    else:
        click.echo(f"{score:8.3f}  {title}\n          {why}  [{id}]")


def _is_fresh(folder: Path) -> bool:
    """Whether no database was written since the index caught up; of a database server that cannot be seen."""
    if any(os.environ.get(name) for name in (_DATABASE, f"{_DATABASE}_FILE")):
        return False
    files = [*folder.glob("*.sqlite3"), *folder.glob("*.sqlite3-wal")]
    followed = reader.followed_at(COLLECTION, data=folder)
    return bool(followed) and all(file.stat().st_mtime <= followed for file in files)


def _catch_up() -> None:
    """Bring what changed into the index; needs the whole of Django."""
    set_up()
    from django.db import DatabaseError  # noqa: PLC0415 - needs the settings

    from yunghap.search import service  # noqa: PLC0415 - needs the applications

    try:
        service.refresh(COLLECTION)
    except DatabaseError as error:
        raise NotFound(_("There is no catalogue here yet: harvest one, or publish data, first.")) from error
