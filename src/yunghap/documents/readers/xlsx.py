"""XLSX (SpreadsheetML, ECMA-376): every sheet is a line with its name, then its rows, tab-separated.

Values are the stored ones; a formula without a stored result is refused rather than dropped. The reader is
our own because general ones widen each row to the farthest cell: one cell in the far corner makes 17 billion.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation

from yunghap.core.gate import SafeZip, safe_xml

from . import errors
from .lines import MAX_COLUMNS, Lines, TooLong, cell_text
from .xml import Element, attribute, child, children, descendants, local, number

KIND = "XLSX"
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
# Number formats 14-22 and 45-47 show dates everywhere, 27-36 and 50-58 in East Asia (ECMA-376 part 1, 18.8.30).
_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]')
_LAST_DAY = 2_958_466  # 31 December 9999
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def read_xlsx(data: bytes) -> tuple[str, tuple[str, ...]]:
    """(title, lines) of the workbook; hidden sheets are read like the others."""
    archive = SafeZip(data)
    out = Lines()
    for name, rows in _sheets(archive):
        out.paragraph(name)
        out.rows(cells for _row, cells in rows)
    title = ""
    if "docProps/core.xml" in set(archive.names()):
        core = safe_xml(archive.read("docProps/core.xml"))
        title = next((element.text or "" for element in descendants(core, "title")), "")
    return title.strip(), out.finish()


def read_sheets(data: bytes) -> list[list[tuple[int, list[str]]]]:
    """The rows of each sheet that hold something, each with the number a spreadsheet program shows beside it."""
    return [list(rows) for _name, rows in _sheets(SafeZip(data))]


def _sheets(archive: SafeZip) -> Iterator[tuple[str, Iterator[tuple[int, list[str]]]]]:
    """Name and rows of every sheet with cells."""
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
    for sheet in descendants(workbook, "sheet"):
        name = attribute(sheet, "name")
        target = targets.get(_relation(sheet), "")
        if target not in names:
            raise errors.damaged(KIND, f"sheet {name}")
        root = safe_xml(archive.read(target))
        if local(root) == "worksheet":  # a chart sheet has no cells
            yield name, book.rows(root, name)


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
        self._epoch = datetime(1904, 1, 1) if mac else datetime(1899, 12, 30)  # noqa: DTZ001 - sheets know no zone
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
            code = own.get(identity, "")
            self._dates.append(_shows_date(code) or number(style, "numFmtId", 0) in _DATES)
            self._percents.append("%" in _LITERAL.sub("", code) or identity in ("9", "10"))

    def rows(self, sheet: Element, name: str) -> Iterator[tuple[int, list[str]]]:
        """The rows that hold something, with their numbers; a merged cell's text stands at its first position."""
        place = 0
        for data in children(sheet, "sheetData"):
            for row in children(data, "row"):
                place = number(row, "r", place + 1)
                cells: list[str] = []
                column = -1
                for cell in children(row, "c"):
                    column = _column(attribute(cell, "r"), column + 1)
                    text = self._cell(cell, name)
                    if text:
                        cells.extend([""] * (column + 1 - len(cells)))
                        cells[column] = text
                if cells:
                    yield place, cells

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


def _shows_date(code: str) -> bool:
    """A number format whose first section has parts of a date or time outside its quoted texts."""
    return bool(re.search("[dmyhs]", _LITERAL.sub("", code.partition(";")[0].lower())))


def _date(serial: float, epoch: datetime) -> str:
    """Days since the epoch; before the first day there is only a time."""
    if not 0 <= serial < _LAST_DAY:
        raise errors.damaged(KIND, "date")
    if serial < 61 and epoch.year == 1899:  # this calendar has a 29 February 1900
        serial += 1 if serial >= 1 else 0
    moment = epoch + timedelta(seconds=round(serial * 86_400))
    if serial < 1:
        return moment.strftime("%H:%M")
    return moment.strftime("%Y-%m-%d" if moment.hour == moment.minute == 0 else "%Y-%m-%d %H:%M")
