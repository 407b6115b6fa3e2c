"""The amounts of the ministries (or other bodies) add up to the total.

A table that lists amounts by ministry, agency or department: its printed total must be the sum; where it
prints no total, the sum must be the total that the same section prints beside its areas or in its text, for
the same year and role. Rounding may leave what `add_up` allows.

Silently ignored: a table without a total where the section prints none for that year and role, or several
that differ; tables with amounts of several columns and no total (which column the section's total belongs
to is not known); columns of shares and rates; cells that are not a number; tables that say their counts
overlap (중복).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from yunghap.plan.checks.clauses import commitments, read_clause
from yunghap.plan.checks.figures import Figure, add_up, in_unit
from yunghap.plan.checks.grids import Grid, Value, is_subtotal, is_total
from yunghap.plan.checks.reading import Reading
from yunghap.plan.checks.totals import (
    AREA,
    MINISTRY,
    caption_of,
    difference,
    judge_tables,
    scheme,
    sum_values,
)
from yunghap.plan.checks.verdicts import Check, Verdict, lines_en, lines_ko, span_of, verdict
from yunghap.plan.checks.wording import is_whole
from yunghap.plan.contracts import Message, Quantity


@dataclass(frozen=True, slots=True)
class Whole:
    """A total the section prints elsewhere."""

    quantity: Quantity
    figure: Figure


def run(reading: Reading) -> Iterator[Verdict]:
    yield from judge_tables(reading, MINISTRY)
    for grid in reading.grids:
        if scheme(grid) == MINISTRY and not any(not case.across for case in grid.sums()):
            yield from _against_section(reading, grid)


def _against_section(reading: Reading, grid: Grid) -> Iterator[Verdict]:
    values = [value for value in grid.listed() if value.money]
    columns = {(value.column if not grid.paired else value.header) for value in values}
    if len(values) < 3 or len(columns) > 1 or any(is_total(v.label) or is_subtotal(v.label) for v in values):
        return
    if any(grid.unknown(row, column) for row, column in {(v.row, v.column) for v in values}):
        return
    wholes = list(_wholes(reading, grid, values[0]))
    if not wholes:
        return
    finest = min(wholes, key=lambda whole: whole.figure.step)
    yield _judge(grid, tuple(values), finest)


def _wholes(reading: Reading, grid: Grid, like: Value) -> Iterator[Whole]:
    """Totals of areas and totals in the text of the same section, year and role."""
    path = reading.path(grid.table.first_line)
    for other in reading.grids:
        if scheme(other) == AREA and reading.path(other.table.first_line) == path:
            for case in other.sums():
                quantity = case.total.quantity
                if not case.across and case.total.money and _alike(quantity, like.quantity):
                    yield Whole(quantity, case.total.figure)
    for line in sorted({placed.line for placed in reading.placed if placed.figure.is_money}):
        if reading.path(line) != path:
            continue
        for commitment in commitments(read_clause(reading, line)):
            placed = commitment.placed
            if placed.figure.is_money and is_whole(commitment) and _alike(placed.quantity, like.quantity):
                yield Whole(placed.quantity, placed.figure)


def _alike(one: Quantity, other: Quantity) -> bool:
    return one.role is other.role and (one.year == other.year or None in {one.year, other.year})


def _judge(grid: Grid, values: tuple[Value, ...], whole: Whole) -> Verdict:
    found = add_up([value.figure for value in values], whole.figure)
    unit = values[0].quantity.unit
    step = min(value.quantity.precision for value in values)
    spans = [*(span_of(value.quantity) for value in values), span_of(whole.quantity)]
    table = f"‘{caption_of(grid)}’ 표({lines_ko(spans[:-1])})"
    place = f"table “{caption_of(grid)}” ({lines_en(spans[:-1])})"
    added, printed = in_unit(found.added, unit, step), in_unit(whole.figure.value, unit, step)
    at_ko, at_en = lines_ko(spans[-1:]), lines_en(spans[-1:])
    if found.holds:
        ko = f"{table}의 {len(values)}개 기관을 더하면 {added}, {at_ko}의 총액 {printed}과 맞습니다."
        en = (
            f"The {len(values)} bodies in the {place} add up to {added}, as the total of {printed} in "
            f"{at_en} says."
        )
    else:
        more, less = difference(found, unit, step)
        ko = (
            f"{table}의 {len(values)}개 기관을 더하면 {added}인데 {at_ko}의 총액은 {printed}이어서 "
            f"총액이 {more}."
        )
        en = (
            f"The {len(values)} bodies in the {place} add up to {added}, but the total in {at_en} is "
            f"{printed}, "
            f"{less}."
        )
    total = Value(whole.quantity, whole.figure, 0, 0, "", "")
    return verdict(found.holds, spans, ko, en, **sum_values(found, total, values))


CHECK = Check(
    id="ministry-sum",
    version=1,
    title=Message(ko="부처별 합계", en="Sum of the ministries"),
    nothing=Message(
        ko="부처별 금액을 적은 표와 견줄 총액이 없습니다.",
        en="No table by ministry has a total to compare with.",
    ),
    run=run,
)
