"""The desk of a person: what waits and where they may work."""

import pytest
from django.test import Client

from yunghap.core.actors import SYSTEM, Actor
from yunghap.identity import service as identity
from yunghap.portal import work


@pytest.fixture
def officer(db: None) -> identity.User:
    identity.create_demo(by=SYSTEM)
    return identity.User.objects.get(email__startswith="officer@")


def test_home_of_a_signed_in_person_is_their_desk(client: Client, officer: identity.User) -> None:
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    text = client.get("/").content.decode()
    assert f"{officer.name} 님의 업무" in text
    assert "산업부" in text


def test_notification_shows_until_read(client: Client, officer: identity.User) -> None:
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    identity.notify(to=[officer.pk], subject="<Due>", text="Soon", link="/help/", by=SYSTEM)
    text = client.get("/en/").content.decode()
    assert '<a href="/en/help/">&lt;Due&gt;</a>' in text


def test_places_need_a_page_and_a_permission(monkeypatch: pytest.MonkeyPatch, officer: identity.User) -> None:
    actor = Actor("person", officer.pk, None, None)
    manager = identity.User.objects.get(email__startswith="approver@")
    here = work.Place("portal:help", ("identity.member.manage",), "A", "a")
    unknown = work.Place("portal:help", ("nobody.registered.this",), "B", "b")
    missing = work.Place("no:page", ("identity.member.manage",), "C", "c")
    monkeypatch.setattr(work, "PLACES", (here, unknown, missing))
    assert work.open_places(actor) == []
    assert [one.title for one in work.open_places(Actor("person", manager.pk, None, None))] == ["A"]
