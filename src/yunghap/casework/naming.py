"""Things of other modules that an answer may name: a data set, by its identifier or the address of its page.

The module that keeps them registers how they are looked up; the form says of which kind an answer is.
"""

from collections.abc import Callable

from yunghap.core.registry import Registry

# Gives the title of what a text names, None where there is no such thing.
NAMED: Registry[Callable[[str], str | None]] = Registry("things that answers name")


def named(kind: str, text: str) -> str | None:
    """The title of what the text names. Raises LookupError for a kind that nobody registered."""
    return NAMED.get(kind)(text)
