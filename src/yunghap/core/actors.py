"""Who acts: every domain verb takes `by=`."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, an API client or the system itself, acting for at most one organisation.

    `id` is the ULID of the person or client ("system" for the system); `organisation` the ULID of the
    organisation acted for; `address` the network address, for the access record.
    """

    kind: Literal["person", "client", "system"]
    id: str
    organisation: str | None = None
    address: str | None = None


SYSTEM = Actor(kind="system", id="system")
