"""What changed from one version of a table to the next."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import duckdb

from .opening import named, open_tables

_EXAMPLES = 20
Place = tuple[Path, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """Columns and rows that came, went or changed.

    Rows are compared as text over the columns both tables have: by `key` where both have it, whole otherwise.
    `examples` are (what, row) with what = added, removed or changed, at most twenty; `columns` names their fields.
    """

    added_columns: tuple[str, ...]
    dropped_columns: tuple[str, ...]
    rows_before: int
    rows_after: int
    added: int
    removed: int
    changed: int
    key: tuple[str, ...]
    columns: tuple[str, ...]
    examples: tuple[tuple[str, tuple[str, ...]], ...]


@lru_cache(maxsize=32)
def compare_tables(before: Place, after: Place, key: tuple[str, ...] = ()) -> Difference:
    """Compare two table files, given as (path, media type), that never change: what was found is remembered.

    A row without a partner was added or removed; with a key, a row of which other columns differ was changed. Rows
    that stand twice count twice. Raises InvalidInput for what is no table.
    """
    with open_tables({"before": before, "after": after}) as tables:
        old, new = tables["before"], tables["after"]
        shared = tuple(name for name in new.names if name in set(old.names))
        keys = key if key and set(key) <= set(shared) else ()
        connection = new.connection
        columns = (
            ", ".join(f"coalesce(CAST({named(name)} AS VARCHAR), '') AS {named(name)}" for name in shared)
            or "0 AS nothing"
        )
        for name in ("before", "after"):
            connection.execute(f"CREATE TEMP TABLE {name}_rows AS SELECT {columns} FROM {name}")  # noqa: S608
        for what, one, other in (("came", "after", "before"), ("went", "before", "after")):
            connection.execute(
                f"CREATE TEMP TABLE {what} AS SELECT * FROM {one}_rows EXCEPT ALL SELECT * FROM {other}_rows"  # noqa: S608
            )
        changed = _changed(connection, keys)
        added, removed = _count(connection, "came") - changed, _count(connection, "went") - changed
        return Difference(
            added_columns=tuple(name for name in new.names if name not in set(old.names)),
            dropped_columns=tuple(name for name in old.names if name not in set(new.names)),
            rows_before=_count(connection, "before_rows"),
            rows_after=_count(connection, "after_rows"),
            added=added,
            removed=removed,
            changed=changed,
            key=keys,
            columns=shared,
            examples=_examples(connection, keys),
        )


def _same(keys: Sequence[str]) -> str:
    return " AND ".join(f"came.{named(name)} = went.{named(name)}" for name in keys)


def _changed(connection: duckdb.DuckDBPyConnection, keys: Sequence[str]) -> int:
    if not keys:
        return 0
    row = connection.execute(f"SELECT count(*) FROM came SEMI JOIN went ON {_same(keys)}").fetchone()  # noqa: S608
    return int(row[0]) if row else 0


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    row = connection.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 - a name of ours
    return int(row[0]) if row else 0


def _examples(
    connection: duckdb.DuckDBPyConnection, keys: Sequence[str]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    questions = {"added": "SELECT * FROM came", "removed": "SELECT * FROM went"}
    if keys:
        questions = {
            "changed": f"SELECT * FROM came SEMI JOIN went ON {_same(keys)}",  # noqa: S608
            "added": f"SELECT * FROM came ANTI JOIN went ON {_same(keys)}",  # noqa: S608
            "removed": f"SELECT * FROM went ANTI JOIN came ON {_same(keys)}",  # noqa: S608
        }
    found: list[tuple[str, tuple[str, ...]]] = []
    for done, (what, question) in enumerate(questions.items()):
        room = (_EXAMPLES - len(found)) // (len(questions) - done)  # each kind has its share
        rows = connection.execute(f"{question} ORDER BY ALL LIMIT {room}").fetchall()
        found += [(what, tuple(str(value)[:200] for value in row)) for row in rows]
    return tuple(found)
