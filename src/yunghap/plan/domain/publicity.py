"""Tells the search index that an edition's contents are new or no longer the newest."""

from datetime import datetime

from yunghap.plan.models import Edition
from yunghap.plan.queries.search import KINDS, PlanSource, item_ids
from yunghap.search import service as search


def register_sources() -> None:
    """Register what the plan gives to the index."""
    for kind in KINDS:
        search.sources.register(kind, PlanSource(kind))


def note_edition(edition: Edition, *, at: datetime) -> None:
    """Have everything that a published edition names, and the one it supersedes, looked at again."""
    editions = [edition] if edition.supersedes is None else [edition, edition.supersedes]
    noted = dict.fromkeys(pair for one in editions for pair in item_ids(one))
    for kind, item in noted:
        search.note_change(kind=kind, item=item, at=at)
