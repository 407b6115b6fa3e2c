"""Records, organisations and groups in the shape of CKAN."""

import json
import re
from collections.abc import Iterable
from hashlib import blake2b
from typing import Any

from yunghap.exchange.contracts import Entry
from yunghap.exchange.enums import Licence, ProductState

_NAME = re.compile(r"[a-z0-9_-]{2,100}")
_LICENCES = {
    Licence.CC0: ("cc-zero", "https://creativecommons.org/publicdomain/zero/1.0/"),
    Licence.CC_BY: ("cc-by", "https://creativecommons.org/licenses/by/4.0/"),
    Licence.CC_BY_SA: ("cc-by-sa", "https://creativecommons.org/licenses/by-sa/4.0/"),
    Licence.CC_BY_NC: ("cc-nc", "https://creativecommons.org/licenses/by-nc/4.0/"),
    Licence.CC_BY_ND: ("cc-by-nd", "https://creativecommons.org/licenses/by-nd/4.0/"),
}


def ckan_name(text: str, prefix: str) -> str:
    """A name that CKAN takes (^[a-z0-9_-]{2,100}$), always the same for a text: itself in lower case, or a digest.

    CKAN files a data set whose organisation's name it does not take under somebody else, silently.
    """
    plain = re.sub(r"\s+", "-", text.strip().lower())
    if _NAME.fullmatch(plain):
        return plain
    return f"{prefix}-{blake2b(text.strip().encode(), digest_size=8).hexdigest()}"


def package_name(entry: Entry) -> str:
    """The name of a data set: its own short name, or its id."""
    return entry.source_key if not entry.source and _NAME.fullmatch(entry.source_key) else entry.id.lower()


def licence(code: str) -> dict[str, str]:
    """A licence in CKAN's words; {} where it is not known."""
    if code not in Licence.values:
        return {}
    name, url = _LICENCES.get(Licence(code), (code.lower().replace("_", "-"), ""))
    return {"license_id": name, "license_title": str(Licence(code).label), "license_url": url}


def organisation(publisher: str, packages: int | None = None) -> dict[str, Any]:
    """A publisher."""
    return _group(publisher, "org", "organization", packages)


def group(theme: str, packages: int | None = None) -> dict[str, Any]:
    """A theme."""
    return _group(theme, "theme", "group", packages)


def _group(title: str, prefix: str, kind: str, packages: int | None) -> dict[str, Any]:
    name = ckan_name(title, prefix)
    found: dict[str, Any] = {
        "id": name,
        "name": name,
        "title": title,
        "display_name": title,
        "type": kind,
        "is_organization": kind == "organization",
        "state": "active",
        "approval_status": "approved",
        "description": "",
        "image_url": "",
        "image_display_url": "",
        "extras": [],
        "users": [],
        "tags": [],
        "groups": [],
    }
    return found if packages is None else {**found, "package_count": packages}


def package(entry: Entry, address: str) -> dict[str, Any]:
    """A data set; `address` is where its page is."""
    resources = [
        {
            "id": f"{entry.id.lower()}-{number}",
            "package_id": entry.id,
            "name": one.title or one.format or entry.title,
            "description": "",
            "format": (one.format or one.media_type.rpartition("/")[2]).upper(),
            "mimetype": one.media_type or None,
            "size": one.bytes,
            "url": one.download_url or one.access_url or address,
            "url_type": None,
            "position": number,
            "state": "active",
            "created": _moment(entry.issued),
            "last_modified": _moment(entry.modified),
            "hash": "",
        }
        for number, one in enumerate(entry.distributions)
    ]
    tags = list(dict.fromkeys(filter(None, map(_tag, entry.keywords))))
    extras = {
        "identifier": entry.source_key,
        "source": entry.source,
        "issued": entry.issued,
        "modified": entry.modified,
        "frequency": entry.frequency,
        "spatial": entry.spatial,
        "temporal": entry.temporal,
        "language": json.dumps(entry.languages, ensure_ascii=False) if entry.languages else "",
        "title_en": entry.title_en,
        "description_en": entry.description_en,
        "licence": entry.licence,
        "licence_text": entry.licence_text,
        "landing_page": entry.landing_page,
        "state": entry.state,
    }
    return {
        "id": entry.id,
        "name": package_name(entry),
        "title": entry.title or entry.title_en,
        "notes": entry.description or entry.description_en,
        "type": "dataset",
        "state": "deleted" if entry.state == ProductState.RETIRED else "active",
        "private": False,
        "isopen": entry.licence in {"KOGL_0", "KOGL_1", "CC0", "CC_BY", "CC_BY_SA"},
        "url": entry.landing_page or address,
        "author": entry.publisher,
        "author_email": None,
        "maintainer": entry.contact,
        "maintainer_email": None,
        "version": None,
        "metadata_created": _moment(entry.issued) or _moment(entry.modified) or "1970-01-01T00:00:00",
        "metadata_modified": _moment(entry.modified) or _moment(entry.issued) or "1970-01-01T00:00:00",
        "owner_org": ckan_name(entry.publisher, "org") if entry.publisher else None,
        "organization": organisation(entry.publisher) if entry.publisher else None,
        "groups": [group(theme) for theme in entry.themes],
        "tags": [{"id": tag, "name": tag, "display_name": tag, "state": "active"} for tag in tags],
        "extras": [{"key": key, "value": value} for key, value in extras.items() if value],
        "resources": resources,
        "num_resources": len(resources),
        "num_tags": len(tags),
        "relationships_as_object": [],
        "relationships_as_subject": [],
        **(
            licence(entry.licence)
            or {"license_id": "", "license_title": entry.licence_text, "license_url": ""}
        ),
    }


def _tag(text: str) -> str:
    """CKAN's tags are of letters, digits, spaces, `-`, `_` and `.`, from 2 to 100."""
    plain = re.sub(r"[^\w .\-]+", " ", text).strip()[:100]
    return plain if len(plain) >= 2 else ""


def _moment(text: str) -> str | None:
    """An ISO 8601 date as far as it is known, as CKAN writes it: to the second and without a zone."""
    told = re.match(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?(?:[T ](\d{2}:\d{2}(?::\d{2})?))?", text)
    if told is None:
        return None
    time = told[4] or "00:00:00"
    return f"{told[1]}-{told[2] or '01'}-{told[3] or '01'}T{time if len(time) == 8 else time + ':00'}"


def names(values: Iterable[str], prefix: str) -> dict[str, str]:
    """From CKAN's name of a publisher or theme to what the catalogue calls it."""
    return {ckan_name(value, prefix): value for value in sorted(values)}
