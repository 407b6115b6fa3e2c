"""Lines over periods."""

import math
from collections.abc import Callable, Sequence
from typing import TypeVar

from yunghap.documents.blocks import one_line
from yunghap.documents.typography import em_width

from .canvas import (
    COLOURS,
    FAINT,
    NARROW,
    PAPER,
    RULE,
    SIZE,
    WIDTH,
    Canvas,
    Language,
    Number,
    Series,
    check,
    printed,
    ticks,
    unit_note,
)

_HEIGHT = 240
_TARGET, _ACTUAL, _BAND = COLOURS[1], COLOURS[0], "#FBE9DF"

T = TypeVar("T")


def line_with_target(
    *,
    title: str,
    description: str,
    periods: Sequence[str],
    actual: Sequence[Number | None],
    target: Sequence[Number | None],
    band: Sequence[tuple[Number, Number] | None] = (),
    unit: str = "",
    language: Language = "ko",
    narrow: bool = False,
) -> str:
    """What was reached (full line, dots) against what was aimed at (broken line, diamonds).

    `band` is per period the range within which the target counts as met. Missing values leave a gap. `narrow`: for a
    phone; where not every period and value has room, they are printed at equal distances back from the last.
    """
    check([Series("", actual), Series("", target)], len(periods))
    if band and len(band) != len(periods):
        raise ValueError("A band has one range per period")
    canvas = Canvas(title, description, language)
    wide = NARROW if narrow else WIDTH
    unit_note(canvas, unit, width=wide)
    # On a phone the legend has the line under the unit.
    _legend(canvas, any(band), 36 if narrow else 14)
    bounds = [float(bound) for item in band if item is not None for bound in item]
    known = [float(value) for value in [*actual, *target] if value is not None] + bounds
    marks = ticks(min(known, default=0), max(known, default=0))
    left = max(em_width(printed(mark)) for mark in marks) * 11 + (16 if narrow else 30)
    top, right = (74.0, wide - 8.0) if narrow else (52.0, wide - 40.0)
    step = (right - left) / len(periods)
    every = _spacing(periods, [*actual, *target], step) if narrow else 1
    scale = _HEIGHT / (marks[-1] - marks[0])

    def place(index: int, value: Number) -> tuple[float, float]:
        return left + step * (index + 0.5), top + (marks[-1] - float(value)) * scale

    for mark in marks:
        y = place(0, mark)[1]
        canvas.line(left, y, right, y, FAINT if mark == 0 else RULE)
        canvas.text(left - 8, y + 4, printed(mark), anchor="end", size=11, fill=FAINT)
    for index, period in enumerate(periods):
        if (len(periods) - 1 - index) % every:
            continue
        canvas.text(
            place(index, 0)[0], top + _HEIGHT + 20, one_line(period), anchor="middle", room=step * every - 4
        )
    _draw_band(canvas, [item and (place(i, item[0]), place(i, item[1])) for i, item in enumerate(band)])
    for values, colour, broken in ((target, _TARGET, True), (actual, _ACTUAL, False)):
        placed = [None if value is None else place(index, value) for index, value in enumerate(values)]
        _draw_line(canvas, placed, colour, broken=broken)
    _label_values(canvas, actual, target, place, every)
    return canvas.svg(wide, top + _HEIGHT + 32)


def _spacing(periods: Sequence[str], values: Sequence[Number | None], step: float) -> int:
    """Every how many-th period has room for its name and values."""
    widths = [em_width(one_line(period)) * SIZE for period in periods]
    widths += [em_width(printed(value)) * (SIZE - 1) for value in values if value is not None]
    return math.ceil((max(widths) + 4) / step)


def _draw_band(
    canvas: Canvas, edges: Sequence[tuple[tuple[float, float], tuple[float, float]] | None]
) -> None:
    for run in _runs(edges):
        lower, upper = [edge[0] for edge in run], [edge[1] for edge in run]
        if len(run) == 1:  # one period alone is as wide as a dot
            lower = [(lower[0][0] - 8, lower[0][1]), (lower[0][0] + 8, lower[0][1])]
            upper = [(upper[0][0] - 8, upper[0][1]), (upper[0][0] + 8, upper[0][1])]
        canvas.shape([*lower, *reversed(upper)], _BAND, stroke=_TARGET, stroke_width="0.5")


