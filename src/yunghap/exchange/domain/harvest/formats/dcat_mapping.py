"""From the statements about a data set to an entry of the catalogue."""

from collections.abc import Iterator
from hashlib import blake2b
from urllib.parse import unquote

from pyoxigraph import BlankNode, Literal, NamedNode

from yunghap.exchange.contracts import Distribution, Entry
from yunghap.exchange.domain.harvest import values
from yunghap.exchange.domain.harvest.dates import moment
from yunghap.exchange.domain.harvest.rdf_graph import Graph, Node

from .languages import pick

_DCT, _DCAT, _FOAF = "http://purl.org/dc/terms/", "http://www.w3.org/ns/dcat#", "http://xmlns.com/foaf/0.1/"
_VCARD, _SKOS = "http://www.w3.org/2006/vcard/ns#", "http://www.w3.org/2004/02/skos/core#"
_RDFS, _DC = "http://www.w3.org/2000/01/rdf-schema#", "http://purl.org/dc/elements/1.1/"
_SCHEMA, _SCHEMAS = "http://schema.org/", "https://schema.org/"


def _names(*names: str) -> tuple[NamedNode, ...]:
    """Predicates by their short names; those of schema.org in both spellings."""
    spaces = {
        "dct": _DCT, "dcat": _DCAT, "foaf": _FOAF, "vcard": _VCARD, "skos": _SKOS, "rdfs": _RDFS, "dc": _DC,
        "adms": "http://www.w3.org/ns/adms#", "locn": "http://www.w3.org/ns/locn#",
        "dcatap": "http://data.europa.eu/r5r/", "org": "http://www.w3.org/ns/org#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "time": "http://www.w3.org/2006/time#",
    }  # fmt: skip
    found = []
    for name in names:
        prefix, _colon, rest = name.partition(":")
        if prefix == "schema":
            found += [NamedNode(f"{_SCHEMA}{rest}"), NamedNode(f"{_SCHEMAS}{rest}")]
        else:
            found.append(NamedNode(f"{spaces[prefix]}{rest}"))
    return tuple(found)


TITLE = _names(
    "dct:title", "dc:title", "schema:name", "schema:headline", "rdfs:label", "skos:prefLabel", "foaf:name"
)
DESCRIPTION = _names(
    "dct:description", "dc:description", "schema:description", "dct:abstract", "rdfs:comment"
)
IDENTIFIER = _names("dct:identifier", "dc:identifier", "schema:identifier", "dcat:identifier")
PUBLISHER = _names(
    "dct:publisher",
    "dc:publisher",
    "schema:publisher",
    "dct:creator",
    "schema:creator",
    "schema:provider",
    "schema:sourceOrganization",
    "dct:rightsHolder",
)
NAME = _names(
    "foaf:name",
    "skos:prefLabel",
    "schema:name",
    "vcard:fn",
    "vcard:organization-name",
    "rdfs:label",
    "dct:title",
    "org:name",
    "rdf:value",
)
CONTACT = _names("dcat:contactPoint", "schema:contactPoint", "adms:contactPoint")
EMAIL = _names(
    "vcard:hasEmail", "schema:email", "foaf:mbox", "vcard:email", "vcard:hasTelephone", "schema:telephone"
)
VALUE = _names("vcard:value", "vcard:hasValue")
KEYWORD = _names("dcat:keyword", "schema:keywords", "dc:subject")
THEME = _names("dcat:theme", "schema:about", "dct:subject")
LICENCE = _names("dct:license", "schema:license")
RIGHTS = _names("dct:rights", "dct:accessRights")
LANGUAGE = _names("dct:language", "dc:language", "schema:inLanguage")
LANDING = _names("dcat:landingPage", "foaf:page", "schema:url", "schema:mainEntityOfPage", "foaf:homepage")
ISSUED = _names("dct:issued", "schema:datePublished", "schema:dateCreated", "dct:created")
MODIFIED = _names("dct:modified", "schema:dateModified")
FREQUENCY = _names("dct:accrualPeriodicity")
UNITS = {unit[0].upper(): _names(f"time:{unit}") for unit in ("years", "months", "weeks", "days")}
SPATIAL = _names("dct:spatial", "schema:spatialCoverage", "dct:coverage")
TEMPORAL = _names("dct:temporal", "schema:temporalCoverage")
START = _names("dcat:startDate", "schema:startDate", "dct:start")
END = _names("dcat:endDate", "schema:endDate", "dct:end")
INSTANTS = _names("time:hasBeginning", "time:hasEnd")
INSTANT = _names("time:inXSDDateTimeStamp", "time:inXSDDateTime", "time:inXSDDate", "time:inDateTime")
RDF_VALUE = _names("rdf:value")
DISTRIBUTION = _names("dcat:distribution", "schema:distribution", "adms:sample")
FORMAT = _names("dct:format", "dcat:mediaType", "schema:encodingFormat", "schema:fileFormat")
MEDIA = _names("dcat:mediaType", "schema:encodingFormat", "schema:fileFormat")
ACCESS = _names("dcat:accessURL", "schema:url", "dcat:accessService")
DOWNLOAD = _names("dcat:downloadURL", "schema:contentUrl")
SIZE = _names("dcat:byteSize", "schema:contentSize")
# Nodes of their own that serve the record: their statements belong to it.
FOLLOWED = frozenset(
    (*DISTRIBUTION, *PUBLISHER, *CONTACT, *SPATIAL, *TEMPORAL, *INSTANTS, *LICENCE, *RIGHTS, *FORMAT, *THEME)
) | {*FREQUENCY, *RDF_VALUE}
DEPTH, MOST = 4, 5_000
_OTHERS = frozenset(
    NamedNode(f"{_DCAT}{name}") for name in ("Dataset", "DatasetSeries", "Catalog", "DataService")
)
_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


