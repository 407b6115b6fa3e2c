"""Reading what is kept."""

from functools import lru_cache
from pathlib import Path

from yunghap.core.errors import NotFound

from . import store
from .contracts import SourceText
from .models import File
from .readers import errors
from .readers.document import read_document


def get_file(sha256: str) -> File:
    """The row of an original; raises NotFound."""
    file = File.objects.filter(sha256=sha256).first()
    if file is None:
        raise NotFound(errors.NO_FILE)
    return file


def open_original(sha256: str) -> bytes:
    """The bytes of an original, checked against its hash. Raises NotFound, and Damaged where the bytes went bad."""
    file = get_file(sha256)
    data = store.get(file.sha256)
    if data is None:
        raise errors.Damaged(errors.DAMAGED_STORE, sha256=sha256)
    return data


def original_path(sha256: str) -> Path:
    """Where an original lies, for who reads a part of it or sends it as a file. Raises NotFound, Damaged."""
    file = get_file(sha256)
    path = store.path_of(file.sha256)
    if not path.is_file() or path.stat().st_size != file.size:
        raise errors.Damaged(errors.DAMAGED_STORE, sha256=sha256)
    return path


@lru_cache(maxsize=8)
def _read(sha256: str) -> SourceText:
    return read_document(open_original(sha256), name=get_file(sha256).name)


def read_original(sha256: str) -> SourceText:
    """The lines of an original; the last few are remembered, as the same hash always gives the same lines.

    Raises NotFound, InvalidInput where it cannot be read, Damaged.
    """
    get_file(sha256)
    return _read(sha256)
