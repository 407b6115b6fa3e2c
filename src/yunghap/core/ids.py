"""Identifiers: ULIDs as 26-character text, sortable by time of creation."""

import re

from ulid import ULID

_ID = re.compile("[0-7][0-9A-HJKMNP-TV-Z]{25}")


def new_id() -> str:
    """A fresh identifier."""
    return str(ULID())


def is_id(text: str) -> bool:
    """Whether the text has the form of an identifier."""
    return _ID.fullmatch(text) is not None
