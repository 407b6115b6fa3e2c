"""Tables of the search module."""

from .change import Change

__all__ = ["Change"]
