"""Deadlines that explain themselves: counting rules of the law as data, counted day by day."""

from .calendar import Calendar, KoreanCalendar
from .contracts import Day, Deadline
from .counting import count_deadline
from .rules import RULES, CountingRule
from .terms import Term, parse_term
from .words import Words

__all__ = [
    "RULES",
    "Calendar",
    "CountingRule",
    "Day",
    "Deadline",
    "KoreanCalendar",
    "Term",
    "Words",
    "count_deadline",
    "parse_term",
]
