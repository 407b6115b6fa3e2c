"""From lines to facts: rules only, the same text gives the same facts. See docs/reference/extraction.md."""

from .facts import extract_plan

__all__ = ["extract_plan"]
