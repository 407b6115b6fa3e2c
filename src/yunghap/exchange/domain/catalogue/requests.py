"""Requests for unopened data: cases of casework, bound to the data set that answers them."""

import re
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.casework.service import Case
from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.exchange.contracts import Entry
from yunghap.exchange.models import Follow, FulfilledRequest
from yunghap.exchange.queries.entries import get_entry
from yunghap.identity import service as identity
from yunghap.ledger.service import record

PROCEDURE = "data-request"
FULFILLED = "fulfilled"
OFFICER = "casework.case.handle"
_ID = re.compile(r"(?:^|/)([0-9A-Za-z]{26})(?:[./?#]|$)")


def ids_in(text: str) -> list[str]:
    """The identifiers of data sets in a text: as they are, or in addresses of their pages; other words as they stand.

    Which of them exist nobody has looked at.
    """
    found = []
    for word in text.replace(",", " ").split():
        told = _ID.search(word)
        found.append(told[1].upper() if told else word)
    return found


def entry_named(text: str) -> Entry | None:
    """The record that a text names by its identifier or the address of its page."""
    found = _ID.search(text.strip())
    return get_entry(found[1].upper()) if found else None


def title_named(text: str) -> str | None:
    """Its title; registered with casework, whose answers name data sets."""
    entry = entry_named(text)
    return None if entry is None else entry.title or entry.title_en


@transaction.atomic
def fulfil_request(
    *, case: Case, named: str, by: Actor, at: datetime | None = None
) -> FulfilledRequest | None:
    """Bind the case to the data set that the officer named, by its identifier or the address of its page.

    Whoever filed the case follows the data set from now on. None where no such data set is in the catalogue: the
    organisation in charge is told.
    """
    at = at or clock.now()
    known = FulfilledRequest.objects.filter(case=case.pk).first()
    if known is not None:
        return known
    entry = entry_named(named)
    if entry is None:
        identity.notify(
            to=identity.people_with_permission(OFFICER, organisation=case.handler_id),
            subject=_("The data set that answers a request is not in the catalogue"),
            text=f"{case.number} {case.title}: {named}"[:500],
            link=f"/cases/{case.pk}/",
            by=by,
            at=at,
        )
        return None
    row = FulfilledRequest.objects.create(case=case.pk, number=case.number or "", entry=entry.id)
    if identity.User.objects.filter(pk=case.filed_by).exists():
        Follow.objects.get_or_create(person_id=case.filed_by, entry=entry.id)
        identity.notify(
            to=case.filed_by,
            subject=_("The data you asked for is in the catalogue"),
            text=entry.title or entry.title_en,
            link=f"/datasets/{entry.id}/",
            by=by,
            at=at,
        )
    record(
        action="exchange.request.fulfilled",
        subject=f"case:{case.pk}",
        by=by,
        at=at,
        details={"entry": entry.id},
    )
    return row
