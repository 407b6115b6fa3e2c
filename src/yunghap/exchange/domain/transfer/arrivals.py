"""What providers push to us: an inbox for each transfer, filled in order, kept once its hash is right."""

import base64
import fcntl
import hashlib
import os
import re
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import BufferedRandom
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.actors import SYSTEM
from yunghap.core.errors import Conflict, InvalidInput, sentence
from yunghap.documents import service as documents
from yunghap.exchange.enums import TransferState
from yunghap.exchange.models import Arrival, TransferProcess
from yunghap.ledger.service import record

from .grants import BadToken, Withdrawn

_DIGEST = re.compile(r"(?:^|,)\s*sha-256=:([A-Za-z0-9+/]{43}=):")
_PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of what is pushed: where it begins, its length, the size of the whole, and what the sender says of it."""

    first: int
    length: int
    size: int
    sha256: str
    media_type: str


def expect_arrival(*, transfer: TransferProcess, at: datetime) -> str:
    """Open the inbox of a transfer that we ask a provider to push; gives the token, of which only the hash is kept.

    In the caller's transaction. Asked again, the token is a new one and the old one is no longer good.
    """
    token = secrets.token_urlsafe(32)
    hashed = hashlib.sha256(token.encode()).hexdigest()
    made, is_new = Arrival.objects.get_or_create(
        transfer=transfer, defaults={"token_hash": hashed, "created_at": at}
    )
    if not is_new:
        Arrival.objects.filter(pk=made.pk).update(token_hash=hashed)
    return token


def arrival_of(*, token: str, transfer: str) -> Arrival:
    """The inbox that the token opens. Raises BadToken, Withdrawn."""
    hashed = hashlib.sha256(token.encode()).hexdigest()
    found = Arrival.objects.select_related("transfer").filter(token_hash=hashed, transfer=transfer).first()
    if found is None:
        raise BadToken(_("A valid token is needed."))
    if found.done_at is None and found.transfer.state not in {TransferState.REQUESTED, TransferState.STARTED}:
        raise Withdrawn(_("This transfer is not running."), state=found.transfer.state.lower())
    return found


def digest_of(header: str | None) -> str:
    """The SHA-256 in hexadecimal that a `Repr-Digest` header names (RFC 9530); "" for none."""
    found = _DIGEST.search(header or "")
    return base64.b64decode(found[1]).hex() if found else ""


def take(*, arrival: Arrival, part: Part, pieces: Iterable[bytes], at: datetime | None = None) -> Arrival:
    """Take a piece: it must begin where the last one ended. With the last one the whole is checked and kept.

    Raises Conflict (with `offset`, where to go on) for a piece that begins elsewhere or while another is under way,
    InvalidInput for a size, length or hash that does not fit; after a wrong hash everything begins anew.
    """
    with _alone(arrival) as file:
        arrival.refresh_from_db()
        if arrival.done_at is not None:
            return arrival
        _check(arrival, part)
        file.truncate(arrival.received)
        file.seek(arrival.received)
        written = _write(file, pieces, part.length)
        received = arrival.received + written
        Arrival.objects.filter(pk=arrival.pk).update(
            received=received, bytes=part.size, announced=part.sha256, media_type=part.media_type[:100]
        )
        arrival.refresh_from_db()
        if written != part.length:
            raise Conflict(_("The piece ended before its end."), offset=received)
        return _finish(arrival, file, at or clock.now()) if received == part.size else arrival


def progress_of(*, arrival: Arrival, at: datetime | None = None) -> int:
    """How many bytes are there: where the sender goes on. What came whole before a crash is kept now."""
    if arrival.done_at is None and arrival.bytes is not None and arrival.received == arrival.bytes:
        with _alone(arrival) as file:
            arrival.refresh_from_db()
            if arrival.done_at is None:
                arrival = _finish(arrival, file, at or clock.now())
    return arrival.received


def _check(arrival: Arrival, part: Part) -> None:
    if part.size > settings.LARGEST_SOURCE:
        raise InvalidInput(
            sentence(_("At most %(limit)s MB are taken."), limit=f"{settings.LARGEST_SOURCE // 1_000_000:,}")
        )
    said = (arrival.bytes, arrival.announced)
    if arrival.bytes is not None and said != (part.size, part.sha256):
        if part.first:
            raise Conflict(_("Size or hash are not those of the pieces before."), offset=arrival.received)
        Arrival.objects.filter(pk=arrival.pk).update(
            received=0, bytes=None
        )  # the sender begins with other data
        arrival.received = 0
    if part.first != arrival.received:
        raise Conflict(_("The piece does not begin where the last one ended."), offset=arrival.received)


def _write(file: BufferedRandom, pieces: Iterable[bytes], length: int) -> int:
    """Write no more than was announced, for good; gives how much came."""
    written = 0
    try:
        for piece in pieces:
            if written + len(piece) > length:
                raise InvalidInput(_("More came than was announced."))
            file.write(piece)
            written += len(piece)
    except OSError:  # the sender is gone; what came is kept
        pass
    file.flush()
    os.fsync(file.fileno())
    return written


def _finish(arrival: Arrival, file: BufferedRandom, at: datetime) -> Arrival:
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    if arrival.announced and digest != arrival.announced:
        file.truncate(0)
        Arrival.objects.filter(pk=arrival.pk).update(received=0, bytes=None, announced="")
        raise InvalidInput(_("The data do not have the hash that was announced. Send them again."), offset=0)
    if arrival.bytes:
        file.seek(0)
        documents.keep_pieces(
            pieces=iter(lambda: file.read(_PIECE), b""),
            media_type=arrival.media_type or "application/octet-stream",
            name=f"{arrival.transfer_id}",
            largest=settings.LARGEST_SOURCE,
            by=SYSTEM,
            at=at,
        )
    with transaction.atomic():
        Arrival.objects.filter(pk=arrival.pk).update(sha256=digest, done_at=at)
        record(
            action="exchange.arrival.kept",
            subject=f"transfer:{arrival.transfer_id}",
            by=SYSTEM,
            at=at,
            details={"sha256": digest, "bytes": arrival.bytes},
        )
    _path(arrival).unlink(missing_ok=True)
    arrival.refresh_from_db()
    return arrival


@contextmanager
def _alone(arrival: Arrival) -> Iterator[BufferedRandom]:
    """The file of what has come so far, for one piece at a time; the lock goes with the process that holds it."""
    path = _path(arrival)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Conflict(_("Another piece is under way."), offset=arrival.received) from None
        yield file


def _path(arrival: Arrival) -> Path:
    return Path(settings.CONTENT_DIR) / "arrivals" / arrival.pk
