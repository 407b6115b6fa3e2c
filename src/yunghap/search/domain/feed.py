"""From the tables of other modules into the index."""

from collections import defaultdict
from datetime import datetime

from django.db import transaction

from yunghap.core import clock
from yunghap.core.registry import Registry
from yunghap.search.contracts import Source
from yunghap.search.models import Change

from . import index

sources: Registry[Source] = Registry("search sources")

BATCH = 200


def note_change(*, kind: str, item: str, at: datetime | None = None) -> None:
    """Say, in the transaction that writes it, that an item is new, changed or gone."""
    sources.get(kind)
    Change.objects.create(kind=kind, item=item, at=at or clock.now())


def refresh() -> int:
    """Bring what has changed into the index; returns how many items were touched."""
    touched = 0
    while rows := list(Change.objects.order_by("pk")[:BATCH]):
        wanted: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            wanted[row.kind].add(row.item)
        for kind, ids in sorted(wanted.items()):
            found = list(sources.get(kind).items(sorted(ids)))
            gone = ids - {item.id for item in found}
            index.write(found, gone=[(kind, item) for item in sorted(gone)])
            touched += len(ids)
        # Deleted only after the commit of the index: a crash in between indexes twice, never not at all.
        with transaction.atomic():
            Change.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return touched


def rebuild() -> int:
    """Build the index anew from every source; returns the number of items."""
    newest = Change.objects.order_by("-pk").values_list("pk", flat=True).first()
    everything = (item for _, source in sources.items() for item in source.items())
    count = index.write(everything, anew=True)
    if newest is not None:
        Change.objects.filter(pk__lte=newest).delete()
    return count
