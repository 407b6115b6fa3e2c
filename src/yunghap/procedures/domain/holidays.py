"""Declares and withdraws holidays; whoever counts deadlines hears of it."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, InvalidInput
from yunghap.core.text import clean_name
from yunghap.core.versions import update_versioned
from yunghap.identity.service import require
from yunghap.ledger.service import record
from yunghap.procedures.calendars import calendar
from yunghap.procedures.deadlines.calendar import FIRST_YEAR, LAST_YEAR
from yunghap.procedures.holiday_kinds import HolidayKind
from yunghap.procedures.models import HolidayOverride
from yunghap.procedures.rules import EDIT_CALENDAR

CHANGED = "procedures.calendar.changed"


@transaction.atomic
def declare_holiday(
    *,
    day: date,
    name_ko: str,
    name_en: str,
    legal_basis: str,
    by: Actor,
    at: datetime | None = None,
) -> HolidayOverride:
    """Make a day a holiday (관공서의 공휴일에 관한 규정 art. 2 no. 11: days the government declares).

    Raises Conflict where it is one, InvalidInput for an empty name or basis or a year without a calendar.
    """
    require(by, EDIT_CALENDAR)
    _check_year(day)
    if calendar().holiday(day):
        raise Conflict(_("This day is a holiday already."), field="day")
    return _say(day, HolidayKind.ADD, name_ko, name_en, legal_basis, by, at or clock.now())


@transaction.atomic
def withdraw_holiday(
    *, day: date, legal_basis: str, by: Actor, at: datetime | None = None
) -> HolidayOverride:
    """Make a holiday an ordinary day, whether it was declared here or published.

    Raises Conflict where it is none, InvalidInput for an empty basis or a year without a calendar.
    """
    require(by, EDIT_CALENDAR)
    _check_year(day)
    name = calendar().holiday(day)
    if name is None:
        raise Conflict(_("This day is no holiday."), field="day")
    return _say(day, HolidayKind.REMOVE, name.ko, name.en, legal_basis, by, at or clock.now())


def _check_year(day: date) -> None:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise InvalidInput(
            _("The day must lie between %(first)s and %(last)s.") % {"first": FIRST_YEAR, "last": LAST_YEAR},
            field="day",
        )


def _say(  # noqa: PLR0917 - the row's own fields
    day: date, kind: HolidayKind, name_ko: str, name_en: str, legal_basis: str, by: Actor, at: datetime
) -> HolidayOverride:
    """Write the latest word on a day; the one before stays on record."""
    texts = {"name_ko": (name_ko, 100), "name_en": (name_en, 100), "legal_basis": (legal_basis, 300)}
    cleaned = {}
    for field, (text, longest) in texts.items():
        try:
            cleaned[field] = clean_name(text, longest=longest)
        except InvalidInput as error:
            raise InvalidInput(error.message, field=field) from None
    before = HolidayOverride.objects.select_for_update().filter(day=day, replaced_at__isnull=True).first()
    if before is not None:
        update_versioned(before, expected=before.version, changes={"replaced_at": at})
    row = HolidayOverride.objects.create(
        day=day, kind=kind, said_by=by.id, said_at=at, created_at=at, **cleaned
    )
    record(
        action=CHANGED,
        subject=f"day:{day}",
        by=by,
        at=at,
        details={
            "day": day,
            "kind": kind.value,
            "name": cleaned["name_ko"],
            "legal_basis": cleaned["legal_basis"],
        },
    )
    return row
