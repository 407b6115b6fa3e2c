"""Widths of text without a font at hand: estimates for layout, good to a few per cent."""

from unicodedata import east_asian_width

_NARROW = frozenset("iljtf.,:;'|!()[]·")
NARROWEST = 0.3  # ems


def em_width(text: str) -> float:
    """Width in ems as the usual sans-serif fonts set it: wide letters 1, narrow ones 0.3, others 0.56."""
    return sum(
        NARROWEST if letter in _NARROW else 0.95 if east_asian_width(letter) in "WFA" else 0.56
        for letter in text
    )


def shorten(text: str, ems: float) -> str:
    """The text, or as much of it as fits into `ems` with an ellipsis."""
    wide, fits = 0.0, 0  # how wide the text is so far, and how many letters leave room for the ellipsis
    for number, letter in enumerate(text, start=1):
        wide += em_width(letter)
        if wide > ems:
            return f"{text[:fits].rstrip()}…"
        if wide + 1 <= ems:
            fits = number
    return text
