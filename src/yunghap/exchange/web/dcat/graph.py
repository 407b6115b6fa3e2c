"""Records as DCAT-AP 3.0 (https://semiceu.github.io/DCAT-AP/releases/3.0.0/): one way from an entry to triples."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote, urlsplit

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from yunghap.exchange.contracts import Distribution, Entry
from yunghap.exchange.domain.harvest.values import OWN_LICENCE, language_term
from yunghap.exchange.enums import Licence

DCAT = "http://www.w3.org/ns/dcat#"
DCT = "http://purl.org/dc/terms/"
FOAF = "http://xmlns.com/foaf/0.1/"
HYDRA = "http://www.w3.org/ns/hydra/core#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
VCARD = "http://www.w3.org/2006/vcard/ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"
EU = "http://publications.europa.eu/resource/authority/"
PREFIXES = {"dcat": DCAT, "dct": DCT, "foaf": FOAF, "hydra": HYDRA, "skos": SKOS, "vcard": VCARD, "xsd": XSD}
FORMATS = {
    "ttl": (RdfFormat.TURTLE, "text/turtle"),
    "jsonld": (RdfFormat.JSON_LD, "application/ld+json"),
    "rdf": (RdfFormat.RDF_XML, "application/rdf+xml"),
}
_CC = "http://creativecommons.org/"
LICENCES = {
    Licence.CC0: f"{_CC}publicdomain/zero/1.0/",
    Licence.CC_BY: f"{_CC}licenses/by/4.0/",
    Licence.CC_BY_SA: f"{_CC}licenses/by-sa/4.0/",
    Licence.CC_BY_NC: f"{_CC}licenses/by-nc/4.0/",
    Licence.CC_BY_ND: f"{_CC}licenses/by-nd/4.0/",
}
_FREQUENCY_CODES = (
    "ANNUAL ANNUAL_2 ANNUAL_3 BIENNIAL BIMONTHLY BIWEEKLY CONT DAILY DAILY_2 DECENNIAL HOURLY IRREG MONTHLY MONTHLY_2 "
    "NEVER OTHER QUARTERLY QUINQUENNIAL TRIENNIAL UNKNOWN UPDATE_CONT WEEKLY WEEKLY_2 WEEKLY_3"
)
_FREQUENCIES = frozenset(_FREQUENCY_CODES.split())
_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}:\d{2})(?:\.\d+)?(Z|[+-]\d{2}:?\d{2})?)?")

Node = NamedNode | BlankNode
TYPE = NamedNode(RDF + "type")


def write(triples: Iterable[Triple], form: str) -> bytes:
    """The triples in one of `FORMATS`."""
    written = serialize(triples, format=FORMATS[form][0], prefixes=PREFIXES)
    return written or b""


def catalogue_triples(*, base: str, page: str, title: str, about: str, publisher: str) -> Iterator[Triple]:
    """The catalogue itself; `page` is the address of the part that is sent."""
    node = NamedNode(f"{base}/datasets/")
    agent = NamedNode(f"{base}/about/#publisher")
    yield Triple(node, TYPE, NamedNode(DCAT + "Catalog"))
    yield from _texts(node, "title", title, "")
    yield from _texts(node, "description", about, "")
    yield Triple(node, _dct("publisher"), agent)
    yield from _agent(agent, publisher)
    yield Triple(node, NamedNode(FOAF + "homepage"), node)
    yield Triple(node, NamedNode(HYDRA + "view"), NamedNode(page))


def page_triples(
    *, page: str, first: str, following: str, last: str, total: int, base: str
) -> Iterator[Triple]:
    """Where the parts of a catalogue are that is sent in parts (Hydra)."""
    node = NamedNode(page)
    yield Triple(node, TYPE, NamedNode(HYDRA + "PartialCollectionView"))
    for name, address in (("first", first), ("next", following), ("last", last)):
        if address:
            yield Triple(node, NamedNode(HYDRA + name), NamedNode(address))
    yield Triple(
        NamedNode(f"{base}/datasets/"),
        NamedNode(HYDRA + "totalItems"),
        Literal(str(total), datatype=NamedNode(XSD + "integer")),
    )


def dataset_node(entry: Entry, base: str) -> NamedNode:
    """What a record is called: the address of its page."""
    return NamedNode(f"{base}/datasets/{entry.id}/")


def entry_triples(
    entry: Entry, base: str, *, listed: bool = True, made: Iterable[str] = ()
) -> Iterator[Triple]:
    """A record; `listed` says that it belongs to the catalogue, `made` are addresses of what was made with it."""
    node = dataset_node(entry, base)
    title, about = entry.title or entry.title_en, entry.description or entry.description_en
    if listed:
        yield Triple(NamedNode(f"{base}/datasets/"), NamedNode(DCAT + "dataset"), node)
    yield Triple(node, TYPE, NamedNode(DCAT + "Dataset"))
    yield from _texts(node, "title", title, entry.title_en if entry.title else "", entry.languages)
    yield from _texts(
        node,
        "description",
        about or title,
        entry.description_en if entry.description else "",
        entry.languages,
    )
    yield Triple(node, _dct("identifier"), Literal(entry.id))
    for keyword in entry.keywords:
        yield Triple(node, NamedNode(DCAT + "keyword"), Literal(keyword, language=language(keyword)))
    yield from _around(entry, node, base)
    for address in made:
        yield Triple(node, _dct("isReferencedBy"), NamedNode(address))
    for name, told in (("issued", entry.issued), ("modified", entry.modified)):
        if (moment := _moment(told)) is not None:
            yield Triple(node, _dct(name), moment)
    for number, one in enumerate(entry.distributions or (Distribution(),), 1):
        yield from _distribution(entry, one, NamedNode(f"{node.value}#distribution-{number}"), node)


def _around(entry: Entry, node: NamedNode, base: str) -> Iterator[Triple]:
    """Who publishes it, what it is about, where, when, how often."""
    if entry.publisher:
        agent = NamedNode(f"{base}/datasets/?organisation={quote(entry.publisher)}")
        yield Triple(node, _dct("publisher"), agent)
        yield from _agent(agent, entry.publisher)
    if entry.contact:
        contact = NamedNode(f"{node.value}#contact")
        yield Triple(node, NamedNode(DCAT + "contactPoint"), contact)
        yield Triple(contact, TYPE, NamedNode(VCARD + "Kind"))
        yield Triple(contact, NamedNode(VCARD + "fn"), Literal(entry.contact))
    for theme in entry.themes:
        concept = _iri(theme) or NamedNode(f"{base}/datasets/?theme={quote(theme)}")
        yield Triple(node, NamedNode(DCAT + "theme"), concept)
        yield Triple(concept, TYPE, NamedNode(SKOS + "Concept"))
        yield Triple(concept, NamedNode(SKOS + "prefLabel"), Literal(theme, language=language(theme)))
    for spoken in entry.languages:
        if code := language_term(spoken.lower()[:2]):
            yield from _typed(node, "language", NamedNode(f"{EU}language/{code}"), "LinguisticSystem")
    if entry.landing_page and (page := _iri(entry.landing_page)):
        yield Triple(node, NamedNode(DCAT + "landingPage"), page)
        yield Triple(page, TYPE, NamedNode(FOAF + "Document"))
    if entry.frequency:
        code = entry.frequency.rpartition("/")[2].upper()
        term = NamedNode(f"{EU}frequency/{code}") if code in _FREQUENCIES else BlankNode()
        yield from _typed(node, "accrualPeriodicity", term, "Frequency")
        if isinstance(term, BlankNode):
            yield Triple(term, NamedNode(SKOS + "prefLabel"), Literal(entry.frequency))
    if entry.spatial:
        place = BlankNode()
        yield from _typed(node, "spatial", place, "Location")
        yield Triple(place, NamedNode(SKOS + "prefLabel"), Literal(entry.spatial))
    yield from _period(entry, node)


def _period(entry: Entry, node: NamedNode) -> Iterator[Triple]:
    dates = re.findall(r"\d{4}-\d{2}-\d{2}", entry.temporal)
    if not dates:
        return
    period = BlankNode()
    yield from _typed(node, "temporal", period, "PeriodOfTime")
    for name, day in zip(("startDate", "endDate"), dates, strict=False):
        yield Triple(period, NamedNode(DCAT + name), Literal(day, datatype=NamedNode(XSD + "date")))


def _distribution(entry: Entry, one: Distribution, node: NamedNode, dataset: NamedNode) -> Iterator[Triple]:
    yield Triple(dataset, NamedNode(DCAT + "distribution"), node)
    yield Triple(node, TYPE, NamedNode(DCAT + "Distribution"))
    access = _iri(one.access_url) or _iri(one.download_url) or _iri(entry.landing_page) or dataset
    yield Triple(node, NamedNode(DCAT + "accessURL"), access)
    if download := _iri(one.download_url):
        yield Triple(node, NamedNode(DCAT + "downloadURL"), download)
    if one.title:
        yield from _texts(node, "title", one.title, "")
    if one.format:
        form = BlankNode()
        yield from _typed(node, "format", form, "MediaTypeOrExtent")
        yield Triple(form, NamedNode(SKOS + "prefLabel"), Literal(one.format))
    if re.fullmatch(r"[a-z]+/[A-Za-z0-9.+-]+", one.media_type):
        kind = NamedNode(f"https://www.iana.org/assignments/media-types/{one.media_type}")
        yield Triple(node, NamedNode(DCAT + "mediaType"), kind)
        yield Triple(kind, TYPE, _dct("MediaType"))
    if one.bytes is not None:
        size = Literal(str(one.bytes), datatype=NamedNode(XSD + "nonNegativeInteger"))
        yield Triple(node, NamedNode(DCAT + "byteSize"), size)
    yield from _licence(entry, one, node)


def _licence(entry: Entry, one: Distribution, node: NamedNode) -> Iterator[Triple]:
    code = one.licence or entry.licence
    if code in Licence.values:
        urn = f"{OWN_LICENCE}{code}"
        term: Node = NamedNode(LICENCES.get(Licence(code), urn))
        label = str(Licence(code).label)
    elif entry.licence_text:
        term, label = _iri(entry.licence_text) or BlankNode(), entry.licence_text
    else:
        return
    yield from _typed(node, "license", term, "LicenseDocument")
    yield Triple(term, NamedNode(SKOS + "prefLabel"), Literal(label))


def _agent(node: NamedNode, name: str) -> Iterator[Triple]:
    yield Triple(node, TYPE, NamedNode(FOAF + "Agent"))
    yield Triple(node, NamedNode(FOAF + "name"), Literal(name, language=language(name)))


def _typed(node: NamedNode, name: str, value: Node, kind: str) -> Iterator[Triple]:
    yield Triple(node, _dct(name), value)
    yield Triple(value, TYPE, _dct(kind))


def _texts(
    node: NamedNode, name: str, first: str, english: str, spoken: tuple[str, ...] = ()
) -> Iterator[Triple]:
    """A text in its language, and the English one; beside that one the first is in another, if only we knew which."""
    tag = language(first)
    both = bool(english) and english != first
    if tag == "en" and (both or (len(spoken) == 1 and spoken[0] != "en")):
        tag = spoken[0] if len(spoken) == 1 and spoken[0] != "en" else ""
    yield Triple(node, _dct(name), Literal(first, language=tag) if tag else Literal(first))
    if both:
        yield Triple(node, _dct(name), Literal(english, language="en"))


def _dct(name: str) -> NamedNode:
    return NamedNode(DCT + name)


def language(text: str) -> str:
    """Korean where there is Hangul, English elsewhere: records do not say it of each text."""
    return "ko" if re.search("[가-힣]", text) else "en"


def _iri(text: str) -> NamedNode | None:
    """A web address as a name; None where it is none."""
    address = text.strip()
    if urlsplit(address).scheme not in {"http", "https"} or re.search(r"[\s<>\"{}|\\^`]", address):
        return None
    return NamedNode(address)


def _moment(text: str) -> Literal | None:
    if re.fullmatch(r"\d{4}", text):
        return Literal(text, datatype=NamedNode(XSD + "gYear"))
    if re.fullmatch(r"\d{4}-\d{2}", text):
        return Literal(text, datatype=NamedNode(XSD + "gYearMonth"))
    told = _DATE.match(text)
    if told is None:
        return None
    if told[2] is None:
        return Literal(told[1], datatype=NamedNode(XSD + "date"))
    zone = told[3] or ""
    if len(zone) == 5:
        zone = f"{zone[:3]}:{zone[3:]}"
    return Literal(f"{told[1]}T{told[2]}{zone}", datatype=NamedNode(XSD + "dateTime"))
