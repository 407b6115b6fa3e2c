"""Names beside shapes and lines: where the file puts them, or else where they cover least."""

import re
from collections.abc import Iterable, Sequence
from itertools import chain, pairwise

from yunghap.documents.typography import em_width
from yunghap.procedures.bpmn.model import Bounds

from .paper import Paper, height_of, wrap

SIZE = 11.0
ROOM = 90.0  # pixels before a name is broken between words
_WIDEST = 160.0  # and within a word
_MANY = 200_000  # comparisons in one picture, beyond which no name is moved about
_ON_NODE, _ON_LABEL, _ON_LINE = 5, 4, 1
_PARTS = re.compile(r"[^\s/-]{1,60}[/-]?")
Box = tuple[float, float, float, float]  # left, top, right, bottom
Point = tuple[float, float]


class Labels:
    """Gathers names, then places and paints them over everything, each letter with a rim of paper around it."""

    def __init__(self) -> None:
        self._fixed: list[tuple[list[str], float, float]] = []
        self._free: list[tuple[list[str], list[Point]]] = []
        self._signs: list[Bounds] = []

    def keep_off(self, sign: Bounds) -> None:
        """A sign on a line that names shall not cover."""
        self._signs.append(sign)

    def at(self, name: str, box: Bounds) -> None:
        """A name where the file wants it."""
        lines = _lines(name, max(box.width + 6, ROOM))
        self._fixed.append((lines, box.x + box.width / 2, box.y))

    def beside(self, name: str, box: Bounds, *, cornered: bool = False) -> None:
        """A name by its shape: below, above, or at a corner; there first for what lines leave downwards."""
        lines = _lines(name)
        wide, high = _size(lines)
        x, below = box.x + box.width / 2, box.y + box.height
        left, right = x - wide / 2 - 5, x + wide / 2 + 5
        above = box.y - high - 3
        corner = below + 1
        level = [(x, below + 4), (x, above)]
        corners = [(right, corner), (left, corner), (right, corner + 8), (left, corner + 8)]
        corners += [(right, above), (left, above)]
        self._free.append((lines, corners + level if cornered else level + corners))

    def along(self, name: str, points: Sequence[Point], *, off: float = 0) -> None:
        """A name by its line: over or under a level stretch, or beside an upright one, the longest first; further
        `off` where a sign on the line needs room.
        """
        lines = _lines(name)
        wide, high = _size(lines)
        places: list[Point] = []
        legs = sorted(
            pairwise(points), key=lambda leg: -abs(leg[0][0] - leg[1][0]) - abs(leg[0][1] - leg[1][1])
        )
        for (x1, y1), (x2, y2) in legs[:3]:
            x, y = (x1 + x2) / 2, (y1 + y2) / 2
            if abs(x1 - x2) >= abs(y1 - y2):
                places += [(x, y - high - 3 - off), (x, y + 4 + off)]
            else:
                aside = wide / 2 + 5 + off
                places += [(x + aside, y - high / 2), (x - aside, y - high / 2)]
        self._free.append((lines, places))

    def paint(self, paper: Paper, boxes: Iterable[Bounds], lines: Iterable[Sequence[Point]]) -> Box | None:
        """Place and paint them clear of these shapes and lines; how far they reach."""
        placed = [*self._fixed]
        taken = [(_box(*one), _ON_LABEL) for one in placed]
        solid = chain(boxes, self._signs)
        taken += [((one.x, one.y, one.x + one.width, one.y + one.height), _ON_NODE) for one in solid]
        taken += (
            [(_of_leg(*leg), _ON_LINE) for points in lines for leg in pairwise(points)] if self._free else []
        )
        many = len(self._free) * (len(taken) + len(self._free)) > _MANY
        for text, places in self._free:
            x, y = places[0] if many else _best(text, places, taken)
            placed.append((text, x, y))
            taken.append((_box(text, x, y), _ON_LABEL))
        if not placed:
            return None
        paper.add(
            f'<g fill="#1E2124" font-size="{SIZE:g}" stroke="#FFF" stroke-width="3" paint-order="stroke">'
        )
        for text, x, y in placed:
            paper.text(text, x, y, size=SIZE, plain=True)
        paper.close()
        reach = [_box(*one) for one in placed]
        return (
            min(one[0] for one in reach),
            min(one[1] for one in reach),
            max(one[2] for one in reach),
            max(one[3] for one in reach),
        )


def _lines(name: str, room: float = ROOM) -> list[str]:
    """A name in lines of this width, or as wide as its longest word."""
    longest = max((em_width(part) for part in _PARTS.findall(name)), default=0) * SIZE
    return wrap(name, max(room, min(longest + 1, _WIDEST)), size=SIZE)


def _size(lines: Sequence[str]) -> tuple[float, float]:
    return max((em_width(line) for line in lines), default=0) * SIZE, height_of(lines, SIZE)


def _box(lines: Sequence[str], x: float, y: float) -> Box:
    wide, high = _size(lines)
    return x - wide / 2, y, x + wide / 2, y + high


def _of_leg(one: Point, two: Point) -> Box:
    return min(one[0], two[0]), min(one[1], two[1]), max(one[0], two[0]), max(one[1], two[1])


def _best(text: list[str], places: Sequence[Point], taken: Sequence[tuple[Box, int]]) -> Point:
    """The first of the places where least is covered."""
    best, least = places[0], float("inf")
    for x, y in places:
        cost = _cost(_box(text, x, y), taken)
        if cost < least:
            best, least = (x, y), cost
        if not cost:
            break
    return best


def _cost(box: Box, taken: Sequence[tuple[Box, int]]) -> int:
    left, top, right, bottom = box
    cost = 0
    for (x1, y1, x2, y2), weight in taken:
        if x1 < right and left < x2 and y1 < bottom and top < y2:
            cost += weight
    return cost
