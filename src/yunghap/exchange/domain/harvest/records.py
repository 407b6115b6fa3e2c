"""What an adapter hands over, one at a time, while it reads a catalogue."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from yunghap.core.errors import InvalidInput
from yunghap.exchange.contracts import Entry

from .documents import Documents


@dataclass(slots=True)
class Read:
    """A record that could be read.

    `key` is its identifier at the source, `raw` the bytes as they came, `digest` of its canonical form. `make` maps it
    to an entry of the catalogue, and is asked only where the record is new or changed; it may raise `Unusable`.
    """

    key: str
    place: str
    raw: bytes
    digest: bytes
    make: Callable[[], Entry]


@dataclass(slots=True)
class Refused:
    """A record that could not be read; `reason` is a sentence in English, `values` what stands in it.

    `cut` where the document ends here: what would have followed is unknown.
    """

    place: str
    reason: str
    values: Mapping[str, object] = field(default_factory=dict)
    key: str = ""
    raw: bytes = b""
    cut: bool = False


@dataclass(slots=True)
class Broken:
    """The reading broke off here, and not within a record that can be named: what follows is unknown."""

    place: str
    reason: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class Total:
    """How many records the source says it has."""

    number: int


@dataclass(slots=True)
class Branching:
    """Several pages are waiting from here on, which no position tells: a reading that is killed begins anew."""


Found = Read | Refused | Broken | Total | Branching


class Unusable(Exception):  # noqa: N818
    """A record from which no entry can be made; says why, as `Refused` does."""

    def __init__(self, reason: str, **values: object) -> None:
        super().__init__(reason % values)
        self.reason, self.values = reason, values


class WrongKind(InvalidInput):
    """The document is not what the source's kind says."""

    code = "wrong-kind"


class Adapter(Protocol):
    """Reads the catalogues of one kind."""

    def __call__(self, documents: Documents) -> Iterator[Found]:
        """What the documents hold, in their order. Raises WrongKind where the first one is something else."""
        ...
