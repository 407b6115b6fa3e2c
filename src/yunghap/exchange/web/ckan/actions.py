"""The actions, each a function of its parameters; what an action answers is plain JSON."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from yunghap import __version__
from yunghap.exchange.contracts import Entry
from yunghap.exchange.enums import Licence
from yunghap.exchange.models import Product
from yunghap.exchange.queries.catalogue import COLLECTION
from yunghap.exchange.queries.entries import get_entries, get_entry
from yunghap.search import service as search

from . import records
from .fq import FilterError, Filters, read_filters

MOST_ROWS, MOST_NAMES = 1000, 100_000
_FACETS = {
    "organization": ("organisation", "org"),
    "owner_org": ("organisation", "org"),
    "groups": ("theme", "theme"),
    "res_format": ("format", ""),
    "license_id": ("licence", ""),
}
_ORDERS = {
    "": search.Order.RELEVANCE,
    "score": search.Order.RELEVANCE,
    "metadata_modified": search.Order.NEWEST,
    "metadata_created": search.Order.NEWEST,
    "last_modified": search.Order.NEWEST,
    "id": search.Order.ID,
    "name": search.Order.ID,
    "title": search.Order.NAME,
    "title_string": search.Order.NAME,
}


_ASCENDING = frozenset({search.Order.ID, search.Order.NAME})


class ActionProblem(Exception):  # noqa: N818
    """What an action answers instead of a result: CKAN's type of the error, its status and what it says."""

    def __init__(self, kind: str, status: int, **says: Any) -> None:
        super().__init__(kind)
        self.status = status
        self.error = {"__type": kind, **says}


def not_found(what: str = "Not found") -> ActionProblem:
    return ActionProblem("Not Found Error", 404, message=what)


def _invalid(name: str, says: str) -> ActionProblem:
    return ActionProblem("Validation Error", 409, **{name: [says]})


Parameters = Mapping[str, Any]
Action = Callable[[Parameters, str], Any]
ACTIONS: dict[str, Action] = {}


def action(function: Action) -> Action:
    """Make a function an action under its own name."""
    ACTIONS[function.__name__] = function
    return function


def text_of(given: Parameters, name: str, *, needed: bool = False) -> str:
    value = given.get(name)
    if isinstance(value, list):  # CKAN takes fq as a list too
        value = " ".join(map(str, value))
    if needed and not value:
        raise _invalid(name, "Missing value")
    return "" if value is None else str(value)


def _number(given: Parameters, name: str, default: int, most: int) -> int:
    value = given.get(name)
    if value in (None, ""):
        return default
    try:
        number = int(str(value))
    except ValueError:
        raise _invalid(name, "Invalid integer") from None
    if number < 0:
        raise _invalid(name, "Must be a natural number")
    return min(number, most)


def _yes(given: Parameters, name: str) -> bool:
    return str(given.get(name, "")).lower() in {"true", "1", "yes"}


@action
def package_search(given: Parameters, address: str) -> Any:
    """Data sets by words (`q`) and filters (`fq`, `fq_list`), sorted, from `start` on."""
    words = text_of(given, "q")
    filters = " ".join(filter(None, (text_of(given, "fq"), text_of(given, "fq_list"))))
    try:
        if ":" in words:  # clients put filters into q as well
            filters, words = f"{filters} {words}".strip(), ""
        narrowing = _narrowing(read_filters(filters))
    except FilterError as problem:
        raise ActionProblem("Search Query Error", 400, message=str(problem)) from None
    rows = _number(given, "rows", 10, MOST_ROWS)
    facets = _facets_asked(given)
    found = search.browse(
        "" if words.strip() in {"*", "*:*"} else words,
        narrowing=narrowing,
        count=[_FACETS[name][0] for name in facets],
        order=_order(text_of(given, "sort"), words),
        offset=_number(given, "start", 0, 2**31),
        limit=max(rows, 1),
        collection=COLLECTION,
    )
    entries = get_entries([hit.id for hit in found.hits[:rows]])
    counted = {name: _most(given, _counts(name, found.facets.get(_FACETS[name][0], {}))) for name in facets}
    return {
        "count": found.total,
        "sort": text_of(given, "sort") or "score desc",
        "results": [records.package(entry, f"{address}{entry.id}/") for entry in entries.values()],
        "facets": {name: {one["name"]: one["count"] for one in counts} for name, counts in counted.items()},
        "search_facets": {name: {"title": name, "items": counts} for name, counts in counted.items()},
    }


