"""Rows written with statements that are built once: where every request writes a dozen, the ORM's building of
statements costs more than the database.

Values are those of the columns' fields; defaults are not filled in, and JSON is given as plain values.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection, models

Row = Mapping[str, object]


def insert_rows(model: type[models.Model], columns: tuple[str, ...], rows: Iterable[Row]) -> None:
    """Insert rows of these columns (a foreign key by its column, such as `instance_id`)."""
    values = [_values(model, columns, row) for row in rows]
    if values:
        with connection.cursor() as cursor:
            cursor.executemany(_insert(model, columns, connection.vendor), values)


def insert_row(model: type[models.Model], row: Row) -> int:
    """Insert a row of these columns and return the number that the database gave it as its key."""
    columns = tuple(row)
    sql, values = _insert(model, columns, connection.vendor), _values(model, columns, row)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(sql, values)
            return int(cursor.lastrowid)
        key = connection.ops.quote_name(str(model._meta.pk.column))
        cursor.execute(f"{sql} RETURNING {key}", values)
        [number] = cursor.fetchone()
        return int(number)


def update_rows(
    model: type[models.Model], columns: tuple[str, ...], keys: tuple[str, ...], rows: Iterable[Row]
) -> int:
    """Set columns of the rows that have these keys; returns how many there were."""
    values = [_values(model, (*columns, *keys), row) for row in rows]
    if not values:
        return 0
    with connection.cursor() as cursor:
        cursor.executemany(_update(model, columns, keys, connection.vendor), values)
        return int(cursor.rowcount)


def delete_rows(model: type[models.Model], keys: tuple[str, ...], rows: Iterable[Row]) -> None:
    """Delete the rows that have these keys."""
    values = [_values(model, keys, row) for row in rows]
    if values:
        with connection.cursor() as cursor:
            cursor.executemany(_delete(model, keys, connection.vendor), values)


def _values(model: type[models.Model], columns: tuple[str, ...], row: Row) -> list[Any]:
    prepare = _preparers(model, connection.vendor)
    return [prepare[column](row[column]) if column in prepare else row[column] for column in columns]


@cache
def _preparers(model: type[models.Model], _vendor: str) -> dict[str, Callable[[Any], object]]:
    """What must be done to values of a column; nothing for text and numbers."""
    found: dict[str, Callable[[Any], object]] = {}
    for field in model._meta.concrete_fields:
        if isinstance(field, models.JSONField):
            found[str(field.column)] = _json
        elif isinstance(field, models.DateTimeField):
            found[str(field.column)] = _moment
        elif isinstance(field, models.DateField):
            found[str(field.column)] = connection.ops.adapt_datefield_value
    return found


def _json(value: object) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _moment(value: datetime | None) -> object:
    return None if value is None else connection.ops.adapt_datetimefield_value(value)


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


def _table(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _where(keys: tuple[str, ...]) -> str:
    return " AND ".join(f"{connection.ops.quote_name(key)} = %s" for key in keys)
