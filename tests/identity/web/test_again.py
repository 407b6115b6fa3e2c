"""What cannot be taken back needs a proof that whoever is signed in is still there: the password once more."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.factories.identity import (
    PASSWORD,
    make_administrator,
    make_citizen,
    make_member,
    make_organisation,
    make_person,
)
from yunghap.core.actors import SYSTEM
from yunghap.identity.domain.clients import create_client
from yunghap.identity.enums import Role
from yunghap.identity.models import ApiClient, ApiSecret, User
from yunghap.identity.roles import READ_MEMBERS

pytestmark = pytest.mark.django_db


def browser_of(person: User) -> Client:
    """A browser in which somebody with a password has been signed in for a while."""
    person.set_password(PASSWORD)
    person.save()
    browser = Client()
    browser.force_login(person)
    return browser


def say_password(browser: Client, answer: Any) -> Any:
    """Where an answer asks for the password, give it; what was sent is then done."""
    assert answer.status_code == 302
    gate = answer.headers["Location"]
    assert gate.startswith(reverse("account_reauthenticate"))
    assert browser.post(gate, {"password": "wrong"}).status_code == 200
    return browser.post(gate, {"password": PASSWORD})


def test_an_account_is_deleted_by_its_owner_alone() -> None:
    person, _own = make_citizen()
    browser, page = browser_of(person), reverse("identity:leave")
    assert browser.get(page).status_code == 200  # what goes and what stays is told to everybody
    asked = browser.post(page, {"email": person.email})
    assert User.objects.get(pk=person.pk).is_active
    assert say_password(browser, asked).status_code == 302
    assert not User.objects.get(pk=person.pk).is_active


def test_secrets_of_programs_are_given_to_who_asks_alone() -> None:
    ministry = make_organisation()
    browser = browser_of(make_member(ministry, Role.ORGANISATION_MANAGER))
    new = reverse("identity:create_client", args=[ministry.pk])
    asked = browser.post(new, {"name": "연계", "scopes": [READ_MEMBERS]})
    assert not ApiClient.objects.exists()
    assert "client_secret" in say_password(browser, asked).content.decode()
    assert ApiClient.objects.get().scopes == [READ_MEMBERS]


def test_a_new_secret_is_given_to_who_asks_alone() -> None:
    ministry = make_organisation()
    browser = browser_of(make_member(ministry, Role.ORGANISATION_MANAGER))
    row, _secret = create_client(organisation=ministry, name="연계", scopes=[READ_MEMBERS], by=SYSTEM)
    asked = browser.post(reverse("identity:rotate_secret", args=[ministry.pk, row.pk]))
    assert ApiSecret.objects.count() == 1
    assert "client_secret" in say_password(browser, asked).content.decode()
    assert ApiSecret.objects.count() == 2


def test_a_second_factor_of_somebody_else_is_reset_by_an_administrator_who_is_there() -> None:
    desk = make_administrator()
    person = make_person()
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "x"})
    browser, page = browser_of(desk), reverse("identity:reset_second_factor", args=[person.pk])
    asked = browser.post(page, {"reason": "전화로 확인함"})
    assert Authenticator.objects.exists()
    assert say_password(browser, asked).status_code == 302
    assert not Authenticator.objects.exists()


def test_the_address_of_an_account_is_changed_by_its_owner_alone() -> None:
    person, _own = make_citizen()
    browser = browser_of(person)
    asked = browser.post(reverse("account_email"), {"action_add": "", "email": "other@example.org"})
    assert not mail.outbox
    assert not EmailAddress.objects.filter(email="other@example.org").exists()
    assert say_password(browser, asked).status_code == 302
    assert "other@example.org" in [to for letter in mail.outbox for to in letter.to]


def test_an_own_second_factor_is_removed_by_its_owner_alone() -> None:
    person, _own = make_citizen()
    browser = browser_of(person)
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "x"})
    asked = browser.post(reverse("mfa_deactivate_totp"))
    assert asked.status_code == 302
    assert asked.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert Authenticator.objects.exists()
