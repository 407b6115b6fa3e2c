"""Who acts in a request, and from where."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from django.test import RequestFactory

from tests.factories.identity import make_member, make_organisation, make_person
from yunghap.core.actors import SYSTEM, Actor
from yunghap.core.errors import InvalidInput, NotAllowed
from yunghap.identity.domain.actors import act_for, actor_of, client_address
from yunghap.identity.domain.clients import create_client
from yunghap.identity.roles import READ_MEMBERS

pytestmark = pytest.mark.django_db


def request_of(user: Any, **headers: str) -> HttpRequest:
    request = RequestFactory().get("/", headers=headers)
    request.user, request.session = user, SessionStore()
    return request


@pytest.mark.parametrize(
    ("trusted", "forwarded", "expected"),
    [
        (0, "203.0.113.7", "127.0.0.1"),
        (1, "198.51.100.1, 203.0.113.7", "203.0.113.7"),
        (2, "198.51.100.1, 203.0.113.7", "198.51.100.1"),
        (2, "203.0.113.7", "127.0.0.1"),
        (1, "", "127.0.0.1"),
    ],
)
def test_address_is_what_our_own_proxies_saw(
    settings: Any, trusted: int, forwarded: str, expected: str
) -> None:
    settings.TRUSTED_PROXIES = trusted
    request = request_of(AnonymousUser(), **({"X-Forwarded-For": forwarded} if forwarded else {}))
    assert client_address(request) == expected


def test_person_acts_for_the_first_organisation_or_the_chosen_one() -> None:
    one, two = make_organisation(), make_organisation()
    person = make_member(two, person=make_member(one))
    request = request_of(person)
    assert actor_of(request) == Actor("person", person.pk, one.pk, "127.0.0.1")
    assert actor_of(request) is actor_of(request)
    act_for(request, two.pk)
    assert actor_of(request).organisation == two.pk
    with pytest.raises(InvalidInput):
        act_for(request, make_organisation().pk)
    fresh = request_of(person)
    act_for(fresh, two.pk)
    assert actor_of(fresh).organisation == two.pk


def test_person_without_organisation_acts_for_none() -> None:
    assert actor_of(request_of(make_person())).organisation is None


def test_nobody_is_no_actor() -> None:
    with pytest.raises(NotAllowed):
        actor_of(request_of(AnonymousUser()))


def test_client_acts_for_its_organisation() -> None:
    ministry = make_organisation()
    client, _secret = create_client(organisation=ministry, name="연계", scopes=[READ_MEMBERS], by=SYSTEM)
    request = request_of(AnonymousUser())
    request.auth = client  # type: ignore[attr-defined]
    assert actor_of(request) == Actor("client", client.pk, ministry.pk, "127.0.0.1")
