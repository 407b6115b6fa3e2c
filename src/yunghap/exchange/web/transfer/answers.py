"""What is answered to a request for data, for whatever server asks: Django's or the data process.

    GET /data/TRANSFER?form=&version=&since=&content=   the data (Range, If-Range, If-Match, If-None-Match)
    POST /data/TRANSFER/token                           new tokens for a refresh token

The ETag is the SHA-256 of the content, which `Repr-Digest` says too (RFC 9530). `content=SHA256` asks for exactly the
bytes of an earlier answer: how one resumes, whatever has been published since.
"""

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, quote

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import DomainError, InvalidInput, NotFound
from yunghap.core.language import accepted
from yunghap.core.problems import CONTENT_TYPE, document
from yunghap.exchange.domain.transfer import contents, grants, ranges
from yunghap.exchange.domain.transfer.deliveries import current_version
from yunghap.exchange.domain.transfer.metering import grant_range
from yunghap.exchange.domain.transfer.tables import Format
from yunghap.exchange.domain.transfer.views import view_of
from yunghap.exchange.models import Content, Delivery, TransferProcess

_STORE = "private, no-store"


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked; header names are in lower case."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered: `body`, or the bytes from `first` to `last` of the file at `path`."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    path: Path | None = None
    first: int = 0
    last: int = -1


def data(request: Request, transfer: str) -> Answer:
    """The data of a transfer, or why not."""
    return _told(request, lambda: _data(request, transfer))


def token(request: Request, transfer: str) -> Answer:
    """Fresh tokens (RFC 6749, section 6)."""
    return _told(request, lambda: _token(request, transfer))


def _told(request: Request, act: Callable[[], Answer]) -> Answer:
    """The answer, or the problem that came up, in the reader's language."""
    with translation.override(accepted(request.headers.get("accept-language", ""))):
        try:
            return act()
        except DomainError as error:
            return _problem(request, error)


def _problem(request: Request, error: DomainError) -> Answer:
    body = document(
        request.path, status=error.status, code=error.code, detail=error.message, more=error.details
    )
    headers = {"Content-Type": CONTENT_TYPE, "Cache-Control": _STORE, "Content-Length": str(len(body))}
    if error.status == 401:
        headers["WWW-Authenticate"] = 'Bearer error="invalid_token"'
    if "retry_after" in error.details:
        headers["Retry-After"] = str(error.details["retry_after"])
    return Answer(error.status, headers, b"" if request.method == "HEAD" else body)


def _token(request: Request, transfer: str) -> Answer:
    form = parse_qs(request.body.decode("utf-8", "replace"), max_num_fields=10)
    if form.get("grant_type") != ["refresh_token"] or len(form.get("refresh_token", ())) != 1:
        raise InvalidInput(_("Send grant_type=refresh_token and the refresh token."))
    fresh = grants.refresh_access(token=form["refresh_token"][0], transfer=transfer)
    body = (
        f'{{"access_token": "{fresh.access}", "token_type": "Bearer", "expires_in": {fresh.seconds}, '
        f'"refresh_token": "{fresh.refresh}"}}'
    ).encode()
    return Answer(
        200,
        {"Content-Type": "application/json", "Cache-Control": "no-store", "Content-Length": str(len(body))},
        body,
    )


def _data(request: Request, transfer: str) -> Answer:
    scheme, _space, given = request.headers.get("authorization", "").partition(" ")
    # Connectors hand the token out with and without the name of the scheme.
    bearer = given.strip() if scheme.lower() == "bearer" else request.headers.get("authorization", "")
    grant = grants.admit(token=bearer, transfer=transfer)
    content = _content(grant.transfer, parse_qs(request.query, max_num_fields=20))
    headers = _headers(content)
    etag, size = headers["ETag"], content.bytes
    if not _fits(request.headers.get("if-match"), etag, default=True):
        return Answer(412, {"ETag": etag, "Content-Length": "0"})
    if _fits(request.headers.get("if-none-match"), etag, default=False):
        return Answer(304, {name: headers[name] for name in ("ETag", "Cache-Control", "Content-Location")})
    if request.method == "HEAD":
        return Answer(200, headers | {"Content-Length": str(size)})
    asked = request.headers.get("range") if request.headers.get("if-range", etag) == etag else None
    try:
        part = ranges.wanted(asked, size)
    except ranges.Unsatisfiable:
        return Answer(416, {"Content-Range": f"bytes */{size}", "ETag": etag, "Content-Length": "0"})
    first, last = part or (0, size - 1)
    path = contents.path_of(content)
    grant_range(transfer=grant.transfer, content=content, wanted=(first, last) if size else None)
    headers["Content-Length"] = str(last - first + 1)
    if part:
        headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    return Answer(206 if part else 200, headers, path=path, first=first, last=last)


def _content(transfer: TransferProcess, query: Mapping[str, list[str]]) -> Content:
    """The content that is asked for. Raises NotFound, InvalidInput and what making it raises."""
    pinned = query.get("content", [""])[-1]
    if pinned:
        delivery = Delivery.objects.filter(transfer=transfer, sha256=pinned).select_related("content").first()
        if delivery is None or delivery.content is None or not contents.path_of(delivery.content).is_file():
            raise NotFound(_("These bytes are no longer here. Ask for the data anew."))
        return delivery.content
    try:
        form = Format(query.get("form", [""])[-1].lower())
    except ValueError:
        raise InvalidInput(_("Data can be had as parquet, csv or ndjson."), field="form") from None
    version = current_version(transfer, query.get("version", [""])[-1])
    view = view_of(transfer.agreement.policy)
    return contents.content_of(version, view, form, since=query.get("since", [""])[-1])


def _headers(content: Content) -> dict[str, str]:
    digest = base64.b64encode(bytes.fromhex(content.sha256)).decode()
    headers = {
        "Content-Type": content.media_type,
        "ETag": f'"{content.sha256}"',
        "Repr-Digest": f"sha-256=:{digest}:",
        "Accept-Ranges": "bytes",
        "Cache-Control": "private, no-transform",
        "Content-Location": f"?content={content.sha256}",
        "X-Content-Type-Options": "nosniff",
        "Content-Disposition": "attachment",
        "Yunghap-Version": str(content.version_of.number),
    }
    if content.rows is not None:
        headers["Yunghap-Rows"] = str(content.rows)
    if content.cursor:
        headers["Yunghap-Cursor"] = quote(content.cursor, safe=" :+-./")
    return headers


def _fits(header: str | None, etag: str, *, default: bool) -> bool:
    """Whether one of the tags of a condition is ours; weak ones never are."""
    if header is None:
        return default
    return header.strip() == "*" or etag in {tag.strip() for tag in header.split(",")}
