"""From the tables of other modules into the index."""

from collections import defaultdict
from datetime import datetime

from django.db import transaction

from yunghap.core import clock
from yunghap.core.registry import Registry
from yunghap.search.contracts import SITE, Follower, Item, Source
from yunghap.search.models import Change

from . import shelf

sources: Registry[Source] = Registry("search sources")

BATCH = 200


def collection_of(kind: str) -> str:
    """The collection whose index holds items of a kind."""
    return getattr(sources.get(kind), "collection", SITE)


def note_change(*, kind: str, item: str, at: datetime | None = None) -> None:
    """Say, in the transaction that writes it, that an item is new, changed or gone."""
    sources.get(kind)
    Change.objects.create(kind=kind, item=item, at=at or clock.now())


def refresh(collection: str | None = None) -> int:
    """Bring what has changed into the index of one collection, or of all; returns how many items were touched.

    An index that was never built, or is of another layout, is built.
    """
    return sum(
        _noted(name) + _followed(name) if shelf.is_built(name) else rebuild(name)
        for name in ([collection] if collection is not None else collections())
    )


def _noted(collection: str) -> int:
    """What was noted with `note_change`."""
    touched = 0
    changes = Change.objects.filter(kind__in=_kinds(collection))
    while rows := list(changes.order_by("pk")[:BATCH]):
        wanted: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            wanted[row.kind].add(row.item)
        found: list[Item] = []
        gone: list[tuple[str, str]] = []
        for kind, ids in sorted(wanted.items()):
            now = list(sources.get(kind).items(sorted(ids)))
            found += now
            gone += [(kind, item) for item in sorted(ids - {item.id for item in now})]
        shelf.write(collection, found, gone=gone)
        touched += sum(map(len, wanted.values()))
        # Deleted only after the commit of the index: a crash in between indexes twice, never not at all.
        with transaction.atomic():
            Change.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return touched


def _followed(collection: str) -> int:
    """What sources tell that number their changes themselves."""
    following = [
        (kind, source) for kind in _kinds(collection) if isinstance(source := sources.get(kind), Follower)
    ]
    marks = shelf.marks(collection)
    if following and not any(kind in marks for kind, _ in following):
        return rebuild(collection)
    touched = 0
    for kind, source in following:
        mark = source.mark()
        if mark != marks.get(kind):
            touched += shelf.write(collection, source.changed(marks.get(kind, ""), mark))
            marks[kind] = mark
    if following:
        shelf.keep_marks(
            collection, marks
        )  # after the commit, as above; says when it caught up even if nothing changed
    return touched


def rebuild(collection: str | None = None) -> int:
    """Build the index of one collection, or of all, anew from every source; returns the number of items."""
    count = 0
    for name in [collection] if collection is not None else collections():
        kinds = _kinds(name)
        newest = Change.objects.filter(kind__in=kinds).order_by("-pk").values_list("pk", flat=True).first()
        marks = {kind: source.mark() for kind in kinds if isinstance(source := sources.get(kind), Follower)}
        count += shelf.write(name, (item for kind in kinds for item in sources.get(kind).items()), anew=True)
        shelf.keep_marks(name, marks)
        if newest is not None:
            Change.objects.filter(kind__in=kinds, pk__lte=newest).delete()
    return count


def collections() -> list[str]:
    """The collections there are."""
    return sorted({collection_of(kind) for kind, _ in sources.items()})


def apart() -> list[tuple[str, str]]:
    """Kinds with an index of their own that are found beside the site's items, each with its collection."""
    return [
        (kind, collection_of(kind))
        for kind, source in sources.items()
        if hasattr(source, "on_site") and collection_of(kind) != SITE
    ]


def shown_facets(kind: str) -> tuple[str, ...] | None:
    """The facets that the site shows with items of a kind apart; None for its own, of which it shows all."""
    return getattr(sources.get(kind), "on_site", None) if kind in sources else None


def _kinds(collection: str) -> list[str]:
    return [kind for kind, _ in sources.items() if collection_of(kind) == collection]


def kind_name(kind: str) -> str:
    """What pages call a kind: its source's `label`, or the kind itself where nobody named it."""
    return str(getattr(sources.get(kind), "label", kind)) if kind in sources else kind
