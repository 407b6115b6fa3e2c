"""Giving and taking back roles, and deputies."""

from collections.abc import Mapping
from datetime import timedelta

import pytest

from tests.factories.identity import (
    actor,
    make_administrator,
    make_grant,
    make_member,
    make_organisation,
    make_person,
    membership_of,
    signed_in,
)
from yunghap.core import clock
from yunghap.core.actors import SYSTEM, Actor
from yunghap.core.errors import Conflict, InvalidInput, NotAllowed
from yunghap.identity import queries
from yunghap.identity.domain import authorisation, people, roles
from yunghap.identity.domain.clients import create_client
from yunghap.identity.enums import OrganisationKind, Role
from yunghap.identity.models import Deputy, Organisation, User
from yunghap.identity.roles import MANAGE_CLIENTS, MANAGE_MEMBERS, READ_MEMBERS, ROLES
from yunghap.ledger.service import details_of, entries_for

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def held(person: object) -> set[str]:
    return {one.role for one in queries.held_by(person.pk)}  # type: ignore[attr-defined]


def test_manager_gives_a_role_and_it_is_on_record() -> None:
    ministry = make_organisation()
    manager, officer = make_member(ministry, Role.ORGANISATION_MANAGER), make_member(ministry)
    roles.grant_role(
        person=officer,
        organisation=ministry,
        role=Role.MINISTRY_OFFICER,
        reason="인사 발령",
        by=actor(manager),
    )
    assert held(officer) == {Role.MINISTRY_OFFICER}
    assert "identity.role.granted" in [entry.action for entry in entries_for(f"person:{officer.pk}")]


def test_role_can_be_given_ahead_and_for_a_time() -> None:
    ministry = make_organisation()
    officer, today = make_member(ministry), clock.today()
    make_grant(officer, ministry, Role.MINISTRY_OFFICER, starts_on=today + DAY, ends_on=today + 2 * DAY)
    assert held(officer) == set()
    assert {h.role for h in queries.held_by(officer.pk, today + DAY)} == {Role.MINISTRY_OFFICER}
    assert queries.held_by(officer.pk, today + 3 * DAY) == frozenset()


@pytest.mark.parametrize("role", ["NOBODY", Role.COMPANY_MEMBER])
def test_role_that_does_not_fit_the_organisation_is_refused(role: str) -> None:
    ministry = make_organisation()
    with pytest.raises(InvalidInput):
        make_grant(make_member(ministry), ministry, role)


def test_role_is_refused_to_oneself_to_strangers_and_twice() -> None:
    ministry = make_organisation()
    manager = make_member(ministry, Role.ORGANISATION_MANAGER)
    with pytest.raises(NotAllowed):
        roles.grant_role(
            person=manager, organisation=ministry, role=Role.MINISTRY_OFFICER, reason="x", by=actor(manager)
        )
    with pytest.raises(InvalidInput):
        make_grant(make_person(), ministry, Role.MINISTRY_OFFICER)
    officer = make_member(ministry, Role.MINISTRY_OFFICER)
    with pytest.raises(Conflict):
        make_grant(officer, ministry, Role.MINISTRY_OFFICER)
    with pytest.raises(InvalidInput):
        make_grant(officer, ministry, Role.MINISTRY_APPROVER, ends_on=clock.today() - DAY)
    with pytest.raises(InvalidInput):
        roles.grant_role(
            person=officer, organisation=ministry, role=Role.MINISTRY_APPROVER, reason=" ", by=SYSTEM
        )


def test_roles_that_count_everywhere_only_an_administrator_gives() -> None:
    platform = make_organisation(OrganisationKind.PLATFORM)
    manager, person = make_member(platform, Role.ORGANISATION_MANAGER), make_member(platform)
    with pytest.raises(NotAllowed):
        roles.grant_role(
            person=person, organisation=platform, role=Role.AUDITOR, reason="x", by=actor(manager)
        )
    administrator = make_administrator()
    roles.grant_role(
        person=person, organisation=platform, role=Role.AUDITOR, reason="x", by=actor(administrator)
    )
    assert held(person) == {Role.AUDITOR}
    assert {info.role for info in roles.grantable_roles(actor(manager), platform)} == {
        role
        for role, info in ROLES.items()
        if OrganisationKind.PLATFORM in info.kinds and not info.everywhere
    }


