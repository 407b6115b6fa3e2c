"""What the rooms of the exchange hand to each other: plain values, no Django."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Distribution:
    """One form in which a data set can be had (dcat:Distribution). `bytes` is the size where somebody states it."""

    title: str = ""
    format: str = ""
    media_type: str = ""
    access_url: str = ""
    download_url: str = ""
    bytes: int | None = None
    licence: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One record of the catalogue, wherever it came from (dcat:Dataset).

    `id` is the record's own here; `source` the id of the source it was harvested from, "" for data products of our
    own, and `source_key` its identifier there. Texts are as the source gives them: `title` in the record's first
    language, `title_en` where an English one is given too. `issued` and `modified` are ISO 8601 as far as they are
    known ("2024", "2024-05-01", with a time). `licence` is a `enums.Licence` value where it could be told,
    `licence_text` the source's own words. `state` is PUBLISHED, MISSING (not in the last complete harvest) or
    RETIRED.
    """

    id: str
    title: str
    title_en: str = ""
    description: str = ""
    description_en: str = ""
    publisher: str = ""
    publisher_id: str = ""
    contact: str = ""
    keywords: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    licence: str = ""
    licence_text: str = ""
    languages: tuple[str, ...] = ()
    landing_page: str = ""
    issued: str = ""
    modified: str = ""
    frequency: str = ""
    spatial: str = ""
    temporal: str = ""
    distributions: tuple[Distribution, ...] = ()
    source: str = ""
    source_key: str = ""
    provider: str = ""
    state: str = "PUBLISHED"
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Description:
    """What a provider says about a data product; see `models.Product`."""

    title: str
    title_en: str = ""
    description: str = ""
    description_en: str = ""
    keywords: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    licence: str = "CONTRACT"
    contact: str = ""
    frequency: str = ""
    spatial: str = ""
    temporal: str = ""
    fields: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DataPlace:
    """Where the data of a version lies; `kind` is a `enums.SourceKind`, `where` as in `models.ProductVersion`."""

    kind: str
    where: Mapping[str, object]
    media_type: str
    sha256: str = ""
    bytes: int | None = None
    rows: int | None = None


@dataclass(frozen=True, slots=True)
class Price:
    """What an offer costs, in won without VAT; see `models.Offer`. `period` is ISO 8601 ("P1M")."""

    form: str = "FREE"
    krw: int | None = None
    period: str = ""
    metered_unit: str = ""
    share: int | None = None
