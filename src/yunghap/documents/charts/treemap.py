"""Areas in areas: money by group (area of the plan) and member (ministry). Squarified (Bruls, Huizing, van Wijk)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from yunghap.documents.blocks import one_line
from yunghap.documents.typography import em_width

from .canvas import COLOURS, PAPER, SIZE, WIDTH, Canvas, Language, Number, Series, check, printed, unit_note

_HEIGHT = 420
_HEAD = 24


@dataclass(frozen=True, slots=True)
class Group:
    """A named group of members with their values, none below zero."""

    name: str
    members: tuple[tuple[str, Number], ...]

    def __init__(self, name: str, members: Sequence[tuple[str, Number]]) -> None:
        object.__setattr__(self, "name", one_line(name))
        object.__setattr__(self, "members", tuple((one_line(member), value) for member, value in members))

    @property
    def total(self) -> Number:
        """The sum; exact unless a member is a float."""
        if any(isinstance(value, float) for _, value in self.members):
            return float(sum(float(value) for _, value in self.members))
        exact = sum((Decimal(value) for _, value in self.members), Decimal(0))
        return int(exact) if all(isinstance(value, int) for _, value in self.members) else exact


Box = tuple[float, float, float, float]  # x, y, width, height


def treemap(
    *, title: str, description: str, groups: Sequence[Group], unit: str = "", language: Language = "ko"
) -> str:
    """Each value as an area; groups keep their order in the legend, the largest lie first.

    Raises ValueError where a value is negative or there is nothing to show.
    """
    for group in groups:
        check([Series(group.name, [value for _, value in group.members])], len(group.members))
        if any(value < 0 for _, value in group.members):
            raise ValueError("Areas are not negative")
    whole = sum(float(group.total) for group in groups)
    if not whole:
        raise ValueError("A chart needs something to show")
    canvas = Canvas(title, description, language)
    unit_note(canvas, unit)
    top = 30.0
    order = sorted(range(len(groups)), key=lambda number: (-float(groups[number].total), number))
    boxes = squarify([float(groups[number].total) for number in order], (16, top, WIDTH - 32, _HEIGHT))
    unnamed = [
        number
        for number, box in zip(order, boxes, strict=True)
        if box[2] > 0 and box[3] > 0 and not _draw_group(canvas, groups[number], number, box, whole)
    ]
    y = top + _HEIGHT + 12
    for number in unnamed:  # too small for their name: named below
        canvas.rect(16, y, 14, 14, COLOURS[number % len(COLOURS)])
        canvas.text(36, y + 11.5, _head(groups[number], whole), room=WIDTH - 52)
        y += 22
    return canvas.svg(WIDTH, y)


def _head(group: Group, whole: float) -> str:
    return f"{group.name} {printed(group.total)} ({float(group.total) / whole * 100:.1f}%)"


def _draw_group(canvas: Canvas, group: Group, number: int, box: Box, whole: float) -> bool:
    """Draw a group and its members; whether its name found room."""
    x, y, width, height = box
    head = _head(group, whole)
    canvas.rect(
        x, y, width, height, COLOURS[number % len(COLOURS)], note=head, stroke=PAPER, stroke_width="3"
    )
    named = height > _HEAD * 2 and width > min(em_width(head), em_width(group.name) + 2) * SIZE + 16
    if named:
        canvas.text(x + 8, y + 17, head, fill=PAPER, bold=True, room=width - 12)
    members = sorted((item for item in group.members if item[1]), key=lambda item: (-float(item[1]), item[0]))
    top = _HEAD if named else 0
    inner = (x + 3, y + 3 + top, width - 6, height - 6 - top)
    for (name, value), place in zip(
        members, squarify([float(value) for _, value in members], inner), strict=True
    ):
        _draw_member(canvas, name, value, place, f"{group.name} · {name}: {printed(value)}")
    return named


def _draw_member(canvas: Canvas, name: str, value: Number, box: Box, note: str) -> None:
    x, y, width, height = box
    canvas.rect(x + 1, y + 1, width - 2, height - 2, "#F4F5F6", note=note)
    size = SIZE - 1
    if height > size + 8 and width > 34:
        canvas.text(x + 7, y + size + 4, name, size=size, room=width - 12)
        if height > 2 * size + 16 and width > em_width(printed(value)) * size + 12:
            canvas.text(x + 7, y + 2 * size + 9, printed(value), size=size)


def squarify(values: Sequence[float], box: Box) -> list[Box]:
    """Boxes with areas in proportion to the values (largest first), as near to squares as they come."""
    total = sum(values)
    x, y, width, height = box
    if not total or width <= 0 or height <= 0:
        return [(x, y, 0, 0)] * len(values)
    areas = [value * width * height / total for value in values]
    placed: list[Box] = []
    while areas:
        short = min(width, height)
        row = 1
        while row < len(areas) and _worst(areas[: row + 1], short) <= _worst(areas[:row], short):
            row += 1
        thick = sum(areas[:row]) / short if short > 0 else 0.0
        along = 0.0
        for area in areas[:row]:
            size = area / thick if thick else 0.0
            placed.append((x, y + along, thick, size) if width >= height else (x + along, y, size, thick))
            along += size
        if width >= height:
            x, width = x + thick, max(0.0, width - thick)
        else:
            y, height = y + thick, max(0.0, height - thick)
        areas = areas[row:]
    return placed


def _worst(areas: Sequence[float], short: float) -> float:
    """The largest ratio of sides in a row of these areas along a side."""
    total, least = sum(areas) ** 2, short**2 * min(areas)
    if not total or not least:  # nothing, or so little that its square is nothing
        return float("inf")
    return max(short**2 * max(areas) / total, total / least)
