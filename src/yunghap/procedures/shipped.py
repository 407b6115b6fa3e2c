"""Versions of procedures that come with the software and are not in this installation; modules above register them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from yunghap.core.registry import Registry


@dataclass(frozen=True, slots=True)
class Shipped:
    """A version that nobody has drafted here: the procedure's code and names, the version's label, and whether the
    procedure is here in other versions.
    """

    code: str
    name_ko: str
    name_en: str
    label: str
    newer: bool


LIBRARIES: Registry[Callable[[], Iterable[Shipped]]] = Registry("libraries of procedures")


def register_library(id: str, versions: Callable[[], Iterable[Shipped]]) -> None:  # noqa: A002
    """Add a library: `versions` gives those of it that are not here. Raises ValueError for an id that is taken."""
    LIBRARIES.register(id, versions)


def undrafted() -> list[Shipped]:
    """Every version of every library that is not here, by procedure."""
    found = (one for _id, library in LIBRARIES.items() for one in library())
    return sorted(found, key=lambda one: (one.code, one.label))
