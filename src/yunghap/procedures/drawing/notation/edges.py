"""Lines between shapes, with their ends."""

import math
from collections.abc import Sequence
from itertools import pairwise

from yunghap.procedures.bpmn.model import Bounds
from yunghap.procedures.drawing.paper import INK, PAPER, Paper, length

Point = tuple[float, float]
ROUND = 5.0  # radius of a bend


def route(points: Sequence[Point]) -> str:
    """A path through the points, bends rounded."""
    kept = [points[0]]
    for point in points[1:]:
        if math.dist(point, kept[-1]) > 0.5:
            kept.append(point)
    if len(kept) == 1:
        kept.append(kept[0])
    drawn = f"M{_at(kept[0])}"
    for before, corner, after in zip(kept, kept[1:], kept[2:], strict=False):
        radius = min(ROUND, math.dist(before, corner) / 2, math.dist(corner, after) / 2)
        drawn += f"L{_at(toward(corner, before, radius))}Q{_at(corner)},{_at(toward(corner, after, radius))}"
    return f"{drawn}L{_at(kept[-1])}"


def _at(point: Point) -> str:
    return f"{length(point[0])},{length(point[1])}"


def toward(start: Point, goal: Point, distance: float) -> Point:
    """The point at a distance from `start` on the way to `goal`."""
    whole = math.dist(start, goal) or 1.0
    share = distance / whole
    return start[0] + (goal[0] - start[0]) * share, start[1] + (goal[1] - start[1]) * share


def _ends(points: Sequence[Point]) -> tuple[Point, Point]:
    """The last point, and a point before it that differs from it."""
    tip = points[-1]
    tail = next((point for point in reversed(points) if math.dist(point, tip) > 0.5), (tip[0] - 1, tip[1]))
    return tip, tail


def arrow(
    paper: Paper, points: Sequence[Point], *, size: float = 10, width: float = 4.2, **more: object
) -> None:
    """A closed arrow head at the last point."""
    (x, y), tail = _ends(points)
    base_x, base_y = toward((x, y), tail, size)
    across = math.atan2(y - tail[1], x - tail[0]) + math.pi / 2
    dx, dy = math.cos(across) * width, math.sin(across) * width
    paper.path(
        f"M{_at((x, y))}L{_at((base_x + dx, base_y + dy))}L{_at((base_x - dx, base_y - dy))}z",
        **{"fill": INK, "stroke_width": 1, **more},
    )


def open_arrow(paper: Paper, points: Sequence[Point]) -> None:
    """An open arrow head at the last point."""
    (x, y), tail = _ends(points)
    base_x, base_y = toward((x, y), tail, 8)
    across = math.atan2(y - tail[1], x - tail[0]) + math.pi / 2
    dx, dy = math.cos(across) * 4.5, math.sin(across) * 4.5
    paper.path(
        f"M{_at((base_x + dx, base_y + dy))}L{_at((x, y))}L{_at((base_x - dx, base_y - dy))}", fill="none"
    )


def slash(paper: Paper, points: Sequence[Point]) -> None:
    """The mark of a default flow, across its beginning."""
    start, second = _ends(list(reversed(points)))
    x, y = toward(start, second, 9)
    along = math.atan2(second[1] - start[1], second[0] - start[0]) + math.radians(60)
    dx, dy = math.cos(along) * 6, math.sin(along) * 6
    paper.path(f"M{_at((x - dx, y - dy))}L{_at((x + dx, y + dy))}", fill="none")


def diamond(paper: Paper, points: Sequence[Point]) -> None:
    """The mark of a conditional flow, at its beginning."""
    start, second = _ends(list(reversed(points)))
    middle, end = toward(start, second, 8), toward(start, second, 16)
    across = math.atan2(second[1] - start[1], second[0] - start[0]) + math.pi / 2
    dx, dy = math.cos(across) * 4.5, math.sin(across) * 4.5
    left, right = (middle[0] + dx, middle[1] + dy), (middle[0] - dx, middle[1] - dy)
    paper.path(f"M{_at(start)}L{_at(left)}L{_at(end)}L{_at(right)}z", fill=PAPER, stroke_width=1.2)


def middle(points: Sequence[Point]) -> Point:
    """The point half-way along."""
    legs = list(pairwise(points))
    rest = sum(math.dist(one, two) for one, two in legs) / 2
    for one, two in legs:
        long = math.dist(one, two)
        if rest <= long:
            return toward(one, two, rest)
        rest -= long
    return points[-1]


def clip(points: Sequence[Point], source: Bounds | None, target: Bounds | None) -> list[Point]:
    """The points without what lies inside the shapes at the ends, as some tools draw to the middle."""
    kept = list(points)
    if source is not None:
        kept = _clip_start(kept, source)
    if target is not None:
        kept = list(reversed(_clip_start(list(reversed(kept)), target)))
    return kept


def _clip_start(points: list[Point], box: Bounds) -> list[Point]:
    margin = 3.0
    inside = (box.x + margin, box.y + margin, box.x + box.width - margin, box.y + box.height - margin)

    def within(point: Point) -> bool:
        return inside[0] < point[0] < inside[2] and inside[1] < point[1] < inside[3]

    while len(points) > 2 and within(points[0]) and within(points[1]):
        points = points[1:]
    if not within(points[0]) or within(points[1]):
        return points
    (x, y), (to_x, to_y) = points[0], points[1]
    shares = []
    for start, delta, low, high in (
        (x, to_x - x, box.x, box.x + box.width),
        (y, to_y - y, box.y, box.y + box.height),
    ):
        if delta:
            shares.append(((high if delta > 0 else low) - start) / delta)
    share = min((share for share in shares if share >= 0), default=0)
    return [(x + (to_x - x) * share, y + (to_y - y) * share), *points[1:]]
