"""RDF in any of its forms, read into a graph; what is broken is left out and told of, the rest is kept.

JSON-LD is read record by record. No context is ever fetched: for those known by name, and for unknown ones, the
prefixes and terms of DCAT stand in.
"""

import codecs
import io
import json
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from lxml import etree
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, parse

from yunghap.core.errors import InvalidInput

from .contexts import TERMS, usable_context
from .reading_json import Item, Member, What, encoding_of, items

ON_DISK = 64 << 20
FAULTS = 1_000
BROKEN_STATEMENT = gettext_noop("This statement cannot be read: %(why)s.")
XML_BROKEN = gettext_noop("The XML is not well-formed (%(why)s); what could be read was kept.")
ENDS = gettext_noop("The file ends before the document does; what stands before the end was kept.")

Node = NamedNode | BlankNode


@dataclass
class Graph:
    """What a document says. `named` are nodes that a list of data sets names, whatever their type."""

    store: Store
    named: dict[Node, None] = field(default_factory=dict)
    faults: list[Item] = field(default_factory=list)

    def add(self, quad: Quad) -> None:
        """Keep a statement; which graph it stood in does not matter."""
        self.store.add(Quad(quad.subject, quad.predicate, quad.object))

    def fault(self, place: str, raw: bytes, reason: str, why: str = "") -> None:
        """Tell of something that could not be read."""
        if len(self.faults) < FAULTS:
            self.faults.append(Item((), place, raw, fault=reason, why=why))


FORMATS = {
    "turtle": RdfFormat.TRIG,  # every Turtle document is one of TriG
    "n-triples": RdfFormat.N_QUADS,
    "rdf-xml": RdfFormat.RDF_XML,
}


def form_of(head: bytes) -> str:
    """ "json-ld", "rdf-xml", "turtle" or "n-triples", by the content; "" where it is none of them."""
    text = head.decode(encoding_of(head), "replace").lstrip("\ufeff \t\r\n")
    if text[:1] and text[0] in "[{":
        return "json-ld" if _JSON_LD.search(text) else ""
    if text.startswith(("<?xml", "<!--", "<!DOCTYPE")) or re.match(r"<[A-Za-z][\w.-]*:?\w*[\s>]", text):
        return "rdf-xml" if _RDF_XML.search(text) else ""
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    if lines and all(_TRIPLE.match(line) for line in lines[:5] if len(line) < 20_000):
        return "n-triples"
    return "turtle" if _TURTLE.search(text) else ""


_JSON_LD = re.compile(r'"@(?:context|id|graph|type)"')
_RDF_XML = re.compile(r"22-rdf-syntax-ns#|<(?:\w+:)?RDF\b")
_TRIPLE = re.compile(r"(?:<[^>]*>|_:\S+)\s*<[^>]*>\s*(?:<[^>]*>|_:\S+|\").*\.\s*$")
_TURTLE = re.compile(
    r"(?im)^\s*@?(?:prefix|base)\b\s|^\s*<[^>\s]*>\s+(?:a|<[^>]+>|\w+:\w+)\s|^\s*\w*:\S+\s+(?:a|\w+:\w+)\s"
)


@contextmanager
def read_graph(file: BinaryIO, form: str, base: str) -> Iterator[Graph]:
    """The graph of a document, in memory, or in a folder for the time being where it is large. Raises NotJson."""
    file.seek(0, io.SEEK_END)
    size = file.tell()
    file.seek(0)
    if size <= ON_DISK:
        graph = Graph(Store())
        _fill(graph, file, form, base)
        yield graph
        return
    with tempfile.TemporaryDirectory(prefix="yunghap-rdf-") as folder:
        graph = Graph(Store(folder))
        _fill(graph, file, form, base)
        yield graph


def _fill(graph: Graph, file: BinaryIO, form: str, base: str) -> None:
    if form == "json-ld":
        _json_ld(graph, file, base)
    elif form == "rdf-xml":
        _rdf_xml(graph, file, base)
    else:
        _turtle(graph, file, form, base)


