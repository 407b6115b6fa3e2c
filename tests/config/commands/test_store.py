"""Keeping an installation: migrate, check, fsck, backup, restore, upgrade."""

import gzip
import io
import json
import os
import stat
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from tests.installation import SERVER, Installation

POSTGRESQL = SERVER.startswith("postgres")
RECORD = """
from datetime import UTC, datetime
from django.db import transaction
from yunghap.core.actors import SYSTEM
from yunghap.ledger import service as ledger
at = datetime(2023, 1, 1, tzinfo=UTC)
with transaction.atomic():
    entry = ledger.record(action="t.t.t", subject="s", by=SYSTEM, at=at, details={"이름": "융합"}, personal={"n": "홍길동"})
statement = ledger.sign_statement(kind="k", subject="s", content={}, by=SYSTEM, at=at)
print(entry.entry_id)
"""
TAMPER = """
from django.db import connection
with connection.cursor() as cursor:
    if connection.vendor == "sqlite":
        cursor.execute("DROP TRIGGER ledger_entry_no_update")
    else:
        cursor.execute("ALTER TABLE ledger_entry DISABLE TRIGGER USER")
    cursor.execute("UPDATE ledger_entry SET subject = 'x'")
"""


def filled(installation: Installation) -> str:
    """Write an entry, a statement and a file; returns the entry's id."""
    entry = installation.shell(RECORD).strip()
    files = installation.folder / "files" / "ab"
    files.mkdir(parents=True)
    (files / "original").write_bytes(b"\x00\x01" * 50_000)
    return entry


def repacked(archive: Path, target: Path, change: dict[str, bytes | None]) -> Path:
    """A copy of an archive with members replaced, added or (None) left out."""
    with tarfile.open(archive) as source, tarfile.open(target, "w:gz") as copy:
        names = [member.name for member in source]
        for name in [*names, *(name for name in change if name not in names)]:
            member = source.getmember(name) if name in names else tarfile.TarInfo(name)
            found = source.extractfile(member) if name in names else None
            content = change[name] if name in change else found.read() if found else b""
            if content is not None:
                member.size = len(content)
                copy.addfile(member, io.BytesIO(content))
    return target


def test_check_of_an_empty_installation_asks_for_an_upgrade(empty: Installation) -> None:
    rows = map(json.loads, empty.run("check", "--json", status=1).stdout.splitlines())
    # On PostgreSQL the test cluster's durability is told too.
    [row] = [row for row in rows if row["code"] == "yunghap.E011"]
    assert (row["level"], row["hint"]) == ("error", "yunghap upgrade")
    assert stat.S_IMODE(empty.folder.stat().st_mode) == 0o700
    for command in (["serve"], ["worker"], ["plan", "export", "2023", "--format", "csv"]):
        told = empty.run(*command, status=1).stderr
        assert "yunghap upgrade" in told
        assert "Traceback" not in told


def test_upgrade_makes_an_installation_and_says_that_all_holds(empty: Installation) -> None:
    assert "ok   ledger.leaf" in empty.run("upgrade").stdout
    empty.run("check", status=1 if POSTGRESQL else 0)  # the test cluster runs without fsync
    assert not (empty.folder / "backups").exists()


def test_a_database_of_an_older_version_is_written_by_nobody(
    installation: Installation, tmp_path: Path
) -> None:
    installation.shell(
        "from django.db.migrations.recorder import MigrationRecorder\nfrom django.db import connection\n"
        "MigrationRecorder(connection).migration_qs.filter(app='ledger').latest('pk').delete()"
    )
    for command in (["ledger", "keys", "rotate", "ledger"], ["plan", "export", "2023", "--format", "csv"]):
        assert "yunghap upgrade" in installation.run(*command, status=1).stderr
    installation.run("backup", str(tmp_path / "before.tar.gz"))


def test_upgrade_backs_up_what_is_there(installation: Installation, tmp_path: Path) -> None:
    filled(installation)
    installation.run("upgrade")
    [backup] = (installation.folder / "backups").iterdir()
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    installation.run("upgrade", "--backup-to", str(tmp_path / "elsewhere.tar.gz"))
    assert (tmp_path / "elsewhere.tar.gz").exists()


def test_a_database_of_a_newer_version_is_refused(installation: Installation) -> None:
    installation.shell(
        "from django.db.migrations.recorder import MigrationRecorder\nfrom django.db import connection\n"
        "MigrationRecorder(connection).record_applied('core', '9999_future')"
    )
    for command in ("migrate", "upgrade"):
        assert "core.9999_future" in installation.run(command, status=1).stderr
    rows = [json.loads(line) for line in installation.run("check", "--json", status=1).stdout.splitlines()]
    assert "yunghap.E010" in [row["code"] for row in rows]


