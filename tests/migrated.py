"""The migrated database of the tests, made once per state of the migrations and copied from then on.

Migrating an empty SQLite database costs every run, and every worker of it, some ten seconds of processor time; copying
the result costs a hundredth of that. A plugin of the command line. PostgreSQL, and the tests of migrations themselves,
migrate as ever.
"""

import fcntl
import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.db.backends.sqlite3.creation import DatabaseCreation

ROOT = Path(__file__).parent.parent
FOLDER = Path(tempfile.gettempdir()) / f"yunghap-migrated-{os.getuid()}"
_migrate = DatabaseCreation.create_test_db


def _fingerprint(alias: str) -> str:
    """What a migrated database depends on: the migrations, what they import of ours, and the packages."""
    digest = hashlib.sha256(f"{alias} {django.__version__} {sqlite3.sqlite_version}".encode())
    parts = ("migrations/*.py", "models/*.py", "models.py", "enums.py", "apps.py")
    files = {path for part in parts for path in (ROOT / "src" / "yunghap").glob(f"*/{part}")}
    files |= {ROOT / "uv.lock", ROOT / "src" / "yunghap" / "config" / "settings.py"}
    for path in sorted(files):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:24]


def template_of(alias: str) -> Path:
    """Where the migrated copy of a SQLite database is kept; it is there once the tests' own was made."""
    return FOLDER / f"{_fingerprint(alias)}.sqlite3"


def _create(
    self: Any, verbosity: int = 1, autoclobber: bool = False, serialize: bool = True, keepdb: bool = False
) -> str:
    name: str = self._get_test_db_name()
    if keepdb or not self.is_in_memory_db(name):
        return str(_migrate(self, verbosity, autoclobber, serialize, keepdb))
    FOLDER.mkdir(mode=0o700, exist_ok=True)
    template = template_of(self.connection.alias)
    with template.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # the workers of one run wait for the first of them
        if not template.exists():
            _migrate(self, verbosity, autoclobber, serialize, keepdb)
            _keep(self.connection.connection, template)
            return name
    self.connection.close()
    settings.DATABASES[self.connection.alias]["NAME"] = name
    self.connection.settings_dict["NAME"] = name
    self.connection.ensure_connection()
    with sqlite3.connect(f"file:{template}?mode=ro", uri=True) as source:
        source.backup(self.connection.connection)
    source.close()
    if serialize:
        self.connection._test_serialized_contents = self.serialize_db_to_string()
    return name


def _keep(connection: sqlite3.Connection, template: Path) -> None:
    partial = template.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    target = sqlite3.connect(partial)
    connection.backup(target)
    target.close()
    partial.replace(template)


create_test_db: Callable[..., str] = _create
DatabaseCreation.create_test_db = create_test_db  # type: ignore[method-assign]
