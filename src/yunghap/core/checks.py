"""What an installation must be like, as Django system checks; `yunghap check` runs them with the database."""

import stat
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004 - Django's name
from django.db import connections

from yunghap.core.gate import Allowed

# Why each matters: docs/reference/settings.md
SQLITE = {
    "journal_mode": "wal",
    "synchronous": 2,  # FULL: NORMAL loses acknowledged writes at a power cut
    "foreign_keys": 1,
}
OLDEST_SQLITE = (3, 38)
OLDEST_POSTGRESQL = 140_000


@register(Tags.database)
def check_database(
    app_configs: Sequence[Any] | None,  # noqa: ARG001 - Django's signature
    databases: Sequence[str] | None = None,
    **_options: Any,
) -> list[CheckMessage]:
    """The settings of every database that keep acknowledged writes."""
    found: list[CheckMessage] = []
    for alias in databases or ():
        check = _check_sqlite if connections[alias].vendor == "sqlite" else _check_postgresql
        found.extend(check(alias))
    return found


def _check_sqlite(alias: str) -> list[CheckMessage]:
    connection = connections[alias]
    found: list[CheckMessage] = []
    with connection.cursor() as cursor:
        for name, wanted in SQLITE.items():
            cursor.execute(f"PRAGMA {name}")
            [value] = cursor.fetchone()
            if value != wanted:
                found.append(Error(f"SQLite's {name} is {value}, not {wanted}", obj=alias, id="yunghap.E001"))
    if getattr(connection, "transaction_mode", None) != "IMMEDIATE":
        found.append(Error("SQLite's transactions do not begin IMMEDIATE", obj=alias, id="yunghap.E002"))
    version = connection.Database.sqlite_version_info  # type: ignore[attr-defined]
    if version < OLDEST_SQLITE:
        found.append(Error(f"SQLite {version} is too old", obj=alias, id="yunghap.E003"))
    return found


def _check_postgresql(alias: str) -> list[CheckMessage]:  # pragma: no cover - tested in the second run
    connection = connections[alias]
    found: list[CheckMessage] = []
    with connection.cursor() as cursor:
        for name, wanted in {"fsync": "on", "full_page_writes": "on", "server_encoding": "UTF8"}.items():
            cursor.execute(f"SHOW {name}")
            [value] = cursor.fetchone()
            if value != wanted:
                found.append(
                    Error(f"PostgreSQL's {name} is {value}, not {wanted}", obj=alias, id="yunghap.E004")
                )
        cursor.execute("SHOW synchronous_commit")
        [value] = cursor.fetchone()
        if value == "off":
            found.append(Error("PostgreSQL's synchronous_commit is off", obj=alias, id="yunghap.E004"))
        cursor.execute("SHOW server_version_num")
        [number] = cursor.fetchone()
        if int(number) < OLDEST_POSTGRESQL:
            found.append(Error(f"PostgreSQL {number} is too old", obj=alias, id="yunghap.E003"))
    return found


@register()
def check_keys(app_configs: Sequence[Any] | None, **_options: Any) -> list[CheckMessage]:  # noqa: ARG001
    """Private keys are for the user that runs the server alone."""
    folder = settings.DATA_DIR / "keys"
    found: list[CheckMessage] = []
    for path in (folder, *sorted(folder.rglob("*"))):
        if (
            path.exists()
            and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
            and path.name != "keyring.json"
        ):
            hint = f"chmod {'700' if path.is_dir() else '600'} {path}"
            found.append(Warning(f"Others may read {path}", hint=hint, id="yunghap.W001"))
    return found


@register()
def check_allowed(app_configs: Sequence[Any] | None, **_options: Any) -> list[CheckMessage]:  # noqa: ARG001
    """What may be called in private networks is written so that it can be read."""
    found: list[CheckMessage] = []
    for name in ("ALLOWED_NETWORKS", "DATABASE_HOSTS"):
        try:
            Allowed.read(getattr(settings, name))
        except ValueError as error:
            found.append(Error(f"{name}: {error}", id="yunghap.E005"))
    return found