# --- Turtle, TriG, N-Triples, N-Quads ------------------------------------------------------------


def _turtle(graph: Graph, file: BinaryIO, form: str, base: str) -> None:
    """Read as a stream; only where that fails, statement by statement."""
    kind = FORMATS[form]
    begun = False
    try:
        for quad in parse(file, kind, base_iri=base, lenient=True):
            graph.add(quad)
            begun = True
    except (SyntaxError, ValueError, OSError) as error:
        file.seek(0)
        graph.store.clear()  # nodes without a name would come twice
        _statements(graph, file, kind, base, str(error) if begun else "")


_STATEMENT_END = re.compile(r"\.[ \t]*(?:#[^\n]*)?(?:\r?\n|$)(?=\S|\s*\r?\n|$)")
_PREFIX = re.compile(r"(?im)^[ \t]*@?(?:prefix\s+\S*:\s*<[^>]*>|base\s+<[^>]*>)\s*\.?")
MOST_JOINED = 60


def _statements(graph: Graph, file: BinaryIO, kind: RdfFormat, base: str, _why: str) -> None:
    data = file.read()
    text = data.decode(encoding_of(data[: 1 << 20]), "replace").lstrip("\ufeff")
    heading = "\n".join(
        match[0] + ("" if match[0].rstrip().endswith(".") or not match[0].lstrip().startswith("@") else " .")
        for match in _PREFIX.finditer(text)
    )
    parts = _parts(text)
    at, line = 0, 1
    while at < len(parts):
        joined = ""
        for end in range(at, min(at + MOST_JOINED, len(parts))):
            joined += parts[end]
            if _take(graph, heading, joined, kind, base):
                line += joined.count("\n")
                at = end + 1
                break
        else:
            fault = _fault(heading, parts[at], kind, base)
            graph.fault(f"line {line}", parts[at].encode("utf-8", "replace"), BROKEN_STATEMENT, fault)
            line += parts[at].count("\n")
            at += 1


def _parts(text: str) -> list[str]:
    ends = [match.end() for match in _STATEMENT_END.finditer(text)]
    starts = [0, *ends]
    parts = [text[start:end] for start, end in zip(starts, [*ends, len(text)], strict=True)]
    return [part for part in parts if part.strip()]


def _take(graph: Graph, heading: str, text: str, kind: RdfFormat, base: str) -> bool:
    try:
        quads = list(parse(f"{heading}\n{text}".encode(), kind, base_iri=base, lenient=True))
    except (SyntaxError, ValueError):
        return False
    for quad in quads:
        graph.add(quad)
    return True


def _fault(heading: str, text: str, kind: RdfFormat, base: str) -> str:
    try:
        list(parse(f"{heading}\n{text}".encode(), kind, base_iri=base, lenient=True))
    except (SyntaxError, ValueError) as error:
        return re.sub(r"^Parser error.*?: ", "", str(error)).split(" (line")[0]
    return ""


# --- RDF/XML -------------------------------------------------------------------------------------


_NESTED_ENTITY = re.compile(rb"<!ENTITY\s+(?:%\s|\S+\s+(?:SYSTEM|PUBLIC)|\S+\s+[\"'][^\"']*[&%])")


def _rdf_xml(graph: Graph, file: BinaryIO, base: str) -> None:
    if _NESTED_ENTITY.search(file.read(1 << 20)):
        raise InvalidInput(
            _("This XML cannot be accepted: %(reason)s.") % {"reason": _("its entities hold others")}
        )
    file.seek(0)
    fault = _xml_fault(file)
    file.seek(0)
    if not fault:
        try:
            for quad in parse(file, RdfFormat.RDF_XML, base_iri=base, lenient=True):
                graph.add(quad)
        except (SyntaxError, ValueError, OSError) as error:
            fault = str(error)
        else:
            return
        file.seek(0)
        graph.store.clear()
    _blocks_of_nodes(graph, file.read(), base, fault)


