"""Places for what a file gives none."""

from .complete import completed

__all__ = ["completed"]
