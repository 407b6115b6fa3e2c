"""RDF in any of its forms, read into a graph; what is broken is left out and told of, the rest is kept."""

import io
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import BinaryIO

from pyoxigraph import RdfFormat, Store, parse

from .contexts import PREFIXES
from .rdf_graph import BROKEN_STATEMENT, ENDS, Graph
from .reading_json import encoding_of
from .reading_json_ld import read_json_ld
from .reading_rdf_xml import read_rdf_xml

ON_DISK = 64 << 20

FORMATS = {
    "turtle": RdfFormat.TRIG,  # every Turtle document is one of TriG
    "n-triples": RdfFormat.N_QUADS,
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
        read_json_ld(graph, file, base)
    elif form == "rdf-xml":
        read_rdf_xml(graph, file, base)
    else:
        _turtle(graph, file, form, base)


# --- Turtle, TriG, N-Triples, N-Quads ------------------------------------------------------------


def _turtle(graph: Graph, file: BinaryIO, form: str, base: str) -> None:
    """Read as a stream; only where that fails, statement by statement."""
    kind = FORMATS[form]
    try:
        for quad in parse(file, kind, base_iri=base, lenient=True):
            graph.add(quad)
    except (SyntaxError, ValueError, OSError):
        file.seek(0)
        graph.store.clear()  # nodes without a name would come twice
        _statements(graph, file, kind, base)


_STATEMENT_END = re.compile(r"\.[ \t]*(?:#[^\n]*)?(?:\r?\n|$)(?=\S|\s*\r?\n|$)")
_PREFIX = re.compile(r"(?im)(?:^|(?<=\.))[ \t]*@?(?:prefix\s+(\S*):\s*<[^>]*>|base\s+<[^>]*>)\s*\.?")
_LINE = re.compile(r"\n(?=[<_\w:])")  # a sentence may begin there
MOST_JOINED = 60


def _statements(graph: Graph, file: BinaryIO, kind: RdfFormat, base: str) -> None:
    data = file.read()
    text = data.decode(encoding_of(data[: 1 << 20]), "replace").lstrip("\ufeff")
    heading = "" if kind is RdfFormat.N_QUADS else _heading(text)
    parts = _parts(text)
    at, line = 0, 1
    while at < len(parts):
        joined, fault = "", ""
        for end in range(at, min(at + MOST_JOINED, len(parts))):
            joined += parts[end]
            why = _take(graph, heading, joined, kind, base)
            if not why:
                line += joined.count("\n")
                at = end + 1
                break
            fault = fault or why  # of the statement by itself
        else:
            cut = at == len(parts) - 1 and not text.rstrip().endswith(".")
            reason = ENDS if cut else BROKEN_STATEMENT
            lost = parts[at][: _begins_again(graph, heading, parts[at], kind, base)]
            graph.fault(f"line {line}", lost.encode("utf-8", "replace"), reason, fault)
            line += parts[at].count("\n")
            at += 1


def _begins_again(graph: Graph, heading: str, text: str, kind: RdfFormat, base: str) -> int:
    """Where, after a sentence that nobody ended, another begins that can be read (and is taken); else the end."""
    for match in islice(_LINE.finditer(text), MOST_JOINED):
        if not _take(graph, heading, text[match.end() :], kind, base):
            return match.end()
    return len(text)


def _heading(text: str) -> str:
    """The prefixes a document declares, after those everybody knows."""
    own = list(_PREFIX.finditer(text))
    declared = {match[1] for match in own}
    lines = [f"@prefix {name}: <{full}> ." for name, full in PREFIXES.items() if name not in declared]
    for match in own:
        line = match[0].strip()
        lines.append(line if line.endswith(".") or not line.startswith("@") else f"{line} .")
    return "\n".join(lines)


def _parts(text: str) -> list[str]:
    ends = [match.end() for match in _STATEMENT_END.finditer(text)]
    starts = [0, *ends]
    parts = [text[start:end] for start, end in zip(starts, [*ends, len(text)], strict=True)]
    return [part for part in parts if part.strip()]


_ODD_TAG = re.compile(r"(?<=[\"'])@([A-Za-z]{2,8})[_.][\w.-]*")


def _take(graph: Graph, heading: str, text: str, kind: RdfFormat, base: str) -> str:
    """Why a statement cannot be read; "" where it was. A language such as fr_FR.UTF-8 is read as it was meant."""
    why = ""
    for attempt in dict.fromkeys((text, _ODD_TAG.sub(r"@\1", text))):
        try:
            quads = list(parse(f"{heading}\n{attempt}".encode(), kind, base_iri=base, lenient=True))
        except (SyntaxError, ValueError) as error:
            why = why or re.sub(r"^Parser error.*?: ", "", str(error)).split(" (line")[0] or "?"
            continue
        for quad in quads:
            graph.add(quad)
        return ""
    return why
