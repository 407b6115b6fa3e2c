"""The engine's deadlines counted by the rules of `procedures.deadlines`."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import lru_cache

from yunghap.core.clock import SEOUL
from yunghap.core.periods import Period
from yunghap.procedures.deadlines import Calendar, Deadline, count_deadline, parse_term
from yunghap.procedures.engine.machine import Count, Due
from yunghap.procedures.engine.state import Stop


def count(calendar: Calendar) -> Count:
    """Counting by a calendar, for `engine.machine.Env`."""

    def counted(
        *,
        counting: str,
        start: datetime,
        term: str,
        stops: Sequence[Stop],
        extensions: Sequence[str],
        before: bool = False,
        after_expiry: bool = False,
    ) -> Due:
        ended = tuple((one.start, one.end) for one in stops if one.end is not None)
        begins = _beginning(start, term)
        return _due(calendar, counting, begins, term, ended, tuple(extensions), before, after_expiry)

    return counted


@lru_cache(maxsize=4096)
def _due(  # noqa: PLR0917 - the parts of a key
    calendar: Calendar,
    counting: str,
    start: date | datetime,
    term: str,
    stops: tuple[tuple[date, date], ...],
    extensions: tuple[str, ...],
    before: bool,
    after_expiry: bool,
) -> Due:
    """What is due of a deadline; the many that start on a day with the same term are counted once."""
    deadline = count_deadline(
        rule=counting,
        start=start,
        term=term,
        stops=[Period(*one) for one in stops],
        extensions=[parse_term(one) for one in extensions],
        before=before,
        after_expiry=after_expiry,
        calendar=calendar,
    )
    return Due(deadline.moment or deadline.due, deadline.expires_at.astimezone(UTC))


def explain(
    calendar: Calendar,
    *,
    counting: str,
    start: datetime,
    term: str,
    stops: Sequence[Stop],
    extensions: Sequence[str],
    before: bool = False,
    after_expiry: bool = False,
) -> Deadline:
    """The deadline with every day explained; a stop that still lasts is left out."""
    return count_deadline(
        rule=counting,
        start=_beginning(start, term),
        term=term,
        stops=[Period(one.start, one.end) for one in stops if one.end is not None],
        extensions=[parse_term(one) for one in extensions],
        before=before,
        after_expiry=after_expiry,
        calendar=calendar,
    )


def _beginning(start: datetime, term: str) -> date | datetime:
    """The law counts days from an event on a day, unless the term is one of hours."""
    return start if parse_term(term).clock else start.astimezone(SEOUL).date()
