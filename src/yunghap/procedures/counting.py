"""The engine's deadlines counted by the rules of `procedures.deadlines`."""

from collections.abc import Sequence
from datetime import UTC, datetime

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
    ) -> Due:
        deadline = explain(
            calendar,
            counting=counting,
            start=start,
            term=term,
            stops=stops,
            extensions=extensions,
            before=before,
        )
        return Due(deadline.moment or deadline.due, deadline.expires_at.astimezone(UTC))

    return counted


def explain(
    calendar: Calendar,
    *,
    counting: str,
    start: datetime,
    term: str,
    stops: Sequence[Stop],
    extensions: Sequence[str],
    before: bool = False,
) -> Deadline:
    """The deadline with every day explained; a stop that still lasts is left out."""
    length = parse_term(term)
    return count_deadline(
        rule=counting,
        # The law counts days from an event on a day, unless the term is one of hours.
        start=start if length.clock else start.astimezone(SEOUL).date(),
        term=length,
        stops=[Period(one.start, one.end) for one in stops if one.end is not None],
        extensions=[parse_term(one) for one in extensions],
        before=before,
        calendar=calendar,
    )
