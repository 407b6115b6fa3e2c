"""A printed share is the part over the whole.

A percentage in the cell of an amount, or in a column called 비중, 구성비 or share beside a column of
amounts, must be the amount over the table's total, rounded or truncated at its own precision, given how
precisely part and total are printed. In the text the same holds for `A 12억원(3.4%), B …` after a total,
where at least two such shares stand together and no table prints them, and for three or more counts in a
row, `우수 38개(25.2%), 보통 96개(63.6%), …`, of their sum or of a number the section tells, whichever all but one
fit. Where a table prints no total, the
sum of its amounts is the whole.

A column called only 비율 or % may be another rate: it is judged only where more than half of its cells are
the share. Printed shares must add up to the printed 100 within half a place per share where no amounts
stand beside them.

Silently ignored: shares of rows without an amount; shares called about; rates whose header names another
base (집행률, 증감률, 달성률: see `ratio`); percentages of a total that is zero.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from yunghap.core.text import with_josa
from yunghap.plan.checks.clauses import Commitment, commitments, read_clause
from yunghap.plan.checks.figures import (
    PERCENT,
    Figure,
    add_up,
    figure_of,
    in_unit,
    number,
    share_bounds,
    share_holds,
)
from yunghap.plan.checks.grids import Grid, Value, is_subtotal, is_total
from yunghap.plan.checks.reading import Reading
from yunghap.plan.checks.totals import caption_of
from yunghap.plan.checks.verdicts import Check, Verdict, lines_en, lines_ko, span_of, verdict
from yunghap.plan.checks.wording import is_whole
from yunghap.plan.checks.words import squeeze, with_particle
from yunghap.plan.contracts import Message, Quantity

_SHARE = re.compile(r"비중|구성비|점유율|share|composition", re.IGNORECASE)
_MAYBE = re.compile(r"^\W*(?:비율|%|퍼센트|percent)\W*(?:\(?%\)?)?\W*$", re.IGNORECASE)

_FEWEST_COUNTS = 3


@dataclass(frozen=True, slots=True)
class Pair:
    """An amount and its printed share."""

    part: Value
    share: Value


@dataclass(frozen=True, slots=True)
class Told:
    """The same in the text."""

    part: Commitment
    share: Commitment


def run(reading: Reading) -> Iterator[Verdict]:
    for grid in reading.grids:
        yield from _table(reading, grid)
    yield from _text(reading)
    yield from _counts(reading)


def _table(reading: Reading, grid: Grid) -> Iterator[Verdict]:
    within, beside = list(_within(grid)), _beside(grid)
    if within:
        named = _SHARE.search(grid.table.caption) or _SHARE.search(grid.header(within[0].share.column))
        yield from _judge_pairs(reading, grid, within, bool(named))
    if grid.paired and len(beside) > 1:  # 부처 | 금액 | 비중 twice over: one list of shares
        beside = [([pair for pairs, _ in beside for pair in pairs], any(certain for _, certain in beside))]
    for pairs, certain in beside:
        yield from _judge_pairs(reading, grid, pairs, certain)
    if not within and not beside:
        yield from _hundred(grid)


def _within(grid: Grid) -> Iterator[Pair]:
    """Amount and share in one cell: `5,521.27 (15.98)`."""
    for values in grid.at.values():
        amounts = [value for value in values if value.figure.dimension != PERCENT]
        shares = [value for value in values if value.figure.dimension == PERCENT]
        if len(amounts) == 1 and len(shares) == 1:
            yield Pair(amounts[0], shares[0])


def _beside(grid: Grid) -> list[tuple[list[Pair], bool]]:
    """Columns of shares with the column of amounts at their left; whether they are certain to be shares."""
    found = []
    for column in range(grid.width):
        own = grid.cell(max(grid.head - 1, 0), column)
        certain = bool(_SHARE.search(own))
        if not certain and not _MAYBE.match(own):
            continue
        left = next((c for c in range(column - 1, -1, -1) if grid.additive(c)), None)
        if left is None:
            continue
        pairs = [
            Pair(part, share)
            for row in grid.body
            if (part := grid.value(row, left)) is not None
            and (share := grid.value(row, column)) is not None
            and share.figure.dimension == PERCENT
        ]
        if pairs:
            found.append((pairs, certain))
    return found


def _wholes(grid: Grid, pairs: Sequence[Pair]) -> Iterator[Figure]:
    """What may be the whole: the printed total, the sum of the parts, the section's total."""
    parts = [p.part.figure for p in pairs if not is_total(p.part.label) and not is_subtotal(p.part.label)]
    totals = [p.part.figure for p in pairs if is_total(p.part.label)]
    if not totals:
        totals = [
            v.figure for v in grid.values if is_total(v.label) and v.figure.dimension == parts[0].dimension
        ]
    yield from totals[-1:]
    if parts:
        step = min(part.step for part in parts)
        yield Figure(sum((part.value for part in parts), Decimal(0)), step, parts[0].dimension)


