"""Somebody who lost the second factor: by a recovery code alone, else on an administrator's word, else on the operator's."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from click.testing import CliRunner
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.factories.identity import (
    PASSWORD,
    actor,
    make_administrator,
    make_member,
    make_organisation,
    make_person,
    signed_in,
)
from yunghap.core.errors import NotAllowed
from yunghap.identity.cli import people
from yunghap.identity.domain.recovery import reset_second_factor
from yunghap.identity.enums import Role
from yunghap.identity.models import User
from yunghap.ledger.models import Entry

pytestmark = pytest.mark.django_db
SIGN_IN, SECOND = "/account/login/", "/account/2fa/authenticate/"


def officer() -> User:
    """A ministry's officer with an authenticator app and recovery codes."""
    person = make_member(make_organisation(), Role.MINISTRY_OFFICER, person=make_person(PASSWORD))
    TOTP.activate(person, generate_totp_secret())
    RecoveryCodes.activate(person)
    return person


def signing_in(person: User) -> tuple[Client, str]:
    """A browser after the password, and where it is led."""
    browser = Client()
    answer = browser.post(SIGN_IN, {"login": person.email, "password": PASSWORD})
    assert answer.status_code == 302
    return browser, answer.headers["Location"]


def codes_of(person: User) -> list[str]:
    """The recovery codes that were not used yet."""
    kept = Authenticator.objects.get(user=person, type="recovery_codes")
    return list(RecoveryCodes(kept).get_unused_codes())


def signed_in_fully(person: User) -> Client:
    """A browser after the password and a recovery code."""
    browser, second = signing_in(person)
    assert browser.post(second, {"code": codes_of(person)[0]}).status_code == 302
    assert browser.get("/account/").status_code == 200
    return browser


def desk_of(administrator: User) -> Client:
    """A browser of an administrator who has just proved by a recovery code to be there."""
    RecoveryCodes.activate(administrator)
    browser = signed_in(administrator)
    answer = browser.post(reverse("mfa_reauthenticate") + "?next=/", {"code": codes_of(administrator)[0]})
    assert answer.status_code == 302
    return browser


def test_recovery_code_stands_in_for_the_lost_app_once() -> None:
    person = officer()
    code = codes_of(person)[0]
    for status in (302, 200):  # the second time the page says that the code is not right
        browser, second = signing_in(person)
        assert browser.get("/account/").status_code == 302
        assert browser.post(second, {"code": code}).status_code == status
    assert len(codes_of(person)) == 9


def test_administrator_resets_what_was_lost_and_the_person_sets_up_another(
    settings, django_capture_on_commit_callbacks
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    person, administrator = officer(), make_administrator()
    TOTP.activate(administrator, generate_totp_secret())
    elsewhere, desk = signed_in_fully(person), desk_of(administrator)
    page, reset = (
        reverse(f"identity:{name}", args=[person.pk]) for name in ("person", "reset_second_factor")
    )
    assert reset in desk.get(page).content.decode()
    assert desk.get(reset).status_code == 200
    assert desk.post(reset, {"reason": ""}).status_code == 422
    with django_capture_on_commit_callbacks(execute=True):
        assert desk.post(reset, {"reason": "전화로 확인함"}).status_code == 302
    assert reset not in desk.get(page).content.decode()
    assert desk.post(reset, {"reason": "다시"}).status_code == 422
    assert not Authenticator.objects.filter(user=person).exists()
    assert elsewhere.get("/account/").status_code == 302  # signed out everywhere
    (letter,) = mail.outbox
    assert letter.to == [person.email]
    assert "2단계 인증" in letter.subject
    assert "/account/two-factor/" in letter.body
    entry = Entry.objects.get(action="identity.person.second_factor_reset")
    assert (entry.actor_id, entry.subject) == (administrator.pk, f"person:{person.pk}")
    browser, _home = signing_in(person)
    answer = browser.get("/desk/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/account/two-factor/")
    assert browser.get("/account/two-factor/").status_code == 200


def test_nobody_resets_their_own_or_without_the_right() -> None:
    person, administrator = officer(), make_administrator()
    TOTP.activate(administrator, generate_totp_secret())
    own = reverse("identity:reset_second_factor", args=[administrator.pk])
    desk = desk_of(administrator)
    assert own not in desk.get(reverse("identity:person", args=[administrator.pk])).content.decode()
    assert desk.post(own, {"reason": "잃어버림"}).status_code == 422
    with pytest.raises(NotAllowed):
        reset_second_factor(person=administrator, reason="x", by=actor(person))
    assert Authenticator.objects.filter(user=administrator).exists()


def test_operator_helps_the_only_administrator() -> None:
    administrator = make_administrator()
    TOTP.activate(administrator, generate_totp_secret())

    def run(email: str) -> tuple[int, str]:
        done = CliRunner().invoke(people, ["reset-second-factor", email, "--reason", "분실", "--json"])
        return done.exit_code, done.stdout.strip()

    assert run(administrator.email) == (0, f'{{"email": "{administrator.email}", "forgotten": 1}}')
    assert run(administrator.email)[0] == 2  # nothing left to forget
    assert run("nobody@example.org")[0] == 2
