"""System checks."""

from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks
from django.db import connection, connections

from yunghap.core import checks

pytestmark = pytest.mark.django_db
sqlite_only = pytest.mark.skipif(
    "sqlite" not in checks.settings.DATABASES["default"]["ENGINE"], reason="needs SQLite"
)


def ids(found: list[Any]) -> list[str]:
    """The ids of what was found."""
    return [message.id for message in found]


def test_database_that_keeps_its_promises_passes() -> None:
    found = checks.check_database(None, databases=["default"])
    if connection.vendor == "sqlite":  # in memory, where WAL cannot be
        assert [message.msg for message in found] == ["SQLite's journal_mode is memory, not wal"]
    else:
        assert set(ids(found)) <= {"yunghap.E004"}  # the test cluster runs without fsync


def test_no_database_is_asked_without_being_named() -> None:
    assert checks.check_database(None, databases=None) == []


@sqlite_only
def test_sqlite_with_other_settings_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "SQLITE", {"synchronous": 1, "foreign_keys": 1})
    monkeypatch.setattr(checks, "OLDEST_SQLITE", (99,))
    monkeypatch.setattr(connections["default"], "transaction_mode", "DEFERRED")
    assert ids(checks.check_database(None, databases=["default"])) == [
        "yunghap.E001",
        "yunghap.E002",
        "yunghap.E003",
    ]


def test_postgresql_without_fsync_and_too_old_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("needs PostgreSQL")
    monkeypatch.setattr(checks, "OLDEST_POSTGRESQL", 990_000)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
    assert set(ids(checks.check_database(None, databases=["default"]))) == {"yunghap.E003", "yunghap.E004"}


def test_keys_that_others_may_read_are_found(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    assert checks.check_keys(None) == []
    keys = tmp_path / "keys"
    keys.mkdir(mode=0o700)
    (keys / "secret").touch(mode=0o600)
    (keys / "keyring.json").touch(mode=0o644)
    assert checks.check_keys(None) == []
    (keys / "secret").chmod(0o640)
    keys.chmod(0o755)
    assert [message.hint for message in checks.check_keys(None)] == [
        f"chmod 700 {keys}",
        f"chmod 600 {keys / 'secret'}",
    ]


def test_places_that_cannot_be_read_are_found(settings: Any) -> None:
    settings.DATABASE_HOSTS = ["db.example.kr", "10.0.0.0/16"]
    assert checks.check_allowed(None) == []
    settings.DATABASE_HOSTS = ["10.0.0.1/16"]
    assert [message.msg.split(":")[0] for message in checks.check_allowed(None)] == ["DATABASE_HOSTS"]


def test_checks_are_registered(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    (tmp_path / "keys").mkdir(mode=0o755)
    assert "yunghap.W001" in ids(run_checks())
