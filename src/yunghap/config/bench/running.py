"""Many running cases of the reference procedure: what is due, an inbox page, a new version for all of them.

They are copies of one that has come to the agencies' replies, made by a statement for each table, with their dates
spread over 60 days; journals and ledger hold nothing more than that one's.
"""

import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, models

from yunghap.core.actors import SYSTEM
from yunghap.core.models.fields import MomentField
from yunghap.procedures import service as procedures
from yunghap.procedures.models import (
    DeadlineRow,
    Instance,
    ItemRow,
    JournalEntry,
    ScopeRow,
    TimerRow,
    WaitRow,
)

from .measure import Figure
from .reference import AGENCIES, put_in_force, run_case, sources

BASE = 10_000_000  # keys of the copies
SPREAD_DAYS = 60
DATES = frozenset({"due", "passes", "at"})


def figures(code: str, now: datetime, number: int) -> Iterator[Figure]:
    """CPU seconds of this process with so many running cases."""
    [*_before, done] = run_case(code, now, 0, actions=2)
    of = f"of {number:,}"
    yield _timed(f"making {number:,} cases in bulk", lambda: _copies(done.instance, number))
    soon = now + timedelta(days=SPREAD_DAYS / 2)
    yield _timed(f"due timers and deadlines, first 1,000 {of}", lambda: procedures.due(at=soon, limit=1_000))
    yield _timed(
        f"inbox page of an agency, 50 {of}",
        lambda: procedures.open_items(organisations=[AGENCIES[0]], limit=50),
    )
    instances = Instance.objects.filter(procedure_version__procedure__code=code).values_list(
        "code", flat=True
    )
    yield _timed(
        f"dashboard: days and lateness by step {of}",
        lambda: procedures.step_figures(instances=instances, at=soon),
    )
    yield _timed(
        f"dashboard: open work by body {of}", lambda: procedures.load_figures(instances=instances, at=soon)
    )
    version = _next_version(code, now)
    yield _timed(f"preview of a new version {of}", lambda: procedures.preview_move(version=version))
    started = time.process_time()
    report = procedures.apply_version(version=version, by=SYSTEM, at=now)
    spent = time.process_time() - started
    said = f"{report.moved:,} moved, {report.stuck:,} could not"
    yield Figure(f"moving to a new version {of}, {connection.vendor}", spent, "CPU s", said)


def _timed(name: str, action: Callable[[], object]) -> Figure:
    started = time.process_time()
    action()
    return Figure(f"{name}, {connection.vendor}", time.process_time() - started, "CPU s")


def _copies(instance: str, number: int) -> None:
    row = Instance.objects.get(code=instance)
    _copy(Instance, {"id": f"{BASE} + n.i", "code": _code()}, f"t.id = {row.pk}", number)
    for model in (ScopeRow, ItemRow, TimerRow, WaitRow, DeadlineRow, JournalEntry):
        _copy(model, {"instance_id": f"{BASE} + n.i"}, f"t.instance_id = {row.pk}", number)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _code() -> str:
    return "'C' || CAST(1000000000000000000 + n.i AS TEXT) || 'COPY'"


def _copy(model: type[models.Model], given: dict[str, str], where: str, number: int) -> None:
    """Copy the rows of a table so many times; the moments yet to come are spread."""
    quote = connection.ops.quote_name
    columns, parts = [], []
    for field in model._meta.concrete_fields:
        column = str(field.column)
        columns.append(quote(column))
        spread = column in DATES and isinstance(field, MomentField) and model is not JournalEntry
        parts.append(given.get(column) or (_spread(quote(column)) if spread else f"t.{quote(column)}"))
    table = quote(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {int(number)})"  # noqa: S608
            f" INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(parts)} FROM {table} t, n WHERE {where}"
        )


def _spread(column: str) -> str:
    """A moment, later by up to SPREAD_DAYS, as the database keeps it."""
    minutes = f"(n.i * 7919) % {SPREAD_DAYS * 1440}"
    if connection.vendor == "sqlite":
        return f"t.{column} + ({minutes}) * 60000000"
    return f"t.{column} + ({minutes}) * interval '1 minute'"


def _next_version(code: str, now: datetime) -> Any:
    """The same procedure with another rule of the first table, for running cases too."""
    given = sources()
    given["deadlines"] = [{**rule, "name": f"{rule['name']} 2"} for rule in given["deadlines"]]
    procedure = procedures.define_procedure(
        code=code, name_ko="신속처리 기준 절차", name_en="Fast-track reference", by=SYSTEM, at=now
    )
    version = procedures.draft_version(
        procedure=procedure,
        label="reference-next",
        effective_from=date(2020, 7, 1),
        transition=procedures.Transition.PENDING_TOO,
        by=SYSTEM,
        at=now,
        **given,
    )
    return put_in_force(version, now)
