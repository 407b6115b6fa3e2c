"""Word lists as patterns: a list reads as words, not as a wall of bars."""

import re

# 했, 보탰: every syllable that closes with ㅆ, but those of 있다 and of the future (-겠다).
PAST_SYLLABLES = "".join(chr(code) for code in range(0xAC14, 0xD7A4, 28) if chr(code) not in "있겠")


def any_of(words: str) -> str:
    """A pattern for any of the words (split at white space), longest first; `_` is an optional space.

    Words are literal, but for `_`.
    """
    forms = sorted(dict.fromkeys(words.split()), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(form).replace("_", r"\s?") for form in forms) + ")"


def words_of(words: str) -> frozenset[str]:
    """The words as a set."""
    return frozenset(words.split())