def text_of(value: object) -> str:
    """What a term says: a literal's text, or an address."""
    return str(value.value) if isinstance(value, Literal | NamedNode) else ""


class Statements:
    """The statements that make up a record: about its node, and about the nodes that serve it."""

    def __init__(self, graph: Graph, node: Node) -> None:
        self.node = node
        self.about: dict[Node, dict[NamedNode, list[object]]] = {}
        self.left = MOST
        self._gather(graph, node, 0)

    def _gather(self, graph: Graph, node: Node, depth: int) -> None:
        if node in self.about or self.left <= 0:
            return
        found: dict[NamedNode, list[object]] = {}
        self.about[node] = found
        for quad in graph.store.quads_for_pattern(node, None, None):
            self.left -= 1
            found.setdefault(quad.predicate, []).append(quad.object)
        if depth and node != self.node and _OTHERS & set(found.get(_TYPE, ())):
            del self.about[node]  # another record
            return
        if depth >= DEPTH:
            return
        for predicate, members in found.items():
            for member in members:
                if isinstance(member, BlankNode) or (isinstance(member, NamedNode) and predicate in FOLLOWED):
                    self._gather(graph, member, depth + 1)

    def all(self, node: object, predicates: tuple[NamedNode, ...]) -> list[object]:
        """The objects of the first of these predicates that has any, in a steady order."""
        found = self.about.get(node, {})  # type: ignore[call-overload]
        for predicate in predicates:
            if predicate in found:
                return sorted(found[predicate], key=str)
        return []

    def texts(self, node: object, predicates: tuple[NamedNode, ...]) -> dict[str, str]:
        """Language -> text."""
        found: dict[str, str] = {}
        for member in self.all(node, predicates):
            if isinstance(member, Literal):
                said = values.text(member.value)
                if said:
                    found.setdefault(values.language(member.language or ""), said)
        return found

    def label(self, member: object) -> str:
        """What people call a thing: a literal's text, a node's name, or the end of its address."""
        if isinstance(member, Literal):
            return values.line(member.value)
        if isinstance(member, NamedNode | BlankNode):
            for predicates in (NAME, TITLE):
                name = pick(self.texts(member, predicates))[0]
                if name:
                    return values.line(name)
        if isinstance(member, NamedNode):
            return values.line(unquote(member.value.rstrip("/#").replace("#", "/").rsplit("/", 1)[-1]))
        return ""

    def canonical(self) -> bytes:
        """All statements as N-Triples, sorted; nodes without a name are called by what is said of them."""
        names: dict[Node, BlankNode] = {}
        lines = {
            f"{self._named(node, names)} {predicate} {self._named(member, names)} ."
            for node, found in self.about.items()
            for predicate, members in found.items()
            for member in members
        }
        return "".join(f"{statement}\n" for statement in sorted(lines)).encode(errors="replace")

    def _named(self, term: object, names: dict[Node, BlankNode], trail: tuple[Node, ...] = ()) -> object:
        if not isinstance(term, BlankNode):
            return term
        if term not in names:
            if term in trail or len(trail) > DEPTH + 1:
                return BlankNode("b")
            found = self.about.get(term, {})
            said = sorted(
                f"{predicate} {self._named(member, names, (*trail, term))}"
                for predicate, members in found.items()
                for member in members
            )
            digest = blake2b("\n".join(said).encode(errors="replace"), digest_size=10).hexdigest()
            names[term] = BlankNode(f"b{digest}")
        return names[term]


