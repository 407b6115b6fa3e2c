"""Tables of the ledger."""

from .entry import Entry, PersonalDetail

__all__ = ["Entry", "PersonalDetail"]
