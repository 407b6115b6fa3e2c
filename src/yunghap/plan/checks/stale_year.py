"""A year fits its section; none is left over from the last edition.

- A heading or caption names the year of its section: a plan's (계획, 목표, 예산) no year before the
  edition's, a report's (실적, 성과) the year its section reports on.
- A sentence that opens with `'22년도 … 실행계획`, `투자`, `예산` or the like in a section names that
  section's year.
- A figure with its year in brackets (`사업명('22, 36.2억원)`) in a plan is not of a year before the
  section's; neither is one of a list whose other figures are all of the section's year, in a plan or in a
  report.
- `'22년 신규 8개 과제 추진` in a plan does not name a year before the section's.
- The same commitment with the same figure has the same year in two sections that are of one year.

Silently ignored: comparisons and history (대비, 실적, 기준, 말, 누적, 까지, 이후, 완료, 발표, 제정, 전년
…), spans of years, arrow series, lines that name a year from the section's on as well, sections without a
year, ordinal numbers of plans (제2차), years more than three before, tables with years in their header,
background sections, later years.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from yunghap.plan.checks.chains import figure_text
from yunghap.plan.checks.dates import year_spans
from yunghap.plan.checks.figures import same_figure
from yunghap.plan.checks.grids import Grid
from yunghap.plan.checks.reading import FUTURE, Item, Placed, Reading
from yunghap.plan.checks.statements import matches, same_bodies, statements
from yunghap.plan.checks.verdicts import Check, Verdict, lines_en, lines_ko, verdict
from yunghap.plan.contracts import Message, Result, Section, Span

_HEADING = 70  # code points a heading has at most
_REACH = 3  # years a leftover may lie back
_YEAR = re.compile(
    r"(?:(?<![\d\w])'\s?(?P<s>\d{2})|(?<![\d'.])(?P<l>20\d{2}))\s?(?P<y>년도|학년도|년)?(?!\d|\.\d)"
)
_REPORT = re.compile(r"실적|성과|결과|경과|평가|결산|performance|results", re.IGNORECASE)
_PLANNED = re.compile(r"계획|목표|예산|방향|과제|전략|plan|target|budget", re.IGNORECASE)
_HISTORY = re.compile(
    r"대비|실적|기준|말\b|말\s|현재|누적|누계|까지|이후|이래|부터|완료|달성|발표|제정|개정|공포|결산|"
    r"집행|성과|결과|전년|지난|최근|당시|旣|기\s?(?:구축|수립|선정|지정|추진|확보)|보다|에서|였|했|"
    r"하였|되었|된\s|이월|종료|착수한|"
    r"수립된|선정된|제\d+[차회]|감소|증가|하락|상승|compared|since|as of|in 20|기존|종전|당초|이어|"
    r"시행된|도입된|출범|수준|체결|시작",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"^\s?(?:산업융합\s?(?:발전)?\s?|범부처\s?|부처별\s?|분야별\s?|총\s?|중점\s?|재정\s?)*(?:실행계획|"
    r"시행계획|추진계획|투자계획|업무계획|재정투자|투자규모|투자액|예산|목표|사업비)"
)
_DOING = re.compile(
    r"^[^,;.]{0,18}(?:추진|지원|선정|구축|투입|착수|예정|운영|확대|개발|육성|양성|조성|지정|개최|보급|신설)"
)


def run(reading: Reading) -> Iterator[Verdict]:
    edition = reading.plan.year
    if edition is None:
        return
    found = [*_headings(reading, edition), *_captions(reading, edition)]
    for item in reading.items:
        year = _section_year(reading, item.line, edition)
        if year is not None:
            found += [*_openings(reading, item, year), *_figures(reading, item, year)]
    found += _pairs(reading)
    fit = {span for judged in found if judged.result is Result.PASS for span in judged.spans}
    told: set[tuple[int, ...]] = set()
    for judged in found:
        lines = tuple(span.line for span in judged.spans)
        if judged.result is Result.FAIL and lines not in told:
            told.add(lines)
            yield judged
    if fit:
        ko = f"연도 {len(fit)}곳이 절의 연도와 맞습니다."
        en = f"{len(fit)} years fit their sections."
        yield verdict(True, fit, ko, en, years=len(fit))


def _section_year(reading: Reading, line: int, edition: int) -> int | None:
    """The year a section should name: the edition's in plans, its own in reports, none elsewhere."""
    section = reading.section(line)
    year = reading.year_of(line)
    if section is None or section.kind not in FUTURE | {"performance"}:
        return None
    return year if _looks_back(section) else max(year or edition, edition)


def _years(text: str) -> list[tuple[int, re.Match[str]]]:
    return [(int(m["l"] or 2000 + int(m["s"])), m) for m in _YEAR.finditer(text)]