def test_check_finds_what_would_lose_writes(installation: Installation) -> None:
    if POSTGRESQL:
        assert "fsync is off" in installation.run("check", status=1).stderr
        return
    assert "0 to look at" in installation.run("check").stderr
    (installation.folder / "keys").chmod(0o755)
    assert "chmod 700" in installation.run("check").stderr


def test_fsck_finds_tampering(installation: Installation) -> None:
    filled(installation)
    assert "FAIL" not in installation.run("fsck").stdout
    installation.shell(TAMPER)
    assert "FAIL ledger.leaf" in installation.run("fsck", status=1).stdout
    rows = [json.loads(line) for line in installation.run("fsck", "--json", status=1).stdout.splitlines()]
    assert {row["invariant"] for row in rows if not row["holds"]} == {
        "ledger.guard",
        "ledger.leaf",
        "ledger.statements",
    }
    assert "An invariant is violated" in installation.run("upgrade", status=1).stderr


def test_backup_is_restored_into_a_new_installation(
    installation: Installation, empty: Installation, tmp_path: Path
) -> None:
    entry = filled(installation)
    target = tmp_path / "b.tar.gz"
    written = installation.run("backup", str(target), "--with-keys").stdout.split()
    keys = tmp_path / "b-keys.tar.gz"
    assert written == [str(target), str(keys)]
    assert {stat.S_IMODE(path.stat().st_mode) for path in (target, keys)} == {0o600}
    with tarfile.open(target) as archive:
        assert not [name for name in archive.getnames() if "key" in name]
    assert "version" in empty.run("restore", str(target), "--keys", str(keys)).stderr
    assert (empty.folder / "files" / "ab" / "original").read_bytes() == b"\x00\x01" * 50_000
    assert not list(empty.folder.glob(".restore-*"))
    restored = [path for path in empty.folder.rglob("*") if path.parts[len(empty.folder.parts)] != "search"]
    assert not [path for path in restored if path.stat().st_mode & 0o077]
    document = json.loads(empty.run("ledger", "receipt", entry).stdout)
    assert json.loads(document["entry"])["details"] == {"이름": "융합"}
    path = empty.folder / "receipt.json"
    path.write_text(json.dumps(document))
    empty.run("ledger", "verify", str(path))
    empty.shell(RECORD)
    empty.run("fsck")


def test_restore_without_keys_tells_that_statements_cannot_be_verified(
    installation: Installation, empty: Installation, tmp_path: Path
) -> None:
    filled(installation)
    installation.run("backup", str(tmp_path / "b.tar.gz"))
    assert "FAIL ledger.statements" in empty.run("restore", str(tmp_path / "b.tar.gz"), status=1).stdout


def test_restore_of_an_older_version_asks_for_an_upgrade(
    installation: Installation, empty: Installation, tmp_path: Path
) -> None:
    installation.run("backup", str(tmp_path / "b.tar.gz"))
    installation.shell(
        "from django.core.management import call_command\ncall_command('migrate', 'exchange', '0002', verbosity=0)"
    )
    installation.run("backup", str(tmp_path / "old.tar.gz"))
    assert "yunghap upgrade" in empty.run("restore", str(tmp_path / "old.tar.gz")).stderr
    empty.run("upgrade")


def test_backup_into_a_folder_is_dated_and_never_overwrites(
    installation: Installation, tmp_path: Path
) -> None:
    [path] = installation.run("backup", str(tmp_path / "backups")).stdout.split()
    assert Path(path).name.startswith("yunghap-2")
    assert stat.S_IMODE(Path(path).parent.stat().st_mode) == 0o700
    assert "already" in installation.run("backup", path, status=2).stderr
    installation.run("backup", str(tmp_path / "absent" / "b.tar.gz"), status=2)
    assert not list(tmp_path.glob(".*part"))


