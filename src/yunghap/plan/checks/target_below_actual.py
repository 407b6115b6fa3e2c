"""A target is not set below the last actual.

In a series of the text, in a row of year columns and, by exactly the same name, between a performance
section and a plan section: the first target after the last actual must not be less than it (or more, of
things of which less is better: emissions, accidents, days of processing …).

Silently ignored: budgets (they fall for good reasons); whole series that fall or rise steadily with their
actuals or over two or more targets (the direction is meant); words that say so (단축, 감축, 저감, 하향,
축소, 이하); cumulative counts beside yearly ones; figures called about; the same name with several actuals
or several targets; numbers of things named by fewer than six letters across sections; things of which it is
not sure whether more or less is better (기간, 비용, 민원 …); a half or quarter beside another or beside a year.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from yunghap.plan.checks.chains import Chain, Point, chains, figure_text
from yunghap.plan.checks.clauses import Commitment, commitments, read_clause
from yunghap.plan.checks.reading import FUTURE, Reading
from yunghap.plan.checks.verdicts import Check, Verdict, lines_en, lines_ko, verdict
from yunghap.plan.checks.wording import better
from yunghap.plan.checks.words import with_particle
from yunghap.plan.contracts import Comparison, Message, Role

_DOWNWARD = re.compile(
    r"단축|감축|저감|하향|축소|인하|경감|완화|줄이|줄여|줄어|낮추|낮춤|이하|미만|감소|폐지|정비"
    r"|(?<!상향 )(?<!상향)조정|reduc|below|at most",
    re.IGNORECASE,
)


def run(reading: Reading) -> Iterator[Verdict]:
    seen: set[tuple[int, int]] = set()
    for chain in chains(reading):
        spans = {(span.line, span.start) for span in chain.spans}
        if spans & seen:
            continue
        seen |= spans
        yield from _chain(chain)
    yield from _across(reading)


def _chain(chain: Chain) -> Iterator[Verdict]:
    points = [point for point in chain.points if point.year is not None]
    actuals = [p for p in points if p.quantity.role in {Role.ACTUAL, Role.BASELINE}]
    targets = [
        p
        for p in points
        if p.quantity.role is Role.TARGET and p.quantity.comparison is not Comparison.AT_MOST
    ]
    if not actuals or not targets or any(point.figure.about for point in points):
        return
    last = max(actuals, key=lambda point: point.year or 0)
    later = [point for point in targets if (point.year or 0) > (last.year or 0)]
    if not later:
        return
    first = min(later, key=lambda point: point.year or 0)
    ordered = sorted([*actuals, *later], key=lambda point: point.year or 0)
    if _DOWNWARD.search(chain.context + chain.after) or _of_other_months(last, first):
        return
    if not chain.cumulative and _meant(ordered, last):
        return
    named = chain.context if chain.tabled else chain.name
    if better(named):
        yield _judge(chain.name, named, last, first)


def _of_other_months(one: Point, other: Point) -> bool:
    """A half or quarter beside another, or beside a whole year: ('23下) 110종 → ('24上) 100종."""
    spans = [
        ((start.month, start.day), (end.month, end.day))
        for start, end in ((point.quantity.period_start, point.quantity.period_end) for point in (one, other))
        if start and end and start.year == end.year
    ]
    return len(set(spans)) > 1


def _meant(ordered: Sequence[Point], last: Point) -> bool:
    """Three or more figures that fall all the way: the direction is meant."""
    values = [point.figure.value for point in ordered]
    return len(values) > 2 and all(one > other for one, other in pairwise(values)) and ordered[0] is not last


def _judge(name: str, named: str, last: Point, first: Point) -> Verdict:
    less = better(named) == "less"
    holds = first.figure.value <= last.figure.value if less else first.figure.value >= last.figure.value
    spans = [last.span, first.span]
    actual, target = figure_text(last.quantity), figure_text(first.quantity)
    what = f"‘{name}’의 " if name else ""
    when, then = f"{last.year}년", f"{first.year}년"
    side_ko, side_en = ("높게", "above") if less else ("낮게", "below")
    role_ko, role_en = ("실적", "actual") if last.quantity.role is Role.ACTUAL else ("기준치", "baseline")
    if holds:
        ko = (
            f"{lines_ko(spans)}: {what}{then} 목표 {with_particle(target, '은는')} {when} {role_ko} "
            f"{actual}보다 나쁘지 않습니다."
        )
        en = (
            f"{lines_en(spans).capitalize()}: the target of {target} for {first.year} is not worse "
            f"than the {role_en} of {last.year} ({actual})."
        )
    else:
        ko = (
            f"{lines_ko(spans)}: {what}{then} 목표 {with_particle(target, '이가')} {when} {role_ko} "
            f"{actual}보다 {side_ko} 잡혀 있습니다."
        )
        en = (
            f"{lines_en(spans).capitalize()}: the target of {target} for {first.year} is set "
            f"{side_en} the {role_en} of {last.year} ({actual})."
        )
    return verdict(holds, spans, ko, en, actual=actual, target=target, name=name)


def _across(reading: Reading) -> Iterator[Verdict]:
    """Same name, same unit: one actual of the year before, one target."""
    actuals: dict[tuple[str, str], list[Commitment]] = defaultdict(list)
    targets: dict[tuple[str, str], list[Commitment]] = defaultdict(list)
    for line in sorted({placed.line for placed in reading.placed}):
        kind = reading.kind(line)
        for found in commitments(read_clause(reading, line)):
            quantity = found.placed.quantity
            key = (found.key, found.placed.figure.dimension)
            plain = (
                not found.placed.figure.is_money and not found.placed.figure.about and not found.qualifiers
            )
            if not plain or len(found.key) < 6 or found.shared:
                continue
            if kind == "performance" and quantity.role is Role.ACTUAL:
                actuals[key].append(found)
            elif kind in FUTURE and quantity.role is Role.TARGET:
                targets[key].append(found)
    for key, before in sorted(actuals.items()):
        after = targets.get(key, [])
        values = {found.placed.figure.value for found in after}
        if len(before) != 1 or len(values) != 1:
            continue
        old, new = before[0].placed.quantity, after[0].placed.quantity
        if old.year is None or new.year is None or new.year != old.year + 1:
            continue
        context = before[0].name + after[0].clause.text
        if _DOWNWARD.search(context) or not better(before[0].name):
            continue
        points = [
            Point(found.placed.quantity, found.placed.figure, found.placed.quantity.year, True)
            for found in (before[0], after[0])
        ]
        yield _judge(before[0].name, before[0].name, points[0], points[1])


CHECK = Check(
    id="target-below-last-actual",
    version=5,
    title=Message(ko="직전 실적보다 낮은 목표", en="Target below the last actual"),
    nothing=Message(ko="실적과 견줄 수 있는 목표가 없습니다.", en="No target has an actual to compare with."),
    run=run,
)
