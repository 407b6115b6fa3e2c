# ruff: noqa
"""Puts the stages together: lines -> blocks -> tokens -> quantities with year, role, ministry and subject."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from yunghap.plan.contracts import (
    Cell,
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
from .amounts import Amount, bare_number, clean_unit, in_unit
from .blocks import Block, Node, Tree, build_tree
from .clauses import Clauses
from .conditions import comparison
from .lend import durations_as_values, lend_units
from .ministries import Ministries
from .subjects import qualifiers, subject
from .tables import Column, Grid, find_grids, units_of
from .tokens import Scope, Token, scan
from .when import When, full_year, of_year
from .years import Years, relative_positions


@dataclass(frozen=True, slots=True)
class _Frame:
    """What a table gives to the text of one of its cells."""

    column: Column
    caption: str
    caption_when: When | None
    row_header: str
    row_when: When | None
    row_unit: str | None
    ministry: tuple[str, ...]
    cell: Cell


class _Reader:
    def __init__(self, lines: Sequence[str], vocabulary: Vocabulary | None) -> None:
        self.lines = tuple(lines)
        self.ministries = Ministries((vocabulary or shipped_vocabulary()).ministries)
        self.tree: Tree = build_tree(self.lines, self.ministries)
        if vocabulary is None:
            vocabulary = shipped_vocabulary(self.tree.year)
            self.ministries = Ministries(vocabulary.ministries)
        self.vocabulary = vocabulary
        self.grids = find_grids(self.tree.blocks, vocabulary, self.ministries)
        self.quantities: list[Quantity] = []
        self.others: list[OtherNumber] = []
        self.unknown: list[NotUnderstood] = []
        self.unit_of_block: dict[int, str] = {}

    # -- lines ------------------------------------------------------------------------------------------------
    def read(self) -> None:
        rows = {id(block): (grid, row) for grid in self.grids for row, block in enumerate(grid.blocks)}
        for block in self.tree.blocks:
            if block.kind == "blank":
                continue
            if block.kind == "page":
                self._pages(block, 0)
            elif block.kind == "contents":
                self._contents(block)
            elif id(block) in rows:
                grid, row = rows[id(block)]
                self._row(grid, row)
            elif block.kind == "row":
                self._others_only(block, TokenKind.NAME, "table-rule")
            else:
                self._prose(block)

    def _pages(self, block: Block, first: int) -> None:
        self._others_only(block, TokenKind.PAGE, "page", first)

    def _others_only(self, block: Block, kind: TokenKind, rule: str, first: int = 0) -> None:
        for match in re.finditer(r"[0-9]+", block.view.text[first:]):
            self._other(block, first + match.start(), first + match.end(), kind, rule)

    def _contents(self, block: Block) -> None:
        text = block.view.text
        number = re.search(r"\d+\s*$", text)
        last = number.start() if number else len(text)
        scope = Scope(self.vocabulary, self.tree.year, block.content)
        for token in scan(text[:last], scope):
            kind = token.kind or TokenKind.NAME
            self._other(block, token.start, token.end, kind, token.rule if token.kind else "contents")
        if number:
            self._other(block, last, last + len(number[0].strip()), TokenKind.PAGE, "page-contents")

    def _prose(self, block: Block) -> None:
        scope = Scope(self.vocabulary, self.tree.year, block.content if block.marker else 0)
        self._text(block, 0, len(block.view.text), scope, None)

    # -- one stretch of text ----------------------------------------------------------------------------------
    def _text(self, block: Block, start: int, end: int, scope: Scope, frame: _Frame | None) -> None:
        whole = block.view.text
        text = whole if (start, end) == (0, len(whole)) else whole[start:end]
        tokens = scan(text, scope)
        if not tokens:
            return
        places = sorted({token.start for token in tokens} | set(relative_positions(text)))
        clauses = Clauses(text, places)
        if frame is not None:
            tokens = self._cell_tokens(text, tokens, clauses, frame)
        tokens = lend_units(text, tokens, clauses, self.vocabulary)
        tokens = durations_as_values(text, tokens, cell=frame is not None)
        if frame is None:
            tokens = self._block_units(block, text, tokens)
        node = self._node(block)
        section_year = node.year if node else None
        years = Years(text, tokens, clauses, self.tree.year, section_year or self.tree.year)
        line = _Line(block, start, text, tokens, clauses, years, node, frame)
        for index, token in enumerate(tokens):
            if token.kind is not None:
                self._other(block, start + token.start, start + token.end, token.kind, token.rule)
            elif token.amount is None or not token.amount.unit:
                self._not_understood(block, start, text, token)
            else:
                self.quantities.append(self._quantity(line, index, token, token.amount))

    def _block_units(self, block: Block, text: str, tokens: list[Token]) -> list[Token]:
        """A caption (단위: 백만원) over a list holds for its bare numbers."""
        bare = [
            i
            for i, token in enumerate(tokens)
            if token.kind is None and token.amount and not token.amount.unit
        ]
        if not bare:
            return tokens
        unit = None
        for above in self.tree.blocks[max(0, block.line - 12) : block.line - 1][::-1]:
            if above.kind in {"heading", "row"}:
                break
            if "단위" in above.view.text:
                units = units_of(above.view.text, self.vocabulary)
                unit = units[0] if units else None
                break
        if unit is None:
            return tokens
        found = list(tokens)
        for i in bare:
            token = tokens[i]
            assert token.amount is not None  # noqa: S101
            if re.search(r"[가-힣):]\s?$", text[: token.start][-3:]) and re.match(
                r"\s*(?:[,)/]|$)", text[token.end : token.end + 3]
            ):
                found[i] = replace(
                    token,
                    amount=in_unit(token.amount, unit, self.vocabulary, "unit-caption"),
                    rule="quantity",
                )
        return found

    # -- tables -----------------------------------------------------------------------------------------------
    def _row(self, grid: Grid, row: int) -> None:
        block = grid.blocks[row]
        if row < grid.headers:
            for start, end in grid.cells[row]:
                scope = Scope(self.vocabulary, self.tree.year, 0, cell=True)
                self._text(block, start, end, scope, None)
            return
        frames = self._frames(grid, row)
        for number, (start, end) in enumerate(grid.cells[row]):
            column = grid.columns[number] if number < len(grid.columns) else Column("")
            self._cell(grid, block, start, end, column, frames[number])

    def _frames(self, grid: Grid, row: int) -> list[_Frame]:
        texts = [grid.text(row, c) for c in range(len(grid.cells[row]))]
        unit_cell = next(
            (
                self._unit(text)
                for c, text in enumerate(texts)
                if c < len(grid.columns) and grid.columns[c].use == "unit"
            ),
            None,
        )
        ministry: tuple[str, ...] | None = None
        for c, text in enumerate(texts):
            if c < len(grid.columns) and grid.columns[c].use == "ministry":
                ministry = (
                    self.ministries.only(re.sub(r"\([^()]*\)$", "", text))
                    or self.ministries.only(text)
                    or ministry
                )
        frames = []
        header, header_when, header_unit, header_ministry = "", None, None, ministry
        for c, text in enumerate(texts):
            column = grid.columns[c] if c < len(grid.columns) else Column("")
            if column.use in {"value", "ministry", "period"} and self._is_header_cell(text, c, column):
                header = text
                header_when, header_unit = self._row_meaning(text)
                own = self.ministries.only(re.sub(r"\([^()]*\)$", "", text)) or self.ministries.of_bullet(
                    text, 0
                )
                if own:
                    header_ministry = own
                elif ministry is None:
                    header_ministry = None
            above = header or self._header_above(grid, row, c)
            place = Cell(grid.number, row, c, above, column.header)
            frames.append(
                _Frame(
                    column, grid.caption, grid.caption_when, above, header_when, unit_cell or header_unit,
                    column.ministry or header_ministry or (), place,
                )
            )  # fmt: skip
        return frames

    def _header_above(self, grid: Grid, row: int, column: int) -> str:
        if column == 0:
            return ""
        for above in range(row - 1, grid.headers - 1, -1):
            if grid.text(above, 0):
                return grid.text(above, 0)
        return ""

    def _is_header_cell(self, text: str, column: int, meaning: Column) -> bool:
        if not re.search(r"[가-힣A-Za-z]", text):
            return False
        if meaning.when is not None:
            return False
        return not re.fullmatch(
            r"[△▲+-]?\s?(?:약\s?)?\d[\d,.]*\s?(?:~\s?[\d,.]+)?\s?[가-힣%A-Za-z㎡㎞㎥/ ]{0,10}(?:\([^()]*\))?",
            text,
        )

    def _row_meaning(self, text: str) -> tuple[When | None, str | None]:
        units = units_of(text, self.vocabulary)
        match = re.match(r"\s*(?:FY ?)?'?(?:(?:19|20)\d\d|(?<=')\d\d)\s?(?:년도?)?", text)
        when = None
        if match:
            when = of_year(full_year(re.sub(r"\D", "", match[0])))
        return when, units[0] if units else None

    def _unit(self, text: str) -> str | None:
        return clean_unit(re.sub(r"\([^()]*\)", "", text), self.vocabulary) or clean_unit(
            text, self.vocabulary
        )

    def _cell(self, grid: Grid, block: Block, start: int, end: int, column: Column, frame: _Frame) -> None:
        text = block.view.text[start:end]
        if not re.search(r"[0-9]", text):
            return
        simple = {
            "index": (TokenKind.LIST_MARKER, "column-index"),
            "skip": (TokenKind.CONDITION, "column-skip"),
            "unit": (TokenKind.NAME, "column-unit"),
        }
        if column.use in simple:
            kind, rule = simple[column.use]
            for token in scan(text, Scope(self.vocabulary, self.tree.year, cell=True)):
                self._other(
                    block,
                    start + token.start,
                    start + token.end,
                    token.kind or kind,
                    token.rule if token.kind else rule,
                )
            return
        if (
            grid.graded
            and re.search(r"이상|미만|이하|초과|~", text)
            and not re.search(r"목표|실적", column.header)
        ):
            for token in scan(text, Scope(self.vocabulary, self.tree.year, cell=True)):
                self._other(
                    block,
                    start + token.start,
                    start + token.end,
                    token.kind or TokenKind.CONDITION,
                    "condition-grade",
                )
            return
        self._text(block, start, end, Scope(self.vocabulary, self.tree.year, 0, cell=True), frame)

    def _cell_tokens(self, text: str, tokens: list[Token], clauses: Clauses, frame: _Frame) -> list[Token]:
        """Numbers of a cell: a bare one takes its unit from the row, the column or the caption."""
        found = []
        first = True
        for token in tokens:
            token = _as_number(text, token, frame)
            amount = token.amount
            if token.kind is None and amount is not None and not amount.unit and _alone_in_cell(text, token):
                unit, rule = _cell_unit(frame, first=first)
                if unit:
                    token = replace(
                        token, amount=in_unit(amount, unit, self.vocabulary, rule), rule="quantity"
                    )
            if (
                token.kind is TokenKind.DURATION
                and amount is not None
                and re.fullmatch(r"\s*(?:약|평균)?\s?", text[: token.start])
                and frame.column.use == "value"
            ) and (
                not re.match(r"\s?(?:이상|이내|미만|이하|초과|간|차)", text[token.end : token.end + 4])
                and text[token.end :].strip() == ""
            ):
                token = replace(token, kind=None, rule="quantity")
            if token.kind is None:
                first = False
            found.append(token)
        return found

    # -- results ----------------------------------------------------------------------------------------------
    def _node(self, block: Block) -> Node | None:
        return self.tree.nodes[block.section] if block.section >= 0 else None

    def _span(self, block: Block, start: int, end: int) -> Span:
        return Span(block.line, block.view.start(start), block.view.end(end))

    def _other(self, block: Block, start: int, end: int, kind: TokenKind, rule: str) -> None:
        span = self._span(block, start, end)
        self.others.append(OtherNumber(span, self.lines[block.line - 1][span.start : span.end], kind, rule))

    def _not_understood(self, block: Block, start: int, text: str, token: Token) -> None:
        following = re.compile(r" ?[가-힣A-Za-z]{1,6}").match(text, token.end)
        stop = token.end
        reason = "no-unit"
        if following and not following[0].startswith(" "):
            stop, reason = following.end(), "unknown-unit"
        span = self._span(block, start + token.start, start + token.end)
        shown = self.lines[block.line - 1][span.start : block.view.end(start + stop)]
        self.unknown.append(NotUnderstood(span, shown if reason == "unknown-unit" else shown, reason))

    def _quantity(self, line: "_Line", index: int, token: Token, amount: Amount) -> Quantity:
        block, node = line.block, line.node
        span = self._span(block, line.offset + token.start, line.offset + token.end)
        amount, unit_rule = _rate(line.text, amount)
        when, year_rule, basis, explicit = self._when(line, token)
        before, after = _around(line, index, token)
        setting = self._setting(line, amount, when, explicit)
        role, role_rule = _role(line, setting, before, after, token)
        ministry, ministry_rule = self._ministry(line, token)
        if line.frame is not None:
            cell = line.frame.cell
            phrase, subject_rule = line.frame.row_header or cell.column_header, "subject-row"
        else:
            cell = None
            content = block.content if line.offset == 0 else 0
            previous = max((t.end for t in line.tokens[:index] if t.amount and t.kind is None), default=0)
            phrase, subject_rule = subject(
                line.text,
                line.clauses,
                line.clauses.places[token.start],
                token.start,
                token.end,
                previous,
                content,
            )
        rules = {
            "unit": unit_rule,
            "value": "value-range" if amount.value_to is not None else "value",
            "year": year_rule,
            "role": role_rule,
            "ministry": ministry_rule,
            "programme": subject_rule,
        }
        return Quantity(
            line=block.line,
            start=span.start,
            end=span.end,
            text=self.lines[block.line - 1][span.start : span.end],
            value=_tidy(amount.value),
            unit=amount.unit,
            precision=amount.step,
            role=role,
            comparison=comparison(line.text, amount),
            value_to=_tidy(amount.value_to) if amount.value_to is not None else None,
            krw=_won(amount),
            year=when.year if when else None,
            period_start=when.start if when else None,
            period_end=when.end if when else None,
            year_basis=basis,
            ministry=ministry,
            programme=phrase,
            section=node.path if node else (),
            cell=cell,
            qualifiers=qualifiers(
                before,
                after,
                line.frame.column.header if line.frame else "",
                line.frame.row_header if line.frame else "",
            ),
            rules=rules,
        )

    def _when(self, line: "_Line", token: Token) -> tuple[When | None, str, YearBasis, bool]:
        found = line.years.resolve(token)
        if found:
            return found[0], found[1], YearBasis.EXPLICIT, True
        if line.frame is not None:
            frame = line.frame
            for when, rule in (
                (frame.column.when, "year-column"),
                (frame.row_when, "year-row"),
                (frame.caption_when, "year-caption"),
            ):
                if when:
                    return when, rule, YearBasis.COLUMN, rule != "year-caption"
        inherited = self._bullet_year(line)
        if inherited:
            return inherited, "year-bullet", YearBasis.EXPLICIT, True
        if line.node is not None and line.node.year is not None:
            return of_year(line.node.year), "year-section", YearBasis.SECTION, False
        if self.tree.year is not None:
            return of_year(self.tree.year), "year-document", YearBasis.SECTION, False
        return None, "year-none", YearBasis.NONE, False

    def _bullet_year(self, line: "_Line") -> When | None:
        """A bullet that is nothing but a year, over its sub-bullets."""
        parent = line.block.parent
        if parent < 0 or line.frame is not None:
            return None
        block = self.tree.blocks[parent]
        if block.kind != "bullet":
            return None
        head = re.match(
            r"[(\[<]?(?:(?P<y>20\d\d)|'(?P<s>\d\d))(?:년도?)?[)\]>]?\s*(?::|$|(?:계획|목표|실적|예산)\s*:?$)",
            block.view.text[block.content :].strip(),
        )
        if head is None:
            return None
        return of_year(int(head["y"]) if head["y"] else 2000 + int(head["s"]))

    def _setting(self, line: "_Line", amount: Amount, when: When | None, explicit: bool) -> roles.Setting:
        node, frame = line.node, line.frame
        return roles.Setting(
            money=amount.kind == "money",
            last_year=when.last_year if when else None,
            edition=self.tree.year,
            section_year=node.year if node else None,
            section_done=node.done if node else self.tree.done,
            background=node is not None and node.kind == "background",
            column=frame.column.header if frame else "",
            row=frame.row_header if frame else "",
            caption=frame.caption if frame else "",
            explicit=explicit,
        )

    def _ministry(self, line: "_Line", token: Token) -> tuple[tuple[str, ...], str]:
        if line.frame is not None and line.frame.ministry:
            return line.frame.ministry, "ministry-cell"
        beside = self._beside(line, token)
        if beside:
            return beside, "ministry-beside"
        index = line.block.line - 1 if line.block.kind in {"bullet", "heading"} else line.block.parent
        while index >= 0:
            block = self.tree.blocks[index]
            if block.ministry is not None:
                return block.ministry, "ministry-bullet" if block.kind == "bullet" else "ministry-section"
            index = block.parent
        if line.node is not None and line.node.ministry:
            return line.node.ministry, "ministry-section"
        return (), "ministry-none"

    def _beside(self, line: "_Line", token: Token) -> tuple[str, ...]:
        """산업부가 16,151억원 · A 사업(과기부, 80억원): named for the number itself."""
        place = line.clauses.places[token.start]
        start = line.clauses.segment_start(place)
        window = line.text[max(start, token.start - 60) : token.start]
        names = self.ministries.find(window)
        if names:
            last = names[-1]
            rest = window[last[1] :]
            if re.fullmatch(
                r"(?:가|이|는|은|의|에|에서|에는)?\s?(?::|\()?\s?(?:총|약|예산|투자액?|투입|지원|사업비|국비|\s)*",
                rest,
            ) or (re.fullmatch(r"\)?\s?(?:총|약|\s|:)*", rest)):
                joint = [last[2]]
                for earlier in reversed(names[:-1]):
                    if re.fullmatch(r"\s?[·,/와과및]\s?", window[earlier[1] : last[0]]):
                        joint.insert(0, earlier[2])
                        last = earlier
                return tuple(dict.fromkeys(joint))
        group = line.clauses.groups[place.group]
        if place.group and group.end - group.start < 200:
            parts = re.split(r"[,;/](?!\d)|\s{2,}", line.text[group.start : group.end])
            inner = next(
                (
                    found
                    for part in parts
                    if (found := self.ministries.only(part)) and not re.search(r"\d", part)
                ),
                None,
            )
            if inner:
                named = [m for m in parts if self.ministries.only(m)]
                return tuple(dict.fromkeys(s for m in named for s in self.ministries.only(m) or ()))
            outer = line.text[max(0, group.start - 40) : group.start - 1]
            attached = self.ministries.find(outer)
            if attached and re.fullmatch(
                r"(?:가|이|는|은)?\s?(?:총\s?)?(?:[\d,조억만천\s]+(?:\.\d+)?[가-힣]*원)\s?",
                outer[attached[-1][1] :],
            ):
                return (attached[-1][2],)
            if attached and re.fullmatch(r"\s?", outer[attached[-1][1] :]):
                return (attached[-1][2],)
        return ()


@dataclass(frozen=True, slots=True)
class _Line:
    block: Block
    offset: int
    text: str
    tokens: Sequence[Token]
    clauses: Clauses
    years: Years
    node: Node | None
    frame: _Frame | None


def _as_number(text: str, token: Token, frame: _Frame) -> Token:
    """In a column of values a year-like or date-like number (2,025 without comma; 15.10) is a value."""
    if (
        token.kind not in {TokenKind.YEAR, TokenKind.DATE, TokenKind.NAME, TokenKind.ORDINAL}
        or frame.column.use != "value"
    ):
        return token
    printed = text[token.start : token.end]
    if not re.fullmatch(r"\d+(?:\.\d+)?", printed):
        return token
    alone = text[: token.start].strip() in {"", "("} and text[token.end :].strip() in {"", ")"}
    inside = re.fullmatch(r"\s*[\d,.]+\s*\(", text[: token.start]) and text[token.end :].strip() == ")"
    if not (alone or inside):
        return token
    unit = frame.row_unit or frame.column.unit
    if unit is None or (
        token.kind is TokenKind.YEAR and re.fullmatch(r"20[0-4]\d", printed) and frame.cell.column == 0
    ):
        return token
    return Token(token.start, token.end, None, "bare", bare_number(text, token.start))


def _alone_in_cell(text: str, token: Token) -> bool:
    """The number is the cell's content, or stands in its parenthesis — no word that it belongs to."""
    before, after = text[: token.start], text[token.end :]
    return not re.search(r"[A-Za-z]\s?$", before) and not re.match(r"\s?[가-힣A-Za-z]", after)


