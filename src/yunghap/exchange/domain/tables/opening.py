"""A table file, opened in a DuckDB that can read this file and nothing else.

The file is the one path DuckDB may touch; the network, other files, extensions and its own settings are closed before
the first byte is read. Text tables come as text, so that what does not fit its type can be counted instead of failing.
"""

import codecs
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import InvalidInput, sentence

from .limits import limited

# Readers by media type; {path} is a quoted SQL literal.
_TEXT = "read_csv({path}, all_varchar=true, header=true, store_rejects=true, sample_size=20480, null_padding=false)"
_READERS = {
    "text/csv": _TEXT,
    "text/tab-separated-values": _TEXT,
    "application/vnd.apache.parquet": "read_parquet({path})",
    "application/json": "read_json({path}, format='array', maximum_object_size=16777216)",
    "application/x-ndjson": "read_json({path}, format='newline_delimited', maximum_object_size=16777216)",
}
MEMORY, THREADS = "512MB", 2
SECONDS = 120.0  # for all that is asked of open tables
_SAMPLE = 1_000_000
_MOST_COLUMNS = 2_000


@dataclass(frozen=True, slots=True)
class Table:
    """An open table: `connection` sees it as the view `data`; `columns` are (name, DuckDB type) in order."""

    connection: duckdb.DuckDBPyConnection
    columns: tuple[tuple[str, str], ...]
    is_text: bool

    @property
    def names(self) -> list[str]:
        """The names of the columns."""
        return [name for name, _type in self.columns]

    def ask(self, question: str) -> tuple[Any, ...]:
        """The one row that answers a question.

        All of the answer is fetched: lines that could not be read are known only once a scan has ended.
        """
        return self.connection.execute(question).fetchall()[0]

    def rejected(self) -> int:
        """How many lines of a text table could not be read, as far as they were reached so far."""
        if not self.is_text:
            return 0
        return int(self.ask("SELECT count(DISTINCT (file_id, line)) FROM reject_errors")[0])


def can_open(media_type: str) -> bool:
    """Whether data of this media type can be opened as a table."""
    return media_type.split(";", maxsplit=1)[0].strip() in _READERS


@contextmanager
def open_table(path: Path, media_type: str) -> Iterator[Table]:
    """Open a table file as the view `data`. Raises InvalidInput for what is no table of that media type.

    A text table that is not UTF-8 is read as CP949, the usual encoding of Korean offices.
    """
    with open_tables({"data": (path, media_type)}) as tables:
        yield tables["data"]


@contextmanager
def open_tables(places: Mapping[str, tuple[Path, str]]) -> Iterator[dict[str, Table]]:
    """Open several table files in one DuckDB: name of the view -> (path, media type); see `open_table`."""
    readers = {name: _reader(media_type) for name, (_path, media_type) in places.items()}
    with tempfile.TemporaryDirectory(prefix="yunghap-table-") as folder:
        scratch = Path(folder)
        files = {
            name: _as_utf8(path, scratch / name) if readers[name] is _TEXT else path
            for name, (path, _media_type) in places.items()
        }
        with locked_connection(list(files.values()), scratch) as connection:
            try:
                yield {name: _view(connection, name, files[name], readers[name]) for name in places}
            except duckdb.Error as error:
                raise _unreadable(error) from error


def _reader(media_type: str) -> str:
    reader = _READERS.get(media_type.split(";", maxsplit=1)[0].strip())
    if reader is None:
        raise InvalidInput(sentence(_("A table cannot be read from %(type)s."), type=media_type))
    return reader


def _view(connection: duckdb.DuckDBPyConnection, name: str, path: Path, reader: str) -> Table:
    try:
        source = reader.format(path=quoted(str(path)))
        connection.execute(f"CREATE VIEW {named(name)} AS SELECT * FROM {source}")  # noqa: S608 - quoted
        described = connection.execute(f"DESCRIBE {named(name)}").fetchall()
    except duckdb.Error as error:
        raise _unreadable(error) from error
    columns = tuple((str(row[0]), str(row[1])) for row in described)
    if len(columns) > _MOST_COLUMNS:
        raise InvalidInput(_("This table has too many columns."))
    return Table(connection, columns, reader is _TEXT)


@contextmanager
def locked_connection(paths: Sequence[Path], scratch: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A DuckDB in memory that may read `paths`, spill into `scratch`, and do nothing else outside of itself.

    Raises InvalidInput where all that is asked of it takes longer than SECONDS.
    """
    connection = duckdb.connect(
        ":memory:",
        config={
            "memory_limit": MEMORY,
            "threads": THREADS,
            "temp_directory": str(scratch / "spill"),
            "max_temp_directory_size": "10GB",
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "python_enable_replacements": "false",
        },
    )
    try:
        allowed = ", ".join(quoted(str(path)) for path in paths)
        connection.execute(f"SET allowed_paths=[{allowed}]")
        connection.execute("SET enable_external_access=false")
        connection.execute("SET lock_configuration=true")
        with limited(connection, seconds=SECONDS):
            yield connection
    finally:
        connection.close()


def quoted(text: str) -> str:
    """A string literal of SQL."""
    return "'" + text.replace("'", "''") + "'"


def named(name: str) -> str:
    """An identifier of SQL."""
    return '"' + name.replace('"', '""') + '"'


def _as_utf8(path: Path, copy: Path) -> Path:
    """The file itself where it is UTF-8, else a copy that is."""
    with path.open("rb") as file:
        head = file.read(_SAMPLE)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _recoded(path, copy, "utf-16")
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return _recoded(path, copy, "cp949")
    return path


def _recoded(path: Path, copy: Path, encoding: str) -> Path:
    with (
        path.open(encoding=encoding, errors="replace", newline="") as old,
        copy.open("w", encoding="utf-8", newline="") as new,
    ):
        shutil.copyfileobj(old, new, _SAMPLE)
    return copy


def _unreadable(error: Exception) -> InvalidInput:
    return InvalidInput(
        sentence(_("This is not a table that can be read: %(reason)s"), reason=_first_line(error))
    )


def _first_line(error: Exception) -> str:
    """What DuckDB says, without the advice on its own options and without our paths."""
    line = str(error).splitlines()[0] if str(error) else type(error).__name__
    return line.split(' in file "')[0][:200]
