"""A ministry's file becomes rows: the template's table by its headers, any other document by extraction."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import InvalidInput
from yunghap.documents.service import SourceText, read_document, read_tables
from yunghap.plan.contracts import Quantity, Role
from yunghap.plan.domain.extract import extract_plan
from yunghap.plan.domain.learning import site_vocabulary
from yunghap.plan.domain.money_units import WON
from yunghap.plan.domain.row_table import FileRow, parse_lines, parse_table
from yunghap.plan.domain.row_values import RowValues
from yunghap.plan.models import Submission

SHEETS = ("text/plain", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")


def read_rows(submission: Submission, data: bytes, *, name: str = "") -> list[FileRow]:
    """The rows a ministry's file states, not checked and not written (`fill_rows` does that).

    A table with the template's headers is taken by its columns (`row_table`), in a workbook that of the first sheet
    that has one. Any other document is read like a plan: money with a subject becomes a budget (or money spent), other
    numbers with a subject a target or actual; numbers that name another ministry are left out. Raises InvalidInput for
    bytes that cannot be read and a document that states nothing.
    """
    source = read_document(data, name=name)
    table = _table(source, data)
    if table is not None:
        return table
    rows = _extracted(submission, source.lines)
    if not rows:
        raise InvalidInput(_("The document states no budget, target or actual of the ministry."))
    return [FileRow(number, values) for number, values in enumerate(rows, start=1)]


def _table(source: SourceText, data: bytes) -> list[FileRow] | None:
    """The table with our headings of a workbook, of lines with tabs or of a CSV file; None where there is none."""
    lines = None if "spreadsheet" in source.media_type else parse_lines(source.lines)
    if lines is not None or source.media_type not in SHEETS:
        return lines
    try:
        tables = read_tables(data)
    except InvalidInput:
        return None  # a text that is no CSV either
    return next((rows for rows in map(parse_table, tables) if rows is not None), None)


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
        comparison=quantity.comparison.value,
        value_to=quantity.value_to,
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
