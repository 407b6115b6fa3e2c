"""Bars: one value per category, several per category, shares of a whole. All lie flat: Korean names need room."""

from collections.abc import Sequence

from yunghap.documents.blocks import one_line
from yunghap.documents.typography import em_width, two_lines

from .canvas import (
    FAINT,
    INK,
    NARROW,
    RULE,
    SIZE,
    WIDTH,
    Canvas,
    Language,
    Number,
    Series,
    check,
    legend,
    printed,
    ticks,
    unit_note,
)

_BAR, _GAP = 20, 12
_LABELS = 190  # most room for the names at the left


def bar_chart(
    *,
    title: str,
    description: str,
    categories: Sequence[str],
    values: Sequence[Number | None],
    unit: str = "",
    language: Language = "ko",
    narrow: bool = False,
) -> str:
    """One bar per category. Raises ValueError where values and categories do not match."""
    return grouped_bar_chart(
        title=title,
        description=description,
        categories=categories,
        series=[Series("", values)],
        unit=unit,
        language=language,
        narrow=narrow,
    )


def grouped_bar_chart(
    *,
    title: str,
    description: str,
    categories: Sequence[str],
    series: Sequence[Series],
    unit: str = "",
    language: Language = "ko",
    narrow: bool = False,
) -> str:
    """A bar per series and category, such as budget and actual by ministry.

    `narrow`: for a phone, with each name above its bars.
    """
    check(series, len(categories))
    canvas = Canvas(title, description, language)
    wide = NARROW if narrow else WIDTH
    unit_note(canvas, unit, width=wide)
    # On a phone the legend has the line under the unit.
    shown = [one.name for one in series]
    top = legend(canvas, shown, 28 if narrow else 8, width=wide) if len(series) > 1 else 30.0
    names = [one_line(name) for name in categories]
    left = 8.0 if narrow else _label_room(names)
    head = SIZE + 6 if narrow else 0
    known = [float(value) for one in series for value in one.values if value is not None]
    marks = ticks(min(known, default=0), max(known, default=0))
    longest = max(
        (em_width(printed(value)) for one in series for value in one.values if value is not None), default=3
    )
    right = wide - 24 - longest * (SIZE - 1)
    # Bars to the left of zero print their value there.
    start = left + (longest * (SIZE - 1) + 8 if marks[0] < 0 else 0)
    scale = (right - start) / (marks[-1] - marks[0])
    zero = start - marks[0] * scale
    thick = _BAR if len(series) == 1 else 15
    step = head + len(series) * thick + _GAP
    height = len(categories) * step
    for mark in sorted({marks[0], 0.0, marks[-1]}) if narrow else marks:
        x = start + (mark - marks[0]) * scale
        canvas.line(x, top, x, top + height, FAINT if mark == 0 else RULE)
        canvas.text(x, top + height + 16, printed(mark), anchor="middle", size=11, fill=FAINT)
    for row, name in enumerate(names):
        y = top + _GAP / 2 + row * step + head
        if narrow:
            canvas.text(left, y - 5, name, room=wide - 2 * left)
        else:
            _name(canvas, name, left - 10, y + len(series) * thick / 2 + 4.5, left - 20)
        for index, one in enumerate(series):
            place = (zero, y + index * thick, thick - (len(series) > 1))
            _bar(canvas, one.values[row], place, scale, canvas.fill(index))
    return canvas.svg(wide, top + height + 28)


def _name(canvas: Canvas, name: str, x: float, base: float, room: float) -> None:
    """A name to the left of x, in two lines where one has no room."""
    lines = two_lines(name, room / SIZE)
    if len(lines) == 1:
        canvas.text(x, base, name, anchor="end", room=room)
        return
    whole = name if any(line.endswith("…") for line in lines) else ""
    for line, shift in zip(lines, (-SIZE * 0.6, SIZE * 0.6), strict=True):
        canvas.text(x, base + shift, line, anchor="end", note=whole)


def _bar(
    canvas: Canvas, value: Number | None, at: tuple[float, float, float], scale: float, fill: str
) -> None:
    """A bar from the zero line: `at` is where it starts, its top and its thickness."""
    zero, y, thick = at
    base = y + thick / 2 + 4.2
    if value is None:
        canvas.text(zero + 6, base, canvas.words["none"], size=SIZE - 2, fill=FAINT)
        return
    end = zero + float(value) * scale
    canvas.rect(min(zero, end), y, abs(end - zero), thick, fill)
    anchor, x = ("start", end + 6) if value >= 0 else ("end", end - 6)
    canvas.text(x, base, printed(value), anchor=anchor, size=SIZE - 1)


def _label_room(names: Sequence[str]) -> float:
    return min(_LABELS, max(em_width(name) for name in names) * SIZE) + 26


def stacked_share(
    *,
    title: str,
    description: str,
    categories: Sequence[str],
    parts: Sequence[Series],
    unit: str = "",
    language: Language = "ko",
) -> str:
    """Each category as a whole of 100 %, cut into its parts. Raises ValueError for parts below zero."""
    check(parts, len(categories))
    if any(value is not None and value < 0 for part in parts for value in part.values):
        raise ValueError("Parts of a whole are not negative")
    canvas = Canvas(title, description, language)
    unit_note(canvas, unit)
    names = [one_line(name) for name in categories]
    left = _label_room(names)
    totals = [sum(float(part.values[row] or 0) for part in parts) for row in range(len(names))]
    longest = max(em_width(printed(total)) for total in totals)
    right = WIDTH - 24 - longest * (SIZE - 1)
    top = legend(canvas, [part.name for part in parts], 28)
    height = len(names) * (_BAR + 8 + _GAP)
    for share in range(0, 101, 25):
        x = left + (right - left) * share / 100
        canvas.line(x, top, x, top + height, RULE)
        canvas.text(x, top + height + 16, f"{share}%", anchor="middle", size=11, fill=FAINT)
    for row, (name, total) in enumerate(zip(names, totals, strict=True)):
        y = top + _GAP / 2 + row * (_BAR + 8 + _GAP)
        canvas.text(left - 10, y + 18.5, name, anchor="end", room=left - 20)
        if not total:
            canvas.text(left + 6, y + 18.5, canvas.words["none"], size=SIZE - 2, fill=FAINT)
            continue
        canvas.text(right + 6, y + 18.5, printed(_exact_total(parts, row)), size=SIZE - 1)
        _stack(canvas, parts, row, total, (left, right, y))
    return canvas.svg(WIDTH, top + height + 28)


def _exact_total(parts: Sequence[Series], row: int) -> Number:
    """The sum without binary noise: decimals stay decimals."""
    total: Number = 0
    for part in parts:
        value = part.values[row]
        if value is not None:
            total = total + value if not isinstance(value, float) else float(total) + value  # type: ignore[operator]
    return total


def _stack(
    canvas: Canvas, parts: Sequence[Series], row: int, total: float, at: tuple[float, float, float]
) -> None:
    left, right, y = at
    x = left
    for index, part in enumerate(parts):
        value = part.values[row]
        if not value:
            continue
        share = float(value) / total
        width = (right - left) * share
        shown = f"{share * 100:.1f}%"
        canvas.rect(x, y, width, _BAR + 8, canvas.fill(index), note=f"{part.name}: {printed(value)} ({shown})",
                    stroke="#FFFFFF")  # fmt: skip
        if width > em_width(shown) * (SIZE - 1) + 10:
            canvas.plate(x + width / 2, y + (_BAR + 8) / 2, shown)
        x += width
    canvas.line(left, y, left, y + _BAR + 8, INK)
