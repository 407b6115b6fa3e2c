"""Counts a deadline day by day. Pure: the calendar is handed in, nothing is read or written."""

import calendar as gregorian
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext_lazy as _

from yunghap.core.clock import SEOUL
from yunghap.core.errors import InvalidInput, sentence
from yunghap.core.periods import Period

from . import reasons
from .calendar import FIRST_YEAR, LAST_YEAR, Calendar
from .contracts import Day, Deadline
from .rules import OFFICE_DAY, Counting, CountingRule, rule_named
from .terms import LONGEST_DAYS, Term, parse_term
from .words import Words

ONE_DAY = timedelta(days=1)
MIDNIGHT = 24 * 3600


def count_deadline(
    *,
    rule: str | CountingRule,
    start: date | datetime,
    term: str | Term,
    calendar: Calendar,
    stops: Iterable[Period] = (),
    before: bool = False,
    extensions: Sequence[Term] = (),
    after_expiry: bool = False,
) -> Deadline:
    """The last day (and for terms in hours the moment) of a term under a counting rule, with every day explained.

    `start`: the day or the moment of the event; a moment without an offset is Korean time. `stops`: days not
    counted, both ends included; they may overlap. `before`: counts back from `start`. `extensions`: terms added to
    the term or, with `after_expiry`, each counted from the day after the one on which the period expired (General
    Act on Public Administration art. 36(2), Public Data Act art. 27(4)). Raises InvalidInput for what the rule
    cannot count.
    """
    rule = rule_named(rule) if isinstance(rule, str) else rule
    term = parse_term(term) if isinstance(term, str) else term
    stops = tuple(stops)
    total = _extended(rule, term, extensions)
    counting = rule.counting(term)
    moment = _in_seoul(start) if isinstance(start, datetime) else None
    day = moment.date() if moment else start
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise InvalidInput(
            sentence(
                _("The start must lie between %(first)s and %(last)s."), first=FIRST_YEAR, last=LAST_YEAR
            )
        )
    walk = _Walk(counting, stops, rule.stops, calendar, step=-1 if before else 1)
    end: datetime | None = None
    if counting.by_clock:
        end = walk.through_hours(_clock_start(moment, day, counting), total)
        due = end.date()
    else:
        midnight = moment is not None and moment.time() == time()
        apart = after_expiry and not before
        due = walk.through_days(day, term if apart else total, midnight=midnight)
        for extension in extensions if apart else ():
            due = walk.prolonged(due, extension)
    article = counting.articles
    if stops and rule.stops.ko:
        article += Words(f", {rule.stops.ko}", f", {rule.stops.en}")
    return Deadline(
        due=due,
        moment=end.replace(tzinfo=SEOUL) if end else None,
        rule=rule.id,
        article=article,
        start=moment.replace(tzinfo=SEOUL) if moment else day,
        term=term,
        before=before,
        days=tuple(walk.days),
    )


