"""What the parts of the reader share: references, problems, and the parts every element has."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypedDict

from django.utils.translation import gettext_lazy as _
from lxml import etree

from yunghap.core.errors import sentence
from yunghap.procedures.bpmn.errors import Problem
from yunghap.procedures.bpmn.model import Expression, Foreign, Handling
from yunghap.procedures.bpmn.namespaces import FLOWABLE, MODEL, NAME_EN, SETTINGS, XSI, YUNGHAP

Node = etree._Element
_TYPE = f"{{{XSI}}}type"


class Common(TypedDict):
    """The arguments of every Element."""

    id: str
    kind: Any
    line: int
    name: str
    documentation: tuple[str, ...]
    attributes: dict[tuple[str, str], str]
    extensions: tuple[Foreign, ...]
    unknown: tuple[Foreign, ...]


def split(tag: str) -> tuple[str, str]:
    """Namespace and name of "{namespace}name"."""
    if tag.startswith("{"):
        namespace, _brace, name = tag[1:].partition("}")
        return namespace, name
    return "", tag


def local(node: Node) -> str:
    """The tag of an element of BPMN, or nothing for one of another namespace."""
    namespace, name = split(str(node.tag))
    return name if namespace == MODEL else ""


def children(node: Node, *names: str) -> Iterator[Node]:
    """BPMN children with one of these tags."""
    return node.iterchildren(*(f"{{{MODEL}}}{name}" for name in names))


def child(node: Node, *names: str) -> Node | None:
    """The first of them, or None."""
    return next(children(node, *names), None)


def text(node: Node | None) -> str:
    """All text in an element, without white space around it."""
    return "" if node is None else "".join(node.itertext()).strip()  # type: ignore[arg-type]


def flag(node: Node, name: str, default: bool) -> bool:
    """An attribute of xsd:boolean."""
    value = node.get(name, "").strip()
    return value in {"true", "1"} if value else default


def number(node: Node, name: str) -> int | None:
    """An attribute of xsd:integer; None where it is absent or no number, as for "unbounded"."""
    value = node.get(name, "").strip()
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None


def foreign(node: Node) -> Foreign:
    """An element and all in it, as it is."""
    namespace, name = split(str(node.tag))
    return Foreign(
        namespace=namespace,
        name=name,
        line=line_of(node),
        text=(node.text or "").strip(),
        attributes={str(key): str(value) for key, value in node.attrib.items()},
        children=tuple(foreign(one) for one in node.iterchildren()),
    )


class Context:
    """One file while it is read."""

    def __init__(self, root: Node, language: str = "") -> None:
        self._english = f"{{{YUNGHAP}}}{NAME_EN}" if language == "en" else ""
        self.problems: list[Problem] = []
        self.remarks: list[Problem] = []
        self.misplaced: list[Problem] = []
        self.target_namespace = root.get("targetNamespace", "")
        self.ids: dict[str, Node] = {}

    def problem(self, node: Node, reason: object) -> None:
        """Note what is wrong with an element."""
        self.problems.append(_at(node, reason))

    def remark(self, node: Node, reason: object) -> None:
        """Note what keeps the file from running, but not from being read and drawn."""
        self.remarks.append(_at(node, reason))

    def misplace(self, node: Node, reason: object) -> None:
        """Note what is wrong with the drawing only."""
        self.misplaced.append(_at(node, reason))

    def reference(self, node: Node, value: str | None) -> str:
        """The id a QName or id names; a remark where nothing in the file has it."""
        found, inside = self.resolve(node, value)
        if found and inside and found not in self.ids:
            self.remark(node, _dangling(found))
        return found

    def end(self, node: Node, value: str | None, may: Callable[[str], bool], *, needed: bool = True) -> str:
        """As `reference`, for what must be of the right kind, and without which there is no diagram where `needed`."""
        found, inside = self.resolve(node, value)
        target = self.ids.get(found)
        if found and inside and target is None:
            note = self.problem if needed else self.remark
            note(node, _dangling(found))
        elif target is not None and not may(local(target)):
            reason = _("it refers to “%(id)s”, a %(kind)s, which cannot stand there")
            self.problem(node, sentence(reason, id=found, kind=local(target)))
        return found

    def resolve(self, node: Node, value: str | None) -> tuple[str, bool]:
        """The id in a QName, and whether it is of this file."""
        name = (value or "").strip()
        prefix, colon, rest = name.partition(":")
        if not colon or name in self.ids:
            return name, True
        namespace = node.nsmap.get(prefix)
        if namespace == self.target_namespace or namespace is None or rest in self.ids:
            return rest, True
        return name, False

    def references(self, nodes: Iterable[Node]) -> tuple[str, ...]:
        """The ids that the texts of elements name."""
        return tuple(found for node in nodes if (found := self.reference(node, node.text)))

    def _name(self, node: Node) -> str:
        english = node.get(self._english) if self._english else ""
        return (english or node.get("name") or "").strip()

    def base(self, node: Node, known: frozenset[str] = frozenset()) -> Common:
        """The parts every element has; BPMN children that are neither `known` nor general are kept as unknown."""
        documentation: list[str] = []
        extensions: list[Foreign] = []
        unknown: list[Foreign] = []
        for one in node.iterchildren():
            name = local(one)
            if name == "documentation":
                documentation.append(text(one))
            elif name == "extensionElements":
                extensions.extend(foreign(each) for each in one.iterchildren())
            elif name not in known:
                unknown.append(foreign(one))
        attributes = {
            (namespace, name): str(value)
            for key, value in node.attrib.items()
            if (parts := split(str(key)))[0]
            for namespace, name in [parts]
            if namespace not in {XSI, MODEL}
        }
        return Common(
            id=node.get("id", ""),
            kind=local(node),
            line=line_of(node),
            name=self._name(node),
            documentation=tuple(documentation),
            attributes=attributes,
            extensions=tuple(extensions),
            unknown=tuple(unknown),
        )


def _at(node: Node, reason: object) -> Problem:
    return Problem(name_of(node), line_of(node), reason)


def _dangling(id_: str) -> object:
    return sentence(_("it refers to “%(id)s”, which the file does not have"), id=id_)


def line_of(node: Node) -> int:
    """The line its tag stands in, from 1; libxml2 counts to 65,535 and may then not know."""
    line: object = node.sourceline
    return line if isinstance(line, int) else 0


def name_of(node: Node) -> str:
    """How a person finds the element: its id, or its tag."""
    return node.get("id") or split(str(node.tag))[1]


def expression(node: Node | None) -> Expression | None:
    """An expression, or None where there is no element or nothing in it."""
    if node is None or not (content := text(node)):
        return None
    kind = (node.get(_TYPE) or "tFormalExpression").rpartition(":")[2]
    return Expression(content, line_of(node), node.get("language", ""), kind == "tFormalExpression")


_HANDLING = {
    "role": ("role", "candidateRole", "candidateGroups"),
    "organisation": ("organisation", "candidateOrganisation"),
    "deadline": ("deadline",),
    "form": ("form", "formKey"),
    "decision": ("decision", "decisionRef", "decisionTableReferenceKey"),
    "letter": ("letter",),
    "service": ("service", "topic"),
    "result": ("result", "resultVariable"),
    "law": ("law",),
}


def handling(common: Common) -> Handling:
    """Our attributes of an element. Flowable keeps the decision's name in a `field` of a service task."""
    attributes, found = common["attributes"], {}
    for part, names in _HANDLING.items():
        values = (attributes.get((space, name), "") for space in SETTINGS for name in names)
        found[part] = next((value for value in values if value), "")
    if not found["decision"]:
        found["decision"] = next(
            (
                one.children[0].text if one.children else one.attributes.get("stringValue", "")
                for one in common["extensions"]
                if (one.namespace, one.name) == (FLOWABLE, "field")
                and one.attributes.get("name") == "decisionTableReferenceKey"
            ),
            "",
        )
    return Handling(**found)
