"""Dates, moments and stops as people type them."""

import re
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from yunghap.core.clock import SEOUL
from yunghap.core.errors import InvalidInput, sentence
from yunghap.core.periods import Period

_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def parse_day(text: str) -> date:
    """`2026-09-01`."""
    text = text.strip()
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise InvalidInput(sentence(_("“%(text)s” is not a date such as 2026-09-01."), text=text[:40]))


def parse_start(text: str) -> date | datetime:
    """`2026-09-01`, or `2026-09-01T10:00` in Korean time unless it names its offset."""
    text = text.strip()
    if not _MOMENT.fullmatch(text):
        return parse_day(text)
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(SEOUL) if moment.tzinfo else moment.replace(tzinfo=SEOUL)
    except (ValueError, OverflowError):
        raise InvalidInput(
            sentence(_("“%(text)s” is not a moment such as 2026-09-01T10:00."), text=text[:40])
        ) from None


def parse_stop(text: str) -> Period:
    """`2026-09-10/2026-09-21`, both days included."""
    first, slash, last = text.partition("/")
    if not slash:
        raise InvalidInput(
            sentence(_("“%(text)s” is not a stop such as 2026-09-10/2026-09-21."), text=text.strip()[:40])
        )
    start, end = parse_day(first), parse_day(last)
    if end < start:
        raise InvalidInput(sentence(_("The stop “%(text)s” ends before it begins."), text=text.strip()[:40]))
    return Period(start, end)
