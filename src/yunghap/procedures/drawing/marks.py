"""Marks of a running case on a node: shapes and words first, so that they hold in black and white."""

from yunghap.documents.typography import em_width
from yunghap.procedures.bpmn.model import Activity, Bounds, Event, EventKind

from .index import Drawable
from .overlay import Mark
from .paper import BLUE, GREEN, INK, PAPER, RED, Paper, length

_SIZE = 11.0
_HIGH = 17.0
Extent = tuple[float, float, float, float]


def paint(paper: Paper, element: Drawable, box: Bounds, mark: Mark) -> Extent:
    """The marks; how far they reach."""
    right, bottom = box.x + box.width, box.y + box.height
    extent = (box.x - 10, box.y - 12, right + 12, bottom + 8)
    if mark.tokens:
        paper.rect(
            box.x - 5, box.y - 5, box.width + 10, box.height + 10, rx=min(14, box.height / 2),
            fill="none", stroke=RED if mark.overdue else BLUE, stroke_width=3,
            stroke_dasharray="9,3" if mark.overdue else "",
        )  # fmt: skip
    if mark.done:
        paper.circle(box.x + 2, box.y + 2, 8, stroke=GREEN, fill=PAPER)
        paper.icon("M-4,0L-1,3.5L4.5-3.5", box.x + 2, box.y + 2, fill="none", stroke=GREEN, stroke_width=2)
    if mark.tokens:
        paper.circle(right + 1, box.y - 1, 9, fill=INK, stroke=PAPER)
        paper.text([f"{mark.tokens}"], right + 1, box.y - 7.5, size=_SIZE, fill=PAPER, font_weight=700)
    plates = [(mark.due, mark.overdue)] if mark.due else []
    plates += [(mark.count, False)] if mark.count else []
    # Names of events and gateways stand below them, so plates go above; what is attached has room at its side.
    x = box.x + box.width / 2
    if isinstance(element, Activity):
        y = bottom + (24 if element.boundary else 8)
    elif isinstance(element, Event) and element.kind is EventKind.BOUNDARY:
        y = box.y + box.height / 2 - _HIGH / 2
        x = right + 6 + max((_wide(*plate) for plate in plates), default=0) / 2
    else:
        y = box.y - 8 - (_HIGH + 2) * len(plates)
    for text, overdue in plates:
        extent = _widest(extent, _plate(paper, text, x, y, overdue=overdue))
        y += _HIGH + 2
    return extent


def _wide(text: str, overdue: bool) -> float:
    return em_width(text) * _SIZE + (28 if overdue else 12)


def _plate(paper: Paper, text: str, x: float, y: float, *, overdue: bool) -> Extent:
    """A text on a plate; what is overdue stands white on dark behind a warning triangle."""
    wide = _wide(text, overdue)
    left = x - wide / 2
    paper.rect(
        left,
        y,
        wide,
        _HIGH,
        rx=3,
        fill=RED if overdue else PAPER,
        stroke=RED if overdue else INK,
        stroke_width=1,
    )
    if overdue:
        paper.icon("M0,0L6.5,11.5h-13z", left + 10, y + 2.5, fill=PAPER, stroke="none")
        paper.path(f"M{length(left + 10)},{length(y + 6)}v4m0,1.4v1", stroke=RED, stroke_width=1.6)
        x += 8
    paper.text(
        [text], x, y + 2.4, size=_SIZE, fill=PAPER if overdue else INK, font_weight=700 if overdue else ""
    )
    return left, y, left + wide, y + _HIGH


def _widest(one: Extent, two: Extent) -> Extent:
    return min(one[0], two[0]), min(one[1], two[1]), max(one[2], two[2]), max(one[3], two[3])