def identifier(record: Statements) -> str:
    """What the record itself gives as identifier."""
    for member in record.all(record.node, IDENTIFIER):
        found = values.line(text_of(member)) or record.label(member)
        if found:
            return found
    return ""


def place_on_the_web(record: Statements) -> str:
    """Its landing page, or where its first distribution is had."""
    for member in record.all(record.node, LANDING):
        if text_of(member):
            return text_of(member)
    for distribution in record.all(record.node, DISTRIBUTION):
        for member in (*record.all(distribution, DOWNLOAD), *record.all(distribution, ACCESS)):
            if text_of(member):
                return text_of(member)
    return ""


def entry(record: Statements) -> Entry:
    """The entry."""
    node = record.node
    spoken = values.languages(
        text_of(member) or record.label(member) for member in record.all(node, LANGUAGE)
    )
    own = spoken[0] if len(spoken) == 1 else ""
    title, title_en = pick(record.texts(node, TITLE), own)
    description, description_en = pick(record.texts(node, DESCRIPTION), own)
    distributions = tuple(_distributions(record))
    words = _licence_words(record)
    publisher = next(iter(record.all(node, PUBLISHER)), None)
    landing = next((values.address(text_of(member)) for member in record.all(node, LANDING)), "")
    return Entry(
        id="",
        title=values.line(title),
        title_en=values.line(title_en),
        description=description,
        description_en=description_en,
        publisher=record.label(publisher),
        publisher_id=publisher.value if isinstance(publisher, NamedNode) else "",
        contact=_contact(record),
        keywords=tuple(_keywords(record)),
        themes=tuple(dict.fromkeys(filter(None, map(record.label, record.all(node, THEME))))),
        licence=values.licence(*words),
        licence_text=next(iter(dict.fromkeys(filter(None, words))), "")[:1_000],
        languages=spoken,
        landing_page=landing or values.address(text_of(node)),
        issued=_first_moment(record, ISSUED),
        modified=_first_moment(record, MODIFIED),
        frequency=_frequency(record),
        spatial=", ".join(dict.fromkeys(filter(None, map(record.label, record.all(node, SPATIAL)[:20]))))[
            :200
        ],
        temporal=_temporal(record),
        distributions=distributions,
    )


def _keywords(record: Statements) -> Iterator[str]:
    words = record.all(record.node, KEYWORD)
    texts = [record.label(member) for member in words]
    many = texts if len(texts) > 1 else [part for text in texts for part in values.texts(text)]
    yield from dict.fromkeys(text[:200] for text in many if text)


def _first_moment(record: Statements, predicates: tuple[NamedNode, ...]) -> str:
    return next(
        (found for member in record.all(record.node, predicates) if (found := moment(text_of(member)))),
        "",
    )


