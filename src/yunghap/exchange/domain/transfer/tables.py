"""Tables in files, read and written by a DuckDB that can reach nothing but these files."""

import codecs
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import InvalidInput, sentence
from yunghap.exchange.domain.tables.limits import limited

from .views import View, literal, quoted, select

SECONDS = 600.0
MEMORY = "512MB"
# Enough to look at each line once; DuckDB keeps as much of a file as it may while it finds out the types.
LOOK = "128MB"
_PIECE = 1024 * 1024


class Format(StrEnum):
    """Forms in which a table can be had; AS_IS is the file as its provider keeps it."""

    AS_IS = ""
    PARQUET = "parquet"
    CSV = "csv"
    NDJSON = "ndjson"


MEDIA_TYPES = {
    Format.PARQUET: "application/vnd.apache.parquet",
    Format.CSV: "text/csv; charset=utf-8",
    Format.NDJSON: "application/x-ndjson",
}
_WRITE = {
    Format.PARQUET: "FORMAT parquet, COMPRESSION zstd",
    Format.CSV: "FORMAT csv, HEADER true",
    Format.NDJSON: "FORMAT json",
}
# Media types of files that are tables, and how they are read.
_READ = {
    "application/vnd.apache.parquet": Format.PARQUET,
    "application/x-parquet": Format.PARQUET,
    "text/csv": Format.CSV,
    "application/csv": Format.CSV,
    "application/x-ndjson": Format.NDJSON,
    "application/jsonl": Format.NDJSON,
    "application/json": Format.NDJSON,
}


def given_type(where: Mapping[str, Any], media_type: str) -> str:
    """The media type in which a source's data come: records that are gathered from its answers stand a line each."""
    return MEDIA_TYPES[Format.NDJSON] if where.get("records") else media_type


class Written(NamedTuple):
    """What was written: how many rows, and the greatest value of the growing column, where there is one."""

    rows: int
    cursor: str


def table_format(media_type: str) -> Format | None:
    """The form of a file of that media type, None where it is no table."""
    return _READ.get(media_type.partition(";")[0].strip().lower())


@contextmanager
def locked(
    *paths: Path,
    into: Path | None = None,
    database: Path | None = None,
    seconds: float = SECONDS,
    memory: str = MEMORY,
    largest: int | None = None,
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A DuckDB that reads the named files and writes `into` one and nothing else, in limited memory and time.

    What it writes has at most `largest` bytes, LARGEST_SOURCE where nothing is said. With `database`, a DuckDB file
    that is opened read-only. Errors of DuckDB become InvalidInput.
    """
    allowed = [*paths, *([into] if into else [])]
    connection = duckdb.connect(
        str(database) if database else ":memory:",
        read_only=database is not None,
        config={
            "temp_directory": "",
            "memory_limit": memory,
            "threads": 1,  # two take twice the memory and as much processor time
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "allow_community_extensions": "false",
            "allow_persistent_secrets": "false",
        },
    )
    try:
        # The order matters: paths, then no other access, then no change of all this.
        connection.execute("SET TimeZone='UTC'")
        connection.execute("SET python_enable_replacements=false")
        connection.execute(f"SET allowed_paths=[{', '.join(literal(str(path)) for path in allowed)}]")
        connection.execute("SET enable_external_access=false")
        connection.execute("SET lock_configuration=true")
        most = settings.LARGEST_SOURCE if largest is None else largest
        with limited(connection, seconds=seconds, written=into, largest=most):
            yield connection
    except duckdb.Error as error:
        raise InvalidInput(
            sentence(_("The data cannot be read: %(reason)s"), reason=str(error).partition("\n")[0][:300])
        ) from None
    finally:
        connection.close()


def only_select(connection: duckdb.DuckDBPyConnection, query: str) -> str:
    """The query in brackets, if it is one SELECT and nothing else. Raises InvalidInput."""
    statements = connection.extract_statements(query)
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise InvalidInput(_("A source is one SELECT and nothing else."))
    return f"({query.rstrip().rstrip(';')}\n)"


def copy_out(
    connection: duckdb.DuckDBPyConnection,
    source: str,
    view: View,
    *,
    into: Path,
    wanted: Format,
    cursor: str = "",
) -> Written:
    """Write what the view lets through of `source` into a file of the wanted form (Parquet where none is said)."""
    wanted = wanted or Format.PARQUET
    connection.execute(f"COPY ({select(source, view)}) TO {literal(str(into))} ({_WRITE[wanted]})")
    last = f'CAST(max("q".{quoted(cursor)}) AS VARCHAR)' if cursor else "NULL"
    row = connection.execute(f'SELECT count(*), {last} FROM {_reader(into, wanted)} AS "q"').fetchone()  # noqa: S608
    assert row is not None  # noqa: S101 - an aggregate has a row
    return Written(int(row[0]), str(row[1] or ""))


def convert(
    path: Path,
    form: Format,
    view: View,
    *,
    into: Path,
    wanted: Format,
    types: Mapping[str, str] | None = None,
    cursor: str = "",
) -> Written:
    """Write what the view lets through of a file into another. `types` are the columns of a file made by a driver."""
    source = as_utf8(path) if form == Format.CSV and types is None else path
    try:
        found = columns_of(source, form) if form == Format.CSV and types is None else ()
        with locked(source, into=into) as connection:
            reader = _reader(source, form, types, [kind for _name, kind in found])
            return copy_out(connection, reader, view, into=into, wanted=wanted or form, cursor=cursor)
    finally:
        if source != path:
            source.unlink(missing_ok=True)


def columns_of(path: Path, form: Format) -> Sequence[tuple[str, str]]:
    """Names and DuckDB types of a file's columns."""
    with locked(path, memory=LOOK) as connection:
        rows = connection.execute(f"DESCRIBE SELECT * FROM {_reader(path, form)}").fetchall()  # noqa: S608
        return [(row[0], row[1]) for row in rows]


def as_utf8(path: Path) -> Path:
    """The file itself if it is UTF-8, else a copy of a CP949 file in UTF-8 beside it. Raises InvalidInput."""
    if _decodes(path, "utf-8"):
        return path
    if not _decodes(path, "cp949"):
        raise InvalidInput(_("This is not a text file in UTF-8, UTF-16 or CP949."))
    copy = path.with_name(path.name + ".utf8")
    with path.open(encoding="cp949", newline="") as old, copy.open("w", encoding="utf-8", newline="") as new:
        while piece := old.read(_PIECE):
            new.write(piece)
    return copy


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while piece := file.read(_PIECE):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _reader(
    path: Path, form: Format, types: Mapping[str, str] | None = None, found: Sequence[str] = ()
) -> str:
    file = literal(str(path))
    if form == Format.PARQUET:
        return f"read_parquet({file})"
    if form == Format.NDJSON:
        return f"read_json({file}, maximum_object_size=16777216)"
    if types is not None:
        struct = ", ".join(f"{literal(name)}: {literal(kind)}" for name, kind in types.items())
        return (
            f"read_csv({file}, header=true, auto_detect=false, delim=',', quote='\"', escape='\"', "
            rf"nullstr='\N', allow_quoted_nulls=false, columns={{{struct}}})"
        )
    said = f"types=[{', '.join(map(literal, found))}]" if found else "sample_size=-1"
    return f"read_csv({file}, header=true, {said})"
