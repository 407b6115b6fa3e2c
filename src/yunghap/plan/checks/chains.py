"""Figures of one thing over several years: arrow chains in the text, year columns in tables."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from yunghap.plan.checks.clauses import Commitment, commitments, read_clause
from yunghap.plan.checks.figures import Figure
from yunghap.plan.checks.reading import Reading
from yunghap.plan.checks.verdicts import span_of
from yunghap.plan.contracts import Quantity, Role, Span, YearBasis

_ARROW = re.compile(r"→|⇒|➡|▶|->|=>")
_FROM = re.compile(r"에서|부터")
_YEARLY_ACTUAL = re.compile(r"(?:'\d\d|20\d\d)년?도? ?(?:실적|기준)(?:치|값)? ?:? ?$")
_YEARLY_TARGET = re.compile(r" ?[,/·] ?(?:'\d\d|20\d\d)년?도? ?목표(?:치|값)? ?:? ?")
CUMULATIVE = re.compile(r"누적|누계|cumulative", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Point:
    """One year's figure."""

    quantity: Quantity
    figure: Figure
    year: int | None
    printed_year: bool

    @property
    def span(self) -> Span:
        return span_of(self.quantity)


@dataclass(frozen=True, slots=True)
class Chain:
    """Figures of one thing in the order printed; `after` is the text behind the last."""

    name: str
    points: tuple[Point, ...]
    context: str
    after: str = ""
    tabled: bool = False

    @property
    def cumulative(self) -> bool:
        return bool(CUMULATIVE.search(self.context))

    @property
    def spans(self) -> list[Span]:
        return [point.span for point in self.points]


def chains(reading: Reading) -> Iterator[Chain]:
    """Every chain of the text and of the tables."""
    for line in sorted({placed.line for placed in reading.placed}):
        yield from _of_line(list(commitments(read_clause(reading, line))))
    yield from _of_tables(reading)


def _point(commitment: Commitment) -> Point:
    quantity = commitment.placed.quantity
    printed = quantity.year_basis is YearBasis.EXPLICIT or _year_near(commitment)
    return Point(quantity, commitment.placed.figure, quantity.year, printed)


def _year_near(commitment: Commitment) -> bool:
    text, start, end = commitment.clause.text, commitment.placed.start, commitment.placed.end
    before = re.search(r"(?:'\d{2}|(?:19|20)\d{2}|\(\d{2})\.?\s?년?도?[^\d→]{0,12}$", text[:start])
    behind = re.match(r"\s?\(\s?~?\s?(?:'\d{2}|(?:19|20)\d{2}|\d{2}\))", text[end:])
    return bool(before or behind)


def _of_line(found: list[Commitment]) -> Iterator[Chain]:
    run: list[Commitment] = []
    for commitment in found:
        if run and not _linked(run, commitment):
            if any(_ARROW.search(_between(run[-1], commitment)) for _ in (0,)) and _same_group(
                run[-1], commitment
            ):
                continue  # a figure of another unit inside the chain: 8개 학과 8.4억원 → 40개 학과 42억원
            if len(run) > 1:
                yield _chain(run)
            run = []
        if not run or _linked(run, commitment):
            run.append(commitment)
    if len(run) > 1:
        yield _chain(run)
    yield from _side_chains(found)
    for one, other in pairwise(found):
        if _told_by_year(one, other):
            yield _chain([one, other])


def _told_by_year(one: Commitment, other: Commitment) -> bool:
    """`수출액 : 2024년 실적 2.9억불, 2025년 목표 2.6억불`: actual and target of one thing, each with its year."""
    same = one.placed.figure.dimension == other.placed.figure.dimension
    told = _YEARLY_ACTUAL.search(one.clause.text[: one.placed.start])
    return same and bool(told) and bool(_YEARLY_TARGET.fullmatch(_between(one, other)))


def _between(one: Commitment, other: Commitment) -> str:
    return one.clause.text[one.placed.end : other.placed.start]


def _same_group(one: Commitment, other: Commitment) -> bool:
    clause = one.clause
    return clause.group_at(one.placed.start, one.placed.end) == clause.group_at(
        other.placed.start, other.placed.end
    )


def _linked(run: list[Commitment], commitment: Commitment) -> bool:
    last = run[-1]
    between = _between(last, commitment)
    if last.placed.figure.dimension != commitment.placed.figure.dimension or len(between) > 40:
        return False
    arrow = bool(_ARROW.search(between)) or bool(_FROM.match(between.lstrip(" )")))
    return arrow and not re.search(r"[;]|\.\s|,\s*[가-힣]{2,}", between) and _same_level(last, commitment)


def _same_level(one: Commitment, other: Commitment) -> bool:
    clause = one.clause
    groups = [clause.group_at(c.placed.start, c.placed.end) for c in (one, other)]
    return [group is None for group in groups] == [groups[0] is None] * 2


def _side_chains(found: list[Commitment]) -> Iterator[Chain]:
    """Chains of pairs: `('21) 8개 학과 8.4억원 → ('22) 40개 학과 42억원` is two chains, the second here."""
    stages: list[list[Commitment]] = [[]]
    for index, commitment in enumerate(found):
        if index and _ARROW.search(_between(found[index - 1], commitment)):
            stages.append([])
        stages[-1].append(commitment)
    stages = [stage for stage in stages if stage]
    if len(stages) < 2 or {len(stage) for stage in stages} != {2}:
        return
    units = [[c.placed.figure.dimension for c in stage] for stage in stages]
    if all(unit == units[0] for unit in units) and units[0][0] != units[0][1]:
        for column in (0, 1):
            yield _chain([stage[column] for stage in stages])


def _chain(run: list[Commitment]) -> Chain:
    clause = run[0].clause
    first = run[0]
    end = run[-1].placed.end
    name = first.name or clause.item.label
    earlier = max((placed.end for placed in clause.placed if placed.end <= first.placed.start), default=0)
    start = max(earlier, first.placed.start - 40)  # words before another figure are not about this one
    return Chain(
        name,
        tuple(_point(c) for c in run),
        clause.text[start:end] + clause.text[end : end + 12],
        re.sub(r"^\s*(?:\('?\d{2,4}년?\))?", "", clause.text[end : end + 24]),
    )


def _of_tables(reading: Reading) -> Iterator[Chain]:
    for grid in reading.grids:
        for row in grid.body:
            points = [
                Point(value.quantity, value.figure, value.quantity.year, True)
                for column in range(grid.width)
                if (value := grid.value(row, column)) is not None
                and value.quantity.role in {Role.ACTUAL, Role.TARGET, Role.BASELINE}
            ]
            units = {point.figure.dimension for point in points}
            years = [point.year for point in points]
            if len(points) < 2 or len(units) != 1 or None in years or len(set(years)) != len(years):
                continue
            if any(one > other for one, other in pairwise([year for year in years if year is not None])):
                continue
            labels = grid.labels(row)
            name = next((v.label for column in range(grid.width) for v in grid.at.get((row, column), [])), "")
            context = " ".join([*labels, name])
            yield Chain(name or (labels[0] if labels else ""), tuple(points), context, "", tabled=True)


def figure_text(quantity: Quantity) -> str:
    """The printed text, with its unit where that stands elsewhere."""
    return (
        quantity.text
        if any(char.isalpha() or char in "%℃㎡" for char in quantity.text)
        else quantity.text + quantity.unit
    )
