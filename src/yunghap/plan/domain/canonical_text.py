"""The text that a form becomes, so that a number typed in has a place to be cited by. Pure: no database.

One row is one line. The line is made of the row alone: the same rows give the same bytes, and with them the same hash.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256

KINDS = {"BUDGET": "예산", "TARGET": "목표", "ACTUAL": "실적", "MILESTONE": "일정"}
SOURCES = {"ALL": "", "NATIONAL": "국비", "LOCAL": "지방비", "PRIVATE": "민자"}


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


@dataclass(frozen=True, slots=True)
class CanonicalText:
    """The text, its lines' places by row key, and the hash of its UTF-8 bytes."""

    text: str
    places: dict[str, Place]
    line_count: int

    @property
    def sha256(self) -> str:
        """Hash of the text's UTF-8 bytes."""
        return sha256(self.text.encode()).hexdigest()


def print_number(value: Decimal) -> str:
    """A number as printed: groups of three, no needless zeros, △ for minus."""
    number = value.normalize() + 0
    text = f"{abs(number):,f}"
    return f"△{text}" if number < 0 else text


def write_text(title: str, rows: Iterable[TextRow]) -> CanonicalText:
    """The canonical text: the title, then one line per row in the order given."""
    lines = [title]
    places: dict[str, Place] = {}
    for row in rows:
        line, start, end = _line(row)
        lines.append(line)
        places[row.key] = Place(len(lines), start, end, line[start:end])
    return CanonicalText("\n".join(lines) + "\n", places, len(lines))


def _line(row: TextRow) -> tuple[str, int, int]:
    years = str(row.year) if row.year == row.year_to else f"{row.year}~{row.year_to}"
    subject = " / ".join(name for name in (row.programme, row.indicator) if name)
    joint = f" ({row.ministries})" if row.ministries else ""
    source = SOURCES[row.source]
    head = f"- [{KINDS[row.kind]}] {subject}{joint} : {years}년{' ' + source if source else ''} "
    if row.value is not None:
        number = f"{print_number(row.value)}{row.unit}"
    else:
        number = row.due_on.isoformat() if row.due_on else ""
    note = f" · {row.note}" if row.note else ""
    return f"{head}{number}{note}".replace("\n", " "), len(head), len(head) + len(number)
