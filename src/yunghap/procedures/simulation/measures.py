"""What a run came to: lead times, waiting by step, workload by place."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from .contracts import Result, Visit
from .settings import Settings

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Spread:
    """Days: how many there are of them, their mean, and what 10, 50 and 90 of 100 do not exceed."""

    count: int
    mean: float
    p10: float
    median: float
    p90: float
    most: float


@dataclass(frozen=True, slots=True)
class Step:
    """Work at one node: `total` days from when it came to when it was done, `waiting` until somebody took it,
    `late` the share closed after its date.
    """

    node: str
    name: str
    count: int
    total: Spread
    waiting: float
    late: float


@dataclass(frozen=True, slots=True)
class Load:
    """Work of one lane or organisation: items, days of work in all, the most that lay there at once."""

    place: str
    items: int
    days: float
    most: int


@dataclass(frozen=True, slots=True)
class Summary:
    """One version's figures. `ends` counts finished cases by their end event's name; `lead_times` are sorted days."""

    name: str
    cases: int
    finished: int
    troubled: int
    trouble: str
    lead_time: Spread | None
    lead_times: tuple[float, ...]
    ends: Mapping[str, int]
    steps: tuple[Step, ...]
    loads: tuple[Load, ...]


def summarise(result: Result, *, name: str, names: Mapping[str, str], settings: Settings) -> Summary:
    """The figures of a run; `names` has the nodes' names in the order they are told."""
    lead = sorted(
        (case.ended - case.arrived) / _DAY for case in result.cases if case.ended and not case.trouble
    )
    troubled = [case for case in result.cases if case.trouble]
    ends = Counter(
        names.get(case.end) or case.end for case in result.cases if case.ended and not case.trouble
    )
    visits: dict[str, list[Visit]] = defaultdict(list)
    for visit in result.visits:
        visits[visit.node].append(visit)
    # Work that nobody does and takes no time is not told.
    steps = [
        _step(node, names[node], visits[node])
        for node in names
        if node in visits and node in settings.durations
    ]
    return Summary(
        name=name,
        cases=len(result.cases),
        finished=len(lead),
        troubled=len(troubled),
        trouble=troubled[0].trouble if troubled else "",
        lead_time=spread(lead) if lead else None,
        lead_times=tuple(lead),
        ends=dict(sorted(ends.items(), key=lambda pair: (-pair[1], pair[0]))),
        steps=tuple(step for step in steps if step is not None),
        loads=tuple(_loads(result.visits)),
    )


def _step(node: str, name: str, visits: Sequence[Visit]) -> Step | None:
    done = [visit for visit in visits if visit.closed is not None]
    total = sorted((visit.closed - visit.opened) / _DAY for visit in done if visit.closed)
    if not total:
        return None
    waits = [(visit.started - visit.opened) / _DAY for visit in done if visit.started is not None]
    return Step(
        node=node,
        name=name or node,
        count=len(done),
        total=spread(total),
        waiting=sum(waits) / len(waits) if waits else 0.0,
        late=sum(visit.late for visit in done) / len(done),
    )


def _loads(visits: Iterable[Visit]) -> list[Load]:
    places: dict[str, list[Visit]] = defaultdict(list)
    for visit in visits:
        if visit.place:
            places[visit.place].append(visit)
    return [
        Load(
            place=place,
            items=len(of_place),
            days=sum((v.closed - v.started) / _DAY for v in of_place if v.closed and v.started),
            most=_most_at_once(of_place),
        )
        for place, of_place in sorted(places.items())
    ]


def _most_at_once(visits: Iterable[Visit]) -> int:
    """The most items that lay at a place at one time; one that goes makes room for one that comes."""
    changes: list[tuple[datetime, int]] = []
    for visit in visits:
        changes.append((visit.opened, 1))
        if visit.closed is not None:
            changes.append((visit.closed, -1))
    most = now = 0
    for _moment, change in sorted(changes):
        now += change
        most = max(most, now)
    return most


def spread(values: Sequence[float]) -> Spread:
    """Of sorted values, at least one."""
    return Spread(
        count=len(values),
        mean=sum(values) / len(values),
        p10=quantile(values, 0.1),
        median=quantile(values, 0.5),
        p90=quantile(values, 0.9),
        most=values[-1],
    )


def quantile(values: Sequence[float], share: float) -> float:
    """Between the values at both sides of the place, as far as it lies between them."""
    place = (len(values) - 1) * share
    low = int(place)
    high = min(low + 1, len(values) - 1)
    return values[low] + (values[high] - values[low]) * (place - low)


def histogram(values: Sequence[float], edges: Sequence[float]) -> list[int]:
    """How many values lie from each edge to below the next."""
    return [sum(low <= value < high for value in values) for low, high in pairwise(edges)]
