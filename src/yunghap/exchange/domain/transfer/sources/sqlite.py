"""A query over an SQLite file: {"document" or "path", "query", "cursor"?}."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import InvalidInput, sentence
from yunghap.exchange.domain.transfer.tables import Format, Written, convert
from yunghap.exchange.domain.transfer.views import View, select

from .kinds import Place, Source, check_local, local_file, write_pieces

_ALLOWED = {
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_READ,
    sqlite3.SQLITE_FUNCTION,
    sqlite3.SQLITE_RECURSIVE,
}
# Functions that read files, load code or write shadow tables, where a build has them.
_FUNCTIONS = frozenset({"load_extension", "readfile", "writefile", "edit", "fts3_tokenizer", "zipfile"})
_PIECE = 256 * 1024  # characters that are held before they are written
_STEPS = 100_000
_TYPES = {int: "BIGINT", float: "DOUBLE", str: "VARCHAR", bytes: "VARCHAR"}


def check(place: Place) -> None:
    """Whether file and query are named."""
    check_local(place)
    place.text("query")


def query(place: Place, view: View, wanted: Format, into: Path) -> Written:
    """Run the query on the file, opened read-only; what it may do is decided statement by statement."""
    rows = into.with_name(into.name + ".rows")
    try:
        fixed = bool(place.where.get("document"))
        with _opened(local_file(place), fixed=fixed, seconds=place.seconds) as connection:
            text = place.text("query").rstrip().rstrip(";")
            _compile_alone(connection, text)
            found = connection.execute(select(f"({text}\n)", view, dialect="sqlite"))
            types = _write_rows(found, rows, place.largest)
        return convert(
            rows,
            Format.CSV,
            View(),
            into=into,
            wanted=wanted or Format.PARQUET,
            types=types,
            cursor=place.cursor,
        )
    except (sqlite3.Error, sqlite3.Warning) as error:
        raise InvalidInput(
            sentence(_("The data cannot be read: %(reason)s"), reason=str(error)[:300])
        ) from None
    finally:
        rows.unlink(missing_ok=True)


@contextmanager
def _opened(path: Path, *, fixed: bool, seconds: float) -> Iterator[sqlite3.Connection]:
    address = f"file:{quote(str(path))}?mode=ro" + ("&immutable=1" if fixed else "")
    with closing(sqlite3.connect(address, uri=True, timeout=5)) as connection:
        connection.execute("PRAGMA query_only=ON")
        connection.execute("PRAGMA trusted_schema=OFF")
        connection.execute("PRAGMA cell_size_check=ON")
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 50_000_000)
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        end = time.monotonic() + seconds
        connection.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
        connection.set_authorizer(_authorise)
        yield connection


def _authorise(
    action: int, _first: str | None, second: str | None, _database: str | None, _trigger: str | None
) -> int:
    if action not in _ALLOWED or (action == sqlite3.SQLITE_FUNCTION and str(second).lower() in _FUNCTIONS):
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK


def _compile_alone(connection: sqlite3.Connection, text: str) -> None:
    """The query must be a statement by itself, not a piece that closes our bracket."""
    with closing(connection.execute(text)) as cursor:
        if cursor.description is None:
            raise InvalidInput(_("A source is one SELECT and nothing else."))


def _write_rows(found: sqlite3.Cursor, into: Path, largest: int | None) -> dict[str, str]:
    """Write rows as CSV and give the type of each column by the values seen."""
    names = [column[0] for column in found.description]
    seen: list[set[type]] = [set() for _name in names]

    def pieces() -> Iterator[bytes]:
        """Some lines at a time, however long they are."""
        lines = [",".join(map(_text, names))]
        size = 0
        for row in found:
            for kinds, value in zip(seen, row, strict=True):
                kinds.add(type(value))
            line = ",".join(map(_cell, row))
            lines.append(line)
            size += len(line)
            if size > _PIECE:
                yield "\n".join([*lines, ""]).encode("utf-8", "replace")
                lines, size = [], 0
        yield "\n".join([*lines, ""]).encode("utf-8", "replace")

    write_pieces(pieces(), into, largest=largest)
    return {name: _type(kinds - {type(None)}) for name, kinds in zip(names, seen, strict=True)}


def _type(kinds: set[type]) -> str:
    if kinds == {int, float}:
        return "DOUBLE"
    return _TYPES[next(iter(kinds))] if len(kinds) == 1 else "VARCHAR"


def _cell(value: object) -> str:
    if value is None:
        return r"\N"
    if isinstance(value, bytes):
        return value.hex()
    return _text(value) if isinstance(value, str) else repr(value)


def _text(value: str) -> str:
    return '"' + value.replace('"', '""') + '"'


SOURCE = Source(check=check, query=query)
