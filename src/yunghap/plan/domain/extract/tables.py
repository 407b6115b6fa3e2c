"""Tables: rows gathered, header rows told from data, merged headers spread over their columns."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise, zip_longest

from yunghap.plan.domain.vocabulary import Vocabulary

from .aligned import headers_by_place, places_of
from .blocks import Block, Tree
from .cell_shapes import SHORT_YEAR_CELL, YEAR_CELL, is_data
from .columns import MONEY_WORDS, counted_unit, names_unit, only_unit, read_column, units_in
from .context import Column
from .headings import years_in
from .merged import stack_headers
from .ministries import Ministries
from .rows import closed_by_pipes, is_rule, split_row
from .units import clean_unit
from .view import without_stars
from .when import When, of_year, of_years

_PHRASE = re.compile(r"\d[\d,.]*\s?(?!단계|분기|차|학기)[가-힣%]{1,3}\s[가-힣]")  # 1개소 착공
_OF_BEFORE = re.compile(
    r"\s*\(?\s?(?:비\s?중|비율|구성비|점유율|share|%)\s?(?:\(%\))?\s?\)?\s*", re.IGNORECASE
)
_CHANGE = re.compile(r"(?:증\s?감|차\s?이|증가|감소|격차)\s?액?\s?(?:\([^()%]*\))?")
_LEADS = re.compile(r"주\s?관|소\s?관|주\s?무")
_HELPS = re.compile(r"협조|협력|참여|유관|관련|관계")
_STAGE_OF_WORK = re.compile(r"(?:착\s?수|완\s?료|준\s?공)\s*(?:\([^()]*\))?")
_LETTER = re.compile(r"\(\s?([A-Z])\s?\)")
_FORMULA = re.compile(r"\(\s?[(\s]*[A-Z]\s?[-/÷+][-/÷+()\sA-Zx*\d]*\)")
_REACHED = re.compile(r"(?:집행|달성|이행|진도|진척|소진)[률율도]")
_TOTAL_ROW = re.compile(r"(?:합|총|소)?\s*계|총\s*합계|total", re.IGNORECASE)
_UNIT_TAIL = re.compile(r"(?:단\s?위|units?)\s*(?::|\s).*", re.IGNORECASE)
_UNIT_ROW = re.compile(r"(?:측정\s?)?단\s?위|units?", re.IGNORECASE)
_MINISTRY_ROW = re.compile(r"(?:주\s?관|소\s?관|주\s?무)\s?(?:부\s?처|기\s?관)?(?:명)?")
_CARD = 2  # columns
_LONGEST_HEAD = 46
_GRADES = re.compile(r"등급|판정|평가\s?구분|평점|grade", re.IGNORECASE)


@dataclass(slots=True)
class Grid:
    """A table: `cells[row][column]` are (start, end) in the row's view; the first `headers` rows are headers."""

    number: int
    blocks: list[Block]
    cells: list[list[tuple[int, int]]]
    caption: str = ""
    caption_when: When | None = None
    units: list[str] = field(default_factory=list)
    headers: int = 0
    columns: list[Column] = field(default_factory=list)
    graded: bool = False
    _above: dict[int, list[str]] = field(default_factory=dict, repr=False)

    @property
    def width(self) -> int:
        """The columns of the widest row."""
        return max(len(row) for row in self.cells)

    def text(self, row: int, column: int) -> str:
        """A cell's words; empty beyond the row's end."""
        if column >= len(self.cells[row]):
            return ""
        start, end = self.cells[row][column]
        return self.blocks[row].view.text[start:end].strip()

    def texts(self, row: int) -> list[str]:
        """All cells of a row."""
        return [self.text(row, column) for column in range(len(self.cells[row]))]

    def above(self, row: int, column: int) -> str:
        """The nearest words above a cell, under the headers; empty where there are none."""
        if column not in self._above:
            nearest = accumulate(
                (self.text(number, column) for number in range(self.headers, len(self.cells))),
                lambda before, words: words or before,
                initial="",
            )
            self._above[column] = list(nearest)
        return self._above[column][row - self.headers]

    def column(self, number: int) -> Column:
        """The meaning of a column; of one beyond the headers, nothing."""
        return self.columns[number] if number < len(self.columns) else Column()


