"""JSON-LD, record by record.

No context is ever fetched: for those known by name, and for unknown ones, the prefixes and terms of DCAT stand in.
"""

import json
import re
from typing import Any, BinaryIO

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, parse

from .contexts import TERMS, usable_context
from .rdf_graph import BROKEN_STATEMENT, Graph
from .reading_json import Item, Member, What, encoding_of, items, members_in
from .values import is_language_code

DEPTH = 60
_DATASETS = frozenset(TERMS["datasets"])


def read_json_ld(graph: Graph, file: BinaryIO, base: str) -> None:
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
    return any(
        name == "@graph" or re.split("[/:#]", name)[-1] == "dataset" or name in _DATASETS
        for name in members_in(peek)
    )


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
    node = {name: _in_languages(member) for name, member in value.items() if name != "@context"}
    whole = {"@context": usable_context(own) if own is not None else context, **node}
    why = ""
    for attempt in (whole, {"@context": whole["@context"], **_tamed(node)}):
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


def _in_languages(value: Any, depth: int = 0) -> Any:
    """Maps of texts by language as lists of texts with a language: whether a context declares them or not."""
    if isinstance(value, list):
        return [_in_languages(member, depth + 1) for member in value]
    if not isinstance(value, dict) or depth > DEPTH:
        return value
    if value and all(is_language_code(name) and _is_text(member) for name, member in value.items()):
        return [
            {"@value": said, "@language": name}
            for name, member in value.items()
            for said in (member if isinstance(member, list) else [member])
        ]
    return {name: _in_languages(member, depth + 1) for name, member in value.items()}


def _is_text(value: Any) -> bool:
    return isinstance(value, str) or (
        isinstance(value, list) and all(isinstance(member, str) for member in value)
    )


def _tamed(value: Any, depth: int = 0) -> Any:
    """Without what JSON-LD forbids and catalogues write: null or numbers as @id, values with @language and no text."""
    if isinstance(value, list):
        return [_tamed(member, depth + 1) for member in value]
    if not isinstance(value, dict) or depth > DEPTH:
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
