"""Puts the stages together: lines -> blocks -> tokens -> quantities with year, role, ministry and subject."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from yunghap.plan.contracts import (
    NotUnderstood,
    OtherNumber,
    PlanText,
    Quantity,
    Role,
    Span,
    Table,
    TokenKind,
    YearBasis,
)
from yunghap.plan.domain.vocabulary import Vocabulary, shipped_vocabulary

from . import roles
from .amounts import Amount
from .blocks import Block, Tree, build_tree
from .cells import as_cell, frames_of
from .clauses import Clauses
from .columns import names_unit, units_in
from .conditions import comparison
from .context import Frame, Line
from .lend import durations_as_values, lend_units
from .ministries import Ministries
from .rates import with_rate
from .subjects import qualifiers, subject
from .tables import Grid, find_grids
from .tokens import Scope, Token, scan
from .when import When, full_year, of_year, of_years
from .years import Years, relative_positions

_GRADE_BOUNDS = re.compile(r"이상|미만|이하|초과|~")
_GRADED_VALUE = re.compile(r"목표|실적")
_YEAR_BULLET = re.compile(
    r"[(\[<]?\s?(?:'(\d\d)|(20\d\d))(?:년도?)?(?P<until>까지)?\s?(?:달성\s?|추진\s?|세부\s?)?(?:계획|목표|실적|예산|성과|결과)?(?:치|값)?\s?[)\]>]?\s*:?\s*"
)
_COVER = re.compile(
    r"\s*\(?((?:19|20)\d\d)\s?[.년]\s?(1[0-2]|0?[1-9])\s?[.월](?:\s?(3[01]|[12]\d|0?[1-9])\s?[.일]?)?(?:\s*\([월화수목금토일]\))?\s*\)?\s*"
)
_SKIPPED_COLUMNS = {
    "index": (TokenKind.LIST_MARKER, "column-index"),
    "skip": (TokenKind.CONDITION, "column-skip"),
    "unit": (TokenKind.NAME, "column-unit"),
}
_LISTED_REACH = 12  # lines over a list in which its unit is looked for
_LONGEST_SENTENCE = 2000


class Reader:
    """Reads one document; `read` fills `quantities`, `others` and `unknown`."""

    def __init__(self, lines: Sequence[str], vocabulary: Vocabulary | None) -> None:
        self.lines = tuple(lines)
        self.vocabulary = vocabulary or shipped_vocabulary()
        self.ministries = Ministries(self.vocabulary.ministries)
        self.tree: Tree = build_tree(self.lines, self.ministries)
        self.grids = find_grids(self.tree, self.vocabulary, self.ministries)
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
            elif block.kind != "blank":
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
            skipped = (
                (TokenKind.CONDITION, "condition-grade") if bounds else _SKIPPED_COLUMNS.get(frame.column.use)
            )
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
        if not tokens:
            return
        clauses = Clauses(text, sorted({token.start for token in tokens}.union(relative_positions(text))))
        if frame is not None:
            tokens = as_cell(text, tokens, frame, self.vocabulary)
        listed = None if scope.cell else self._listed_unit(block, tokens)
        tokens = lend_units(text, tokens, clauses, self.vocabulary, listed)
        tokens = durations_as_values(text, tokens)
        for token in tokens:  # a sign may have moved a start
            clauses.places.setdefault(
                token.start, clauses.places.get(token.end - 1) or clauses.place_at(token.start)
            )
        node = self.tree.nodes[block.section] if block.section >= 0 else None
        section_year = node.year if node and node.year is not None else self.tree.year
        years = Years(text, tokens, clauses, self.tree.year, section_year)
        line = Line(block, start, text, tokens, clauses, node, frame)
        for index, token in enumerate(tokens):
            if token.kind is not None:
                self._other(block, start + token.start, start + token.end, token.kind, token.rule)
            elif token.amount is None or not token.amount.unit:
                self._not_understood(line, token)
            else:
                self.quantities.append(self._quantity(line, years, index, token.amount))

    def _listed_unit(self, block: Block, tokens: Sequence[Token]) -> str | None:
        """The unit that a caption (단위: 백만원) gives to the list under it."""
        if not any(token.quantity and token.amount and not token.amount.unit for token in tokens):
            return None
        first = max(0, block.line - 1 - _LISTED_REACH)
        for above in reversed(self.tree.blocks[first : block.line - 1]):
            if names_unit(above.view.text):
                return next(iter(units_in(above.view.text, self.vocabulary)), None)
            if above.kind in {"heading", "row"}:
                return None
        return None

    # -- results ----------------------------------------------------------------------------------------------
    def _span(self, block: Block, start: int, end: int) -> Span:
        return Span(block.line, block.view.starts[start], block.view.ends[end - 1])

    def _printed(self, span: Span) -> str:
        return self.lines[span.line - 1][span.start : span.end]

    def _other(self, block: Block, start: int, end: int, kind: TokenKind, rule: str) -> None:
        span = self._span(block, start, end)
        self.others.append(OtherNumber(span, self._printed(span), kind, rule))

    def _not_understood(self, line: Line, token: Token) -> None:
        """A number without a unit, or with an unknown one right behind it."""
        span = self._span(line.block, line.offset + token.start, line.offset + token.end)
        word = re.compile(r"[가-힣A-Za-z]{1,6}").match(line.text, token.end)
        stop = word.end() if word else token.end
        shown = self._printed(self._span(line.block, line.offset + token.start, line.offset + stop))
        self.unknown.append(NotUnderstood(span, shown, "unknown-unit" if word else "no-unit"))

    def _quantity(self, line: Line, years: Years, index: int, printed: Amount) -> Quantity:
        token = line.tokens[index]
        span = self._span(line.block, line.offset + token.start, line.offset + token.end)
        amount = with_rate(line.text, printed, self.vocabulary)
        when, year_rule, basis, explicit = self._when(line, years, token)
        before, after = around(line, index)
        column, row = (line.frame.column.header, line.frame.row_header) if line.frame else ("", "")
        setting = self._setting(line, amount, when, explicit, (before, after))
        shared = self._role_of_total(line, index, amount)
        role, role_rule = role_of(line, setting, token, (before, after), shared)
        ministry, ministry_rule = self._ministry(line, token)
        programme, subject_rule = subject_of(line, index)
        return Quantity(
            line=span.line,
            start=span.start,
            end=span.end,
            text=self._printed(span),
            value=tidy(amount.value),
            unit=amount.unit,
            precision=amount.step,
            role=role,
            comparison=comparison(line.text, amount),
            value_to=None if amount.value_to is None else tidy(amount.value_to),
            krw=won(amount),
            year=when.year if when else None,
            period_start=when.start if when else None,
            period_end=when.end if when else None,
            year_basis=basis,
            ministry=ministry,
            programme=programme,
            section=line.node.path if line.node else (),
            cell=line.frame.cell if line.frame else None,
            qualifiers=qualifiers(before, after, column, row),
            rules={
                "value": "value-range" if amount.value_to is not None else "value",
                "unit": amount.rule,
                "year": year_rule,
                "role": role_rule,
                "ministry": ministry_rule,
                "programme": subject_rule,
            },
        )

    def _when(self, line: Line, years: Years, token: Token) -> tuple[When | None, str, YearBasis, bool]:
        """(period, rule, basis, whether a year is printed with the quantity or over its column)."""
        found = years.resolve(token)
        if found:
            return found[0], found[1], YearBasis.EXPLICIT, True
        for when, rule, explicit in _frame_years(line.frame):
            if when:
                return when, rule, YearBasis.COLUMN, explicit
        inherited = None if line.frame else self._bullet_year(line.block)
        if inherited:
            return inherited, "year-bullet", YearBasis.EXPLICIT, True
        if line.node is not None and line.node.year is not None:
            first, last = line.node.year, line.node.last_year
            when = of_year(first) if last is None else of_years(first, last)
            return when, "year-section", YearBasis.SECTION, False
        if self.tree.year is not None:
            return of_year(self.tree.year), "year-document", YearBasis.SECTION, False
        return None, "year-none", YearBasis.NONE, False

    def _bullet_year(self, block: Block) -> When | None:
        """The year of a bullet or caption above that says nothing else (○ 2024년 :, < 2028년 목표 >)."""
        above = self.tree.blocks[block.parent] if block.parent >= 0 else None
        if above is None or above.kind != "bullet":
            above = self._caption_above(block)
        head = _YEAR_BULLET.fullmatch(above.view.text[above.content :].strip()) if above else None
        return of_year(full_year(head[1] or head[2]), "until" if head["until"] else "year") if head else None

    def _caption_above(self, block: Block) -> Block | None:
        """The caption over a list, if no heading stands between."""
        first = max(0, block.line - 1 - _LISTED_REACH)
        for above in reversed(self.tree.blocks[first : block.line - 1]):
            if above.kind in {"heading", "row", "caption"}:
                return above if above.kind == "caption" else None
        return None

    def _setting(
        self, line: Line, amount: Amount, when: When | None, explicit: bool, words: tuple[str, str]
    ) -> roles.Setting:
        node, frame = line.node, line.frame
        row, column = (frame.row_header, frame.column.header) if frame else ("", "")
        money = amount.kind == "money"
        return roles.Setting(
            money=money,
            last_year=when.last_year if when else None,
            explicit=explicit,
            edition=self.tree.year,
            section_year=node.year if node else None,
            done=node.done if node else self.tree.state.done,
            background=node is not None and node.kind == "background",
            outcome=money and roles.is_outcome(*words, row, column),
            column=column,
            rows=frame.rows if frame else (),
            caption=frame.caption if frame else "",
        )

    def _role_of_total(self, line: Line, index: int, amount: Amount) -> tuple[Role, str] | None:
        """15,230백만원 (국비 4,200, …): parts of an amount are what the amount is."""
        place = line.clauses.places[line.tokens[index].start]
        if not place.group or amount.kind != "money":
            return None
        opening = line.offset + line.clauses.groups[place.group].start - 1
        for total in reversed(self.quantities[-16:]):
            if total.line != line.block.line or total.start < line.block.view.starts[line.offset]:
                return None
            gap = line.block.view.starts[opening] - total.end
            if 0 <= gap <= 1 and total.krw is not None:
                return total.role, "role-total"
        return None

    def _ministry(self, line: Line, token: Token) -> tuple[tuple[str, ...], str]:
        if line.frame is not None and line.frame.ministry:
            return line.frame.ministry, "ministry-cell"
        place = line.clauses.places[token.start]
        group = line.clauses.groups[place.group] if place.group else None
        beside = self.ministries.beside(
            line.text,
            line.clauses.segment_start(place),
            token.start,
            (group.start, group.end) if group else None,
        )
        if beside:
            return beside, "ministry-beside"
        while not beside:
            segment = line.clauses.segment_start(place)
            beside = self.ministries.leading(
                line.text[max(segment, line.block.content if not line.offset else 0) : token.start]
            )
            if not place.group:
                break
            place = line.clauses.outer(place)
        if beside:
            return beside, "ministry-clause"
        topics = [] if line.frame else self.ministries.topics(line.text[: token.start], line.block.content)
        if topics:
            return (topics[-1][1],), "ministry-topic"
        return self._inherited(line)

    def _inherited(self, line: Line) -> tuple[tuple[str, ...], str]:
        """Of the bullet, the bullets above, the section."""
        own = line.block.kind in {"bullet", "heading"}
        index = line.block.line - 1 if own else line.block.parent
        while index >= 0:
            block = self.tree.blocks[index]
            if block.ministry is not None:
                return block.ministry, "ministry-bullet" if block.kind == "bullet" else "ministry-section"
            index = block.parent
        return (), "ministry-none"


def _frame_years(frame: Frame | None) -> Iterator[tuple[When | None, str, bool]]:
    if frame is not None:
        yield frame.column.when, "year-column", True
        yield frame.row_when, "year-row", True
        yield frame.caption_when, "year-caption", False


def around(line: Line, index: int) -> tuple[str, str]:
    """The words before and after a quantity within its clause, up to other numbers; years are left out."""
    token = line.tokens[index]
    place = line.clauses.places[token.start]
    start = line.clauses.segment_start(place)
    pieces: list[str] = []
    at = token.start
    for earlier in reversed(line.tokens[max(0, index - 6) : index]):
        if earlier.end <= start:
            break
        pieces.append(line.text[earlier.end : at])
        at = earlier.start
        if earlier.when is None:
            start = at
            break
    pieces.append(line.text[start:at])
    before = "".join(reversed(pieces))[-60:]
    if place.group and not before.strip():
        opening = line.clauses.groups[place.group].start
        before = line.text[max(0, opening - 30) : opening]
    following = line.tokens[index + 1].start if index + 1 < len(line.tokens) else len(line.text)
    after = line.text[token.end : min(max(line.clauses.segment_end(place), token.end), following)]
    return before, line.text[token.end : token.end + 20] if after.strip() in {"", "("} else after


def role_of(
    line: Line, setting: roles.Setting, token: Token, words: tuple[str, str], shared: tuple[Role, str] | None
) -> tuple[Role, str]:
    """By table, words and label; as the total it is a part of (`shared`); then by year, tense and section."""
    before, after = words
    place = line.clauses.places[token.start]
    clause = line.text[max(line.clauses.segment_start(place), token.start - 60) : token.start]
    found = (
        (roles.of_table(setting) if line.frame else None)
        or roles.of_words(before, after, setting)
        or roles.of_label(clause, setting)
        or shared
    )
    if found:
        return found
    while place.group:
        place = line.clauses.outer(place)
    first, last = line.clauses.sentence_start(place), line.clauses.sentence_end(place)
    sentence = line.text[
        max(first, token.start - _LONGEST_SENTENCE) : min(last, token.end + _LONGEST_SENTENCE)
    ]
    rest = line.text[token.end : min(last, token.end + _LONGEST_SENTENCE)]
    return roles.of_setting(sentence, line.text[max(first, token.start - 60) : token.start], rest, setting)


def subject_of(line: Line, index: int) -> tuple[str, str]:
    """The row's header, or the words of the clause."""
    if line.frame is not None:
        return line.frame.row_header or line.frame.column.header, "subject-row"
    token = line.tokens[index]
    content = 0 if line.offset else line.block.content
    previous = next((earlier.end for earlier in reversed(line.tokens[:index]) if earlier.quantity), 0)
    place = line.clauses.places[token.start]
    return subject(line.text, line.clauses, place, (token.start, token.end), (previous, content))


def tidy(value: Decimal) -> Decimal:
    """Whole numbers without an exponent (26889, not 2.6889E+4)."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() and abs(value) < 10**20 else value


def won(amount: Amount) -> int | None:
    """Integer won of plain won, else None."""
    if amount.kind != "money" or amount.per or not amount.unit.endswith(("원", "KRW")):
        return None
    return int((amount.value * amount.size).to_integral_value())


def published_on(lines: Sequence[str]) -> date | None:
    """A date that stands alone near the top: the cover."""
    for line in lines[:120]:
        match = _COVER.fullmatch(line)
        if match:
            try:
                return date(int(match[1]), int(match[2]), int(match[3] or 1))
            except ValueError:
                return None
    return None


def extract_plan(lines: Sequence[str], *, vocabulary: Vocabulary | None = None) -> PlanText:
    """Everything a plan document says in numbers.

    `lines` as documents.service gives them; offsets in the result are over these lines. Every run of digits is in
    exactly one of `quantities`, `others`, `not_understood`.
    """
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
