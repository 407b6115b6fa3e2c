"""From a package of CKAN to an entry of the catalogue, whatever the site calls its parts."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from yunghap.exchange.contracts import Distribution, Entry
from yunghap.exchange.domain.harvest import values
from yunghap.exchange.domain.harvest.dates import moment

from .json_records import as_list, first
from .languages import by_language, pick

# What sites call the same things; "-" and "_" are alike among the extras.
_ISSUED = ("issued", "release_date", "date_published", "date_released")
_MODIFIED = ("modified", "date_modified", "date_updated", "last_modified")
_FREQUENCY = (
    "frequency",
    "accrual_periodicity",
    "update_frequency",
    "accrualPeriodicity",
    "frequency_of_update",
)
_STARTS = ("temporal_start", "start_date", "temporal_coverage_from", "time_period_coverage_start")
_ENDS = ("temporal_end", "end_date", "temporal_coverage_to", "time_period_coverage_end")
_BETWEEN = re.compile(r"\[(\S+) TO (\S+)\]")
_PERIODS = ("temporal_coverage", "temporals", "temporal")
_PERSONS = ("contact", "contact_points", "contact_point")
_UNSAID = frozenset({"notspecified", "license not specified", "other-license-specified"})


def key_of(package: Mapping[str, Any]) -> str:
    """The id; else the name, an identifier among the extras, the title."""
    extras = extras_of(package)
    found = first(package, "id", "name") or first(extras, "identifier", "guid", "uri") or package.get("title")
    return values.line(found, longest=500) or values.line(
        pick(by_language(package.get("title")))[0], longest=500
    )


def extras_of(package: Mapping[str, Any]) -> dict[str, Any]:
    """The extra members by name, whether they come as a list of pairs or as an object."""
    found: dict[str, Any] = {}
    for part in (package.get("extras"), package.get("extra")):
        if isinstance(part, Mapping):
            found |= part
        for pair in as_list(part) if isinstance(part, list) else []:
            if isinstance(pair, Mapping) and isinstance(pair.get("key"), str):
                found.setdefault(pair["key"], pair.get("value"))
    return {str(name).replace("-", "_"): value for name, value in found.items()}


def _said(package: Mapping[str, Any], extras: Mapping[str, Any], *names: str) -> Any:
    found = first(package, *names)
    return first(extras, *names) if found is None else found


def _moment(package: Mapping[str, Any], extras: Mapping[str, Any], *names: str) -> str:
    """The first of these that is told: what is said of the data comes before what is said of its entry in CKAN."""
    found = (moment(_said(package, extras, name)) for name in names)
    return next(filter(None, found), "")


def _texts(package: Mapping[str, Any], *names: str) -> dict[str, str]:
    """Language -> text of members in one or several languages: `title_translated`, `title`, `title_en`."""
    found: dict[str, str] = {}
    for name in names:
        for member in (
            package.get(f"{name}_translated"),
            package.get(name),
            package.get(f"{name}_multilang"),
        ):
            for code, said in by_language(member).items():
                found.setdefault(code, said)
        for code in ("ko", "en", "de", "fr", "it", "cs", "es"):
            said = values.text(package.get(f"{name}_{code}"))
            if said:
                found.setdefault(code, said)
    return found


def entry_of(package: Mapping[str, Any]) -> Entry:
    """The entry of a package."""
    extras = extras_of(package)
    spoken = values.languages(_strings(_said(package, extras, "language", "languages", "lang")))
    own = spoken[0] if len(spoken) == 1 else ""
    title, title_en = pick(_texts(package, "title"), own)
    notes, notes_en = pick(_texts(package, "notes", "description"), own)
    title_en = title_en or values.text(extras.get("title_en"))
    notes_en = notes_en or values.text(extras.get("description_en"))
    organisation = package.get("organization")
    organisation = organisation if isinstance(organisation, Mapping) else {}
    publisher = (
        pick(_texts(organisation, "title"), own)[0]
        or _agent(_said(package, extras, "publisher_name", "publisher", "author"), own)
        or values.line(organisation.get("name"))
    )
    words = _licence_words(package, extras)
    url = values.address(_said(package, extras, "url", "landing_page", "landingPage"))
    return Entry(
        id="",
        title=values.line(title) or values.line(package.get("name")).replace("-", " "),
        title_en=values.line(title_en),
        description=notes,
        description_en=notes_en,
        publisher=values.line(publisher, longest=300),
        publisher_id=values.line(organisation.get("id") or package.get("owner_org"), longest=200),
        contact=_contact(package, extras),
        keywords=_keywords(package),
        themes=_themes(package, extras, own),
        licence=values.licence(*words),
        licence_text=next((word for word in words if not word.startswith("http")), next(iter(words), "")),
        languages=spoken,
        landing_page=url,
        issued=_moment(package, extras, *_ISSUED, "metadata_created"),
        modified=_moment(package, extras, *_MODIFIED, "metadata_modified", "revision_timestamp"),
        frequency=_frequency(package, extras),
        spatial=_spatial(
            _said(package, extras, "spatial_text", "spatial_name", "spatial", "geographical_coverage")
        ),
        temporal=_temporal(package, extras),
        distributions=tuple(
            _resource(one, own) for one in as_list(package.get("resources")) if _is_something(one)
        )[:1_000],
        extra=_extra(package),
    )


def _extra(package: Mapping[str, Any]) -> dict[str, str]:
    found = {name: values.line(package.get(name)) for name in ("name", "type", "version", "state")}
    if package.get("private") is True:
        found["private"] = "true"
    return {name: value for name, value in found.items() if value}


def _frequency(package: Mapping[str, Any], extras: Mapping[str, Any]) -> str:
    days = values.size(_said(package, extras, "data_update_frequency"))
    return values.frequency(f"P{days}D" if days else _said(package, extras, *_FREQUENCY))


def _licence_words(package: Mapping[str, Any], extras: Mapping[str, Any]) -> list[str]:
    """What is said of the licence: its title first, then its id and address; what is among the extras last."""
    said = [package.get(name) for name in ("license_title", "license", "license_id", "license_url")]
    for name in ("license", "licence", "license_url"):
        said += as_list(_unfolded(extras.get(name)))
    words = map(values.line, said)
    return [word for word in words if word and word.lower() not in _UNSAID]


def _unfolded(value: Any) -> Any:
    """What was written into a text as JSON, as harvesters do among the extras; else the value itself."""
    if isinstance(value, str) and value[:1] in {"[", "{"}:
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            return value
    return value


def _parts(value: Any) -> Iterator[Mapping[str, Any]]:
    """The objects in a list, or one alone."""
    return (one for one in as_list(_unfolded(value)) if isinstance(one, Mapping))


def _agent(value: Any, own: str) -> str:
    """A name, by itself, in several languages, or of an object that also has an address."""
    named = next((one["name"] for one in _parts(value) if one.get("name")), None)
    return pick(by_language(named or value), own)[0]


def _temporal(package: Mapping[str, Any], extras: Mapping[str, Any]) -> str:
    start, end = (_moment(package, extras, *names) for names in (_STARTS, _ENDS))
    period = next(_parts(_said(package, extras, *_PERIODS)), {})
    start = start or moment(first(period, "start", "start_date"))
    end = end or moment(first(period, "end", "end_date"))
    if start or end:
        return f"{start}/{end}"
    said = values.line(_said(package, extras, *_PERIODS, "dataset_date"))
    if between := _BETWEEN.fullmatch(said):
        start, end = map(moment, between.groups())
        return f"{start}/{end}"
    return said[:80]


def _is_something(resource: Any) -> bool:
    """Whether a resource says anything of itself."""
    return isinstance(resource, Mapping) and any(
        first(resource, *names)
        for names in (("url", "access_url", "download_url"), ("name", "title", "format"))
    )


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [part for part in re.split(r"[,;{}\[\]\"\s]+", value) if part]
    return [values.line(part) for part in as_list(value)]


def _contact(package: Mapping[str, Any], extras: Mapping[str, Any]) -> str:
    for pair in (
        ("maintainer", "maintainer_email"),
        ("contact_name", "contact_email"),
        ("author", "author_email"),
    ):
        said = [values.line(_said(package, extras, name), longest=150) for name in pair]
        if any(said):
            return " ".join(part for part in said if part)
    person = next(_parts(_said(package, extras, *_PERSONS)), {})
    said = [values.line(person.get(name), longest=150) for name in ("name", "email")]
    return " ".join(part for part in said if part)


def _keywords(package: Mapping[str, Any]) -> tuple[str, ...]:
    words: list[str] = []
    for tag in as_list(package.get("tags")):
        if isinstance(tag, Mapping):
            words.append(values.line(first(tag, "display_name", "name"), longest=200))
        else:
            words.append(values.line(tag, longest=200))
    keywords = first(package, "keywords", "tags_translated")
    if isinstance(keywords, Mapping):  # {"de": ["…"], "en": [...]}
        for member in keywords.values():
            words += [values.line(word, longest=200) for word in as_list(member)]
    elif keywords:
        words += values.texts(keywords)
    return tuple(dict.fromkeys(word for word in words if word))[:200]


def _themes(package: Mapping[str, Any], extras: Mapping[str, Any], own: str) -> tuple[str, ...]:
    found = []
    for group in as_list(package.get("groups")):
        if isinstance(group, Mapping):
            found.append(pick(by_language(first(group, "title", "display_name", "name")), own)[0])
        else:
            found.append(values.line(group))
    for theme in as_list(_said(package, extras, "theme", "themes", "category")):
        found += (
            [values.line(part.rstrip("/").rsplit("/", 1)[-1]) for part in _strings(theme)]
            if isinstance(theme, str) and "://" in theme
            else [values.line(theme)]
        )
    return tuple(dict.fromkeys(one for one in found if one))[:50]


def _spatial(value: Any) -> str:
    said = values.line(value, longest=2_000)
    return "" if said.startswith(("{", "[")) else said[:200]


def _resource(resource: Mapping[str, Any], own: str) -> Distribution:
    access, download = (
        values.address(first(resource, "access_url", "url")),
        values.address(resource.get("download_url")),
    )
    name = values.format_name(resource.get("format") or resource.get("mimetype"))
    name = name or values.format_of_address(download, access)
    words = [values.line(resource.get(one)) for one in ("license", "license_id", "license_url")]
    return Distribution(
        title=values.line(pick(_texts(resource, "name", "title", "description"), own)[0], longest=300),
        format=name,
        media_type=values.media_type(resource.get("mimetype") or resource.get("media_type"), name),
        access_url=access,
        download_url=download,
        bytes=values.size(first(resource, "size", "byte_size")),
        licence=values.licence(*words) or next((word for word in words if word), ""),
    )
