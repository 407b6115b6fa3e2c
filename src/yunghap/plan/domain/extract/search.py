"""Searches in one line that go from left to right, so that a line full of numbers is read about once."""

import re
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Searches:
    """The searches of one text. What was found ahead of a place is still the next match for the places up to it."""

    text: str
    _found: dict[re.Pattern[str], tuple[int, re.Match[str] | None]] = field(default_factory=dict)

    def first(self, pattern: re.Pattern[str], start: int, end: int) -> re.Match[str] | None:
        """The first match between `start` and `end`; look-arounds may look beyond them."""
        since, match = self._found.get(pattern, (len(self.text) + 1, None))
        if start < since or (match is not None and match.start() < start):
            match = pattern.search(self.text, start)
            self._found[pattern] = start, match
        if match is None or match.start() >= end:
            return None
        return match if match.end() <= end else pattern.search(self.text, match.start(), end)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a text, to search in."""

    searches: Searches
    start: int
    end: int

    def first(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The first match that lies inside."""
        return self.searches.first(pattern, self.start, self.end)
