"""The documents of a catalogue: one file of this machine, or the answers of a server, one page after the other.

Polite to servers: pages are asked for one at a time with a pause between them, a server that says when to come back is
obeyed, one that fails is asked again later and later, and what has not changed is not fetched.
"""

import hashlib
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import BinaryIO, Protocol, cast
from urllib.parse import unquote, urljoin, urlsplit

from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.errors import DomainError, InvalidInput, sentence
from yunghap.core.fetch import Unreachable, stream

from .packed import is_damaged, members_of, unpacked

NO_BASE = "https://yunghap.invalid/"  # what addresses in a file of this machine are relative to
HEAD = 1 << 16
LARGEST = 8 << 30
IN_MEMORY = 8 << 20
PAUSE = 0.2
TRIES = 5
LONGEST_WAIT = 120.0
SECONDS = 60.0
_WANTED = ("text/turtle", "application/rdf+xml", "application/json", "text/csv")
ACCEPT = ", ".join(["application/ld+json", *(f"{kind};q=0.9" for kind in _WANTED), "*/*;q=0.5"])
_AGAIN = frozenset({429, 500, 502, 503, 504})


class NotAnswered(DomainError):  # noqa: N818
    """The server has no such document, or will not give it."""

    code = "not-answered"
    status = 502


class NoSuchPage(NotAnswered):
    """A document names a further page that is not there."""


@dataclass
class Document:
    """One document, to be read from its beginning. `identity` tells whether it is the same one as before.

    Of an archive it is the first file, `member` its name there, and `others` are the further ones.
    """

    name: str
    file: BinaryIO
    identity: str
    headers: Mapping[str, str] = field(default_factory=dict)
    member: str = ""
    others: list["Document"] = field(default_factory=list)

    def head(self) -> bytes:
        """Its first bytes."""
        self.file.seek(0)
        found = self.file.read(HEAD)
        self.file.seek(0)
        return found

    @property
    def is_damaged(self) -> bool:
        """Whether it was packed and the archive ended too early."""
        return is_damaged(self.file)

    def next_link(self) -> str:
        """The address that a Link header names as the next page."""
        for part in self.headers.get("link", "").split(","):
            address, _semicolon, rest = part.strip().partition(">")
            if address.startswith("<") and 'rel="next"' in rest.replace("'", '"').replace(
                "rel=next", 'rel="next"'
            ):
                return joined(self.name, address[1:])
        return ""


def joined(base: str, address: str) -> str:
    """An address that stands in a document, made whole; one that is none stays as it is."""
    try:
        return urljoin(base, address)
    except ValueError:
        return address


def document_of(
    name: str, file: BinaryIO, identity: str, headers: Mapping[str, str] | None = None
) -> Document:
    """A document, unpacked. Raises InvalidInput for an archive that cannot be read."""
    file = unpacked(file)
    members = members_of(file)
    if not members:
        return Document(name, file, identity, headers or {})
    first, *others = (
        Document(name, unpacked(inner), f"{identity}#{number}" if number else identity, headers or {}, member)
        for number, (member, inner) in enumerate(members)
    )
    first.others = others
    return first


class Documents(Protocol):
    """Where the documents come from."""

    @property
    def is_live(self) -> bool:
        """Whether other documents can be asked for."""
        ...

    def first(self) -> Document:
        """The document a reading begins with."""
        ...

    def follow(self, address: str, *, body: bytes | None = None) -> Document | None:
        """Another one; None where it was read already. Raises NoSuchPage where a file is not there."""
        ...


class Unchanged(Exception):  # noqa: N818
    """The server says that nothing has changed since the last reading."""


class FileDocuments:
    """A file, packed or not, and the files beside it that it names as its further pages."""

    is_live = False

    def __init__(self, path: Path) -> None:
        self.path = path
        self.seen = {path.name}

    def first(self) -> Document:
        """The file. Raises InvalidInput where it cannot be read."""
        return self._read(self.path)

    def follow(self, address: str, *, body: bytes | None = None) -> Document | None:  # noqa: ARG002
        """A file in the same folder with the same ending, each once. Raises NoSuchPage for any other address.

        A catalogue leads nowhere else on this machine, and not onto the network.
        """
        own = address.startswith(NO_BASE) and not urlsplit(address).query
        name = unquote(urlsplit(address).path.lstrip("/")) if own else None
        if name == "" or name in self.seen:
            return None
        beside = None if name is None else self._beside(name)
        if beside is None:
            raise NoSuchPage(address)
        self.seen.add(beside.name)
        return self._read(beside)

    def _beside(self, name: str) -> Path | None:
        try:
            beside = self.path.with_name(name)
            fits = beside.suffix == self.path.suffix and not beside.is_symlink() and beside.is_file()
        except (ValueError, OSError):  # no name that a file may have
            return None
        return beside if fits else None

    def _read(self, path: Path) -> Document:
        try:
            file = path.open("rb")
            facts = path.stat()
        except OSError as error:
            raise InvalidInput(
                sentence(_("%(file)s cannot be read: %(reason)s."), file=path.name, reason=error.strerror)
            ) from None
        identity = f"{facts.st_ino}-{facts.st_size}-{facts.st_mtime_ns}"
        return document_of(path.name, file, identity)


