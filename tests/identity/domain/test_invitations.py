"""Invitations: for one address, used once, within a week."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from tests.factories.identity import (
    PASSWORD,
    actor,
    make_grant,
    make_member,
    make_organisation,
    make_person,
)
from yunghap.core import clock
from yunghap.core.actors import SYSTEM
from yunghap.core.errors import Conflict, DomainError, InvalidInput, NotAllowed, NotFound
from yunghap.identity import queries
from yunghap.identity.domain import people, roles
from yunghap.identity.domain.invitations import (
    LIFETIME,
    accept_invitation,
    find_invitation,
    invite_person,
    withdraw_invitation,
)
from yunghap.identity.enums import InvitationStatus, Role
from yunghap.identity.models import Invitation, Membership, Organisation, RoleGrant, User

pytestmark = pytest.mark.django_db


def invite(organisation: Organisation, **values: object) -> tuple[Invitation, str]:
    fields: dict[str, object] = {
        "email": "New@example.org",
        "name": "새 사람",
        "roles": [Role.MINISTRY_OFFICER],
        "reason": "인사 발령",
        "by": SYSTEM,
        **values,
    }
    return invite_person(organisation=organisation, **fields)  # type: ignore[arg-type]


def test_somebody_new_joins_with_the_roles_of_the_invitation() -> None:
    ministry = make_organisation()
    manager = make_member(ministry, Role.ORGANISATION_MANAGER)
    row, token = invite(ministry, by=actor(manager))
    assert find_invitation(token) == row
    person = accept_invitation(token=token, name="홍길동", password=PASSWORD, language="en")
    assert (person.email, person.name, person.language) == ("new@example.org", "홍길동", "en")
    assert {held.role for held in queries.held_by(person.pk)} == {Role.MINISTRY_OFFICER}
    assert person.grants.get().granted_by == manager
    assert Invitation.objects.get().status == InvitationStatus.ACCEPTED
    with pytest.raises(NotFound):
        accept_invitation(token=token, name="다른 사람", password=PASSWORD)


def test_token_is_kept_as_a_hash_only() -> None:
    row, token = invite(make_organisation())
    assert token not in {row.token_hash, str(row)}
    assert len(token) >= 43


def test_invitation_of_somebody_known_needs_their_sign_in() -> None:
    ministry, person = make_organisation(), make_person(email="new@example.org")
    _row, token = invite(ministry)
    with pytest.raises(Conflict):
        accept_invitation(token=token, name="홍길동", password=PASSWORD)
    with pytest.raises(NotAllowed):
        accept_invitation(token=token, person=make_person())
    assert accept_invitation(token=token, person=person) == person
    assert queries.is_member(person.pk, ministry.pk)


def test_somebody_who_became_a_member_meanwhile_only_gets_the_roles() -> None:
    ministry, person = make_organisation(), make_person(email="new@example.org")
    _row, token = invite(ministry)
    make_member(ministry, person=person)
    accept_invitation(token=token, person=person)
    assert person.memberships.count() == 1


def test_invitation_is_refused_where_it_makes_no_sense() -> None:
    ministry = make_organisation()
    manager = make_member(ministry, Role.ORGANISATION_MANAGER)
    with pytest.raises(NotAllowed):
        invite(ministry, by=actor(make_member(ministry)))
    with pytest.raises(NotAllowed):
        invite(ministry, roles=[Role.AUDITOR], by=actor(manager))
    for roles_ in (["NOBODY"], [Role.COMPANY_MEMBER]):
        with pytest.raises(InvalidInput):
            invite(ministry, roles=roles_)
    with pytest.raises(InvalidInput):
        invite(ministry, email="nobody")
    with pytest.raises(Conflict):
        invite(ministry, email=manager.email)
    invite(ministry)
    with pytest.raises(Conflict):
        invite(ministry)
    gone = make_organisation(starts_on=clock.today() + timedelta(days=1))
    with pytest.raises(InvalidInput):
        invite(gone)


def test_invitation_runs_out_and_another_takes_its_place() -> None:
    ministry = make_organisation()
    now = clock.now()
    _row, token = invite(ministry, at=now - LIFETIME)
    with pytest.raises(NotFound):
        accept_invitation(token=token, name="홍길동", password=PASSWORD)
    _row, fresh = invite(ministry)
    accept_invitation(token=fresh, name="홍길동", password=PASSWORD)
    assert sorted(Invitation.objects.values_list("status", flat=True)) == ["ACCEPTED", "WITHDRAWN"]


def test_withdrawn_invitation_no_longer_works() -> None:
    ministry = make_organisation()
    row, token = invite(ministry)
    with pytest.raises(NotAllowed):
        withdraw_invitation(invitation=row, by=actor(make_member(ministry)))
    withdraw_invitation(invitation=row, by=SYSTEM)
    with pytest.raises(NotFound):
        find_invitation(token)
    with pytest.raises(Conflict):
        withdraw_invitation(invitation=row, by=SYSTEM)


def test_invitation_dies_with_the_inviters_right() -> None:
    ministry = make_organisation()
    manager = make_member(ministry, Role.ORGANISATION_MANAGER)
    _row, token = invite(ministry, by=actor(manager))
    roles.revoke_role(grant=manager.grants.get(), reason="전보", by=SYSTEM)
    with pytest.raises(NotAllowed):
        accept_invitation(token=token, name="홍길동", password=PASSWORD)
    assert not User.objects.filter(email="new@example.org").exists()
    make_grant(manager, ministry, Role.ORGANISATION_MANAGER)
    people.suspend_person(person=manager, reason="조사", by=SYSTEM)
    with pytest.raises(NotAllowed):
        accept_invitation(token=token, name="홍길동", password=PASSWORD)


def test_bad_password_leaves_nothing_behind_and_can_be_tried_again() -> None:
    _row, token = invite(make_organisation())
    with pytest.raises(InvalidInput):
        accept_invitation(token=token, name="홍길동", password="short")
    assert not User.objects.exists()
    accept_invitation(token=token, name="홍길동", password=PASSWORD)


class InvitationMachine(RuleBasedStateMachine):
    """Invite, withdraw, accept, wait and end in any order: nobody joins twice or by a dead token."""

    tokens = Bundle("tokens")

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()

    def teardown(self) -> None:
        """Every run begins with an empty database."""
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @initialize()
    def start(self) -> None:
        self.now: datetime = clock.now()
        self.organisation = make_organisation()
        self.alive: dict[str, tuple[str, datetime]] = {}

    @rule(target=tokens, local=st.sampled_from("abc"))
    def send(self, local: str) -> str:
        email = f"{local}@example.org"
        waiting = {mail for mail, until in self.alive.values() if until > self.now}
        member = Membership.objects.filter(
            person__email=email, organisation=self.organisation, ends_on__isnull=True
        ).exists()
        try:
            with transaction.atomic():
                _row, token = invite(self.organisation, email=email, at=self.now)
        except Conflict:
            assert member or email in waiting
            return "none"
        assert not member
        assert email not in waiting
        self.alive = {key: value for key, value in self.alive.items() if value[0] != email}
        self.alive[token] = (email, self.now + LIFETIME)
        return token

    @rule(token=tokens)
    def accept(self, token: str) -> None:
        email, until = self.alive.get(token, ("", self.now))
        person = User.objects.filter(email=email).first()
        try:
            with transaction.atomic():
                joined = accept_invitation(
                    token=token, person=person, name="새 사람", password=PASSWORD, at=self.now
                )
        except DomainError:
            assert until <= self.now
            return
        assert until > self.now
        assert joined.email == email
        del self.alive[token]

    @rule(token=tokens)
    def withdraw(self, token: str) -> None:
        email, _until = self.alive.pop(token, ("", self.now))
        row = Invitation.objects.filter(email=email, status=InvitationStatus.PENDING).first()
        if row is not None:
            withdraw_invitation(invitation=row, by=SYSTEM, at=self.now)

    @rule(days=st.integers(1, 8))
    def wait(self, days: int) -> None:
        self.now += timedelta(days=days)

    @rule(local=st.sampled_from("abc"))
    def leave(self, local: str) -> None:
        person = User.objects.filter(email=f"{local}@example.org").first()
        row = person and Membership.objects.filter(person=person, ends_on__isnull=True).first()
        if row:
            row.delete()
            RoleGrant.objects.filter(person=person).delete()

    @invariant()
    def everybody_has_one_account_one_membership_one_role(self) -> None:
        emails = list(User.objects.values_list("email", flat=True))
        assert len(emails) == len(set(emails))
        for person in User.objects.all():
            assert Membership.objects.filter(person=person).count() <= 1
            assert RoleGrant.objects.filter(person=person).count() <= 1
        pending = Invitation.objects.filter(status=InvitationStatus.PENDING)
        assert pending.count() == len(self.alive)


def test_invitations_in_any_order() -> None:
    run_state_machine_as_test(
        InvitationMachine,
        settings=settings(
            max_examples=15,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
