# ruff: noqa
"""Tables: rows gathered, header rows told from data, what a column says (unit, year, role, ministry)."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from yunghap.plan.domain.vocabulary import Vocabulary

from .amounts import clean_unit
from .blocks import Block
from .headings import years_in
from .ministries import Ministries
from .view import without_stars
from .when import When, of_year, of_years, read_year

_DATA = re.compile(
    r"\s*[△▲+-]?\s?(?:약\s?)?\d[\d,]*(?:\.\d+)?(?:\s?~\s?[\d,.]+)?\s?(?:[가-힣%A-Za-z㎡㎞㎥/]{0,8})?(?:\s?\([^()]*\))?\s*"
)
_YEAR_CELL = re.compile(
    r"\s*(?:FY ?)?'?(?:(?:19|20)\d\d|(?<=')\d\d|(?<=FY)\d\d|(?<=FY )\d\d)\s?(?:년도?|年)?(?:\s?[~-]\s?'?\d{2,4}년?)?(?:\.?\s?(?:\d{1,2}월?|상반기|하반기|이후|이전|까지|말))?(?:\s?\([^()\d]*\))?\s*"
)
_EMPTY = re.compile(r"[\s\-–—·.…/xX*]*|미정|해당 ?없음|N/?A|n/?a|TBD|없음|〃|\"")
_INDEX = re.compile(r"\s*(?:연\s?번|번\s?호|순\s?번|순\s?위|No\.?|NO\.?|#|구분\s?번호|번)\s*", re.IGNORECASE)
_SKIP = re.compile(
    r"가중치|weight|배점|측정\s?주기|점검\s?주기|주기|frequency|산식|산출\s?(?:식|근거|방법)|측정\s?(?:방법|산식)|공식",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    r"기간|일정|시기|기한|연도|년도|period|schedule|year|date|deadline|착수|완료|준공", re.IGNORECASE
)
_UNIT_COLUMN = re.compile(r"\s*(?:단\s?위|units?|UoM)\s*", re.IGNORECASE)
_MINISTRY_COLUMN = re.compile(
    r"부처|소관|주관|담당|기관|부서|ministry|agency|owner|lead|responsible", re.IGNORECASE
)
_SUBJECT_COLUMN = re.compile(
    r"지표|사업|과제|구분|분야|항목|명칭|내용|indicator|project|programme|program|name|item|area|category|task|KPI",
    re.IGNORECASE,
)
_TOTAL = re.compile(
    r"\s*(?:합\s?계|총\s?계|계|소\s?계|누\s?계|total|sum)\s*(?:\([^()]*\))?\s*", re.IGNORECASE
)
_SHARE = re.compile(r"비중|비율|구성비|률|율(?!\s?형)|증감률|%|share|rate|ratio|percent", re.IGNORECASE)
_SINCE = re.compile(r"이후|~\s*$|부터|onwards|after", re.IGNORECASE)
_UNTIL = re.compile(r"이전|까지|^\s*~|before", re.IGNORECASE)
_UNIT_WORDS = re.compile(r"단\s?위\s?[:：]?\s*([^()<>\[\]]+)|units?\s*[:：]\s*([^()<>\[\]]+)", re.IGNORECASE)
_PARENTHESIS = re.compile(r"[(\[<]([^()\[\]<>]+)[)\]>]")
_COUNTED = (
    (re.compile(r"(?:사업|과제|지표|기관|업종|분야|품목|시군|시설|센터|특허|데이터)\s?수"), "개"),
    (re.compile(r"건\s?수|출원|등록|승인"), "건"),
    (
        re.compile(r"인원|인력|명\s?수|(?:참여|종사|이용|수료|교육|취업|관람|방문|근로|수혜)자\s?수?|고용"),
        "명",
    ),
    (re.compile(r"(?:기업|업체|사업체|회사)\s?수"), "개사"),
    (re.compile(r"횟\s?수|회\s?수"), "회"),
    (re.compile(r"점\s?수|만족도"), "점"),
    (re.compile(r"개소\s?수?"), "개소"),
    (re.compile(r"가구\s?수"), "가구"),
)
_MONEY_WORDS = re.compile(
    r"예산|투자|사업비|금액|국비|지방비|시비|도비|군비|민자|재원|집행|계획액|실적액|결산|출연|보조|융자|매출|수출|액\b|비용|budget|amount|cost|invest",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Column:
    """What the headers over a column say. `use`: value, text, index, skip, period, unit, ministry."""

    header: str
    use: str = "value"
    unit: str | None = None
    second: str | None = None
    when: When | None = None
    ministry: tuple[str, ...] = ()
    total: bool = False


@dataclass(slots=True)
class Grid:
    """A table: `cells[row][column]` are (start, end) of the row's view."""

    number: int
    blocks: list[Block]
    cells: list[list[tuple[int, int]]]
    caption: str = ""
    caption_when: When | None = None
    units: list[str] = field(default_factory=list)
    headers: int = 0
    columns: list[Column] = field(default_factory=list)
    graded: bool = False

    def text(self, row: int, column: int) -> str:
        """A cell's words; empty beyond the row's end."""
        if column >= len(self.cells[row]):
            return ""
        start, end = self.cells[row][column]
        return self.blocks[row].view.text[start:end].strip()


