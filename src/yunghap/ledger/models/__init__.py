"""Tables of the ledger."""

from .entry import Entry, PersonalDetail
from .statement import Statement

__all__ = ["Entry", "PersonalDetail", "Statement"]