def _cell_unit(frame: _Frame, *, first: bool) -> tuple[str | None, str]:
    if not first and frame.column.second:
        return frame.column.second, "unit-caption"
    if frame.row_unit:
        return frame.row_unit, "unit-row"
    return frame.column.unit, "unit-column"


_RATE_BEFORE = re.compile(
    r"(?:^|[\s(,·:/<\[~])(?P<word>연간|연평균|연|매년|해마다|매월|월평균|월|한 달에|매주|매일|하루|일평균|일일|일|주|매 ?분기|분기별|분기당|분기마다|분기|반기별|반기|시간당|1?(?P<per>[가-힣A-Za-z㎡]{1,8}?)\s?당)"
    r"(?:에|로)?(?:\s+|$)(?:(?:최대|최소|평균|약|총|각각?|한도|최고)\s?|지원(?:액|금|단가)?(?:은|는)?\s?(?:최대\s?)?|(?:[가-힣]{1,4}\s){1,2}(?=$))*$"
)
_RATE_UNITS = {
    "연간": "년", "연": "년", "매년": "년", "해마다": "년", "매월": "월", "월평균": "월", "월": "월", "한 달에": "월", "매주": "주", "주": "주",
    "매일": "일", "하루": "일", "일평균": "일", "일일": "일", "일": "일", "매분기": "분기", "매 분기": "분기", "분기별": "분기", "분기당": "분기",
    "분기마다": "분기", "분기": "분기", "반기별": "반기", "반기": "반기", "시간당": "시간",
}  # fmt: skip
_PER_NOUNS = frozenset(
    [
        "인",
        "명",
        "개소",
        "곳",
        "건",
        "기업",
        "기관",
        "거점",
        "업체",
        "농가",
        "어가",
        "가구",
        "호",
        "과제",
        "팀",
        "대",
        "회",
        "개",
        "개사",
        "사",
        "사업",
        "학교",
        "센터",
        "지역",
        "시군",
        "ha",
        "마을",
        "학급",
        "학과",
        "품목",
        "종",
        "척",
        "세대",
        "년",
        "월",
        "일",
        "병원",
        "대학",
        "단지",
        "공장",
        "점포",
        "사업장",
        "매장",
        "km",
        "kW",
        "톤",
        "학생",
        "교육생",
        "과정",
        "강좌",
        "편",
        "기",
        "면",
        "동",
        "실",
        "㎡",
        "두",
        "권역",
        "지구",
        "시설",
        "제품",
        "모델",
        "사람",
        "교",
    ]
)