def find_grids(tree: Tree, vocabulary: Vocabulary, ministries: Ministries) -> list[Grid]:
    """All tables of the document."""
    blocks = tree.blocks
    grids: list[Grid] = []
    run: list[Block] = []
    read = [block for block in blocks if block.kind != "joined"]
    for block, following in zip_longest([*read, None], read[1:]):
        if (
            run
            and block is not None
            and following is not None
            and _heads_rows(run, block, following, vocabulary)
        ):
            continue
        if block is not None and block.kind == "row":
            block.view = without_stars(block.view, 0)
            if not is_rule(block.view.text):
                run.append(block)
        elif run:
            above = blocks[max(0, run[0].line - 6) : run[0].line - 1]
            node = tree.nodes[run[0].section] if run[0].section >= 0 else None
            year = node.year if node and node.year is not None else tree.year
            below = block.view.text if block is not None and only_unit(block.view.text) else ""
            grid = _start(len(grids), run, above, vocabulary)
            grid.units = grid.units or units_in(below, vocabulary)
            grid.columns = [
                read_column(words, grid.units, vocabulary, ministries, year)
                for words in _headers(grid, tree.year)
            ]
            grids.append(_finish(grid, vocabulary, ministries))
            run = []
    return grids


def _heads_rows(run: Sequence[Block], block: Block, following: Block, vocabulary: Vocabulary) -> bool:
    """A line between the rows of a table that heads those below: 전략목표 Ⅰ. 데이터 공급 확대, without tabs."""
    if block.kind not in {"heading", "bullet", "text"} or following.kind != "row" or run[-1].kind != "row":
        return False
    if (
        run[-1].line != block.line - 1
        or following.line != block.line + 1
        or len(block.view.text) > _LONGEST_HEAD
    ):
        return False
    above = max(len(split_row(row.view.text, ruled=row.ruled)) for row in run)
    text = following.view.text
    cells = [text[start:end] for start, end in split_row(text, ruled=following.ruled)]
    return len(cells) == above > _CARD and any(is_data(cell, vocabulary) for cell in cells[1:])


def _start(number: int, rows: list[Block], above: Sequence[Block], vocabulary: Vocabulary) -> Grid:
    """Cells, caption and header rows."""
    closed = sum(closed_by_pipes(row.view.text) for row in rows) * 2 > len(rows)
    grid = Grid(number, rows, [split_row(row.view.text, ruled=row.ruled, closed=closed) for row in rows])
    _read_caption(grid, above, vocabulary)
    grid.headers = _header_rows(grid, vocabulary)
    _align_merged(grid)
    _align_totals(grid, vocabulary)
    return grid


def _headers(grid: Grid, year: int | None) -> list[list[str]]:
    """Per column its header words; of a table without lines, whose headers are not one to a column, by their place."""
    heads, body = range(grid.headers), range(grid.headers, len(grid.cells))
    if _is_spaced(grid) and grid.headers > 1 and any(len(grid.cells[row]) != grid.width for row in heads):
        places = [
            places_of(block.view.text, cells) for block, cells in zip(grid.blocks, grid.cells, strict=True)
        ]
        found = headers_by_place(
            [list(zip(places[row], grid.texts(row), strict=True)) for row in heads],
            [places[row] for row in body],
        )
        if found:
            return found
    return stack_headers([grid.texts(row) for row in heads], grid.width, year)


def _is_spaced(grid: Grid) -> bool:
    """Neither tabs nor pipes set the cells apart."""
    return not any(block.ruled or "\t" in block.view.text for block in grid.blocks)


def _align_merged(grid: Grid) -> None:
    """A row set with spaces whose first cells are merged with those above: it begins under a later column."""
    if not _is_spaced(grid):
        return
    width, above = grid.width, None  # the nearest whole row above
    for row in range(grid.headers, len(grid.cells)):
        places = places_of(grid.blocks[row].view.text, grid.cells[row])
        missing = width - len(places)
        if missing < 1:
            above = places
        elif above is not None and above[missing - 1][1] <= places[0][0] <= above[missing][1]:
            start = grid.cells[row][0][0]
            grid.cells[row][:0] = [(start, start)] * missing


def _align_totals(grid: Grid, vocabulary: Vocabulary) -> None:
    """A total whose first cell covers several columns of words: its numbers stand at the right."""
    width = grid.width
    body = range(grid.headers, len(grid.cells))
    for row in body:
        texts = grid.texts(row)
        missing = width - len(texts)
        if missing < 1 or len(texts) < 2 or not _TOTAL_ROW.fullmatch(texts[0]):
            continue
        full = [other for other in body if len(grid.cells[other]) == width]
        covered = full and all(
            not grid.text(other, missing) or not is_data(grid.text(other, missing), vocabulary)
            for other in full
        )
        if covered and all(is_data(text, vocabulary) or text in {"", "-"} for text in texts[1:]):
            end = grid.cells[row][0][1]
            grid.cells[row][1:1] = [(end, end)] * missing