def _split(block: Block) -> list[tuple[int, int]]:
    text = block.view.text
    if block.ruled:
        cuts = [m.start() for m in re.finditer(r"\|", text)]
        return [(a + 1, b) for a, b in itertools.pairwise(cuts)]
    pattern = re.compile(r"\t" if "\t" in text else r" {2,}")
    start = len(text) - len(text.lstrip(" "))
    end = len(text.rstrip(" ")) if "\t" not in text else len(text)
    cells = []
    for match in pattern.finditer(text, start, end):
        cells.append((start, match.start()))
        start = match.end()
    cells.append((start, end))
    return cells


def find_grids(blocks: Sequence[Block], vocabulary: Vocabulary, ministries: Ministries) -> list[Grid]:
    """All tables of the document."""
    grids: list[Grid] = []
    run: list[Block] = []
    for _index, block in enumerate([*blocks, None]):
        if block is not None and block.kind == "row":
            block.view = without_stars(block.view, 0)
            if not (block.ruled and re.fullmatch(r"[\s|:+=-]+", block.view.text)):
                run.append(block)
            continue
        if run:
            above = blocks[max(0, run[0].line - 5) : run[0].line - 1]
            grids.append(_grid(len(grids), run, above, vocabulary, ministries))
            run = []
    return grids


def _grid(
    number: int, rows: list[Block], above: Sequence[Block], vocabulary: Vocabulary, ministries: Ministries
) -> Grid:
    grid = Grid(number, rows, [_split(row) for row in rows])
    _read_caption(grid, above, vocabulary)
    grid.headers = _header_rows(grid)
    width = max(len(row) for row in grid.cells)
    headers = _stacked(grid, width)
    grid.columns = [_column(words, grid, vocabulary, ministries) for words in headers]
    _totals(grid)
    first = grid.columns[0].header if grid.columns else ""
    grid.graded = bool(re.search(r"등급|판정|평가\s?구분|grade", first))
    return grid


def _read_caption(grid: Grid, above: Sequence[Block], vocabulary: Vocabulary) -> None:
    """Caption and units from the lines just above, nearest first; text further up says nothing."""
    blanks = 0
    for block in reversed(above):
        text = block.view.text
        if block.kind == "blank":
            blanks += 1
            if blanks > 1:
                break
            continue
        if block.kind in {"row", "page", "contents"}:
            break
        units = units_of(text, vocabulary)
        if units and not grid.units:
            grid.units = units
        head = block.kind in {"caption", "heading"} or len(text.strip()) <= 50
        if head and not grid.caption and not re.fullmatch(r"\s*[(<\[※*-]*\s*단위.*", text):
            grid.caption = text.strip()
            years = years_in(grid.caption)
            if len(set(years)) == 1 and "~" not in grid.caption:
                grid.caption_when = of_year(years[0])
        if grid.caption and (grid.units or block.kind != "caption"):
            break
    if not grid.units and len(grid.cells[0]) >= 1:
        inside = [units_of(grid.text(0, c), vocabulary) for c in range(len(grid.cells[0]))]
        flat = [units for c, units in enumerate(inside) if units and _UNIT_WORDS.search(grid.text(0, c))]
        if flat:
            grid.units = flat[0]


def units_of(text: str, vocabulary: Vocabulary) -> list[str]:
    """The units a caption names: (단위: 백만원, %), (억원, 비중%)."""
    match = _UNIT_WORDS.search(text)
    if match:
        found = _units(match[1] or match[2], vocabulary)
        if found:
            return found
    for parenthesis in _PARENTHESIS.finditer(text):
        found = _units(parenthesis[1], vocabulary, all_of_them=True)
        if found:
            return found
    tail = re.search(r"\(([^()]+)\)\s*[>\])]?\s*$", text)
    return _units(tail[1], vocabulary, all_of_them=True) if tail else []


def _units(text: str, vocabulary: Vocabulary, *, all_of_them: bool = False) -> list[str]:
    found = []
    for part in re.split(r"[,·;]|및|\s/\s", text):
        words = re.sub(
            r"^\s*(?:비중|비율|구성비|증감률?|증가율|점유율|금액|인원|건수)\s*[:(]?\s*(?=\S)",
            "",
            part.strip(),
        ).strip(" )")
        unit = clean_unit(words, vocabulary)
        if unit is None:
            if all_of_them:
                return []
            continue
        found.append(unit)
    return found


def _is_data(text: str) -> bool:
    return bool(_DATA.fullmatch(text)) and not _YEAR_CELL.fullmatch(text)


