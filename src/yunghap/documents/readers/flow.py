"""Paragraphs, tables and notes in reading order, shared by the readers of word-processor formats."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from .lines import Grid, Lines, cell_text

Draw = Callable[["Flow"], None]


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell: its 0-based address (column -1: the next free one), its span, what prints its content."""

    row: int
    column: int
    draw: Draw
    rows: int = 1
    columns: int = 1


class Flow:
    """Prints into `out`. Inside a table cell, `later` gathers what cannot stand on the cell's one line."""

    def __init__(self, out: Lines, later: list[Draw] | None = None) -> None:
        self.out = out
        self._later = later

    def after(self, draw: Draw) -> None:
        """Print now, or after the table around us."""
        if self._later is None:
            draw(self)
        else:
            self._later.append(draw)

    def table(self, cells: Sequence[Cell]) -> None:
        """Print a table. A single cell is a frame around text; tables and notes in cells follow the table."""
        if len(cells) == 1:
            cells[0].draw(self)
            return
        grid = Grid()
        later: list[Draw] = []
        for cell in cells:
            inner = Lines()
            cell.draw(Flow(inner, later))
            column = cell.column if cell.column >= 0 else grid.free_column(cell.row)
            grid.put(cell.row, column, cell_text(inner.finish()), rows=cell.rows, columns=cell.columns)
        self.out.table(grid.table())
        for draw in later:
            draw(self)


def note_text(draw: Draw) -> str:
    """A footnote's text on one line."""
    inner = Lines()
    draw(Flow(inner))
    return cell_text(inner.finish())


@dataclass(slots=True)
class Paragraph:
    """One paragraph while it is read. An empty one prints an empty line, unless it held a table or a box."""

    flow: Flow
    _text: list[str] = field(default_factory=list)
    _notes: list[str] = field(default_factory=list)
    _printed: bool = False

    def text(self, text: str) -> None:
        """Add running text."""
        self._text.append(text)

    def note(self, text: str) -> None:
        """Add a note, printed on a line of its own after the paragraph."""
        self._notes.append(text)

    def picture(self) -> None:
        """Something without text stands here: the paragraph is no empty line."""
        self._flush()
        self._printed = True

    def block(self, draw: Draw) -> None:
        """Print something that stands on lines of its own: a text box, a caption."""
        self._flush()
        draw(self.flow)
        self._printed = True

    def table(self, draw: Draw) -> None:
        """Print a table here, or after the table around us."""
        self._flush()
        self.flow.after(draw)
        self._printed = True

    def close(self) -> None:
        """Print what is left."""
        self._flush(last=True)
        for note in self._notes:
            self.flow.after(lambda flow, note=note: flow.out.paragraph(note))  # type: ignore[misc]

    def _flush(self, *, last: bool = False) -> None:
        text = "".join(self._text)
        self._text.clear()
        if text.strip() or (last and not self._printed):
            self.flow.out.paragraph(text)
            self._printed = True