def _xml_fault(file: BinaryIO) -> str:
    """What is wrong with the XML, in a sentence; entities and document types are refused with the rest."""
    try:
        for _event, element in etree.iterparse(
            file, events=("end",), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True
        ):
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        return str(error.msg or error)
    return ""


def _blocks_of_nodes(graph: Graph, data: bytes, base: str, fault: str) -> None:
    """Node by node, from the text of broken XML: each element that stands for a thing (its name begins with a capital)
    is read by itself, in the namespaces of the document.
    """
    text = data.decode(_xml_encoding(data), "replace")
    root = _ROOT.search(text)
    if root is None:
        graph.fault("document", data[: 1 << 16], XML_BROKEN, fault)
        return
    heading, ending = root[0].rstrip("/>") + ">", f"</{root[1]}>"
    cut = False
    for start, end in _spans(text, root.end()):
        block = text[start:end] if end else text[start:]
        if end:
            why = _take_block(graph, f"{heading}{block}{ending}", base)
            if not why:
                continue
        else:
            why, cut = fault, True
        place = f"line {text.count(chr(10), 0, start) + 1}"
        graph.fault(place, block[: 1 << 20].encode(errors="replace"), BROKEN_STATEMENT if end else ENDS, why)
    if not cut and ending not in text[root.end() :]:
        graph.fault("end of the document", b"", ENDS, fault)


def _take_block(graph: Graph, text: str, base: str) -> str:
    """Why a node cannot be read; "" where it was, if need be with its bare ampersands made good."""
    why = ""
    for piece in (text, re.sub(r"&(?!#?\w+;)", "&amp;", text)):
        try:
            quads = list(
                parse(piece.encode(errors="replace"), RdfFormat.RDF_XML, base_iri=base, lenient=True)
            )
        except (SyntaxError, ValueError) as error:
            why = re.sub(r"^Parser error.*?: ", "", str(error)) or "?"
            continue
        for quad in quads:
            graph.add(quad)
        return ""
    return why


_ROOT = re.compile(r"<((?:[A-Za-z_][\w.-]*:)?RDF)\b[^<>]*>")
_TAG = re.compile(r"<(/?)((?:[A-Za-z_][\w.-]*:)?[A-Z][\w.-]*)(\s[^<>]*?)?(/?)>")
_ENVELOPES = ("Catalog", "CatalogRecord", "RDF")


def _spans(text: str, start: int) -> Iterator[tuple[int, int]]:
    """Where the outermost nodes begin and end (0: nowhere); a data set always begins one, whatever was left open."""
    name, depth, begun = "", 0, 0
    for tag in _TAG.finditer(text, start):
        closing, found, _attributes, single = tag.groups()
        local = found.rsplit(":", 1)[-1]
        if local in _ENVELOPES:
            continue
        if not depth:
            if closing:
                continue
            name, begun = found, tag.start()
            depth = 0 if single else 1
            if single:
                yield begun, tag.end()
        elif found == name and not single:
            if not closing and local == "Dataset":  # the one before was never closed
                yield begun, tag.start()
                begun = tag.start()
                continue
            depth += -1 if closing else 1
            if not depth:
                yield begun, tag.end()
    if depth:
        yield begun, 0


def _xml_encoding(data: bytes) -> str:
    declared = re.match(rb"<\?xml[^>]*encoding=[\"']([A-Za-z0-9._-]+)", data.lstrip(b"\xef\xbb\xbf"))
    try:
        return codecs.lookup(declared[1].decode()).name if declared else "utf-8"
    except LookupError:
        return "utf-8"


# --- JSON-LD -------------------------------------------------------------------------------------

_DATASETS = frozenset(TERMS["datasets"])


def _json_ld(graph: Graph, file: BinaryIO, base: str) -> None:
    context = _find_context(file)
    file.seek(0)
    catalog: dict[str, Any] = {}
    for item in items(file, _choose):
        if isinstance(item, Member):
            if item.path == ("@context",):
                context = usable_context(item.value)
            elif len(item.path) == 1:
                catalog[item.path[0]] = item.value
            continue
        if item.fault:
            graph.faults.append(item)
            continue
        if isinstance(item.value, dict):
            in_list = bool(item.path) and item.path[-1] in _DATASETS
            _take_node(graph, item, context, base, in_list=in_list)
    if catalog:
        _take_node(graph, Item((), "catalogue", b"", catalog), context, base, in_list=False)


