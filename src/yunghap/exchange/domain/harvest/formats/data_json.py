"""DCAT-US: data.json of the Project Open Data schema 1.0 and 1.1, and DCAT-US 3."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from yunghap.exchange.contracts import Distribution, Entry
from yunghap.exchange.domain.harvest import values
from yunghap.exchange.domain.harvest.dates import moment
from yunghap.exchange.domain.harvest.digests import canonical_json
from yunghap.exchange.domain.harvest.documents import Documents, opened
from yunghap.exchange.domain.harvest.reading_json import Item, Member, NotJson, What, is_in_list, items
from yunghap.exchange.domain.harvest.records import Found, Read, Refused, WrongKind

from .json_records import Value, as_list, first, record, without_prefixes
from .languages import by_language, pick

_LISTS = frozenset({"dataset", "datasets", "datasetSeries"})
_EVIDENCE = frozenset(
    {"keyword", "distribution", "contactPoint", "accessLevel", "bureauCode", "programCode", "landingPage"}
)
_KNOWN = frozenset(
    [
        "title",
        "description",
        "identifier",
        "keyword",
        "distribution",
        "publisher",
        "contactPoint",
        "accessLevel",
        "modified",
    ]
)


def read(documents: Documents) -> Iterator[Found]:
    """The data sets, those of nested catalogues and series too; data services and catalogue records are none."""
    with opened(documents.first()) as document:
        seen: set[int] = set()
        number = usable = 0
        listed = False
        nested: list[tuple[str, Value]] = []
        try:
            for item in items(document.file, _choose):
                if isinstance(item, Member):
                    listed = listed or (bool(item.path) and _bare(item.path[-1]) in {*_LISTS, "conformsTo"})
                    nested += _served(item)
                    continue
                number += 1
                if isinstance(item.value, dict):
                    item.value = without_prefixes(item.value)
                    names = _KNOWN if item.path else _EVIDENCE
                    usable += bool(names & item.value.keys())
                    nested += _members(item)
                if (number == 20 and not usable) or (number == 1 and _is_offered(item.value)):
                    raise _wrong()
                found = record(item, item.place, key_of, entry_of)
                if isinstance(found, Read):
                    seen.add(hash(found.key))
                yield found
        except NotJson:
            raise _wrong() from None
        if not usable and not (number == 0 and listed) and not nested:
            raise _wrong()
        for place, value in nested:
            yield from _embedded(place, value, seen)


def _is_offered(value: Any) -> bool:
    """Whether a data set is one of a connector's."""
    return (
        isinstance(value, Mapping)
        and "hasPolicy" in value
        and not {"identifier", "accessLevel"} & value.keys()
    )


def _wrong() -> WrongKind:
    return WrongKind(_("This is not a data.json catalogue (DCAT-US): it has no list of data sets."))


def _bare(name: str) -> str:
    return name.rsplit(":", 1)[-1]


def _choose(path: tuple[str, ...], bracket: str, peek: str) -> What:
    if not path:
        if bracket == "[":
            return (
                "each"
                if re.match(r'\[\s*\{[^{}\[\]]*"(?:\w+:)?(?:dataset|catalog)"\s*:\s*\[', peek)
                else "items"
            )
        return (
            "inside"
            if re.search(
                r'"(?:\w+:)?(?:dataset|datasets|catalog|datasetSeries|service|conformsTo)"\s*:', peek
            )
            else "item"
        )
    name = _bare(path[-1])
    if name in _LISTS:
        return "items" if bracket == "[" else "item"
    if name == "catalog":
        return "each" if bracket == "[" else "inside"
    return "inside" if is_in_list(name) else "value"


def _members(item: Item) -> list[tuple[str, Value]]:
    """The data sets that a series holds in itself."""
    found = []
    for name in ("seriesMember", "first", "last", "prev", "hasPart"):
        for number, member in enumerate(as_list(item.value.get(name))):
            if isinstance(member, Mapping) and _KNOWN & member.keys():
                found.append((f"{item.place}.{name}[{number}]", member))
    return found


def _served(item: Member) -> list[tuple[str, Value]]:
    """The data sets that a data service holds in itself."""
    if not item.path or _bare(item.path[-1]) != "service":
        return []
    found = []
    for number, service in enumerate(as_list(without_prefixes(item.value))):
        for place, member in enumerate(
            as_list(service.get("servesDataset")) if isinstance(service, Mapping) else []
        ):
            if isinstance(member, Mapping) and _KNOWN & member.keys():
                found.append((f"service[{number}].servesDataset[{place}]", member))
    return found


def _embedded(place: str, value: Value, seen: set[int]) -> Iterator[Read | Refused]:
    """A data set within another record, unless it also stands by itself."""
    raw = canonical_json(value)
    found = record(Item((), place, raw, dict(value)), place, key_of, entry_of)
    if isinstance(found, Read):
        if hash(found.key) in seen:
            return
        seen.add(hash(found.key))
    yield found


def key_of(value: Value) -> str:
    """The identifier in whatever form; else the node's address, the landing page, the title with the publisher."""
    found = _identifier(value.get("identifier")) or values.line(
        value.get("@id") or value.get("id"), longest=2_000
    )
    if found:
        return found
    page = values.line(value.get("landingPage"), longest=2_000)
    title = values.line(pick(by_language(value.get("title")))[0], longest=500)
    if page:
        return page
    return " / ".join(part for part in (title, _agent(value.get("publisher"))) if part) if title else ""


