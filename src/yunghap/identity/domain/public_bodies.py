"""The shipped directory of public organisations, put into the database."""

from datetime import datetime

from django.db import transaction

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.text import name_key
from yunghap.identity.directory import Body, Change, load_directory
from yunghap.identity.enums import OrganisationKind, ReorganisationKind
from yunghap.identity.models import (
    Organisation,
    OrganisationAlias,
    OrganisationName,
    Reorganisation,
    Succession,
)
from yunghap.identity.roles import ADMINISTER_ORGANISATIONS
from yunghap.ledger.service import record

from .authorisation import require

KINDS = {
    "ministry": OrganisationKind.MINISTRY,
    "agency": OrganisationKind.AGENCY,
    "province": OrganisationKind.PROVINCE,
}


@transaction.atomic
def load_public_bodies(*, by: Actor, at: datetime | None = None) -> int:
    """Create the organisations of the directory that are not there yet; returns how many were new.

    What is there is left as it is: names changed on the site are not overwritten.
    """
    require(by, ADMINISTER_ORGANISATIONS)
    at = at or clock.now()
    table = load_directory()
    known: dict[str, Organisation] = {
        organisation.key or "": organisation
        for organisation in Organisation.objects.filter(key__isnull=False)
    }
    new = [body for body in table if body.id not in known]
    if not new:
        return 0
    for body in new:
        known[body.id] = Organisation.objects.create(
            kind=KINDS[body.kind],
            key=body.id,
            short_name=body.short,
            plan_order=body.plan_order,
            created_at=at,
        )
    for body in new:
        if body.parent:
            Organisation.objects.filter(pk=known[body.id].pk).update(parent=known[body.parent])
    OrganisationName.objects.bulk_create(name for body in new for name in _names(body, known))
    OrganisationAlias.objects.bulk_create(alias for body in new for alias in _aliases(body, known))
    ids = {body.id for body in new}
    for change in table.changes:
        if any(move.source in ids or move.target in ids for move in change.moves):
            _write(change, known, at)
    record(
        action="identity.directory.loaded",
        subject="organisations",
        by=by,
        at=at,
        details={"created": sorted(body.id for body in new)},
    )
    return len(new)


def _names(body: Body, known: dict[str, Organisation]) -> list[OrganisationName]:
    return [
        OrganisationName(
            organisation=known[body.id],
            long=name.long,
            short=name.short,
            english=name.english,
            starts_on=name.starts_on,
            ends_on=name.ends_on,
        )
        for name in body.names
    ]


def _aliases(body: Body, known: dict[str, Organisation]) -> list[OrganisationAlias]:
    texts = {name_key(text): text for text in (*body.texts(), *(name.english for name in body.names))}
    return [
        OrganisationAlias(organisation=known[body.id], text=text, key=key)
        for key, text in sorted(texts.items())
    ]


def _write(change: Change, known: dict[str, Organisation], at: datetime) -> None:
    row = Reorganisation.objects.create(
        kind=ReorganisationKind(change.kind.upper()),
        effective_on=change.on,
        basis=change.basis,
        created_at=at,
    )
    Succession.objects.bulk_create(
        Succession(
            reorganisation=row,
            predecessor=known[move.source],
            successor=known[move.target],
            scope_ko=move.ko,
            scope_en=move.en,
        )
        for move in change.moves
    )
