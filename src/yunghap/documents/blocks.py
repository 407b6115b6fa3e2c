"""A document as blocks: written once, printed as HTML, HWPX, PDF and XLSX (`writers`), read back as `lines`.

Texts are cleaned when a block is made: what no format can hold (controls, lone surrogates) is dropped, runs
of spaces become one, and only `Paragraph` keeps line breaks ("\\n"). So every writer prints the same text.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Literal

from .readers.lines import Lines, clean

Align = Literal["left", "right", "center"]
BULLETS = ("○", "-", "·")  # the marks of Korean official writing, by level
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_UNPRINTABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")
_SPACES = re.compile(" {2,}")
_BREAK = re.compile(r"\r\n|\r|\n")


def _clean_lines(text: str) -> str:
    """Line ends as "\\n"; without what no format can hold."""
    return "\n".join(clean(line) for line in _BREAK.split(_UNPRINTABLE.sub("\ufffd", text)))


def paragraph_text(text: str) -> str:
    """The text as every format can hold it; line breaks are kept."""
    return "\n".join(_SPACES.sub(" ", line).strip(" ") for line in _clean_lines(text).split("\n"))


def one_line(text: str) -> str:
    """The text as every format can hold it, on one line."""
    return _SPACES.sub(" ", paragraph_text(text).replace("\n", " ")).strip()


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a paragraph; `note` is a footnote on its end."""

    text: str
    strong: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 (under the title) to 4."""

    level: int
    text: str

    def __post_init__(self) -> None:
        if self.level not in range(1, 5):
            raise ValueError("A heading has level 1 to 4")
        object.__setattr__(self, "text", one_line(self.text))


@dataclass(frozen=True, slots=True, init=False)
class Paragraph:
    """Running text: a string, or runs."""

    runs: tuple[Run, ...]

    def __init__(self, content: str | Sequence[Run] = "") -> None:
        runs = [Run(paragraph_text(content))] if isinstance(content, str) else list(_join_runs(content))
        object.__setattr__(self, "runs", tuple(runs))

    @property
    def text(self) -> str:
        """The text without notes."""
        return "".join(run.text for run in self.runs)


def _join_runs(runs: Sequence[Run]) -> Iterator[Run]:
    """Clean the runs as if they were one text: no space is doubled, or left at an end, where two of them meet."""
    pieces: list[list[str]] = [[] for _ in runs]
    space: int | None = None  # the run that a space waits in until something follows it
    at_start = True
    for index, run in enumerate(runs):
        for character in _clean_lines(run.text):
            if character == "\n":
                pieces[index].append("\n")
                space, at_start = None, True
            elif character != " ":
                if space is not None:
                    pieces[space].append(" ")
                pieces[index].append(character)
                space, at_start = None, False
            elif not at_start and space is None:
                space = index
    for run, piece in zip(runs, pieces, strict=True):
        yield Run("".join(piece), run.strong, one_line(run.note))


@dataclass(frozen=True, slots=True)
class Bullet:
    """An item of a list, level 0 to 2."""

    text: str
    level: int = 0

    def __post_init__(self) -> None:
        if self.level not in range(len(BULLETS)):
            raise ValueError("A bullet has level 0 to 2")
        object.__setattr__(self, "text", one_line(self.text))

    @property
    def line(self) -> str:
        """As printed, with its mark."""
        return f"{BULLETS[self.level]} {self.text}".strip()


@dataclass(frozen=True, slots=True, init=False)
class Bullets:
    """A list; plain strings are items of level 0."""

    items: tuple[Bullet, ...]

    def __init__(self, items: Sequence[str | Bullet]) -> None:
        made = (Bullet(item) if isinstance(item, str) else item for item in items)
        object.__setattr__(self, "items", tuple(made))


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell: the text as printed, the number behind it where it is one, and what it covers."""

    text: str
    number: int | Decimal | None = None
    columns: int = 1
    rows: int = 1
    strong: bool = False

    def __post_init__(self) -> None:
        if self.columns < 1 or self.rows < 1:
            raise ValueError("A cell covers at least one row and column")
        object.__setattr__(self, "text", one_line(self.text))


Value = str | int | Decimal | Cell | None


def as_cell(value: Value) -> Cell:
    """A cell of a plain value: numbers with thousands separators, None empty."""
    if isinstance(value, Cell):
        return value
    if value is None:
        return Cell("")
    if isinstance(value, str):
        return Cell(value)
    return Cell(f"{value:,}" if isinstance(value, int) else f"{value:,f}", number=value)


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell with its address in the grid, 0-based."""

    row: int
    column: int
    cell: Cell


@dataclass(frozen=True, slots=True, init=False)
class Table:
    """A table with one header row, and over it perhaps one of group headings (`above`).

    `align` and `widths` (relative) are per column; numbers stand right by default. `choices` are what may be
    filled in, by column: a workbook offers them. Rows leave out the positions that a cell from the left or above
    covers. Raises ValueError where rows are not equally wide.
    """

    caption: str
    header: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    align: tuple[Align, ...]
    widths: tuple[float, ...]
    above: tuple[Cell, ...]
    choices: Mapping[int, tuple[str, ...]]
    placed: tuple[Placed, ...] = field(compare=False)

    def __init__(
        self,
        caption: str,
        header: Sequence[Value],
        rows: Sequence[Sequence[Value]],
        align: Sequence[Align] = (),
        widths: Sequence[float] = (),
        *,
        above: Sequence[Value] = (),
        choices: Mapping[int, Sequence[str]] | None = None,
    ) -> None:
        put = object.__setattr__
        put(self, "caption", one_line(caption))
        put(self, "header", tuple(as_cell(value) for value in header))
        put(self, "rows", tuple(tuple(as_cell(value) for value in row) for row in rows))
        put(self, "above", tuple(as_cell(value) for value in above))
        put(self, "choices", {column: tuple(texts) for column, texts in (choices or {}).items()})
        put(self, "placed", tuple(_place([*([self.above] if above else []), self.header, *self.rows])))
        count = self.column_count
        put(self, "align", tuple(align) or tuple(_default_align(self.rows, count)))
        put(self, "widths", tuple(widths) or (1.0,) * count)
        if len(self.align) != count or len(self.widths) != count or min(self.widths, default=1) <= 0:
            raise ValueError("Alignment and width are per column")

    @property
    def header_rows(self) -> int:
        """How many rows of the grid are header."""
        return 2 if self.above else 1

    @property
    def row_count(self) -> int:
        """Rows of the grid, headers included."""
        return self.header_rows + len(self.rows)

    @property
    def column_count(self) -> int:
        """Columns of the grid."""
        return sum(cell.columns for cell in self.above or self.header)

    def grid(self) -> list[list[str]]:
        """All texts; a merged cell's stands at its first position."""
        grid = [[""] * self.column_count for _ in range(self.row_count)]
        for place in self.placed:
            grid[place.row][place.column] = place.cell.text
        return grid