@dataclass(frozen=True, slots=True)
class Year:
    """A printed year: `at` are its offsets in the line's plain text, `where` names what it stands in."""

    line: int
    at: tuple[int, int]
    printed: int
    where: str

    def judged(self, reading: Reading, right: int, *, holds: bool | None = None) -> Verdict:
        """The verdict where the section is of the year `right`."""
        holds = self.printed == right if holds is None else holds
        ko_what, en_what = {
            "heading": ("제목", "heading"),
            "caption": ("표 제목", "caption"),
            "sentence": ("문장", "sentence"),
            "figure": ("수치", "figure"),
        }[self.where]
        if holds:
            ko = f"{self.line}행: {ko_what}의 연도 {self.printed}년이 절의 연도와 맞습니다."
            en = f"Line {self.line}: the {en_what}'s year {self.printed} fits its section."
        else:
            ko = (
                f"{self.line}행: {ko_what}에 적힌 {self.printed}년이 이 절의 연도 {right}년과 맞지 않습니다. "
                "지난 판의 연도가 남은 것인지 확인하십시오."
            )
            en = (
                f"Line {self.line}: the {en_what} says {self.printed}, but the section is of {right}; perhaps left "
                "over from the last edition."
            )
        spans = [reading.span(self.line, *self.at)]
        return verdict(holds, spans, ko, en, year=self.printed, expected=right)


def _lone(text: str) -> tuple[int, re.Match[str]] | None:
    """The year of a text that names just one, and no span."""
    years = _years(text)
    if len(years) != 1 or any(True for _ in year_spans(text)) or re.search(r"제\d+차|기본계획", text):
        return None
    return years[0]


def _headings(reading: Reading, edition: int) -> Iterator[Verdict]:
    for section in reading.plan.sections:
        text = reading.text(section.first_line)
        found = _lone(text)
        if found is None or len(text) > _HEADING:
            continue
        year, match = found
        printed = Year(section.first_line, match.span(), year, "heading")
        around = _around(reading, section)
        if _REPORT.search(text):
            if around is not None and around.year and _REPORT.search(around.path[-1]):
                if abs(year - around.year) <= _REACH:
                    yield printed.judged(reading, around.year)
            elif edition - _REACH <= year < edition - 1:
                yield printed.judged(reading, edition - 1, holds=_reported(reading, year))
        elif _PLANNED.search(text) and section.kind in FUTURE and edition - _REACH <= year <= edition:
            back = around is not None and _looks_back(around)
            if not back:
                yield printed.judged(reading, edition)


def _around(reading: Reading, section: Section) -> Section | None:
    """The section a section lies in."""
    first = section.first_line
    within = (s for s in reading.plan.sections if s.first_line <= first <= s.last_line)
    return next((s for s in within if s.path == section.path[:-1]), None)


def _looks_back(section: Section) -> bool:
    """A report, by its kind or a heading above it."""
    return section.kind == "performance" or any(_REPORT.search(heading) for heading in section.path)


def _reported(reading: Reading, year: int) -> bool:
    """The whole document reports on that year: no other year is reported on."""
    reported = {s.year for s in reading.plan.sections if s.kind == "performance" and s.year is not None}
    return reported == {year} and sum(s.year == year for s in reading.plan.sections) > 3


def _captions(reading: Reading, edition: int) -> Iterator[Verdict]:
    headings = {section.first_line for section in reading.plan.sections}
    for grid in reading.grids:
        line = _caption_line(reading, grid)
        found = _lone(grid.table.caption)
        year = _section_year(reading, grid.table.first_line, edition)
        heads = " ".join(grid.cell(row, column) for row in range(grid.head) for column in range(grid.width))
        if not line or line in headings or found is None or year is None or _years(heads):
            continue
        report = bool(_REPORT.search(grid.table.caption))
        planned = bool(_PLANNED.search(grid.table.caption))
        back = year < edition or reading.kind(line) == "performance"
        if (report if back else planned and not report) and abs(found[0] - year) <= _REACH:
            place = max(0, reading.text(line).find(found[1].group()))
            at = (place, place + len(found[1].group()))
            yield Year(line, at, found[0], "caption").judged(reading, year)


def _caption_line(reading: Reading, grid: Grid) -> int:
    """The line a caption is printed on, 0 where it is not found above the table."""
    caption = grid.table.caption
    lines = range(grid.table.first_line, max(0, grid.table.first_line - 6), -1)
    return next((line for line in lines if caption and caption in reading.plan.lines[line - 1]), 0)


def _openings(reading: Reading, item: Item, year: int) -> Iterator[Verdict]:
    for printed, match in _years(item.text):
        if match["y"] != "년도" or match.start() > item.begin + 6:
            continue
        rest = item.text[match.end() :]
        if _OPENING.match(rest) and year - 3 <= printed <= year and not _HISTORY.search(rest[:24]):
            yield Year(item.line, match.span(), printed, "sentence").judged(reading, year)


