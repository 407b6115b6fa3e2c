"""A figure told in the text is the figure of the table.

Where a paragraph names a row of a table (an area, a ministry, a programme, an indicator) or its total and
gives its figure for the same year and role, the text's figure must be the table's: rounded or truncated at
the precision the text prints (`rounding` says which are accepted; by default both). The percentage behind
the figure in brackets is compared with the percentage in the table likewise.

Silently ignored: text of another section, unless it names the row by at least six letters and nothing else;
rows whose label stands in several tables with different figures; a row with several figures of one kind for
one year, unless the text says which (국비, 계 …) or one of them agrees; columns of changes; figures of
another unit, year or role; a figure without a printed year that lies among those the row has for several
years, or what several years come to; totals of projects, where sections beside each other tell several
(사업비 : 165억원, …); a total whose line also tells the table's total as a part of its own; figures that are
10, 100, … times apart (`unit-slip`); figures called about (약, 여) that are near; counts in the cell that
names a row (기타 6개 부처); what is new or more (28개소 신규 보급) beside a row of all there is; a total behind
which one ministry stands, and one of parts that its line tells before it; rows named by who pays (국비, 시비); a
total of all sources over a table of one source's money.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from decimal import Decimal

from yunghap.plan.checks import names
from yunghap.plan.checks.clauses import Commitment, commitments, read_clause
from yunghap.plan.checks.figures import PERCENT, apart_by_power, same_figure
from yunghap.plan.checks.grids import SOURCES, Grid, Value, bare, is_total
from yunghap.plan.checks.reading import Reading
from yunghap.plan.checks.totals import caption_of
from yunghap.plan.checks.verdicts import Check, Verdict, lines_en, lines_ko, span_of, verdict
from yunghap.plan.checks.wording import is_whole
from yunghap.plan.checks.words import squeeze, with_particle
from yunghap.plan.contracts import Message, Quantity, YearBasis

_SEVERAL_TOTALS = 3  # two may be a slip
_NEW = re.compile(r"신규|추가")
_ADDED = re.compile(rf"[을를]?\s*(?:{_NEW.pattern})")
_CHANGE = re.compile(r"증감|증가액|차액|전년 ?대비|change|difference", re.IGNORECASE)


@dataclass(frozen=True)
class Meeting:
    """A figure of the text and the figures of the row it names."""

    told: Commitment
    grid: Grid
    values: tuple[Value, ...]
    share: bool = False


def run(reading: Reading) -> Iterator[Verdict]:
    met = list(meetings(reading))
    projects = _of_projects(met, reading)
    for meeting in met:
        told = meeting.told.placed.figure
        held = [value for value in meeting.values if same_figure(told, value.figure, reading.rounding)]
        if not held and (
            len(meeting.values) > 1
            or apart_by_power(told, meeting.values[0].figure) is not None
            or _of_another_year(meeting)
            or _of_several_years(meeting)
            or _told_beside(meeting, reading)
            or _of_project(meeting, projects)
            or _of_what_is_new(meeting)
        ):
            continue
        yield _judge(meeting, held[0] if held else meeting.values[0], bool(held))


def _of_project(meeting: Meeting, projects: Set[int]) -> bool:
    """A total far from the table's, in one of several lines that tell totals."""
    told, total = meeting.told.placed, meeting.values[0]
    far = told.figure.value * 2 < total.figure.value or told.figure.value > total.figure.value * 2
    return is_total(total.label) and told.line in projects and far


def _of_projects(met: Iterable[Meeting], reading: Reading) -> set[int]:
    """Lines that tell a total, where the section around has several different ones: each is of a project."""
    told: dict[tuple[str, ...], set[tuple[int, Decimal]]] = defaultdict(set)
    for meeting in met:
        placed = meeting.told.placed
        if is_total(meeting.values[0].label):
            told[reading.path(placed.line)[:-1]].add((placed.line, placed.figure.value))
    several = (totals for totals in told.values() if len({value for _, value in totals}) >= _SEVERAL_TOTALS)
    return {line for totals in several for line, _ in totals}


def _of_what_is_new(meeting: Meeting) -> bool:
    """28개소 신규 보급, beside a row that tells how many there are in all."""
    told, value = meeting.told, meeting.values[0]
    return bool(_ADDED.match(told.clause.text, told.placed.end)) and not _NEW.search(
        f"{value.label} {value.header}"
    )


def _of_another_year(meeting: Meeting) -> bool:
    """The text prints no year, and its figure lies among those that the row has for several years."""
    told, value = meeting.told.placed, meeting.values[0]
    if told.quantity.year_basis is YearBasis.EXPLICIT or is_total(value.label):
        return False
    row = [
        other
        for other in meeting.grid.values
        if other.label == value.label
        and other.figure.dimension == told.figure.dimension
        and not _CHANGE.search(other.header)
    ]
    figures = [other.figure.value for other in row]
    return len({other.quantity.year for other in row}) > 1 and min(figures) <= told.figure.value <= max(
        figures
    )


