"""The folder that keeps originals: one file per content, named by its SHA-256, never changed."""

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings

_TEMPORARY = "incoming"


def root() -> Path:
    """The folder of the store."""
    return Path(settings.MEDIA_ROOT)


def path_of(sha256: str) -> Path:
    """Where the content with that hash lies."""
    return root() / sha256[:2] / sha256[2:4] / sha256


def put(data: bytes) -> str:
    """Write the content to disk for good and give its hash. A kill at any moment leaves the whole file or none.

    Content that is there already is only marked as fresh, so that no sweep takes it away while its row is written.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    path = path_of(sha256)
    if path.exists() and path.stat().st_size == len(data):
        path.touch()
        return sha256
    return put_pieces([data])[0]


def put_pieces(pieces: Iterable[bytes]) -> tuple[str, int]:
    """Write content as it comes, likewise; give its hash and size."""
    incoming = root() / _TEMPORARY
    incoming.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=incoming)  # readable by its owner only
    digest, size = hashlib.sha256(), 0
    try:
        with os.fdopen(handle, "wb") as file:
            for piece in pieces:
                digest.update(piece)
                size += len(piece)
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        path = path_of(digest.hexdigest())
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return digest.hexdigest(), size


def get(sha256: str) -> bytes | None:
    """The content, or None where it is missing or no longer hashes to its name."""
    try:
        data = path_of(sha256).read_bytes()
    except FileNotFoundError:
        return None
    return data if hashlib.sha256(data).hexdigest() == sha256 else None


def older_than(moment: datetime) -> Iterator[Path]:
    """Files of the store, unfinished ones too, that were last touched before the moment; in order of their paths."""
    for path in sorted(root().rglob("*")):
        if path.is_file() and path.stat().st_mtime < moment.timestamp():
            yield path
