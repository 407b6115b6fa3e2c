"""XLSX: the text on the first sheet, every table on a sheet of its own. Text is text: nothing is ever a formula."""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from yunghap.documents.blocks import Bullets, Cell, Document, Figure, Heading, Note, Paragraph, Table

from .archive import write_zip

_TEXT_SHEET = {"ko": "본문", "en": "Text"}
_TABLE_SHEET = {"ko": "표", "en": "Table"}
_CHOICES_SHEET = {"ko": "선택 목록", "en": "Choices"}
_FILLED = 2_000  # rows to fill in that are offered the choices
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST = 32_767  # characters a cell holds
_SIDE = Side(style="thin", color="8A949E")
_BORDER = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
_HEADER = PatternFill("solid", fgColor="ECF2FE")


def write_xlsx(document: Document) -> bytes:
    """The document as a workbook. Cells with a number hold the number, shown with as many decimals as printed."""
    book = Workbook()
    text = book.worksheets[0]
    text.title = _TEXT_SHEET[document.language]
    text.column_dimensions["A"].width = 100
    for number, line in enumerate(_text_lines(document), start=1):
        _put(text, number, 1, Cell(line)).alignment = Alignment(wrap_text=True, vertical="top")
    names = {text.title.casefold()}
    written = []
    for number, table in enumerate(document.tables, start=1):
        title = _sheet_name(table.caption or f"{_TABLE_SHEET[document.language]} {number}", names)
        written.append((book.create_sheet(title), table))
        _write_table(*written[-1])
    for sheet, table in written:
        if table.choices:
            _offer(sheet, table, book.create_sheet(_sheet_name(_CHOICES_SHEET[document.language], names)))
    properties = book.properties
    properties.title, properties.creator = document.title, document.creator or "Yunghap"
    properties.created = properties.modified = document.created.replace(tzinfo=None)
    return _settled(book, document)


def _text_lines(document: Document) -> Iterator[str]:
    """Everything but the tables, one line each."""
    yield document.title
    if document.subtitle:
        yield document.subtitle
    noted = 0
    for block in document.blocks:
        if isinstance(block, Heading):
            yield block.text
        elif isinstance(block, Paragraph):
            yield from block.text.split("\n")
            for run in block.runs:
                if run.note:
                    noted += 1
                    yield f"{noted}) {run.note}"
        elif isinstance(block, Bullets):
            yield from (item.line for item in block.items)
        elif isinstance(block, Note):
            yield block.line
        elif isinstance(block, Figure) and block.caption:
            yield block.caption


def _sheet_name(caption: str, taken: set[str]) -> str:
    """A name that programs accept: at most 31 characters, some forbidden, no two alike."""
    base = _FORBIDDEN.sub(" ", caption).strip(" '")[:31].strip(" '") or "-"
    name, number = base, 1
    while name.casefold() in taken or name.casefold() == "history":
        number += 1
        end = f" ({number})"
        name = base[: 31 - len(end)] + end
    taken.add(name.casefold())
    return name


def _put(sheet: Worksheet, row: int, column: int, cell: Cell) -> SheetCell:
    """Write a number as a number and everything else as text, whatever it looks like."""
    target = sheet.cell(row, column)
    if not isinstance(target, SheetCell):  # covered by a merged cell: nothing stands there
        raise TypeError("A merged position holds no value")
    if cell.number is not None and _exact(cell.number):
        target.value = cell.number
        places = len(cell.text.partition(".")[2].rstrip("%)")) if "." in cell.text else 0
        target.number_format = "#,##0" + (f".{'0' * places}" if places else "")
        return target
    target.value = cell.text[:_LONGEST] or None
    target.data_type = "s" if cell.text else "n"
    target.number_format = "@"
    return target


def _exact(number: int | Decimal) -> bool:
    """A spreadsheet keeps 15 digits; a longer number is written as text rather than changed."""
    digits = Decimal(number).normalize().as_tuple()
    return len(digits.digits) <= 15 and isinstance(digits.exponent, int) and abs(digits.exponent) < 100


def _write_table(sheet: Worksheet, table: Table) -> None:
    for place in table.placed:
        cell = _put(sheet, place.row + 1, place.column + 1, place.cell)
        head = place.row < table.header_rows
        cell.border = _BORDER
        align = "center" if head else table.align[place.column]
        cell.alignment = Alignment(horizontal=align, vertical="center", wrap_text=True)
        if head or place.cell.strong:
            cell.font = Font(bold=True)
        if head:
            cell.fill = _HEADER
    for place in table.placed:
        if place.cell.rows > 1 or place.cell.columns > 1:
            sheet.merge_cells(
                start_row=place.row + 1,
                start_column=place.column + 1,
                end_row=place.row + place.cell.rows,
                end_column=place.column + place.cell.columns,
            )
    for column, longest in enumerate(_longest(table), start=1):
        sheet.column_dimensions[get_column_letter(column)].width = min(60, max(8, longest * 1.2 + 2))
    sheet.freeze_panes = sheet.cell(table.header_rows + 1, 1).coordinate


def _offer(sheet: Worksheet, table: Table, lists: Worksheet) -> None:
    """The choices on a sheet of their own, and a list of them at each cell to fill in; others may be typed."""
    first = table.header_rows + 1
    for at, (column, texts) in enumerate(sorted(table.choices.items()), start=1):
        for row, text in enumerate((table.header[column].text, *texts), start=1):
            _put(lists, row, at, Cell(text))
        lists.column_dimensions[get_column_letter(at)].width = 40
        letter, own = get_column_letter(at), get_column_letter(column + 1)
        offered = DataValidation(
            type="list",
            formula1=f"'{lists.title}'!${letter}$2:${letter}${len(texts) + 1}",
            allow_blank=True,
            showErrorMessage=False,
        )
        offered.add(f"{own}{first}:{own}{max(_FILLED, len(table.rows) + first)}")
        sheet.add_data_validation(offered)


def _longest(table: Table) -> Iterable[int]:
    """Width of each column's longest text; a wide letter counts as two."""
    widths = [0] * table.column_count
    for place in table.placed:
        if place.cell.columns == 1:
            wide = sum(2 if letter > "\u1100" else 1 for letter in place.cell.text)
            widths[place.column] = max(widths[place.column], wide)
    return widths


def _settled(book: Workbook, document: Document) -> bytes:
    """Save, then take the moment of saving out of the file again."""
    saved = io.BytesIO()
    book.save(saved)
    moment = document.created.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with zipfile.ZipFile(saved) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist()]
    stamp = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(<)")
    return write_zip(
        (name, stamp.sub(rb"\g<1>" + moment + rb"\g<2>", content) if name == "docProps/core.xml" else content)
        for name, content in parts
    )
