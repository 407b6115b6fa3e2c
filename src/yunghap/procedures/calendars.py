"""The calendar in force."""

from yunghap.procedures.deadlines import Calendar, KoreanCalendar


def calendar() -> Calendar:
    """Published holidays, with what was declared or withdrawn here."""
    return KoreanCalendar()