def _finish(grid: Grid, vocabulary: Vocabulary, ministries: Ministries) -> Grid:
    """What columns say about each other."""
    if grid.width == _CARD:
        _read_card(grid, vocabulary, ministries)
    _lead_alone(grid)
    _count_stages(grid, vocabulary)
    _give_units_in_order(grid, vocabulary)
    _give_totals(grid)
    _give_computed(grid)
    _give_money(grid)
    _give_changes(grid)
    _give_counts(grid)
    _give_shares(grid)
    grid.graded = bool(grid.columns and _GRADES.search(grid.columns[0].header))
    return grid


def _read_caption(grid: Grid, above: Sequence[Block], vocabulary: Vocabulary) -> None:
    """Caption and units from the lines just above, nearest first; past a gap or another table they say nothing."""
    blanks = 0
    for block in reversed(above):
        text = block.view.text.strip()
        blanks = blanks + 1 if block.kind == "blank" else blanks
        if block.kind == "row" and is_rule(text):
            continue
        if blanks > 1 or block.kind in {"row", "page", "contents"}:
            break
        if block.kind == "blank":
            continue
        grid.units = grid.units or units_in(text, vocabulary)
        unit_line = names_unit(text) and not _UNIT_TAIL.sub("", text).strip(" *※-·[]()<>")
        if not grid.caption and not unit_line and (block.kind in {"caption", "heading"} or len(text) <= 60):
            grid.caption = text
        if grid.caption and (grid.units or block.kind != "caption"):
            break
    first = [text for text in grid.texts(0) if names_unit(text)]
    if not grid.units and (first or len(grid.cells[0]) > 1):
        grid.units = units_in(first[0] if first else grid.text(0, 0), vocabulary)
    years = set(years_in(grid.caption))
    if len(years) == 1 and "~" not in grid.caption:
        grid.caption_when = of_year(years.pop())


def _header_rows(grid: Grid, vocabulary: Vocabulary) -> int:
    """How many rows stand over the first row with values; of a table without values or of a card, the first."""
    if grid.width == _CARD and len(grid.cells) > _CARD:
        return 0 if is_data(grid.text(0, 1), vocabulary) else 1
    for row, cells in enumerate(grid.cells):
        texts = grid.texts(row)
        short = [text for text in texts if SHORT_YEAR_CELL.fullmatch(text)]
        if len(set(short)) > 1:  # 24년 | 25년 | 26년
            texts = [text for text in texts if text not in short]
        if any(
            is_data(text, vocabulary) and (c or not re.fullmatch(r"\d{1,2}", text))
            for c, text in enumerate(texts)
        ):
            return row
        if row and any(_PHRASE.match(text) for text in texts[1:]) and _is_dated(grid):
            return row
        if row and any(
            re.search(r"\d", text) and len(text) > 12 and not YEAR_CELL.fullmatch(text) for text in texts
        ):
            return 1
        if row >= 4 and len(cells) > 1:
            break
    return 1 if len(grid.cells) > 1 else 0


def _is_dated(grid: Grid) -> bool:
    """The first row heads columns of years: 과제 | 2025 | 2026, over 설계 | 1개소 착공."""
    return sum(YEAR_CELL.fullmatch(text) is not None for text in grid.texts(0)) > 1


def _read_card(grid: Grid, vocabulary: Vocabulary, ministries: Ministries) -> None:
    """단위 | 건, 주관부처 | 교육부 and '22 실적 | 1,520 under 구분 | 내용: unit and ministry in rows of their own."""
    values = grid.columns[1]
    if values.use == "remark":
        values.use = "value"
    for row in range(grid.headers, len(grid.cells)):
        if _UNIT_ROW.fullmatch(grid.text(row, 0)):
            values.unit = clean_unit(grid.text(row, 1), vocabulary) or values.unit
        elif _MINISTRY_ROW.fullmatch(grid.text(row, 0)):
            values.ministry = ministries.only(grid.text(row, 1)) or values.ministry


def _lead_alone(grid: Grid) -> None:
    """주관부처 | 협조부처: who leads, not who helps, is the row's ministry."""
    named = [column for column in grid.columns if column.use == "ministry"]
    if any(_LEADS.search(column.leaf) for column in named):
        for column in named:
            if _HELPS.search(column.leaf):
                column.use = "remark"


