"""What the stages after the lexer share: a stretch of text with its tokens, and the table cell around it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from yunghap.plan.contracts import Cell

from .blocks import Block, Node
from .clauses import Clauses, Place
from .search import Searches, Stretch
from .tokens import Token
from .when import When


@dataclass(slots=True)
class Column:
    """What the headers over a column say.

    `use`: value, index, skip, period, unit, ministry. `unit` is the column's own (header), `lent` the caption's,
    `second` that of a second number in parentheses, `beside` that of the counting column to the left; `counts` tells
    that the unit was taken from a word like 과제수, `per` what each amount is for (과제당 연구비). `header` is all
    header words, `leaf` the lowest.
    """

    header: str = ""
    leaf: str = ""
    use: str = "value"
    unit: str | None = None
    lent: str | None = None
    second: str | None = None
    when: When | None = None
    ministry: tuple[str, ...] = ()
    total: bool = False
    counts: bool = False
    per: str = ""
    beside: str | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """What a table gives to the text of one of its cells."""

    column: Column
    caption: str
    caption_when: When | None
    rows: tuple[str, ...]
    row_when: When | None
    row_unit: str | None
    ministry: tuple[str, ...]
    cell: Cell

    @property
    def row_header(self) -> str:
        """The words that name the row, left to right."""
        return " ".join(self.rows)


@dataclass(frozen=True, slots=True)
class Line:
    """A line, or a cell, as the stages see it: `text` begins at `offset` of the block's view."""

    block: Block
    offset: int
    text: str
    tokens: Sequence[Token]
    clauses: Clauses
    node: Node | None
    frame: Frame | None = None
    topics: Sequence[tuple[int, tuple[str, ...]]] = ()  # (from where, ministries) that sentences are about
    labels: Sequence[tuple[int, str]] = ()  # (to where, word) of labels like "목표 :", in order
    searches: Searches = field(default_factory=lambda: Searches(""))

    def place(self, token: Token) -> Place:
        """Where the token stands."""
        return self.clauses.places[token.start]

    def stretch(self, start: int, end: int) -> Stretch:
        """A stretch of the line, to search in."""
        return Stretch(self.searches, start, end)
