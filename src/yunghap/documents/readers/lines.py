"""Collects the lines of a document under limits. No Django: the PDF worker uses it too."""

import re
from collections.abc import Iterable, Sequence

MAX_BYTES = 50 * 1024 * 1024
MAX_LINES = 200_000
MAX_CHARACTERS = 20_000_000
MAX_COLUMNS = 1_000
MAX_CELLS = 1_000_000  # of one table, positions that merged cells cover included

# Ends of lines inside a paragraph; other separators that some programs take for ends of lines become spaces.
_BREAK = re.compile(r"\r\n|\r|\n")
_SEPARATORS = {ord(c): " " for c in "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"}
_CONTROLS = dict.fromkeys([*range(9), *range(14, 28), 31, 127])
_CLEAN = _SEPARATORS | _CONTROLS


class TooLong(Exception):  # noqa: N818
    """The document has more text than we read."""


def clean(text: str) -> str:
    """One line of running text: controls dropped, tabs (they stand between cells only) made spaces."""
    return text.translate(_CLEAN).replace("\t", " ")


def paragraph_lines(text: str) -> list[str]:
    """The lines of a paragraph: one, or more where it has line breaks."""
    return [clean(line) for line in _BREAK.split(text)]


def cell_text(paragraphs: Iterable[str]) -> str:
    """What a table cell holds, on one line."""
    parts = (part.strip() for text in paragraphs for part in paragraph_lines(text))
    return " ".join(part for part in parts if part)


class Lines:
    """Gathers lines in document order.

    A table with one row is layout, not a table: its cells are joined by spaces. Two tables that touch are
    kept apart by an empty line.
    """

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._characters = 0
        self._after_table = False

    def _add(self, line: str) -> None:
        self._characters += len(line) + 1
        if len(self._lines) >= MAX_LINES or self._characters > MAX_CHARACTERS:
            raise TooLong
        self._lines.append(line)

    def paragraph(self, text: str) -> None:
        """Add running text."""
        for line in paragraph_lines(text):
            self._add(line)
        self._after_table = False

    def table(self, rows: Sequence[Sequence[str]]) -> None:
        """Add a table; cells hold no line breaks (`cell_text`). Rows without any text are left out."""
        used = [row for row in rows if any(row)]
        if not used:
            return
        if len(used) == 1 and len(rows) == 1:
            self.paragraph(" ".join(cell for cell in used[0] if cell))
            return
        if self._after_table:
            self._add("")
        self.rows(used)
        self._after_table = True

    def rows(self, rows: Iterable[Sequence[str]]) -> None:
        """Add rows as they are."""
        for row in rows:
            self._add("\t".join(row))

    def finish(self) -> tuple[str, ...]:
        """Everything gathered, without empty lines at the end."""
        while self._lines and not self._lines[-1].strip():
            self._lines.pop()
        return tuple(self._lines)


class Grid:
    """Cells of a table by address. A merged cell's text stands at its first position, the rest is empty."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], str] = {}
        self._taken: set[tuple[int, int]] = set()
        self._rows = 0
        self._columns = 0

    def put(self, row: int, column: int, text: str, *, rows: int = 1, columns: int = 1) -> None:
        """Place a cell that covers `rows` × `columns` positions (0-based address)."""
        if row not in range(MAX_LINES) or column < 0 or not column < column + columns <= MAX_COLUMNS:
            raise TooLong
        rows = max(1, min(rows, MAX_LINES - row))
        self._cells[row, column] = text
        self._columns = max(self._columns, column + columns)
        self._rows = max(self._rows, row + 1)
        if len(self._taken) + rows * columns > MAX_CELLS:
            raise TooLong
        self._taken.update((r, c) for r in range(row, row + rows) for c in range(column, column + columns))

    def free_column(self, row: int, column: int = 0) -> int:
        """The first position of the row, from `column` on, that no cell covers."""
        while (row, column) in self._taken:
            column += 1
        return column

    def table(self) -> list[list[str]]:
        """All rows, equally long."""
        if self._rows * self._columns > MAX_CELLS:
            raise TooLong
        return [
            [self._cells.get((row, column), "") for column in range(self._columns)]
            for row in range(self._rows)
        ]
