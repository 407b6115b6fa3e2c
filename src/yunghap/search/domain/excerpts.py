"""The stretch of a text that shows why it was found."""

from collections.abc import Iterable

from .words import normalise

WIDTH = 140


def excerpt(text: str, words: Iterable[str], *, width: int = WIDTH) -> tuple[tuple[str, bool], ...]:
    """Pieces (text, is_match) of about `width` characters around the first of the (normalised) words."""
    runs = sorted(filter(None, words), key=lambda run: (-len(run), run))
    folded = _fold(text)
    places = _places(folded, runs)
    first = places[0][0] if places else 0
    start = max(0, first - width // 4)
    end = min(len(text), start + width)
    pieces: list[tuple[str, bool]] = []
    if start > 0:
        pieces.append(("…", False))
    at = start
    for begin, finish in places:
        if begin < at or begin >= end:
            continue
        if begin > at:
            pieces.append((text[at:begin], False))
        at = min(finish, end)
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


def _places(folded: str, runs: list[str]) -> list[tuple[int, int]]:
    taken: list[tuple[int, int]] = []
    for run in runs:
        at = folded.find(run)
        while at >= 0:
            if all(at + len(run) <= begin or at >= end for begin, end in taken):
                taken.append((at, at + len(run)))
            at = folded.find(run, at + 1)
    return sorted(taken)
