"""One document as the checks read it: plain text per line, sections, items, tables, all made once."""

import re
import unicodedata
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from yunghap.plan.checks.figures import Figure, Rounding, figure_of
from yunghap.plan.checks.grids import Grid
from yunghap.plan.checks.words import plain, squeeze
from yunghap.plan.contracts import PlanText, Quantity, Section, Span

FUTURE = frozenset({"plan", "summary", "ministry", "investment"})
_MARKER = re.compile(
    r"\s*(?:[-*•◦○●□■◇◆▪▫▶▷▸►❍❏➊-➓ㅇㆍ·※☞√+]+(?=[\s*(\[\"'「]|[가-힣A-Z])|\(?\d{1,2}[.)](?!\d)|"
    r"[가-하][.)]|[①-⑳]"
    r"|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨ]+[.\s]|[IVX]+\.|\d{1,2}(?=\s[가-힣]))\s*"
)
# A verdict may stand behind the tag: (산업부) 【우수】.
_TAG = re.compile(r"\(([^()]{2,60})\)\s*[*.\s]*(?:[【\[][^【】\[\]\d]{1,8}[】\]]\s*)?$")
_LABEL = re.compile(r"\s*\*{0,2}[(\[]([^()\[\]]{2,40})[)\]]\*{0,2}\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Placed:
    """A quantity outside tables with its offsets in the plain text of its line."""

    quantity: Quantity
    start: int
    end: int
    figure: Figure

    @property
    def line(self) -> int:
        return self.quantity.line

    @property
    def span(self) -> Span:
        return Span(self.quantity.line, self.quantity.start, self.quantity.end)


@dataclass(frozen=True, slots=True)
class Item:
    """A line outside tables: where its text begins after markers, its leading label and its trailing tag."""

    line: int
    text: str
    begin: int  # after the markers
    level: tuple[int, int]  # leading spaces, kind of marker: notes lie under their bullet
    label: str = ""
    tag: str = ""
    tag_start: int = -1

    @property
    def body(self) -> str:
        """The text without markers and trailing tag."""
        return self.text[self.begin : self.tag_start if self.tag_start >= 0 else len(self.text)]


def _composed(raw: str) -> tuple[str, tuple[int, ...] | None]:
    """The plain, composed text and, where composing moved anything, the composed offset of each raw offset."""
    text = plain(raw)
    composed = unicodedata.normalize("NFC", text)
    if composed == text:
        return text, None
    starts = [
        index
        for index, char in enumerate(text)
        if not unicodedata.combining(char) and not "\u1160" <= char <= "\u11ff"
    ]
    places: list[int] = []
    built = ""
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        places.extend([len(built)] * (end - start))
        built += unicodedata.normalize("NFC", text[start:end])
    leading = [0] * (starts[0] if starts else len(text))
    return built or composed, (*leading, *places, len(built))


class Reading:
    """Everything the checks share about one plan."""

    def __init__(self, plan: PlanText, *, rounding: Rounding = Rounding.EITHER) -> None:
        self.plan = plan
        self.rounding = rounding
        self._texts = [_composed(line) for line in plan.lines]
        self._table_lines = {
            line for table in plan.tables for line in range(table.first_line, table.last_line + 1)
        }

    def text(self, line: int) -> str:
        """The plain text of a line; empty for a line the document does not have."""
        return self._texts[line - 1][0] if 0 < line <= len(self._texts) else ""

    def place(self, line: int, offset: int) -> int:
        """The offset in the plain text for one in the original line."""
        text, places = self._texts[line - 1]
        return min(offset, len(text)) if places is None else places[min(offset, len(places) - 1)]

    def span(self, line: int, start: int, end: int) -> Span:
        """A span of the original line for offsets in the plain text."""
        places = self._texts[line - 1][1]
        if places is None:
            return Span(line, start, end)
        first = next((raw for raw, at in enumerate(places) if at >= start), len(places) - 1)
        last = next((raw for raw, at in enumerate(places) if at >= end), len(places) - 1)
        return Span(line, first, last)

    def whole(self, line: int) -> Span:
        """The line without the space around it."""
        raw = self.plan.lines[line - 1]
        start = len(raw) - len(raw.lstrip())
        return Span(line, start, max(start, len(raw.rstrip())))

    @cached_property
    def _sections(self) -> list[Section | None]:
        deepest: list[Section | None] = [None] * (len(self.plan.lines) + 2)
        for section in sorted(self.plan.sections, key=lambda s: (len(s.path), s.first_line)):
            for line in range(section.first_line, min(section.last_line, len(self.plan.lines)) + 1):
                deepest[line] = section
        return deepest

    def section(self, line: int) -> Section | None:
        """The deepest section a line lies in."""
        return self._sections[line] if 0 < line < len(self._sections) else None

    def kind(self, line: int) -> str:
        """The kind of the line's section, "other" outside all."""
        section = self.section(line)
        return section.kind if section else "other"

    def path(self, line: int) -> tuple[str, ...]:
        section = self.section(line)
        return section.path if section else ()

    def year_of(self, line: int) -> int | None:
        """The section's year, or that of the section around it."""
        section = self.section(line)
        if section is None:
            return None
        if section.year is not None:
            return section.year
        around = [
            other
            for other in self.plan.sections
            if other.year is not None and other.first_line <= line <= other.last_line
        ]
        return max(around, key=lambda other: len(other.path)).year if around else None

    def in_table(self, line: int) -> bool:
        return line in self._table_lines

    @cached_property
    def placed(self) -> tuple[Placed, ...]:
        """Quantities outside tables, in order."""
        return tuple(
            Placed(q, self.place(q.line, q.start), self.place(q.line, q.end), figure_of(q))
            for q in sorted(self.plan.quantities, key=lambda q: (q.line, q.start))
            if q.cell is None and not self.in_table(q.line)
        )

    @cached_property
    def _placed_by_line(self) -> dict[int, list[Placed]]:
        by_line: dict[int, list[Placed]] = defaultdict(list)
        for placed in self.placed:
            by_line[placed.line].append(placed)
        return by_line

    def on(self, line: int) -> list[Placed]:
        """The quantities of a line outside tables."""
        return self._placed_by_line.get(line, [])

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Lines outside tables that hold text."""
        return tuple(
            _item(line, self.text(line))
            for line in range(1, len(self.plan.lines) + 1)
            if not self.in_table(line) and self.text(line).strip()
        )

    @cached_property
    def _item_lines(self) -> list[int]:
        return [item.line for item in self.items]

    def item(self, line: int) -> Item:
        """The item of a line that has one; an empty one where the text is not at hand."""
        index = bisect_right(self._item_lines, line) - 1
        return self.items[index] if index >= 0 else _item(line, self.text(line))

    @cached_property
    def grids(self) -> tuple[Grid, ...]:
        """The tables with their quantities."""
        by_table: dict[int, list[Quantity]] = defaultdict(list)
        for quantity in self.plan.quantities:
            if quantity.cell is not None:
                by_table[quantity.cell.table].append(quantity)
        return tuple(Grid(table, by_table.get(table.number, [])) for table in self.plan.tables)

    @cached_property
    def squeezed(self) -> str:
        """All text outside tables, squeezed, lines apart."""
        return "\n".join(squeeze(item.text) for item in self.items)


def _item(line: int, text: str) -> Item:
    begin = 0
    kind = 0
    while match := _MARKER.match(text, begin):
        if match.end() == begin:
            break
        kind = max(kind, 2 if "*" in match.group() else 1)
        begin = match.end()
    label = ""
    if found := _LABEL.match(text, begin):
        label = found.group(1)
        begin = found.end()
    tag = _TAG.search(text, begin)
    return Item(
        line,
        text,
        begin,
        (len(text) - len(text.lstrip()), kind),
        label,
        tag.group(1) if tag else "",
        tag.start() if tag else -1,
    )
