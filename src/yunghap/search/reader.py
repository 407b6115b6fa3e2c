"""Reading an index needs no database: this is the door for commands that must answer at once.

`service` offers the same and everything else.
"""

from pathlib import Path

from .contracts import PUBLIC, SITE, Found, Hit, Order
from .domain.index import search
from .domain.shelf import folder
from .domain.why import say

__all__ = ["PUBLIC", "SITE", "Found", "Hit", "Order", "followed_at", "say", "search"]


def followed_at(collection: str, *, data: Path) -> float:
    """When the index in a data folder last caught up with its sources, in seconds since 1970; 0 where it never did."""
    marks = folder(collection, data=data) / "marks.json"
    return marks.stat().st_mtime if marks.exists() else 0.0
