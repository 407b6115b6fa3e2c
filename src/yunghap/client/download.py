"""One file from a provider: resumed where it broke off, checked by its SHA-256, whole under its name or not at all."""

import base64
import contextlib
import hashlib
import json
import os
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlencode

import urllib3

from .http import ATTEMPTS, PASSING, ExchangeError, error_of, wait_before
from .sentences import said

# Bytes there, bytes in all.
Progress = Callable[[int, int], None]
_PIECE = 256 * 1024
_CONTENT_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+)")
_DIGEST = re.compile(r"sha-256=:([A-Za-z0-9+/=]+):")


class Interrupted(ExchangeError):  # noqa: N818
    """The connection broke off as often as it was tried; the same call again goes on from there."""


class WrongContent(ExchangeError):  # noqa: N818
    """What came is not what was announced."""


class Access(Protocol):
    """Where data are and the token that opens them; `renewed` fetches another one."""

    @property
    def endpoint(self) -> str:
        """The address."""

    @property
    def token(self) -> str:
        """The bearer token."""

    def renewed(self) -> "Access":
        """The same with a fresh token."""


@dataclass
class _Begun:
    """What is known of a file that is under way: kept beside it, so that another process can go on."""

    pinned: str
    etag: str
    sha256: str
    size: int
    rows: int | None = None
    cursor: str = ""
    media_type: str = ""


@dataclass(frozen=True)
class Downloaded:
    """A file that is there, and what its provider says of it."""

    path: Path
    sha256: str
    bytes: int
    rows: int | None
    cursor: str
    media_type: str


def download(
    pool: urllib3.PoolManager,
    access: Access,
    path: Path,
    *,
    query: Mapping[str, str] | None = None,
    progress: Progress | None = None,
    language: str = "ko",
) -> Downloaded:
    """Fetch to a path by way of PATH.part, going on where an earlier call for the same data stopped.

    Raises ExchangeError where the provider refuses, Interrupted, WrongContent.
    """
    part = _Part(path, access.endpoint + "?" + urlencode(dict(query or {})), language)
    attempt, wrong = 0, 0
    while True:
        before = part.have
        try:
            if part.begun is None or part.have < part.begun.size or not part.begun.size:
                access = _fetch(_Call(pool, query or {}, language, progress), access, part)
            return part.finished()
        except WrongContent:
            wrong += 1
            part.discard()
            if wrong > 1:
                raise
        except (urllib3.exceptions.HTTPError, _Busy) as error:
            attempt = 0 if part.have > before else attempt + 1  # progress starts the count anew
            if attempt >= ATTEMPTS:
                sentence = said("interrupted", language, endpoint=access.endpoint, why=error)
                raise Interrupted(0, "interrupted", sentence) from error
            time.sleep(wait_before(attempt, getattr(error, "retry_after", None)))


class _Busy(Exception):  # noqa: N818
    """The provider asks to come again."""

    def __init__(self, status: int, retry_after: str | None) -> None:
        super().__init__(f"HTTP {status}")
        self.retry_after = retry_after


class _Part:
    """PATH.part and what is known of it, PATH.part.json."""

    def __init__(self, path: Path, asked: str, language: str) -> None:
        self.path, self.asked, self.language = path, asked, language
        self.file, self.notes = path.with_name(path.name + ".part"), path.with_name(path.name + ".part.json")
        self.begun = self._read()
        if self.begun is None:
            self.discard()

    @property
    def have(self) -> int:
        """Bytes that are there."""
        return self.file.stat().st_size if self.file.exists() else 0

    def _read(self) -> _Begun | None:
        try:
            noted = json.loads(self.notes.read_text(encoding="utf-8"))
            begun = _Begun(**noted["begun"])
        except (OSError, ValueError, TypeError, KeyError):
            return None
        return begun if noted.get("asked") == self.asked and self.have <= begun.size else None

    def begin(self, begun: _Begun) -> None:
        """Note what is coming; another content than before starts from nothing."""
        if self.begun is not None and self.begun.sha256 != begun.sha256:
            self.file.unlink(missing_ok=True)
        self.begun = begun
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.notes.write_text(json.dumps({"asked": self.asked, "begun": asdict(begun)}), encoding="utf-8")

    def discard(self) -> None:
        """Begin anew."""
        self.begun = None
        self.file.unlink(missing_ok=True)
        self.notes.unlink(missing_ok=True)

    def wrong(self, key: str, **values: object) -> "WrongContent":
        """What came is not what was announced."""
        return WrongContent(0, "wrong-content", said(key, self.language, **values))

    def finished(self) -> Downloaded:
        """Check the whole and give it its name. Raises WrongContent."""
        begun = self.begun
        assert begun is not None  # noqa: S101 - something was fetched
        self.file.touch()
        with self.file.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            os.fsync(file.fileno())
        if self.have != begun.size or (begun.sha256 and digest != begun.sha256):
            raise self.wrong("digest", name=self.path.name, found=digest, announced=begun.sha256)
        self.file.replace(self.path)
        self.notes.unlink(missing_ok=True)
        return Downloaded(self.path, digest, begun.size, begun.rows, begun.cursor, begun.media_type)


