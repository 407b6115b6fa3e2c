"""The table of rows that a ministry fills in: its columns, and the way back from a file. Pure: no database."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import InvalidInput, sentence
from yunghap.core.gate import ascii_digits, parse_decimal, parse_integer
from yunghap.core.text import name_key
from yunghap.plan.contracts import Comparison
from yunghap.plan.domain.row_values import RowValues
from yunghap.plan.edition_rules import LARGEST_VALUE
from yunghap.plan.enums import RowKind

# field -> heading in Korean and English; a file may use either, or the name of the field
COLUMNS: Mapping[str, tuple[str, str]] = {
    "kind": ("구분", "kind"),
    "programme_name": ("사업명", "programme"),
    "indicator_name": ("지표명", "indicator or milestone"),
    "comparison": ("비교", "comparison"),
    "value": ("값", "value"),
    "value_to": ("상한", "upper bound"),
    "unit": ("단위", "unit"),
    "source": ("재원", "source"),
    "year": ("연도", "year"),
    "year_to": ("종료연도", "until year"),
    "due_on": ("기한", "due on"),
    "task_code": ("과제", "task"),
    "area_code": ("분야", "area"),
    "joint_ministries": ("공동부처", "joint ministries"),
    "note": ("비고", "note"),
}
# Columns of codes: code -> word in Korean and English.
WORDS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "kind": {
        RowKind.BUDGET: ("예산", "budget"),
        RowKind.TARGET: ("목표", "target"),
        RowKind.ACTUAL: ("실적", "actual"),
        RowKind.MILESTONE: ("일정", "milestone"),
    },
    "source": {
        "ALL": ("전체", "all"),
        "NATIONAL": ("국비", "national"),
        "LOCAL": ("지방비", "local"),
        "PRIVATE": ("민자", "private"),
    },
    "comparison": {
        Comparison.EQUAL: ("", ""),
        Comparison.AT_LEAST: ("이상", "at least"),
        Comparison.AT_MOST: ("이하", "at most"),
        Comparison.MORE_THAN: ("초과", "more than"),
        Comparison.LESS_THAN: ("미만", "less than"),
        Comparison.ABOUT: ("약", "about"),
        Comparison.RANGE: ("범위", "range"),
    },
}
NEEDED = {"kind", "year"}  # a line with these headings begins the table
_DAY = re.compile(r"(\d{4})\s?[-./년]\s?(\d{1,2})\s?[-./월]\s?(\d{1,2})\s?[.일]?(?: \d\d:\d\d)?", re.ASCII)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class FileRow:
    """A row of a file: its number there, what it states, and what is wrong with it, each with its column."""

    number: int
    values: RowValues
    problems: tuple[tuple[str, object], ...] = ()


def heading(field: str) -> str:
    """The heading of a field in the language of who reads; a field that has no column as it is."""
    return COLUMNS[field][get_language() == "en"] if field in COLUMNS else field


def parse_lines(lines: Iterable[str]) -> list[FileRow] | None:
    """`parse_table` of lines with tabs between cells; the rows are counted from the headings, which are row 1."""
    rows = [line.split("\t") for line in lines]
    first = next((at for at, cells in enumerate(rows) if _fields(cells)), 0)
    return parse_table((at - first + 1, cells) for at, cells in enumerate(rows))


def parse_table(rows: Iterable[tuple[int, Sequence[str]]]) -> list[FileRow] | None:
    """The rows of the first table with our headings, empty ones passed over; None where there is no such table."""
    columns: list[str] = []
    found: list[FileRow] = []
    for number, cells in rows:
        named = _fields(cells)
        if named and columns:
            break
        if named:
            columns = named
        elif columns and any(cell.strip() for cell in cells):
            given = zip(columns, cells, strict=False)
            found.append(
                _row({field: cell.strip() for field, cell in given if field and cell.strip()}, number)
            )
    return found if columns else None


def _fields(cells: Sequence[str]) -> list[str]:
    """The field of each column where these are the headings; nothing else has any."""
    named = [_HEADS.get(name_key(cell), "") for cell in cells]
    return named if set(named) >= NEEDED else []


_HEADS = {name_key(word): field for field, names in COLUMNS.items() for word in (field, *names)}


def _row(cells: Mapping[str, str], number: int) -> FileRow:
    """A row with all that is wrong in its cells."""
    problems: list[tuple[str, object]] = []

    def read(column: str, parse: Callable[[str], T], default: T) -> T:
        try:
            return parse(cells[column]) if column in cells else default
        except InvalidInput as error:
            problems.append((column, error.message))
            return default

    value_to = read("value_to", _decimal, None)
    bounded = Comparison.RANGE if "value_to" in cells else Comparison.EQUAL
    values = RowValues(
        kind=_code("kind", cells, ""),
        source=_code("source", cells, "ALL"),
        comparison=_code("comparison", cells, bounded.value),
        value=read("value", _decimal, None),
        value_to=value_to,
        year=read("year", _year, 0),
        year_to=read("year_to", _year, 0),
        due_on=read("due_on", _day, None),
        joint_ministries=cells.get("joint_ministries", "").replace(",", "·"),
        task_code=_node_code(cells.get("task_code", "")),
        area_code=_node_code(cells.get("area_code", "")),
        **{name: cells.get(name, "") for name in ("programme_name", "indicator_name", "unit", "note")},
    )
    return FileRow(number, values, tuple(problems))


def _code(column: str, cells: Mapping[str, str], default: str) -> str:
    """The code that a word stands for; a word that stands for none as it is, for the row's own check to refuse."""
    text = cells.get(column, "")
    key = name_key(text)
    for code, names in WORDS[column].items():
        if text and key in {name_key(code), *map(name_key, names)}:
            return str(code)
    return text or default


def _node_code(text: str) -> str:
    """The code of a task or area, which its name may follow: 1.1 융합 산업 육성."""
    return text.split(maxsplit=1)[0].removesuffix(".") if text else ""


def _decimal(text: str) -> Decimal | None:
    return parse_decimal(text.replace("△", "-"), low=-LARGEST_VALUE, high=LARGEST_VALUE, places=6)


def _year(text: str) -> int:
    return parse_integer(text.removesuffix("년").removesuffix(".0"), low=1990, high=2200)


def _day(text: str) -> date | None:
    """A day as offices and spreadsheets write it: 2027-06-30, 2027. 6. 30., 2027년 6월 30일."""
    found = _DAY.fullmatch(ascii_digits(text))
    try:
        if found:
            return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        pass
    raise InvalidInput(sentence(_("“%(text)s” is not a date such as 2026-09-01."), text=text[:40]))
