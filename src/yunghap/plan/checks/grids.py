"""Tables as grids: which cells are labels, which are values, which rows and columns are totals."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from yunghap.plan.checks.figures import PERCENT, Figure, Sum, add_up, figure_of
from yunghap.plan.checks.words import lexicon, squeeze
from yunghap.plan.contracts import Quantity, Table

TOTALS = lexicon("totals")
SUBTOTALS = lexicon("subtotals")
SOURCES = lexicon("sources")
LOCAL_PARTS = lexicon("local sources")
_NOT_ADDITIVE = re.compile(
    r"비중|비율|구성비|[가-힣]률|[가-힣]율|평균|단가|지수|순위|등급|점수|만족도|대비|증감|격차|배수|"
    r"rate|ratio|share|average|change",
    re.IGNORECASE,
)
_NOT_ADDITIVE_UNITS = frozenset(
    {PERCENT, "%p", "배", "점", "위", ":1", "년", "개월", "일", "시간", "분", "초", "대1"}
)
_OF_WHICH = re.compile(r"\s*(?:[-–·∙└ㄴ→*※]|\(|중\s|\[|of which|o/w)", re.IGNORECASE)
_BLANK = re.compile(r"\s*(?:[-–—―·.△]|해당\s?없음|없음|n/?a)?\s*", re.IGNORECASE)
_YEAR_HEADER = re.compile(r"'?(\d{2}|(?:19|20)\d{2})(?:년도?|\.)?(?:\D.*)?")
_TOTAL_YEARS = re.compile(r"'?(\d{2}|20\d{2})\s?[년.]?\s?[~–-]\s?'?(\d{2}|20\d{2})(?!\d)")
_PART_HEADER = re.compile(
    r"[1-4]\s?/\s?4|[1-4]분기|\d{1,2}월|상반기|하반기|신규|계속|기투자|이후|이전|Q[1-4]|new|continuing"
)
_SIDE_HEADERS = lexicon("side headers")
_PARENTHESES = re.compile(r"[(\[（][^()\[\]（）]*[)\]）]")


@dataclass(frozen=True, slots=True)
class Value:
    """A figure in a cell with the labels that name it."""

    quantity: Quantity
    figure: Figure
    row: int
    column: int
    label: str  # beside it, or over it where nothing stands beside
    header: str  # over it

    @property
    def money(self) -> bool:
        return self.figure.is_money


@dataclass(frozen=True, slots=True)
class SumCase:
    """A printed total with the values that should make it."""

    total: Value
    parts: tuple[Value, ...]
    sum: Sum
    across: bool  # along a row
    of: str  # the column's header, or the row's label


def bare(label: str) -> str:
    """A label squeezed, without what stands in parentheses."""
    return squeeze(_PARENTHESES.sub("", label)) or squeeze(label)


def is_total(label: str) -> bool:
    key = bare(label)
    return key in TOTALS or key.endswith(("합계", "총계", "총합")) or key.startswith(("합계", "총합계"))


def is_subtotal(label: str) -> bool:
    key = bare(label)
    return key in SUBTOTALS or key.endswith("소계") or key.startswith("소계")


class Grid:
    """One table."""

    def __init__(self, table: Table, quantities: Sequence[Quantity]) -> None:
        self.table = table
        self.rows = table.rows
        self._cells: dict[tuple[int, int], list[Quantity]] = defaultdict(list)
        for quantity in sorted(quantities, key=lambda q: (q.line, q.start)):
            if quantity.cell is not None:
                self._cells[quantity.cell.row, quantity.cell.column].append(quantity)
        self.width = max((len(row) for row in self.rows), default=0)
        self.head = self._head()
        self.values = tuple(self._values())
        self.at: dict[tuple[int, int], list[Value]] = defaultdict(list)
        for value in self.values:
            self.at[value.row, value.column].append(value)

    def _head(self) -> int:
        """How many rows head the table: the first ones that hold no quantity."""
        count = 0
        while count < min(3, len(self.rows) - 1) and not any(
            self._cells.get((count, column)) for column in range(self.width)
        ):
            count += 1
        return count

    def line(self, row: int) -> int:
        """The line a row is printed on."""
        at = next((q.line for (r, _), found in self._cells.items() if r == row for q in found), 0)
        return at or min(self.table.first_line + row, self.table.last_line)

    def cell(self, row: int, column: int) -> str:
        return self.rows[row][column].strip() if column < len(self.rows[row]) else ""

    def header(self, column: int) -> str:
        """What stands over a column, a group heading first."""
        parts: list[str] = []
        for row in range(self.head):
            text = self.cell(row, column)
            for left in range(column - 1, -1, -1):
                if text or row == self.head - 1:
                    break
                text = self.cell(row, left)
            if text and text not in parts:
                parts.append(text)
        return " ".join(parts)

    def is_label(self, row: int, column: int) -> bool:
        """A cell that names its row rather than giving a value."""
        text = self.cell(row, column)
        if _BLANK.fullmatch(text) or row < self.head:
            return False
        quantities = self._cells.get((row, column), [])
        rest = text
        for quantity in quantities:
            rest = rest.replace(quantity.text, "", 1)
        letters = sum(char.isalpha() for char in rest)
        return letters > 0 and (not quantities or (column == 0 and letters >= 4))

    def labels(self, row: int) -> list[str]:
        """The labels at the left of a row, before the first value."""
        found = []
        for column in range(self.width):
            if self.is_label(row, column):
                found.append(self.cell(row, column))
            elif self._cells.get((row, column)):
                break
        return found

    def _values(self) -> Iterator[Value]:
        for (row, column), quantities in sorted(self._cells.items()):
            if row < self.head or self.is_label(row, column):
                continue
            beside = self._beside(row, column)
            header = self.header(column)
            for quantity in quantities:
                yield Value(quantity, figure_of(quantity), row, column, beside or header, header)

    def _beside(self, row: int, column: int) -> str:
        """The label of a cell: the nearest at its left that is no unit, body or remark, else the nearest."""
        left = [at for at in range(column - 1, -1, -1) if self.is_label(row, at)]
        naming = [at for at in left if bare(self.cell(max(self.head - 1, 0), at)) not in _SIDE_HEADERS]
        return self.cell(row, (naming or left)[0]) if left else ""

    def value(self, row: int, column: int) -> Value | None:
        """The main value of a cell: the first that is no percentage, else the first."""
        values = self.at.get((row, column), [])
        return next(
            (value for value in values if value.figure.dimension != PERCENT), values[0] if values else None
        )

    def unknown(self, row: int, column: int) -> bool:
        """A cell that says something, but no value and not nothing (미정, 비예산): sums over it are open."""
        text = self.cell(row, column)
        return bool(text) and not _BLANK.fullmatch(text) and not self.at.get((row, column))

    # Totals -----------------------------------------------------------------------------------------------

    @property
    def body(self) -> range:
        return range(self.head, len(self.rows))

    def row_kind(self, row: int) -> str:
        """`total`, `subtotal`, `part` (of which …) or `leaf`."""
        labels = self.labels(row)
        if any(is_subtotal(label) for label in labels):
            return "subtotal"
        if any(is_total(label) for label in labels):
            named = len(labels) > 1 and not is_total(labels[0])
            return "subtotal" if named else "total"
        return "part" if labels and _OF_WHICH.match(labels[-1]) else "leaf"

    def additive(self, column: int) -> bool:
        """Values of a column may be added up."""
        if _NOT_ADDITIVE.search(self.header(column)):
            return False
        units = {v.figure.dimension for row in self.body if (v := self.value(row, column)) is not None}
        return len(units) == 1 and not any(unit in _NOT_ADDITIVE_UNITS or "/" in unit for unit in units)

    @property
    def paired(self) -> bool:
        """Labels stand again and again beside their values (name, value, name, value)."""
        return any(
            self.is_label(row, column) and any(self.value(row, left) for left in range(column))
            for row in self.body
            for column in range(1, self.width)
        )

    def sums(self) -> Iterator[SumCase]:
        """Every printed total that names what it adds up."""
        if "중복" in self.table.caption or any("중복" in cell for row in self.rows for cell in row):
            return
        if self.paired or not any(self.labels(row) for row in self.body):
            yield from self._listed_sum()
            if self.paired:
                return
        yield from self._column_sums()
        yield from self._row_sums()

    def listed(self) -> list[Value]:
        """The values of a table that only pairs names with values."""
        return [value for value in self.values if value.figure.dimension not in _NOT_ADDITIVE_UNITS]

    def _listed_sum(self) -> Iterator[SumCase]:
        """Names beside or over values, with one total among them, in one row or in pairs."""
        rows = {value.row for value in self.values}
        if not self.paired and len(rows) > 1:
            return
        values = [value for value in self.listed() if not _NOT_ADDITIVE.search(value.label)]
        totals = [value for value in values if is_total(value.label)]
        if len(totals) != 1 or any(is_subtotal(value.label) for value in values):
            return
        total = totals[0]
        parts = tuple(
            value
            for value in values
            if value is not total and value.figure.dimension == total.figure.dimension
        )
        if len(parts) > 1 and len({(part.row, part.column) for part in parts}) == len(parts):
            yield SumCase(total, parts, self._sum(parts, total), False, total.label)

    @staticmethod
    def _sum(parts: Sequence[Value], total: Value) -> Sum:
        return add_up([part.figure for part in parts], total.figure)

    def _column_sums(self) -> Iterator[SumCase]:
        kinds = {row: self.row_kind(row) for row in self.body}
        if not any(kind in {"total", "subtotal"} for kind in kinds.values()):
            return
        below = self._subtotals_lead(kinds)
        for column in range(self.width):
            if self.additive(column):
                yield from self._one_column(column, kinds, below)

    def _groups(self, kinds: dict[int, str], below: bool) -> dict[int, list[int]]:
        """The rows each subtotal adds up, by the direction it looks."""
        groups: dict[int, list[int]] = {}
        run: list[int] = []
        for row in sorted(kinds, reverse=below):
            if kinds[row] in {"subtotal", "total"}:
                if kinds[row] == "subtotal":
                    groups[row] = run
                run = []
            else:
                run.append(row)
        return groups

    def _subtotals_lead(self, kinds: dict[int, str]) -> bool:
        """Subtotals stand over what they add up (rather than under it): where more of them hold."""
        held = {}
        for below in (True, False):
            groups = self._groups(kinds, below)
            held[below] = sum(
                case.sum.holds
                for column in range(self.width)
                if self.additive(column)
                for row, rows in groups.items()
                for case in self._case(column, row, rows)
            )
        if held[True] != held[False]:
            return held[True] > held[False]
        return next((kind for kind in kinds.values() if kind != "total"), "leaf") == "subtotal"

    def _case(self, column: int, row: int, rows: Sequence[int]) -> Iterator[SumCase]:
        total = self.value(row, column)
        if total is None or any(self.unknown(part, column) for part in rows):
            return
        parts = tuple(value for part in rows if (value := self.value(part, column)) is not None)
        if len(parts) > 1:
            yield SumCase(total, parts, self._sum(parts, total), False, self.header(column))

    def _one_column(self, column: int, kinds: dict[int, str], below: bool) -> Iterator[SumCase]:
        leaves = [row for row, kind in kinds.items() if kind == "leaf"]
        lower = [row for row, kind in kinds.items() if kind in {"leaf", "part"}]
        subtotals = [row for row, kind in kinds.items() if kind == "subtotal"]
        grand = [
            row for row, kind in kinds.items() if kind == "total" and self.value(row, column) is not None
        ]
        groups = self._groups(kinds, below)
        grouped = {row for rows in groups.values() for row in rows}
        for row, rows in groups.items():
            plain = [part for part in rows if kinds[part] == "leaf"]
            yield from _best([*self._case(column, row, rows), *self._case(column, row, plain)])
        if len(grand) == 1:
            outside = [row for row in leaves if row not in grouped]
            choices = (
                [leaves, lower] if not subtotals else [subtotals, sorted([*subtotals, *outside]), leaves]
            )
            yield from _best([case for rows in choices for case in self._case(column, grand[0], rows)])

    def _row_sums(self) -> Iterator[SumCase]:
        headers = [self.header(column) for column in range(self.width)]
        totals = [
            c for c in range(self.width) if _total_header(self.cell(max(self.head - 1, 0), c), headers[c])
        ]
        if not self.head or len(totals) != 1:
            return
        column = totals[0]
        if not self.additive(column):
            return
        values = [c for c in range(self.width) if c != column and self.additive(c) and self._same(c, column)]
        values = [c for c in values if not _out_of_years(headers[column], headers[c])]
        left, right = [c for c in values if c < column], [c for c in values if c > column]
        blocks = [block for block in (left, right, values) if len(block) > 1]
        blocks += [
            kept
            for block in blocks
            if any("지방비" in squeeze(headers[c]) for c in block)
            and len(kept := [c for c in block if not _one_of(headers[c], LOCAL_PARTS)]) > 1
            and kept != block
        ]
        best: list[SumCase] = []
        certain = False
        for block in blocks:
            cases = [case for row in self.body for case in self._row_case(row, column, block)]
            if sum(case.sum.holds for case in cases) > sum(case.sum.holds for case in best) or not best:
                best, certain = cases, _named_parts([headers[c] for c in block])
        held = sum(case.sum.holds for case in best)
        if certain or (held >= 2 and held * 2 > len(best)):
            yield from best

    def _same(self, one: int, other: int) -> bool:
        units = [
            {v.figure.dimension for row in self.body if (v := self.value(row, column)) is not None}
            for column in (one, other)
        ]
        return units[0] == units[1]

    def _row_case(self, row: int, column: int, block: Sequence[int]) -> Iterator[SumCase]:
        total = self.value(row, column)
        if total is None or any(self.unknown(row, part) for part in block):
            return
        parts = tuple(value for part in block if (value := self.value(row, part)) is not None)
        if len(parts) > 1:
            labels = self.labels(row)
            yield SumCase(total, parts, self._sum(parts, total), True, labels[-1] if labels else "")


def _best(cases: Sequence[SumCase]) -> Iterator[SumCase]:
    """The reading under which the total holds, else the first."""
    chosen = next((case for case in cases if case.sum.holds), cases[0] if cases else None)
    if chosen is not None:
        yield chosen


def _total_header(own: str, whole: str) -> bool:
    return is_total(own) or is_total(whole) or bare(own) in {"총사업비", "사업비계", "예산계"}


def _out_of_years(total: str, header: str) -> bool:
    """2024년 예산 beside 합계('25~'29): the column's year is none of those that the total's header names."""
    span, year = _TOTAL_YEARS.search(total), _YEAR_HEADER.fullmatch(header.strip())
    if span is None or year is None:
        return False
    return not int(span[1][-2:]) <= int(year[1][-2:]) <= int(span[2][-2:])


def _one_of(header: str, names: frozenset[str]) -> bool:
    return any(bare(part) in names for part in [header, *header.split()])


def _named_parts(headers: Sequence[str]) -> bool:
    """Headers that can only be parts of a total: sources of money, years, quarters, new and continuing."""
    return (
        all(_one_of(header, SOURCES) for header in headers)
        or all(_YEAR_HEADER.fullmatch(header.strip()) for header in headers)
        or all(_PART_HEADER.search(header) for header in headers)
    )
