"""Money: whole Korean won as integers, with the printed amount and its precision kept beside it.

Range: −10¹⁵ to 10¹⁵ won. No floating point anywhere; a printed amount that is not a whole number of won is
refused.
"""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext

from django.utils.translation import gettext_lazy as _

from yunghap.core.numbers import shortest

from .errors import InvalidInput, sentence
from .gate.numbers import ascii_digits

WON = int
LIMIT = 10**15
EOK = 10**8

_SMALL = {"": 1, "십": 10, "백": 100, "천": 1_000}
_LARGE = {"": 1, "만": 10**4, "억": 10**8, "조": 10**12}
# Units of printing: won in one unit. English has no word for 10⁴ and 10⁸, and says thousand to trillion.
UNITS = {
    f"{small}{large}원": small_value * large_value
    for small, small_value in _SMALL.items()
    for large, large_value in _LARGE.items()
}
_ENGLISH = {"million": 10**6, "billion": 10**9, "trillion": 10**12}
_ENGLISH_FOR = {"백만원": "million", "천만원": "million", "억원": "billion", "조원": "trillion"}

_SIGN = re.compile(r"([-−–△▲∆Δ+]?)(?:₩|KRW)? *", re.IGNORECASE)
_PART = re.compile(r" *([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)?(\.[0-9]+)? *([십백천]?)([만억조]?)")


@dataclass(frozen=True, slots=True)
class Money:
    """An amount as printed and in won.

    `unit` is the smallest unit printed ("억원"), `precision_krw` the worth of the last digit in won: 34.5억원
    was stated to 10,000,000 won.
    """

    krw: WON
    printed: str
    unit: str
    precision_krw: int


def check_range(krw: int) -> WON:
    """The amount, if it lies within the range; raises InvalidInput."""
    if not -LIMIT <= krw <= LIMIT:
        raise InvalidInput(_("The amount is beyond 1,000 trillion won; please check the unit."))
    return krw


def parse_money(text: str) -> Money:
    """Read one amount: "34.5억원", "3조 4,561억원", "1억 2천만원", "△1,234백만원".

    Full-width digits count as digits; △, ▲ and the dashes as minus; a unit without 원 as if it had it, none
    as won. Raises InvalidInput where anything else stands in the text, where a larger unit follows a smaller
    one, or where the amount is not a whole number of won within the range.
    """
    printed = text.strip()
    line = ascii_digits(printed)
    start = _SIGN.match(line)
    if len(line) > 60 or start is None:
        raise _unreadable(printed)
    parts = _parts(line[start.end() :])
    with localcontext() as context:
        context.prec = 80
        total = _total(parts)
    if total is None:
        raise _unreadable(printed)
    if total != total.to_integral_value():
        raise InvalidInput(sentence(_("“%(text)s” is not a whole number of won."), text=printed))
    krw = check_range(int(total) if start[1] in {"", "+"} else -int(total))
    last = parts[-1]
    return Money(krw, printed, f"{last.small}{last.large}원", max(1, int(last.step)))


@dataclass(frozen=True, slots=True)
class _Part:
    """3조, 4,561억, 2천 or 5백만: digits ("" in 천만), fraction with its point, small and large unit."""

    digits: str
    fraction: str
    small: str
    large: str

    @property
    def number(self) -> Decimal:
        return Decimal((self.digits or "1").replace(",", "") + self.fraction) * _SMALL[self.small]

    @property
    def step(self) -> Decimal:
        places = max(0, len(self.fraction) - 1)
        return Decimal(_SMALL[self.small] * _LARGE[self.large]).scaleb(-places)


def _parts(body: str) -> list[_Part]:
    """The parts of an amount without its sign; empty if anything else stands there."""
    amount = body.removesuffix("원").rstrip()
    parts, at = [], 0
    while at < len(amount):
        found = _PART.match(amount, at)
        if found is None or found.end() == at:
            return []
        parts.append(_Part(*(group or "" for group in found.groups())))
        at = found.end()
    if not any(part.digits for part in parts):
        return []
    if len(parts) > 1 and amount == body and not (parts[-1].small or parts[-1].large):
        return []  # "3억 5": 5 won, or half an 억? Only with 원 behind it do we know
    return parts


def _total(parts: list[_Part]) -> Decimal | None:
    """The sum, or None if the parts do not make one amount: units must fall, a fraction stands alone."""
    total, group = Decimal(0), Decimal(0)
    above_large, above_small = 10**16, 10**4
    for part in parts:
        last = part is parts[-1]
        small, large = _SMALL[part.small], _LARGE[part.large]
        bare = not part.small and not part.large
        if (bare and not last) or (part.fraction and len(parts) > 1) or small >= above_small:
            return None
        if not part.digits and (part.fraction or not part.small):
            return None
        group += part.number
        above_small = small
        if part.large or last:
            if large >= above_large:
                return None
            total += group * large
            group, above_large, above_small = Decimal(0), large, 10**4
    return total if parts else None


def _unreadable(printed: str) -> InvalidInput:
    return InvalidInput(
        sentence(
            _("“%(text)s” is not an amount of money; write it like 34.5억원 or 1,234백만원."),
            text=printed[:60],
        )
    )


def in_eok(krw: WON) -> Decimal:
    """The amount in 억원, exactly."""
    return _in_units(krw, EOK)


def _in_units(krw: int, unit_value: int) -> Decimal:
    with localcontext() as context:
        context.prec = 60
        value = Decimal(krw) / Decimal(unit_value)
    return shortest(value)


def in_column(krw: WON, language: str) -> Decimal:
    """The amount in the unit of columns, charts and large figures: 억원, and billions for readers of English, who have
    no word for 10⁸. Both to the million, as the plan prints them; half is rounded away from zero.
    """
    unit, places = (10**9, 3) if language == "en" else (EOK, 2)
    return _in_units(krw, unit).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def format_money(
    krw: WON, unit: str = "억원", places: int | None = None, language: str = "ko", *, minus: str = "-"
) -> str:
    """Print an amount: "34,561억원", in English "KRW 3,456.1 billion".

    `places` rounds half away from zero, as official tables do; None prints exactly. English takes the nearest
    unit it has a word for, or "million", "billion", "trillion" as `unit`. Raises KeyError for an unknown
    unit.
    """
    word, unit_value = unit, _ENGLISH.get(unit) or UNITS[unit]
    if language != "ko":
        word = unit if unit in _ENGLISH else _ENGLISH_FOR.get(unit, "")
        unit_value = _ENGLISH.get(word, 1)
    value = _in_units(krw, unit_value)
    if places is not None:
        value = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    number = f"{abs(value):,f}"
    sign = minus if value < 0 else ""
    if language != "ko":
        return f"{sign}KRW {number} {word}".rstrip()
    return f"{sign}{number}{word}"
