"""What other modules may use of the ledger."""

from .domain.entries import record
from .models import Entry
from .queries import details_of, entries_for, get_entry, personal_of

__all__ = ["Entry", "details_of", "entries_for", "get_entry", "personal_of", "record"]
