"""Keeping originals."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta

from django.db import transaction

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import InvalidInput
from yunghap.core.registry import Registry
from yunghap.core.text import nfc
from yunghap.documents import queries, store
from yunghap.documents.blocks import one_line
from yunghap.documents.models import File
from yunghap.documents.readers import errors
from yunghap.documents.readers.detect import TEXT, detect
from yunghap.documents.readers.lines import MAX_BYTES
from yunghap.documents.readers.text import read_text
from yunghap.ledger.service import record

_GRACE = timedelta(days=1)  # a file may lie in the store this long before its row is there


@transaction.atomic
def keep_original(*, data: bytes, name: str = "", by: Actor, at: datetime | None = None) -> File:
    """Keep the bytes of an original, whatever they are; the same bytes again are the file that is there.

    The name (its last part) is kept for people and never used as a path. Raises InvalidInput for nothing at all and
    for more than 50 MB.
    """
    if not data:
        raise errors.empty()
    if len(data) > MAX_BYTES:
        raise errors.too_big(MAX_BYTES)
    return _kept(
        store.put(data), len(data), media_type=media_type_of(data), name=name, by=by, at=at or clock.now()
    )


def keep_pieces(
    *,
    pieces: Iterable[bytes],
    media_type: str,
    name: str = "",
    largest: int,
    by: Actor,
    at: datetime | None = None,
) -> File:
    """Keep an original as it comes, of any size up to `largest`: data that nobody reads as a document.

    The bytes are written before the transaction of the row begins: a slow sender holds nobody up.
    Raises InvalidInput for nothing at all and for more than that.
    """
    sha256, size = store.put_pieces(_limited(pieces, largest))
    if not size:
        raise errors.empty()
    return _kept(sha256, size, media_type=media_type, name=name, by=by, at=at or clock.now())


def _limited(pieces: Iterable[bytes], largest: int) -> Iterator[bytes]:
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > largest:
            raise errors.too_big(largest)
        yield piece


@transaction.atomic
def _kept(sha256: str, size: int, *, media_type: str, name: str, by: Actor, at: datetime) -> File:
    """The row of content that lies in the store."""
    file, is_new = File.objects.get_or_create(
        sha256=sha256,
        defaults={
            "name": one_line(nfc(name.replace("\\", "/").rpartition("/")[2]))[:255],
            "media_type": media_type,
            "size": size,
            "kept_by": f"{by.kind}:{by.id}",
            "kept_at": at,
        },
    )
    if is_new:
        record(
            action="documents.file.kept",
            subject=f"file:{sha256}",
            by=by,
            at=at,
            details={"sha256": sha256, "size": file.size, "media_type": file.media_type},
        )
    return file


def media_type_of(data: bytes) -> str:
    """By content: of formats that are read their type, else that of any bytes."""
    try:
        form = detect(data)
        if form is TEXT:
            read_text(data)
    except (InvalidInput, OSError):
        return "application/octet-stream"
    return form.media_type


@transaction.atomic
def discard_original(*, sha256: str, reason: str, by: Actor, at: datetime | None = None) -> None:
    """Delete an original: row and bytes. The caller knows that nothing refers to it any more.

    Raises NotFound where there is none, InvalidInput without a reason.
    """
    file = queries.get_file(sha256)
    if not reason.strip():
        raise errors.no_reason()
    record(
        action="documents.file.discarded",
        subject=f"file:{sha256}",
        by=by,
        at=at or clock.now(),
        details={"sha256": sha256, "reason": reason.strip()},
    )
    file.delete()
    # Should the transaction fail after all, the bytes must still be there.
    transaction.on_commit(lambda: store.path_of(sha256).unlink(missing_ok=True))


# Modules say whether they refer to an original (by its SHA-256).
HOLDERS: Registry[Callable[[str], bool]] = Registry("holders of originals")


def release_original(*, sha256: str, reason: str, by: Actor, at: datetime | None = None) -> bool:
    """Delete an original that no module refers to any more; says whether it went (or was gone before)."""
    if any(refers(sha256) for _name, refers in HOLDERS.items()):
        return False
    if File.objects.filter(sha256=sha256).exists():
        discard_original(sha256=sha256, reason=reason, by=by, at=at)
    return True


def sweep_strays(*, at: datetime | None = None) -> int:
    """Remove files of the store that have no row a day after they were written: left by a kill or a rolled-back act.

    Rows are never swept: an original goes only by `discard_original`. Gives the number of files removed.
    """
    removed = 0
    for path in store.older_than((at or clock.now()) - _GRACE):
        # The row may have come while we looked; its bytes were touched then.
        if path != store.path_of(path.name) or not File.objects.filter(sha256=path.name).exists():
            path.unlink(missing_ok=True)
            removed += 1
    return removed