def _rate(text: str, amount: Amount) -> tuple[Amount, str]:
    """연 400명 -> 명/년, 개소당 5억원 -> 억원/개소; the span stays."""
    if amount.per or amount.kind in {"percent", "point", "ratio"}:
        return amount, amount.rule
    match = _RATE_BEFORE.search(text, max(0, amount.start - 24), amount.start)
    if match is None:
        return amount, amount.rule
    word = match["word"]
    if match["per"]:
        base = match["per"].lstrip("1")
        if base not in _PER_NOUNS:
            return amount, amount.rule
        base = "인" if base in {"명", "사람"} else base
    else:
        base = _RATE_UNITS.get(word, "")
        if not base or (word in {"주", "일"} and amount.kind == "money" and word == "주"):
            return amount, amount.rule
    if word == "연평균":
        return amount, amount.rule
    return replace(amount, unit=f"{amount.unit}/{base}", per=base), f"{amount.rule}+rate"


def _around(line: _Line, index: int, token: Token) -> tuple[str, str]:
    """The words before and after a quantity within its clause, up to other numbers; years are left out."""
    place = line.clauses.places[token.start]
    start = line.clauses.segment_start(place)
    stop = line.clauses.segment_end(place)
    pieces: list[str] = []
    at = token.start
    for earlier in reversed(line.tokens[max(0, index - 6) : index]):
        if earlier.end <= start:
            break
        pieces.append(line.text[earlier.end : at])
        at = earlier.start
        if earlier.when is None:
            break
    else:
        pieces.append(line.text[start:at])
    if at > start and (
        not pieces or (line.tokens[index - 1 : index] and line.tokens[index - 1].end <= start)
    ):
        pieces.append(line.text[start:at])
    before = "".join(reversed(pieces))[-60:]
    group = line.clauses.groups[place.group]
    if place.group and not before.strip():
        before = line.text[max(0, group.start - 30) : group.start]
    following = line.tokens[index + 1].start if index + 1 < len(line.tokens) else len(line.text)
    after = line.text[token.end : min(max(stop, token.end), following)]
    if after.strip() in {"", "("}:
        after = line.text[token.end : token.end + 20]
    return before, after


