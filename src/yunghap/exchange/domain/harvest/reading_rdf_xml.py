"""RDF/XML: as a whole where it is sound, node by node where it is not; a node keeps what can be read of it."""

import codecs
import re
from collections.abc import Iterator
from copy import deepcopy
from typing import BinaryIO, cast

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from lxml import etree
from pyoxigraph import RdfFormat, parse

from yunghap.core.errors import InvalidInput

from .rdf_graph import BROKEN_STATEMENT, ENDS, Graph
from .reading_json import encoding_of

XML_BROKEN = gettext_noop("The XML is not well-formed (%(why)s); what could be read was kept.")


_NESTED_ENTITY = re.compile(rb"<!ENTITY\s+(?:%\s|\S+\s+(?:SYSTEM|PUBLIC)|\S+\s+[\"'][^\"']*[&%])")


def read_rdf_xml(graph: Graph, file: BinaryIO, base: str) -> None:
    """Fill the graph. Raises InvalidInput for entities within entities."""
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
            parent = element.getparent()
            while parent is not None and element.getprevious() is not None:
                del parent[0]
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
    """Why a node cannot be read; "" where it was.

    What is XML but against the grammar of RDF is read as it was meant, if need be without some statements.
    """
    why = ""
    for attempt in (_as_it_is, _with_ampersands, _tamed, _without_broken):
        try:
            quads = list(parse(attempt(text, base), RdfFormat.RDF_XML, base_iri=base, lenient=True))
        except (SyntaxError, ValueError, etree.XMLSyntaxError) as error:
            why = why or re.sub(r"^Parser error.*?: ", "", str(error)) or "?"
            continue
        for quad in quads:
            graph.add(quad)
        return ""
    return why


def _as_it_is(text: str, _base: str) -> bytes:
    return text.encode(errors="replace")


def _with_ampersands(text: str, _base: str) -> bytes:
    return re.sub(r"&(?!#?\w+;)", "&amp;", text).encode(errors="replace")


# --- nodes that catalogues write against the grammar ---------------------------------------------

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_LABEL = "{http://www.w3.org/2000/01/rdf-schema#}label"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_OF_LITERALS = frozenset({f"{_RDF}datatype", f"{_RDF}ID", _LANGUAGE})


def _tamed(text: str, base: str) -> bytes:
    """The same as the grammar of RDF/XML has it."""
    return bytes(etree.tostring(_tamed_tree(text, base)))


def _tamed_tree(text: str, base: str) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
    )
    root = etree.fromstring(_with_ampersands(text, base), parser)
    for node in root:
        _tame_node(node)
    return root


def _tame_node(node: etree._Element) -> None:
    if f"{_RDF}about" in node.attrib:
        for name in {f"{_RDF}ID", f"{_RDF}nodeID"} & set(node.attrib):
            del node.attrib[name]
    _without_text(node)
    for member in list(node):
        _tame_statement(member)


def _tame_statement(member: etree._Element) -> None:
    """An address beside text counts, and so do nodes beside text; several nodes are several statements."""
    attributes, kind = member.attrib, member.get(f"{_RDF}parseType")
    if f"{_RDF}resource" in attributes or f"{_RDF}nodeID" in attributes:
        kept = {
            name: value
            for name, value in _attributes(member).items()
            if name[len(_RDF) :] in {"resource", "nodeID"}
        }
        said, tail = (member.text or "").strip(), member.tail
        member.clear()
        member.tail = tail
        _name(member, *next(iter(kept.items())), said)
    elif kind == "Resource":
        _tame_node(member)
    elif kind is None and len(member):
        attributes.pop(f"{_RDF}datatype", "")
        _without_text(member)
        for node in member:
            _tame_node(node)
        for node in reversed(list(member)[1:]):
            other = etree.Element(member.tag, _attributes(member))
            other.append(node)
            member.addnext(other)
    elif kind is None:
        for name in set(attributes) - _OF_LITERALS:
            del attributes[name]


def _name(member: etree._Element, attribute: str, address: str, said: str) -> None:
    """The statement names the node at an address; the text beside it is what that node is called."""
    if not said:
        member.set(attribute, address)
        return
    about = f"{_RDF}about" if attribute == f"{_RDF}resource" else attribute
    node = etree.SubElement(member, f"{_RDF}Description", {about: address})
    etree.SubElement(node, _LABEL).text = said


def _attributes(element: etree._Element) -> dict[str, str]:
    return {str(name): str(value) for name, value in element.attrib.items()}


def _without_text(element: etree._Element) -> None:
    element.text = None
    for member in element:
        member.tail = None


def _without_broken(text: str, base: str) -> bytes:
    """The same without the statements that cannot be read by themselves."""
    root = _tamed_tree(text, base)
    for node in root:
        for member in list(node):
            alone = etree.Element(root.tag, nsmap=cast("dict[str, str]", root.nsmap))
            etree.SubElement(alone, node.tag, _attributes(node)).append(deepcopy(member))
            try:
                list(parse(etree.tostring(alone), RdfFormat.RDF_XML, base_iri=base, lenient=True))
            except (SyntaxError, ValueError):
                node.remove(member)
    return bytes(etree.tostring(root))


# --- where nodes begin and end -------------------------------------------------------------------

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
    if (found := encoding_of(data[: 1 << 16])).startswith("utf-16"):
        return found
    declared = re.match(rb"<\?xml[^>]*encoding=[\"']([A-Za-z0-9._-]+)", data.lstrip(b"\xef\xbb\xbf"))
    try:
        return codecs.lookup(declared[1].decode()).name if declared else "utf-8"
    except LookupError:
        return "utf-8"
