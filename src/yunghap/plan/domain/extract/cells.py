"""Cells: what row and column give to the numbers in them."""

import re
from collections.abc import Sequence
from dataclasses import replace

from yunghap.plan.contracts import Cell, TokenKind
from yunghap.plan.domain.vocabulary import Vocabulary

from .amounts import bare_number, in_unit, with_sign
from .cell_shapes import STAGE
from .columns import MONEY_WORDS, counted_unit, units_in
from .context import Column, Frame
from .ministries import Ministries
from .tables import Grid
from .tokens import Token
from .units import clean_unit, unit_kind
from .when import When, full_year, of_year

_VALUE = re.compile(
    r"(?:평균|총|누적|최대|연간?)?\s?[△▲▼+-]?\s?(?:약\s?)?\d[\d,.]*\s?(?:[~/]\s?[\d,.]+)?\s?"
    r"[가-힣%A-Za-z㎡㎞㎥/社 ]{0,10}(?:\([^()]*\))?"
)
_NUMBERED_NAME = re.compile(r"\d+ [가-힣]{2,} [가-힣]{2,}")
_ROW_YEAR = re.compile(r"\s*(?:FY ?)?'?(?:(?:19|20)\d\d|(?<=')\d\d)\s?(?:년도?)?(?=\s|$|[(.])")
_ROW_YEAR_ASIDE = re.compile(r"(?<=[가-힣\d]\()\s?'?(?:20)?\d\d년?\s?(?=\)$)")
_RATE = re.compile(r"(?<![가-힣])[가-힣]{1,8}(?:[률율]|비율|비중)(?:\s?\([^()]*\))?$")
_TWO = re.compile(r"\s*(\d[\d,]*)\s?/\s?(\d[\d,]*)\s*")
_PLAIN = re.compile(r"\d+(?:\.\d+)?")
_BOUND_BEHIND = re.compile(r"\s?(?:이상|이내|미만|이하|초과|간|차|동안)")
_LASTS = re.compile(r"(?:기간|시간|일수)$")
_TERM = re.compile(r"(?:사업|연구|추진|협약|수행|계획|개발)\s?기간$")  # of a project: no indicator
_BEFORE_VALUE = re.compile(r"\s*(?:약|평균)?\s?[△▲▼+-]?\s?")
_TOLD_APART = frozenset({TokenKind.YEAR, TokenKind.DATE, TokenKind.NAME, TokenKind.ORDINAL})


def frames_of(grid: Grid, row: int, vocabulary: Vocabulary, ministries: Ministries) -> list[Frame]:
    """One frame per cell of a data row."""
    texts = grid.texts(row)
    headings = _with_merged(grid, row, texts)
    unit_cell = next(
        (_unit(text, vocabulary) for c, text in enumerate(headings) if grid.column(c).use == "unit"),
        None,
    )
    ministry = _ministry_cell(grid, texts, ministries)
    groups = sum(column.use == "ministry" for column in grid.columns) > 1
    parts: list[str] = []
    when, unit, named = None, None, ministry
    after_value = False
    frames = []
    for c, text in enumerate(texts):
        column = grid.column(c)
        printed = headings[c]
        if (column.use == "period" or not c) and _ROW_YEAR.fullmatch(text):  # 연도 | 사업량 | 사업비
            when = of_year(full_year(re.sub(r"\D", "", text)))
        if _heads_row(printed, column, vocabulary):
            if after_value:  # a second group of columns: 부처명 | 실적 | 부처명 | 실적
                parts, when, unit, named, after_value = [], None, None, () if groups else ministry, False
            parts.append(printed)
            own_when, own_unit = _row_meaning(printed, vocabulary, grid.units)
            when, unit, named = own_when or when, own_unit or unit, _named(printed, ministries) or named
        elif text and column.use == "value":
            after_value = True
        place = Cell(grid.number, row, c, " ".join(parts), column.header)
        frames.append(
            Frame(
                column,
                grid.caption,
                grid.caption_when,
                tuple(parts),
                when,
                unit_cell or unit,
                column.ministry or named,
                place,
            )
        )
    return frames


def _with_merged(grid: Grid, row: int, texts: Sequence[str]) -> list[str]:
    """An empty header cell goes on with the one above it, where the columns to its left do so too."""
    empty = next((c for c, text in enumerate(texts) if text), len(texts))
    above = (grid.above(row, c) for c in range(empty))
    return ["" if _VALUE.fullmatch(text) else text for text in above] + list(texts[empty:])


def _named(text: str, ministries: Ministries) -> tuple[str, ...]:
    return ministries.only(re.sub(r"\([^()]*\)$", "", text)) or ministries.of_bullet(text, 0) or ()


def _ministry_cell(grid: Grid, texts: Sequence[str], ministries: Ministries) -> tuple[str, ...]:
    for c, text in enumerate(texts):
        if grid.column(c).use == "ministry":
            found = _named(text, ministries)
            if found:
                return found
    return ()


def _heads_row(text: str, column: Column, vocabulary: Vocabulary) -> bool:
    """A cell of words names the row for the cells to its right, also one like 119 출동 도착시간(분)."""
    if column.use not in {"value", "ministry", "period"} or column.when is not None:
        return False
    if STAGE.fullmatch(text):  # 1차년도(2023)
        return True
    return bool(re.search(r"[가-힣A-Za-z]", text)) and not (
        _VALUE.fullmatch(text) and not (_NUMBERED_NAME.match(text) and units_in(text, vocabulary))
    )