def _figures(reading: Reading, item: Item, year: int) -> Iterator[Verdict]:
    text = item.text
    if "→" in text or not reading.on(item.line):
        return
    future = reading.kind(item.line) in FUTURE and year == (reading.plan.year or year)
    years = [printed for printed, _ in _bracketed(text)]
    for printed, match in _bracketed(text):
        placed = _behind(reading.on(item.line), match.end())
        if placed is not None and printed == year:
            yield Year(item.line, match.span("y"), printed, "figure").judged(reading, year)
        if placed is None or not year - 3 <= printed <= year + 1 or printed == year:
            continue
        if _compares(reading.on(item.line), placed, text, match.start()):
            continue
        around = (
            re.split(r"[,;]", text[max(0, match.start() - 40) : match.start()])[-1]
            + text[match.end() : _close(text, match.end()) + 6]
        )
        others = [other for other in years if other != printed]
        odd = len(others) >= 1 and all(other == year for other in others) and years.count(printed) == 1
        if _HISTORY.search(around) or (printed > year and not odd):
            continue
        if odd or (future and not others):
            yield Year(item.line, match.span("y"), printed, "figure").judged(reading, year)
    if future:
        yield from _doing(reading, item, year)


_PARTS = re.compile(r",(?!\d{3}(?!\d))|;")  # no comma within a number


def _compares(here: list[Placed], placed: Placed, text: str, opened: int) -> bool:
    """`850대 보급('22년 500대)`: the bracket tells what the figure before it was in another year."""
    begin = max((mark.start() for mark in _PARTS.finditer(text, 0, opened)), default=-1)
    return any(
        p.figure.dimension == placed.figure.dimension and begin < p.start and p.end <= opened for p in here
    )


_BRACKETED = re.compile(
    r"\(\s?(?P<y>(?:'\s?(?P<s>\d{2})|(?P<l>20\d{2})|"
    r"(?P<b>\d{2})(?=\s?[,.년]))\s?년?도?)\s?[,:]?\s?(?=[^)]*\d)"
)


def _bracketed(text: str) -> list[tuple[int, re.Match[str]]]:
    """Years that open a bracket with a figure: `('22, 36.2억원)`, no spans."""
    found = []
    for match in _BRACKETED.finditer(text):
        if (
            re.match(r"\s?[~\-.]\s?['\d]", text[match.end("y") :])
            or text[match.end("y") : match.end("y") + 1] == "~"
        ):
            continue
        found.append((int(match["l"] or 2000 + int(match["s"] or match["b"])), match))
    return found


def _close(text: str, start: int) -> int:
    end = text.find(")", start)
    return end if end >= 0 else len(text)


def _behind(placed: list[Placed], at: int) -> Placed | None:
    """The figure that follows a bracketed year within a few letters."""
    return next((p for p in placed if 0 <= p.start - at <= 12), None)


def _doing(reading: Reading, item: Item, year: int) -> Iterator[Verdict]:
    """`'22년 신규 8개 과제 추진`, `2022년에 8개소를 구축`."""
    years = _years(item.text)
    if any(printed >= year for printed, _ in years) or _HISTORY.search(item.text[item.begin :]):
        return
    if any(True for _ in year_spans(item.text)):
        return
    for printed, match in years:
        placed = _behind(reading.on(item.line), match.end())
        if placed is None or match["y"] is None or not year - 3 <= printed < year:
            continue
        if item.text[max(0, match.start() - 1) : match.start()] == "(":
            continue
        if _DOING.match(item.text[placed.end :]):
            yield Year(item.line, match.span(), printed, "sentence").judged(reading, year)


def _pairs(reading: Reading) -> Iterator[Verdict]:
    """Equal commitments and figures whose printed years differ, though their sections are of one year."""
    for match in matches(statements(reading), years=False):
        one, other = match.one, match.other
        if one.period == other.period or not (one.printed_year and other.printed_year) or not match.exact:
            continue
        if (
            one.quantity.year is None
            or other.quantity.year is None
            or one.period[1] != one.quantity.year
            or other.period[1] != other.quantity.year
        ):
            continue
        sections = reading.year_of(one.line), reading.year_of(other.line)
        edition = reading.plan.year
        if (sections[0] or edition) != (sections[1] or edition) or not same_bodies(one, other):
            continue
        if (
            not same_figure(one.figure, other.figure, reading.rounding)
            or abs(one.quantity.year - other.quantity.year) > 3
        ):
            continue
        spans: list[Span] = [one.span, other.span]
        text = figure_text(one.quantity)
        ko = (
            f"‘{one.name}’의 {text}에 적힌 연도가 {lines_ko(spans[:1])}은 {one.quantity.year}년, "
            f"{lines_ko(spans[1:])}은 "
            f"{other.quantity.year}년으로 다릅니다."
        )
        en = (
            f"“{one.name}” ({text}) is of {one.quantity.year} in {lines_en(spans[:1])} but of "
            f"{other.quantity.year} in "
            f"{lines_en(spans[1:])}."
        )
        yield verdict(False, spans, ko, en, year=one.quantity.year, other_year=other.quantity.year)


CHECK = Check(
    id="stale-year",
    version=2,
    title=Message(ko="지난 판의 연도", en="Stale year"),
    nothing=Message(
        ko="계획의 연도를 알 수 없거나 연도를 함께 적은 곳이 없습니다.",
        en="No edition year, or no year is printed with a figure.",
    ),
    run=run,
)
