"""Every page answers in both languages, to the people it is for."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests.factories.identity import demo_client, demo_people
from yunghap.core import clock
from yunghap.core.actors import SYSTEM
from yunghap.identity import service

pytestmark = pytest.mark.django_db

FORBIDDEN = re.compile(r"<script(?![^>]*(?:src|application/json))[^>]*>|\sstyle=|\son[a-z]+=", re.IGNORECASE)


def pages_of(client: Client, *names: str, language: str = "ko") -> None:
    for name in names:
        with translation.override(language):
            response = client.get(reverse(name))
        assert response.status_code == 200, (name, response.status_code)
        assert not FORBIDDEN.search(response.content.decode().replace("htmx-config", "")), name


@pytest.mark.parametrize("language", ["ko", "en"])
def test_account_pages_answer_in_both_languages(language: str) -> None:
    people = demo_people()
    client = demo_client("approver")
    service.notify(to=people["approver"].pk, subject="알림", link="/plan/", due_on=clock.today(), by=SYSTEM)
    pages_of(
        client,
        "identity:account",
        "identity:notifications",
        "identity:preferences",
        "identity:my_access",
        "identity:roles",
        "identity:organisations",
        "usersessions_list",
        "mfa_index",
        "account_set_password",
        "account_email",
        "socialaccount_connections",
        language=language,
    )


def test_sign_in_pages_answer_without_sign_in() -> None:
    for language in ("ko", "en"):
        pages_of(Client(), "account_login", "account_reset_password", "account_signup", language=language)
