"""DCAT in RDF: DCAT-AP and its national profiles, schema.org data sets; one document or many pages.

A record is a data set (or a series of them): a node of such a type, or one that a catalogue lists. Services,
distributions and catalogues are no records. What a record says is its own statements and those of the nodes that only
serve it.
"""

from collections import deque
from collections.abc import Generator, Iterator

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from pyoxigraph import BlankNode, NamedNode

from yunghap.core.errors import DomainError
from yunghap.exchange.domain.harvest.digests import digest
from yunghap.exchange.domain.harvest.documents import NO_BASE, Document, Documents, NoSuchPage, joined, opened
from yunghap.exchange.domain.harvest.rdf_graph import ENDS, Graph, Node
from yunghap.exchange.domain.harvest.reading_rdf import form_of, read_graph
from yunghap.exchange.domain.harvest.records import Branching, Broken, Found, Read, Refused, Total, WrongKind
from yunghap.exchange.domain.harvest.values import line, size

from . import dcat_mapping as mapping
from .json_records import ENDINGS, NAMELESS, titled

RDF_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_DCAT, _HYDRA = "http://www.w3.org/ns/dcat#", "http://www.w3.org/ns/hydra/core#"
_SCHEMA = ("http://schema.org/", "https://schema.org/")
TYPES = tuple(
    NamedNode(name)
    for name in (
        f"{_DCAT}Dataset",
        f"{_DCAT}DatasetSeries",
        "http://www.w3.org/ns/adms#Asset",
        "http://rdfs.org/ns/void#Dataset",
        "http://purl.org/dc/dcmitype/Dataset",
        "http://resources.data.gov/ontology/dcat-us#Dataset",
        "http://dati.gov.it/onto/dcatapit#Dataset",
        *(f"{beginning}Dataset" for beginning in _SCHEMA),
    )
)
_LISTS = tuple(
    NamedNode(name) for name in (f"{_DCAT}dataset", *(f"{beginning}dataset" for beginning in _SCHEMA))
)
_NO_RECORDS = frozenset(
    NamedNode(f"{_DCAT}{name}") for name in ("Catalog", "DataService", "Distribution", "CatalogRecord")
)
_NEXT = tuple(
    NamedNode(name)
    for name in (
        f"{_HYDRA}next",
        f"{_HYDRA}nextPage",
        "http://www.w3.org/ns/hydra/core#Next",
        "https://www.w3.org/ns/activitystreams#next",
    )
)
_TOTAL = (NamedNode(f"{_HYDRA}totalItems"),)
_TREE = "https://w3id.org/tree#"
_RELATIONS, _NODES = NamedNode(f"{_TREE}relation"), NamedNode(f"{_TREE}node")
MOST_PAGES = 100_000
MOST_LOST = 3  # in a row, each asked for several times
NO_RDF = gettext_noop("This page is not RDF.")
NOT_THERE = gettext_noop("It names a page that is not there: %(page)s")
NOT_HAD = gettext_noop("It names a page that could not be had: %(why)s")
MANY_PAGES = gettext_noop("It names more than %(most)s pages; the others were not read.")


def looks_like_rdf(head: bytes) -> bool:
    """Whether a document begins as one of the forms of RDF."""
    return bool(form_of(head))


def read(documents: Documents) -> Iterator[Found]:
    """The data sets of a catalogue, page after page."""
    return read_from(documents.first(), documents)


def read_from(document: Document | None, documents: Documents) -> Iterator[Found]:
    """The same, beginning with a document that is there already."""
    page = 1
    ahead: deque[str] = deque()
    known: set[str] = set()
    branches: set[str] = set()
    while document is not None:
        with opened(document):
            related, following = yield from _page(document, page)
            branches.update(related)
            for address in [*related, *following]:
                if address in known:
                    continue
                if len(known) >= MOST_PAGES:
                    yield Broken(f"page {page}", MANY_PAGES, {"most": MOST_PAGES})
                    break
                known.add(address)
                ahead.append(address)
        page += 1
        document = yield from _following(documents, ahead, branches)


def _page(document: Document, page: int) -> Generator[Found, None, tuple[list[str], list[str]]]:
    """The data sets of one page; returns the pages its relations lead to, and the one that comes next."""
    form = form_of(document.head())
    if not form:
        if page == 1:
            raise WrongKind(_("This is not RDF: neither JSON-LD nor Turtle, N-Triples or RDF/XML."))
        yield Refused(f"page {page}", NO_RDF, raw=document.head())
        yield Broken(f"page {page}", NO_RDF)
        return [], []
    base = document.name if "://" in document.name else NO_BASE
    with read_graph(document.file, form, base) as graph:
        if page == 1:
            yield from _total(graph)
        yield from _datasets(graph, f"page {page}, " if page > 1 else "", first=page == 1)
        related = _related_pages(graph, base)
        if related:
            yield Branching()
        return related, _next_page(graph, document, base)


