"""Puts the stages together: lines -> blocks -> tokens -> quantities with year, role, ministry and subject."""

import re
from collections.abc import Sequence
from decimal import localcontext

from yunghap.plan.contracts import (
    NotUnderstood,
    OtherNumber,
    PlanText,
    Quantity,
    Span,
    Table,
    TokenKind,
)
from yunghap.plan.domain.vocabulary import Vocabulary, shipped_vocabulary

from . import roles
from .blocks import Block, Tree, build_tree
from .cells import as_cell, frames_of
from .clauses import Clauses
from .columns import as_names, is_skipped, names_unit, only_unit, unit_at_end, units_in
from .context import Frame, Line
from .cover import published_on
from .eligibility import bounds_apart
from .issuer import issuer
from .lend import durations_as_values, lend_units
from .ministries import Ministries
from .resolve import Resolver
from .search import Searches
from .tables import Grid, find_grids
from .tokens import Scope, Token, scan
from .year_marks import relative_positions
from .years import Years

_GRADE_BOUNDS = re.compile(r"이상|미만|이하|초과|~")
_GRADED_VALUE = re.compile(r"목표|실적")
_SKIPPED_COLUMNS = {
    "index": (TokenKind.LIST_MARKER, "column-index"),
    "skip": (TokenKind.CONDITION, "column-skip"),
    "unit": (TokenKind.NAME, "column-unit"),
}
_DIGITS = 80  # budgets of any length stay exact
_LISTED_REACH = 12  # lines over a list in which its unit is looked for


