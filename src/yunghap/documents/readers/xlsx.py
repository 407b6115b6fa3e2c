"""XLSX (SpreadsheetML, ECMA-376): every sheet is a line with its name, then its rows, tab-separated.

Values are the stored ones; a formula without a stored result is refused rather than dropped. The reader is
our own because general ones widen each row to the farthest cell: one cell in the far corner makes 17 billion.
"""

import re
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from decimal import Decimal, InvalidOperation

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from yunghap.core.gate import SafeZip, safe_xml

from . import errors
from .lines import MAX_COLUMNS, Lines, TooLong, cell_text
from .xml import Element, attribute, child, children, descendants, local, number

KIND = "XLSX"
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def read_xlsx(data: bytes) -> tuple[str, tuple[str, ...]]:
    """(title, lines) of the workbook; hidden sheets are read like the others."""
    archive = SafeZip(data)
    names = set(archive.names())
    if any(
        name.rpartition("/")[2].lower() in ("vbaproject.bin", "xlm.bin") or "macrosheets/" in name
        for name in names
    ):
        raise errors.macros(KIND)
    if "xl/workbook.xml" not in names:
        raise errors.damaged(KIND, "no workbook")
    workbook = safe_xml(archive.read("xl/workbook.xml"))
    targets = _targets(archive, names)
    book = _Book(archive, names, workbook)
    out = Lines()
    for sheet in descendants(workbook, "sheet"):
        name = attribute(sheet, "name")
        target = targets.get(_relation(sheet), "")
        if target not in names:
            raise errors.damaged(KIND, f"sheet {name}")
        root = safe_xml(archive.read(target))
        if local(root) == "worksheet":  # a chart sheet has no cells
            out.paragraph(name)
            out.rows(book.rows(root, name))
    title = ""
    if "docProps/core.xml" in names:
        core = safe_xml(archive.read("docProps/core.xml"))
        title = next((element.text or "" for element in descendants(core, "title")), "")
    return title.strip(), out.finish()


def _relation(sheet: Element) -> str:
    """The relationship id; `id` without a namespace is the sheet's number."""
    return next((str(value) for key, value in sheet.attrib.items() if str(key).endswith("}id")), "")


def _targets(archive: SafeZip, names: set[str]) -> dict[str, str]:
    """Relationship id -> part name."""
    if "xl/_rels/workbook.xml.rels" not in names:
        raise errors.damaged(KIND, "no relationships")
    relations = safe_xml(archive.read("xl/_rels/workbook.xml.rels"))
    return {
        attribute(relation, "Id"): target[1:] if target.startswith("/") else f"xl/{target.removeprefix('./')}"
        for relation in children(relations, "Relationship")
        if (target := attribute(relation, "Target"))
    }


class _Book:
    """What cells refer to: shared strings, number formats, the calendar."""

    def __init__(self, archive: SafeZip, names: set[str], workbook: Element) -> None:
        mac = attribute(child(workbook, "workbookPr"), "date1904") in ("1", "true")
        self._epoch = CALENDAR_MAC_1904 if mac else CALENDAR_WINDOWS_1900
        self._strings: list[str] = []
        if "xl/sharedStrings.xml" in names:
            self._strings = [
                _rich(item) for item in children(safe_xml(archive.read("xl/sharedStrings.xml")), "si")
            ]
        self._dates: list[bool] = []
        self._percents: list[bool] = []
        if "xl/styles.xml" in names:
            self._read_formats(safe_xml(archive.read("xl/styles.xml")))

    def _read_formats(self, styles: Element) -> None:
        own = {
            attribute(item, "numFmtId"): attribute(item, "formatCode")
            for item in descendants(styles, "numFmt")
        }
        formats = child(styles, "cellXfs")
        for style in [] if formats is None else children(formats, "xf"):
            identity = attribute(style, "numFmtId", "0")
            code = own.get(identity) or BUILTIN_FORMATS.get(number(style, "numFmtId", 0), "General")
            self._dates.append(bool(is_date_format(code)))
            self._percents.append("%" in code)

    def rows(self, sheet: Element, name: str) -> Iterator[list[str]]:
        """The rows that hold something; a merged cell's text stands at its first position."""
        for data in children(sheet, "sheetData"):
            for row in children(data, "row"):
                cells: list[str] = []
                column = -1
                for cell in children(row, "c"):
                    column = _column(attribute(cell, "r"), column + 1)
                    text = self._cell(cell, name)
                    if text:
                        cells.extend([""] * (column + 1 - len(cells)))
                        cells[column] = text
                if cells:
                    yield cells

    def _cell(self, cell: Element, sheet: str) -> str:
        kind = attribute(cell, "t", "n")
        if kind == "inlineStr":
            inline = child(cell, "is")
            return "" if inline is None else cell_text([_rich(inline)])
        value = child(cell, "v")
        text = "" if value is None else (value.text or "")
        if not text and kind != "str" and child(cell, "f") is not None:
            raise errors.uncalculated(sheet, attribute(cell, "r"))
        if not text:
            return ""
        if kind == "s":
            index = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1
            if not 0 <= index < len(self._strings):
                raise errors.damaged(KIND, "shared string")
            return cell_text([self._strings[index]])
        if kind == "b":
            return "TRUE" if text == "1" else "FALSE"
        if kind in ("str", "e", "d"):
            return cell_text([_unescape(text)])
        return self._number(text, number(cell, "s", 0))

    def _number(self, text: str, style: int) -> str:
        """A number to 15 digits ("59.2", not "59.200000000000003"), a date as ISO 8601, "%" where shown."""
        try:
            stored = Decimal(text)
        except InvalidOperation:
            raise errors.damaged(KIND, "number") from None
        if not stored.is_finite() or abs(stored.adjusted()) > 300:
            raise errors.damaged(KIND, "number")
        if style < len(self._dates) and self._dates[style]:
            return _date(float(stored), self._epoch)
        percent = style < len(self._percents) and self._percents[style]
        shown = (Decimal(f"{stored:.15g}") * (100 if percent else 1)).normalize()
        return (f"{shown:f}" if abs(shown.adjusted()) <= 40 else str(shown)) + ("%" if percent else "")


def _column(reference: str, following: int) -> int:
    """0-based column of "C5"; the next one where the cell has no reference."""
    found = _REFERENCE.fullmatch(reference)
    column = following
    if found:
        column = 0
        for letter in found[1]:
            column = column * 26 + ord(letter) - 64
        column -= 1
    if column >= MAX_COLUMNS:
        raise TooLong
    return column


def _rich(item: Element) -> str:
    """A string with or without formatted runs; reading aids (furigana) left out."""
    parts = []
    for inner in item:
        if local(inner) == "t":
            parts.append(inner.text or "")
        elif local(inner) == "r":
            parts.extend(text.text or "" for text in children(inner, "t"))
    return _unescape("".join(parts))


def _unescape(text: str) -> str:
    """`_x000D_` stands for a character that XML cannot hold."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def _date(serial: float, epoch: datetime) -> str:
    try:
        moment = from_excel(serial, epoch)
    except (OverflowError, ValueError):
        raise errors.damaged(KIND, "date") from None
    if isinstance(moment, datetime):
        whole = moment.time() == time(0)
        return moment.date().isoformat() if whole else moment.isoformat(sep=" ", timespec="minutes")
    if isinstance(moment, time):
        return moment.isoformat(timespec="minutes")
    return str(moment) if isinstance(moment, timedelta) else ""
