"""A ministry's file becomes rows: the template's table by its headers, any other document by extraction."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import InvalidInput
from yunghap.core.gate.numbers import parse_decimal, parse_integer
from yunghap.core.text import name_key
from yunghap.documents.service import read_document
from yunghap.plan.contracts import Quantity, Role
from yunghap.plan.domain.extract import extract_plan
from yunghap.plan.domain.learning import site_vocabulary
from yunghap.plan.domain.money_units import WON
from yunghap.plan.domain.row_values import RowValues
from yunghap.plan.edition_rules import LARGEST_VALUE
from yunghap.plan.models import Submission

# Field -> header of the template.
TEMPLATE_HEADERS = {
    "kind": "구분",
    "programme_name": "사업명",
    "indicator_name": "지표명",
    "value": "값",
    "unit": "단위",
    "year": "연도",
    "year_to": "종료연도",
    "source": "재원",
    "due_on": "기한",
    "task_code": "과제",
    "area_code": "분야",
    "joint_ministries": "공동부처",
    "note": "비고",
}
REQUIRED = {"kind", "year"}
KINDS = {"예산": "BUDGET", "목표": "TARGET", "실적": "ACTUAL", "일정": "MILESTONE"}
SOURCES = {"": "ALL", "전체": "ALL", "국비": "NATIONAL", "지방비": "LOCAL", "민자": "PRIVATE"}


def read_rows(submission: Submission, data: bytes, *, name: str = "") -> list[RowValues]:
    """The rows a ministry's file states, not checked and not written (`fill_rows` does that).

    A table with the template's headers is taken by its columns. Any other document is read like a plan:
    money with a subject becomes a budget (or money spent), other numbers with a subject a target or actual;
    numbers that name another ministry are left out. Raises InvalidInput for bytes that cannot be read, a
    cell that is no number or date, and a document that states nothing.
    """
    lines = read_document(data, name=name).lines
    for number, line in enumerate(lines):
        columns = _columns(line)
        if columns is not None:
            return [row for row in _table(lines[number + 1 :], columns, number + 2) if row is not None]
    rows = _extracted(submission, lines)
    if not rows:
        raise InvalidInput(_("The document states no budget, target or actual of the ministry."))
    return rows


def _columns(line: str) -> list[str] | None:
    """The fields of a header line, "" for columns that are none; None where it is no header."""
    by_header = {name_key(header): field for field, header in TEMPLATE_HEADERS.items()}
    by_header |= {name_key(field): field for field in TEMPLATE_HEADERS}
    columns = [by_header.get(name_key(cell), "") for cell in line.split("\t")]
    return columns if set(columns) >= REQUIRED else None


def _table(lines: Sequence[str], columns: Sequence[str], first: int) -> list[RowValues | None]:
    return [_row(line.split("\t"), columns, first + number) for number, line in enumerate(lines)]


def _row(cells: Sequence[str], columns: Sequence[str], line: int) -> RowValues | None:
    given = {
        field: cell.strip() for field, cell in zip(columns, cells, strict=False) if field and cell.strip()
    }
    if not given:
        return None
    try:
        year = _integer(given.get("year", ""))
        return RowValues(
            kind=KINDS.get(given.get("kind", ""), given.get("kind", "").upper()),
            programme_name=given.get("programme_name", ""),
            indicator_name=given.get("indicator_name", ""),
            value=_decimal(given["value"]) if "value" in given else None,
            unit=given.get("unit", ""),
            year=year,
            year_to=_integer(given["year_to"]) if "year_to" in given else year,
            source=SOURCES.get(given.get("source", ""), given.get("source", "").upper()),
            due_on=date.fromisoformat(given["due_on"][:10]) if "due_on" in given else None,
            task_code=given.get("task_code", ""),
            area_code=given.get("area_code", ""),
            joint_ministries="·".join(given.get("joint_ministries", "").replace(",", "·").split("·")),
            note=given.get("note", ""),
        )
    except (InvalidInput, ValueError) as error:
        raise InvalidInput(
            _("Line %(line)s of the file: %(problem)s") % {"line": line, "problem": error}, line=line
        ) from error


def _integer(text: str) -> int:
    return parse_integer(text.removesuffix("년").removesuffix(".0"), low=1990, high=2200)


def _decimal(text: str) -> Decimal:
    return parse_decimal(text.replace("△", "-"), low=-LARGEST_VALUE, high=LARGEST_VALUE, places=6)


def _extracted(submission: Submission, lines: tuple[str, ...]) -> list[RowValues]:
    year = submission.edition.year
    own = submission.organisation.short_name
    read = extract_plan(lines, vocabulary=site_vocabulary(year))
    rows: dict[str, RowValues] = {}
    for quantity in read.quantities:
        if quantity.programme.strip() and (not quantity.ministry or own in quantity.ministry):
            row = _of_quantity(quantity, own, year)
            rows.setdefault(row.row_key, row)
    return list(rows.values())


def _of_quantity(quantity: Quantity, own: str, year: int) -> RowValues:
    started = quantity.year or year
    ends = quantity.period_end.year if quantity.period_end else started
    row = RowValues(
        kind="TARGET",
        indicator_name=quantity.programme,
        value=quantity.value,
        unit=quantity.unit,
        year=started,
        year_to=max(started, ends),
        joint_ministries="·".join(name for name in quantity.ministry if name != own),
    )
    if quantity.role is Role.ACTUAL:
        row = replace(row, kind="ACTUAL")
    if quantity.unit in WON and quantity.role in {Role.BUDGET, Role.ACTUAL}:
        kind = "BUDGET" if quantity.role is Role.BUDGET else "ACTUAL"
        row = replace(row, kind=kind, programme_name=quantity.programme, indicator_name="")
    return row