def _draw_line(
    canvas: Canvas, placed: Sequence[tuple[float, float] | None], colour: str, *, broken: bool
) -> None:
    dashes = {"stroke_dasharray": "6 4"} if broken else {}
    for run in _runs(placed):
        if len(run) > 1:
            canvas.path(run, colour, stroke_width="2.5", **dashes)
        for x, y in run:
            if broken:
                canvas.shape(
                    [(x, y - 6), (x + 6, y), (x, y + 6), (x - 6, y)], PAPER, stroke=colour, stroke_width="2"
                )
            else:
                canvas.circle(x, y, 4.5, colour)


def _runs(items: Sequence[T | None]) -> list[list[T]]:
    """Stretches without a gap."""
    runs: list[list[T]] = [[]]
    for item in items:
        if item is not None:
            runs[-1].append(item)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _label_values(
    canvas: Canvas,
    actual: Sequence[Number | None],
    target: Sequence[Number | None],
    place: Callable[[int, Number], tuple[float, float]],
    every: int,
) -> None:
    """The higher of the two is labelled above its mark, the lower one below; equal values once."""
    for index, (reached, aimed) in enumerate(zip(actual, target, strict=True)):
        if (len(actual) - 1 - index) % every:
            continue
        for value, other, colour in ((reached, aimed, _ACTUAL), (aimed, reached, _TARGET)):
            if value is None or (colour == _TARGET and value == other):
                continue
            x, y = place(index, value)
            below = other is not None and (value < other)
            canvas.text(
                x, y + 20 if below else y - 10, printed(value), anchor="middle", size=SIZE - 1, fill=colour
            )


def _legend(canvas: Canvas, has_band: bool, y: float) -> None:
    canvas.line(16, y, 44, y, _ACTUAL, stroke_width="2.5")
    canvas.circle(30, y, 4.5, _ACTUAL)
    canvas.text(50, y + 4.5, canvas.words["actual"])
    x = 50 + em_width(canvas.words["actual"]) * SIZE + 20
    canvas.line(x, y, x + 28, y, _TARGET, stroke_width="2.5", stroke_dasharray="6 4")
    canvas.shape(
        [(x + 14, y - 6), (x + 20, y), (x + 14, y + 6), (x + 8, y)], PAPER, stroke=_TARGET, stroke_width="2"
    )
    canvas.text(x + 34, y + 4.5, canvas.words["target"])
    if has_band:
        x += 34 + em_width(canvas.words["target"]) * SIZE + 20
        canvas.rect(x, y - 7, 24, 14, _BAND, stroke=_TARGET, stroke_width="0.5")
        canvas.text(x + 30, y + 4.5, canvas.words["band"])


def sparkline(
    *,
    title: str,
    description: str,
    values: Sequence[Number | None],
    language: Language = "ko",
    width: int = 120,
    height: int = 32,
) -> str:
    """The course of a value in a table cell or line of text; the last one is marked. Never the only print "
    "of it."""
    check([Series("", values)], len(values))
    canvas = Canvas(title, description, language)
    known = [float(value) for value in values if value is not None]
    low, high = min(known, default=0), max(known, default=0)
    step = (width - 12) / max(1, len(values) - 1)
    scale = (height - 12) / (high - low or 1)
    placed = [
        None if value is None else (6 + step * index, height - 6 - (float(value) - low) * scale)
        for index, value in enumerate(values)
    ]
    for run in _runs(placed):
        if len(run) > 1:
            canvas.path(run, _ACTUAL, stroke_width="2")
        elif run[0] != placed[-1]:
            canvas.circle(*run[0], 2, _ACTUAL)
    if placed[-1] is not None:
        canvas.circle(*placed[-1], 3.5, _TARGET)
    return canvas.svg(width, height)
