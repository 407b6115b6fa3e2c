"""Drawing: elements with presentation attributes, colours and patterns, scales."""

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

from yunghap.documents.blocks import one_line
from yunghap.documents.typography import em_width, shorten

Number = int | float | Decimal
Language = Literal["ko", "en"]

INK, FAINT, RULE, PAPER = "#1E2124", "#58616A", "#CDD1D5", "#FFFFFF"
# Each has a contrast of at least 4.5:1 on white.
COLOURS = ("#1D56BC", "#B5420A", "#207A33", "#7B4FBF", "#8A5C00", "#0B7285", "#AD1D6B", "#58616A")
FONT = "Pretendard GOV, Pretendard, Noto Sans KR, Noto Sans CJK KR, Malgun Gothic, sans-serif"
SIZE = 13  # pixels of ordinary text
WIDTH = 720
NARROW = 320  # of a drawing for a phone
_KO = {
    "none": "자료 없음",
    "target": "목표",
    "actual": "실적",
    "band": "목표 범위",
    "unit": "단위",
    "total": "합계",
}
_EN = {
    "none": "no data",
    "target": "target",
    "actual": "actual",
    "band": "target range",
    "unit": "unit",
    "total": "total",
}
WORDS = {"ko": _KO, "en": _EN}
# White lines over the colour, per series after the first: shape on a tile of 6 pixels.
_TILES = (
    "",
    '<path d="M-1,1l2,-2M0,6l6,-6M5,7l2,-2" stroke="#FFFFFF" stroke-width="1.6"/>',
    '<circle cx="3" cy="3" r="1.3" fill="#FFFFFF"/>',
    '<path d="M0,3h6" stroke="#FFFFFF" stroke-width="1.6"/>',
    '<path d="M-1,5l2,2M0,0l6,6M5,-1l2,2" stroke="#FFFFFF" stroke-width="1.6"/>',
    '<path d="M3,0v6" stroke="#FFFFFF" stroke-width="1.6"/>',
    '<path d="M3,0v6M0,3h6" stroke="#FFFFFF" stroke-width="1"/>',
    '<rect x="1.5" y="1.5" width="3" height="3" fill="#FFFFFF"/>',
)


@dataclass(frozen=True, slots=True)
class Series:
    """Named values, one per category; None where there is none."""

    name: str
    values: tuple[Number | None, ...]

    def __init__(self, name: str, values: Sequence[Number | None]) -> None:
        object.__setattr__(self, "name", one_line(name))
        object.__setattr__(self, "values", tuple(values))


def check(series: Sequence[Series], count: int) -> None:
    """Raises ValueError where a series has not one finite value or None per category, or nothing is there."""
    if not count or not series:
        raise ValueError("A chart needs something to show")
    for one in series:
        if len(one.values) != count:
            raise ValueError("A series has one value per category")
        if any(value is not None and not math.isfinite(value) for value in one.values):
            raise ValueError("Values are finite")


def length(value: float) -> str:
    """A coordinate with at most one decimal."""
    text = f"{value:.1f}"
    text = text.removesuffix(".0")
    return "0" if text == "-0" else text


def printed(value: Number) -> str:
    """A value as people read it: thousands separated, minus sign, no binary noise."""
    text = (
        f"{value:,}"
        if isinstance(value, int)
        else f"{value:,f}"
        if isinstance(value, Decimal)
        else f"{value:,.10g}"
    )
    return text.replace("-", "−")


def ticks(low: float, high: float, count: int = 5) -> list[float]:
    """Round numbers from at most `low` to at least `high`, about `count` of them; always with 0."""
    low, high = min(low, 0.0), max(high, 0.0)
    span = high - low
    if span < 1e-6:  # nothing, or next to nothing, to tell apart
        low, high, span = 0.0, 1.0, 1.0
    rough = span / count
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(number * step, 12) for number in range(first, max(last, first + 1) + 1)]


