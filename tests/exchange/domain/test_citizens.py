"""A citizen signs up, asks for data that is not open, follows the case, and is led to the data set that answers it."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from tests.exchange.domain.test_requests import CODE, _own_index, asked, finish, told  # noqa: F401 - fixtures
from tests.factories import identity as people
from tests.factories.exchange import make_product
from yunghap.casework import service as casework
from yunghap.casework.models import Letter
from yunghap.core import clock
from yunghap.core.actors import SYSTEM, Actor
from yunghap.core.errors import InvalidInput, NotAllowed
from yunghap.exchange.models import Follow, FulfilledRequest
from yunghap.identity import service as identity
from yunghap.identity.domain.leaving import delete_account
from yunghap.identity.models import PersonalAccess, User
from yunghap.ledger.invariants import personal_details_match
from yunghap.ledger.models import PersonalDetail

pytestmark = pytest.mark.django_db
NAME = "홍길동아무개"


def sign_up(client: Client, email: str = "hong@example.org") -> User:
    """Through the pages: the form, the code of the mail."""
    sent = client.post(
        "/en/account/signup/?next=/en/apply/", {"name": NAME, "email": email, "password1": people.PASSWORD}
    )
    assert sent.status_code == 302
    code = re.search(r"^\s*([A-Z0-9-]{6,9})\s*$", str(mail.outbox[-1].body), re.MULTILINE)
    assert code is not None
    done = client.post(sent["Location"], {"code": code[1]})
    assert done.status_code == 302
    return User.objects.get(email=email)


def test_a_citizen_asks_follows_and_is_answered(asked: tuple[casework.Case, Actor, Actor]) -> None:  # noqa: F811
    _case, _company, officer = asked
    client = Client()
    person = sign_up(client)
    sent = client.post(f"/en/apply/{CODE}/begin/", {"applicant": "myself", "title": "대기 측정"})
    assert sent.status_code == 302
    case = casework.Case.objects.get(title="대기 측정")
    assert (case.applicant.kind, case.applicant.short_name) == ("PERSON", "개인 신청인")
    by = Actor("person", person.pk)
    answers = {"title": "대기 측정", "content": "측정소별 시간 값"}
    casework.save_answers(case=case, answers=answers, expected=case.version, by=by)
    assert client.post(f"/en/cases/{case.pk}/check/", {"version": case.version}).status_code == 302
    case.refresh_from_db()
    page = client.get(f"/en/cases/{case.pk}/").content.decode()
    assert "Private applicant" in page
    office = people.signed_in(User.objects.get(pk=officer.id))
    assert NAME in office.get(f"/en/cases/{case.pk}/").content.decode()
    assert PersonalAccess.objects.filter(subject=person.pk, actor_id=officer.id, fields=["name"]).exists()
    assert NAME not in office.get("/en/cases/").content.decode()

    product, _offer, _by = make_product(title="대기 측정값")
    finish(case, answer="provide", reasons="")
    finish(case, dataset=product.pk)
    assert FulfilledRequest.objects.get().case == case.pk
    assert Follow.objects.filter(person=person, entry=product.pk).exists()
    assert "The data you asked for is in the catalogue" in told(by)
    letters = list(Letter.objects.filter(case=case).values_list("addressee", "attention"))
    assert set(letters) <= {("개인 신청인", NAME)}
    shown = Client().get(f"/en/datasets/{product.pk}/").content.decode()
    assert str(case.number) in shown
    assert NAME not in shown


def test_a_citizen_is_in_no_directory_and_nobody_joins_them() -> None:
    person = people.make_person(name=NAME)
    own = identity.become_citizen(by=Actor("person", person.pk))
    assert identity.become_citizen(by=Actor("person", person.pk)) == own
    assert identity.own_person_of(person.pk) == own
    assert own not in identity.organisations()
    assert identity.find_organisation("개인 신청인") is None
    for address in (f"/en/organisations/{own.pk}/", f"/api/v1/organisations/{own.pk}"):
        assert Client().get(address).status_code == 404
    assert Client().get("/api/v1/organisations?kind=PERSON").json() == []
    administrator = people.signed_in(people.make_administrator())
    assert administrator.get(f"/en/organisations/{own.pk}/members/").status_code == 404
    with pytest.raises(InvalidInput):
        people.make_member(own)
    with pytest.raises(InvalidInput):
        people.make_organisation("PERSON")
    with pytest.raises(NotAllowed):
        identity.become_citizen(by=SYSTEM)


def test_another_citizen_sees_nothing_of_a_case(asked: tuple[casework.Case, Actor, Actor]) -> None:  # noqa: F811
    one, other = people.make_person(), people.make_person()
    own = identity.become_citizen(by=Actor("person", one.pk))
    case = casework.open_case(kind=CODE, title="갑", applicant=own, by=Actor("person", one.pk))
    identity.become_citizen(by=Actor("person", other.pk))
    assert people.signed_in(other).get(f"/en/cases/{case.pk}/").status_code == 404
    assert people.signed_in(one).get(f"/en/cases/{case.pk}/check/").status_code == 200


def test_an_unconfirmed_account_gives_way_and_is_forgotten() -> None:
    client = Client()
    email = "somebody@example.org"
    client.post("/en/account/signup/", {"name": NAME, "email": email, "password1": people.PASSWORD})
    assert User.objects.filter(email=email).exists()
    assert people.make_person(email=email, name="다른 사람").name == "다른 사람"
    assert User.objects.filter(email=email).count() == 1


def test_signing_up_can_be_closed(settings) -> None:
    settings.SIGN_UP = False
    client = Client()
    client.post("/en/account/signup/", {"name": NAME, "email": "x@example.org", "password1": people.PASSWORD})
    assert not User.objects.exists()
    assert "signup" not in client.get("/en/account/login/").content.decode()


def test_a_name_with_hidden_characters_is_told() -> None:
    sent = Client().post(
        "/en/account/signup/",
        {"name": "가\u202e나", "email": "x@example.org", "password1": people.PASSWORD},
    )
    assert sent.status_code == 200
    assert not User.objects.exists()


def test_pages_of_an_organisation_say_that_a_citizen_has_none() -> None:
    client = people.signed_in(people.make_citizen()[0])
    for page in ("/en/organisation/", "/en/organisation/clients/"):
        assert "You belong to no organisation" in client.get(page).content.decode()
    assert "/organisations/" not in client.get("/en/account/").content.decode().partition("<main")[2]


def test_a_citizen_deletes_their_account(asked: tuple[casework.Case, Actor, Actor]) -> None:  # noqa: F811
    """Not while a case runs; then nothing is left that says who it was, and what others need of it stays."""
    client = Client()
    # An address of its own: two mails to one within minutes are refused, and that memory outlives a test.
    person = sign_up(client, "leaving@example.org")
    client.post(f"/en/apply/{CODE}/begin/", {"applicant": "myself", "title": "대기 측정"})
    client.post(f"/en/apply/{CODE}/begin/", {"applicant": "myself", "title": "쓰다 만 것"})
    case = casework.Case.objects.get(title="대기 측정")
    answers = {"title": "대기 측정", "content": "측정소별 시간 값"}
    casework.save_answers(case=case, answers=answers, expected=case.version, by=Actor("person", person.pk))
    client.post(f"/en/cases/{case.pk}/check/", {"version": case.version})
    case.refresh_from_db()
    product, _offer, _by = make_product(title="대기 측정값")
    Follow.objects.create(person=person, entry=product.pk)
    assert str(case.number) in client.get("/en/account/leave/").text
    gate = client.post("/en/account/leave/", {"email": person.email}).headers["Location"]
    assert (
        client.post(gate, {"password": people.PASSWORD}).status_code == 422
    )  # asked once, then told why not

    finish(case, answer="provide", reasons="")
    finish(case, dataset=product.pk)
    assert client.post("/en/account/leave/", {"email": "else@example.org"}).status_code == 422
    assert client.post("/en/account/leave/", {"email": "LEAVING@example.org"}).status_code == 302
    assert client.get("/en/account/").status_code == 302  # signed out
    person.refresh_from_db()
    assert (person.is_active, NAME in person.name, "leaving" in person.email) == (False, False, False)
    assert not Follow.objects.filter(person=person).exists()
    assert not casework.Case.objects.filter(title="쓰다 만 것").exists()
    assert not PersonalDetail.objects.filter(
        person__in=[person.pk, f"person:{person.pk}"], value__isnull=False
    )
    assert identity.memberships_of(person.pk, clock.today() + timedelta(days=1)) == []
    assert not list(personal_details_match())
    assert not User.objects.filter(email="leaving@example.org").exists()  # the address is free again


def test_who_belongs_to_an_organisation_leaves_it_first() -> None:
    person = people.make_member(people.make_organisation("COMPANY"), "COMPANY_MEMBER")
    client = people.signed_in(person)
    assert "its manager ends your membership first" in client.get("/en/account/leave/").text
    assert client.post("/en/account/leave/", {"email": person.email}).status_code == 422
    with pytest.raises(NotAllowed):
        delete_account(person=person, by=SYSTEM)