def test_manager_of_another_organisation_may_not() -> None:
    ministry, stranger = make_organisation(), make_member(None, Role.ORGANISATION_MANAGER)
    grant = make_grant(make_member(ministry), ministry, Role.MINISTRY_OFFICER)
    with pytest.raises(NotAllowed):
        roles.revoke_role(grant=grant, reason="x", by=actor(stranger))


def test_revoked_role_stops_at_once_and_only_once() -> None:
    ministry = make_organisation()
    officer = make_member(ministry)
    grant = make_grant(officer, ministry, Role.MINISTRY_OFFICER)
    roles.revoke_role(grant=grant, reason="전보", by=SYSTEM)
    assert held(officer) == set()
    with pytest.raises(Conflict):
        roles.revoke_role(grant=grant, reason="전보", by=SYSTEM)
    make_grant(officer, ministry, Role.MINISTRY_OFFICER)
    assert held(officer) == {Role.MINISTRY_OFFICER}


def test_last_administrator_stays() -> None:
    first = make_administrator()
    grant = first.grants.get()
    with pytest.raises(InvalidInput):
        roles.revoke_role(grant=grant, reason="x", by=SYSTEM)
    make_administrator()
    roles.revoke_role(grant=grant, reason="x", by=SYSTEM)
    assert held(first) == set()


def test_no_other_way_takes_the_last_administrator_away() -> None:
    house = make_organisation(OrganisationKind.PLATFORM)
    last, manager = make_member(house, Role.ADMINISTRATOR), make_member(house, Role.ORGANISATION_MANAGER)
    with pytest.raises(InvalidInput, match=r"운영자|administrator"):
        people.end_membership(membership=membership_of(last), by=actor(manager))
    with pytest.raises(InvalidInput, match=r"운영자|administrator"):
        people.suspend_person(person=last, reason="시험", by=SYSTEM)
    assert held(last) == {Role.ADMINISTRATOR}
    make_administrator()
    people.end_membership(membership=membership_of(last), by=actor(manager))


def test_deputy_acts_for_the_principal_and_no_longer() -> None:
    ministry, today = make_organisation(), clock.today()
    principal, deputy = make_member(ministry, Role.MINISTRY_APPROVER), make_member(ministry)
    row = roles.appoint_deputy(
        principal=principal,
        deputy=deputy,
        organisation=ministry,
        starts_on=today,
        ends_on=today + DAY,
        reason="출장",
        by=actor(principal),
    )
    (lent,) = queries.held_by(deputy.pk)
    assert (lent.role, lent.on_behalf_of) == (Role.MINISTRY_APPROVER, principal.pk)
    assert {p.pk for p in queries.people_holding({Role.MINISTRY_APPROVER}, organisation=ministry.pk)} == {
        principal.pk,
        deputy.pk,
    }
    roles.revoke_deputy(deputy=row, by=actor(deputy))
    assert held(deputy) == set()
    with pytest.raises(Conflict):
        roles.revoke_deputy(deputy=row, by=actor(principal))


def appointed(principal: User, deputy: User, organisation: Organisation) -> None:
    """A deputy for today and tomorrow, by the principal."""
    roles.appoint_deputy(
        principal=principal,
        deputy=deputy,
        organisation=organisation,
        starts_on=clock.today(),
        ends_on=clock.today() + DAY,
        reason="출장",
        by=actor(principal),
    )


def test_a_role_that_counts_everywhere_is_lent_if_it_was_there_when_the_deputy_was_appointed() -> None:
    ministry = make_organisation()
    principal, deputy = make_member(ministry), make_member(ministry)
    appointed(principal, deputy, ministry)
    later = clock.now() + timedelta(minutes=1)
    for role in (Role.COMPILING_OFFICER, Role.MINISTRY_OFFICER):
        roles.grant_role(
            person=principal, organisation=ministry, role=role, reason="인사", by=SYSTEM, at=later
        )
    assert held(principal) == {Role.COMPILING_OFFICER, Role.MINISTRY_OFFICER}
    assert held(deputy) == {Role.MINISTRY_OFFICER}
    assert queries.people_holding({Role.COMPILING_OFFICER}) == [principal]
    (row,) = Deputy.objects.all()
    roles.revoke_deputy(deputy=row, by=actor(principal), at=later)
    with clock.use(lambda: later):
        appointed(principal, deputy, ministry)
    assert held(deputy) == {Role.COMPILING_OFFICER, Role.MINISTRY_OFFICER}