def _place(rows: Sequence[Sequence[Cell]]) -> Iterator[Placed]:
    """Addresses as HTML gives them. Raises ValueError where cells overlap, or a row is too short or long."""
    width = sum(cell.columns for cell in rows[0])
    if not width:
        raise ValueError("A table has at least one column")
    covered: dict[int, set[int]] = {}
    for index, row in enumerate(rows):
        taken = covered.setdefault(index, set())
        column = 0
        for cell in row:
            while column in taken:
                column += 1
            span = range(column, column + cell.columns)
            if index + cell.rows > len(rows):
                raise ValueError("A cell reaches below its table")
            for below in range(index, index + cell.rows):
                line = covered.setdefault(below, set())
                if not line.isdisjoint(span):
                    raise ValueError("Cells overlap")
                line.update(span)
            yield Placed(index, column, cell)
        if taken != set(range(width)):
            raise ValueError("Rows of a table must be equally wide")


def _default_align(rows: Sequence[Sequence[Cell]], count: int) -> Iterator[Align]:
    plain = [row for row in rows if len(row) == count]
    for column in range(count):
        cells = [row[column] for row in plain if row[column].text]
        yield "right" if cells and all(cell.number is not None for cell in cells) else "left"


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart: `svg` from `charts`, `alternative` says in words what it shows, and always its data table."""

    svg: str
    caption: str
    table: Table
    alternative: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "caption", one_line(self.caption))
        object.__setattr__(self, "alternative", one_line(self.alternative))


@dataclass(frozen=True, slots=True)
class Note:
    """A remark under a table or paragraph, printed with the mark of reference."""

    text: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", one_line(self.text))

    @property
    def line(self) -> str:
        """As printed."""
        return f"※ {self.text}".strip()


Block = Heading | Paragraph | Bullets | Table | Figure | Note


@dataclass(frozen=True, slots=True)
class Document:
    """What is printed. `created` stands in the files' metadata: the same document gives the same bytes."""

    title: str
    language: Literal["ko", "en"]
    blocks: tuple[Block, ...]
    subtitle: str = ""
    creator: str = ""
    created: datetime = _EPOCH

    def __post_init__(self) -> None:
        for name in ("title", "subtitle", "creator"):
            object.__setattr__(self, name, one_line(getattr(self, name)))
        object.__setattr__(self, "blocks", tuple(self.blocks))
        object.__setattr__(self, "created", self.created.astimezone(UTC).replace(microsecond=0))
        if not self.title:
            raise ValueError("A document needs a title")

    @property
    def notes(self) -> tuple[str, ...]:
        """Every footnote in order; its number is its place, from 1."""
        return tuple(
            run.note
            for block in self.blocks
            if isinstance(block, Paragraph)
            for run in block.runs
            if run.note
        )

    @property
    def tables(self) -> tuple[Table, ...]:
        """Every table in order, those of figures too."""
        return tuple(
            block if isinstance(block, Table) else block.table
            for block in self.blocks
            if isinstance(block, Table | Figure)
        )


def lines(document: Document) -> tuple[str, ...]:
    """The document as text: what `read_document` gives for the HWPX file of the same document."""
    out = Lines()
    out.paragraph(document.title)
    if document.subtitle:
        out.paragraph(document.subtitle)
    noted = 0
    for block in document.blocks:
        if isinstance(block, Heading):
            out.paragraph(block.text)
        elif isinstance(block, Paragraph):
            out.paragraph(block.text)
            for run in block.runs:
                if run.note:
                    noted += 1
                    out.paragraph(f"{noted}) {run.note}")
        elif isinstance(block, Bullets):
            for item in block.items:
                out.paragraph(item.line)
        elif isinstance(block, Note):
            out.paragraph(block.line)
        else:
            _table_lines(block, out)
    return out.finish()


def _table_lines(block: Table | Figure, out: Lines) -> None:
    if isinstance(block, Figure) and block.caption:
        out.paragraph(block.caption)
    table = block.table if isinstance(block, Figure) else block
    if table.caption:
        out.paragraph(table.caption)
    if len(table.placed) == 1:
        out.paragraph(table.placed[0].cell.text)
    else:
        out.table(table.grid())


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that a PDF carries: its name, its bytes, its media type and what it is."""

    name: str
    data: bytes
    media_type: str
    about: str
