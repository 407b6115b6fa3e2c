"""Following data sets and keeping searches: a person's own lists."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import InvalidInput, NotFound
from yunghap.core.text import clean_text
from yunghap.exchange.models import Follow, SavedSearch
from yunghap.exchange.queries.entries import get_entry
from yunghap.identity.service import Leaving
from yunghap.ledger.service import record

MOST_KEPT = 200


@transaction.atomic
def follow_entry(*, entry: str, by: Actor, at: datetime | None = None) -> Follow:
    """Be told when a data set changes; raises NotFound where there is none. Asked again, nothing changes."""
    if get_entry(entry) is None:
        raise NotFound(_("There is no such data set."))
    _check_room(Follow.objects.filter(person=by.id).count())
    row, made = Follow.objects.get_or_create(person_id=by.id, entry=entry)
    if made:
        record(
            action="exchange.entry.followed",
            subject=f"entry:{entry}",
            by=by,
            at=at or clock.now(),
            details={},
        )
    return row


@transaction.atomic
def unfollow_entry(*, entry: str, by: Actor, at: datetime | None = None) -> None:
    """Be told no more."""
    if Follow.objects.filter(person=by.id, entry=entry).delete()[0]:
        record(
            action="exchange.entry.unfollowed",
            subject=f"entry:{entry}",
            by=by,
            at=at or clock.now(),
            details={},
        )


@transaction.atomic
def save_search(*, name: str, query: str, by: Actor, at: datetime | None = None) -> SavedSearch:
    """Be told when something new fits a search; raises InvalidInput where it asks for nothing."""
    if not query:
        raise InvalidInput(_("A search that finds everything cannot be kept: add words, or narrow the list."))
    _check_room(SavedSearch.objects.filter(person=by.id).count())
    told = clean_text(name)[:200] or query[:200]
    row, made = SavedSearch.objects.get_or_create(
        person_id=by.id, query=query[:2_000], defaults={"name": told}
    )
    if made:
        record(
            action="exchange.search.saved",
            subject=f"search:{row.pk}",
            by=by,
            at=at or clock.now(),
            details={},
        )
    return row


@transaction.atomic
def forget_search(*, search: str, by: Actor, at: datetime | None = None) -> None:
    """Keep a search no more; raises NotFound where it is not one's own."""
    if not SavedSearch.objects.filter(pk=search, person=by.id).delete()[0]:
        raise NotFound(_("There is no such search among yours."))
    record(
        action="exchange.search.forgotten",
        subject=f"search:{search}",
        by=by,
        at=at or clock.now(),
        details={},
    )


def _check_room(number: int) -> None:
    if number >= MOST_KEPT:
        raise InvalidInput(_("You keep %(most)s already; let one go first.") % {"most": MOST_KEPT})


def _forget(person: str, _by: Actor, _at: datetime) -> None:
    """What somebody follows and looks for is only theirs."""
    Follow.objects.filter(person=person).delete()
    SavedSearch.objects.filter(person=person).delete()


LEAVING_CATALOGUE = Leaving(holds=lambda _person: (), forget=_forget)
