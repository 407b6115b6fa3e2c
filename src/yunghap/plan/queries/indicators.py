"""Indicators over time: performance beside target, with the places where both are printed."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from yunghap.core.errors import NotFound
from yunghap.core.text import name_key
from yunghap.plan.enums import ObservationRole, ObservationSubject
from yunghap.plan.models import Edition, Evidence, Indicator, IndicatorAlias, Observation
from yunghap.plan.queries.common import (
    NodeRef,
    Printed,
    indicator_places,
    nodes_of,
    printed,
    published_editions,
    split_ministries,
)


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """What a target rests on: a measure (`measure` is its code) or a file."""

    id: str
    measure: str
    file_sha256: str
    file_name: str


@dataclass(frozen=True, slots=True)
class Point:
    """One value of an indicator: of one year and role (TARGET, ACTUAL, BASELINE or BUDGET).

    `edition_year` is the plan that states it. `number` is its first printed place, `also_printed` the others
    with the same value, `differing` those with another. `evidence` is empty for anything unbound.
    """

    year: int | None
    role: str
    value: Decimal
    edition_year: int
    number: Printed
    also_printed: tuple[Printed, ...]
    differing: tuple[Printed, ...]
    evidence: tuple[EvidenceRow, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A year's target beside what was reached.

    `ratio` is actual / target where the indicator improves upwards, target / actual where downwards; None
    where one is missing, zero or the indicator improves in neither direction. `reached` says whether the
    target was met, None where that cannot be said.
    """

    year: int
    target: Point | None
    actual: Point | None
    ratio: Decimal | None
    reached: bool | None


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """An indicator with all its points, oldest first."""

    id: str
    name: str
    unit: str
    ministry: tuple[str, ...]
    programme: str | None
    better: str
    aggregation: str
    cumulative: bool
    stage: str
    definition: str
    aliases: tuple[str, ...]
    places: Mapping[str, NodeRef]
    points: tuple[Point, ...]

    def point(self, year: int, role: str) -> Point | None:
        """The value of a year in a role, the newest edition's where several state it."""
        found = [point for point in self.points if (point.year, point.role) == (year, role)]
        return max(found, key=lambda point: point.edition_year, default=None)

    def comparison(self, year: int) -> Comparison:
        """The year's target beside the year's actual."""
        target, actual = self.point(year, "TARGET"), self.point(year, "ACTUAL")
        ratio, reached = _compare(self.better, target, actual)
        return Comparison(year, target, actual, ratio, reached)

    @property
    def comparisons(self) -> tuple[Comparison, ...]:
        """Every year with a target or an actual, oldest first."""
        years = {point.year for point in self.points if point.role in {"TARGET", "ACTUAL"}}
        return tuple(self.comparison(year) for year in sorted(year for year in years if year is not None))

    @property
    def unbound(self) -> bool:
        """A target of this indicator rests on no measure and no file."""
        return any(point.role == "TARGET" and not point.evidence for point in self.points)


def _compare(better: str, target: Point | None, actual: Point | None) -> tuple[Decimal | None, bool | None]:
    if target is None or actual is None or better not in {"UP", "DOWN"}:
        return None, None
    if better == "UP":
        reached = actual.value >= target.value
        return (actual.value / target.value if target.value > 0 else None), reached
    reached = actual.value <= target.value
    return (target.value / actual.value if actual.value > 0 else None), reached


def indicators_of(
    edition: Edition, *, ministry: str = "", node: str = "", programme: str = "", text: str = ""
) -> tuple[IndicatorRow, ...]:
    """The indicators an edition states a value for, by name, with their values in all published editions.

    `ministry` keeps those of a ministry (canonical short name), `node` those placed at a node (its id) or
    below it, `programme` those of a programme (its id), `text` those whose name or alias contains it.
    """
    rows = Observation.objects.filter(edition=edition, subject=ObservationSubject.INDICATOR)
    ids = set(rows.exclude(status="REJECTED").values_list("indicator_id", flat=True))
    found = [row for row in _rows(ids, edition) if _fits(row, ministry, programme, text)]
    if not node:
        return tuple(found)
    wanted = {node} | {item.id for item in nodes_of(edition) if item.parent == node}
    return tuple(row for row in found if any(place.id in wanted for place in row.places.values()))