def _judge_pairs(reading: Reading, grid: Grid, pairs: Sequence[Pair], certain: bool) -> Iterator[Verdict]:
    judged = [p for p in pairs if not p.share.figure.about]
    parts = [p for p in judged if not is_total(p.part.label)]
    best: tuple[int, Figure] | None = None
    for whole in _wholes(grid, pairs) if parts else ():
        if whole.value > 0:
            held = sum(_holds(reading, p, whole) for p in parts)
            if best is None or held > best[0]:
                best = (held, whole)
    if best is None or (not certain and (best[0] < 2 or best[0] * 2 <= len(parts))):
        return
    for pair in parts:
        place = (caption_of(grid), pair.part.label)
        yield _judge(reading, place, pair.part.quantity, pair.share.quantity, best[1])


def _holds(reading: Reading, pair: Pair, whole: Figure) -> bool:
    share = pair.share.quantity
    return share_holds(share.value, share.precision, pair.part.figure, whole, reading.rounding)


def _judge(
    reading: Reading, place: tuple[str, str], part: Quantity, share: Quantity, whole: Figure
) -> Verdict:
    where, label = place
    figure = figure_of(part)
    holds = share_holds(share.value, share.precision, figure, whole, reading.rounding)
    low, high = share_bounds(figure, whole)
    exact = (figure.value / whole.value * 100).quantize(min(share.precision, Decimal("0.01")))
    spans = (span_of(part), span_of(share))
    printed = f"{number(share.value, share.precision)}%"
    total = in_unit(whole.value, part.unit, part.precision)
    amount = in_unit(figure.value, part.unit, part.precision)
    ko = f"‘{where}’({lines_ko(spans)})의 ‘{label}’: {with_particle(amount, '은는')} {total}의 {exact}%"
    ko += (
        f"이고 적힌 비중 {with_particle(printed, '과와')} 맞습니다."
        if holds
        else f"인데 비중은 {with_josa(printed, '으로/로')} 적혀 있습니다."
    )
    en = f"“{label}” in “{where}” ({lines_en(spans)}): {amount} is {exact}% of {total}"
    en += f", as printed ({printed})." if holds else f", but the printed share is {printed}."
    return verdict(
        holds, spans, ko, en, part=part.text, total=total, share=printed, computed=f"{low:.4f}–{high:.4f}%"
    )


def _hundred(grid: Grid) -> Iterator[Verdict]:
    """A column of shares alone with its printed 100."""
    for column in range(grid.width):
        if not _SHARE.search(grid.header(column)):
            continue
        values = [v for row in grid.body if (v := grid.value(row, column)) is not None]
        totals = [v for v in values if is_total(v.label)]
        parts = [v for v in values if not is_total(v.label) and not is_subtotal(v.label)]
        if len(totals) != 1 or len(parts) < 2 or totals[0].figure.dimension != PERCENT:
            continue
        found = add_up([part.figure for part in parts], totals[0].figure)
        spans = [span_of(v.quantity) for v in values]
        added, total = number(found.added), number(found.total)
        ko = f"‘{caption_of(grid)}’ 표({lines_ko(spans)})의 비중을 더하면 {added}%"
        ko += f"로 적힌 {total}%와 맞습니다." if found.holds else f"인데 합계는 {total}%로 적혀 있습니다."
        en = f"The shares in table “{caption_of(grid)}” ({lines_en(spans)}) add up to {added}%"
        en += f", as printed ({total}%)." if found.holds else f", but the printed total is {total}%."
        yield verdict(found.holds, spans, ko, en, sum=added, total=total)