def _identifier(value: Any) -> str:
    for one in as_list(value):
        if isinstance(one, Mapping):
            found = values.line(
                first(one, "@id", "notation", "identifier", "@value", "schemaAgency"), longest=2_000
            )
        else:
            found = values.line(one, longest=2_000)
        if found:
            return found
    return ""


def _agent(value: Any) -> str:
    for one in as_list(value):
        if isinstance(one, Mapping):
            name = pick(by_language(first(one, "name", "prefLabel", "fn", "title", "org:name")))[0]
        else:
            name = values.line(one)
        if name:
            return values.line(name, longest=300)
    return ""


def entry_of(value: Value) -> Entry:
    """The entry of a data set."""
    spoken = values.languages(as_list(value.get("language")))
    own = spoken[0] if len(spoken) == 1 else ""
    title, title_en = pick(by_language(value.get("title")), own)
    description, description_en = pick(by_language(value.get("description")), own)
    distributions = tuple(
        _distribution(one) for one in as_list(value.get("distribution")) if isinstance(one, Mapping | str)
    )
    if not distributions and first(value, "accessURL", "downloadURL"):
        distributions = (_distribution(value),)  # schema 1.0 knew only one, within the data set itself
    words = [
        values.line(_label(one)) for one in (*as_list(value.get("license")), *as_list(value.get("rights")))
    ]
    words = [word for word in words if word]
    modified, periodicity = values.line(value.get("modified")), value.get("accrualPeriodicity")
    repeats = modified.startswith("R/")
    extra = {
        name: values.line(value.get(name))
        for name in ("accessLevel", "dataQuality", "primaryITInvestmentUII", "systemOfRecords")
    }
    return Entry(
        id="",
        title=values.line(title),
        title_en=values.line(title_en),
        description=description,
        description_en=description_en,
        publisher=_agent(value.get("publisher")),
        publisher_id=_publisher_id(value.get("publisher")),
        contact=_contact(
            value.get("contactPoint") or {"fn": value.get("person"), "hasEmail": value.get("mbox")}
        ),
        keywords=_keywords(value.get("keyword")),
        themes=tuple(
            dict.fromkeys(filter(None, (values.line(_label(one)) for one in as_list(value.get("theme")))))
        )[:50],
        licence=values.licence(*words, *(item.licence for item in distributions)),
        licence_text=next(iter(words), ""),
        languages=spoken,
        landing_page=values.address(_label(value.get("landingPage"))),
        issued=moment(_plain(value.get("issued")), month_first=True),
        modified="" if repeats else moment(_plain(value.get("modified")), month_first=True),
        frequency=values.frequency(_label(periodicity) or (modified if repeats else "")),
        spatial=_spatial(value.get("spatial")),
        temporal=_temporal(value.get("temporal")),
        distributions=distributions[:1_000],
        extra={name: said for name, said in extra.items() if said},
    )


def _plain(value: Any) -> Any:
    return first(value, "@value") if isinstance(value, Mapping) else next(iter(as_list(value)), None)


def _label(value: Any) -> Any:
    if isinstance(value, list):
        value = next(iter(value), None)
    if isinstance(value, Mapping):
        return first(value, "prefLabel", "label", "title", "name", "@value", "@id")
    return value


def _publisher_id(value: Any) -> str:
    one = next(iter(as_list(value)), None)
    return values.line(one.get("@id"), longest=200) if isinstance(one, Mapping) else ""


def _contact(value: Any) -> str:
    for one in as_list(value):
        if isinstance(one, Mapping):
            email = first(one, "hasEmail", "email", "mbox")
            parts = [
                values.line(one.get("fn") or one.get("name")),
                values.line(_label(email)).removeprefix("mailto:"),
            ]
        else:
            parts = [values.line(one)]
        said = " ".join(part for part in parts if part)
        if said:
            return said[:300]
    return ""


def _keywords(value: Any) -> tuple[str, ...]:
    if isinstance(value, Mapping):  # by language
        value = [word for member in value.values() for word in as_list(member)]
    if isinstance(value, list):
        return values.texts([_label(one) for one in value])
    return values.texts(value or "")


def _spatial(value: Any) -> str:
    for one in as_list(value):
        said = values.line(_label(one), longest=2_000)
        if said and not said.startswith("{"):
            return said[:200]
    return ""


def _temporal(value: Any) -> str:
    for one in as_list(value):
        if isinstance(one, Mapping):
            start, end = (
                moment(_plain(one.get("startDate"))),
                moment(_plain(one.get("endDate"))),
            )
            if start or end:
                return f"{start}/{end}"
        elif said := values.line(one):
            return said[:80]
    return ""


def _distribution(value: Value | str) -> Distribution:
    if isinstance(value, str):
        return Distribution(format=values.format_of_address(value), access_url=values.address(value))
    access, download = (values.address(_label(value.get(name))) for name in ("accessURL", "downloadURL"))
    name = values.format_name(_label(value.get("format")) or _label(value.get("mediaType")))
    name = name or values.format_of_address(download, access)
    word = values.line(_label(value.get("license")))
    return Distribution(
        title=values.line(pick(by_language(value.get("title")))[0], longest=300),
        format=name,
        media_type=values.media_type(_label(value.get("mediaType")), name),
        access_url=access,
        download_url=download,
        bytes=values.size(_plain(value.get("byteSize"))),
        licence=values.licence(word) or word,
    )