def _header_rows(grid: Grid) -> int:
    for row in range(len(grid.cells)):
        texts = [grid.text(row, c) for c in range(len(grid.cells[row]))]
        values = [
            text
            for c, text in enumerate(texts)
            if _is_data(text) and (c > 0 or not re.fullmatch(r"\d{1,2}", text))
        ]
        if values:
            first = grid.text(row, 0)
            return row if row or not first else 0
        if row and any(
            re.search(r"\d", text) and not _YEAR_CELL.fullmatch(text) and len(text) > 12 for text in texts
        ):
            return 1
    return 1 if len(grid.cells) > 1 else 0


def _stacked(grid: Grid, width: int) -> list[list[str]]:
    """Per column its header words, top first; a merged header is spread over the columns it covers."""
    rows = []
    for number in range(grid.headers):
        texts = [grid.text(number, c) for c in range(len(grid.cells[number]))]
        if number + 1 < grid.headers or grid.headers == 1:
            texts = _spread(texts, width)
        if number + 1 < grid.headers:
            for c in range(1, len(texts)):
                texts[c] = texts[c] or texts[c - 1]
        rows.append(texts + [""] * (width - len(texts)))
    headers = []
    for c in range(width):
        words: list[str] = []
        for row in rows:
            if row[c] and (not words or words[-1] != row[c]):
                words.append(row[c])
        headers.append(words)
    return headers


def _spread(texts: list[str], width: int) -> list[str]:
    """구분 | 2023 | 2024 over five columns: each of the two years covers two."""
    missing = len(texts) - 1
    if missing < 1 or len(texts) >= width or (width - 1) % missing:
        return texts
    each = (width - 1) // missing
    return [texts[0], *(text for text in texts[1:] for _ in range(each))]


def _column(words: list[str], grid: Grid, vocabulary: Vocabulary, ministries: Ministries) -> Column:
    header = " ".join(words)
    leaf = words[-1] if words else ""
    column = Column(header)
    if not words:
        return column
    bare = re.sub(r"\([^()]*\)", "", leaf).strip()
    if _INDEX.fullmatch(leaf):
        column.use = "index"
    elif _UNIT_COLUMN.fullmatch(leaf):
        column.use = "unit"
    elif _SKIP.search(leaf):
        column.use = "skip"
    elif (
        _PERIOD.search(bare)
        and not re.search(r"\d", leaf)
        and not re.search(r"예산|목표|실적|계획액|처리|소요", leaf)
    ):
        column.use = "period"
    elif _MINISTRY_COLUMN.search(bare) and len(bare) <= 10 and not re.search(r"\d|수$", bare):
        column.use = "ministry"
    column.when = _header_when(words)
    column.total = bool(_TOTAL.fullmatch(leaf))
    for text in reversed(words):
        found = ministries.only(re.sub(r"\([^()]*\)", "", text).strip())
        if found:
            column.ministry = found
            break
    units = next((u for u in (units_of(text, vocabulary) for text in reversed(words)) if u), [])
    column.unit, column.second = _column_unit(header, leaf, units, grid.units)
    return column


def _header_when(words: list[str]) -> When | None:
    for text in reversed(words):
        match = re.search(r"(?:19|20)\d\d|'\d\d|FY ?\d\d(?!\d)", text)
        if match is None:
            short = re.match(r"\s*(\d\d)년", text)
            if short:
                return of_year(2000 + int(short[1]))
            continue
        found = read_year(text, match.start() + len(match[0]) - len(re.sub(r"\D", "", match[0])))
        if found and found.when:
            when = found.when
            if when.form == "year" and _SINCE.search(text):
                return of_year(when.year, "since")
            if when.form == "year" and _UNTIL.search(text):
                return of_year(when.year, "until")
            return when
    return None


def _column_unit(header: str, leaf: str, own: list[str], caption: list[str]) -> tuple[str | None, str | None]:
    """(unit of the number, unit of a second number in parentheses)."""
    share = next((unit for unit in caption if unit in {"%", "%p"}), None)
    others = [unit for unit in caption if unit not in {"%", "%p"}]
    if own:
        return own[0], own[1] if len(own) > 1 else share if own[0] != "%" else None
    if _SHARE.search(leaf) and (
        not _MONEY_WORDS.search(
            re.sub(r"집행(?=률)|예산(?=\s?(?:비중|집행률))|투자(?=\s?비중)|매출(?=\s?증가율)", "", leaf)
        )
        or re.search(r"률|율|비중|비율", leaf)
    ):
        return "%", None
    counted = next((unit for pattern, unit in _COUNTED if pattern.search(leaf)), None)
    if counted and not _MONEY_WORDS.search(leaf):
        return (
            counted if counted in others or not any(unit == counted for unit in others) else counted
        ), None
    if others:
        return others[0], share or (others[1] if len(others) > 1 else None)
    return (share, None) if share else (None, None)


def _totals(grid: Grid) -> None:
    """합계 beside columns of years holds for all of them."""
    years = [column.when for column in grid.columns if column.when is not None and column.use == "value"]
    if len(years) < 2:
        return
    first, last = min(when.year for when in years), max(when.last_year for when in years)
    for column in grid.columns:
        if column.total and column.when is None and first < last:
            column.when = of_years(first, last)
