"""Files ready to be sent, made of sources once and kept by the hash of their content."""

import errno
import fcntl
import hashlib
import os
import shutil
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from yunghap.core import canonical, clock
from yunghap.core.errors import DomainError, InvalidInput
from yunghap.documents import service as documents
from yunghap.exchange.models import Content, ProductVersion

from . import credentials, databases
from .sources import Fetched, Place, kinds
from .tables import MEDIA_TYPES, SECONDS, Format, Written, convert, given_type, table_format
from .views import WHOLE, View

# A growing source is asked again after so long; until then what was made is sent.
FRESH = timedelta(seconds=60)
# What was used within this time is not dropped: somebody may be at it, or come back to resume.
IN_USE = timedelta(hours=1)
_PIECE = 1024 * 1024


class BeingMade(DomainError):  # noqa: N818
    """Another process is making this content at the moment."""

    code = "being-made"
    status = 503


class Changed(DomainError):  # noqa: N818
    """A source does not give what was published."""

    code = "source-changed"
    status = 502


class Brought(NamedTuple):
    """All that a source gave: its bytes, or with `written` the rows of its query as Parquet."""

    fetched: Fetched
    written: Written | None = None


@dataclass(frozen=True, slots=True)
class _Order:
    """Which content is wanted."""

    version: ProductVersion
    view: View
    form: Format
    since: str
    growing: bool

    @property
    def key(self) -> str:
        """What tells it apart from any other."""
        what = {"version": self.version.pk, "view": self.view.as_plain(), "form": self.form.value}
        return hashlib.sha256(canonical.encode(what)).hexdigest()


def place_of(where: Mapping[str, Any], *, media_type: str, owner: str) -> Place:
    """Where data of that organisation lie, with the secret that opens it. Raises NotFound."""
    where = databases.reached(where, owner=owner)
    named = where.get("credential")
    secret = credentials.opened(str(named), owner=owner) if named else {}
    return Place(where=where, media_type=media_type, owner=owner, secret=secret, seconds=SECONDS)


def content_of(
    version: ProductVersion,
    view: View = WHOLE,
    wanted: Format = Format.AS_IS,
    *,
    since: str = "",
) -> Content:
    """The version's data as the view lets them through, in the wanted form, made if it is not there.

    With `since`, only rows whose growing column is greater. Not to be called in a transaction: it may take long and
    call other servers. Raises InvalidInput, Unreachable, NotFound, Changed, and BeingMade where another process is
    at it.
    """
    cursor = str(version.where.get("cursor") or "")
    if since:
        if not cursor:
            raise InvalidInput(_("This data set does not grow: it has no changes since a value."))
        view = view.since(cursor, since)
    order = _Order(version, view, wanted, since, growing=bool(cursor))
    found = _there(order)
    if found is not None:
        return found
    with _alone(order.key):
        return _there(order) or _make(order)


def keep_brought(version: ProductVersion, brought: Brought) -> Content:
    """What the source of a new version gave just now, as its content, so that it is not asked once more.

    Raises InvalidInput for what cannot be read as its media type says.
    """
    order = _Order(version, WHOLE, Format.AS_IS, "", growing=bool(version.where.get("cursor")))
    if brought.written is not None:
        return _keep_table(order, brought.fetched.path, Format.PARQUET, brought.written)
    made = incoming_file(".made")
    try:
        return _from_bytes(order, brought.fetched, made)
    finally:
        made.unlink(missing_ok=True)


def content_here(version: ProductVersion) -> Content | None:
    """The whole of a version's data as it was read last; None where it was not yet, or has been dropped since."""
    found = Content.objects.filter(key=_Order(version, WHOLE, Format.AS_IS, "", growing=False).key)
    newest = found.order_by("-created_at").first()
    return newest if newest is not None and path_of(newest).is_file() else None


def incoming_file(end: str) -> Path:
    """A place of its own for bytes on their way in; whoever asked for it clears it away."""
    folder = Path(settings.CONTENT_DIR) / "incoming"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder / f"{uuid.uuid4().hex}{end}"


def path_of(content: Content) -> Path:
    """Where the bytes of a content lie."""
    if content.original:
        return documents.original_path(content.sha256)
    return _path(content.sha256)


def _path(sha256: str) -> Path:
    return Path(settings.CONTENT_DIR) / sha256[:2] / sha256


def _there(order: _Order) -> Content | None:
    """The newest content of that key whose bytes are there, marked as used."""
    now = clock.now()
    found = Content.objects.filter(key=order.key).order_by("-created_at").first()
    if found is None or (order.growing and now - found.created_at > FRESH):
        return None
    if not found.original and not _path(found.sha256).is_file():
        return None
    if now - found.used_at > IN_USE / 4:
        Content.objects.filter(pk=found.pk).update(used_at=now)
    return found


