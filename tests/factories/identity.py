"""People and organisations for tests."""

from datetime import date
from itertools import count

from django.test import Client

from yunghap.core import clock
from yunghap.core.actors import SYSTEM, Actor
from yunghap.identity import queries
from yunghap.identity.domain.citizens import become_citizen
from yunghap.identity.domain.demo import create_demo_people
from yunghap.identity.domain.organisations import create_organisation
from yunghap.identity.domain.people import create_person, write_membership
from yunghap.identity.domain.roles import grant_role
from yunghap.identity.enums import OrganisationKind, Role
from yunghap.identity.models import Membership, Organisation, RoleGrant, User

_numbers = count(1)
PASSWORD = "다섯 글자보다 긴 문장 하나"
BACKEND = "django.contrib.auth.backends.ModelBackend"


def make_organisation(kind: str = OrganisationKind.MINISTRY, **values: object) -> Organisation:
    """An organisation since ever."""
    number = next(_numbers)
    fields: dict[str, object] = {
        "long": f"기관{number}부",
        "short": f"기관{number}",
        "english": f"Body {number}",
        **values,
    }
    return create_organisation(kind=kind, by=SYSTEM, **fields)  # type: ignore[arg-type]


def make_person(password: str | None = None, **values: object) -> User:
    """Somebody who belongs nowhere."""
    number = next(_numbers)
    fields: dict[str, object] = {"email": f"p{number}@example.org", "name": f"사람{number}", **values}
    return create_person(password=password, by=SYSTEM, **fields)  # type: ignore[arg-type]


def make_member(
    organisation: Organisation | None = None,
    *roles: str,
    person: User | None = None,
    starts_on: date | None = None,
) -> User:
    """Somebody who belongs to an organisation and holds roles in it."""
    person = person or make_person()
    organisation = organisation or make_organisation()
    day = starts_on or clock.today()
    if not queries.is_member(person.pk, organisation.pk, day):
        write_membership(person=person, organisation=organisation, starts_on=day, by=SYSTEM, at=clock.now())
    for role in roles:
        make_grant(person, organisation, role, starts_on=day)
    return person


def make_citizen() -> tuple[User, Organisation]:
    """Somebody who applies in their own name, and the organisation of one that stands for them."""
    person = make_person()
    return person, become_citizen(by=actor(person))


def make_grant(person: User, organisation: Organisation, role: str, **values: object) -> RoleGrant:
    """A role given by the system."""
    return grant_role(
        person=person,
        organisation=organisation,
        role=role,
        reason="시험",
        by=SYSTEM,
        **values,  # type: ignore[arg-type]
    )


def make_administrator() -> User:
    """Somebody who may administer everything."""
    return make_member(make_organisation(OrganisationKind.PLATFORM), Role.ADMINISTRATOR)


def editors(number: int) -> list[Actor]:
    """People who may write and approve versions of procedures."""
    house = make_organisation(OrganisationKind.PLATFORM)
    return [actor(make_member(house, Role.COMPILING_OFFICER), house) for _ in range(number)]


def membership_of(person: User) -> Membership:
    """The first membership of a person."""
    return queries.memberships_of(person.pk)[0]


def actor(person: User, organisation: Organisation | None = None) -> Actor:
    """The person as the one who acts."""
    return Actor("person", person.pk, organisation.pk if organisation else None, "203.0.113.7")


def signed_in(person: User) -> Client:
    """A browser in which the person is signed in."""
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def demo_people() -> dict[str, User]:
    """The demo people by the local part of their addresses."""
    return {person.email.partition("@")[0]: person for person in create_demo_people(by=SYSTEM)}


def demo_client(local: str) -> Client:
    """A browser in which a demo person is signed in."""
    return signed_in(demo_people()[local])
