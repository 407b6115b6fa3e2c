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


def two_lines(text: str, ems: float) -> tuple[str, ...]:
    """The text in one line of `ems` or, broken at a space, in two; what still does not fit is shortened."""
    if em_width(text) <= ems or " " not in text:
        return (shorten(text, ems),)
    first, *words = text.split(" ")
    while words and em_width(f"{first} {words[0]}") <= ems:
        first = f"{first} {words.pop(0)}"
    return (shorten(first, ems), shorten(" ".join(words), ems)) if words else (shorten(first, ems),)
