"""From bytes to a model, safely."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import count

from django.utils.translation import gettext_lazy as _
from lxml import etree

from yunghap.core.errors import InvalidInput, sentence
from yunghap.core.gate import safe_xml
from yunghap.procedures.bpmn.errors import BpmnError, Problem
from yunghap.procedures.bpmn.model import Definitions
from yunghap.procedures.bpmn.namespaces import MODEL

from .context import Context, Node, line_of, local, name_of, split
from .definitions import read_definitions
from .nodes import CONTENT, FLOW_NODES

LARGEST = 5_000_000  # bytes
MOST = 10_000  # elements of BPMN, references (incoming, flowNodeRef, …) not counted
MOST_OF_ALL = 60_000  # elements of any kind, with places and extensions
_UNCOUNTED = frozenset({"incoming", "outgoing", "flowNodeRef"})
_LONGEST_STEM = 180  # columns hold ids of 200 characters
_NEED_IDS = FLOW_NODES | {"process", "sequenceFlow"}
# What flows end at and places are given to: an id given twice leaves open which is meant. Elsewhere it is untidy.
_PLACED = CONTENT | {"process", "collaboration", "choreography", "participant", "lane", "messageFlow"}
_TAG = re.compile(rb"<([A-Za-z_][\w.:-]{0,80})([^<>]{0,2000})")
_ID = re.compile(rb"""\sid\s*=\s*["']([^"'<>]{1,200})["']""")
_DOCTYPE = re.compile(rb"<!DOCTYPE")


def read_bpmn(data: bytes, *, name: str = "", language: str = "") -> Definitions:
    """The model of a BPMN 2.0 file; `name` is the file's, for messages and drawings. With `language` "en" elements go
    by their English names (`y:name_en`) where they have them.

    Raises BpmnError, naming element and line, for more than 5,000,000 bytes, 10,000 elements of BPMN or 60,000
    elements of any kind, for a DOCTYPE or entities, for what is not well-formed or not BPMN 2.0, for ids given
    twice, references to nothing or to the wrong thing, sub-processes nested more than 32 deep, and processes that
    call each other in a circle. Elements that BPMN 2.0 does not have are kept, not refused.
    """
    if len(data) > LARGEST:
        raise _refused(
            data, LARGEST, sentence(_("the file is larger than %(limit)d MB"), limit=LARGEST // 1_000_000)
        )
    try:
        root = safe_xml(data, largest=LARGEST)
    except InvalidInput as refusal:
        raise _located(data, refusal) from None
    namespace, tag = split(str(root.tag))
    if (namespace, tag) != (MODEL, "definitions"):
        raise BpmnError([Problem(tag, line_of(root), _("this is not a BPMN 2.0 diagram"))])
    _count(root)
    context = Context(root, language)
    _collect_ids(context, root)
    definitions = read_definitions(context, root, name=name, digest=hashlib.sha256(data).hexdigest())
    if context.problems:
        raise BpmnError(sorted(context.problems, key=lambda problem: problem.line))
    return definitions


def _count(root: Node) -> None:
    counted = 0
    for every, node in enumerate(root.iter(etree.Element), start=1):
        kind = local(node)
        counted += bool(kind) and kind not in _UNCOUNTED
        if counted > MOST or every > MOST_OF_ALL:
            reason = sentence(
                _("the file has more than %(limit)s elements"),
                limit=f"{MOST if counted > MOST else MOST_OF_ALL:,}",
            )
            raise BpmnError([Problem(name_of(node), line_of(node), reason)])


def _collect_ids(context: Context, root: Node) -> None:
    """Where each id of BPMN is; an id given twice is a problem. The standard lets nodes and flows do without: those
    get one here.
    """
    without: list[Node] = []
    for node in root.iter(f"{{{MODEL}}}*"):
        id_ = node.get("id")
        if id_ is None:
            if local(node) in _NEED_IDS:
                without.append(node)
        elif id_ in context.ids:
            first = context.ids[id_]
            note = context.problem if {local(first), local(node)} <= _PLACED else context.remark
            note(node, sentence(_("its id is already used in line %(line)s"), line=line_of(first)))
            if local(first) not in _PLACED and local(node) in _PLACED:
                context.ids[id_] = node
        else:
            context.ids[id_] = node
    numbers: defaultdict[str, Iterator[int]] = defaultdict(lambda: count(1))
    for node in without:
        stem = _stem(node)
        id_ = next(made for number in numbers[stem] if (made := f"{stem}_{number}") not in context.ids)
        node.set("id", id_)
        context.ids[id_] = node


def _stem(node: Node) -> str:
    """What an id is made of, with a number: of a flow its ends, so that changes elsewhere do not rename it."""
    ends = [node.get(end, "").strip() for end in ("sourceRef", "targetRef")]
    return "_".join(["flow", *ends])[:_LONGEST_STEM] if all(ends) else local(node)


def _refused(data: bytes, offset: int, reason: object, line: int = 0) -> BpmnError:
    """An error that names the last element begun before an offset."""
    found = None
    for found in _TAG.finditer(data, max(0, offset - 20_000), offset):  # noqa: B007 - the last one is wanted
        pass
    begun = data.count(b"\n", 0, found.start() if found else offset) + 1
    return BpmnError([Problem(_name_in(found), line or begun, reason)])


def _name_in(found: "re.Match[bytes] | None") -> str:
    if found is None:
        return "definitions"
    id_ = _ID.search(found.group(2))
    return (id_.group(1) if id_ else found.group(1).rpartition(b":")[2]).decode("utf-8", errors="replace")


def _located(data: bytes, refusal: InvalidInput) -> BpmnError:
    """The gate's refusal, with the element it concerns."""
    doctype = _DOCTYPE.search(data)
    if doctype:
        begun = data.count(b"\n", 0, doctype.start()) + 1
        return BpmnError([Problem("DOCTYPE", begun, _("a DOCTYPE and entities are not accepted"))])
    reason, line = refusal.details.get("fault", refusal), refusal.details.get("line")
    if line is None:
        return _refused(data, min(len(data), 20_000), reason)
    return _refused(data, _end_of_line(data, line), reason, line)


def _end_of_line(data: bytes, line: int) -> int:
    offset = 0
    for _number in range(line):
        offset = data.find(b"\n", offset) + 1
        if not offset:
            return len(data)
    return offset
