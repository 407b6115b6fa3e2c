"""The graph a document of RDF is read into, with what could not be read of it."""

from dataclasses import dataclass, field
from functools import lru_cache

from django.utils.translation import gettext_noop
from pyoxigraph import BlankNode, NamedNode, Quad, Store

from .reading_json import Item

RAW_KEPT = 1_000
BROKEN_STATEMENT = gettext_noop("This statement cannot be read: %(why)s.")
ENDS = gettext_noop("The file ends before the document does; what stands before the end was kept.")

Node = NamedNode | BlankNode
_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
# Namespaces as catalogues misspell them.
_MEANT = {
    "https://www.w3.org/ns/dcat#": "http://www.w3.org/ns/dcat#",
    "http://www.w3.org/ns/dcat/": "http://www.w3.org/ns/dcat#",
    "https://www.w3.org/ns/dcat/": "http://www.w3.org/ns/dcat#",
    "http://purl.org/dc/terms/#": "http://purl.org/dc/terms/",
    "https://purl.org/dc/terms/": "http://purl.org/dc/terms/",
    "https://purl.org/dc/elements/1.1/": "http://purl.org/dc/elements/1.1/",
    "https://xmlns.com/foaf/0.1/": "http://xmlns.com/foaf/0.1/",
    "https://www.w3.org/2006/vcard/ns#": "http://www.w3.org/2006/vcard/ns#",
}


@lru_cache(maxsize=4_096)
def _meant(name: NamedNode) -> NamedNode:
    """The term of the vocabulary that a misspelt one means."""
    for wrong, right in _MEANT.items():
        if name.value.startswith(wrong):
            try:
                return NamedNode(right + name.value.removeprefix(wrong))
            except ValueError:  # read leniently: broken in what follows too, so no term of the vocabulary
                return name
    return name


@dataclass
class Graph:
    """What a document says. `named` are nodes that a list of data sets names, whatever their type."""

    store: Store
    named: dict[Node, None] = field(default_factory=dict)
    faults: list[Item] = field(default_factory=list)

    def add(self, quad: Quad) -> None:
        """Keep a statement; which graph it stood in does not matter."""
        predicate, member = _meant(quad.predicate), quad.object
        if predicate == _TYPE and isinstance(member, NamedNode):
            member = _meant(member)
        self.store.add(Quad(quad.subject, predicate, member))

    def fault(self, place: str, raw: bytes, reason: str, why: str = "") -> None:
        """Tell of something that could not be read."""
        self.faults.append(
            Item((), place, raw if len(self.faults) < RAW_KEPT else b"", fault=reason, why=why)
        )
