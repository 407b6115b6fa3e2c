"""Commands before anybody can sign in."""

import json

import pytest
from click.testing import CliRunner
from django.test import Client

from tests.factories.identity import PASSWORD
from yunghap.identity.cli import people
from yunghap.identity.models import Organisation, User

pytestmark = pytest.mark.django_db


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(people, words)
    return result.exit_code, result.stdout.strip()


def test_directory_is_loaded_once() -> None:
    code, said = run("load-directory", "--json")
    assert (code, json.loads(said)["created"] > 100) == (0, True)
    assert run("load-directory") == (0, "0 organisations created")


def test_first_administrator_comes_in_by_the_printed_link() -> None:
    code, said = run("invite-administrator", "hong@example.org", "홍길동", "--json")
    assert code == 0
    path = json.loads(said)["link"].removeprefix("http://127.0.0.1:8000")
    browser = Client()
    browser.post(path, {"name": "홍길동", "password": PASSWORD, "again": PASSWORD})
    assert User.objects.get().email == "hong@example.org"
    assert browser.get("/people/").status_code == 200
    code, link = run("invite-administrator", "kim@example.org", "김철수")
    assert link.startswith("http://127.0.0.1:8000/invitations/")
    assert Organisation.objects.count() == 1


def test_bad_input_is_exit_status_two_and_leaves_nothing() -> None:
    code, _said = run("invite-administrator", "nobody", "홍길동")
    assert code == 2
    assert not Organisation.objects.exists()