class Reader:
    """Reads one document; `read` fills `quantities`, `others` and `unknown`."""

    def __init__(self, lines: Sequence[str], vocabulary: Vocabulary | None) -> None:
        self.lines = tuple(lines)
        self.vocabulary = vocabulary or shipped_vocabulary()
        self.ministries = Ministries(self.vocabulary.ministries)
        self.tree: Tree = build_tree(self.lines, self.ministries)
        self.tree.ministry = issuer(self.tree, self.ministries)
        self.grids = find_grids(self.tree, self.vocabulary, self.ministries)
        self.resolver = Resolver(self.tree, self.vocabulary, self.ministries)
        self.quantities: list[Quantity] = []
        self.others: list[OtherNumber] = []
        self.unknown: list[NotUnderstood] = []

    def read(self) -> None:
        """Every block once, in order."""
        rows = {id(block): (grid, row) for grid in self.grids for row, block in enumerate(grid.blocks)}
        for block in self.tree.blocks:
            if id(block) in rows:
                self._row(*rows[id(block)])
            elif block.kind == "contents":
                self._contents(block)
            elif block.kind in {"page", "row"}:  # a row that is none: the rule of a table drawn with pipes
                for match in re.finditer(r"[0-9]+", block.view.text):
                    self._other(block, match.start(), match.end(), TokenKind.PAGE, "page")
            elif block.kind in {"caption", "text"} and only_unit(block.view.text):
                for match in re.finditer(r"[0-9]+", block.view.text):
                    self._other(block, match.start(), match.end(), TokenKind.NAME, "name-unit")
            elif block.kind not in {"blank", "joined"}:
                scope = Scope(self.vocabulary, self.tree.year, block.content if block.marker else 0)
                self._text(block, (0, len(block.view.text)), scope)

    def _contents(self, block: Block) -> None:
        """A line of the table of contents: its last number is a page."""
        text = block.view.text
        number = re.search(r"\d+\s*$", text)
        last = number.start() if number else len(text)
        for token in scan(text[:last], Scope(self.vocabulary, self.tree.year, block.content)):
            kind, rule = (token.kind, token.rule) if token.kind else (TokenKind.NAME, "contents")
            self._other(block, token.start, token.end, kind, rule)
        if number:
            self._other(block, last, last + len(number[0].strip()), TokenKind.PAGE, "page-contents")

    # -- tables -----------------------------------------------------------------------------------------------
    def _row(self, grid: Grid, row: int) -> None:
        block = grid.blocks[row]
        scope = Scope(self.vocabulary, self.tree.year, cell=True)
        if row < grid.headers:
            for place in grid.cells[row]:
                self._text(block, place, scope)
            return
        for place, frame in zip(
            grid.cells[row], frames_of(grid, row, self.vocabulary, self.ministries), strict=True
        ):
            text = block.view.text[slice(*place)]
            bounds = (
                grid.graded and _GRADE_BOUNDS.search(text) and not _GRADED_VALUE.search(frame.column.header)
            )
            use = "skip" if frame.rows and is_skipped(frame.rows[-1]) else frame.column.use
            skipped = (TokenKind.CONDITION, "condition-grade") if bounds else _SKIPPED_COLUMNS.get(use)
            if skipped is None:
                self._text(block, place, scope, frame)
                continue
            for token in scan(text, scope):
                kind, rule = (token.kind, token.rule) if token.kind else skipped
                self._other(block, place[0] + token.start, place[0] + token.end, kind, rule)

    # -- one stretch of text ----------------------------------------------------------------------------------
    def _text(self, block: Block, place: tuple[int, int], scope: Scope, frame: Frame | None = None) -> None:
        start, end = place
        whole = block.view.text
        text = whole if end - start == len(whole) else whole[start:end]
        tokens = scan(text, scope)
        if frame is None and block.kind in {"heading", "caption"}:
            tokens = as_names(text, tokens, self.vocabulary)
        if not tokens:
            return
        if frame is not None:
            tokens = as_cell(text, tokens, frame, self.vocabulary)
        clauses = Clauses(text, sorted({token.start for token in tokens}.union(relative_positions(text))))
        listed = None if scope.cell else self._listed_unit(block, tokens)
        tokens = lend_units(text, tokens, clauses, self.vocabulary, listed)
        tokens = durations_as_values(text, tokens)
        node = self.tree.nodes[block.section] if block.section >= 0 else None
        if not scope.cell:
            tokens = bounds_apart(tokens, node.path[-1] if node else "", text, block.content)
        section_year = node.year if node and node.year is not None else self.tree.year
        years = Years(text, tokens, clauses, self.tree.year, section_year, now=self.tree.now)
        topics = [] if scope.cell else self.ministries.topics(text, block.content)
        labels = [] if frame else roles.labels_of(text, 0 if start else block.content)
        line = Line(block, start, text, tokens, clauses, node, frame, topics, labels, Searches(text))
        for index, token in enumerate(tokens):
            if token.kind is not None:
                self._other(block, start + token.start, start + token.end, token.kind, token.rule)
            elif token.amount is None or not token.amount.unit:
                self._not_understood(line, token)
            else:
                span = self._span(block, start + token.start, start + token.end)
                quantity = self.resolver.quantity(
                    line, years, index, span=span, text=self._printed(span), earlier=self.quantities
                )
                self.quantities.append(quantity)
                self._rest(block, start + token.start, start + token.end)

    def _listed_unit(self, block: Block, tokens: Sequence[Token]) -> str | None:
        """The unit that a caption (단위: 백만원) gives to the list under it."""
        if not any(token.quantity and token.amount and not token.amount.unit for token in tokens):
            return None
        first = max(0, block.line - 1 - _LISTED_REACH)
        for above in reversed(self.tree.blocks[first : block.line - 1]):
            if names_unit(above.view.text):
                return next(iter(units_in(above.view.text, self.vocabulary)), None)
            closing = unit_at_end(above.view.text, self.vocabulary) if above.kind != "row" else None
            if closing:  # [재정계획] (억원)
                return closing
            if above.kind in {"heading", "row"}:
                break
        return self._unit_of_total(block, tokens)

    def _unit_of_total(self, block: Block, tokens: Sequence[Token]) -> str | None:
        """* 업종 : 기계(10), 조선(6), 섬유(9) under 선도공장 25개: parts of an amount of the bullet above."""
        parts = [token for token in tokens if token.quantity and token.amount]
        if block.parent < 0 or len(parts) < 2 or any(part.amount and part.amount.unit for part in parts):
            return None
        total = sum(part.amount.value for part in parts if part.amount)
        above = self.tree.blocks[block.parent].line
        return next((q.unit for q in self.quantities if q.line == above and q.value == total), None)

    # -- results ----------------------------------------------------------------------------------------------
    def _span(self, block: Block, start: int, end: int) -> Span:
        """Where a stretch of the block stands in print; of one that a page broke, its part in the first line."""
        view = block.view
        row = view.row(start)
        while view.row(end - 1) != row:
            end -= 1
        return Span(block.line + row, view.starts[start], view.ends[end - 1])

    def _rest(self, block: Block, start: int, end: int) -> None:
        """Report the digits that a stretch has in lines after its first, as part of what stands there."""
        view, first = block.view, block.view.row(start)
        for number in re.finditer(r"[0-9][0-9,.]*", view.text[start:end]):
            at = start + number.start()
            if view.row(at) != first:
                span = self._span(block, at, start + number.end())
                self.others.append(OtherNumber(span, self._printed(span), TokenKind.CONTINUED, "line-before"))

    def _printed(self, span: Span) -> str:
        return self.lines[span.line - 1][span.start : span.end]

    def _other(self, block: Block, start: int, end: int, kind: TokenKind, rule: str) -> None:
        span = self._span(block, start, end)
        self.others.append(OtherNumber(span, self._printed(span), kind, rule))
        self._rest(block, start, end)

    def _not_understood(self, line: Line, token: Token) -> None:
        """A number without a unit, or with an unknown one right behind it."""
        span = self._span(line.block, line.offset + token.start, line.offset + token.end)
        word = re.compile(r"[가-힣A-Za-z]{1,6}").match(line.text, token.end)
        stop = word.end() if word else token.end
        shown = self._printed(self._span(line.block, line.offset + token.start, line.offset + stop))
        self._rest(line.block, line.offset + token.start, line.offset + token.end)
        self.unknown.append(NotUnderstood(span, shown, "unknown-unit" if word else "no-unit"))


def extract_plan(lines: Sequence[str], *, vocabulary: Vocabulary | None = None) -> PlanText:
    """Everything a plan document says in numbers.

    `lines` as documents.service gives them; offsets in the result are over these lines. Every run of digits is in
    exactly one of `quantities`, `others`, `not_understood`.
    """
    with localcontext(prec=_DIGITS):
        reader = Reader(lines, vocabulary)
        reader.read()
    tables = tuple(
        Table(
            grid.number,
            grid.blocks[0].line,
            grid.blocks[-1].line,
            grid.caption,
            tuple(tuple(grid.texts(row)) for row in range(len(grid.cells))),
        )
        for grid in reader.grids
    )
    return PlanText(
        lines=reader.lines,
        sections=tuple(node.section() for node in reader.tree.nodes),
        tables=tables,
        quantities=tuple(sorted(reader.quantities, key=lambda item: (item.line, item.start))),
        others=tuple(sorted(reader.others, key=lambda item: (item.span.line, item.span.start))),
        not_understood=tuple(sorted(reader.unknown, key=lambda item: (item.span.line, item.span.start))),
        year=reader.tree.year,
        published=published_on(lines),
    )
