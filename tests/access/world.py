"""The people who try every door, and the things behind the doors.

A module adds what its routes need: `@things("plan:submission")` gives the parameters of the route for an
organisation; for pages without parameters nothing is needed. They are made once for an organisation, however many try
the door, or for each persona where they are `personal`. What is costly and the same for all is made `@beforehand`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from django.test import Client

from tests.factories.identity import make_citizen, make_member, make_organisation, make_person, signed_in
from yunghap.identity.enums import OrganisationKind, Role
from yunghap.identity.models import Organisation, User
from yunghap.identity.roles import ROLES

# Names of the table that are no roles.
EVERYONE, MEMBERS, ANY = "everyone", "members", "any"


@dataclass
class Target:
    """Whose thing is tried: the organisation, somebody in it, and who tries."""

    organisation: Organisation
    bystander: User
    persona: User | None


Made = TypeVar("Made")
Provider = Callable[[Target], dict[str, object]]
_providers: dict[str, Provider] = {}
_personal: set[Provider] = set()
_preparations: list[Callable[[], object]] = []


def things(*routes: str, personal: bool = False) -> Callable[[Provider], Provider]:
    """Register what gives the parameters of these routes; `personal` where it looks at who tries."""

    def register(provider: Provider) -> Provider:
        for route in routes:
            _providers[route] = provider
        if personal:
            _personal.add(provider)
        return provider

    return register


def beforehand(make: Callable[[], Made]) -> Callable[[], Made]:
    """Register what is made once, before anybody tries a door."""
    _preparations.append(make)
    return make


@dataclass
class Parameters:
    """The parameters of one route, made the first time that somebody needs them."""

    route: str
    _made: dict[tuple[object, ...], dict[str, object]] = field(default_factory=dict)

    def of(self, target: Target) -> dict[str, object]:
        """Those for a target; raises LookupError where nobody registered them."""
        if self.route not in _providers:
            raise LookupError(
                f"{self.route} has parameters: register @things in tests/access/things_of_<module>.py"
            )
        provider = _providers[self.route]
        key = (target.organisation.pk, target.persona if provider in _personal else None)
        if key not in self._made:
            self._made[key] = provider(target)
        return self._made[key]


@dataclass
class Persona:
    """Somebody with one role (or none), belonging to an organisation of a kind that fits."""

    name: str
    kind: str
    user: User | None
    client: Client = field(repr=False)


class World:
    """Two organisations of each kind, a bystander in each, and one persona per role."""

    def __init__(self) -> None:
        for prepare in _preparations:
            prepare()
        kinds = [kind for kind in OrganisationKind.values if kind != OrganisationKind.PERSON]
        self.own = {kind: make_organisation(kind) for kind in kinds}
        self.other = {kind: make_organisation(kind) for kind in kinds}
        self._bystanders = {
            organisation.pk: make_member(organisation)
            for organisation in (*self.own.values(), *self.other.values())
        }
        self.personas = [
            self._with_role(role, min(str(kind) for kind in info.kinds))
            for role, info in ROLES.items()
            if role != Role.CITIZEN
        ]
        citizen, _own = make_citizen()  # what belongs to an organisation is never theirs
        self.personas.append(Persona("citizen", OrganisationKind.MINISTRY, citizen, signed_in(citizen)))
        member = make_member(self.own[OrganisationKind.MINISTRY])
        self.personas.append(Persona("member", OrganisationKind.MINISTRY, member, signed_in(member)))
        stranger = make_person()
        self.personas.append(Persona("stranger", OrganisationKind.MINISTRY, stranger, signed_in(stranger)))
        self.anonymous = Persona("anonymous", OrganisationKind.MINISTRY, None, Client())
        suspended = self._with_role("ADMINISTRATOR", OrganisationKind.PLATFORM)
        assert suspended.user is not None
        suspended.user.is_active = False
        suspended.user.save(update_fields=["is_active"])
        self.suspended = Persona("suspended", suspended.kind, suspended.user, suspended.client)

    def _with_role(self, role: str, kind: str) -> Persona:
        user = make_member(self.own[kind], role)
        return Persona(role.lower(), kind, user, signed_in(user))

    def target(self, persona: Persona, *, own: bool) -> Target:
        """The persona's own organisation (of its kind), or another of the same kind."""
        organisation = (self.own if own else self.other)[persona.kind]
        return Target(organisation, self._bystanders[organisation.pk], persona.user)


def is_expected(persona: Persona, allowed: frozenset[str], *, own: bool) -> bool:
    """Whether the table lets this persona in."""
    if EVERYONE in allowed or persona.name in allowed:
        return True
    return own and MEMBERS in allowed and persona.name not in {"stranger", "citizen"}
