"""One kind of registry for everything that can be added: procedures, measures, checks, sources.

Third parties register from the `ready` of a Django application named in the entry point group
`yunghap.modules`.
"""

from collections.abc import Callable, Iterator
from importlib.metadata import entry_points
from typing import Generic, TypeVar

T = TypeVar("T")
ENTRY_POINTS = "yunghap.modules"


class Registry(Generic[T]):
    """Items by id, in the order of their ids, refused when they come twice or do not hold."""

    def __init__(self, name: str, *, validate: Callable[[str, T], None] | None = None) -> None:
        self.name = name
        self._validate = validate
        self._items: dict[str, T] = {}

    def register(self, id: str, item: T) -> T:  # noqa: A002 - the word everybody uses
        """Add an item; raises ValueError for an id that is taken."""
        if id in self._items:
            raise ValueError(f"{self.name}: {id!r} is registered twice")
        if self._validate is not None:
            self._validate(id, item)
        self._items[id] = item
        return item

    def get(self, id: str) -> T:  # noqa: A002
        """The item; raises LookupError where there is none."""
        try:
            return self._items[id]
        except KeyError:
            raise LookupError(f"{self.name}: no {id!r}; there are {', '.join(sorted(self._items))}") from None

    def items(self) -> Iterator[tuple[str, T]]:
        """All, in the order of their ids."""
        return iter(sorted(self._items.items()))

    def __contains__(self, key: object) -> bool:
        return key in self._items

    def __len__(self) -> int:
        return len(self._items)


def third_party_apps() -> list[str]:
    """Django applications of installed packages that add to Yunghap: dotted paths, in the order of their
    names.
    """
    return [
        point.value.replace(":", ".")
        for point in sorted(entry_points(group=ENTRY_POINTS), key=lambda p: p.name)
    ]
