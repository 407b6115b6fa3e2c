"""The calendar in force: the published holidays with what was declared or withdrawn here."""

import json
from datetime import date
from functools import cache, lru_cache

from django.db import connections
from django.db.utils import DEFAULT_DB_ALIAS

from yunghap.core.rows import execute
from yunghap.procedures.deadlines import KoreanCalendar, Words
from yunghap.procedures.holiday_kinds import HolidayKind
from yunghap.procedures.models import HolidayOverride


def calendar() -> KoreanCalendar:
    """The calendar by which deadlines are counted now; one query."""
    return calendar_of(holidays())


def holidays() -> str:
    """What was said about days and is in force, for `calendar_of`."""
    database = connections[DEFAULT_DB_ALIAS]
    [text] = execute(database, f"SELECT {holidays_sql(database.vendor)}", [[]]).fetchone()
    return str(text)


@cache
def holidays_sql(vendor: str) -> str:
    """The same as an expression of SQL, for statements that read what deadlines are counted for."""
    gathered = (
        "json_group_array(json_array(day, kind, name_ko, name_en))"
        if vendor == "sqlite"
        else "coalesce(json_agg(json_build_array(day, kind, name_ko, name_en)), '[]')::text"
    )
    return f"(SELECT {gathered} FROM {HolidayOverride._meta.db_table} WHERE replaced_at IS NULL)"  # noqa: S608


@lru_cache(maxsize=8)
def calendar_of(text: str) -> KoreanCalendar:
    """The calendar with these overrides; one object for the same text, so that what it counted can be kept."""
    rows = [(date.fromisoformat(day), kind, Words(ko, en)) for day, kind, ko, en in json.loads(text)]
    return KoreanCalendar(
        added={day: name for day, kind, name in rows if kind == HolidayKind.ADD},
        removed=frozenset(day for day, kind, _name in rows if kind == HolidayKind.REMOVE),
    )
