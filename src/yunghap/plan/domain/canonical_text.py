"""The text that a form becomes, so that a number typed in has a place to be cited by. Pure: no database.

It is written the way plans are, what was reached before what is planned, one row to a line, so that the checks of plan
documents read it too. It is made of the rows alone: the same rows give the same bytes, and with them the same hash.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256

from yunghap.core.numbers import shortest
from yunghap.plan.contracts import Comparison, Section

SOURCES = {"ALL": "", "NATIONAL": "국비 ", "LOCAL": "지방비 ", "PRIVATE": "민자 "}
REACHED, PLANNED = "추진성과", "추진계획"
# What stands before and behind a number that bounds the real one.
BOUNDS = {
    Comparison.ABOUT: ("약 ", ""),
    Comparison.AT_LEAST: ("", " 이상"),
    Comparison.AT_MOST: ("", " 이하"),
    Comparison.MORE_THAN: ("", " 초과"),
    Comparison.LESS_THAN: ("", " 미만"),
}


@dataclass(frozen=True, slots=True)
class TextRow:
    """What one line says. `key` comes back with the place of its number."""

    key: str
    kind: str
    programme: str
    indicator: str
    year: int
    year_to: int
    value: Decimal | None
    unit: str
    comparison: str = Comparison.EQUAL.value
    value_to: Decimal | None = None
    source: str = "ALL"
    due_on: date | None = None
    ministries: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the number (or date) of a row stands: 1-based line, 0-based code points, end exclusive."""

    line: int
    start: int
    end: int
    text: str
    section: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CanonicalText:
    """The text, the places of its numbers by row key, and its sections."""

    text: str
    places: dict[str, Place]
    sections: tuple[Section, ...]
    line_count: int

    @property
    def sha256(self) -> str:
        """Hash of the text's UTF-8 bytes."""
        return sha256(self.text.encode()).hexdigest()


def print_number(value: Decimal) -> str:
    """A number as printed: groups of three, no needless zeros, △ for minus."""
    number = shortest(value)
    text = f"{abs(number):,f}"
    return f"△{text}" if number < 0 else text


def write_text(title: str, year: int, rows: Sequence[TextRow]) -> CanonicalText:
    """The canonical text: the title, then a heading and one line per row for what was reached and what is planned."""
    lines = [title]
    places: dict[str, Place] = {}
    sections: list[Section] = []
    groups = (
        (REACHED, "performance", year - 1, [row for row in rows if row.kind == "ACTUAL"]),
        (PLANNED, "plan", year, [row for row in rows if row.kind != "ACTUAL"]),
    )
    for name, kind, own_year, members in groups:
        if not members:
            continue
        heading = f"{_short(own_year)}년도 {name}"
        lines.append(f"{len(sections) + 1}. {heading}")
        first = len(lines)
        for row in members:
            line, start, end = _line(row)
            lines.append(line)
            places[row.key] = Place(len(lines), start, end, line[start:end], (heading,))
        sections.append(Section((heading,), kind, first, len(lines), own_year))
    return CanonicalText("\n".join(lines) + "\n", places, tuple(sections), len(lines))


def _short(year: int) -> str:
    return f"'{year % 100:02d}"


def _line(row: TextRow) -> tuple[str, int, int]:
    """The line, and start and end of its number."""
    subject = " - ".join(name for name in (row.programme, row.indicator) if name)
    years = _short(row.year) + (f"~{_short(row.year_to)}" if row.year_to != row.year else "")
    before, behind = BOUNDS.get(Comparison(row.comparison), ("", ""))
    head = f"- {subject}({years}, {SOURCES[row.source]}{before}"
    number = f"{row.due_on}"
    if row.value is not None:
        to = "" if row.value_to is None else f"~{print_number(row.value_to)}"
        number = f"{print_number(row.value)}{to}{row.unit}"
    joint = f" ({row.ministries})" if row.ministries else ""
    note = f" · {row.note}" if row.note else ""
    return f"{head}{number}{behind}){joint}{note}".replace("\n", " "), len(head), len(head) + len(number)
