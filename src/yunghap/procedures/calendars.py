"""The calendar in force: the published holidays with what was declared or withdrawn here."""

from yunghap.procedures.deadlines import KoreanCalendar, Words
from yunghap.procedures.holiday_kinds import HolidayKind
from yunghap.procedures.models import HolidayOverride


def calendar() -> KoreanCalendar:
    """The calendar by which deadlines are counted now; one query."""
    rows = HolidayOverride.objects.filter(replaced_at__isnull=True).values_list(
        "day", "kind", "name_ko", "name_en"
    )
    return KoreanCalendar(
        added={day: Words(ko, en) for day, kind, ko, en in rows if kind == HolidayKind.ADD},
        removed=frozenset(day for day, kind, _ko, _en in rows if kind == HolidayKind.REMOVE),
    )