class Canvas:
    """Collects elements; `svg` gives the whole drawing."""

    def __init__(self, title: str, description: str, language: Language) -> None:
        self.title, self.description = one_line(title), one_line(description)
        self.language: Language = language
        self.words = WORDS[language]
        self._parts: list[str] = []
        self._patterns: set[int] = set()

    def rect(
        self, x: float, y: float, width: float, height: float, fill: str, *, note: str = "", **more: str
    ) -> None:
        """A rectangle; `note` is what a pointer shows over it."""
        inner = f"<title>{escape(note)}</title>" if note else ""
        self._parts.append(
            f'<rect x="{length(x)}" y="{length(y)}" width="{length(max(width, 0))}" '
            f'height="{length(max(height, 0))}" '
            f'fill="{fill}"{_attributes(more)}{f">{inner}</rect>" if inner else "/>"}'
        )

    def line(self, x1: float, y1: float, x2: float, y2: float, stroke: str = RULE, **more: str) -> None:
        """A straight line."""
        self._parts.append(
            f'<line x1="{length(x1)}" y1="{length(y1)}" x2="{length(x2)}" y2="{length(y2)}" '
            f'stroke="{stroke}"{_attributes(more)}/>'
        )

    def path(self, points: Sequence[tuple[float, float]], stroke: str, **more: str) -> None:
        """A line through points."""
        drawn = "L".join(f"{length(x)},{length(y)}" for x, y in points)
        self._parts.append(f'<path d="M{drawn}" fill="none" stroke="{stroke}"{_attributes(more)}/>')

    def shape(self, points: Sequence[tuple[float, float]], fill: str, **more: str) -> None:
        """A closed area."""
        drawn = " ".join(f"{length(x)},{length(y)}" for x, y in points)
        self._parts.append(f'<polygon points="{drawn}" fill="{fill}"{_attributes(more)}/>')

    def circle(self, x: float, y: float, radius: float, fill: str, **more: str) -> None:
        """A dot."""
        self._parts.append(
            f'<circle cx="{length(x)}" cy="{length(y)}" r="{length(radius)}" '
            f'fill="{fill}"{_attributes(more)}/>'
        )

    def text(
        self, x: float, y: float, text: str, *, anchor: str = "start", size: int = SIZE, fill: str = INK,
        room: float | None = None, bold: bool = False, note: str = "",
    ) -> None:  # fmt: skip
        """Text at its base line; shortened to `room` pixels, the whole text (or `note`) then shows under a pointer."""
        whole = one_line(text)
        shown = whole if room is None else shorten(whole, room / size)
        told = note or (whole if shown != whole else "")
        inner = f"<title>{escape(told)}</title>" if told else ""
        weight = ' font-weight="700"' if bold else ""
        self._parts.append(
            f'<text x="{length(x)}" y="{length(y)}" font-size="{size}" fill="{fill}" '
            f'text-anchor="{anchor}"{weight}>{inner}{escape(shown)}</text>'
        )

    def plate(self, x: float, y: float, text: str, *, size: int = SIZE - 1) -> None:
        """A text in the middle of (x, y) on a white plate, readable on any pattern."""
        width = em_width(text) * size + 6
        self.rect(x - width / 2, y - size * 0.75, width, size * 1.5, PAPER, rx="2")
        self.text(x, y + size * 0.36, text, anchor="middle", size=size)

    def fill(self, index: int) -> str:
        """The fill of a series: its colour, with a pattern from the second on."""
        number = index % len(_TILES)
        if not number:
            return COLOURS[0]
        self._patterns.add(number)
        return f"url(#@-{number})"  # @ becomes the drawing's own name

    def swatch(self, x: float, y: float, index: int) -> None:
        """The small field of a legend."""
        self.rect(x, y, 14, 14, self.fill(index), stroke=COLOURS[index % len(COLOURS)])

    def svg(self, width: int, height: float) -> str:
        """The drawing. Ids in it begin with a hash of the content: two charts of a page do not clash."""
        high = math.ceil(height)
        tiles = "".join(
            f'<pattern id="@-{number}" width="6" height="6" patternUnits="userSpaceOnUse">'
            f'<rect width="6" height="6" fill="{COLOURS[number]}"/>{_TILES[number]}</pattern>'
            for number in sorted(self._patterns)
        )
        inner = (
            f'<title id="@-t">{escape(self.title)}</title><desc id="@-d">{escape(self.description)}</desc>'
            f"{f'<defs>{tiles}</defs>' if tiles else ''}"
            f'<rect width="{width}" height="{high}" fill="{PAPER}"/>{"".join(self._parts)}'
        )
        whole = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {high}" width="{width}" '
            f'height="{high}" '
            f'role="img" aria-labelledby="@-t @-d" lang="{self.language}" font-family={quoteattr(FONT)}>'
            f"{inner}</svg>"
        )
        name = "c" + hashlib.sha256(whole.encode()).hexdigest()[:10]
        return whole.replace('"@-', f'"{name}-').replace(" @-", f" {name}-").replace("(#@-", f"(#{name}-")


def _attributes(more: dict[str, str]) -> str:
    return "".join(f' {name.replace("_", "-")}="{value}"' for name, value in more.items())


def legend(
    canvas: Canvas, names: Sequence[str], y: float, *, left: float = 16, width: float = WIDTH
) -> float:
    """Swatches with names from (left, y), in as many rows as they need; gives the next free y."""
    x = left
    for index, name in enumerate(names):
        room = width - 2 * left - 30
        taken = min(em_width(name) * SIZE, room) + 34
        if x > left and x + taken > width - 16:
            x, y = left, y + 22
        canvas.swatch(x, y, index)
        canvas.text(x + 20, y + 11.5, name, room=room)
        x += taken
    return y + 26


def unit_note(canvas: Canvas, unit: str, y: float = 18, *, width: float = WIDTH) -> None:
    """The unit, at the upper right."""
    if unit:
        canvas.text(
            width - 16, y, f"({canvas.words['unit']}: {one_line(unit)})", anchor="end", size=12, fill=FAINT
        )
