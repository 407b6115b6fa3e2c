"""Reading organisations, people and roles."""

from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from yunghap.core import clock
from yunghap.core.rows import find_rows
from yunghap.core.text import name_key

from .models import (
    ApiClient,
    Deputy,
    Membership,
    Organisation,
    OrganisationAlias,
    OrganisationName,
    RoleGrant,
    User,
)
from .roles import ROLES
from .rules import DeputyPeriod, GrantPeriod, Held, covers, lends, roles_held


def in_force(day: date) -> Q:
    """Rows with `starts_on` and `ends_on` whose period holds the day."""
    return Q(starts_on__lte=day) & (Q(ends_on__isnull=True) | Q(ends_on__gte=day))


def _named_on(day: date) -> Q:
    return (Q(starts_on__isnull=True) | Q(starts_on__lte=day)) & (
        Q(ends_on__isnull=True) | Q(ends_on__gte=day)
    )


# --- organisations -------------------------------------------------------------------------------

# The ministries of the 2023 plan in its order, then all others; databases differ about where NULL belongs.
PLAN_ORDER = (F("plan_order").asc(nulls_last=True), "short_name")


def organisations(*, kind: str | None = None, on: date | None = None) -> QuerySet[Organisation]:
    """Organisations that exist on the day (today by default), ministries of the plan first, by short name.

    Private persons are none of them, whatever kind is asked for.
    """
    day = on or clock.today()
    named = OrganisationName.objects.filter(_named_on(day), organisation=OuterRef("pk"))
    found = Organisation.objects.filter(Exists(named)).exclude(kind=Organisation.Kind.PERSON)
    found = found.prefetch_related("names")
    if kind is not None:
        found = found.filter(kind=kind)
    return found.order_by(*PLAN_ORDER) if kind else found.order_by("kind", "short_name")


def ministries(on: date | None = None) -> list[Organisation]:
    """Ministries and central agencies on the day: those of the 2023 plan first and in its order."""
    return list(organisations(kind=Organisation.Kind.MINISTRY, on=on))


def get_organisation(id: str) -> Organisation:  # noqa: A002
    """One organisation; raises Organisation.DoesNotExist."""
    return Organisation.objects.prefetch_related("names").get(pk=id)


def find_organisation(name: str, on: date | None = None) -> Organisation | None:
    """The organisation of that name: short, long, English, former or alias; None where nobody bears it.

    Where several do, the one that bore it as its own name on the day wins, then one that existed then.
    """
    day = on or clock.today()
    key = name_key(name)
    ids = set(OrganisationAlias.objects.filter(key=key).values_list("organisation_id", flat=True))
    found = list(Organisation.objects.filter(pk__in=ids).prefetch_related("names").order_by("pk"))
    if not found:
        return None

    def rank(organisation: Organisation) -> tuple[bool, bool, bool]:
        own = organisation.name_on(day)
        texts = (own.long, own.short, own.english) if own else ()
        return (
            key not in {name_key(text) for text in texts},
            own is None,
            name_key(organisation.short_name) != key,
        )

    return min(found, key=rank)


# --- people and roles ----------------------------------------------------------------------------


def memberships_of(person: str, on: date | None = None) -> list[Membership]:
    """The memberships of a person on the day, oldest first; their own person comes after organisations."""
    found = (
        Membership.objects.filter(in_force(on or clock.today()), person_id=person)
        .select_related("organisation")
        .prefetch_related("organisation__names")
        .order_by("starts_on", "pk")
    )
    return sorted(found, key=lambda one: one.organisation.kind == Organisation.Kind.PERSON)


def own_person_of(person: str) -> Organisation | None:
    """The organisation of one as which a person applies in their own name; None where they never did."""
    return (
        Organisation.objects.filter(kind=Organisation.Kind.PERSON, memberships__person=person)
        .prefetch_related("names")
        .first()
    )


def members_of(organisation: str, on: date | None = None) -> list[Membership]:
    """Who belongs to an organisation on the day, by name."""
    return list(
        Membership.objects.filter(in_force(on or clock.today()), organisation_id=organisation)
        .select_related("person")
        .order_by("person__name", "pk")
    )


def is_member(person: str, organisation: str, on: date | None = None) -> bool:
    """Whether the person belongs to the organisation on the day."""
    return Membership.objects.filter(
        in_force(on or clock.today()), person_id=person, organisation_id=organisation
    ).exists()


def held_by(person: str, on: date | None = None) -> frozenset[Held]:
    """The roles an active person holds on the day, of their own and as a deputy; two queries."""
    day = on or clock.today()
    deputies = list(
        Deputy.objects.filter(
            in_force(day), deputy_id=person, revoked_at__isnull=True, principal__is_active=True
        )
    )
    people = {person, *(deputy.principal_id for deputy in deputies)}
    grants = RoleGrant.objects.filter(
        in_force(day), person_id__in=people, revoked_at__isnull=True, person__is_active=True
    )
    return roles_held(
        person,
        day,
        [_grant(one) for one in grants],
        [_deputy(one) for one in deputies],
    )


def _grant(row: RoleGrant) -> GrantPeriod:
    return GrantPeriod(
        row.person_id,
        row.organisation_id,
        row.role,
        row.starts_on,
        row.ends_on,
        ROLES[row.role].everywhere,
        row.created_at,
    )


def _deputy(row: Deputy) -> DeputyPeriod:
    return DeputyPeriod(
        row.principal_id, row.deputy_id, row.organisation_id, row.starts_on, row.ends_on, row.created_at
    )


def people_holding(roles: set[str], *, organisation: str | None = None, on: date | None = None) -> list[User]:
    """Active people with one of the roles (in the organisation, if given), and their deputies; by name."""
    day = on or clock.today()
    if organisation is None:
        rows = list(RoleGrant.objects.filter(in_force(day), revoked_at__isnull=True, role__in=roles))
    else:  # asked for with every event that people are told of
        rows = [
            grant
            for role in roles
            for grant in find_rows(RoleGrant, organisation_id=organisation, role=str(role))
            if grant.revoked_at is None and covers(grant.starts_on, grant.ends_on, day)
        ]
    if not rows:
        return []
    grants = [_grant(row) for row in rows]
    people = {grant.person for grant in grants}
    for row in Deputy.objects.filter(in_force(day), revoked_at__isnull=True, principal_id__in=people):
        deputy = _deputy(row)
        if any(lends(deputy, grant) for grant in grants):
            people.add(deputy.deputy)
    return list(User.objects.filter(pk__in=people, is_active=True).order_by("name", "pk"))


def find_client(id: str) -> ApiClient | None:  # noqa: A002
    """An API client that has not been revoked."""
    return ApiClient.objects.filter(pk=id, revoked_at__isnull=True).first()


def organisations_by_ids(ids: set[str]) -> list[Organisation]:
    """Organisations with these ids, with their names."""
    return list(Organisation.objects.filter(pk__in=ids).prefetch_related("names"))


def names_of_people(ids: set[str]) -> dict[str, str]:
    """Person id -> name, for those that exist."""
    return dict(User.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}