def _count_stages(grid: Grid, vocabulary: Vocabulary) -> None:
    """과제 수 | 완료 | 지연 over 24 | 8 | 1: how many are completed, not when."""
    body = range(grid.headers, len(grid.cells))
    for c, column in enumerate(grid.columns):
        cells = [grid.text(row, c) for row in body] if _STAGE_OF_WORK.fullmatch(column.leaf.strip()) else []
        if column.use == "period" and any(cells) and all(is_data(text, vocabulary) for text in cells if text):
            column.use = "value"


def _give_units_in_order(grid: Grid, vocabulary: Vocabulary) -> None:
    """(단위: 개사, 명, 억원) over three columns of values, none of which prints its own: one to each."""
    body = range(grid.headers, len(grid.cells))
    columns = [
        column
        for c, column in enumerate(grid.columns)
        if c and column.use == "value" and any(is_data(grid.text(row, c), vocabulary) for row in body)
    ]
    named = any(units_in(each.header, vocabulary) for each in columns)
    alike = len({each.header for each in columns}) < len(columns)
    dated = len({each.when.year for each in columns if each.when}) > 1  # 2024 | 2025: the rows tell the units
    heads = [grid.text(row, 0) for row in body]  # 센터 수 over 사업비: the rows tell the units
    told = any(map(MONEY_WORDS.search, heads)) and any(counted_unit(text, grid.units) for text in heads)
    if (
        told
        or len(grid.units) < 2
        or len(columns) != len(grid.units)
        or named
        or alike
        or dated
        or "%" in grid.units
    ):
        return
    for column, unit in zip(columns, grid.units, strict=True):
        column.unit = unit


def _give_totals(grid: Grid) -> None:
    """합계 beside columns of years holds for all of them."""
    years = [column.when for column in grid.columns if column.when is not None and column.use == "value"]
    if len({when.year for when in years}) < 2:
        return
    # ~'24, what was spent before, says nothing of the beginning.
    first = min(when.year for when in [when for when in years if when.form != "until"] or years)
    last = max(when.last_year for when in years)
    for column in grid.columns:
        if column.total and column.when is None:
            column.when = of_years(first, last)


def _give_computed(grid: Grid) -> None:
    """집행률(B/A) beside 2024년 예산(A) and 2024년 집행(B): of the last year that it is computed from.

    Without letters a rate of what was reached (집행률, 달성률) is of the column to its left.
    """
    named = {
        name[1]: column.when
        for column in grid.columns
        if column.when is not None and (name := _LETTER.search(column.header))
    }
    for before, column in pairwise(grid.columns):
        if column.when is not None or column.use != "value":
            continue
        formula = _FORMULA.search(column.header)
        parts = (
            [named[letter] for letter in re.findall("[A-Z]", formula[0]) if letter in named]
            if formula
            else []
        )
        if parts:
            column.when = max(parts, key=lambda when: when.last_year)
        elif _REACHED.search(column.leaf) and before.when is not None:
            column.when = before.when


def _give_money(grid: Grid) -> None:
    """사업수 | 계 | 국비 | 시비: the total of the columns to its right is in their unit."""
    for column, following in pairwise(grid.columns):
        if column.total and column.unit is None and following.use == "value" and following.unit is None:
            column.lent = following.lent


def _give_changes(grid: Grid) -> None:
    """과제수 | '29 예산 | '30 예산 | 증감: a change is in the unit of what changes."""
    for before, column in pairwise(grid.columns):
        if column.unit is None and before.use == "value" and _CHANGE.fullmatch(column.leaf.strip()):
            column.lent = before.unit or before.lent


def _give_shares(grid: Grid) -> None:
    """'22 실적 | (비중) | '23 계획 | (비중): each share is of the column to its left."""
    leaves = [column.leaf for column in grid.columns]
    for before, column in pairwise(grid.columns):
        named = column.when is None and leaves.count(column.leaf) > 1 and _OF_BEFORE.fullmatch(column.leaf)
        if named and before.when is not None:
            column.when = before.when
            column.header = f"{before.header} {column.header}"


def _give_counts(grid: Grid) -> None:
    """과제수 | 완료 | 지연: a column without any unit counts what the one to its left counts."""
    counted = None
    for column in grid.columns:
        if column.use == "value" and column.unit is None and column.lent is None:
            column.beside = None if MONEY_WORDS.search(column.leaf) else counted
        elif column.use == "value":
            counted = column.unit if column.counts else None