@contextmanager
def _alone(key: str) -> Iterator[None]:
    """Only one process makes a content; the lock goes with the process that holds it, even if that is killed."""
    folder = Path(settings.CONTENT_DIR) / "locks"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / key[:3]).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno not in {errno.EAGAIN, errno.EACCES}:
                raise
            raise BeingMade(
                _("The data are being made ready. Ask again in a moment."), retry_after=1
            ) from None
        yield


def _make(order: _Order) -> Content:
    version, source = order.version, kinds.get(order.version.kind)
    place = place_of(version.where, media_type=version.media_type, owner=version.product.provider_id)
    source.check(place)
    raw, made = incoming_file(".raw"), incoming_file(".made")
    try:
        if source.query is None:
            assert source.fetch is not None  # noqa: S101 - a source has one of the two
            return _from_bytes(order, source.fetch(place, raw), made)
        form = order.form or Format.PARQUET
        written = source.query(place, order.view, form, made)
        return _keep_table(order, made, form, written)
    finally:
        raw.unlink(missing_ok=True)
        made.unlink(missing_ok=True)


def _from_bytes(order: _Order, fetched: Fetched, made: Path) -> Content:
    """Of a source that gives bytes: as they are where nothing is held back and the form is right, else as a table."""
    version = order.version
    given = given_type(version.where, version.media_type)
    form = table_format(given)
    as_it_is = order.form == Format.AS_IS or (
        order.form == form and MEDIA_TYPES[order.form].startswith(version.media_type)
    )
    if order.view.is_whole and as_it_is and not order.growing:
        return _keep_as_is(order, fetched, given)
    if form is None:
        raise InvalidInput(_("This data set is no table: it cannot be had in part or in another form."))
    cursor = str(version.where.get("cursor") or "")
    written = convert(fetched.path, form, order.view, into=made, wanted=order.form, cursor=cursor)
    return _keep_table(order, made, order.form or form, written)


def _keep_as_is(order: _Order, fetched: Fetched, media_type: str) -> Content:
    version = order.version
    document = version.where.get("document")
    if document and not fetched.ours:
        size = documents.get_file(str(document)).size
        return _row(order, str(document), size, media_type=media_type, rows=version.rows, original=True)
    # A file of the owner's folder may change: what is sent is a copy.
    path = fetched.path if fetched.ours else _copied(fetched.path)
    sha256 = _hash(path)
    if version.sha256 and version.sha256 != sha256:
        path.unlink(missing_ok=True)
        raise Changed(_("The source no longer gives the data that were published as this version."))
    size = _put(path, sha256)
    return _row(order, sha256, size, media_type=media_type, rows=version.rows)


def _keep_table(order: _Order, made: Path, form: Format, written: Written) -> Content:
    sha256 = _hash(made)
    size = _put(made, sha256)
    row = _row(
        order,
        sha256,
        size,
        media_type=MEDIA_TYPES[form],
        form=form.value,
        rows=written.rows,
        cursor=written.cursor or order.since,
        since=order.since,
    )
    make_room()
    return row


def _copied(path: Path) -> Path:
    copy = incoming_file(".raw")
    shutil.copyfile(path, copy)
    return copy


def _put(made: Path, sha256: str) -> int:
    """Put a file into its place, for good; gives its size."""
    path, size = _path(sha256), made.stat().st_size
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with made.open("rb") as file:
        os.fsync(file.fileno())
    made.replace(path)
    return size


def _row(order: _Order, sha256: str, size: int, **more: object) -> Content:
    now = clock.now()
    row, is_new = Content.objects.get_or_create(
        key=order.key,
        sha256=sha256,
        defaults={
            "version_of": order.version,
            "bytes": size,
            "used_at": now,
            "created_at": now,
            **more,
        },
    )
    if not is_new:
        Content.objects.filter(pk=row.pk).update(created_at=now, used_at=now)
    return row


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def make_room(*, limit: int | None = None) -> int:
    """Drop files of the content folder, those unused longest first, until they fit the limit; gives how many."""
    limit = settings.CONTENT_LIMIT if limit is None else limit
    rows = Content.objects.filter(original=False)
    sizes = {row.sha256: row.bytes for row in rows.only("sha256", "bytes").iterator()}
    sizes = {sha256: size for sha256, size in sizes.items() if _path(sha256).is_file()}
    total, dropped = sum(sizes.values()), 0
    for row in rows.filter(used_at__lt=clock.now() - IN_USE).order_by("used_at").iterator():
        if total <= limit:
            break
        size = sizes.pop(row.sha256, None)
        if size is None or rows.filter(sha256=row.sha256, used_at__gte=clock.now() - IN_USE).exists():
            continue
        _path(row.sha256).unlink(missing_ok=True)
        total -= size
        dropped += 1
    return dropped
