"""A sentence in the two languages of the site; deadlines are counted without Django's catalogues."""

from typing import NamedTuple


class Words(NamedTuple):
    """One sentence in Korean and in English."""

    ko: str
    en: str

    def __add__(self, other: "Words") -> "Words":  # type: ignore[override]
        """Both sentences one behind the other, in each language."""
        return Words(self.ko + other.ko, self.en + other.en)


NOTHING = Words("", "")
