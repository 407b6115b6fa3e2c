"""No figure is 10, 100, … times another figure of the same thing.

The same commitment stated in two sections (see `same-commitment`) or told in the text and in a table (see
`prose-against-table`) with figures exactly a power of ten apart has lost or gained zeros, or its unit
(백만원 for 억원). In a table with amounts of two years or more, a row whose amount changes by fifty times
or more while every other row stays within five times is a slip too.

Silently ignored: figures of different kinds, roles, periods or qualifying words; figures called about;
zero; tables with fewer than four such rows.
"""

import itertools
from collections.abc import Iterator
from decimal import Decimal

from yunghap.core.text import with_josa
from yunghap.plan.checks.chains import figure_text
from yunghap.plan.checks.figures import Figure, apart_by_power, same_figure
from yunghap.plan.checks.grids import Grid, Value, is_total
from yunghap.plan.checks.prose_against_table import meetings
from yunghap.plan.checks.reading import Reading
from yunghap.plan.checks.statements import matches, same_bodies, statements
from yunghap.plan.checks.totals import caption_of
from yunghap.plan.checks.twins import twins
from yunghap.plan.checks.verdicts import Check, Verdict, lines_en, lines_ko, span_of, verdict
from yunghap.plan.contracts import Message, Quantity, Span


def run(reading: Reading) -> Iterator[Verdict]:
    sound: set[Span] = set()
    slips: dict[tuple[Span, Span], Verdict] = {}
    for name, one, other, figures in _told(reading):
        place = (span_of(one), span_of(other))
        times = None if same_figure(*figures) else apart_by_power(*figures)
        if times is None:
            sound |= set(place)
        else:
            slips.setdefault(place, _judge(name, one, other, times))
    yield from slips.values()
    found = [slip for grid in reading.grids for slip in _jumps(grid)]
    yield from found
    if sound and not slips and not found:
        ko = f"되풀이해 적은 수치 {len(sound)}개 사이에 단위 착오가 없습니다."
        en = f"There is no slip of unit among the {len(sound)} figures stated more than once."
        yield verdict(True, sound, ko, en, figures=len(sound))


def _told(reading: Reading) -> Iterator[tuple[str, Quantity, Quantity, tuple[Figure, Figure]]]:
    for match in matches(statements(reading)):
        if same_bodies(match.one, match.other):
            one, other = match.one, match.other
            yield one.name, one.quantity, other.quantity, (one.figure, other.figure)
    for meeting in meetings(reading):
        told = meeting.told.placed
        if len(meeting.values) == 1 and not meeting.share:
            value = meeting.values[0]
            yield value.label, told.quantity, value.quantity, (told.figure, value.figure)
    for twin in twins(reading):
        for mine, theirs in twin.pairs:
            if mine.placed.quantity.year == theirs.placed.quantity.year:
                figures = mine.placed.figure, theirs.placed.figure
                yield mine.name, mine.placed.quantity, theirs.placed.quantity, figures


def _judge(name: str, one: Quantity, other: Quantity, times: int) -> Verdict:
    spans = [span_of(one), span_of(other)]
    mine, theirs = figure_text(one), figure_text(other)
    label = f"‘{name}’" if name else "같은 수치"
    ko = (
        f"{label}: {lines_ko(spans[:1])}은 {mine}, {lines_ko(spans[1:])}은 "
        f"{with_josa(theirs, '으로/로')} 꼭 {times:,}배 차이가 나서 단위 착오로 보입니다."
    )
    en = (
        f"“{name}”: {mine} in {lines_en(spans[:1])} and {theirs} in {lines_en(spans[1:])} are exactly "
        f"{times:,} "
        "times apart: a slip of unit."
    )
    return verdict(False, spans, ko, en, first=mine, second=theirs, times=times)


def _jumps(grid: Grid) -> Iterator[Verdict]:
    columns = [column for column in range(grid.width) if grid.additive(column)]
    for left, right in itertools.pairwise(columns):
        rows: list[tuple[Value, Value, Decimal]] = []
        for row in grid.body:
            one, other = grid.value(row, left), grid.value(row, right)
            if one is None or other is None or not (one.money and other.money) or is_total(one.label):
                continue
            if one.quantity.year == other.quantity.year or one.figure.value <= 0 or other.figure.value <= 0:
                continue
            rows.append((one, other, other.figure.value / one.figure.value))
        odd = [entry for entry in rows if not Decimal("0.2") <= entry[2] <= 5]
        if len(rows) < 4 or len(odd) != 1 or Decimal("0.02") < odd[0][2] < 50:
            continue
        one, other, times = odd[0]
        factor = times if times > 1 else 1 / times
        spans = [span_of(one.quantity), span_of(other.quantity)]
        mine, theirs = one.quantity.text, other.quantity.text
        shown = f"{factor.quantize(Decimal(1)):,}"
        ko = (
            f"‘{caption_of(grid)}’ 표({lines_ko(spans)})의 ‘{one.label}’만 {mine}에서 {with_josa(theirs, '으로/로')} "
            f"{shown}배 달라 단위 착오로 보입니다."
        )
        en = (
            f"In table “{caption_of(grid)}” ({lines_en(spans)}) only “{one.label}” changes {shown} "
            f"times ({mine}, {theirs}): a slip of unit."
        )
        yield verdict(False, spans, ko, en, first=mine, second=theirs, times=shown)


CHECK = Check(
    id="unit-slip",
    version=1,
    title=Message(ko="단위 착오", en="Slip of unit"),
    nothing=Message(ko="여러 곳에 되풀이해 적은 수치가 없습니다.", en="No figure is stated twice."),
    run=run,
)