def test_what_a_deputy_does_by_the_principals_right_is_recorded_for_the_principal() -> None:
    ministry = make_organisation()
    principal = make_member(ministry, Role.ORGANISATION_MANAGER)
    deputy, colleague = make_member(ministry), make_member(ministry)
    appointed(principal, deputy, ministry)

    def give(role: Role) -> Mapping[str, object]:
        grant = roles.grant_role(
            person=colleague, organisation=ministry, role=role, reason="인사", by=actor(deputy)
        )
        entry = entries_for(f"person:{colleague.pk}")[-1]
        assert (entry.actor_id, details_of(entry)["grant"]) == (deputy.pk, grant.pk)
        return details_of(entry)

    assert give(Role.MINISTRY_OFFICER)["on_behalf_of"] == principal.pk
    make_grant(deputy, ministry, Role.ORGANISATION_MANAGER)
    assert "on_behalf_of" not in give(Role.MINISTRY_APPROVER)  # of their own right now


def test_who_was_looked_at_reads_for_whom_a_deputy_looked() -> None:
    house = make_organisation(OrganisationKind.PLATFORM)
    principal, deputy, seen = make_member(house, Role.ADMINISTRATOR), make_member(house), make_person()
    appointed(principal, deputy, house)
    assert signed_in(deputy).get(f"/people/{seen.pk}/").status_code == 200
    page = signed_in(seen).get("/account/access/").content.decode()
    assert f"{principal.name} 대리 {deputy.name}" in page


def test_deputy_is_refused_where_it_makes_no_sense() -> None:
    ministry, today = make_organisation(), clock.today()
    principal, deputy = make_member(ministry), make_member(ministry)
    manager = make_member(ministry, Role.ORGANISATION_MANAGER)

    def appoint(who: object, by: Actor, **changes: object) -> None:
        values = {"starts_on": today, "ends_on": today + DAY, "reason": "x", **changes}
        roles.appoint_deputy(principal=principal, deputy=who, organisation=ministry, by=by, **values)  # type: ignore[arg-type]

    with pytest.raises(NotAllowed):
        appoint(deputy, actor(deputy))
    with pytest.raises(NotAllowed):
        appoint(manager, actor(manager))
    with pytest.raises(InvalidInput):
        appoint(principal, actor(manager))
    with pytest.raises(InvalidInput):
        appoint(make_person(), actor(principal))
    with pytest.raises(InvalidInput):
        appoint(deputy, actor(principal), ends_on=today - DAY)
    appoint(deputy, actor(manager))
    with pytest.raises(Conflict):
        appoint(manager, actor(principal))


def test_a_manager_lends_nobody_a_role_that_they_may_not_give() -> None:
    house, today = make_organisation(OrganisationKind.PLATFORM), clock.today()
    principal = make_member(house, Role.ADMINISTRATOR)
    manager, accomplice = make_member(house, Role.ORGANISATION_MANAGER), make_member(house)

    def appoint(by: Actor) -> None:
        roles.appoint_deputy(
            principal=principal,
            deputy=accomplice,
            organisation=house,
            starts_on=today,
            ends_on=today + DAY,
            reason="휴가",
            by=by,
        )

    with pytest.raises(NotAllowed):
        appoint(actor(manager))
    assert held(accomplice) == set()
    appoint(actor(principal))
    assert held(accomplice) == {Role.ADMINISTRATOR}


def test_deputyship_of_others_only_a_manager_ends() -> None:
    ministry, today = make_organisation(), clock.today()
    row = roles.appoint_deputy(
        principal=make_member(ministry),
        deputy=make_member(ministry),
        organisation=ministry,
        starts_on=today,
        ends_on=today,
        reason="x",
        by=SYSTEM,
    )
    with pytest.raises(NotAllowed):
        roles.revoke_deputy(deputy=row, by=actor(make_member(ministry)))
    roles.revoke_deputy(deputy=row, by=actor(make_member(ministry, Role.ORGANISATION_MANAGER)))


