"""A line made even for matching, with the way back to the printed offsets.

Width, composition (NFD), quotes, dashes, tildes, spaces and invisible characters are made even; every character of the
view knows which code points of the original line it stands for, so that spans are reported over the original.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_EVEN = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    **{ord(c): "'" for c in "‘’‛′ʼʹ`´"},
    **{ord(c): '"' for c in "“”„‟″"},
    **{ord(c): "~" for c in "～∼〜˜∾"},
    **{ord(c): "-" for c in "‐‑‒–—―−﹣－"},
    **{ord(c): "·" for c in "ㆍ・‧∙⋅･"},
    **{ord(c): " " for c in "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"},
    **{ord(c): " " for c in "\u202f\u205f\u3000\x0b\x0c\x85\u2028\u2029"},
    **{ord(c): "<" for c in "〈《"},
    **{ord(c): ">" for c in "〉》"},
    **{ord(c): "[" for c in "【〔"},
    **{ord(c): "]" for c in "】〕"},
    **{ord(c): "|" for c in "│┃║｜"},
    **{ord(c): "+" for c in "┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝"},
    **{ord(c): "-" for c in "─━═"},
    **{ord(c): "→" for c in "➔➜➡⇨⟶"},
    ord("￦"): "₩",
    ord("％"): "%",
    ord("﹪"): "%",
    ord("×"): "x",
    ord("⁄"): "/",
}
# Soft hyphen, joiners, direction and other marks that print nothing.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064"
    "\ufe00-\ufe0f\ufeff\u2066-\u2069]"
)
_STAR = re.compile(r"\*+")


@dataclass(frozen=True, slots=True)
class View:
    """`text` is for matching; `starts[i]` and `ends[i]` are the original code points of its character i.

    `rows[i]` counts the lines before that of the character, where a page broke the line; else it is empty.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    rows: Sequence[int] = ()

    def row(self, index: int) -> int:
        """The lines before that of the character."""
        return self.rows[index] if self.rows else 0

    def start(self, index: int) -> int:
        """Original offset of the view's character `index`."""
        return self.starts[index]

    def end(self, index: int) -> int:
        """Original offset just after the view's exclusive end `index`; runs of combining marks belong to it."""
        return self.ends[index - 1]


def make_view(line: str) -> View:
    """The even form of one line."""
    if unicodedata.is_normalized("NFC", line) and not _INVISIBLE.search(line):
        even = line.translate(_EVEN)
        return View(even, range(len(line)), range(1, len(line) + 1))
    return _mapped(line)


def _mapped(line: str) -> View:
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at, length = 0, len(line)
    while at < length:
        end = at + 1
        while end < length and _joins(line[end]):
            end += 1
        composed = unicodedata.normalize("NFC", line[at:end]) if end > at + 1 else line[at]
        even = "".join(c for c in composed.translate(_EVEN) if not _INVISIBLE.match(c))
        text.append(even)
        starts.extend([at] * len(even))
        ends.extend([end] * len(even))
        at = end
    return View("".join(text), starts, ends)


def _joins(character: str) -> bool:
    """A combining mark, or a Hangul vowel or final that continues a syllable."""
    return unicodedata.combining(character) != 0 or "\u1160" <= character <= "\u11ff"


def without_stars(view: View, first: int) -> View:
    """The view without the asterisks (emphasis, footnote marks) from `first` on; one between digits stays."""
    if "*" not in view.text[first:]:
        return view
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    rows: list[int] = []
    at = 0
    for match in _STAR.finditer(view.text, first):
        before, after = view.text[match.start() - 1 : match.start()], view.text[match.end() : match.end() + 1]
        stop = match.end() if before.isdigit() and after.isdigit() else match.start()
        text.append(view.text[at:stop])
        starts.extend(view.starts[at:stop])
        ends.extend(view.ends[at:stop])
        rows.extend(view.rows[at:stop])
        at = match.end()
    text.append(view.text[at:])
    starts.extend(view.starts[at:])
    ends.extend(view.ends[at:])
    rows.extend(view.rows[at:])
    return View("".join(text), starts, ends, rows)
