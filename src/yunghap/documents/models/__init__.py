"""Tables of the documents module."""

from .file import File

__all__ = ["File"]