def _text(reading: Reading) -> Iterator[Verdict]:
    """Runs of `A 12억원(3.4%), B 8억원(2.2%)` after a total, one section at a time."""
    tabled = {reading.path(grid.table.first_line) for grid in reading.grids}
    whole: Commitment | None = None
    told: list[Told] = []
    path: tuple[str, ...] | None = None
    for line in sorted({placed.line for placed in reading.placed}):
        if reading.path(line) != path:
            yield from _judge_told(reading, whole, told)
            whole, told, path = None, [], reading.path(line)
        if path in tabled:
            continue
        before: Commitment | None = None
        for found in commitments(read_clause(reading, line)):
            if found.placed.figure.dimension == PERCENT and before is not None:
                between = squeeze(found.clause.text[before.placed.end : found.placed.start])
                if between in {"", "비중", "share"} and before is not whole:
                    told.append(Told(before, found))
            elif found.placed.figure.is_money and is_whole(found):
                yield from _judge_told(reading, whole, told)
                whole, told = found, []
            before = found
    yield from _judge_told(reading, whole, told)


def _counts(reading: Reading) -> Iterator[Verdict]:
    """Runs of `우수 38개(25.2%), 보통 96개(63.6%), 미흡 17개(11.2%)` in one line."""
    told: dict[tuple[str, ...], list[Figure]] = defaultdict(list)
    for line in sorted({placed.line for placed in reading.placed}):
        found = [c for c in commitments(read_clause(reading, line)) if not c.placed.figure.about]
        counts = [c.placed.figure for c in found if c.placed.figure.is_count]
        pairs = [
            Told(part, share)
            for part, share in pairwise(found)
            if part.placed.figure.is_count
            and share.placed.figure.dimension == PERCENT
            and part.clause.text[part.placed.end : share.placed.start].strip() == "("
        ]
        kinds = {t.part.placed.figure.dimension for t in pairs}
        if len(pairs) >= _FEWEST_COUNTS and len(kinds) == 1:
            yield from _judge_counts(reading, pairs, told[reading.path(line)])
        told[reading.path(line)].extend(counts)


def _judge_counts(reading: Reading, pairs: Sequence[Told], told: Sequence[Figure]) -> Iterator[Verdict]:
    parts = [t.part.placed.figure for t in pairs]
    added = Figure(sum((part.value for part in parts), Decimal(0)), parts[0].step, parts[0].dimension)
    wholes = [f for f in told if f.dimension == added.dimension and f.value >= max(p.value for p in parts)]
    shares = [t.share.placed.quantity for t in pairs]
    held = [
        (
            sum(
                share_holds(share.value, share.precision, part, whole, reading.rounding)
                for share, part in zip(shares, parts, strict=True)
            ),
            whole,
        )
        for whole in (added, *wholes)
        if whole.value > 0
    ]
    most, whole = max(held, key=lambda one: one[0], default=(0, added))
    if most < len(pairs) - 1:
        return
    for t in pairs:
        name = t.part.name or t.part.placed.quantity.text
        yield _judge(reading, ("본문", name), t.part.placed.quantity, t.share.placed.quantity, whole)


def _judge_told(reading: Reading, whole: Commitment | None, told: Sequence[Told]) -> Iterator[Verdict]:
    if whole is None or whole.placed.figure.value <= 0:
        return
    total = whole.placed.figure
    pairs = [
        t
        for t in told
        if t.part.placed.figure.is_money
        and t.part.placed.quantity.year == whole.placed.quantity.year
        and t.part.placed.quantity.role is whole.placed.quantity.role
    ]
    held = sum(
        share_holds(
            t.share.placed.quantity.value,
            t.share.placed.quantity.precision,
            t.part.placed.figure,
            total,
            reading.rounding,
        )
        for t in pairs
    )
    if len(pairs) < 2 or held * 2 < len(pairs):
        return
    for t in pairs:
        quantity = t.part.placed.quantity
        name = t.part.name or quantity.text
        yield _judge(reading, ("본문", name), quantity, t.share.placed.quantity, total)


CHECK = Check(
    id="share",
    version=3,
    title=Message(ko="비중", en="Shares"),
    nothing=Message(ko="금액과 함께 적은 비중이 없습니다.", en="No share is printed beside an amount."),
    run=run,
)
