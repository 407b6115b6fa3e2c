"""Numbers typed by people."""

import re
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import InvalidInput, sentence

# Full-width ASCII and the ideographic and no-break spaces; not the digits in circles or superscripts, which
# NFKC would turn into digits as well.
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20}
_INTEGER = re.compile(r"([-−–△▲∆Δ+]?) *([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,40})")
_DECIMAL = re.compile(_INTEGER.pattern + r"(\.[0-9]{1,40})?")


def ascii_digits(text: str) -> str:
    """Full-width digits, signs and spaces as ASCII; other digits (circled, Arabic, superscript) stay as they
    are.
    """
    return text.translate(_FULL_WIDTH)


def parse_integer(text: str, *, low: int, high: int) -> int:
    """A whole number within low…high; commas between thousands, △ and dashes as minus, full-width digits."""
    found = _INTEGER.fullmatch(ascii_digits(text).strip())
    if found is None or not found[2].isascii():
        raise InvalidInput(sentence(_("“%(text)s” is not a whole number."), text=text.strip()[:40]))
    value = int(found[2].replace(",", ""))
    return int(_within(Decimal(-value if _minus(found[1]) else value), Decimal(low), Decimal(high), text))


def parse_decimal(text: str, *, low: Decimal | int, high: Decimal | int, places: int = 10) -> Decimal:
    """A decimal number within low…high with at most `places` digits behind the point."""
    found = _DECIMAL.fullmatch(ascii_digits(text).strip())
    if found is None:
        raise InvalidInput(sentence(_("“%(text)s” is not a number."), text=text.strip()[:40]))
    fraction = found[3] or ""
    if len(fraction) - 1 > places:
        raise InvalidInput(
            sentence(
                _("“%(text)s” has more than %(places)s digits after the point."),
                text=text.strip()[:40],
                places=places,
            )
        )
    value = Decimal(found[2].replace(",", "") + fraction)
    return _within(-value if _minus(found[1]) else value, Decimal(low), Decimal(high), text)


def _minus(sign: str) -> bool:
    return sign not in {"", "+"}


def _within(value: Decimal, low: Decimal, high: Decimal, text: str) -> Decimal:
    if not low <= value <= high:
        raise InvalidInput(
            sentence(
                _("“%(text)s” must lie between %(low)s and %(high)s."),
                text=text.strip()[:40],
                low=f"{low:,f}",
                high=f"{high:,f}",
            )
        )
    return value
