"""People who apply in their own name: signing up, and the organisation of one that stands for them.

Everything that asks «for which organisation?» works for a citizen as it does for a company. The organisation bears no
name of a person: on whatever page, letter or export an applicant is named, a citizen is «private applicant».
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from yunghap.core import clock
from yunghap.core.actors import SYSTEM, Actor
from yunghap.core.errors import NotAllowed
from yunghap.identity import queries
from yunghap.identity.enums import OrganisationKind, Role
from yunghap.identity.models import Organisation, OrganisationName, User
from yunghap.ledger.service import record

from .organisations import subject_of
from .people import record_person, write_membership
from .roles import grant_role

LONG, ENGLISH = "개인 신청인", "Private applicant"


@transaction.atomic
def become_citizen(*, by: Actor, at: datetime | None = None) -> Organisation:
    """The organisation of one as which the actor applies in their own name, made the first time.

    Raises NotAllowed for who is no active person.
    """
    person = User.objects.select_for_update().filter(pk=by.id, is_active=True).first()
    if by.kind != "person" or person is None:
        raise NotAllowed(_("You may not do this."))
    known = queries.own_person_of(person.pk)
    if known is not None:
        return known
    at = at or clock.now()
    today = clock.local_date(at)
    own = Organisation.objects.create(
        kind=OrganisationKind.PERSON, short_name=LONG, is_demo=person.is_demo, created_at=at
    )
    OrganisationName.objects.create(
        organisation=own, long=LONG, short=LONG, english=ENGLISH, starts_on=today, created_at=at
    )
    record(
        action="identity.organisation.created",
        subject=subject_of(own),
        by=by,
        at=at,
        details={"kind": OrganisationKind.PERSON},
    )
    write_membership(person=person, organisation=own, starts_on=today, by=SYSTEM, at=at)
    grant_role(
        person=person,
        organisation=own,
        role=Role.CITIZEN,
        starts_on=today,
        reason=_("Applies in their own name"),
        by=SYSTEM,
        at=at,
    )
    return own


@transaction.atomic
def welcome_citizen(*, person: User, by: Actor, at: datetime | None = None) -> None:
    """Somebody signed up and proved that the address is theirs: from here on the ledger knows them."""
    at = at or clock.now()
    record_person(person, by=by, at=at)
    become_citizen(by=by, at=at)
