"""What a plan states more than once: commitments of text and tables aligned across sections."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from weakref import WeakKeyDictionary

from yunghap.plan.checks.clauses import Commitment, commitments, read_clause, subject_key
from yunghap.plan.checks.figures import PERCENT, Figure
from yunghap.plan.checks.grids import is_subtotal, is_total
from yunghap.plan.checks.reading import Reading
from yunghap.plan.checks.verdicts import span_of
from yunghap.plan.checks.words import slip
from yunghap.plan.contracts import Quantity, Span, YearBasis

LEAST = 6  # letters a name needs to be recognised elsewhere
_LEAST_LATIN = 12  # of a name in Latin letters: Budget, Target and Output name nothing
_LONG = 10  # letters a name needs to be recognised with a difference
_INDIFFERENT = frozenset({"총", "중", "목표", "당초", "연간", "매년", "당"})
_HEADER_KINDS = re.compile(
    r"국비|국고|지방비|도비|시비|군비|구비|시군비|민자|민간|자부담|기금|융자|신규|계속|누적|기타"
)


@dataclass(frozen=True)
class Statement:
    """One figure with the name of what it is said of."""

    name: str
    key: str
    figure: Figure
    quantity: Quantity
    path: tuple[str, ...]
    kind: str
    qualifiers: frozenset[str]
    table: int | None
    before: str = ""  # the keys of the items beside it in its list
    after: str = ""
    commitment: Commitment | None = field(default=None, repr=False, compare=False)

    @property
    def line(self) -> int:
        return self.quantity.line

    @property
    def span(self) -> Span:
        return span_of(self.quantity)

    @cached_property
    def period(self) -> tuple[object, ...]:
        """The year, and the end of a period of several years."""
        quantity = self.quantity
        end = quantity.period_end.year if quantity.period_end else quantity.year
        return (quantity.year, end if end != quantity.year else quantity.year)

    @property
    def printed_year(self) -> bool:
        return self.quantity.year_basis is YearBasis.EXPLICIT


@dataclass(frozen=True)
class Match:
    """Two statements of one thing; `exact` where the names are equal."""

    one: Statement
    other: Statement
    exact: bool


_STATED: WeakKeyDictionary[Reading, tuple[Statement, ...]] = (
    WeakKeyDictionary()
)  # several checks compare them


def statements(reading: Reading) -> tuple[Statement, ...]:
    """All named figures outside and inside tables, in order."""
    if reading not in _STATED:
        found = [*_told(reading), *_tabled(reading)]
        _STATED[reading] = tuple(sorted(found, key=lambda s: (s.line, s.quantity.start)))
    return _STATED[reading]


def _told(reading: Reading) -> Iterator[Statement]:
    for line in sorted({placed.line for placed in reading.placed}):
        all_here = list(commitments(read_clause(reading, line)))
        keys = [c.key for c in all_here]
        order = list(dict.fromkeys(keys))
        counts = Counter((c.key, c.placed.figure.dimension, c.qualifiers) for c in all_here)
        for c in all_here:
            if c.shared or _names_little(c.key) or c.placed.quantity.value_to is not None:
                continue
            if counts[c.key, c.placed.figure.dimension, c.qualifiers] > 1:
                continue
            at = order.index(c.key)
            yield Statement(
                c.name,
                c.key,
                c.placed.figure,
                c.placed.quantity,
                reading.path(line),
                reading.kind(line),
                frozenset(c.qualifiers - _INDIFFERENT),
                None,
                order[at - 1] if at else "",
                order[at + 1] if at + 1 < len(order) else "",
                c,
            )


def _tabled(reading: Reading) -> Iterator[Statement]:
    for grid in reading.grids:
        seen: Counter[tuple[object, ...]] = Counter()
        rows: list[Statement] = []
        for value in grid.values:
            key = subject_key(value.label)
            if _names_little(key) or is_total(value.label) or is_subtotal(value.label):
                continue
            kinds = frozenset(_HEADER_KINDS.findall(value.header) if value.header != value.label else [])
            line = value.quantity.line
            statement = Statement(
                value.label,
                key,
                value.figure,
                value.quantity,
                reading.path(line),
                reading.kind(line),
                kinds,
                grid.table.number,
            )
            if value.figure.dimension == PERCENT and value.header and re.search("비중|률|율", value.header):
                continue
            rows.append(statement)
            seen[_slot(statement)] += 1
        yield from (statement for statement in rows if seen[_slot(statement)] == 1)


def _slot(statement: Statement) -> tuple[object, ...]:
    return (
        statement.key,
        statement.figure.dimension,
        statement.period,
        statement.quantity.role,
        statement.qualifiers,
    )


def comparable(one: Statement, other: Statement, *, years: bool = True) -> bool:
    """Said in different sections, of one kind, role and (with `years`) period, with the same qualifying words."""
    return (
        one.figure.dimension == other.figure.dimension
        and one.quantity.role is other.quantity.role
        and one.qualifiers == other.qualifiers
        and one.line != other.line
        and (one.path != other.path or one.table != other.table)
        and (not years or one.period == other.period)
    )


def same_bodies(one: Statement, other: Statement) -> bool:
    """Some ministry is common, or one of both names none."""
    mine, theirs = set(one.quantity.ministry), set(other.quantity.ministry)
    return not mine or not theirs or bool(mine & theirs)


def matches(found: Sequence[Statement], *, years: bool = True) -> Iterator[Match]:
    """Every pair of comparable statements of one thing, exact names first."""
    groups: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for statement in found:
        groups[statement.key, statement.figure.dimension].append(statement)
    for group in groups.values():
        for index, one in enumerate(group):
            for other in group[index + 1 :]:
                if comparable(one, other, years=years):
                    yield Match(one, other, True)
    yield from _similar(groups, years=years)


def _similar(groups: dict[tuple[str, str], list[Statement]], *, years: bool) -> Iterator[Match]:
    """Names that differ by a slip, or by one syllable in lists whose neighbours are the same.

    A name found twice in its own spelling in one role and period is not a slip of another one.
    """
    keys = sorted({key for key, _ in groups if len(key) >= _LONG})
    blocks: dict[str, list[str]] = defaultdict(list)
    for key in keys:
        for block in {key[:5], key[-5:]}:
            blocks[block].append(key)
    pairs = {
        tuple(sorted((one, other)))
        for block in blocks.values()
        if len(block) <= 40
        for index, one in enumerate(block)
        for other in block[index + 1 :]
        if abs(len(one) - len(other)) <= 4
    }
    dimensions = {dimension for _, dimension in groups}
    for one_key, other_key in sorted(pairs):
        for dimension in sorted(dimensions):
            ones, others = groups.get((one_key, dimension), []), groups.get((other_key, dimension), [])
            for one in ones:
                for other in others:
                    if (
                        comparable(one, other, years=years)
                        and not (_twice(ones, one) and _twice(others, other))
                        and _alike(one, other)
                    ):
                        yield Match(one, other, False)


def _twice(group: Sequence[Statement], statement: Statement) -> bool:
    return sum(s.period == statement.period and s.quantity.role is statement.quantity.role for s in group) > 1


def _alike(one: Statement, other: Statement) -> bool:
    short, long = sorted((one.key, other.key), key=len)
    differing = [i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b]
    if not differing:  # the longer goes on: 서비스, 서비스 기술개발
        return len(short) >= 12 and _beside(one, other)
    if len(differing) > 1 or (len(long) - len(short)) > 2:
        return False
    at = differing[0]
    distance = slip(short[at], long[at])
    if distance is not None and distance <= 2 and len(short) == len(long):
        return True
    return len(short) >= 12 and distance is not None and _beside(one, other)


def _names_little(key: str) -> bool:
    return len(key) < (_LEAST_LATIN if key.isascii() else LEAST)


def _beside(one: Statement, other: Statement) -> bool:
    """The same item stands before or behind both in their lists."""
    mine, theirs = {one.before, one.after} - {""}, {other.before, other.after} - {""}
    return any(len(key) >= LEAST and key in theirs for key in mine) or any(
        slip(a, b) in {1, 2} for a in mine for b in theirs if len(a) >= _LONG and len(a) == len(b)
    )
