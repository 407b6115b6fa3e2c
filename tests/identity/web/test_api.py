"""The API of identity."""

import base64
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.factories.identity import make_member, make_organisation, make_person, signed_in
from yunghap.core import clock
from yunghap.core.actors import SYSTEM
from yunghap.core.models import IdempotencyRecord
from yunghap.identity import service
from yunghap.identity.domain.clients import create_client, issue_token, revoke_client
from yunghap.identity.enums import Role
from yunghap.identity.models import ApiClient, Notification, Organisation, PersonalAccess
from yunghap.identity.roles import READ_MEMBERS

pytestmark = pytest.mark.django_db
API = "/api/v1"


def client_of(organisation: Organisation) -> tuple[ApiClient, str]:
    return create_client(organisation=organisation, name="연계", scopes=[READ_MEMBERS], by=SYSTEM)


def bearer(organisation: Organisation) -> tuple[ApiClient, dict[str, str]]:
    client, secret = client_of(organisation)
    _row, token = issue_token(client_id=client.pk, secret=secret)
    return client, {"Authorization": f"Bearer {token}"}


def ask_token(values: dict[str, str], **headers: str) -> Any:
    return Client().post(f"{API}/token", values, headers=headers)


def test_client_credentials_give_a_token_that_works_and_is_kept_nowhere() -> None:
    ministry = make_organisation()
    client, secret = client_of(ministry)
    values = {"grant_type": "client_credentials", "client_id": client.pk, "client_secret": secret}
    answer = ask_token(values, **{"Idempotency-Key": "once"})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert not IdempotencyRecord.objects.exists()
    body = answer.json()
    assert (body["token_type"], body["expires_in"], body["scope"]) == ("Bearer", 3600, READ_MEMBERS)
    me = Client().get(f"{API}/me", headers={"Authorization": f"Bearer {body['access_token']}"}).json()
    assert me == {
        "kind": "client",
        "id": client.pk,
        "name": "연계",
        "organisation": ministry.pk,
        "scopes": [READ_MEMBERS],
        "roles": [],
    }


@pytest.fixture
def counted(settings: Any) -> None:
    """The cache as it is kept in production, in the database; nothing was counted before."""
    backend = {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "identity_cache"}
    settings.CACHES = settings.CACHES | {"default": backend}


@pytest.mark.usefixtures("counted")
@pytest.mark.parametrize("trick", [{"Idempotency-Key": "n-{}"}, {"X-Forwarded-For": "192.0.2.{}"}])
def test_guessing_secrets_is_limited_whatever_is_sent_along(trick: dict[str, str]) -> None:
    client, _secret = client_of(make_organisation())
    values = {"grant_type": "client_credentials", "client_id": client.pk, "client_secret": "no"}
    said = [
        ask_token(values, **{name: value.format(number) for name, value in trick.items()}).status_code
        for number in range(31)
    ]
    assert said == [401] * 30 + [429]


def test_client_may_authenticate_by_basic() -> None:
    client, secret = client_of(make_organisation())
    encoded = base64.b64encode(f"{client.pk}:{secret}".encode()).decode()
    answer = ask_token({"grant_type": "client_credentials"}, Authorization=f"Basic {encoded}")
    assert answer.status_code == 200


@pytest.mark.parametrize("header", ["Basic !!!", "Basic /w==", "Bearer x", ""])
def test_wrong_credentials_give_a_problem_document(header: str) -> None:
    answer = ask_token({"grant_type": "client_credentials"}, **({"Authorization": header} if header else {}))
    assert answer.status_code == 401
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert ask_token({"grant_type": "password"}).status_code == 400


def test_expired_or_revoked_token_is_refused() -> None:
    client, headers = bearer(make_organisation())
    later = clock.now() + timedelta(hours=2)
    with clock.use(lambda: later):
        assert Client().get(f"{API}/me", headers=headers).status_code == 401
    assert Client().get(f"{API}/me", headers=headers).status_code == 200
    revoke_client(client=client, by=SYSTEM)
    answer = Client().get(f"{API}/me", headers=headers)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.json()["type"] == "urn:yunghap:problem:not-signed-in"


def test_token_is_given_back() -> None:
    _client, headers = bearer(make_organisation())
    token = headers["Authorization"].partition(" ")[2]
    answer = Client().post(f"{API}/token/revoke", {"token": token}, headers=headers)
    assert answer.status_code == 204
    assert Client().get(f"{API}/me", headers=headers).status_code == 401


def test_person_is_known_by_the_session() -> None:
    ministry = make_organisation()
    person = make_member(ministry, Role.MINISTRY_OFFICER)
    me = signed_in(person).get(f"{API}/me").json()
    assert (me["kind"], me["roles"], me["organisation"]) == ("person", ["MINISTRY_OFFICER"], ministry.pk)


def test_unsafe_request_by_session_needs_the_csrf_token() -> None:
    person = make_person()
    (row,) = service.notify(to=person.pk, subject="알림", by=SYSTEM)
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    assert browser.post(f"{API}/notifications/{row.pk}/read").status_code == 403
    assert signed_in(person).post(f"{API}/notifications/{row.pk}/read").status_code == 204
    assert Notification.objects.get().read_at is not None


def test_directory_is_public_and_knows_former_names() -> None:
    service.load_public_bodies(by=SYSTEM)
    browser = Client()
    found = browser.get(f"{API}/organisations", {"name": "지식경제부", "on": "2012-01-01"}).json()
    assert [(one["key"], one["short_name"], one["name_ko"]) for one in found] == [
        ("motie", "산업부", "지식경제부")
    ]
    assert browser.get(f"{API}/organisations", {"name": "없는부"}).json() == []
    assert len(browser.get(f"{API}/organisations", {"kind": "PROVINCE"}).json()) == 17
    detail = browser.get(f"{API}/organisations/motie", {"on": "2023-01-01"}).json()
    assert detail["name_ko"] == "산업통상자원부"
    assert len(detail["names"]) == 6
    assert browser.get(f"{API}/organisations/{detail['id']}").json()["name_ko"] == "산업통상부"
    gone = browser.get(f"{API}/organisations/me").json()
    assert (gone["exists"], gone["name_ko"]) == (False, "환경부")
    assert browser.get(f"{API}/organisations/nobody").status_code == 404
    assert browser.get(f"{API}/organisations", {"on": "soon"}).status_code == 422


def test_members_are_for_the_own_client_and_looking_is_recorded() -> None:
    ministry, other = make_organisation(), make_organisation()
    person = make_member(ministry, Role.MINISTRY_OFFICER)
    client, headers = bearer(ministry)
    (row,) = Client().get(f"{API}/organisations/{ministry.pk}/members", headers=headers).json()
    assert (row["person"], row["roles"]) == (person.pk, ["MINISTRY_OFFICER"])
    assert PersonalAccess.objects.get().actor_id == client.pk
    foreign = Client().get(f"{API}/organisations/{other.pk}/members", headers=headers)
    absent = Client().get(f"{API}/organisations/nobody/members", headers=headers)
    assert (foreign.status_code, absent.status_code) == (404, 404)
    assert foreign.json()["detail"] == absent.json()["detail"]


def test_notifications_of_others_do_not_exist() -> None:
    person = make_person()
    (row,) = service.notify(to=person.pk, subject="알림", by=SYSTEM)
    stranger = signed_in(make_person())
    assert stranger.post(f"{API}/notifications/{row.pk}/read").status_code == 404
    assert stranger.get(f"{API}/notifications").json() == []
    mine = signed_in(person).get(f"{API}/notifications", {"unread": True}).json()
    assert [one["id"] for one in mine] == [row.pk]
