"""Tables from CSV and XLSX files, row by row with their numbers, for importers."""

import csv
import io
from collections import Counter

from yunghap.core.gate import decode_text

from . import errors
from .document import BROKEN
from .lines import MAX_BYTES, MAX_CELLS, MAX_COLUMNS, TooLong, cell_text
from .xlsx import KIND, read_sheets

Rows = list[tuple[int, list[str]]]
_ZIP = b"PK\x03\x04"
_DELIMITERS = ",;\t"


def read_tables(data: bytes) -> list[Rows]:
    """One table of a CSV file, or those of the sheets of a workbook; rows without text are left out.

    Each row has its number: of the line on which it begins, or of the sheet's row. Raises InvalidInput for what is
    neither, is damaged, or is too large.
    """
    if len(data) > MAX_BYTES:
        raise errors.too_big(MAX_BYTES)
    if not data.strip():
        raise errors.empty()
    if not data.startswith(_ZIP):
        return [_read_csv(decode_text(data))]
    try:
        return read_sheets(data)
    except (TooLong, RecursionError, MemoryError):
        raise errors.too_long(KIND) from None
    except BROKEN as exception:
        raise errors.damaged(KIND, type(exception).__name__) from exception


def _read_csv(text: str) -> Rows:
    found = Counter(text.split("\n", 1)[0])
    delimiter = max(_DELIMITERS, key=lambda one: found[one])
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: Rows = []
    line, cells = 1, 0
    try:
        for row in reader:
            cells += len(row)
            if len(row) > MAX_COLUMNS or cells > MAX_CELLS:
                raise errors.too_long("CSV")
            if any(kept := [cell_text([cell]) for cell in row]):
                rows.append((line, kept))
            line = reader.line_num + 1
    except csv.Error as exception:
        raise errors.damaged("CSV", str(exception)) from exception
    return rows
