"""Backups: one archive with database, files and a list of what is in it; keys in an archive of their own.

The list (`manifest.json`, the last member) names size and SHA-256 of every member, so that a damaged or cut-off backup
is refused before anything is touched. Restoring writes into an empty installation only.
"""

import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, connections

from yunghap import __version__
from yunghap.core import canonical, clock, store
from yunghap.core.errors import DomainError, InvalidInput
from yunghap.core.folders import private_folder

FORMAT = "yunghap-backup/1"
KEYS_FORMAT = "yunghap-keys/1"
DATABASES = {"sqlite": "database.sqlite3", "postgresql": "database.sql"}
_CHUNK = 1024 * 1024


class ToolMissing(DomainError):  # noqa: N818
    """A program of PostgreSQL is absent."""

    code = "tool-missing"


def back_up(target: Path, *, with_keys: bool = False) -> list[Path]:
    """Write a backup to `target` (a file, or a folder to put a dated file into); returns the files written.

    A name without an ending is a folder, made where it is not there yet. Safe while the site is in use: the database
    is copied first, so that a file it names was there before it was named.
    """
    moment = clock.now()
    if not target.suffix and not target.exists() and target.parent.is_dir():
        target.mkdir(mode=0o700)
    if target.is_dir():
        target = target / f"yunghap-{moment:%Y%m%dT%H%M%SZ}.tar.gz"
    if target.exists() or not target.parent.is_dir():
        raise InvalidInput(f"{target} is there already, or its folder is not.")
    vendor = connection.vendor
    facts = {
        "format": FORMAT,
        "version": __version__,
        "created_at": canonical.moment(moment),
        "database": vendor,
        "migrations": store.applied_migrations(),
    }
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        copies = _copy_databases(Path(folder))
        members = [*((copy, copy.name) for copy in copies), *_files_under(Path(settings.MEDIA_ROOT), "files")]
        _write_archive(target, members, facts)
    written = [target]
    if with_keys:
        beside = target.with_name(target.name.removesuffix(".tar.gz") + "-keys.tar.gz")
        members = _files_under(settings.DATA_DIR / "keys", "keys")
        _write_archive(beside, members, facts | {"format": KEYS_FORMAT, "migrations": []})
        written.append(beside)
    return written


def restore(archive: Path, *, keys: Path | None = None) -> dict[str, Any]:
    """Put a backup (and keys) into an empty installation; returns the backup's list.

    Raises InvalidInput if an archive is damaged, of another kind of database or of a newer version, or if there is
    something here already. Nothing is changed then.
    """
    store.prepare_data_dir()
    with tempfile.TemporaryDirectory(dir=settings.DATA_DIR, prefix=".restore-") as folder:
        place = Path(folder)
        facts = _read_archive(archive, place / "data", FORMAT)
        if facts["database"] != connection.vendor:
            raise InvalidInput(
                f"The backup is of {facts['database']}, this installation uses {connection.vendor}."
            )
        if keys is not None:
            _read_archive(keys, place / "keys", KEYS_FORMAT)
        _refuse_occupied(with_keys=keys is not None)
        if keys is not None:
            _move(place / "keys" / "keys", settings.DATA_DIR / "keys")
        _move(place / "data" / "files", Path(settings.MEDIA_ROOT))
        if connection.vendor == "sqlite":
            for alias in store.aliases():
                _put_sqlite(alias, place / "data" / _sqlite_member(alias))
        else:
            _load_postgresql(place / "data" / DATABASES[connection.vendor])
    return facts


def _copy_databases(folder: Path) -> list[Path]:
    """Copies for an archive; of the main database first, so that it names nothing that was not there yet."""
    if connection.vendor != "sqlite":
        copy = folder / DATABASES[connection.vendor]
        _dump_postgresql(copy)
        return [copy]
    copies = []
    for alias in store.aliases():
        copies.append(folder / _sqlite_member(alias))
        _copy_sqlite(alias, copies[-1])
    return copies


def _sqlite_member(alias: str) -> str:
    return DATABASES["sqlite"] if alias == store.DEFAULT else f"{alias}.sqlite3"


def _put_sqlite(alias: str, copy: Path) -> None:
    if not copy.exists():
        return  # a backup from before this database was apart
    path = _sqlite_path(alias)
    connections[alias].close()
    for suffix in ("-wal", "-shm"):  # a log of the empty database would be taken for the new one's
        Path(f"{path}{suffix}").unlink(missing_ok=True)
    copy.replace(path)


def _refuse_occupied(*, with_keys: bool) -> None:
    folders = [Path(settings.MEDIA_ROOT), *([settings.DATA_DIR / "keys"] if with_keys else [])]
    for folder in folders:
        if folder.is_dir() and any(path.name != "secret_key" for path in folder.iterdir()):
            raise InvalidInput(f"{folder} is not empty: restore into a new data folder.")
    if any(connections[alias].introspection.table_names() for alias in store.aliases()):
        raise InvalidInput("The database is not empty: restore into a new one.")


