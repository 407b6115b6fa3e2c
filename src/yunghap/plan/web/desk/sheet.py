"""Rows of a submission as a table: the template to fill in, and the way back from an uploaded file."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from yunghap.core.errors import InvalidInput
from yunghap.core.gate import parse_decimal, parse_integer
from yunghap.core.text import name_key
from yunghap.documents.blocks import Document, Note, Table
from yunghap.plan.domain.row_values import RowValues
from yunghap.plan.enums import RowKind
from yunghap.plan.models import Submission, SubmissionRow

# field -> heading in Korean and English; a file may use either, or the name of the field
COLUMNS: Mapping[str, tuple[str, str]] = {
    "kind": ("구분", "kind"),
    "programme_name": ("사업명", "programme"),
    "indicator_name": ("지표명", "indicator or milestone"),
    "value": ("값", "value"),
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
KINDS = {
    RowKind.BUDGET: ("예산", "budget"),
    RowKind.TARGET: ("목표", "target"),
    RowKind.ACTUAL: ("실적", "actual"),
    RowKind.MILESTONE: ("일정", "milestone"),
}
SOURCES = {
    "ALL": ("전체", "all"),
    "NATIONAL": ("국비", "national"),
    "LOCAL": ("지방비", "local"),
    "PRIVATE": ("민자", "private"),
}
LARGEST = 10**18
NEEDED = {"kind", "year"}  # a line with these headings begins the table


def _code(words: Mapping[str, tuple[str, str]], text: str) -> str:
    key = name_key(text)
    for code, names in words.items():
        if key in {name_key(code), *map(name_key, names)}:
            return str(code)
    return text


def workbook(submission: Submission, rows: Iterable[SubmissionRow], language: str) -> Document:
    """A workbook with the rows there are, to fill in and upload again."""
    place = 1 if language == "en" else 0
    return Document(
        title=f"{submission.edition.year} {submission.organisation.short_name}",
        language="en" if language == "en" else "ko",
        blocks=(
            Note(_("Fill in the second sheet and upload the file on the page of your part.")),
            Table(
                caption=_("Rows"),
                header=tuple(names[place] for names in COLUMNS.values()),
                rows=tuple(tuple(_cells(row, place)) for row in rows) or (("",) * len(COLUMNS),),
            ),
        ),
    )


def _cells(row: SubmissionRow, place: int) -> Iterable[str]:
    for field in COLUMNS:
        value = getattr(row, field)
        if field == "kind":
            yield KINDS[RowKind(row.kind)][place]
        elif field == "source":
            yield SOURCES[row.source][place]
        elif isinstance(value, Decimal):
            yield f"{value.normalize() + 0:f}"
        else:
            yield "" if value is None else str(value)


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
            values = {field: cell for field, cell in zip(columns, cells, strict=False) if field}
            found.append(_row(values, len(found) + 1))
    return None if columns is None else found


def _row(cells: Mapping[str, str], number: int) -> RowValues:
    try:
        return RowValues(
            kind=_code({str(kind): names for kind, names in KINDS.items()}, cells.get("kind", "")),
            programme_name=cells.get("programme_name", ""),
            indicator_name=cells.get("indicator_name", ""),
            value=parse_decimal(cells["value"], low=-LARGEST, high=LARGEST, places=6)
            if cells.get("value")
            else None,
            unit=cells.get("unit", ""),
            source=_code(SOURCES, cells.get("source", "") or "ALL"),
            year=parse_integer(cells.get("year", ""), low=1990, high=2200),
            year_to=parse_integer(cells["year_to"], low=1990, high=2200) if cells.get("year_to") else 0,
            due_on=date.fromisoformat(cells["due_on"][:10]) if cells.get("due_on") else None,
            task_code=cells.get("task_code", ""),
            area_code=cells.get("area_code", ""),
            joint_ministries=cells.get("joint_ministries", ""),
            note=cells.get("note", ""),
        )
    except (InvalidInput, ValueError) as error:
        raise InvalidInput(
            _("Row %(number)s: %(problem)s") % {"number": number, "problem": error}, row=number, field="file"
        ) from error