def _row_meaning(text: str, vocabulary: Vocabulary, shared: Sequence[str]) -> tuple[When | None, str | None]:
    """Year and unit that a row's words give; of the units `shared` by the table the one that suits them."""
    guess = len(shared) != 1
    units = units_in(text, vocabulary) or [unit for unit in (counted_unit(text, shared),) if unit and guess]
    if not units and "%" in shared and _RATE.search(text):
        units = ["%"]
    if not units and guess and MONEY_WORDS.search(text):
        units = [unit for unit in shared if unit_kind(unit, vocabulary)[0] == "money"]
    match = _ROW_YEAR.match(text) or _ROW_YEAR_ASIDE.search(text)
    when = of_year(full_year(re.sub(r"\D", "", match[0]))) if match else None
    return when, units[0] if units else None


def _unit(text: str, vocabulary: Vocabulary) -> str | None:
    """The unit a unit column prints; one that is not known stays as printed."""
    bare = re.sub(r"\([^()]*\)", "", text).strip()
    found = clean_unit(text, vocabulary) or clean_unit(bare, vocabulary)
    return found or (bare if re.fullmatch(r"[^\d\s.,-][^\s]{0,11}", bare) else None)


def as_cell(text: str, tokens: Sequence[Token], frame: Frame, vocabulary: Vocabulary) -> list[Token]:
    """Tokens of a cell: a bare number takes its unit from the column, the row or the caption."""
    found: list[Token] = []
    for printed in _each_of_two(text, tokens, frame):
        token = _as_value(text, _as_number(text, printed, frame), frame)
        amount = token.amount
        if token.quantity and amount is not None and not amount.unit and _no_word(text, token):
            unit, rule = _unit_of(frame, first=not any(earlier.quantity for earlier in found))
            if unit:
                token = replace(token, amount=in_unit(amount, unit, vocabulary, rule), rule="quantity")
        found.append(_per_one(token, frame.column.per))
    return found


def _each_of_two(text: str, tokens: Sequence[Token], frame: Frame) -> Sequence[Token]:
    """12/45 under 과제수(신규/계속): two numbers, not a fraction."""
    both = _TWO.fullmatch(text)
    if both is None or frame.column.use != "value" or "/" not in frame.column.header:
        return tokens
    numbers = [bare_number(text, both.start(group)) for group in (1, 2)]
    return [Token(number.start, number.end, None, "bare", number) for number in numbers]


def _per_one(token: Token, per: str) -> Token:
    """500백만원 under 과제당 연구비."""
    amount = token.amount
    if not per or not token.quantity or amount is None or amount.per or not amount.unit or "/" in amount.unit:
        return token
    if amount.kind in {"percent", "point", "ratio", "times"}:
        return token
    return replace(
        token, amount=replace(amount, unit=f"{amount.unit}/{per}", per=per, rule=f"{amount.rule}+rate")
    )


def _as_number(text: str, token: Token, frame: Frame) -> Token:
    """In a column of values a number that looks like a year, date or version (2025, 15.10, 3.0) is a value."""
    if token.kind not in _TOLD_APART or frame.column.use != "value":
        return token
    if token.kind is not TokenKind.NAME and _unit_of(frame, first=True)[0] is None:
        return token
    printed = text[token.start : token.end]
    before, after = (
        text[max(0, token.start - 40) : token.start].strip(),
        text[token.end : token.end + 40].strip(),
    )
    second = before.endswith("(") and after == ")"
    if not _PLAIN.fullmatch(printed) or not ((before in {"", "△", "▲", "-", "+"} and after == "") or second):
        return token
    if token.kind is TokenKind.YEAR and frame.cell.column == 0:
        return token
    number = with_sign(text, bare_number(text, token.start), cell=True)
    return Token(number.start, number.end, None, "bare", number)


def _as_value(text: str, token: Token, frame: Frame) -> Token:
    """A duration that fills a cell is the value of an indicator."""
    if _TERM.search(frame.row_header):
        return token
    lasts = token.amount is not None and token.amount.kind == "time" and _LASTS.search(frame.row_header)
    if frame.column.use != "value" or not (token.kind is TokenKind.DURATION or lasts):
        return token
    behind = text[token.end : token.end + 40].strip()
    alone = _BEFORE_VALUE.fullmatch(text, 0, token.start) and behind in {"", "이내", "이하", "내외"}
    return (
        replace(token, kind=None, rule="quantity")
        if alone and (lasts or not _BOUND_BEHIND.match(text, token.end))
        else token
    )


def _no_word(text: str, token: Token) -> bool:
    """No word that the number belongs to stands beside it."""
    return not re.search(r"[A-Za-z]\s?$", text[max(0, token.start - 2) : token.start]) and not re.match(
        r"\s?[가-힣A-Za-z]", text[token.end :]
    )


def _unit_of(frame: Frame, *, first: bool) -> tuple[str | None, str]:
    column = frame.column
    if not first and column.second:
        return column.second, "unit-caption"
    if column.unit:
        return column.unit, "unit-column"
    if frame.row_unit:
        return frame.row_unit, "unit-row"
    return (column.lent, "unit-caption") if column.lent else (column.beside, "default-unit-beside")
