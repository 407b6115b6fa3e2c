# ruff: noqa
"""Printed numbers: digits with commas and decimals, and the scale words 십 백 천 만 억 조 between them."""

import re
from dataclasses import dataclass
from decimal import Decimal

NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
_PART = re.compile(rf"({NUMBER})([십백천]*)([만억조]?)")
_SPACED_PART = re.compile(rf" ?({NUMBER}) ?([십백천]*)([만억조]?)")
_SCALE_AFTER_SPACE = re.compile(
    r" ([십백천]*[만억조]|천|백)(?= ?(?:여 ?)?(?:원|불|달러|유로|엔|명|개|건|대|톤))"
)
_SMALL = {"십": 10, "백": 100, "천": 1000}
_BIG = {"만": 10**4, "억": 10**8, "조": 10**12}


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number with its scale words.

    `total` is the plain number meant, `step` the size of its last printed digit, `scale` the scale words where there
    is one part only ("백만" of 44백만), None where there are more.
    """

    start: int
    end: int
    total: Decimal
    step: Decimal
    scale: str | None


def _size(small: str) -> int:
    size = 1
    for word in small:
        size *= _SMALL[word]
    return size


def plain_number(text: str) -> tuple[Decimal, Decimal]:
    """(number, size of its last digit) of digits with commas and decimals."""
    number = Decimal(text.replace(",", ""))
    exponent = number.as_tuple().exponent
    return number, Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)


def read_numeral(text: str, at: int) -> Numeral | None:
    """The longest numeral that begins at the digit `at`: 26,889 / 3조 4,561억 / 2천 5백만 / 2만 5천."""
    match = _PART.match(text, at)
    if match is None:
        return None
    number, step = plain_number(match[1])
    small, big, end = match[2], match[3], match.end()
    if not small and not big:
        spaced = _SCALE_AFTER_SPACE.match(text, end)
        if spaced:
            small, big, end = (*_split_scale(spaced[1]), spaced.end(1))
    group, total = number * _size(small), Decimal(0)
    step *= _size(small)
    scale: str | None = small + big
    limit_small, limit_big = _size(small), _BIG.get(big, 0)
    while small or big:
        if big:
            total, group, limit_big = total + group * _BIG[big], Decimal(0), _BIG[big]
            step *= _BIG[big]
            limit_small = 10**4
        following = _SPACED_PART.match(text, end)
        if following is None or not _continues(following, limit_small, limit_big, bool(big)):
            break
        number, step = plain_number(following[1])
        small, big, end, scale = following[2], following[3], following.end(0), None
        group += number * _size(small)
        step *= _size(small)
        limit_small = _size(small)
    return Numeral(at, end, total + group, step, scale)


def _split_scale(words: str) -> tuple[str, str]:
    return (words[:-1], words[-1]) if words[-1] in _BIG else (words, "")


def _continues(part: re.Match[str], limit_small: int, limit_big: int, after_big: bool) -> bool:
    """Whether a further part belongs to the number: smaller in scale, and no loose number after a space."""
    number, small, big = Decimal(part[1].replace(",", "")), part[2], part[3]
    if big and limit_big and _BIG[big] >= limit_big:
        return False
    if number * _size(small) >= (limit_big if after_big and not big else 10**4 if after_big else limit_small):
        return False
    if small or big:
        return True
    return part[0][0] != " " or len(part[1].replace(",", "")) >= 3  # 1만 5,000명, but not "2만 3개"


def scale_factor(scale: str) -> int:
    """10 ** 6 of "백만"."""
    small, big = _split_scale(scale) if scale else ("", "")
    return _size(small) * _BIG.get(big, 1)
