"""Telling people that a data set they follow changed, and that something new fits a search they keep."""

from datetime import datetime
from functools import partial

from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.exchange.models import Follow, SavedSearch, Watched
from yunghap.exchange.queries.catalogue import COLLECTION, FACETS, KIND, EntrySource
from yunghap.exchange.queries.entries import get_entries
from yunghap.identity import service as identity
from yunghap.search import service as search

MOST_TOLD = 10_000  # changes between two looks; of a first harvest nobody is told record by record


def tell_changes(*, by: Actor, at: datetime | None = None) -> int:
    """Tell followers what changed since the last look; returns how many notices were sent.

    The first look tells nothing: everything would be new.
    """
    at = at or clock.now()
    source = EntrySource()
    mark = source.mark()
    last = Watched.objects.first()
    if last is not None and last.mark == mark:
        return 0
    changed: list[str] = []
    if last is not None:
        for item in source.changed(last.mark, mark):
            changed.append(item.id)
            if len(changed) > MOST_TOLD:
                break
    search.refresh(COLLECTION)
    with transaction.atomic():
        told = _tell_followers(changed, by, at) + _tell_searchers(changed, by, at)
        Watched.objects.update_or_create(pk=1, defaults={"mark": mark, "at": at})
    return told


def _tell_followers(changed: list[str], by: Actor, at: datetime) -> int:
    told = 0
    follows: dict[str, list[str]] = {}
    for start in range(0, len(changed), 500):
        part = changed[start : start + 500]
        for entry, person in Follow.objects.filter(entry__in=part).values_list("entry", "person"):
            follows.setdefault(entry, []).append(person)
    for found in get_entries(follows).values():
        told += len(
            identity.notify(
                to=follows[found.id],
                subject=partial(_changed, found.title or found.title_en),
                link=f"/datasets/{found.id}/",
                by=by,
                at=at,
            )
        )
    return told


def _tell_searchers(changed: list[str], by: Actor, at: datetime) -> int:
    if not changed:
        return 0
    told = 0
    items = tuple((KIND, entry) for entry in changed)
    for kept in SavedSearch.objects.iterator():
        asked = QueryDict(kept.query)
        facets = {name: tuple(asked.getlist(name)) for name in FACETS if asked.getlist(name)}
        found = search.browse(
            asked.get("q", ""),
            narrowing=search.Narrowing(facets=facets, items=items),
            limit=1,
            order=search.Order.RELEVANCE,
            collection=COLLECTION,
        )
        number = found.complete if asked.get("q") else found.total
        if number:
            told += len(
                identity.notify(
                    to=kept.person_id,
                    subject=partial(_fits, number, kept.name),
                    link=f"/datasets/?{kept.query}",
                    by=by,
                    at=at,
                )
            )
    return told


def _changed(title: str) -> str:
    return _("Data you follow has changed: %s") % title


def _fits(number: int, name: str) -> str:
    return _("%(number)s new or changed for your search “%(name)s”") % {"number": number, "name": name}
