"""An instance from its rows, by one statement, and what a step changed back into them."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection, connections, models
from django.db.utils import DEFAULT_DB_ALIAS
from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import Conflict, NotFound
from yunghap.core.rows import delete_rows, execute, insert_row, insert_rows, together, update_rows
from yunghap.procedures.calendars import holidays_sql
from yunghap.procedures.engine.state import ROOT, State, Status
from yunghap.procedures.models import (
    DeadlineRow,
    Instance,
    ItemRow,
    JournalEntry,
    ScopeRow,
    TimerRow,
    WaitRow,
)

from . import rows
from .versions import InForce


@dataclass(frozen=True, slots=True)
class Table:
    """Where one kind of record is kept."""

    model: type[models.Model]
    records: str  # the attribute of State
    columns: tuple[str, ...]
    write: Callable[[Any], dict[str, object]]
    read: Callable[[list[Any]], Any]
    stays: bool = False  # the row outlives the record


TABLES = (
    Table(ScopeRow, "scopes", rows.SCOPE, rows.scope_row, rows.read_scope),
    Table(ItemRow, "items", rows.ITEM, rows.item_row, rows.read_item, stays=True),
    Table(TimerRow, "timers", rows.TIMER, rows.timer_row, rows.read_timer),
    Table(WaitRow, "waits", rows.WAIT, rows.wait_row, rows.read_wait),
    Table(DeadlineRow, "deadlines", rows.DEADLINE, rows.deadline_row, rows.read_deadline, stays=True),
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """An instance as it was read; `seen` is the number of the journal entry with the key asked about, if any,
    `holidays` what `calendars.calendar_of` takes.
    """

    id: int
    code: str
    procedure_version: str
    program: int
    reference: str
    version: int
    state: State
    seen: int | None = None
    holidays: str = "[]"


def load(*, code: str = "", pk: int | None = None, key: str = "", lock: bool = False) -> Loaded:
    """Read an instance and everything that is open in it, by one statement; raises NotFound.

    `lock` keeps others from it until the transaction ends; SQLite's transactions do so anyway.
    """
    database = connections[DEFAULT_DB_ALIAS]
    sql, asked = _select(database.vendor, by_code=pk is None), code if pk is None else pk
    with together():
        if lock and database.vendor == "postgresql":
            # A statement of its own: those that waited for the lock see what the one before them wrote.
            execute(database, _lock(by_code=pk is None), [[asked]])
        cursor = execute(database, sql, [[key, asked]])
    row = cursor.fetchone()
    if row is None:
        raise NotFound(_("There is no such procedure."))
    id_, code_, version_id, program, reference, status, outcome, next_, version, seen, holidays, *parts = row
    state = State(reference=reference, status=Status(status), outcome=outcome, next=next_)
    for table, text in zip(TABLES, parts, strict=True):
        records = [table.read(values) for values in json.loads(text)]
        records.sort(key=lambda record: record.number)
        setattr(state, table.records, {record.number: record for record in records})
    root = state.scopes.get(ROOT)
    state.process = root.container if root is not None else ""
    state.recount()
    return Loaded(id_, code_, version_id, program, reference, version, state, seen, holidays)


@cache
def _lock(*, by_code: bool) -> str:
    where = "code = %s" if by_code else "id = %s"
    return f"SELECT id FROM {_name(Instance._meta.db_table)} WHERE {where} FOR UPDATE"  # noqa: S608


@cache
def _select(vendor: str, *, by_code: bool) -> str:
    """The statement that reads an instance, its open rows gathered as JSON by the database."""
    instance, journal = (_name(model._meta.db_table) for model in (Instance, JournalEntry))
    columns = ", ".join(
        f"i.{_name(column)}"
        for column in (
            *("id", "code", "procedure_version_id", "program_id", "reference", "status", "outcome", "next"),
            "version",
        )
    )
    seen = f"(SELECT j.number FROM {journal} j WHERE j.key = %s AND j.key <> '' AND j.instance_id = i.id)"  # noqa: S608
    parts = ", ".join(_gathered(vendor, table) for table in TABLES)
    where = "i.code = %s" if by_code else "i.id = %s"
    return f"SELECT {columns}, {seen}, {holidays_sql(vendor)}, {parts} FROM {instance} i WHERE {where}"  # noqa: S608 - names of ours


def _gathered(vendor: str, table: Table) -> str:
    array, gather = (
        ("json_array", "json_group_array({})")
        if vendor == "sqlite"
        else ("json_build_array", "coalesce(json_agg({}), '[]')::text")
    )
    fields = {field.name: field for field in table.model._meta.concrete_fields}
    columns = ", ".join(
        f"json({_name(column)})"
        if vendor == "sqlite" and isinstance(fields[column], models.JSONField)
        else _name(column)
        for column in table.columns
    )
    where = " AND closed_at IS NULL" if table.stays else ""
    inner = gather.format(f"{array}({columns})")
    name = _name(table.model._meta.db_table)
    return f"(SELECT {inner} FROM {name} WHERE instance_id = i.id{where})"  # noqa: S608


def _name(column: str) -> str:
    return connection.ops.quote_name(column)


_INSTANCE = ("version", "next", "outcome", "status", "ended_at")


def _instance_row(after: State, version: int, at: datetime) -> dict[str, object]:
    return {
        "version": version,
        "next": after.next,
        "outcome": after.outcome,
        "status": str(after.status),
        "ended_at": None if after.status is Status.RUNNING else at,
    }


def save(loaded: Loaded, after: State, *, at: datetime) -> None:
    """Write what a step changed of an instance that was loaded with `lock`."""
    row = {"id": loaded.id, **_instance_row(after, loaded.version + 1, at)}
    update_rows(Instance, _INSTANCE, ("id",), [row])
    for table in TABLES:
        _save_table(table, loaded.id, loaded.state, after, at)


def insert(by: InForce, code: str, reference: str, after: State, *, at: datetime) -> int:
    """Write an instance and everything in it; gives its key."""
    row = {
        "code": code,
        "procedure_version_id": by.version,
        "program_id": by.program,
        "reference": reference,
        "created_at": at,
        **_instance_row(after, 1, at),
    }
    if by.key is None:
        key = insert_row(Instance, row)
    else:
        key, row = by.key, {"id": by.key, **row}
        insert_rows(Instance, tuple(row), [row])
    for table in TABLES:
        _save_table(table, key, State(), after, at)
    return key


def conflict(code: str) -> Conflict:
    """Somebody else acted first; says which version there is now."""
    version = Instance.objects.filter(code=code).values_list("version", flat=True).first()
    return Conflict(_("Somebody else has changed this in the meantime."), version=version)


def _save_table(table: Table, instance: int, before: State, after: State, at: datetime) -> None:
    old: Mapping[int, Any] = getattr(before, table.records)
    new: Mapping[int, Any] = getattr(after, table.records)
    closed: Mapping[int, Any] = getattr(after, f"closed_{table.records}") if table.stays else {}
    added: list[dict[str, object]] = []
    changed: list[dict[str, object]] = []
    for number, record in new.items():
        if number not in old:
            added.append({**_OPEN, **table.write(record)})
        elif record is not old[number]:
            changed.append({**_OPEN, **table.write(record)})
    for number, ended in closed.items():
        record = getattr(ended, "item", None) or ended.deadline
        values = {**table.write(record), "closed_at": at, "how": str(ended.how)}
        (changed if number in old else added).append(values)
    gone: list[dict[str, object]] = (
        [] if table.stays else [{"number": number} for number in old if number not in new]
    )
    if not (added or changed or gone):
        return
    columns = (*table.columns, *_OPEN) if table.stays else table.columns
    for row in (*added, *changed, *gone):
        row["instance_id"] = instance
    insert_rows(table.model, ("instance_id", *columns), added)
    update_rows(table.model, columns[1:], ("instance_id", "number"), changed)
    delete_rows(table.model, ("instance_id", "number"), gone)


_OPEN: dict[str, object] = {"closed_at": None, "how": ""}
