"""An HTTP API: {"url", "records"?, "page"?: {"parameter", "first"?, "size_parameter"?, "size"?}, "cursor"?}; secret
{"header", "value"} or {"parameter", "value"}.

Without `records` the answer's bytes are the data. With it ("response.body.items") the answers are JSON, their records
become rows, and pages are asked for until one comes back empty.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import InvalidInput, sentence
from yunghap.core.fetch import Unreachable, fetch, stream
from yunghap.core.gate import safe_json

from .kinds import Fetched, Place, Source, write_pieces

MOST_PAGES = 10_000
_HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,80}")  # RFC 9110, section 5.1
_VALUE = re.compile(r"[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?")
# Headers that say where a request goes and where it ends: they are ours.
_OURS = frozenset(
    {"host", "connection", "content-length", "expect", "te", "trailer", "transfer-encoding", "upgrade"}
)


def check(place: Place) -> None:
    """Whether the address is named, pages are described fully, and a key can be sent as a header."""
    place.text("url")
    header = place.secret.get("header")
    if header is not None and (
        not _HEADER.fullmatch(header)
        or header.lower() in _OURS
        or not _VALUE.fullmatch(place.secret.get("value", ""))
    ):
        raise InvalidInput(_("This cannot be sent as a header of a request."), field="key_name")
    page = place.where.get("page")
    if page is None:
        return
    numbers = [page.get("first", 1), page.get("size", 100)] if isinstance(page, dict) else [None]
    if not all(isinstance(one, int) for one in numbers) or not isinstance(page.get("parameter"), str):
        raise InvalidInput(_("Pages need the name of their parameter, and whole numbers."), field="page")


def fetch_source(place: Place, into: Path) -> Fetched:
    """Get the answer as it is, or all records as JSON lines."""
    if place.where.get("records"):
        write_pieces(_records(place), into, largest=place.largest)
        return Fetched(into, ours=True)
    address = _address(place, {})
    with stream(address, headers=_headers(place), seconds=60, redirects=0) as answer:
        _expect_success(answer.status)
        write_pieces(answer.pieces, into, largest=place.largest)
    return Fetched(into, ours=True)


def _records(place: Place) -> Iterator[bytes]:
    page = place.where.get("page")
    for number in range(MOST_PAGES):
        answer = fetch(_address(place, _numbered(page, number)), headers=_headers(place), seconds=60)
        _expect_success(answer.status)
        records = _inside(safe_json(answer.body, exact=False), place.text("records"))
        if not records:
            return
        yield b"".join(json.dumps(record, ensure_ascii=False).encode() + b"\n" for record in records)
        if not page:
            return
    raise InvalidInput(sentence(_("The source has more than %(most)s pages."), most=f"{MOST_PAGES:,}"))


def first_page(place: Place) -> Place:
    """The source narrowed to its first page, where it comes in pages."""
    page = place.where.get("page")
    if not page:
        return place
    url = _with(place.text("url"), _numbered(page, 0))
    return replace(place, where={**place.where, "url": url, "page": None})


def _numbered(page: Mapping[str, Any] | None, number: int) -> dict[str, str]:
    """The parameters of a page, counted from 0; none where there are no pages."""
    if not page:
        return {}
    parameters = {page["parameter"]: str(page.get("first", 1) + number)}
    if page.get("size_parameter"):
        parameters[str(page["size_parameter"])] = str(page.get("size", 100))
    return parameters


def _inside(value: Any, path: str) -> list[Any]:
    """The records at a dotted path of a JSON answer; one record alone counts as a list of one."""
    for name in path.split(".") if path != "." else ():
        value = value.get(name) if isinstance(value, dict) else None
    if value in (None, ""):
        return []
    return value if isinstance(value, list) else [value]


def _address(place: Place, parameters: dict[str, str]) -> str:
    url = place.text("url")
    if place.secret.get("parameter"):
        parameters = {**parameters, place.secret["parameter"]: place.secret.get("value", "")}
    return _with(url, parameters)


def _with(url: str, parameters: Mapping[str, str]) -> str:
    if not parameters:
        return url
    return url + ("&" if "?" in url else "?") + urlencode(parameters)


def _headers(place: Place) -> dict[str, str]:
    header = place.secret.get("header")
    return {header: place.secret.get("value", "")} if header else {}


def _expect_success(status: int) -> None:
    if status != 200:
        raise Unreachable(sentence(_("The source answers with status %(status)s."), status=status))


SOURCE = Source(check=check, fetch=fetch_source, first=first_page)
