"""Takes one table out of a database file, in a process of its own under limits of memory, time and what it writes.

Arguments: kind ("sqlite" or "duckdb"), file, Parquet file to write, most bytes to write, table or "". Standard output
is one JSON object: {"table"} or {"error", "tables"?}. A file that is made to break its reader breaks this process
alone. Needs no Django settings.
"""

import errno
import json
import resource
import sqlite3
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from .sqlite import CsvRows, open_sqlite

MEMORY = 3 * 1024**3  # bytes of address space
SECONDS = 60  # of processor time
_TABLES = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
    " AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY name"
)
_DUCKDB: dict[str, str | bool | int | float | list[str]] = {
    "memory_limit": "512MB",
    "threads": 1,
    "temp_directory": "",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "allow_persistent_secrets": "false",
}


class Refused(Exception):  # noqa: N818
    """Names the reason, and the tables that there are."""

    def __init__(self, reason: str, tables: Sequence[str] = ()) -> None:
        super().__init__(reason)
        self.tables = list(tables)


def main() -> None:
    """Set the limits, read, print the answer."""
    kind, path, into, largest, table = sys.argv[1:]
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(largest), int(largest)))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.stdout.write(answer_to(kind, Path(path), Path(into), table))


def answer_to(kind: str, path: Path, into: Path, table: str) -> str:
    """The answer as ASCII JSON; every failure is an answer too."""
    take = {"sqlite": _from_sqlite, "duckdb": _from_duckdb}[kind]
    answer: dict[str, Any]
    try:
        answer = {"table": take(path, into, table)}
    except Refused as refusal:
        answer = {"error": str(refusal), "tables": refusal.tables}
    except OSError as error:
        answer = {"error": "too_much" if error.errno == errno.EFBIG else "damaged"}
    except MemoryError:
        answer = {"error": "too_long"}
    except (sqlite3.Error, duckdb.Error, ValueError) as error:
        answer = {"error": _reason(str(error))}
    return json.dumps(answer)


def _reason(said: str) -> str:
    if "version number" in said:
        return "newer"
    if "File too large" in said:
        return "too_much"
    return "too_long" if "interrupted" in said or "Out of Memory" in said else "damaged"


def _chosen(tables: Sequence[str], table: str) -> str:
    if not tables:
        raise Refused("none")
    if table and table not in tables:
        raise Refused("no_such", tables)
    if not table and len(tables) > 1:
        raise Refused("which", tables)
    return table or tables[0]


def _from_sqlite(path: Path, into: Path, table: str) -> str:
    with open_sqlite(path, fixed=True, seconds=SECONDS, only=["sqlite_master"]) as connection:
        name = _chosen([str(row[0]) for row in connection.execute(_TABLES)], table)
    rows = into.with_name("rows.csv")
    with open_sqlite(path, fixed=True, seconds=SECONDS, only=[name]) as connection:
        made = CsvRows(connection.execute(f"SELECT * FROM {_named(name)}"))  # noqa: S608 - a name of the file
        with rows.open("wb") as file:
            file.writelines(made)
    columns = ", ".join(f"{_text(column)}: {_text(kind)}" for column, kind in made.types().items())
    with duckdb.connect(":memory:", config=_DUCKDB) as database:
        source = (
            f"read_csv({_text(str(rows))}, header=true, auto_detect=false, delim=',', quote='\"', escape='\"',"
            rf" nullstr='\N', allow_quoted_nulls=false, columns={{{columns}}})"
        )
        _write(database, source, into, [rows, into])
    return name


def _from_duckdb(path: Path, into: Path, table: str) -> str:
    with duckdb.connect(str(path), read_only=True, config=_DUCKDB) as database:
        found = database.execute(
            "SELECT schema_name, table_name FROM duckdb_tables() WHERE NOT internal ORDER BY ALL"
        ).fetchall()
        # Names with their schema, where that is not the usual one.
        tables = {name if schema == "main" else f"{schema}.{name}": (schema, name) for schema, name in found}
        chosen = _chosen(list(tables), table)
        _write(database, ".".join(map(_named, tables[chosen])), into, [into])
    return chosen


def _write(database: duckdb.DuckDBPyConnection, source: str, into: Path, paths: Sequence[Path]) -> None:
    """Write a source as Parquet, when the database can reach nothing but these files."""
    database.execute("SET python_enable_replacements=false")
    database.execute(f"SET allowed_paths=[{', '.join(_text(str(path)) for path in paths)}]")
    database.execute("SET enable_external_access=false")
    database.execute("SET lock_configuration=true")
    database.execute(
        f"COPY (SELECT * FROM {source}) TO {_text(str(into))} (FORMAT parquet, COMPRESSION zstd)"  # noqa: S608
    )


def _named(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


if __name__ == "__main__":
    main()
