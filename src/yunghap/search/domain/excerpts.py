"""The stretch of a text that shows why it was found."""

import re
from collections.abc import Iterable

from .words import normalise

WIDTH = 140
_NOTHING = "(?!)"


def pattern_of(words: Iterable[str]) -> re.Pattern[str]:
    """What finds the (normalised) words; of those that begin at one place the longest."""
    runs = sorted(filter(None, words), key=lambda run: (-len(run), run))
    return re.compile("|".join(map(re.escape, runs)) or _NOTHING)


def excerpt(text: str, words: re.Pattern[str], *, width: int = WIDTH) -> tuple[tuple[str, bool], ...]:
    """Pieces (text, is_match) of about `width` characters around the first of the words."""
    folded = _fold(text)
    found = words.search(folded)
    first = found.start() if found else 0
    start = max(0, first - width // 4)
    end = min(len(text), start + width)
    pieces: list[tuple[str, bool]] = []
    if start > 0:
        pieces.append(("…", False))
    at = start
    for match in words.finditer(folded, first):
        begin = match.start()
        if begin >= end:
            break
        if begin > at:
            pieces.append((text[at:begin], False))
        at = min(match.end(), end)
        pieces.append((text[begin:at], True))
    if at < end:
        pieces.append((text[at:end], False))
    if end < len(text):
        pieces.append(("…", False))
    return tuple(pieces)


def _fold(text: str) -> str:
    """Normalised so that offsets stay those of the text: character by character where lengths differ."""
    whole = normalise(text)
    if len(whole) == len(text):
        return whole
    return "".join(folded if len(folded := normalise(char)) == 1 else char for char in text)
