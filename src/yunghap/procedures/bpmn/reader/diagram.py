"""Diagram interchange: places of elements."""

import math
from collections.abc import Iterable, Iterator
from typing import TypeVar

from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import sentence
from yunghap.procedures.bpmn.model import Bounds, Diagram, Edge, Shape
from yunghap.procedures.bpmn.namespaces import BPMNDI, DC, DI

from .context import Context, Node, flag, line_of

FARTHEST = 1e6  # pixels from the origin
_Drawn = TypeVar("_Drawn", Shape, Edge)
_LABEL, _BOUNDS, _POINT = f"{{{BPMNDI}}}BPMNLabel", f"{{{DC}}}Bounds", f"{{{DI}}}waypoint"


def diagrams(context: Context, root: Node) -> Iterator[Diagram]:
    """Every drawing in the file; what has no place or shows no element is a problem."""
    for node in root.iterchildren(f"{{{BPMNDI}}}BPMNDiagram"):
        plane = node.find(f"{{{BPMNDI}}}BPMNPlane")
        if plane is None:
            continue
        shapes = [_shape(context, one) for one in plane.iterchildren(f"{{{BPMNDI}}}BPMNShape")]
        edges = [_edge(context, one) for one in plane.iterchildren(f"{{{BPMNDI}}}BPMNEdge")]
        yield Diagram(
            element=context.resolve(plane, plane.get("bpmnElement"))[0],
            id=node.get("id", ""),
            name=node.get("name", ""),
            shapes=_each(shape for shape in shapes if shape),
            edges=_each(edge for edge in edges if edge),
        )


def _each(drawn: Iterable[_Drawn]) -> dict[str, _Drawn]:
    """By element; what is drawn again keeps a place of its own under a name that no element can have."""
    found: dict[str, _Drawn] = {}
    for number, one in enumerate(drawn):
        found[f"{one.element} {number}" if one.element in found else one.element] = one
    return found


def _element(context: Context, node: Node) -> str:
    """What is drawn; a shape of what the file does not have is left out, as other tools do."""
    found, _inside = context.resolve(node, node.get("bpmnElement"))
    if found not in context.ids:
        context.misplace(node, sentence(_("it draws “%(id)s”, which the file does not have"), id=found))
        return ""
    return found


def _shape(context: Context, node: Node) -> Shape | None:
    element, bounds = _element(context, node), _bounds(context, node.find(_BOUNDS))
    if not element:
        return None
    if bounds is None:
        context.misplace(node, _("its shape has no bounds"))
        return None
    if not (bounds.width and bounds.height):
        context.misplace(node, _("its shape has no size"))
        return None
    return Shape(
        element=element,
        bounds=bounds,
        id=node.get("id", ""),
        line=line_of(node),
        label=_label(context, node),
        horizontal=_maybe(node, "isHorizontal"),
        expanded=_maybe(node, "isExpanded"),
        marker=_maybe(node, "isMarkerVisible"),
        message=_maybe(node, "isMessageVisible"),
        band=node.get("participantBandKind", ""),
    )


def _edge(context: Context, node: Node) -> Edge | None:
    element = _element(context, node)
    points = tuple(_point(context, one) for one in node.iterchildren(_POINT))
    if not element:
        return None
    if len(points) < 2:
        context.misplace(node, _("its line has fewer than two points"))
        return None
    return Edge(
        element=element,
        points=points,
        id=node.get("id", ""),
        line=line_of(node),
        label=_label(context, node),
        message=node.get("messageVisibleKind", ""),
    )


def _label(context: Context, node: Node) -> Bounds | None:
    label = node.find(_LABEL)
    bounds = None if label is None else _bounds(context, label.find(_BOUNDS))
    return bounds if bounds and bounds.width > 0 and bounds.height > 0 else None


def _maybe(node: Node, name: str) -> bool | None:
    return flag(node, name, False) if node.get(name) else None


def _bounds(context: Context, node: Node | None) -> Bounds | None:
    if node is None:
        return None
    x, y, width, height = (_coordinate(context, node, name) for name in ("x", "y", "width", "height"))
    if width < 0 or height < 0:
        context.misplace(_owner(node), _("its width or height is negative"))
        return None
    return Bounds(x, y, width, height)


def _point(context: Context, node: Node) -> tuple[float, float]:
    return _coordinate(context, node, "x"), _coordinate(context, node, "y")


def _coordinate(context: Context, node: Node, name: str) -> float:
    try:
        value = float(node.get(name, "0").replace(",", "."))  # some tools write as their country does
    except ValueError:
        value = math.nan
    if not -FARTHEST <= value <= FARTHEST:  # also for not-a-number
        context.problem(
            _owner(node),
            sentence(_("its place “%(value)s” is no number of pixels"), value=node.get(name, "")[:20]),
        )
        return 0.0
    return value


def _owner(node: Node) -> Node:
    """The shape or edge a place belongs to."""
    owner = node
    while owner.get("bpmnElement") is None and (parent := owner.getparent()) is not None:
        owner = parent
    return owner
