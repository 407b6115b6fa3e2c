"""Plain values of the programmes module: no Django models."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class LineStatement:
    """A budget line to be stated: money of one programme, phase, period and source.

    `programme` is the programme's id; `phase` and `source` values of `enums.Phase` and `enums.Source`;
    `amount_krw` and `precision_krw` integer won; `unit` the printed unit. `key` names the statement within
    one call, `part_of` the key of the statement that already contains it ("" for none).
    """

    key: str
    programme: str
    phase: str
    year: int
    year_to: int
    amount_krw: int
    precision_krw: int = 1
    unit: str = "억원"
    source: str = "ALL"
    part_of: str = ""


@dataclass(frozen=True, slots=True)
class PartStatement:
    """An organisation's part in a programme; `share` in (0, 1], None where nobody stated it."""

    programme: str
    organisation: str
    role: str
    position: int = 0
    share: Decimal | None = None


@dataclass(frozen=True, slots=True)
class LineAmount:
    """A budget line as a value, for roll-ups. `multi_year` lines never enter an annual sum."""

    id: str
    programme: str
    phase: str
    source: str
    year: int
    year_to: int
    amount_krw: int
    precision_krw: int
    part_of: str | None = None

    @property
    def multi_year(self) -> bool:
        """The line is a total over several years."""
        return self.year_to > self.year


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation that shares a programme's money."""

    organisation: str
    share: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Split:
    """Money by organisation as far as it is stated, and the rest: the two add up to the amount."""

    known: dict[str, int]
    unknown_krw: int

    @property
    def total_krw(self) -> int:
        """Known and unknown together."""
        return sum(self.known.values()) + self.unknown_krw


@dataclass(frozen=True, slots=True)
class Shared:
    """A sum with a part that is certain and a part whose owner is not stated."""

    known_krw: int = 0
    unknown_krw: int = 0

    def __add__(self, other: "Shared") -> "Shared":
        return Shared(self.known_krw + other.known_krw, self.unknown_krw + other.unknown_krw)