def _licence_words(record: Statements) -> list[str]:
    """What is said of the licence: of the data set, then of its distributions; only then who may see it at all."""
    nodes = [record.node, *record.all(record.node, DISTRIBUTION)[:20]]
    return [word for kind in (LICENCE, RIGHTS) for node in nodes for word in _words(record, node, kind)]


def _words(record: Statements, node: object, predicates: tuple[NamedNode, ...]) -> Iterator[str]:
    """An address, and what it is called; of a statement without a name, what it says."""
    for one in record.all(node, predicates):
        said = record.label(one) or values.line(pick(record.texts(one, DESCRIPTION))[0])
        yield from filter(None, (text_of(one), said))


def _contact(record: Statements) -> str:
    for member in record.all(record.node, CONTACT):
        parts = [
            record.label(member) if not isinstance(member, NamedNode) or record.about.get(member) else ""
        ]
        for address in record.all(member, EMAIL):
            inner = next(iter(record.all(address, VALUE)), address)
            parts.append(text_of(inner).removeprefix("mailto:").removeprefix("tel:"))
        said = " ".join(dict.fromkeys(part for part in map(values.line, parts) if part))
        if said:
            return said[:300]
    return ""


def _frequency(record: Statements) -> str:
    """A term of a list, words, or how much time lies between (Spain's portals: a node that has a duration)."""
    for member in record.all(record.node, FREQUENCY):
        for node in (member, *record.all(member, RDF_VALUE)):
            for unit, predicates in UNITS.items():
                for one in record.all(node, predicates):
                    if number := values.size(text_of(one)):
                        return values.frequency(f"P{number}{unit}")
        return values.frequency(text_of(member) or record.label(member))
    return ""


def _temporal(record: Statements) -> str:
    for member in record.all(record.node, TEMPORAL):
        start, end = (_end(record, member, *pair) for pair in zip((START, END), INSTANTS, strict=True))
        if start or end:
            return f"{start}/{end}"
        if label := record.label(member):
            return label[:80]
    return ""


def _end(record: Statements, period: object, said: tuple[NamedNode, ...], instant: NamedNode) -> str:
    """Where a period begins or ends: said of itself, or of an instant."""
    found = record.all(period, said) or [
        one for node in record.all(period, (instant,)) for one in record.all(node, INSTANT)
    ]
    return next(filter(None, (moment(text_of(one)) for one in found)), "")


def _distributions(record: Statements) -> Iterator[Distribution]:
    for node in record.all(record.node, DISTRIBUTION)[:500]:
        if isinstance(node, NamedNode) and not record.about.get(node):
            yield Distribution(
                format=values.format_of_address(node.value), access_url=values.address(node.value)
            )
            continue
        formats = [_format(record, member) for member in record.all(node, FORMAT)]
        access, download = _address(record, node, ACCESS), _address(record, node, DOWNLOAD)
        name = next(filter(None, formats), "") or values.format_of_address(download, access)
        media = [
            values.media_type(text_of(member)) or values.media_type(record.label(member))
            for member in record.all(node, MEDIA)
        ]
        words = [word for kind in (LICENCE, RIGHTS) for word in _words(record, node, kind)]
        known = values.licence(*words)
        yield Distribution(
            title=values.line(pick(record.texts(node, TITLE))[0]),
            format=name,
            media_type=next(filter(None, media), "") or values.media_type("", name),
            access_url=access,
            download_url=download,
            bytes=next((values.size(text_of(member)) for member in record.all(node, SIZE)), None),
            licence=known or next(iter(words), "")[:1_000],
        )


def _format(record: Statements, member: object) -> str:
    """By its address where that is a term for a format, else by what it is called."""
    named = values.format_name(text_of(member))
    return named if values.is_format(named) else values.format_name(record.label(member))


def _address(record: Statements, node: object, predicates: tuple[NamedNode, ...]) -> str:
    return next(
        (found for member in record.all(node, predicates) if (found := values.address(text_of(member)))), ""
    )