def test_restore_refuses_damaged_and_foreign_archives_and_changes_nothing(
    installation: Installation, empty: Installation, tmp_path: Path
) -> None:
    filled(installation)
    good = tmp_path / "good.tar.gz"
    installation.run("backup", str(good))
    with tarfile.open(good) as archive:
        listed = json.loads(archive.extractfile("manifest.json").read())  # type: ignore[union-attr]
    bad = {
        "text": b"hello",
        "cut": good.read_bytes()[: good.stat().st_size // 2],
        "no list": repacked(good, tmp_path / "1", {"manifest.json": None}).read_bytes(),
        "file gone": repacked(good, tmp_path / "2", {"files/ab/original": None}).read_bytes(),
        "file changed": repacked(good, tmp_path / "3", {"files/ab/original": b"x"}).read_bytes(),
        "file added": repacked(good, tmp_path / "4", {"files/evil": b"x"}).read_bytes(),
        "path outside": repacked(good, tmp_path / "5", {"../evil": b"x"}).read_bytes(),
        "other format": repacked(
            good, tmp_path / "6", {"manifest.json": json.dumps(listed | {"format": "x"}).encode()}
        ).read_bytes(),
        "other database": repacked(
            good, tmp_path / "7", {"manifest.json": json.dumps(listed | {"database": "oracle"}).encode()}
        ).read_bytes(),
        "list no JSON": repacked(good, tmp_path / "8", {"manifest.json": b"{"}).read_bytes(),
        "empty gzip": gzip.compress(b""),
    }
    link = tmp_path / "9"
    with tarfile.open(link, "w:gz") as archive:
        member = tarfile.TarInfo("files/link")
        member.type, member.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(member)
    bad["link"] = link.read_bytes()
    for name, content in bad.items():
        (tmp_path / f"bad {name}").write_bytes(content)
    refused = empty.shell(
        "from pathlib import Path\nfrom yunghap.config.backup import restore\n"
        "from yunghap.core.errors import InvalidInput\n"
        f"for path in Path({str(tmp_path)!r}).glob('bad *'):\n"
        "    try:\n        restore(path)\n    except InvalidInput as error:\n        print(path.name[4:])"
    )
    assert set(refused.splitlines()) == set(bad)
    assert empty.run("restore", str(tmp_path / "bad cut"), status=2).stderr.startswith("yunghap: ")
    assert not (tmp_path / "evil").exists()
    assert not list(empty.folder.glob("files*"))
    empty.run("restore", str(good), status=1)  # the statements' keys are absent, all else is there


def test_restore_into_an_installation_in_use_is_refused(installation: Installation, tmp_path: Path) -> None:
    filled(installation)
    installation.run("backup", str(tmp_path / "b.tar.gz"))
    assert "not empty" in installation.run("restore", str(tmp_path / "b.tar.gz"), status=2).stderr
    (installation.folder / "files" / "ab" / "original").unlink()
    (installation.folder / "files" / "ab").rmdir()
    assert "not empty" in installation.run("restore", str(tmp_path / "b.tar.gz"), status=2).stderr


def test_postgresql_without_its_programs_says_what_to_install(
    installation: Installation, tmp_path: Path
) -> None:
    if not POSTGRESQL:
        pytest.skip("needs PostgreSQL")
    done = installation.run("backup", str(tmp_path / "b.tar.gz"), status=2, PATH="/nonexistent")
    assert "pg_dump is needed" in done.stderr
    assert not list(tmp_path.glob("*b.tar.gz*"))


def test_postgresql_that_refuses_says_why(installation: Installation, tmp_path: Path) -> None:
    if not POSTGRESQL:
        pytest.skip("needs PostgreSQL")
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "pg_dump").write_text("#!/bin/sh\necho no >&2\nexit 1\n")
    (tools / "pg_dump").chmod(0o755)
    path = f"{tools}:{os.environ['PATH']}"
    assert (
        "pg_dump failed: no" in installation.run("backup", str(tmp_path / "b.gz"), status=2, PATH=path).stderr
    )


def test_backup_while_the_site_is_written_to_is_sound(
    installation: Installation, empty: Installation, tmp_path: Path
) -> None:
    code = (
        "import django; django.setup()\nfrom django.db import transaction\nfrom yunghap.core.actors import SYSTEM\n"
        "from yunghap.core.clock import now\nfrom yunghap.ledger import service as ledger\n"
        "for n in range(100000):\n    with transaction.atomic():\n"
        "        ledger.record(action='t.t.t', subject='s', by=SYSTEM, at=now(), details={'n': n})"
    )
    installation.shell("pass")
    writer = subprocess.Popen(
        [sys.executable, "-c", code],
        env=installation.environment | {"DJANGO_SETTINGS_MODULE": "yunghap.config.settings"},
    )
    try:
        while (
            installation.shell("from yunghap.ledger.models import Entry; print(Entry.objects.count())")
            == "0\n"
        ):
            pass
        installation.run("backup", str(tmp_path / "b.tar.gz"))
    finally:
        writer.kill()
        writer.wait()
    empty.run("restore", str(tmp_path / "b.tar.gz"))
