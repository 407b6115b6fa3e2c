"""The table of rows that a ministry fills in: its columns, and the way back from a file. Pure: no database."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import InvalidInput
from yunghap.core.gate import parse_decimal, parse_integer
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


def parse_lines(lines: Iterable[str]) -> list[RowValues] | None:
    """The rows of the first table with our headings, empty lines passed over; None where there is no such table.

    Raises InvalidInput, with the 1-based row, for a cell that is no number or date.
    """
    heads = {name_key(word): field for field, names in COLUMNS.items() for word in (field, *names)}
    columns: list[str] | None = None
    found: list[RowValues] = []
    for line in lines:
        cells = [cell.strip() for cell in line.split("\t")]
        named = [heads.get(name_key(cell), "") for cell in cells]
        if columns is None:
            columns = named if set(named) >= NEEDED else None
        elif set(named) >= NEEDED:
            break
        elif any(cells):
            given = {field: cell for field, cell in zip(columns, cells, strict=False) if field and cell}
            found.append(_row(given, len(found) + 1))
    return None if columns is None else found


def _row(cells: Mapping[str, str], number: int) -> RowValues:
    texts = ("programme_name", "indicator_name", "unit", "task_code", "area_code", "note")
    try:
        value_to = _decimal(cells, "value_to")
        default = Comparison.EQUAL if value_to is None else Comparison.RANGE
        return RowValues(
            kind=_code("kind", cells, ""),
            source=_code("source", cells, "ALL"),
            comparison=_code("comparison", cells, default.value),
            value=_decimal(cells, "value"),
            value_to=value_to,
            year=_year(cells, "year"),
            year_to=_year(cells, "year_to") if "year_to" in cells else 0,
            due_on=date.fromisoformat(cells["due_on"][:10]) if "due_on" in cells else None,
            joint_ministries=cells.get("joint_ministries", "").replace(",", "·"),
            **{name: cells.get(name, "") for name in texts},
        )
    except (InvalidInput, ValueError) as error:
        raise InvalidInput(
            _("Row %(number)s: %(problem)s") % {"number": number, "problem": error}, row=number, field="file"
        ) from error


def _code(column: str, cells: Mapping[str, str], default: str) -> str:
    """The code that a word stands for; a word that stands for none as it is, for the row's own check to refuse."""
    text = cells.get(column, "")
    key = name_key(text)
    for code, names in WORDS[column].items():
        if text and key in {name_key(code), *map(name_key, names)}:
            return str(code)
    return text or default


def _decimal(cells: Mapping[str, str], column: str) -> Decimal | None:
    if column not in cells:
        return None
    return parse_decimal(cells[column].replace("△", "-"), low=-LARGEST_VALUE, high=LARGEST_VALUE, places=6)


def _year(cells: Mapping[str, str], column: str) -> int:
    return parse_integer(cells.get(column, "").removesuffix("년").removesuffix(".0"), low=1990, high=2200)
