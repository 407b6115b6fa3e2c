"""People and where they belong."""

from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress

from tests.factories.identity import (
    PASSWORD,
    actor,
    make_administrator,
    make_member,
    make_organisation,
    make_person,
    membership_of,
    signed_in,
)
from yunghap.core import clock
from yunghap.core.actors import SYSTEM
from yunghap.core.errors import Conflict, InvalidInput, NotAllowed
from yunghap.identity import queries
from yunghap.identity.domain import people
from yunghap.identity.enums import OrganisationKind, Role
from yunghap.identity.models import User

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_person_is_found_by_address_in_any_case_and_may_sign_in() -> None:
    person = make_person(PASSWORD, email="Gil.Dong@Example.org", name="홍길동")
    assert person.email == "gil.dong@example.org"
    assert person.check_password(PASSWORD)
    assert (str(person), person.get_full_name()) == ("홍길동", "홍길동")
    assert User.objects.get_by_natural_key("GIL.dong@example.org") == person
    assert EmailAddress.objects.get(user=person).verified
    with pytest.raises(Conflict):
        make_person(email="GIL.DONG@example.org")


def test_user_manager_makes_people_for_django() -> None:
    person = User.objects.create_user(" A@example.org ", "비밀번호", name="가")
    assert person.email == "a@example.org"
    assert not User.objects.create_user("b@example.org", name="나").has_usable_password()


@pytest.mark.parametrize(
    ("email", "name", "password"),
    [
        ("no address", "이름", None),
        ("a@example.org", "\u200b", None),
        ("a@example.org", "이름", "short"),
        ("a@example.org", "이름", "password1234"),
    ],
)
def test_person_with_bad_values_is_refused(email: str, name: str, password: str | None) -> None:
    with pytest.raises(InvalidInput):
        make_person(password, email=email, name=name)
    assert not User.objects.exists()


def test_only_an_administrator_creates_people() -> None:
    with pytest.raises(NotAllowed):
        people.create_person(
            email="a@example.org", name="가", by=actor(make_member(None, Role.ORGANISATION_MANAGER))
        )
    people.create_person(email="a@example.org", name="가", by=actor(make_administrator()))


def test_profile_is_changed_by_oneself_and_tells_of_others_changes() -> None:
    person = make_person(name="홍길동")
    people.change_profile(person=person, name="홍길순", language="en", expected=1, by=actor(person))
    person.refresh_from_db()
    assert (person.name, person.language, person.version) == ("홍길순", "en", 2)
    people.change_profile(person=person, name="홍길순", language="ko", expected=2, by=actor(person))
    with pytest.raises(Conflict) as caught:
        people.change_profile(person=person, name="홍", language="ko", expected=1, by=actor(person))
    assert "name" in caught.value.details["changes"]
    with pytest.raises(InvalidInput):
        people.change_profile(person=person, name="홍", language="fr", expected=3, by=actor(person))
    with pytest.raises(NotAllowed):
        people.change_profile(person=person, name="홍", language="ko", expected=3, by=SYSTEM)


def test_suspension_ends_sessions_and_can_be_taken_back() -> None:
    person, administrator = make_person(), make_administrator()
    browser = signed_in(person)
    assert browser.get("/account/").status_code == 200
    people.suspend_person(person=person, reason="조사", by=actor(administrator))
    assert browser.get("/account/").status_code == 302
    with pytest.raises(Conflict):
        people.suspend_person(person=person, reason="조사", by=actor(administrator))
    with pytest.raises(InvalidInput):
        people.suspend_person(person=administrator, reason="x", by=actor(administrator))
    people.restore_person(person=person, reason="혐의 없음", by=actor(administrator))
    assert User.objects.get(pk=person.pk).is_active
    with pytest.raises(Conflict):
        people.restore_person(person=person, reason="혐의 없음", by=actor(administrator))


def test_membership_has_days() -> None:
    person, ministry, today = make_person(), make_organisation(), clock.today()
    manager = make_member(ministry, Role.ORGANISATION_MANAGER)
    people.add_member(
        person=person,
        organisation=ministry,
        starts_on=today,
        ends_on=today + DAY,
        unit="산업정책과",
        title="사무관",
        by=actor(manager),
    )
    assert queries.is_member(person.pk, ministry.pk)
    assert not queries.is_member(person.pk, ministry.pk, today + 2 * DAY)
    assert people.organisations_of(person) == [ministry]
    for starts_on, ends_on in [(today + DAY, None), (today - DAY, today)]:
        with pytest.raises(Conflict):
            people.add_member(
                person=person, organisation=ministry, starts_on=starts_on, ends_on=ends_on, by=SYSTEM
            )
    with pytest.raises(InvalidInput):
        people.add_member(
            person=person,
            organisation=ministry,
            starts_on=today + 9 * DAY,
            ends_on=today + 8 * DAY,
            by=SYSTEM,
        )
    people.add_member(person=person, organisation=ministry, starts_on=today + 2 * DAY, by=SYSTEM)


def test_membership_of_an_organisation_that_is_not_there_is_refused() -> None:
    later = make_organisation(OrganisationKind.COMPANY, starts_on=date(2099, 1, 1))
    with pytest.raises(InvalidInput):
        people.add_member(person=make_person(), organisation=later, by=SYSTEM)


def test_membership_ends_by_a_manager_and_not_by_oneself() -> None:
    ministry, today = make_organisation(), clock.today()
    manager, person = make_member(ministry, Role.ORGANISATION_MANAGER), make_member(ministry)
    with pytest.raises(InvalidInput):
        people.end_membership(membership=membership_of(manager), by=actor(manager))
    row = membership_of(person)
    with pytest.raises(InvalidInput):
        people.end_membership(membership=row, on=today - DAY, by=actor(manager))
    people.end_membership(membership=row, by=actor(manager))
    with pytest.raises(Conflict):
        people.end_membership(membership=row, on=today + DAY, by=actor(manager))