def _move(source: Path, target: Path) -> None:
    if source.is_dir():
        if target.is_dir():
            shutil.rmtree(target)  # empty but for a secret made on the way here
        source.rename(target)


def _sqlite_path(alias: str) -> Path:
    return Path(settings.DATABASES[alias]["NAME"])


def _copy_sqlite(alias: str, target: Path) -> None:
    with (
        closing(sqlite3.connect(_sqlite_path(alias), timeout=30)) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it


def _postgresql(program: str, *arguments: str) -> None:
    found = shutil.which(program)
    if found is None:
        raise ToolMissing(
            f"{program} is needed and is not on the PATH: install PostgreSQL's client programs."
        )
    parameters = connection.get_connection_params()
    names = {
        "host": "PGHOST",
        "port": "PGPORT",
        "user": "PGUSER",
        "password": "PGPASSWORD",
        "dbname": "PGDATABASE",
    }
    given = {variable: str(parameters[name]) for name, variable in names.items() if parameters.get(name)}
    done = subprocess.run(  # noqa: S603 - our own arguments
        [found, *arguments], env=os.environ | given, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise ToolMissing(f"{program} failed: {done.stderr.strip()}")


def _dump_postgresql(target: Path) -> None:
    _postgresql("pg_dump", "--no-owner", "--no-privileges", "--file", str(target))


def _load_postgresql(source: Path) -> None:
    options = ("--no-psqlrc", "--quiet", "--single-transaction", "--set", "ON_ERROR_STOP=1")
    _postgresql("psql", *options, "--output", os.devnull, "--file", str(source))


def _files_under(folder: Path, name: str) -> list[tuple[Path, str]]:
    """Every regular file under a folder, with its name in the archive."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return [(path, f"{name}/{path.relative_to(folder).as_posix()}") for path in paths]


def _write_archive(target: Path, members: list[tuple[Path, str]], facts: dict[str, Any]) -> None:
    """Write beside the target and move into place, so that no half archive bears the name."""
    listed: dict[str, dict[str, Any]] = {}
    draft = target.with_name(f".{target.name}.part")
    with (
        _private_file(draft) as stream,
        tarfile.open(fileobj=stream, mode="w:gz", compresslevel=3, format=tarfile.PAX_FORMAT) as archive,
    ):
        for path, name in members:
            with path.open("rb") as source:
                # A file that grows while it is copied (a log) is taken as long as it was.
                size = os.fstat(source.fileno()).st_size
                digest = _Digest(source)
                archive.addfile(_member(name, size), digest)
            listed[name] = {"size": size, "sha256": digest.hash.hexdigest()}
        text = json.dumps(facts | {"members": listed}, indent=1).encode()
        archive.addfile(_member("manifest.json", len(text)), io.BytesIO(text))
    draft.replace(target)


@contextmanager
def _private_file(path: Path) -> Iterator[Any]:
    """A new file for its owner only, on disk when the block ends, gone if it fails."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode, member.mtime = size, 0o600, int(clock.now().timestamp())
    return member


class _Digest(io.RawIOBase):
    """Passes bytes on and hashes them on the way."""

    def __init__(self, source: Any) -> None:
        self.source = source
        self.hash = hashlib.sha256()

    def read(self, size: int = -1, /) -> bytes:
        data: bytes = self.source.read(size)
        self.hash.update(data)
        return data


def _read_archive(path: Path, target: Path, wanted: str) -> dict[str, Any]:
    """Unpack into a new folder and check against the list; raises InvalidInput."""
    found: dict[str, dict[str, Any]] = {}
    try:
        with tarfile.open(path, mode="r:gz") as archive:
            for member in archive:
                place = (target / member.name).resolve()
                if not member.isreg() or not place.is_relative_to(target.resolve()):
                    raise InvalidInput(f"{path.name} is no backup: {member.name!r} may not be in one.")
                private_folder(place.parent)
                found[member.name] = _unpack(archive, member, place)
        facts: dict[str, Any] = json.loads((target / "manifest.json").read_bytes())
    except (tarfile.TarError, OSError, EOFError, ValueError) as error:
        raise InvalidInput(f"{path.name} cannot be read as a backup: {error}") from None
    found.pop("manifest.json")
    if facts.get("format") != wanted or facts.get("members") != found:
        raise InvalidInput(f"{path.name} is damaged, or no backup of this kind.")
    return facts


def _unpack(archive: tarfile.TarFile, member: tarfile.TarInfo, place: Path) -> dict[str, Any]:
    digest, size = hashlib.sha256(), 0
    source = archive.extractfile(member)
    with _private_file(place) as stream:
        while source is not None and (data := source.read(_CHUNK)):
            digest.update(data)
            size += len(data)
            stream.write(data)
    return {"size": size, "sha256": digest.hexdigest()}