def _choose(path: tuple[str, ...], bracket: str, peek: str) -> What:
    if not path:
        if bracket == "[":
            return "items"
        return "inside" if _is_envelope(peek) else "item"
    name = path[-1]
    if len(path) == 1 and (name == "@graph" or name in _DATASETS):
        return "items" if bracket == "[" else "item"
    return "value"


def _is_envelope(peek: str) -> bool:
    return bool(re.search(r'"@graph"\s*:|"(?:[^"\\]*[/:#])?dataset"\s*:', peek))


def _find_context(file: BinaryIO) -> Any:
    """The document's context, which need not stand at its beginning."""
    file.seek(0)
    head = file.read(1 << 16)
    text = head.decode(encoding_of(head), "replace").lstrip("\ufeff \t\r\n")
    file.seek(0)
    if not text.startswith("{") or re.match(r'\{\s*"@context"', text):
        return usable_context(None)
    for item in items(file, _members_only):
        if isinstance(item, Member) and item.path == ("@context",):
            return usable_context(item.value)
    return usable_context(None)


def _members_only(path: tuple[str, ...], bracket: str, _peek: str) -> What:
    return "inside" if not path and bracket == "{" else "value" if path == ("@context",) else "skip"


def _take_node(graph: Graph, item: Item, context: Any, base: str, *, in_list: bool) -> None:
    value = item.value
    own = value.get("@context")
    node = {name: member for name, member in value.items() if name != "@context"}
    whole = {"@context": usable_context(own) if own is not None else context, **node}
    why = ""
    for attempt in (whole, {**whole, **_tamed(node)}):
        try:
            text = json.dumps(attempt, ensure_ascii=True).encode()
            quads = list(parse(text, RdfFormat.JSON_LD, base_iri=base, lenient=True))
        except (SyntaxError, ValueError, RecursionError) as error:
            why = str(error)
            continue
        for quad in quads:
            graph.add(quad)
        if in_list and quads:
            _name(graph, quads)
        return
    graph.fault(item.place, item.raw, BROKEN_STATEMENT, why)


def _name(graph: Graph, quads: list[Quad]) -> None:
    """The node a record of a list is about: the one no other statement of it points to."""
    objects = {quad.object for quad in quads}
    for quad in quads:
        if quad.subject not in objects and isinstance(quad.subject, NamedNode | BlankNode):
            graph.named[quad.subject] = None
            return


def _tamed(value: Any, depth: int = 0) -> Any:
    """Without what JSON-LD forbids and catalogues write: null or numbers as @id, values with @language and no text."""
    if isinstance(value, list):
        return [_tamed(member, depth + 1) for member in value]
    if not isinstance(value, dict) or depth > 60:
        return value if not isinstance(value, dict) else None
    if "@value" in value:
        said = value["@value"]
        if not isinstance(said, str | int | float | bool):
            return json.dumps(said, ensure_ascii=False) if said is not None else None
        tag = value.get("@language")
        kept = {"@value": said}
        if (
            isinstance(tag, str)
            and isinstance(said, str)
            and re.fullmatch(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*", tag)
        ):
            kept["@language"] = tag
        return kept
    found = {}
    for name, member in value.items():
        if name == "@id" and not isinstance(member, str):
            continue
        if name == "@type" and not (
            isinstance(member, str)
            or (isinstance(member, list) and all(isinstance(one, str) for one in member))
        ):
            continue
        if name.startswith("@") and name not in {"@id", "@type", "@graph", "@list", "@set", "@reverse"}:
            continue
        found[name] = _tamed(member, depth + 1)
    return found


def texts_of(value: Any) -> str:
    """The text of a node of the graph: a literal's, or an address."""
    return str(value.value) if isinstance(value, Literal | NamedNode) else ""
