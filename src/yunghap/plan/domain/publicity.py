"""Tells readers and the search index that what an edition says has changed."""

from datetime import datetime

from django.db.models import F

from yunghap.plan.models import Edition
from yunghap.plan.queries.search import KINDS, PlanSource, item_ids
from yunghap.search import service as search


def register_sources() -> None:
    """Register what the plan gives to the index."""
    for kind in KINDS:
        search.sources.register(kind, PlanSource(kind))


def touch_edition(edition_id: str) -> None:
    """Say that the edition says something else now: what readers keep of its last revision is out of date."""
    Edition.objects.filter(pk=edition_id).update(revision=F("revision") + 1)


def note_edition(edition: Edition, *, at: datetime) -> None:
    """Have everything that a published edition names, and the one it supersedes, looked at again."""
    editions = [edition] if edition.supersedes is None else [edition, edition.supersedes]
    noted = dict.fromkeys(pair for one in editions for pair in item_ids(one))
    for kind, item in noted:
        search.note_change(kind=kind, item=item, at=at)
