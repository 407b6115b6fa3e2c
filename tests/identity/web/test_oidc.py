"""Signing in with an identity provider, every request of it answered by a provider on loopback."""

import html
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from django.test import Client

from tests.factories.identity import make_person
from tests.identity.web.oidc_provider import CLIENT, SECRET, Provider, running
from yunghap.identity.checks import identity_providers

pytestmark = pytest.mark.django_db


def connect(settings: Any, address: str) -> None:
    """Let the site know the provider."""
    app = {
        "provider_id": "ministry",
        "name": "부처 통합로그인",
        "client_id": CLIENT,
        "secret": SECRET,
        "settings": {"server_url": address},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    with running() as one:
        connect(settings, one.address)
        one.redirects = {
            f"http://testserver{language}/account/oidc/ministry/login/callback/" for language in ("", "/en")
        }
        yield one


def onward(response: Any) -> str:
    """Where the page between leads: by a link and by itself, no redirect of a form, which its policy forbids."""
    (link,) = set(re.findall(r'(?:href|url)="?(http[^"]+)"', response.content.decode()))
    return html.unescape(link)


def sign_in(client: Client, language: str = "") -> Any:
    """Go to the provider and back; the page on which the person ends."""
    page = client.get(f"{language}/account/login/").content.decode()
    assert "부처 통합로그인" in page
    there = client.post(f"{language}/account/oidc/ministry/login/", {"process": "login"})
    assert there.status_code == 200
    back = requests.get(onward(there), allow_redirects=False, timeout=10)
    assert back.status_code == 302, back.text
    parts = urlsplit(back.headers["Location"])
    return client.get(f"{parts.path}?{parts.query}", follow=True)


def signed_in_as(client: Client) -> str:
    return str(client.session.get("_auth_user_id", ""))


@pytest.mark.parametrize("language", ["", "/en"])
def test_person_with_a_confirmed_address_is_in(provider: Provider, client: Client, language: str) -> None:
    person = make_person()
    provider.claims = {"sub": "1", "email": person.email.upper(), "email_verified": True, "name": "다른 이름"}
    assert sign_in(client, language).status_code == 200
    assert signed_in_as(client) == person.pk
    person.refresh_from_db()
    assert person.name != "다른 이름"


def test_second_time_the_subject_counts_not_the_address(provider: Provider, client: Client) -> None:
    person = make_person()
    provider.claims = {"sub": "1", "email": person.email, "email_verified": True}
    sign_in(client)
    again = Client()
    provider.claims = {"sub": "1", "email": "moved@example.go.kr", "email_verified": True}
    sign_in(again)
    assert signed_in_as(again) == person.pk


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize(
    "claims",
    [
        {"email_verified": False},
        {},
        {"email": "nobody@example.go.kr", "email_verified": True},
        {"email": "", "email_verified": True},
    ],
)
def test_whoever_is_not_known_by_a_confirmed_address_is_told_how_to_come_in(
    provider: Provider, client: Client, language: str, claims: dict[str, object]
) -> None:
    person = make_person()
    provider.claims = {"sub": "1", "email": person.email, **claims}
    page = sign_in(client, language)
    assert signed_in_as(client) == ""
    assert ("초대" if not language else "invitation") in page.content.decode()


@pytest.mark.parametrize("language", ["", "/en"])
def test_refusal_at_the_provider_leads_back_to_signing_in(
    provider: Provider, client: Client, language: str
) -> None:
    provider.denies = True
    page = sign_in(client, language).content.decode()
    assert signed_in_as(client) == ""
    assert f'href="{language}/account/login/"' in page


def test_provider_that_fails_or_forges_signs_in_nobody(provider: Provider, client: Client) -> None:
    person = make_person()
    provider.claims = {"sub": "1", "email": person.email, "email_verified": True}
    provider.breaks = True
    page = sign_in(client)
    assert (page.status_code, signed_in_as(client)) == (401, "")
    assert 'href="/account/login/"' in page.content.decode()
    provider.breaks = False
    provider.claims["aud"] = "another-client"
    sign_in(client)
    assert signed_in_as(client) == ""


def test_answer_that_nobody_asked_for_is_refused(provider: Provider, client: Client) -> None:
    person = make_person()
    provider.claims = {"sub": "1", "email": person.email, "email_verified": True}
    stranger = Client()
    there = stranger.post("/account/oidc/ministry/login/", {"process": "login"})
    back = requests.get(onward(there), allow_redirects=False, timeout=10)
    parts = urlsplit(back.headers["Location"])
    client.get(f"{parts.path}?{parts.query}", follow=True)
    assert signed_in_as(client) == ""


def test_provider_that_is_away_is_said_so(settings: Any, client: Client) -> None:
    with running() as gone:
        connect(settings, gone.address)
        gone.configuration = dict  # type: ignore[method-assign]
        broken = client.post("/account/oidc/ministry/login/", {"process": "login"})
    away = client.post("/account/oidc/ministry/login/", {"process": "login"})
    back = client.get("/account/oidc/ministry/login/callback/")
    assert (broken.status_code, away.status_code, back.status_code) == (502, 502, 401)
    assert 'href="/account/login/"' in away.content.decode()


def test_production_reaches_providers_by_https_alone(settings: Any) -> None:
    settings.OIDC = [{"id": "a", "server": "http://id.example"}, {"id": "b", "server": "https://id.example"}]
    assert identity_providers(None) == []
    settings.PROFILE = "production"
    (error,) = identity_providers(None)
    assert "provider a " in error.msg
