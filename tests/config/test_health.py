import os

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.test import Client


@pytest.mark.django_db
def test_health_is_public_and_names_the_version(client: Client) -> None:
    answer = client.get("/health")
    assert answer.status_code == 200
    told = answer.json()
    assert told["status"] == "ok"
    assert told["version"] == settings.VERSION
    assert told["pid"] == os.getpid()
    assert told["database"] is True
    assert "max-age=0" in answer["Cache-Control"]


def test_health_says_when_the_database_fails(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise OperationalError("no such host")

    monkeypatch.setattr(connection, "cursor", broken)
    answer = client.get("/health")
    assert answer.status_code == 503
    assert answer.json()["status"] == "failing"
    assert "host" not in answer.content.decode()


def test_health_has_no_language(client: Client) -> None:
    assert client.get("/en/health").status_code == 404


@pytest.mark.django_db
def test_health_takes_no_post(client: Client) -> None:
    assert client.post("/health").status_code == 405
