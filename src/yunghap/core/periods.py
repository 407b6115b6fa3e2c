"""Periods of whole days, both ends included."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From `start` to `end`, both days included."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.start > self.end:
            raise ValueError(f"{self.start} lies after {self.end}")

    @classmethod
    def year(cls, year: int) -> "Period":
        """The calendar year, which is the fiscal year in Korea (National Finance Act art. 2)."""
        return cls(date(year, 1, 1), date(year, 12, 31))

    @classmethod
    def years(cls, first: int, last: int) -> "Period":
        """From the first day of one year to the last of another."""
        return cls(date(first, 1, 1), date(last, 12, 31))

    @property
    def is_one_year(self) -> bool:
        """Within one calendar year: only such money may enter an annual sum."""
        return self.start.year == self.end.year

    def overlaps(self, other: "Period") -> bool:
        """A day belongs to both."""
        return self.start <= other.end and other.start <= self.end

    def contains(self, day: date) -> bool:
        """The day belongs to it."""
        return self.start <= day <= self.end
