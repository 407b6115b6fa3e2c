"""Printed numbers: digits with commas and decimals, and the scale words 십 백 천 만 억 조 between them."""

import re
from dataclasses import dataclass
from decimal import Decimal

NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
_PART = re.compile(rf"({NUMBER})([십백천]*)([만억조]?)")
_NEXT_PART = re.compile(rf" ?({NUMBER}) ?([십백천]*)([만억조]?)")
# A scale after a space is one only where something is counted or paid in it: 12 억원, but not "3 만족".
_SPACED_SCALE = re.compile(r" ([십백천]*[만억조]|천|백)(?= ?(?:여 ?)?(?:원|불|달러|유로|엔|명|개|건|대|톤))")
_SMALL = {"십": 10, "백": 100, "천": 1000}
_BIG = {"만": 10**4, "억": 10**8, "조": 10**12}
_GROUP = 10**4  # small scales count up to here within one big scale


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


def _split(scale: str) -> tuple[str, str]:
    return (scale[:-1], scale[-1]) if scale[-1:] in _BIG else (scale, "")


def scale_factor(scale: str) -> int:
    """10 ** 6 of "백만", 1 of ""."""
    small, big = _split(scale)
    return _size(small) * _BIG.get(big, 1)


def plain_number(text: str) -> tuple[Decimal, Decimal]:
    """(number, size of its last digit) of digits with commas and decimals."""
    number = Decimal(text.replace(",", ""))
    places = len(text.partition(".")[2])
    return number, Decimal(1).scaleb(-places)


def read_numeral(text: str, at: int) -> Numeral:
    """The longest numeral that begins at the digit `at`: 26,889 / 3조 4,561억 / 2천 5백만 / 2만 5천."""
    match = _PART.match(text, at)
    assert match is not None  # noqa: S101  (callers point at a digit)
    number, step = plain_number(match[1])
    small, big, end = match[2], match[3], match.end()
    if not small and not big:
        spaced = _SPACED_SCALE.match(text, end)
        if spaced:
            (small, big), end = _split(spaced[1]), spaced.end(1)
    scale: str | None = small + big
    total, group, step = Decimal(0), number * _size(small), step * _size(small)
    limit, last_big = _size(small), 0
    while small or big:
        if big:
            total, group, step = total + group * _BIG[big], Decimal(0), step * _BIG[big]
            limit, last_big = _GROUP, _BIG[big]
        following = _NEXT_PART.match(text, end)
        if following is None or not _continues(following, limit, last_big):
            break
        number, step = plain_number(following[1])
        small, big, end, scale = following[2], following[3], following.end(), None
        group, step, limit = group + number * _size(small), step * _size(small), _size(small)
    return Numeral(at, end, total + group, step, scale)


def _continues(part: re.Match[str], limit: int, last_big: int) -> bool:
    """Whether a further part belongs to the number: smaller in scale, and no loose number after a space."""
    digits, small, big = part[1].replace(",", ""), part[2], part[3]
    if big and last_big and _BIG[big] >= last_big:
        return False
    if Decimal(digits) * _size(small) >= limit:
        return False
    return bool(small or big) or part[0][0] != " " or len(digits) >= 3  # 1만 5,000명, but not "2만 3개"


def widen(numeral: Numeral, scale: str, end: int) -> Numeral:
    """The number with a scale word that follows after 여 (3천여 억원)."""
    factor = scale_factor(scale)
    whole = None if numeral.scale is None else numeral.scale + scale
    return Numeral(numeral.start, end, numeral.total * factor, numeral.step * factor, whole)
