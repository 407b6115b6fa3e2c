"""Days and moments as they are written in sentences and letters: in the active language, as its offices write them."""

from datetime import date, datetime

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.functional import lazy

from . import clock


def written_day(day: date) -> str:
    """2026. 11. 28. or 28 Nov 2026."""
    return _plain(date_format(day, "DATE_FORMAT"))


def written_moment(at: datetime) -> str:
    """In Korean time, to the minute: 2026. 11. 28. 14:30 or 28 Nov 2026 14:30."""
    return _plain(date_format(clock.local(at), "DATETIME_FORMAT"))


def _said_day(text: str) -> str:
    day = parse_date(text)
    return date_format(day) if day else text


# A day of a signed text, as it is written where it is read.
said_day = lazy(_said_day, str)


def _plain(text: str) -> str:
    """With plain spaces: what is stored is searched and copied."""
    return text.replace("\u00a0", " ")