def _following(
    documents: Documents, ahead: deque[str], branches: set[str]
) -> Generator[Found, None, Document | None]:
    """The next page of those that wait. A branch that cannot be had is refused, and the others are still read.

    Raises what a server says that gives none of several in a row, or not the page that comes next.
    """
    lost = 0
    while ahead:
        address = ahead.popleft()
        try:
            document = documents.follow(address)
        except NoSuchPage:
            yield Broken("", NOT_THERE, {"page": address})
        except DomainError as error:
            lost += 1
            if lost >= MOST_LOST or address not in branches:
                raise
            yield Refused(address[:200], NOT_HAD, {"why": str(error)})
            yield Broken("", NOT_HAD, {"why": str(error)})
        else:
            if document is not None:
                return document
    return None


def _total(graph: Graph) -> Iterator[Total]:
    for predicate in _TOTAL:
        for quad in graph.store.quads_for_pattern(None, predicate, None):
            number = size(mapping.text_of(quad.object))
            if number is not None:
                yield Total(number)
                return


def _next_page(graph: Graph, document: Document, base: str) -> list[str]:
    """The next page (Hydra, activity streams, a Link header), if there is one."""
    for predicate in _NEXT:
        for quad in graph.store.quads_for_pattern(None, predicate, None):
            found = mapping.text_of(quad.object)
            if found:
                return [joined(base, found)]
    link = document.next_link()
    return [link] if link else []


def _related_pages(graph: Graph, base: str) -> list[str]:
    """The pages that relations of TREE lead to."""
    nodes = [
        mapping.text_of(quad.object)
        for relation in graph.store.quads_for_pattern(None, _RELATIONS, None)
        if isinstance(relation.object, NamedNode | BlankNode)
        for quad in graph.store.quads_for_pattern(relation.object, _NODES, None)
    ]
    return sorted(joined(base, node) for node in nodes if node)


def _datasets(graph: Graph, page: str, *, first: bool) -> Iterator[Found]:
    number = 0
    nameless: list[Read | Refused] = []
    for node in _nodes(graph):
        number += 1
        if isinstance(node, NamedNode):
            yield _record(graph, node, f"{page}{node}"[:200])
        else:
            nameless.append(_record(graph, node, f"{page}data set {number}"))
    # Their names are given anew at every reading: only what they say puts them in order.
    yield from sorted(nameless, key=lambda item: item.raw)
    for fault in graph.faults:
        number += 1
        cut = fault.fault in {ENDS, *ENDINGS}
        yield Refused(f"{page}{fault.place}"[:200], fault.fault, {"why": fault.why}, raw=fault.raw, cut=cut)
    if number == 0 and first and not _is_catalogue(graph):
        raise WrongKind(_("This RDF holds no data set and no catalogue (DCAT)."))


def _nodes(graph: Graph) -> Iterator[Node]:
    """The nodes that are records, each once, in a steady order: those with addresses by these, then the others."""
    found: dict[Node, None] = dict(graph.named)
    for kind in TYPES:
        for quad in graph.store.quads_for_pattern(None, RDF_TYPE, kind):
            if isinstance(quad.subject, NamedNode | BlankNode):
                found[quad.subject] = None
    for predicate in _LISTS:
        for quad in graph.store.quads_for_pattern(None, predicate, None):
            node = quad.object
            if isinstance(node, NamedNode | BlankNode) and _is_described(graph, node):
                found[node] = None
    kept = [node for node in found if not _is_other(graph, node)]
    yield from sorted(kept, key=lambda node: (isinstance(node, BlankNode), node.value))


def _is_described(graph: Graph, node: Node) -> bool:
    return any(True for _quad in graph.store.quads_for_pattern(node, None, None))


def _is_other(graph: Graph, node: Node) -> bool:
    kinds = {quad.object for quad in graph.store.quads_for_pattern(node, RDF_TYPE, None)}
    return bool(kinds & _NO_RECORDS) and not kinds & set(TYPES)


def _is_catalogue(graph: Graph) -> bool:
    catalog = NamedNode(f"{_DCAT}Catalog")
    return any(True for _quad in graph.store.quads_for_pattern(None, RDF_TYPE, catalog))


def _record(graph: Graph, node: Node, place: str) -> Read | Refused:
    statements = mapping.Statements(graph, node)
    raw = statements.canonical()
    identifier = mapping.identifier(statements)
    if isinstance(node, NamedNode) and not node.value.startswith(f"{NO_BASE}.well-known/genid"):
        key = node.value.removeprefix(NO_BASE)
    else:
        key = identifier or mapping.place_on_the_web(statements) or _by_title(statements)
    if not key:
        return Refused(place, NAMELESS, raw=raw)
    key = line(key, longest=2_000)
    return Read(key, place, raw, digest(raw), lambda: titled(mapping.entry(statements), identifier or key))


def _by_title(statements: mapping.Statements) -> str:
    entry = mapping.entry(statements)
    title = entry.title or entry.description[:200]
    return " / ".join(part for part in (title, entry.publisher) if part) if title else ""
