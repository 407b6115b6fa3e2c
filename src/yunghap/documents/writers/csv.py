"""CSV (RFC 4180) of one table."""

import csv
import io
import re

from yunghap.documents.blocks import Cell, Table

_NUMBER = re.compile(r"[-+]?[0-9][0-9,]*(\.[0-9]+)?")
_ACTIVE = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def write_csv(table: Table, *, mark: bool = True) -> bytes:
    """The table in UTF-8, with CRLF line ends; `mark` is the byte order mark that spreadsheet programs look for.

    Numbers are plain (no thousands separators). Text that a spreadsheet would run as a formula gets an apostrophe in
    front, also where only a compatibility form of the sign stands there.
    """
    grid = [[""] * table.column_count for _ in range(table.row_count)]
    for place in table.placed:
        grid[place.row][place.column] = _plain(place.cell)
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(grid)
    return (b"\xef\xbb\xbf" if mark else b"") + out.getvalue().encode()


def _plain(cell: Cell) -> str:
    if cell.number is not None:
        return f"{cell.number:f}" if not isinstance(cell.number, int) else str(cell.number)
    if cell.text.startswith(_ACTIVE) and not _NUMBER.fullmatch(cell.text):
        return f"'{cell.text}"
    return cell.text