def test_can_asks_for_the_role_in_the_organisation() -> None:
    ministry, other = make_organisation(), make_organisation()
    manager = actor(make_member(ministry, Role.ORGANISATION_MANAGER))
    assert authorisation.can(manager, MANAGE_MEMBERS)
    assert authorisation.can(manager, MANAGE_MEMBERS, organisation=ministry.pk)
    assert not authorisation.can(manager, MANAGE_MEMBERS, organisation=other.pk)
    assert authorisation.can(SYSTEM, MANAGE_MEMBERS, organisation=other.pk)
    assert authorisation.can(actor(make_administrator()), MANAGE_MEMBERS, organisation=other.pk)
    with pytest.raises(LookupError):
        authorisation.can(manager, "no.such.thing")
    with pytest.raises(NotAllowed):
        authorisation.require(manager, MANAGE_MEMBERS, organisation=other.pk)


def test_client_can_what_its_scopes_say_for_its_organisation() -> None:
    ministry, other = make_organisation(), make_organisation()
    row, _secret = create_client(organisation=ministry, name="연계", scopes=[READ_MEMBERS], by=SYSTEM)
    client = Actor("client", row.pk, ministry.pk)
    assert authorisation.can(client, READ_MEMBERS)
    assert authorisation.can(client, READ_MEMBERS, organisation=ministry.pk)
    assert not authorisation.can(client, READ_MEMBERS, organisation=other.pk)
    assert not authorisation.can(client, MANAGE_CLIENTS)
    assert not authorisation.can(Actor("client", "gone"), READ_MEMBERS)
    assert authorisation.organisations_where(client, READ_MEMBERS) == {ministry.pk}
    assert authorisation.organisations_where(client, MANAGE_CLIENTS) == frozenset()


def test_organisations_where_names_the_own_or_says_all() -> None:
    ministry = make_organisation()
    manager = make_member(ministry, Role.ORGANISATION_MANAGER)
    assert authorisation.organisations_where(actor(manager), MANAGE_MEMBERS) == {ministry.pk}
    assert authorisation.organisations_where(actor(make_administrator()), MANAGE_MEMBERS) is None
    assert authorisation.organisations_where(SYSTEM, MANAGE_MEMBERS) is None
    assert authorisation.people_with_permission(MANAGE_MEMBERS, organisation=ministry.pk) == [manager.pk]
    assert manager.pk in authorisation.people_with_permission(MANAGE_MEMBERS)


def test_suspended_person_holds_nothing_and_lends_nothing() -> None:
    ministry, today = make_organisation(), clock.today()
    principal, deputy = make_member(ministry, Role.MINISTRY_OFFICER), make_member(ministry)
    roles.appoint_deputy(
        principal=principal,
        deputy=deputy,
        organisation=ministry,
        starts_on=today,
        ends_on=today,
        reason="x",
        by=SYSTEM,
    )
    people.suspend_person(person=principal, reason="조사", by=SYSTEM)
    assert held(principal) == held(deputy) == set()


def test_ended_membership_ends_roles_and_deputies() -> None:
    ministry, today = make_organisation(), clock.today()
    person, other = make_member(ministry, Role.MINISTRY_OFFICER), make_member(ministry)
    make_grant(person, ministry, Role.MINISTRY_APPROVER, starts_on=today + 5 * DAY)
    roles.appoint_deputy(
        principal=other,
        deputy=person,
        organisation=ministry,
        starts_on=today,
        ends_on=today + 9 * DAY,
        reason="x",
        by=SYSTEM,
    )
    people.end_membership(membership=membership_of(person), on=today + DAY, by=SYSTEM)
    assert held(person) == {Role.MINISTRY_OFFICER}
    for day in (today + 2 * DAY, today + 6 * DAY):
        assert queries.held_by(person.pk, day) == frozenset()
    assert not queries.is_member(person.pk, ministry.pk, today + 2 * DAY)
