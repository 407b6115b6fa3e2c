"""SQLite files from elsewhere: opened to read only, each statement judged, rows as CSV."""

import sqlite3
import time
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

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


@contextmanager
def open_sqlite(
    path: Path, *, fixed: bool, seconds: float, only: Collection[str] = ()
) -> Iterator[sqlite3.Connection]:
    """A file that can be read and nothing else, for so long; `fixed` where nobody writes to it.

    With `only`, no other table is read. Raises sqlite3.Error, in use too.
    """
    address = f"file:{quote(str(path))}?mode=ro" + ("&immutable=1" if fixed else "")
    with closing(sqlite3.connect(address, uri=True, timeout=5)) as connection:
        connection.execute("PRAGMA query_only=ON")
        connection.execute("PRAGMA trusted_schema=OFF")
        connection.execute("PRAGMA cell_size_check=ON")
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 50_000_000)
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        end = time.monotonic() + seconds
        connection.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
        allowed = frozenset(name.lower() for name in only)

        def judge(action: int, first: str | None, second: str | None, *_rest: str | None) -> int:
            if action not in _ALLOWED:
                return sqlite3.SQLITE_DENY
            if action == sqlite3.SQLITE_FUNCTION and str(second).lower() in _FUNCTIONS:
                return sqlite3.SQLITE_DENY
            if action == sqlite3.SQLITE_READ and allowed and str(first).lower() not in allowed:
                return sqlite3.SQLITE_DENY
            return sqlite3.SQLITE_OK

        connection.set_authorizer(judge)
        yield connection


class CsvRows:
    r"""The rows of a cursor as CSV in UTF-8, piece by piece: text in quotes, bytes in hex, \N where there is nothing.

    `types()` says afterwards which DuckDB types the columns have by the values that were seen.
    """

    def __init__(self, found: sqlite3.Cursor) -> None:
        self._found = found
        self._names = [column[0] for column in found.description]
        self._seen: list[set[type]] = [set() for _name in self._names]

    def __iter__(self) -> Iterator[bytes]:
        lines, size = [",".join(map(_text, self._names))], 0
        for row in self._found:
            for kinds, value in zip(self._seen, row, strict=True):
                kinds.add(type(value))
            line = ",".join(map(_cell, row))
            lines.append(line)
            size += len(line)
            if size > _PIECE:
                yield "\n".join([*lines, ""]).encode("utf-8", "replace")
                lines, size = [], 0
        yield "\n".join([*lines, ""]).encode("utf-8", "replace")

    def types(self) -> dict[str, str]:
        """Column -> DuckDB type."""
        return {
            name: _type(kinds - {type(None)}) for name, kinds in zip(self._names, self._seen, strict=True)
        }


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
