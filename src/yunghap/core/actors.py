"""Who acts: every domain verb takes `by=`."""

from dataclasses import dataclass, field
from typing import Literal


class Rights:
    """By whose right an actor has acted so far: `lent_by` is the person whose deputy they had to be, None for nobody.

    Whoever checks rights writes it, and what is recorded from then on says it.
    """

    __slots__ = ("lent_by",)

    def __init__(self) -> None:
        self.lent_by: str | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, an API client or the system itself, acting for at most one organisation.

    `id` is the ULID of the person or client ("system" for the system); `organisation` the ULID of the
    organisation acted for; `address` the network address, for the access record. An actor lives as long as a request.
    """

    kind: Literal["person", "client", "system"]
    id: str
    organisation: str | None = None
    address: str | None = None
    rights: Rights = field(default_factory=Rights, compare=False, repr=False)


SYSTEM = Actor(kind="system", id="system")