def _facets_asked(given: Parameters) -> list[str]:
    """The facets that are wanted: CKAN takes a JSON list, words, or the parameter several times."""
    if str(given.get("facet", "true")).lower() == "false":
        return []
    asked = set(re.findall(r"\w+", text_of(given, "facet.field")))
    return [name for name in _FACETS if name in asked]


def _most(given: Parameters, counts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The most frequent values, as many as are wanted (50, all below 0) and no rarer than is wanted."""
    least = _number(given, "facet.mincount", 1, 2**31)
    limit = text_of(given, "facet.limit")
    most = None if limit.startswith("-") else _number(given, "facet.limit", 50, 2**31)
    frequent = sorted(counts, key=lambda one: (-int(one["count"]), str(one["name"])))
    return [one for one in frequent if one["count"] >= least][:most]


def _counts(name: str, counts: Mapping[str, int]) -> list[dict[str, Any]]:
    prefix = _FACETS[name][1]
    return [
        {
            "name": records.ckan_name(value, prefix) if prefix else value,
            "display_name": value,
            "count": number,
        }
        for value, number in counts.items()
    ]


def _order(sort: str, words: str) -> search.Order:
    first, *way = sort.partition(",")[0].split() or [""]
    if not first:
        return search.Order.RELEVANCE if words.strip() else search.Order.NEWEST
    order = _ORDERS.get(first, search.Order.RELEVANCE)
    if way and way[0].lower() != (
        "asc" if order in _ASCENDING else "desc"
    ):  # rather told than in another order
        raise ActionProblem("Search Query Error", 400, message=f"There is no order “{first} {way[0]}” here.")
    return order


def _narrowing(filters: Filters) -> search.Narrowing:
    return search.Narrowing(
        facets=_values(filters.wanted),
        without=_values(filters.excluded),
        since=filters.since,
        until=filters.until,
    )


def _values(asked: Mapping[str, list[str]]) -> dict[str, search.Values]:
    """Fields of CKAN as facets of ours; fields that hold for every record fall away."""
    found: dict[str, search.Values] = {}
    for name, values in asked.items():
        if name in {"dataset_type", "type", "state", "private", "capacity", "site_id"}:
            continue
        if name in {"id", "name"}:
            raise FilterError("Ask for one data set with package_show.")
        if name not in _FACETS:
            raise FilterError(f"There is no field “{name}”.")
        found[_FACETS[name][0]] = tuple(_ours(name, values))
    return found


def _ours(name: str, values: list[str]) -> list[str]:
    """Values of a field as the catalogue calls them."""
    facet, prefix = _FACETS[name]
    if prefix:
        known = records.names(search.values_of(facet, collection=COLLECTION), prefix)
        return [known.get(value, value) for value in values]
    if name == "license_id":
        codes = {records.licence(code)["license_id"]: str(code) for code in Licence.values}
        return [codes.get(value, value) for value in values]
    return [value.upper() for value in values]


def entry_named(name: str) -> Entry:
    entry = get_entry(name.upper()) if len(name) == 26 else None
    if entry is None:
        own = Product.objects.filter(slug=name).values_list("id", flat=True).first()
        entry = get_entry(own) if own else None
    if entry is None:
        raise not_found()
    return entry


@action
def package_show(given: Parameters, address: str) -> Any:
    """One data set by id or name."""
    entry = entry_named(text_of(given, "id") or text_of(given, "name_or_id", needed=True))
    return records.package(entry, f"{address}{entry.id}/")


def _page_of_entries(given: Parameters, default: int, most: int) -> list[Entry]:
    found = search.browse(
        narrowing=search.Narrowing(),
        offset=_number(given, "offset", 0, 2**31),
        limit=_number(given, "limit", default, most) or default,
        collection=COLLECTION,
    )
    return list(get_entries([hit.id for hit in found.hits]).values())


@action
def package_list(given: Parameters, address: str) -> Any:  # noqa: ARG001 - every action takes both
    """The names of data sets; all of them unless limited."""
    return [records.package_name(entry) for entry in _page_of_entries(given, MOST_NAMES, MOST_NAMES)]


@action
def current_package_list_with_resources(given: Parameters, address: str) -> Any:
    """Data sets, a page of them."""
    return [
        records.package(entry, f"{address}{entry.id}/") for entry in _page_of_entries(given, 100, MOST_ROWS)
    ]


@action
def package_autocomplete(given: Parameters, address: str) -> Any:  # noqa: ARG001
    """Data sets whose title carries what was typed."""
    found = search.browse(
        text_of(given, "q", needed=True),
        narrowing=search.Narrowing(),
        order=search.Order.RELEVANCE,
        limit=_number(given, "limit", 10, 100) or 10,
        collection=COLLECTION,
    )
    return [
        {"name": hit.id.lower(), "title": hit.title, "match_field": "title", "match_displayed": hit.title}
        for hit in found.hits
    ]


@action
def resource_show(given: Parameters, address: str) -> Any:
    """One distribution of a data set."""
    wanted = text_of(given, "id", needed=True)
    entry = entry_named(wanted.rpartition("-")[0])
    for resource in records.package(entry, f"{address}{entry.id}/")["resources"]:
        if resource["id"] == wanted:
            return resource
    raise not_found()


def _groups(given: Parameters, facet: str, make: Callable[[str, int], dict[str, Any]]) -> Any:
    counts = search.values_of(facet, collection=COLLECTION)
    made = [make(title, number) for title, number in counts.items()]
    named = set(re.findall(r"[\w-]+", text_of(given, "organizations") + " " + text_of(given, "groups")))
    made = [one for one in made if not named or one["name"] in named]
    field, way, *_more = [*text_of(given, "sort").split(), "", ""]
    field, way = (field or text_of(given, "order_by") or "name"), way.lower()
    if field not in {"name", "title", "package_count"} or way not in {"", "asc", "desc"}:
        raise _invalid("sort", "Can only sort by name, title or package_count, asc or desc")
    made.sort(key=lambda one: str(one["name"]))
    made.sort(key=lambda one: one[field], reverse=way == "desc" or (field == "package_count" and not way))
    start = _number(given, "offset", 0, 2**31)
    end = start + _number(given, "limit", len(made), len(made))
    return made[start:end] if _yes(given, "all_fields") else [one["name"] for one in made[start:end]]


def _show(given: Parameters, facet: str, make: Callable[[str, int], dict[str, Any]]) -> Any:
    wanted = text_of(given, "id", needed=True)
    for title, number in search.values_of(facet, collection=COLLECTION).items():
        made = make(title, number)
        if made["name"] == wanted:
            return made
    raise not_found()


@action
def organization_list(given: Parameters, address: str) -> Any:  # noqa: ARG001
    """Publishers."""
    return _groups(given, "organisation", records.organisation)


@action
def organization_show(given: Parameters, address: str) -> Any:  # noqa: ARG001
    """One publisher."""
    return _show(given, "organisation", records.organisation)


@action
def organization_list_for_user(given: Parameters, address: str) -> Any:  # noqa: ARG001
    """Nobody may write here through this API."""
    return []


@action
def group_list(given: Parameters, address: str) -> Any:  # noqa: ARG001
    """Themes."""
    return _groups(given, "theme", records.group)


@action
def group_show(given: Parameters, address: str) -> Any:  # noqa: ARG001
    """One theme."""
    return _show(given, "theme", records.group)


@action
def license_list(given: Parameters, address: str) -> Any:  # noqa: ARG001
    """The licences a data set may have."""
    told = (records.licence(code) for code in Licence.values)
    return [
        {
            "id": one["license_id"],
            "title": one["license_title"],
            "url": one["license_url"],
            "status": "active",
        }
        for one in told
    ]


@action
def tag_list(given: Parameters, address: str) -> Any:  # noqa: ARG001
    """Keywords that begin with what was typed."""
    typed = text_of(given, "query")
    return [word for word, _number_of in search.suggest(typed, collection=COLLECTION, limit=100)]


@action
def status_show(given: Parameters, address: str) -> Any:  # noqa: ARG001
    """What answers here. The version is that of the API that is followed."""
    return {
        "ckan_version": "2.11.0",
        "site_title": "Yunghap",
        "site_description": "",
        "site_url": address.rpartition("/datasets/")[0],
        "error_emails_to": None,
        "locale_default": "ko",
        "extensions": [],
        "software": f"yunghap {__version__}",
    }


@action
def site_read(given: Parameters, address: str) -> Any:  # noqa: ARG001
    """Everybody may read."""
    return True


@action
def help_show(given: Parameters, address: str) -> Any:  # noqa: ARG001
    """What an action does."""
    named = ACTIONS.get(text_of(given, "name", needed=True))
    if named is None:
        raise not_found(f"Action name not known: {given.get('name')}")
    return named.__doc__