def _of_several_years(meeting: Meeting) -> bool:
    """The text tells what several years come to ('21~'25, or the row's years together), the table each year."""
    told, value = meeting.told.placed, meeting.values[0]
    last, end = told.quantity.period_end, value.quantity.period_end
    if last is not None and end is not None and last.year > max(end.year, told.quantity.year or 0):
        return True
    years = {
        other.quantity.year: other.figure.value
        for other in meeting.grid.values
        if other.row == value.row
        and other.figure.dimension == told.figure.dimension
        and other.quantity.role is told.quantity.role
        and not _CHANGE.search(other.header)
    }
    return len(years) > 1 and sum(years.values()) == told.figure.value


def _told_beside(meeting: Meeting, reading: Reading) -> bool:
    """The line tells the table's total as a part of its own: 총 147.5억원(국비 118억원, …) over a table of 국비."""
    value = meeting.values[0]
    beside = (placed.figure for placed in reading.placed if placed.line == meeting.told.placed.line)
    return is_total(value.label) and any(
        same_figure(figure, value.figure, reading.rounding) for figure in beside
    )


def meetings(reading: Reading) -> Iterator[Meeting]:
    """Every figure of the text that names a row of a table, with that row's figures of its kind."""
    rows = [(grid, _rows(grid)) for grid in reading.grids]
    for line in sorted({placed.line for placed in reading.placed}):
        before: Commitment | None = None
        named: tuple[Grid, int | None, str] | None = None
        for told in commitments(read_clause(reading, line)):
            if (
                told.placed.figure.dimension == PERCENT
                and before is not None
                and named
                and _follows(before, told)
            ):
                grid, row, label = named
                values = _shares(grid, row, label, told.placed.quantity)
                if values:
                    yield Meeting(told, grid, values, share=True)
                continue
            found = _named(reading, rows, told)
            before, named = told, None
            if found is not None:
                grid, label = found
                values = tuple(_choose(grid, label, told))
                if values:
                    named = (grid, values[0].row, values[0].label)
                    yield Meeting(told, grid, values)


def _follows(before: Commitment, told: Commitment) -> bool:
    """`12억원(비중 3.4%)`: nothing but an opening bracket and the word share between both."""
    between = told.clause.text[before.placed.end : told.placed.start].strip()
    return squeeze(between) in {"", "비중", "share"} and between.startswith("(")


def _rows(grid: Grid) -> dict[str, str]:
    """The labels of a table by key; who pays (국비, 시비) names nothing of its own."""
    labels = {bare(value.label): value.label for value in grid.values if not is_total(value.label)}
    return {key: label for key, label in labels.items() if key not in SOURCES}


def _of_part(told: Commitment, grid: Grid) -> bool:
    """A table of one source's money (국비 투자계획) and a total that does not say it is of that source."""
    sources = {word for word in SOURCES if len(word) > 1 and word in squeeze(caption_of(grid))}
    said = squeeze(" ".join([told.name, told.own, *told.qualifiers]))
    return len(sources) == 1 and not any(word in said for word in sources)


def _of_own_parts(reading: Reading, told: Commitment) -> bool:
    """신규 5개소, 계속 9개소 등 총 14개소: a total of what its line tells before it."""
    total = told.placed
    parts = [
        placed.figure.value
        for placed in reading.placed
        if placed.line == total.line
        and placed.start < total.start
        and placed.figure.dimension == total.figure.dimension
    ]
    return len(parts) > 1 and any(sum(parts[at:]) == total.figure.value for at in range(len(parts) - 1))


def _named(
    reading: Reading, rows: Iterable[tuple[Grid, dict[str, str]]], told: Commitment
) -> tuple[Grid, str] | None:
    """The table and label a figure names; the label "" is the total."""
    line = told.placed.line
    found: list[tuple[int, Grid, str]] = []
    for grid, labels in rows:
        near = _near(reading, line, grid)
        label = _label(told, labels, near)
        if label:
            found.append((len(bare(label)) + near * 100, grid, label))
    if found:
        _, grid, label = max(found, key=lambda entry: (entry[0], -abs(entry[1].table.first_line - line)))
        return grid, label
    if is_whole(told) and _of_the_plan(told.placed.quantity) and not _of_own_parts(reading, told):
        nearby = [
            grid
            for grid, _ in rows
            if _near(reading, line, grid)
            and _has_total(grid)
            and _whole_plan(reading, line, grid)
            and not _of_part(told, grid)
        ]
        if nearby:
            return min(nearby, key=lambda grid: abs(grid.table.first_line - line)), ""
    return None


