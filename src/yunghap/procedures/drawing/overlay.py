"""What a drawing says about a running case, or about many: told by shape and words, with colour only on top."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Mark:
    """What is shown at one node.

    `tokens` stand there now; `done` says that work was finished there; `due` is a date in words and `overdue` says
    that it has passed; `count` is a figure of many cases with its word, such as "평균 12일"; `href` makes the node a
    link.
    """

    tokens: int = 0
    done: bool = False
    due: str = ""
    overdue: bool = False
    count: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Overlay:
    """Marks by the id of the node, and the ids of the sequence flows that were taken."""

    marks: Mapping[str, Mark] = field(default_factory=dict)
    taken: frozenset[str] = frozenset()