class _Walk:
    """Goes through the calendar day by day, forwards or back, and notes why each counts or does not."""

    def __init__(
        self,
        counting: Counting,
        stops: Sequence[Period],
        stop_article: Words,
        calendar: Calendar,
        *,
        step: int,
    ) -> None:
        self.counting, self.stops, self.stop_article, self.calendar = counting, stops, stop_article, calendar
        self.step = step * ONE_DAY
        self.days: list[Day] = []

    def through_days(self, start: date, total: Term, *, midnight: bool) -> date:
        """Walks through a period of whole days; returns the day that is due."""
        back = self.step < timedelta(0)
        day, first_counts = start, self.counting.first_day
        if midnight:
            first_counts = not back  # the day begins with the period, or the period ends as the day begins
        if not first_counts:
            self._note(day, reasons.midnight_out() if midnight else reasons.first_day_out(self.counting))
            day += self.step
        last = self._count(day, self._length(day, total), midnight=midnight and first_counts)
        return self._before(last) if back else self._roll(last)

    def prolonged(self, expired: date, extension: Term) -> date:
        """Walks on through an extension, from the day after the period expired; returns the day that is due then."""
        day = expired + ONE_DAY
        return self._roll(self._count(day, self._length(day, extension), midnight=False))

    def _count(self, day: date, length: int, *, midnight: bool) -> date:
        """Counts that many more days from `day` on; returns the last one."""
        number = sum(one.counted for one in self.days)
        length += number
        while True:
            if (reason := self._uncounted(day)) is not None:
                self._note(day, reason)
            else:
                number += 1
                words = reasons.nth(number)
                if midnight and len(self.days) == 0 and not self.counting.first_day:
                    words = reasons.first_day_counts(words)
                self._note(day, words, number)
                if number == length:
                    return day
            day += self.step

    def _roll(self, last: date) -> date:
        """The day on which a period ends whose last counted day is `last`."""
        name = self.calendar.day_off(last) if self.counting.rolls else None
        if name is None:
            return last
        day = last + ONE_DAY
        while (why := self._stopped(day) or self.calendar.day_off(day)) is not None:
            self._note(day, why if self._stopped(day) else reasons.rolls_over(why, self.counting))
            day += ONE_DAY
        self._note(day, reasons.ends_here(name, self.counting))
        return day

    def _before(self, last: date) -> date:
        """The last day on which to act, so that the period back to `last` lies wholly between."""
        day = last - ONE_DAY
        while True:
            if (why := self._stopped(day)) is not None:
                self._note(day, why)
            elif self.counting.rolls and (name := self.calendar.day_off(day)):
                self._note(day, reasons.moved_back(name))
            else:
                self._note(day, reasons.last_chance())
                return day
            day -= ONE_DAY

    def through_hours(self, start: datetime, total: Term) -> datetime:
        """Walks through a period of hours; returns the moment at which it ends (naive, Korean time)."""
        left = int((total.clock + (total.days + 7 * total.weeks) * OFFICE_DAY).total_seconds())
        back = self.step < timedelta(0)
        day = start.date()
        position = start.hour * 3600 + start.minute * 60 + start.second
        while True:
            reason, used = self._uncounted(day), 0
            for opens, closes in reversed(self.counting.hours) if back else self.counting.hours:
                if reason is not None:
                    break
                low, high = (opens, min(closes, position)) if back else (max(opens, position), closes)
                taken = min(left - used, max(0, high - low))
                used += taken
                if used == left:
                    self._note(day, reasons.hours(used), 1)
                    return self._at(day, high - taken if back else low + taken)
            left -= used
            if reason is None and used:
                self._note(day, reasons.hours(used), 1)
            else:
                self._note(day, reason or reasons.no_hours())
            day += self.step
            position = MIDNIGHT if back else 0

    def _at(self, day: date, seconds: int) -> datetime:
        """That second of the day; at its end the next day begins, which is noted as the day of the end."""
        if seconds == MIDNIGHT:
            self._note(day + ONE_DAY, reasons.ends_at_midnight())
        return datetime.combine(day, time()) + timedelta(seconds=seconds)

    def _length(self, first: date, total: Term) -> int:
        """How many days are to be counted from `first`: those of the term, or those the calendar gives it."""
        if self.step > timedelta(0):
            return (_later(first, total) - first).days
        edge = first + ONE_DAY
        return (edge - _earlier(edge, total)).days

    def _uncounted(self, day: date) -> Words | None:
        """Why the day is not counted."""
        if (why := self._stopped(day)) is not None:
            return why
        if self.counting.skips_days_off and (name := self.calendar.day_off(day)):
            return reasons.day_off(name, self.counting)
        return None

    def _stopped(self, day: date) -> Words | None:
        return reasons.stopped(self.stop_article) if any(stop.contains(day) for stop in self.stops) else None

    def _note(self, day: date, reason: Words, number: int = 0) -> None:
        if len(self.days) > 2 * LONGEST_DAYS:
            raise InvalidInput(_("The period does not end within any reasonable time."))
        self.days.append(Day(day, number > 0, reason, number))


def _extended(rule: CountingRule, term: Term, extensions: Sequence[Term]) -> Term:
    """Term and extensions together, within what the rule allows."""
    total = term
    for extension in extensions:
        total += extension
    if rule.extensions is not None:
        if len(extensions) > rule.extensions:
            raise InvalidInput(
                sentence(
                    _("A term under this rule can be extended %(times)s times at most."),
                    times=rule.extensions,
                )
            )
        if any(not _within(extension, term) for extension in extensions):
            raise InvalidInput(_("An extension may not be longer than the term itself."))
    return total


def _within(extension: Term, term: Term) -> bool:
    """The extension is set in units of the term and no longer."""
    return all(mine <= its for mine, its in zip(_sizes(extension), _sizes(term), strict=True))


def _sizes(term: Term) -> tuple[int, int, int]:
    """Months, days and seconds, which do not convert into each other."""
    return (
        term.years * 12 + term.months,
        term.weeks * 7 + term.days,
        int(term.clock.total_seconds()),
    )


def _in_seoul(moment: datetime) -> datetime:
    """The moment in Korean time, naive; Korea has no summer time since FIRST_YEAR."""
    local = moment.astimezone(SEOUL) if moment.tzinfo else moment
    return local.replace(tzinfo=None, microsecond=0)


def _clock_start(moment: datetime | None, day: date, counting: Counting) -> datetime:
    """A term in hours runs from a moment; only where office hours are counted, a day alone means their beginning."""
    if moment is None and not counting.skips_days_off:
        raise InvalidInput(
            _("A term in hours runs from a moment: give the time as well, such as 2026-09-01T10:00.")
        )
    return moment or datetime.combine(day, time())


def _later(day: date, term: Term) -> date:
    """The day that corresponds to `day` after the term, before which the period ends (Civil Act art. 160(2)).

    Where the last month has no such day the period ends with the month (art. 160(3)): the first of the next.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + term.years * 12 + term.months, 12)
    month += 1
    if day.day <= gregorian.monthrange(year, month)[1]:
        later = date(year, month, day.day)
    else:
        later = date(year + month // 12, month % 12 + 1, 1)
    return later + timedelta(days=7 * term.weeks + term.days)


def _earlier(day: date, term: Term) -> date:
    """The corresponding day before the term, or the end of a month that has none: `_later` turned round."""
    year, month = divmod(day.year * 12 + day.month - 1 - term.years * 12 - term.months, 12)
    month += 1
    earlier = date(year, month, min(day.day, gregorian.monthrange(year, month)[1]))
    return earlier - timedelta(days=7 * term.weeks + term.days)