def _of_the_plan(quantity: Quantity) -> bool:
    """No single ministry is behind it: a total of one project ends in (산업부)."""
    return not quantity.ministry or quantity.rules.get("ministry") in {
        "ministry-document",
        "ministry-section",
    }


def _has_total(grid: Grid) -> bool:
    return any(is_total(value.label) and value.money for value in grid.values)


def _whole_plan(reading: Reading, line: int, grid: Grid) -> bool:
    """Under another chapter only a table of the plan's investment is meant, not the one of a project."""
    own, other = reading.path(line), reading.path(grid.table.first_line)
    return own == other or len(other) > 1 or reading.kind(grid.table.first_line) in {"investment", "ministry"}


def _near(reading: Reading, line: int, grid: Grid) -> bool:
    """Text and table belong together: one section, or a section beside it under one heading."""
    own, other = reading.path(line), reading.path(grid.table.first_line)
    if not own or not other:
        return abs(line - grid.table.first_line) <= 30
    return own[: max(len(own), len(other)) - 1] == other[: max(len(own), len(other)) - 1] or own == other


def _label(told: Commitment, labels: dict[str, str], near: bool) -> str:
    key = squeeze(told.name)
    if key in labels and (len(key) >= 6 or near):
        return labels[key]
    if not near:
        return ""
    body = names.find(told.name.rstrip("이가은는"))
    if body is not None:
        return next((label for label in labels.values() if names.find(label) == body), "")
    words = told.name.split()
    tails = {
        squeeze("".join(words[at:])) for at in range(len(words))
    }  # 수소충전소 is no tail of 액화수소 충전소
    ends = [label for label_key, label in labels.items() if len(label_key) >= 4 and label_key in tails]
    starts = [label for label_key, label in labels.items() if len(label_key) >= 6 and label_key in key]
    return max(ends or starts, key=len, default="")


def _choose(grid: Grid, label: str, told: Commitment) -> Iterator[Value]:
    """The figures of the row that may be meant: of the kind, year and role told, in the column named."""
    quantity, figure = told.placed.quantity, told.placed.figure
    row = [
        value
        for value in grid.values
        if (is_total(value.label) if not label else value.label == label)
        and value.figure.dimension == figure.dimension
        and value.column > 0
        and value.quantity.role is quantity.role
        and value.quantity.year == quantity.year
        and not _CHANGE.search(value.header)
    ]
    if len({value.header for value in row}) > 1:
        words = {squeeze(word) for word in told.qualifiers} | {squeeze(told.own)}
        named = [value for value in row if any(bare(part) in words for part in value.header.split())]
        totals = [value for value in row if is_total(value.header)]
        row = named or totals or row
    yield from row


def _shares(grid: Grid, row: int | None, label: str, told: Quantity) -> tuple[Value, ...]:
    return tuple(
        value
        for value in grid.values
        if value.row == row
        and value.label == label
        and value.figure.dimension == PERCENT
        and value.quantity.year == told.year
    )


def _judge(meeting: Meeting, value: Value, holds: bool) -> Verdict:
    told = meeting.told.placed
    spans = (told.span, span_of(value.quantity))
    label = value.label if not is_total(value.label) else "합계"
    cell = value.quantity.text
    if told.quantity.unit not in cell:
        cell += told.quantity.unit if value.quantity.unit == told.quantity.unit else value.quantity.unit
    where_ko, where_en = lines_ko(spans[1:]), lines_en(spans[1:])
    what = " 비중" if meeting.share else ""
    ko = (
        f"본문({lines_ko(spans[:1])})은 ‘{label}’{what}{_topic(label + what)} {told.quantity.text}, "
        f"‘{caption_of(meeting.grid)}’ 표({where_ko})는 {with_particle(cell, '으로')} "
    )
    ko += "적어 서로 맞습니다." if holds else "적었습니다. 반올림·절사로 설명되지 않는 차이입니다."
    kind = "share of " if meeting.share else ""
    en = (
        f"The text ({lines_en(spans[:1])}) gives {told.quantity.text} for {kind}“{label}”, the table "
        f"“{caption_of(meeting.grid)}” ({where_en}) {cell}"
    )
    en += ": they agree." if holds else "; neither rounding nor truncating explains the difference."
    return verdict(holds, spans, ko, en, text=told.quantity.text, table=cell, label=label)


def _topic(word: str) -> str:
    return with_particle(word, "을를")[len(word) :]


CHECK = Check(
    id="prose-against-table",
    version=7,
    title=Message(ko="본문과 표의 수치", en="Text against table"),
    nothing=Message(
        ko="표의 항목을 본문에서 다시 적은 수치가 없습니다.", en="No text repeats a figure of a table."
    ),
    run=run,
)
