"""One commitment is stated the same everywhere.

A figure said of the same thing by the same name (at least six letters) in two sections, for one period, in
one kind of unit, one role and with the same qualifying words (국비, 신규, 누적 …), must be the same figure;
the coarser may be the rounded or truncated finer one. Names that differ by a slip of one syllable count as
the same; so do names that differ by one syllable or a longer end where the same item stands beside both in
their lists. Whole lines that are equal but for their numbers are compared number by number. The ministries
named for a thing must be the same too: for equal commitments with equal figures they must have one in
common, and two bullets of nearly the same text in two sections must carry the same tag in the same order
(the first ministry leads).

Silently ignored: names of fewer than six letters; names that stand with several figures of one kind in a
line; similar names that both stand twice (two things); ministries that are all different where the figures
differ too (another's programme of the same name); figures that are 10, 100, … times apart (`unit-slip`);
figures whose years differ (`stale-year`); ranges; bullets without a tag or with a tag in one place only.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from yunghap.core.text import with_josa
from yunghap.plan.checks.bullets import Tagged, parallel_bullets
from yunghap.plan.checks.chains import figure_text
from yunghap.plan.checks.clauses import Commitment
from yunghap.plan.checks.figures import apart_by_power, in_unit, same_figure
from yunghap.plan.checks.reading import Reading
from yunghap.plan.checks.statements import Match, Statement, matches, same_bodies, statements
from yunghap.plan.checks.twins import Twin, twins
from yunghap.plan.checks.verdicts import Check, Verdict, lines_en, lines_ko, verdict
from yunghap.plan.checks.words import with_particle
from yunghap.plan.contracts import Message, Span


def run(reading: Reading) -> Iterator[Verdict]:
    found = list(matches(statements(reading)))
    yield from _figures(reading, found)
    yield from _ministries(found)
    for twin in twins(reading):
        yield from _twin(reading, twin)
    for one, other in parallel_bullets(reading):
        yield _tags(reading, one, other)


def _figures(reading: Reading, found: Sequence[Match]) -> Iterator[Verdict]:
    votes: Counter[tuple[str, object]] = Counter()
    for match in found:
        for statement in (match.one, match.other):
            votes[statement.key, statement.figure.value] += 1
    reported: set[tuple[Span, object]] = set()
    agreed: dict[tuple[object, ...], list[Statement]] = defaultdict(list)
    for match in found:
        one, other = match.one, match.other
        if not same_bodies(one, other):
            continue
        if same_figure(one.figure, other.figure, reading.rounding):
            agreed[one.key, one.figure.dimension, one.period, one.qualifiers] += [one, other]
            continue
        if apart_by_power(one.figure, other.figure) is not None:
            continue
        # The figure told less often is named last, once against the figure told most.
        keep, odd = sorted((one, other), key=lambda s: (-votes[s.key, s.figure.value], s.line))
        if (odd.span, keep.figure.value) not in reported:
            reported.add((odd.span, keep.figure.value))
            yield _differ(keep, odd, match.exact)
    for group in agreed.values():
        yield _agree(group)


def _agree(group: Sequence[Statement]) -> Verdict:
    spans = {statement.span for statement in group}
    first = group[0]
    text = figure_text(first.quantity)
    ko = f"{lines_ko(spans)}: ‘{first.name}’의 {with_particle(text, '이가')} 서로 맞습니다."
    en = f"{lines_en(spans).capitalize()}: “{first.name}” is {text} in every place."
    return verdict(True, spans, ko, en, name=first.name, figure=text)


def _differ(keep: Statement, odd: Statement, exact: bool) -> Verdict:
    spans = [keep.span, odd.span]
    mine, theirs = figure_text(keep.quantity), figure_text(odd.quantity)
    unit = keep.quantity.unit
    apart = in_unit(abs(keep.figure.value - odd.figure.value), unit)
    year = f" {keep.quantity.year}년" if keep.quantity.year else ""
    names = f"‘{keep.name}’" if exact else f"‘{keep.name}’({lines_ko([odd.span])} ‘{odd.name}’)"
    ko = (
        f"{names}의{year} 수치가 {lines_ko([keep.span])}은 {mine}, {lines_ko([odd.span])}은 "
        f"{with_josa(theirs, '으로/로')} {apart} 다릅니다."
    )
    both = f"“{keep.name}”" if exact else f"“{keep.name}” (“{odd.name}” in {lines_en([odd.span])})"
    en = f"{both} is {mine} in {lines_en([keep.span])} but {theirs} in {lines_en([odd.span])}, {apart} apart."
    return verdict(
        False, spans, ko, en, name=keep.name, other_name=odd.name, first=mine, second=theirs, difference=apart
    )


def _ministries(found: Sequence[Match]) -> Iterator[Verdict]:
    """Equal commitments with equal figures, but no ministry in common."""
    for match in found:
        one, other = match.one, match.other
        if (
            not match.exact
            or len(one.key) < 8
            or same_bodies(one, other)
            or one.figure.value != other.figure.value
        ):
            continue
        spans = [one.span, other.span]
        mine, theirs = "·".join(one.quantity.ministry), "·".join(other.quantity.ministry)
        ko = (
            f"‘{one.name}’의 소관이 {lines_ko(spans[:1])}은 {mine}, {lines_ko(spans[1:])}은 "
            f"{with_josa(theirs, '으로/로')} 다릅니다."
        )
        en = f"“{one.name}” is of {mine} in {lines_en(spans[:1])} but of {theirs} in {lines_en(spans[1:])}."
        yield verdict(False, spans, ko, en, name=one.name, first=mine, second=theirs)


def _twin(reading: Reading, twin: Twin) -> Iterator[Verdict]:
    spans: list[Span] = []
    told: list[tuple[str, str]] = []
    for one, other in twin.pairs:
        spans += [one.placed.span, other.placed.span]
        if one.placed.quantity.year != other.placed.quantity.year or _said(one) != _said(other):
            continue
        figures = one.placed.figure, other.placed.figure
        if not same_figure(*figures, reading.rounding) and apart_by_power(*figures) is None:
            told.append((figure_text(one.placed.quantity), figure_text(other.placed.quantity)))
    lines = [Span(twin.one.line, 0, 0), Span(twin.other.line, 0, 0)]
    if not told:
        ko = f"{lines_ko(lines)}: 같은 문장의 수치가 서로 맞습니다."
        en = f"{lines_en(lines).capitalize()}: the same sentence gives the same figures."
    else:
        shown = ", ".join(f"{a} ↔ {b}" for a, b in told)
        ko = f"같은 문장인데 {lines_ko(lines[:1])}과 {lines_ko(lines[1:])}의 수치가 다릅니다: {shown}."
        en = (
            f"The same sentence gives other figures in {lines_en(lines[:1])} and "
            f"{lines_en(lines[1:])}: {shown}."
        )
    yield verdict(not told, spans, ko, en, figures="; ".join(f"{a}, {b}" for a, b in told))


def _said(commitment: Commitment) -> str:
    return re.sub(r"\s", "", commitment.placed.figure.dimension)


def _tags(reading: Reading, one: Tagged, other: Tagged) -> Verdict:
    own, theirs = one.ministries, other.ministries
    spans = [reading.whole(one.line), reading.whole(other.line)]
    mine, yours = "·".join(own), "·".join(theirs)
    if own == theirs:
        ko = f"{lines_ko(spans)}: 같은 과제의 소관({mine})이 서로 맞습니다."
        en = f"{lines_en(spans).capitalize()}: the same task is of {mine} in both places."
    elif set(own) == set(theirs):
        ko = (
            f"같은 과제인데 소관 부처의 순서가 {lines_ko(spans[:1])}은 {mine}, "
            f"{lines_ko(spans[1:])}은 {with_josa(yours, '으로/로')} 달라 주관 부처가 엇갈립니다."
        )
        en = (
            f"The same task names {mine} in {lines_en(spans[:1])} and {yours} in "
            f"{lines_en(spans[1:])}: which ministry leads differs."
        )
    else:
        ko = (
            f"같은 과제인데 소관 부처가 {lines_ko(spans[:1])}은 {mine}, {lines_ko(spans[1:])}은 "
            f"{with_josa(yours, '으로/로')} 다릅니다."
        )
        en = f"The same task is of {mine} in {lines_en(spans[:1])} but of {yours} in {lines_en(spans[1:])}."
    return verdict(own == theirs, spans, ko, en, first=mine, second=yours)


CHECK = Check(
    id="same-commitment",
    version=2,
    title=Message(ko="같은 과제의 수치와 소관", en="One commitment, one statement"),
    nothing=Message(ko="여러 곳에 되풀이해 적은 과제가 없습니다.", en="No commitment is stated twice."),
    run=run,
)
