"""CKAN: answers of its API, lists of packages, dumps with a package per line; a live site page by page.

In: `package_search`, `current_package_list_with_resources`, `package_show`, a bare list, JSON lines (`ckanapi dump`).
A live address may be the site's own or that of an API call; it is read through `package_search`, a thousand at a time.
"""

import re
from collections.abc import Callable, Generator, Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.utils.translation import gettext_lazy as _

from yunghap.exchange.domain.harvest import values
from yunghap.exchange.domain.harvest.documents import Document, Documents, opened
from yunghap.exchange.domain.harvest.reading_json import Member, NotJson, What, is_in_list, items, members_in
from yunghap.exchange.domain.harvest.records import Found, Total, WrongKind

from .ckan_mapping import entry_of, key_of
from .json_records import record

ROWS = 1_000
_WRAPPERS = frozenset({"result", "results", "packages", "datasets", "data", "records"})
_PACKAGE = frozenset(
    {
        "resources",
        "extras",
        "tags",
        "notes",
        "organization",
        "owner_org",
        "num_resources",
        "license_id",
        "isopen",
    }
    | {"metadata_modified", "metadata_created", "num_tags", "maintainer", "author"}
)


# What only packages are called; what only the answers of the API are; what stands beside a list in one.
_CERTAIN = frozenset({"resources", "owner_org", "license_id", "notes", "num_resources", "metadata_modified"})
_ANSWER = frozenset({"help", "success", "result", "results", "packages", "datasets"})
_LISTING = frozenset({"count", "results", "facets", "sort", "search_facets"})
_FIRST_WITHIN = re.compile(r'(?:\[|\{\s*"(?:[^"\\]|\\.)*"\s*:)\s*\{')


def read(documents: Documents) -> Iterator[Found]:
    """The packages."""
    document: Document | None = documents.first()
    page = 1
    while document is not None:
        following = ""
        with opened(document):
            if (
                page == 1
                and documents.is_live
                and not document.head().lstrip(b"\xef\xbb\xbf \r\n\t").startswith((b"{", b"["))
            ):
                following = _search_address(document.name)  # the site's own page
            else:
                following = yield from _page(document, page, documents)
        page += 1
        document = documents.follow(following) if following and documents.is_live else None


def _search_address(address: str) -> str:
    parts = urlsplit(address)
    root = re.sub(r"/(?:api|dataset|organization|group)(?:/.*)?$", "", parts.path.rstrip("/"))
    query = urlencode({"rows": ROWS, "start": 0, "sort": "id asc"})
    return urlunsplit(parts._replace(path=f"{root}/api/3/action/package_search", query=query, fragment=""))


def _choose(path: tuple[str, ...], bracket: str, peek: str) -> What:
    if bracket == "[":
        if path and path[-1] not in _WRAPPERS:
            return "value"
        return "each" if _begins_with(_is_answer, peek) else "items"
    members = members_in(peek)
    if _is_package(members):
        return "item"
    if path and path[-1] == "result":
        return "inside" if _LISTING & members.keys() else "item"
    if path and not (len(path) == 1 and is_in_list(path[0])):
        return "value"
    by_name = not path and _begins_with(_is_package, peek)
    return "inside" if by_name or _is_answer(members) else "item"


def _begins_with(what: Callable[[Mapping[str, str]], bool], peek: str) -> bool:
    """Whether the first object within is of that sort."""
    found = _FIRST_WITHIN.match(peek)
    return found is not None and what(members_in(peek[found.end() - 1 :]))


def _is_answer(members: Mapping[str, str]) -> bool:
    return bool(_ANSWER & members.keys()) and not _is_package(members)


def _is_package(members: Mapping[str, str]) -> bool:
    return bool(_CERTAIN & members.keys())


def _page(document: Document, page: int, documents: Documents) -> Generator[Found, None, str]:
    beside: dict[str, Any] = {}
    number = usable = 0
    try:
        for item in items(document.file, _choose):
            if isinstance(item, Member):
                if item.path:
                    beside[item.path[-1]] = item.value
                continue
            if page == 1 and number == 0 and isinstance(item.value, str) and documents.is_live:
                return _search_address(document.name)  # a list of names: `package_list`
            number += 1
            usable += isinstance(item.value, dict) and _is_known(item.value)
            if number == 20 and not usable:
                raise _wrong()
            place = item.place or "value 1"
            yield record(item, f"page {page}, {place}" if page > 1 else place, key_of, entry_of)
    except NotJson:
        raise _wrong() from None
    total = values.size(beside.get("count"))
    if page == 1 and total is not None:
        yield Total(total)
    if page == 1 and not usable and not (total == 0 or (number == 0 and beside.get("success"))):
        raise _wrong()
    return _next_page(document, total, number)


def _is_known(value: Mapping[str, Any]) -> bool:
    return bool(_PACKAGE & value.keys()) or {"id", "name", "title"} <= value.keys()


def _wrong() -> WrongKind:
    return WrongKind(_("This does not come from CKAN: no package is found in it."))


def _next_page(document: Document, total: int | None, number: int) -> str:
    parts = urlsplit(document.name)
    given = dict(parse_qsl(parts.query, keep_blank_values=True))
    if not parts.path.endswith(("package_search", "current_package_list_with_resources")):
        return ""
    if parts.path.endswith("current_package_list_with_resources"):
        name, done = "offset", (values.size(given.get("offset")) or 0) + number
        finished = not number or "limit" not in given
    else:
        name, done = "start", (values.size(given.get("start")) or 0) + number
        finished = not number or total is None or done >= total
    if finished:
        return ""
    return urlunsplit(parts._replace(query=urlencode(given | {name: str(done)})))
