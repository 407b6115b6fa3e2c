"""Calls to other servers: the address is checked, and the connection goes to the address that was checked.

The one way out of the house. Redirects are followed only as far as the caller allows, each target checked
anew. Time and size have limits; proxies of the environment are not used, since they would resolve the name again.
Nothing is called within a transaction: on SQLite nobody could write until the other server has answered.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache, partial
from typing import BinaryIO, NamedTuple
from urllib.parse import urljoin

import urllib3
from django.utils.translation import gettext_lazy as _

from yunghap.core.deadlines import Deadline, EncryptedPool, PlainPool, current
from yunghap.core.errors import DomainError, sentence
from yunghap.core.gate import CheckedUrl, check_url, resolve
from yunghap.core.gate.streams import too_large
from yunghap.core.transactions import outside_transactions

USER_AGENT = "yunghap"
# An open file is sent from where it stands to its end; its length must be among the headers.
Body = bytes | BinaryIO | None
LARGEST = 50_000_000
_PIECE = 64 * 1024
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class Unreachable(DomainError):  # noqa: N818
    """The other server did not answer, or not as HTTP does."""

    code = "unreachable"
    status = 502


class Answer(NamedTuple):
    """A whole answer; header names are in lower case. `url` is where it came from after redirects."""

    status: int
    headers: dict[str, str]
    body: bytes
    url: str


class Stream(NamedTuple):
    """An answer whose body is still coming, to be read once."""

    status: int
    headers: dict[str, str]
    pieces: Iterator[bytes]
    url: str


def fetch(
    url: str,
    *,
    method: str = "GET",
    body: Body = None,
    headers: Mapping[str, str] | None = None,
    seconds: float = 10.0,
    largest: int = LARGEST,
    redirects: int = 0,
    schemes: Sequence[str] = ("https",),
) -> Answer:
    """Call an address and read its whole answer.

    Raises InvalidInput for an address that may not be called and for an answer of more than `largest` bytes (also when
    they are compressed on the way), Unreachable where there is no answer, RuntimeError within a transaction.

    `seconds` limits finding the host, connecting and every wait. The whole, with its redirects, ends after three times
    as long, and a second more for each 64 KiB that came or went.
    """
    with stream(
        url, method=method, body=body, headers=headers, seconds=seconds, redirects=redirects, schemes=schemes
    ) as answer:
        parts, size = [], 0
        for piece in answer.pieces:
            size += len(piece)
            if size > largest:
                raise too_large(largest)
            parts.append(piece)
        return Answer(answer.status, answer.headers, b"".join(parts), answer.url)


@contextmanager
def stream(
    url: str,
    *,
    method: str = "GET",
    body: Body = None,
    headers: Mapping[str, str] | None = None,
    seconds: float = 10.0,
    redirects: int = 0,
    schemes: Sequence[str] = ("https",),
) -> Iterator[Stream]:
    """Call an address and hand over the answer's body piece by piece; see `fetch`."""
    call = _Call(method, body, headers or {}, schemes, Deadline(seconds))
    with outside_transactions():
        yield from _stream(url, call, redirects)


class _Call(NamedTuple):
    """What is asked of every address that a call is led to, and until when."""

    method: str
    body: Body
    headers: Mapping[str, str]
    schemes: Sequence[str]
    deadline: Deadline


def _stream(url: str, call: _Call, redirects: int) -> Iterator[Stream]:
    while True:
        checked = check_url(url, schemes=call.schemes, resolver=partial(_resolve, call.deadline))
        response = _send(checked, call)
        location = response.headers.get("location")
        if response.status not in _REDIRECTS or not location or not redirects:
            break
        response.close()  # its body is of no interest
        url, redirects = urljoin(url, location), redirects - 1
    names = {name.lower(): value for name, value in response.headers.items()}
    finished = False

    def pieces() -> Iterator[bytes]:
        nonlocal finished
        try:
            yield from response.stream(_PIECE, decode_content=True)
        except urllib3.exceptions.HTTPError as error:
            raise _unreachable(checked.host, error) from error
        finished = True

    try:
        yield Stream(response.status, names, pieces(), url)
    finally:
        # A body that was not read to its end would stand in the way of the connection's next answer.
        if finished:
            response.release_conn()
        else:
            response.close()


def _resolve(deadline: Deadline, host: str, port: int) -> list[str]:
    try:
        return resolve(host, port, seconds=deadline.wait())
    except TimeoutError as error:
        raise _unreachable(host, error) from error


def _send(checked: CheckedUrl, call: _Call) -> urllib3.BaseHTTPResponse:
    path = checked.url.split("://", 1)[1]
    path = "/" + path.split("/", 1)[1] if "/" in path else "/"
    default = {"http": 80, "https": 443}[checked.scheme]
    host = f"[{checked.host}]" if ":" in checked.host else checked.host
    sent = {
        "User-Agent": USER_AGENT,
        "Accept-Encoding": "gzip",
        **call.headers,
        "Host": host if checked.port == default else f"{host}:{checked.port}",
    }
    current.deadline = call.deadline
    try:
        wait = call.deadline.wait()
        return _pool(checked.scheme, checked.host, checked.address, checked.port).urlopen(
            call.method,
            path.split("#", 1)[0],
            body=call.body,
            headers=sent,
            redirect=False,
            retries=False,
            timeout=urllib3.Timeout(connect=wait, read=wait),
            preload_content=False,
            decode_content=False,
        )
    except (urllib3.exceptions.HTTPError, TimeoutError) as error:
        raise _unreachable(checked.host, error) from error


@lru_cache(maxsize=256)
def _pool(scheme: str, host: str, address: str, port: int) -> PlainPool | EncryptedPool:
    """Connections to the address that was checked, by the name it was checked for."""
    if scheme == "https":
        return EncryptedPool(
            address, port, maxsize=16, server_hostname=host, assert_hostname=host, cert_reqs="CERT_REQUIRED"
        )
    return PlainPool(address, port, maxsize=16)


# What went wrong in words, the particular before the general.
_REASONS = (
    ((urllib3.exceptions.ReadTimeoutError, TimeoutError), _("it took too long")),
    (urllib3.exceptions.NewConnectionError, _("nothing there takes the connection")),
    (urllib3.exceptions.ConnectTimeoutError, _("no connection came about in time")),
    (urllib3.exceptions.SSLError, _("its certificate or its encryption is not sound")),
    (urllib3.exceptions.DecodeError, _("what it sends cannot be unpacked")),
    (urllib3.exceptions.ProtocolError, _("it broke off the connection")),
)


def _unreachable(host: str, error: Exception) -> Unreachable:
    other = _("it does not speak HTTP as it should")
    reason = next((words for kind, words in _REASONS if isinstance(error, kind)), other)
    return Unreachable(
        sentence(_("%(host)s does not answer: %(reason)s."), host=host, reason=reason),
        reason=type(error).__name__,
    )
