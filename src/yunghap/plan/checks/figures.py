"""Printed figures: what a rounded or truncated number may stand for, and whether figures agree.

See docs/adr/0060-rounding-rules-of-checks.md. Values are Decimal in one unit; money is compared in won.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from enum import StrEnum

from yunghap.plan.contracts import Comparison, Quantity

# Won in one of the unit; '불' and other currencies are dimensions of their own.
WON_UNITS: dict[str, Decimal] = {
    "원": Decimal(1),
    "십원": Decimal(10),
    "백원": Decimal(100),
    "천원": Decimal(1_000),
    "만원": Decimal(10_000),
    "십만원": Decimal(100_000),
    "백만원": Decimal(1_000_000),
    "천만원": Decimal(10_000_000),
    "억원": Decimal(100_000_000),
    "억": Decimal(100_000_000),
    "십억원": Decimal(1_000_000_000),
    "백억원": Decimal(10_000_000_000),
    "천억원": Decimal(100_000_000_000),
    "조원": Decimal(1_000_000_000_000),
    "KRW": Decimal(1),
    "thousand KRW": Decimal(1_000),
    "million KRW": Decimal(1_000_000),
    "billion KRW": Decimal(1_000_000_000),
    "trillion KRW": Decimal(1_000_000_000_000),
}
WON = "KRW"
PERCENT = "%"
_KINDS = frozenset({"과제", "팀", "품목", "업종", "학과"})  # counted with 개


class Rounding(StrEnum):
    """How a coarser figure may have been made from a finer one."""

    ROUND = "round"  # half up, as 반올림
    TRUNCATE = "truncate"  # towards zero, as 절사; usual in plan prose
    EITHER = "either"


@dataclass(frozen=True, slots=True)
class Figure:
    """A printed number in its base unit: `step` is the worth of its last printed place."""

    value: Decimal
    step: Decimal
    dimension: str
    printed: str = ""
    about: bool = False

    @property
    def is_money(self) -> bool:
        return self.dimension == WON

    @property
    def is_count(self) -> bool:
        """A whole number of things: never rounded in a table."""
        return not self.is_money and self.dimension not in {PERCENT, "%p", "점", "배"} and self.step == 1


def figure_of(quantity: Quantity) -> Figure:
    """The figure a quantity prints: money in won, all else in its unit."""
    factor = WON_UNITS.get(quantity.unit)
    about = quantity.comparison is not Comparison.EQUAL
    if factor is None:
        return Figure(quantity.value, quantity.precision, quantity.unit, quantity.text, about)
    return Figure(quantity.value * factor, quantity.precision * factor, WON, quantity.text, about)


def prints_as(fine: Decimal, step: Decimal, rule: Rounding = Rounding.EITHER) -> set[Decimal]:
    """The values that print at `step` where the exact value is `fine`.

    >>> sorted(prints_as(Decimal("1202.84"), Decimal(1)))
    [Decimal('1202'), Decimal('1203')]
    """
    modes = {
        Rounding.ROUND: [ROUND_HALF_UP],
        Rounding.TRUNCATE: [ROUND_DOWN],
        Rounding.EITHER: [ROUND_HALF_UP, ROUND_DOWN],
    }
    return {(fine / step).quantize(Decimal(1), mode) * step for mode in modes[rule]}


def last_place(value: Decimal) -> Decimal:
    """The worth of the last digit that is not zero: 1,200 is 100. Used for figures called 약."""
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)


def same_figure(one: Figure, other: Figure, rule: Rounding = Rounding.EITHER) -> bool:
    """Both may stand for one value: equal, or the coarser prints the finer.

    Figures called about (약, 여, 이상 …) agree when they are within half of their last place that is not zero,
    or twice that on the far side.
    """
    if one.value == other.value:
        return True
    if one.about or other.about:
        steps = [last_place(figure.value) for figure in (one, other) if figure.about]
        return abs(one.value - other.value) <= max(steps)
    fine, coarse = sorted((one, other), key=lambda figure: figure.step)
    if fine.step == coarse.step:
        return False
    return coarse.value in prints_as(fine.value, coarse.step, rule)


@dataclass(frozen=True, slots=True)
class Sum:
    """What parts add up to beside the printed total; `difference` is printed total minus sum."""

    total: Decimal
    added: Decimal
    low: Decimal
    high: Decimal

    @property
    def difference(self) -> Decimal:
        return self.total - self.added

    @property
    def holds(self) -> bool:
        return self.low <= self.difference <= self.high


def add_up(parts: Sequence[Figure], total: Figure, *, exact: bool = False) -> Sum:
    """Add parts of one dimension and allow what rounding can leave.

    With every part rounded the true sum lies within half a step per part; with every part truncated it lies up
    to one step per part above. The total adds its own half step. Counts of things are exact.
    """
    added = sum((part.value for part in parts), Decimal(0))
    if exact or (total.is_count and all(part.is_count for part in parts)):
        return Sum(total.value, added, Decimal(0), Decimal(0))
    steps = sum((part.step for part in parts), Decimal(0))
    about = last_place(total.value) if total.about else Decimal(0)
    half = steps / 2 + total.step / 2 + about
    # Truncated parts with a truncated or rounded total: the total may exceed the sum by almost one step per part.
    finest = max((part.step for part in parts), default=Decimal(0))
    high = max(half, steps) if total.step <= finest else half + steps / 2
    return Sum(total.value, added, -half, high + about)


def share_bounds(part: Figure, whole: Figure) -> tuple[Decimal, Decimal]:
    """Between which percentages the share lies, given how precisely both are printed."""
    low = (part.value - part.step / 2) / (whole.value + whole.step) * 100
    high = (part.value + part.step) / (whole.value - whole.step / 2) * 100
    return min(low, high), max(low, high)


def share_holds(printed: Decimal, step: Decimal, part: Figure, whole: Figure, rule: Rounding) -> bool:
    """The printed percentage is the share, rounded or truncated at its own precision."""
    low, high = share_bounds(part, whole)
    below = Decimal(0) if rule is Rounding.TRUNCATE else step / 2
    above = step / 2 if rule is Rounding.ROUND else step
    return low <= printed + above and high >= printed - below


def apart_by_power(one: Figure, other: Figure, places: Iterable[int] = range(1, 7)) -> int | None:
    """10, 100, … where one figure is that many times the other (larger over smaller), else None.

    The coarser figure may have been rounded or truncated.
    """
    small, large = sorted((one, other), key=lambda figure: abs(figure.value))
    if small.value <= 0 or one.about or other.about:
        return None
    for place in places:
        factor = Decimal(10) ** place
        raised = Figure(small.value * factor, small.step * factor, small.dimension)
        if same_figure(raised, large):
            return int(factor)
    return None


def number(value: Decimal, step: Decimal | None = None) -> str:
    """A number as an officer writes it: thousands separated, decimals as printed in steps of `step`.

    >>> number(Decimal("34561.5"), Decimal("0.01"))
    '34,561.50'
    """
    if not value and step is None:
        return "0"
    short = value.normalize()
    if step is not None and step < 1 and abs(value % step.normalize()) == 0:
        short = value.quantize(step.normalize())
    return f"{short:,f}"


def in_unit(value: Decimal, unit: str, step: Decimal | None = None) -> str:
    """A base value printed back in a unit: won are divided by the unit's worth."""
    factor = WON_UNITS.get(unit, Decimal(1))
    gap = " " if unit.isascii() and unit.isalpha() else "개 " if unit in _KINDS else ""
    return f"{number(value / factor, step)}{gap}{unit}"