@dataclass(frozen=True)
class _Call:
    """What is the same for every request of a download."""

    pool: urllib3.PoolManager
    query: Mapping[str, str]
    language: str
    progress: Progress | None


def _fetch(call: _Call, access: Access, part: _Part) -> Access:
    """One request for what lacks; gives the access that worked, with a renewed token where the old one had run out."""
    for renew in (True, False):
        answer = _ask(call, access, part)
        if answer.status == 401 and renew:
            answer.drain_conn()
            access = access.renewed()
            continue
        break
    try:
        _take(answer, part, call.progress)
    finally:
        # Of an answer that was not read to its end, the connection is of no more use.
        answer.close()
    return access


def _ask(call: _Call, access: Access, part: _Part) -> urllib3.BaseHTTPResponse:
    headers = {
        "Authorization": f"Bearer {access.token}",
        "Accept-Encoding": "identity",
        "Accept-Language": call.language,
    }
    address = access.endpoint + (f"?{urlencode(dict(call.query))}" if call.query else "")
    if part.begun is not None:
        # Exactly the bytes that were begun, whatever was published since.
        if part.begun.pinned:
            address = f"{access.endpoint}?{part.begun.pinned}"
        elif part.begun.etag:
            headers["If-Range"] = part.begun.etag
    if part.have:
        headers["Range"] = f"bytes={part.have}-"
    return call.pool.request(
        "GET", address, headers=headers, preload_content=False, redirect=False, retries=False
    )


def _take(answer: urllib3.BaseHTTPResponse, part: _Part, progress: Progress | None) -> None:
    """Add the answer's bytes to the part. Raises ExchangeError, WrongContent, _Busy."""
    if answer.status in PASSING and answer.headers.get("content-type", "") != "application/problem+json":
        raise _Busy(answer.status, answer.headers.get("retry-after"))
    if answer.status in {404, 416} and part.begun is not None:
        raise WrongContent(answer.status, "gone", said("gone", part.language))  # begin anew
    if answer.status not in {200, 206}:
        _refused(answer)
    start = _announced(answer, part)
    begun = part.begun
    assert begun is not None  # noqa: S101 - `_announced` set it
    with part.file.open("r+b" if part.file.exists() else "wb") as file:
        file.truncate(start)
        file.seek(start)
        have = start
        for piece in answer.stream(_PIECE, decode_content=False):
            have += len(piece)
            if have > begun.size:
                raise part.wrong("more", size=begun.size)
            file.write(piece)
            if progress is not None:
                progress(have, begun.size)
    if have < begun.size:
        raise urllib3.exceptions.ProtocolError("the answer ended early")


def _announced(answer: urllib3.BaseHTTPResponse, part: _Part) -> int:
    """What the answer says of itself; where its first byte belongs."""
    headers, start = answer.headers, 0
    found = _CONTENT_RANGE.fullmatch(headers.get("content-range", "")) if answer.status == 206 else None
    if answer.status == 206:
        if found is None or int(found[1]) != part.have:
            raise part.wrong("range", found=headers.get("content-range"))
        start, size = int(found[1]), int(found[3])
    else:
        length = headers.get("content-length", "")
        if not length.isdigit():
            raise part.wrong("length")
        size = int(length)
    digest = _DIGEST.search(headers.get("repr-digest", ""))
    rows = headers.get("yunghap-rows", "")
    begun = _Begun(
        pinned=_pinned(headers.get("content-location", "")),
        etag=headers.get("etag", ""),
        sha256=base64.b64decode(digest[1]).hex() if digest else "",
        size=size,
        rows=int(rows) if rows.isdigit() else None,
        cursor=unquote(headers["yunghap-cursor"]) if "yunghap-cursor" in headers else "",
        media_type=headers.get("content-type", ""),
    )
    if start and part.begun is not None and (begun.sha256, size) != (part.begun.sha256, part.begun.size):
        raise part.wrong("other")
    part.begin(begun)
    return start


def _pinned(location: str) -> str:
    """The query that asks for exactly this content; the token is sent nowhere but to the endpoint."""
    query = location.partition("?")[2]
    return query if query.startswith("content=") else ""


def _refused(answer: urllib3.BaseHTTPResponse) -> None:
    value = None
    with contextlib.suppress(ValueError):
        value = json.loads(answer.read(1_000_000) or b"null")
    if isinstance(value, dict) and answer.status == 503:
        raise _Busy(answer.status, str(value.get("retry_after", 1)))
    raise error_of(answer.status, value)
