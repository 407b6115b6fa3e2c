"""Identifiers: ULIDs as 26-character text, sortable by time of creation."""

from ulid import ULID


def new_id() -> str:
    """A fresh identifier."""
    return str(ULID())
