"""From lines to facts: rules only, the same text gives the same facts. See docs/reference/extraction.md."""

from collections.abc import Sequence

from yunghap.plan.contracts import PlanText
from yunghap.plan.domain.vocabulary import Vocabulary

__all__ = ["extract_plan"]


def extract_plan(lines: Sequence[str], *, vocabulary: Vocabulary | None = None) -> PlanText:
    """See `facts.extract_plan`; its patterns are made when the first plan is read, so that servers start without."""
    from .facts import extract_plan as extract  # noqa: PLC0415

    return extract(lines, vocabulary=vocabulary)