def _fits(row: IndicatorRow, ministry: str, programme: str, text: str) -> bool:
    key = name_key(text) if text else ""
    return (
        (not ministry or ministry in row.ministry)
        and (not programme or row.programme == programme)
        and (not key or any(key in name_key(name) for name in (row.name, *row.aliases)))
    )


def get_indicator(indicator_id: str, edition: Edition | None = None) -> IndicatorRow:
    """One indicator, placed as in `edition` (default: the newest published one); raises NotFound."""
    editions = published_editions()
    edition = edition or (editions[0] if editions else None)
    found = _rows([indicator_id], edition) if edition is not None else []
    if not found:
        raise NotFound("indicator")
    return found[0]


def _rows(ids: Collection[str | None], edition: Edition) -> list[IndicatorRow]:
    by_year = {item.year: item for item in published_editions()}
    by_year[edition.year] = edition
    points = _points(ids, {item.pk: item for item in by_year.values()})
    aliases: defaultdict[str, list[str]] = defaultdict(list)
    for alias in IndicatorAlias.objects.filter(indicator__in=ids):
        aliases[alias.indicator_id].append(alias.alias)
    places = indicator_places(edition)
    nodes = {node.id: node for node in nodes_of(edition)}
    rows = Indicator.objects.filter(pk__in=ids).order_by("name_key", "ministry", "unit")
    return [
        IndicatorRow(
            id=row.pk,
            name=row.name,
            unit=row.unit,
            ministry=split_ministries(row.ministry),
            programme=row.programme_id,
            better=row.better,
            aggregation=row.aggregation,
            cumulative=row.cumulative,
            stage=row.stage,
            definition=row.definition,
            aliases=tuple(aliases[row.pk]),
            places={scheme: nodes[node] for scheme, node in places.get(row.pk, {}).items()},
            points=points.get(row.pk, ()),
        )
        for row in rows
    ]


def _points(ids: Collection[str | None], editions: Mapping[str, Edition]) -> dict[str, tuple[Point, ...]]:
    observations = (
        Observation.objects.filter(indicator__in=ids, edition__in=list(editions))
        .exclude(status="REJECTED")
        .exclude(report__replaced_by__isnull=False)
        .select_related("span")
        .order_by("span__line", "span__start", "created_at")
    )
    claims: defaultdict[tuple[str, int, int | None, str], list[Observation]] = defaultdict(list)
    for row in observations:
        edition = editions[row.edition_id]
        claims[str(row.indicator_id), edition.year, row.year, row.role].append(row)
    evidence = _evidence(row.pk for rows in claims.values() for row in rows)
    result: defaultdict[str, list[Point]] = defaultdict(list)
    for (indicator, edition_year, year, role), rows in claims.items():
        numbers = [printed(row) for row in rows]
        first = numbers[-1] if role == ObservationRole.ACTUAL and year == edition_year else numbers[0]
        rest = [number for number in numbers if number is not first]
        result[indicator].append(
            Point(
                year=year,
                role=role,
                value=first.value,
                edition_year=edition_year,
                number=first,
                also_printed=tuple(number for number in rest if number.value == first.value),
                differing=tuple(number for number in rest if number.value != first.value),
                evidence=tuple(item for row in rows for item in evidence.get(row.pk, ())),
            )
        )
    return {
        key: tuple(sorted(points, key=lambda point: (point.year or 0, point.edition_year, point.role)))
        for key, points in result.items()
    }


def _evidence(targets: Iterable[str]) -> dict[str, tuple[EvidenceRow, ...]]:
    result: defaultdict[str, list[EvidenceRow]] = defaultdict(list)
    bound = Evidence.objects.filter(target__in=list(targets), released_at__isnull=True)
    for row in bound:
        result[row.target_id].append(EvidenceRow(row.pk, row.measure, row.file_sha256, row.file_name))
    return {key: tuple(rows) for key, rows in result.items()}
