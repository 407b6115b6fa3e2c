"""A query over an SQLite file: {"document" or "path", "query", "cursor"?}."""

import sqlite3
from contextlib import closing
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import InvalidInput, sentence
from yunghap.core.gate.sqlite import CsvRows, open_sqlite
from yunghap.exchange.domain.transfer.tables import Format, Written, convert
from yunghap.exchange.domain.transfer.views import View, select

from .kinds import Place, Source, check_local, local_file, write_pieces


def check(place: Place) -> None:
    """Whether file and query are named."""
    check_local(place)
    place.text("query")


def query(place: Place, view: View, wanted: Format, into: Path) -> Written:
    """Run the query on the file, opened read-only; what it may do is decided statement by statement."""
    rows = into.with_name(into.name + ".rows")
    try:
        fixed = bool(place.where.get("document"))
        with open_sqlite(local_file(place), fixed=fixed, seconds=place.seconds) as connection:
            text = place.text("query").rstrip().rstrip(";")
            _compile_alone(connection, text)
            found = CsvRows(connection.execute(select(f"({text}\n)", view, dialect="sqlite")))
            write_pieces(found, rows, largest=place.largest)
        return convert(
            rows,
            Format.CSV,
            View(),
            into=into,
            wanted=wanted or Format.PARQUET,
            types=found.types(),
            cursor=place.cursor,
        )
    except (sqlite3.Error, sqlite3.Warning) as error:
        raise InvalidInput(
            sentence(_("The data cannot be read: %(reason)s"), reason=str(error)[:300])
        ) from None
    finally:
        rows.unlink(missing_ok=True)


def _compile_alone(connection: sqlite3.Connection, text: str) -> None:
    """The query must be a statement by itself, not a piece that closes our bracket."""
    with closing(connection.execute(text)) as cursor:
        if cursor.description is None:
            raise InvalidInput(_("A source is one SELECT and nothing else."))


SOURCE = Source(check=check, query=query)
