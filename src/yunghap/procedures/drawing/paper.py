"""Elements of SVG as text: presentation attributes only, so that a strict content policy lets them through."""

import re
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from yunghap.documents.charts.canvas import COLOURS, FAINT, FONT, INK, PAPER, length
from yunghap.documents.typography import NARROWEST, em_width, shorten

__all__ = [
    "BLUE",
    "FAINT",
    "FONT",
    "GREEN",
    "INK",
    "PAPER",
    "RED",
    "Paper",
    "escape",
    "length",
    "quoteattr",
    "wrap",
]

BLUE, RED, GREEN = COLOURS[0], COLOURS[1], COLOURS[2]
LINE = 1.22  # height of a line of text, in ems
_CLINGS = frozenset("、。，．,.:;!?)]}』」”’·…%")  # never begin a line

Point = tuple[float, float]


class Paper:
    """Collects elements in the order they are painted."""

    def __init__(self) -> None:
        self.parts: list[str] = []

    def add(self, text: str) -> None:
        """An element as it stands."""
        self.parts.append(text)

    def open(self, **attributes: object) -> None:
        """Begin a group."""
        self.parts.append(f"<g{_written(attributes)}>")

    def close(self) -> None:
        """End the group."""
        self.parts.append("</g>")

    def rect(self, x: float, y: float, width: float, height: float, **more: object) -> None:
        """A rectangle."""
        self.parts.append(
            f'<rect x="{length(x)}" y="{length(y)}" width="{length(width)}" height="{length(height)}"'
            f"{_written(more)}/>"
        )

    def circle(self, x: float, y: float, radius: float, **more: object) -> None:
        """A circle."""
        self.parts.append(f'<circle cx="{length(x)}" cy="{length(y)}" r="{length(radius)}"{_written(more)}/>')

    def path(self, drawn: str, **more: object) -> None:
        """A path."""
        self.parts.append(f'<path d="{drawn}"{_written(more)}/>')

    def icon(self, drawn: str, x: float, y: float, scale: float = 1.0, **more: object) -> None:
        """A path whose origin is put to (x, y)."""
        sized = "" if scale == 1 else f"scale({scale:.3g})"
        self.parts.append(
            f'<path transform="translate({length(x)},{length(y)}){sized}" d="{drawn}"{_written(more)}/>'
        )

    def text(
        self, lines: Sequence[str], x: float, y: float, *, size: float = 12, anchor: str = "middle",
        plain: bool = False, **more: object,
    ) -> None:  # fmt: skip
        """Lines of text, the first one's top at y; `plain` leaves ink and size to the group around it."""
        if not lines:
            return
        attributes = "" if size == 12 or plain else f' font-size="{length(size)}"'
        attributes += "" if anchor == "middle" else f' text-anchor="{anchor}"'
        if not plain:
            more = {"fill": INK, "stroke": "none", **more}
        first = y + size * 0.95
        if len(lines) == 1:
            inner = escape(lines[0])
        else:
            begin = f'<tspan x="{length(x)}"'
            down = f' dy="{length(size * LINE)}"'
            rest = "".join(f"{begin}{down}>{escape(line)}</tspan>" for line in lines[1:])
            inner = f"{begin}>{escape(lines[0])}</tspan>{rest}"
        self.parts.append(
            f'<text x="{length(x)}" y="{length(first)}"{attributes}{_written(more)}>{inner}</text>'
        )


def height_of(lines: Sequence[str], size: float = 12) -> float:
    """How high the lines stand."""
    return len(lines) * size * LINE


def _written(attributes: dict[str, object]) -> str:
    written = ""
    for name, value in attributes.items():
        if value is not None and value != "":
            shown = quoteattr(value) if isinstance(value, str) else f'"{value}"'
            written += f" {name.replace('_', '-')}={shown}"
    return written


def wrap(text: str, room: float, *, size: float = 12, most: int = 12) -> list[str]:
    """Lines no wider than `room` pixels, broken between words, or within one that is wider, at most `most`.

    Where lines are left over, the last one ends in an ellipsis.
    """
    ems = max(room / size, 2.0)
    lines: list[str] = []
    # The narrowest letters would fill no more than this; the rest of a very long text is never looked at.
    for paragraph in text[: int((most + 1) * ems / NARROWEST)].splitlines():
        line = ""
        for word in paragraph.split():
            joined = f"{line} {word}" if line else word
            if em_width(joined) <= ems:
                line = joined
                continue
            if line:
                lines.append(line)
            *full, line = _pieces(word, ems)
            lines.extend(full)
        if line:
            lines.append(line)
    if len(lines) > most:
        lines = [*lines[: most - 1], shorten(" ".join(lines[most - 1 :]), ems)]
    return lines


def _pieces(word: str, ems: float) -> list[str]:
    """A word in pieces that fit: after a hyphen or slash if it has one, else anywhere before a letter."""
    pieces, piece = [], ""
    for part in re.findall(r"[^-/]*[-/]|[^-/]+", word):
        if piece and em_width(piece + part) > ems:
            pieces.append(piece)
            piece = ""
        for letter in part:
            if piece and em_width(piece + letter) > ems and letter not in _CLINGS:
                pieces.append(piece)
                piece = ""
            piece += letter
    return [*pieces, piece]
