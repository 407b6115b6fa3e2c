"""A deadline told in words: what the date is, on what it rests, and the stretches of days that led to it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from .contracts import Day, Deadline
from .rules import ADMIN_BASIC_ACT_6_2, RULES
from .words import Words

PROVISO = Words(
    "이 셈이 국민에게 불리하면 행정기본법 제6조제2항 단서에 따라 민법(civil-act)으로 셉니다.",
    "Where counting so would be worse for the citizen, the proviso of art. 6(2) of the General Act on Public "
    "Administration has the period counted by the Civil Act (civil-act).",
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days next to each other, in the order of counting, that count, or do not count for one reason."""

    days: tuple[Day, ...]

    @property
    def words(self) -> Words:
        """The reason of all of them; for counted days the first number and the last."""
        first, last = self.days[0], self.days[-1]
        if len(self.days) == 1 or not first.counted:
            return first.reason
        return first.reason + Words(" – ", " – ") + last.reason


def stretches(days: Sequence[Day]) -> Iterator[Stretch]:
    """The days gathered where they say the same."""
    for _, group in groupby(days, key=lambda day: (day.counted, None if day.counted else day.reason)):
        yield Stretch(tuple(group))


def summary(deadline: Deadline) -> Words:
    """One sentence: from when, how long, by which rule, and the day that is due."""
    start, due = _moment(deadline.start), _moment(deadline.moment or deadline.due)
    rule = RULES[deadline.rule].title
    if deadline.before:
        return Words(
            f"{start.ko}부터 거꾸로 {deadline.term}: 늦어도 {due.ko}까지 ({rule.ko})",
            f"{deadline.term} back from {start.en}: by {due.en} at the latest ({rule.en})",
        )
    return Words(
        f"{start.ko}부터 {deadline.term}: {due.ko}까지 ({rule.ko})",
        f"{deadline.term} from {start.en}: by {due.en} ({rule.en})",
    )


def remarks(deadline: Deadline) -> tuple[Words, ...]:
    """What the reader must judge for themselves."""
    return (PROVISO,) if deadline.rule == ADMIN_BASIC_ACT_6_2.id else ()


def _moment(value: date | datetime) -> Words:
    day = value.date() if isinstance(value, datetime) else value
    time = f" {value:%H:%M}" if isinstance(value, datetime) else ""
    return Words(f"{day}({'월화수목금토일'[day.weekday()]}){time}", f"{day} ({day:%a}){time}")
