"""Installations of their own: a data folder, a database and the `yunghap` program, run as processes."""

import os
import re
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest

from tests.migrated import template_of

ROOT = Path(__file__).resolve().parents[1]
SERVER = os.environ.get("YUNGHAP_DATABASE_URL", "")


@dataclass
class Installation:
    """A data folder and, on PostgreSQL, a database."""

    folder: Path
    database: str | None = None
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """What the program sees."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("YUNGHAP_")}
        environment |= {
            "YUNGHAP_PROFILE": "development",
            "YUNGHAP_DATA_DIR": str(self.folder),
            "LANG": "C.UTF-8",
        }
        environment |= self.settings
        if self.database:
            environment["YUNGHAP_DATABASE_URL"] = _address(self.database)
        return environment

    def run(
        self, *arguments: str, status: int | None = 0, **changes: str
    ) -> subprocess.CompletedProcess[str]:
        """Run `yunghap` to its end and compare the exit status."""
        return self._finish([*PROGRAM, *arguments], status, changes)

    def python(self, *arguments: str, status: int | None = 0) -> subprocess.CompletedProcess[str]:
        """Run Python with this installation's settings."""
        return self._finish(
            [sys.executable, *arguments], status, {"DJANGO_SETTINGS_MODULE": "yunghap.config.settings"}
        )

    def shell(self, code: str) -> str:
        """Run a piece of Python with Django set up; returns what it prints."""
        return self.python("-c", f"import django; django.setup()\n{code}").stdout

    def start(self, *arguments: str, **changes: str) -> subprocess.Popen[bytes]:
        """Start `yunghap` and let it run."""
        return subprocess.Popen(
            [*PROGRAM, *arguments], env=self.environment | changes, cwd=ROOT, stderr=subprocess.PIPE
        )

    def _finish(
        self, command: list[str], status: int | None, changes: dict[str, str]
    ) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            command,
            env=self.environment | changes,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )
        assert status is None or done.returncode == status, f"{done.returncode}: {done.stdout}\n{done.stderr}"
        return done


PROGRAM = [sys.executable, "-c", "from yunghap.config.cli import main; main()"]


def _address(database: str) -> str:
    return re.sub(r"/[^/]*$", f"/{database}", SERVER)


@contextmanager
def _new(folder: Path, template: str | None = None) -> Iterator[Installation]:
    """An empty installation, or one with a copy of a PostgreSQL database."""
    if not SERVER.startswith("postgres"):
        yield Installation(folder)
        return
    name = f"installation_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(SERVER, autocommit=True) as connection:
        copy = f" TEMPLATE {template}" if template else ""
        connection.execute(f"CREATE DATABASE {name}{copy}")  # type: ignore[arg-type]
        yield Installation(folder, name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def database_server() -> str:
    """The address of the PostgreSQL server; empty on SQLite."""
    return SERVER


@pytest.fixture(scope="session")
def _migrated(
    tmp_path_factory: pytest.TempPathFactory,
    database_server: str,
    django_db_setup: None,
) -> Iterator[Installation]:
    with _new(tmp_path_factory.mktemp("migrated") / "data") as made:
        if not database_server.startswith("postgres"):
            copy_migrated(made.folder)
        made.run("migrate")
        yield made


def copy_migrated(folder: Path, name: str = "yunghap.sqlite3") -> None:
    """Begin with the database that the tests have migrated, where there is one: migrating costs half a minute."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    template = template_of("default")
    if template.exists():
        shutil.copyfile(template, folder / name)


@pytest.fixture
def installation(tmp_path: Path, _migrated: Installation) -> Iterator[Installation]:
    """A migrated installation."""
    folder = tmp_path / "data"
    shutil.copytree(_migrated.folder, folder)
    with _new(folder, _migrated.database) as made:
        yield made


@pytest.fixture
def empty(tmp_path: Path, database_server: str) -> Iterator[Installation]:
    """An installation in which nothing has been done yet."""
    with _new(tmp_path / "empty") as made:
        yield made
