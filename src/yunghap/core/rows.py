"""Rows written with statements that are built once: where every request writes a dozen, the ORM's building of
statements costs more than the database.

Values are those of the columns' fields; defaults are not filled in, and JSON is given as plain values. Statements
go straight to the driver.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any, TypeVar

from django.db import connection, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import DEFAULT_DB_ALIAS

from . import compact
from .models.fields import CompactTextField, MomentField, to_microseconds

Row = Mapping[str, object]
Kind = TypeVar("Kind", bound=models.Model)
_Prepare = Callable[[Any], object]
_Convert = Callable[[Any], Any]
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def find_row(model: type[Kind], *, lock: bool = False, **keys: object) -> Kind | None:
    """A row by the values of some of its columns, which should leave one at most; locked with `lock`, where the
    database can. None where there is none.
    """
    database = connections[DEFAULT_DB_ALIAS]
    found = _found(database, _select(model, tuple(keys), lock, database.vendor), model, keys)
    return _object(database, model, found[0]) if found else None


def find_rows(model: type[Kind], **keys: object) -> list[Kind]:
    """All rows that have these values, which should be few, in no order."""
    database = connections[DEFAULT_DB_ALIAS]
    found = _found(database, _select_all(model, tuple(keys), database.vendor), model, keys)
    return [_object(database, model, row) for row in found]


def has_row(model: type[models.Model], **keys: object) -> bool:
    """Whether any row has these values."""
    database = connections[DEFAULT_DB_ALIAS]
    return bool(_found(database, _select(model, tuple(keys), None, database.vendor), model, keys))


def _found(
    database: BaseDatabaseWrapper, sql: str, model: type[models.Model], keys: Row
) -> list[Sequence[Any]]:
    with closing(execute(database, sql, _prepared(database, model, tuple(keys), [keys]))) as cursor:
        return list(cursor.fetchall())


def _object(database: BaseDatabaseWrapper, model: type[Kind], row: Sequence[Any]) -> Kind:
    names, converters = _reading(model, database.vendor)
    given = list(row)
    for place, convert in converters:
        given[place] = convert(given[place])
    return model.from_db(DEFAULT_DB_ALIAS, names, given)


def insert_object(row: models.Model) -> None:
    """Insert a row that has its key already."""
    fields = {str(field.column): getattr(row, field.attname) for field in row._meta.concrete_fields}
    insert_rows(type(row), tuple(fields), [fields])
    row._state.adding = False  # noqa: SLF001 - documented by Django


def update_object(row: models.Model, changes: Mapping[str, object]) -> None:
    """Set fields of a row by their names, here and in the database; a foreign key takes its object."""
    values = {}
    for name, value in changes.items():
        setattr(row, name, value)
        field = row._meta.get_field(name)
        values[str(field.column)] = getattr(row, field.attname)  # type: ignore[union-attr]
    key = str(row._meta.pk.column)
    update_rows(type(row), tuple(values), (key,), [{**values, key: row.pk}])


@contextmanager
def together() -> Iterator[None]:
    """Send the statements of the block on their way without waiting for each, where the database can (PostgreSQL).

    An error of any of them is raised at the end of the block at the latest. Asking for a row inside waits for all
    that was sent before.
    """
    database = connections[DEFAULT_DB_ALIAS]
    if database.vendor != "postgresql":
        yield
        return
    database.ensure_connection()
    with database.wrap_database_errors, database.connection.pipeline():
        yield


def execute(database: BaseDatabaseWrapper, sql: str, rows: Sequence[Sequence[Any]]) -> Any:
    """Run a statement for each row of values (`%s` in the statement); gives the driver's cursor.

    Django's own cursors rewrite the statement each time and look at every value again, which costs as much as the
    database; they are used where somebody counts or collects statements. PostgreSQL plans each statement once.
    """
    cursor: Any
    if database.execute_wrappers or database.force_debug_cursor:
        cursor = database.cursor()
    else:
        database.ensure_connection()
        database.validate_no_broken_transaction()
        if database.vendor == "sqlite":
            cursor, sql = database.connection.cursor(sqlite3.Cursor), _with_marks(sql)
        else:
            cursor = database.Database.Cursor(database.connection)  # type: ignore[attr-defined]  # the driver's own
    with database.wrap_database_errors:
        if len(rows) == 1:
            cursor.execute(sql, rows[0])
        else:
            cursor.executemany(sql, rows)
    return cursor


@cache
def _with_marks(sql: str) -> str:
    return sql.replace("%s", "?")


def insert_rows(model: type[models.Model], columns: tuple[str, ...], rows: Sequence[Row]) -> None:
    """Insert rows of these columns (a foreign key by its column, such as `instance_id`)."""
    _run(_insert, model, (columns,), columns, rows)


def insert_row(model: type[models.Model], row: Row) -> int:
    """Insert a row of these columns and return the number that the database gave it as its key."""
    database, columns = connections[DEFAULT_DB_ALIAS], tuple(row)
    sql = _insert(model, columns, database.vendor)
    [values] = _prepared(database, model, columns, [row])
    if database.vendor == "sqlite":
        return int(execute(database, sql, [values]).lastrowid)
    key = database.ops.quote_name(str(model._meta.pk.column))
    [number] = execute(database, f"{sql} RETURNING {key}", [values]).fetchone()
    return int(number)


def update_rows(
    model: type[models.Model], columns: tuple[str, ...], keys: tuple[str, ...], rows: Sequence[Row]
) -> None:
    """Set columns of the rows that have these keys."""
    _run(_update, model, (columns, keys), (*columns, *keys), rows)


def delete_rows(model: type[models.Model], keys: tuple[str, ...], rows: Sequence[Row]) -> None:
    """Delete the rows that have these keys."""
    _run(_delete, model, (keys,), keys, rows)


def _run(
    built: Callable[..., str],
    model: type[models.Model],
    named: tuple[tuple[str, ...], ...],
    columns: tuple[str, ...],
    rows: Sequence[Row],
) -> None:
    if rows:
        database = connections[DEFAULT_DB_ALIAS]
        values = _prepared(database, model, columns, rows)
        execute(database, built(model, *named, database.vendor), values).close()


def _prepared(
    database: BaseDatabaseWrapper, model: type[models.Model], columns: tuple[str, ...], rows: Sequence[Row]
) -> list[list[Any]]:
    """The values of rows as the database takes them."""
    steps = _steps(model, columns, database.vendor)
    return [
        [row[column] if prepare is None else prepare(row[column]) for column, prepare in steps]
        for row in rows
    ]


@cache
def _steps(
    model: type[models.Model], columns: tuple[str, ...], vendor: str
) -> tuple[tuple[str, _Prepare | None], ...]:
    """What must be done to the values of each column; nothing for text and numbers."""
    fields = {str(field.column): field for field in model._meta.concrete_fields}
    return tuple((column, _preparer(fields[column], vendor)) for column in columns)


def _preparer(field: "models.Field[Any, Any]", vendor: str) -> _Prepare | None:
    if isinstance(field, models.JSONField):
        return _json
    if isinstance(field, CompactTextField):
        return _packed
    if isinstance(field, MomentField):
        return to_microseconds if vendor == "sqlite" else None
    if isinstance(field, models.DateTimeField):
        return _moment_text if vendor == "sqlite" else None
    if isinstance(field, models.DateField):
        return connection.ops.adapt_datefield_value
    return None


def _json(value: object) -> str | None:
    return None if value is None else _JSON.encode(value)


def _packed(value: str | None) -> bytes | None:
    return None if value is None else compact.pack(value)


def moment_value(value: datetime, vendor: str) -> str | datetime | None:
    """A moment as a statement of our own hands it to the database."""
    return _moment_text(value) if vendor == "sqlite" else value


def read_moment(value: Any) -> Any:
    """A moment (or None) as a statement of our own gets it: from SQLite in UTC without a zone, as text or not."""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment


@lru_cache(maxsize=256)
def _moment_text(value: datetime | None) -> str | None:
    """As Django keeps moments in SQLite: in UTC, without a zone."""
    return None if value is None else str(value.astimezone(UTC).replace(tzinfo=None))


@cache
def _reading(model: type[models.Model], vendor: str) -> tuple[list[str], tuple[tuple[int, _Convert], ...]]:
    """The fields of a row, and what must be done to the values that the driver gives, by their place."""
    database, names = connections[DEFAULT_DB_ALIAS], []
    converters: list[tuple[int, _Convert]] = []
    for place, field in enumerate(model._meta.concrete_fields):
        names.append(field.attname)
        column = field.get_col(model._meta.db_table)
        steps = [*database.ops.get_db_converters(column), *field.get_db_converters(database)]
        if field.get_internal_type() == "DateTimeField" and vendor == "sqlite":
            converters.append((place, read_moment))  # as Django, without looking at the settings each time
        elif steps:
            converters.append((place, _chain(steps, column, database)))
    return names, tuple(converters)


def _chain(steps: Sequence[Any], column: Any, database: BaseDatabaseWrapper) -> _Convert:
    def convert(value: Any) -> Any:
        for step in steps:
            value = step(value, column, database)
        return value

    return convert


@cache
def _select(model: type[models.Model], keys: tuple[str, ...], lock: bool | None, vendor: str) -> str:
    """All columns of one row, or with None for `lock` whether there is one."""
    columns = "1" if lock is None else _columns(model)
    locking = " FOR UPDATE" if lock and vendor == "postgresql" else ""
    return f"SELECT {columns} FROM {_table(model)} WHERE {_where(keys)} LIMIT 1{locking}"  # noqa: S608


@cache
def _select_all(model: type[models.Model], keys: tuple[str, ...], _vendor: str) -> str:
    return f"SELECT {_columns(model)} FROM {_table(model)} WHERE {_where(keys)}"  # noqa: S608


@cache
def _insert(model: type[models.Model], columns: tuple[str, ...], _vendor: str) -> str:
    names = ", ".join(map(connection.ops.quote_name, columns))
    places = ", ".join(["%s"] * len(columns))
    return f"INSERT INTO {_table(model)} ({names}) VALUES ({places})"  # noqa: S608 - names of our models


@cache
def _update(model: type[models.Model], columns: tuple[str, ...], keys: tuple[str, ...], _vendor: str) -> str:
    sets = ", ".join(f"{connection.ops.quote_name(column)} = %s" for column in columns)
    return f"UPDATE {_table(model)} SET {sets} WHERE {_where(keys)}"  # noqa: S608


@cache
def _delete(model: type[models.Model], keys: tuple[str, ...], _vendor: str) -> str:
    return f"DELETE FROM {_table(model)} WHERE {_where(keys)}"  # noqa: S608


def _columns(model: type[models.Model]) -> str:
    return ", ".join(connection.ops.quote_name(str(field.column)) for field in model._meta.concrete_fields)


def _table(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _where(keys: tuple[str, ...]) -> str:
    return " AND ".join(f"{connection.ops.quote_name(key)} = %s" for key in keys)