def _role(line: _Line, setting: roles.Setting, before: str, after: str, token: Token) -> tuple[Role, str]:
    if line.frame is not None:
        found = roles.of_table(setting)
        if found:
            return found
    found = roles.of_words(before, after, setting)
    if found:
        return found
    place = line.clauses.places[token.start]
    outer = place
    while outer.group:
        group = line.clauses.groups[outer.group]
        outer = replace(outer, group=group.parent, segment=group.segment, sentence=group.sentence)
    first, last = line.clauses.sentence_start(outer), line.clauses.sentence_end(outer)
    sentence = line.text[first:last][:2000]
    rest = line.text[token.end : min(last, token.end + 400)]
    return roles.of_setting(sentence, rest, setting)


def _tidy(value: Decimal) -> Decimal:
    """Whole numbers without an exponent (26889, not 2.6889E+4)."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() and abs(value) < 10**20 else value


def _won(amount: Amount) -> int | None:
    """Integer won of plain won, else None."""
    if (
        amount.kind != "money"
        or amount.per
        or not (amount.unit.endswith("원") or amount.unit.endswith("KRW"))
    ):
        return None
    return int((amount.value * amount.scale).to_integral_value())


_COVER = re.compile(
    r"\s*\(?((?:19|20)\d\d)\s?[.년]\s?(1[0-2]|0?[1-9])\s?[.월](?:\s?(3[01]|[12]\d|0?[1-9])\s?[.일]?)?\s*\)?\s*"
)


def _published(lines: Sequence[str]) -> date | None:
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
    reader = _Reader(lines, vocabulary)
    reader.read()
    by_place = lambda item: (item.span.line, item.span.start)  # noqa: E731
    tables = tuple(
        Table(
            grid.number,
            grid.blocks[0].line,
            grid.blocks[-1].line,
            grid.caption,
            tuple(tuple(grid.text(r, c) for c in range(len(grid.cells[r]))) for r in range(len(grid.cells))),
        )
        for grid in reader.grids
    )
    return PlanText(
        lines=reader.lines,
        sections=tuple(node.section() for node in reader.tree.nodes),
        tables=tables,
        quantities=tuple(sorted(reader.quantities, key=lambda q: (q.line, q.start))),
        others=tuple(sorted(reader.others, key=by_place)),
        not_understood=tuple(sorted(reader.unknown, key=by_place)),
        year=reader.tree.year,
        published=_published(lines),
    )
