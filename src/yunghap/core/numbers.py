"""Numbers without the digits that a column's scale or a sum adds."""

from decimal import Decimal
from typing import overload


@overload
def shortest(value: Decimal) -> Decimal: ...
@overload
def shortest(value: None) -> None: ...
def shortest(value: Decimal | None) -> Decimal | None:
    """Without zeros behind and without an exponent: 59.200000 -> 59.2, 1E+2 -> 100; None stays None."""
    return None if value is None else value.normalize() + 0


def written(value: Decimal) -> str:
    """The same as text, as a form's field or a file holds it: 1234.500000 -> 1234.5."""
    return f"{shortest(value):f}"
