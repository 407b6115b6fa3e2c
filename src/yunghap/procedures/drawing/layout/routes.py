"""Ways for lines around boxes: of some plain shapes the one that crosses and doubles least."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from yunghap.procedures.bpmn.model import Bounds

Point = tuple[float, float]
Route = list[Point]
_GAP = 18.0  # between a box and a line around it
_STEP = 12.0  # between lines side by side
_GOOD = 2.6  # what a way costs that touches nothing
_BUDGET = 600_000  # comparisons in one picture; after them every line takes the first way


class Router:
    """Finds ways in one picture; remembers them, so that later lines keep off."""

    def __init__(self, boxes: Iterable[Bounds]) -> None:
        self._boxes = list(boxes)
        self._legs: list[tuple[Point, Point]] = []
        self._left = _BUDGET

    def connect(self, source: Bounds, target: Bounds, *, fall: bool = False, rise: bool = False) -> Route:
        """A way from one box to another.

        `fall` prefers to leave below or above (gateways, boundary events), `rise` to enter so (gateways).
        """
        best: Route = []
        least = float("inf")
        for way in _ways(source, target, fall=fall, rise=rise):
            self._left -= len(way) * (len(self._boxes) + len(self._legs))
            cost = self._cost(way, source, target) if self._left > 0 else 0
            if cost < least:
                best, least = way, cost
            if least < _GOOD:
                break
        self._legs.extend(pairwise(best))
        return best

    def _cost(self, way: Route, source: Bounds, target: Bounds) -> float:
        cost = 0.4 * len(way)
        for one, two in pairwise(way):
            cost += sum(
                10 for box in self._boxes if box not in (source, target) and _crosses(one, two, box, -2)
            )
            cost += sum(12 for box in (source, target) if _crosses(one, two, box, 3))
            cost += sum(_doubles(one, two, *leg) for leg in self._legs)
            cost += (abs(one[0] - two[0]) + abs(one[1] - two[1])) / 2000
        return cost


def _ways(source: Bounds, target: Bounds, *, fall: bool, rise: bool) -> Iterator[Route]:
    sx, sy = source.x + source.width / 2, source.y + source.height / 2
    tx, ty = target.x + target.width / 2, target.y + target.height / 2
    right, left = source.x + source.width, target.x
    down = ty > sy
    leave = source.y + source.height if down else source.y
    enter = target.y if down else target.y + target.height
    ahead = left > right
    if ahead and abs(sy - ty) < 1:
        yield [(right, sy), (left, ty)]
    falling, rising = [(sx, leave), (sx, ty), (left, ty)], [(right, sy), (tx, sy), (tx, enter)]
    corners = [way for way, good in ((falling, fall and left > sx), (rising, rise and tx > right)) if good]
    if abs(sy - ty) > 1:
        yield from corners
    if ahead:
        for number in range(4):
            for x in (left - _GAP - number * _STEP, right + _GAP + number * _STEP):
                if right < x < left:
                    yield [(right, sy), (x, sy), (x, ty), (left, ty)]
    if abs(sx - tx) < 1 and abs(sy - ty) > 1:
        yield [(sx, leave), (tx, enter)]
    yield from _around(source, target)
    if not corners and abs(sy - ty) > 1 and left > sx:
        yield falling


def _around(source: Bounds, target: Bounds) -> Iterator[Route]:
    """Below or above everything between the two, for what leads back or over others."""
    sx, tx = source.x + source.width / 2, target.x + target.width / 2
    low = max(source.y + source.height, target.y + target.height)
    high = min(source.y, target.y)
    for number in range(6):
        below, above = low + _GAP + number * _STEP, high - _GAP - number * _STEP
        yield [(sx, source.y + source.height), (sx, below), (tx, below), (tx, target.y + target.height)]
        yield [(sx, source.y), (sx, above), (tx, above), (tx, target.y)]
        right, left = source.x + source.width + _GAP + number * _STEP, target.x - _GAP - number * _STEP
        sy, ty = source.y + source.height / 2, target.y + target.height / 2
        for across in (below, above):
            yield [
                (source.x + source.width, sy), (right, sy), (right, across), (left, across), (left, ty), (target.x, ty),
            ]  # fmt: skip


def _crosses(one: Point, two: Point, box: Bounds, inside: float) -> bool:
    """Whether a level or upright leg passes through a box, made smaller by `inside` pixels."""
    return (
        min(one[0], two[0]) < box.x + box.width - inside
        and max(one[0], two[0]) > box.x + inside
        and min(one[1], two[1]) < box.y + box.height - inside
        and max(one[1], two[1]) > box.y + inside
    )


def _doubles(one: Point, two: Point, other: Point, end: Point) -> float:
    """3 where two legs run along each other, 0.3 where they cross; nothing where they begin or end together."""
    if one == other or two == end:
        return 0
    for axis in (0, 1):
        along = 1 - axis
        if one[axis] == two[axis] and other[axis] == end[axis]:
            if abs(one[axis] - other[axis]) > 3:
                return 0
            shared = min(max(one[along], two[along]), max(other[along], end[along])) - max(
                min(one[along], two[along]), min(other[along], end[along])
            )
            return 3 if shared > 6 else 0
    crossing = (
        min(one[0], two[0]) < max(other[0], end[0])
        and max(one[0], two[0]) > min(other[0], end[0])
        and min(one[1], two[1]) < max(other[1], end[1])
        and max(one[1], two[1]) > min(other[1], end[1])
    )
    return 0.3 if crossing else 0


def upright(source: Bounds, target: Bounds, between: float) -> Sequence[Point]:
    """A message's way from pool to pool: up or down, across at `between`, on."""
    sx, tx = source.x + source.width / 2, target.x + target.width / 2
    down = target.y > source.y
    start = source.y + source.height if down else source.y
    end = target.y if down else target.y + target.height
    if abs(sx - tx) < 1:
        return [(sx, start), (tx, end)]
    return [(sx, start), (sx, between), (tx, between), (tx, end)]
