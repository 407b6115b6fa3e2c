"""Word lists as patterns: a list reads as words, not as a wall of bars."""

import re


def any_of(words: str) -> str:
    """A pattern for any of the words (split at white space), longest first; `_` is an optional space.

    Words are literal, but for `_`.
    """
    forms = sorted(dict.fromkeys(words.split()), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(form).replace("_", r"\s?") for form in forms) + ")"


def words_of(words: str) -> frozenset[str]:
    """The words as a set."""
    return frozenset(words.split())
