"""The demo, and that production does not take part in it."""

from typing import Any

import pytest
from django.core.checks import run_checks
from django.test import Client

from tests.factories.identity import make_person
from yunghap.core import clock
from yunghap.core.actors import SYSTEM
from yunghap.core.errors import NotAllowed, NotFound
from yunghap.identity import queries, service
from yunghap.identity.domain.demo import COMMITTEE_MEMBERS, LIFETIME, create_demo_people, use_demo_sign_in
from yunghap.identity.enums import Role
from yunghap.identity.models import DemoSignInToken, Organisation, User

pytestmark = pytest.mark.django_db


def token_of(sign_in: service.DemoSignIn) -> str:
    return sign_in.url_path.rpartition("/")[2]


def test_demo_has_somebody_for_every_role() -> None:
    people = create_demo_people(by=SYSTEM)
    held = {held.role for person in people for held in queries.held_by(person.pk)}
    assert held == set(Role.values)
    assert all(person.is_demo for person in people)
    assert not any(person.has_usable_password() for person in people)
    kinds = set(Organisation.objects.values_list("kind", flat=True))
    assert {"MINISTRY", "AGENCY", "PROVINCE", "COMPANY", "COMMITTEE", "PLATFORM", "PERSON"} == kinds


def test_demo_is_made_once_and_gives_fresh_sign_ins() -> None:
    first, second = service.create_demo(by=SYSTEM), service.create_demo(by=SYSTEM)
    assert len(first) == len(second) == User.objects.count() - len(COMMITTEE_MEMBERS)
    with pytest.raises(NotFound):
        use_demo_sign_in(token=token_of(first[0]))
    assert use_demo_sign_in(token=token_of(second[0])).name == second[0].name


def test_sign_in_works_once_and_for_a_week() -> None:
    one, two = service.create_demo(by=SYSTEM)[:2]
    use_demo_sign_in(token=token_of(one))
    for token, at in ((token_of(one), None), (token_of(two), clock.now() + LIFETIME)):
        with pytest.raises(NotFound):
            use_demo_sign_in(token=token, at=at)


def test_sign_in_is_for_demo_people_only() -> None:
    sign_in = service.create_demo(by=SYSTEM)[0]
    DemoSignInToken.objects.update(person=make_person())
    with pytest.raises(NotFound):
        use_demo_sign_in(token=token_of(sign_in))


def test_link_signs_in_from_this_machine_only() -> None:
    one, two = service.create_demo(by=SYSTEM)[:2]
    assert Client(REMOTE_ADDR="203.0.113.7").get(one.url_path).status_code == 404
    assert Client(REMOTE_ADDR="").get(one.url_path).status_code == 404
    browser = Client()
    assert browser.get(one.url_path).status_code == 302
    assert browser.get("/account/").status_code == 200
    assert Client().get(one.url_path).status_code == 404
    assert Client(REMOTE_ADDR="::1").get(two.url_path).status_code == 302


def test_production_refuses_demo_people(settings: Any) -> None:
    sign_in = service.create_demo(by=SYSTEM)[0]
    assert not [error for error in run_checks(databases=["default"]) if error.id == "identity.E001"]
    settings.PROFILE = "production"
    assert [error for error in run_checks(databases=["default"]) if error.id == "identity.E001"]
    with pytest.raises(NotAllowed):
        service.create_demo(by=SYSTEM)
    with pytest.raises(NotAllowed):
        use_demo_sign_in(token=token_of(sign_in))
    assert Client().get(sign_in.url_path, secure=True).status_code == 404
    User.objects.filter(is_demo=True).update(is_demo=False)
    assert not [error for error in run_checks(databases=["default"]) if error.id == "identity.E001"]