class WebDocuments:
    """Answers of a server."""

    is_live = True

    def __init__(
        self,
        address: str,
        *,
        etag: str = "",
        last_modified: str = "",
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        wait: Callable[[float], None] = time.sleep,
        pause: float = PAUSE,
    ) -> None:
        self.address, self.body, self.wait, self.pause = address, body, wait, pause
        self.headers = dict(headers or {})
        self.conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        self.seen: set[str] = set()

    def first(self) -> Document:
        """The answer at the source's address. Raises Unchanged, Unreachable, NotAnswered, InvalidInput."""
        self.seen.add(self._name(self.address, self.body))
        return self._get(
            self.address, self.body, {key: value for key, value in self.conditions.items() if value}
        )

    def follow(self, address: str, *, body: bytes | None = None) -> Document | None:
        """The answer at another address, each only once."""
        name = self._name(address, body)
        if name in self.seen:
            return None
        self.seen.add(name)
        self.wait(self.pause)
        return self._get(address, body, {})

    def _name(self, address: str, body: bytes | None) -> str:
        return address if body is None else f"{address} {hashlib.sha256(body).hexdigest()}"

    def _get(self, address: str, body: bytes | None, conditions: Mapping[str, str]) -> Document:
        for attempt in range(1, TRIES + 1):
            try:
                return self._once(address, body, conditions)
            except _Later as later:
                if attempt == TRIES:
                    raise NotAnswered(later.said) from None
                self.wait(min(later.seconds if later.seconds is not None else 2.0**attempt, LONGEST_WAIT))
            except Unreachable:
                if attempt == TRIES:
                    raise
                self.wait(min(2.0**attempt, LONGEST_WAIT))
        raise AssertionError("unreachable")

    def _once(self, address: str, body: bytes | None, conditions: Mapping[str, str]) -> Document:
        headers = {"Accept": ACCEPT, **self.headers, **conditions}
        if body is not None:
            headers["Content-Type"] = "application/json"
        with stream(
            address,
            method="GET" if body is None else "POST",
            body=body,
            headers=headers,
            seconds=SECONDS,
            redirects=5,
            schemes=("https", "http"),
        ) as answer:
            if answer.status == 304:
                raise Unchanged
            said = sentence(
                _("%(address)s answers with status %(status)s."), address=address, status=answer.status
            )
            if answer.status in _AGAIN:
                raise _Later(said, _seconds(answer.headers.get("retry-after", "")))
            if answer.status != 200:
                raise NotAnswered(said)
            file, digest = _spooled(answer.pieces)
            return document_of(answer.url, file, digest, answer.headers)


class _Later(Exception):  # noqa: N818
    """The server asks to come back, or has a fault of its own."""

    def __init__(self, said: object, seconds: float | None) -> None:
        self.said, self.seconds = said, seconds


def _seconds(text: str) -> float | None:
    """Retry-After: seconds, or a moment."""
    if text.strip().isdigit():
        return float(text)
    try:
        return max(0.0, (parsedate_to_datetime(text) - clock.now()).total_seconds())
    except (ValueError, TypeError):
        return None


def _spooled(pieces: Iterator[bytes]) -> tuple[BinaryIO, str]:
    """An answer on disk (or in memory while it is small), and its hash."""
    file = cast(BinaryIO, tempfile.SpooledTemporaryFile(max_size=IN_MEMORY))  # noqa: SIM115 - the reader closes it
    digest, size = hashlib.sha256(), 0
    try:
        for piece in pieces:
            size += len(piece)
            if size > LARGEST:
                raise InvalidInput(_("The answer is larger than a catalogue may be."))
            digest.update(piece)
            file.write(piece)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file, digest.hexdigest()


@contextmanager
def opened(document: Document) -> Iterator[Document]:
    """The document, closed afterwards."""
    with closing(document.file):
        yield document
