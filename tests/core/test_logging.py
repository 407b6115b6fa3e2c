"""Logs."""

import io
import json
import logging
import logging.config
from typing import Any

import pytest
import structlog
from django.conf import settings as django_settings
from django.test import Client

from yunghap.core.logging import configure


@pytest.fixture(autouse=True)
def _restored():  # type: ignore[no-untyped-def]
    yield
    logging.config.dictConfig(configure(django_settings.PROFILE, level="WARNING"))


def logged(profile: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """What one line of ours and one of a library look like."""
    stream = io.StringIO()
    config = configure(profile)
    config["handlers"]["stderr"]["stream"] = stream
    logging.config.dictConfig(config)
    structlog.get_logger("yunghap.test").info("융합", n=1)
    logging.getLogger("some.library").warning("from %s", "outside")
    return stream.getvalue()


def test_production_logs_one_json_object_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = map(json.loads, logged("production", monkeypatch).splitlines())
    assert (ours["event"], ours["n"], ours["level"], ours["logger"]) == ("융합", 1, "info", "yunghap.test")
    assert (theirs["event"], theirs["level"]) == ("from outside", "warning")
    assert ours["timestamp"].endswith("Z")


def test_other_profiles_log_lines_for_people(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "융합" in logged("development", monkeypatch)


@pytest.mark.django_db
@pytest.mark.urls("tests.core.urls")
@pytest.mark.parametrize(
    ("given", "kept"), [("abcdefgh-1", True), ("short", False), ("with space!", False), ("", False)]
)
def test_request_id_comes_from_the_caller_or_is_made(given: str, kept: bool) -> None:
    response: Any = Client().get("/page?status=200", headers={"X-Request-ID": given})
    assert (response.headers["X-Request-ID"] == given) == kept
    assert len(response.headers["X-Request-ID"]) >= 8
