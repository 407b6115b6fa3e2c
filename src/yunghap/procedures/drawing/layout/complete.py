"""The diagrams of a file, with what they leave out."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from yunghap.procedures.bpmn.model import (
    Bounds,
    Content,
    Definitions,
    Diagram,
    Edge,
    Shape,
    SubProcess,
)
from yunghap.procedures.drawing.index import containers, lanes_in

from .block import BAND, Block, lay_out, route_missing
from .routes import upright

_BETWEEN = 44.0  # pools
_INSIDE = 20.0  # around what stands in a pool
_BLACK_BOX = 60.0


def completed(definitions: Definitions) -> list[Diagram]:
    """Every diagram of the file; what is inside a folded sub-process, each on its own; and what has no place yet.

    A node left out stands below its fellows; processes without any place get a diagram of our own.
    """
    diagrams = [part for whole in definitions.diagrams for part in _unfolded(definitions, whole)]
    drawn = {id_ for diagram in diagrams for id_ in diagram.shapes}
    lost = [
        id_ for id_, process in definitions.processes.items()
        if process.content.nodes and not drawn.intersection(process.content.nodes)
    ]  # fmt: skip
    diagrams = [_with_strays(definitions, diagram, drawn) for diagram in diagrams]
    if lost or not diagrams:
        diagrams.append(_own_diagram(definitions, lost, alone=not diagrams))
    drawn = {id_ for diagram in diagrams for id_ in diagram.shapes}
    diagrams.extend(
        _diagram(node.id, lay_out(node.content))
        for node in definitions.nodes.values()
        if isinstance(node, SubProcess) and node.id in drawn and not drawn.intersection(node.content.nodes)
        and node.content.nodes
    )  # fmt: skip
    return [diagram for diagram in diagrams if diagram.shapes or diagram.edges]


def _unfolded(definitions: Definitions, diagram: Diagram) -> Iterator[Diagram]:
    """The diagram without what it has inside folded sub-processes; that follows, each as a diagram."""
    folded = [
        node for id_, shape in diagram.shapes.items()
        if shape.expanded is False and id_ != diagram.element
        and isinstance(node := definitions.nodes.get(id_), SubProcess)
    ]  # fmt: skip
    rest = diagram
    parts: list[Diagram] = []
    for node in folded:
        inside = _ids(node.content)
        shapes = {id_: shape for id_, shape in rest.shapes.items() if shape.element in inside}
        if not shapes:
            continue
        edges = {id_: edge for id_, edge in rest.edges.items() if edge.element in inside}
        parts.append(Diagram(element=node.id, name=node.name, shapes=shapes, edges=edges))
        rest = replace(
            rest,
            shapes={id_: shape for id_, shape in rest.shapes.items() if id_ not in shapes},
            edges={id_: edge for id_, edge in rest.edges.items() if id_ not in edges},
        )
    yield rest
    yield from parts


def _ids(content: Content) -> set[str]:
    """Of all that stands in a content, however deep."""
    found: set[str] = set()
    for inner in content.walk():
        found |= {*inner.nodes, *inner.flows, *inner.data, *inner.data_references}
        found |= {one.id for one in (*inner.annotations, *inner.associations, *inner.groups)}
        found |= {lane.id for lane in lanes_in(inner.lane_sets)}
    return found


def _with_strays(definitions: Definitions, diagram: Diagram, drawn: set[str]) -> Diagram:
    """The diagram with the nodes and flows that are missing from containers it shows."""
    shapes, edges = dict(diagram.shapes), dict(diagram.edges)
    lines = {id_ for one in definitions.diagrams for id_ in one.edges}
    for _owner, content in containers(definitions):
        if not any(id_ in diagram.shapes for id_ in content.nodes):
            continue
        missing = frozenset(content.nodes) - drawn
        if not missing and lines.issuperset(content.flows):
            continue
        block = Block(boxes={id_: shape.bounds for id_, shape in shapes.items()})
        if missing:
            left = min(shape.bounds.x for shape in shapes.values())
            low = max(shape.bounds.y + shape.bounds.height for shape in shapes.values())
            block.put(lay_out(content, only=missing), left, low + _BETWEEN)
        route_missing(block, content, content.nodes, lines)
        shapes.update(
            (id_, Shape(element=id_, bounds=box)) for id_, box in block.boxes.items() if id_ not in shapes
        )
        edges.update(
            (id_, Edge(element=id_, points=tuple(points)))
            for id_, points in block.lines.items()
            if id_ not in edges
        )
    return replace(diagram, shapes=shapes, edges=edges)


def _own_diagram(definitions: Definitions, lost: Sequence[str], *, alone: bool) -> Diagram:
    """Pools one below the other, then processes that stand in none."""
    whole = Block()
    pools: dict[str, Bounds] = {}
    blocks = {id_: lay_out(definitions.processes[id_].content) for id_ in lost}
    participants = [
        one for collaboration in definitions.collaborations for one in collaboration.participants
        if one.process in blocks or (alone and one.id)
    ]  # fmt: skip
    inside = max((block.width for block in blocks.values()), default=300.0)
    y = 0.0
    for one in participants:
        block = blocks.get(one.process)
        if block is None:
            pools[one.id] = Bounds(0, y, inside + BAND + 2 * _INSIDE, _BLACK_BOX)
        else:
            y = _put_pool(whole, pools, one.id, block, y=y, inside=inside)
            continue
        y += _BLACK_BOX + _BETWEEN
    pooled = {one.process for one in participants}
    for id_, block in blocks.items():
        if id_ not in pooled:
            whole.put(block, 0, y)
            y += block.height + _BETWEEN
    whole.boxes.update(pools)
    _put_messages(whole, definitions, pools)
    element = definitions.collaborations[0].id if participants else next(iter(lost), "")
    return _diagram(element, whole)


def _put_pool(
    whole: Block, pools: dict[str, Bounds], id_: str, block: Block, *, y: float, inside: float
) -> float:
    """Put a process in a pool at y; where the next one begins. Lanes fill their pool."""
    gap = 0.0 if block.lanes else _INSIDE
    whole.put(block, 0 if block.lanes else BAND + gap, y + gap)
    width = inside + BAND + 2 * _INSIDE
    for lane in block.lanes:
        box = whole.lanes[lane]
        whole.lanes[lane] = Bounds(box.x, box.y, width - BAND, box.height)
    pools[id_] = Bounds(0, y, width, block.height + 2 * gap)
    return y + pools[id_].height + _BETWEEN


def _put_messages(whole: Block, definitions: Definitions, pools: dict[str, Bounds]) -> None:
    """Messages cross midway between the pools they connect."""
    for collaboration in definitions.collaborations:
        for number, flow in enumerate(collaboration.message_flows):
            source, target = whole.boxes.get(flow.source), whole.boxes.get(flow.target)
            if source is None or target is None:
                continue
            lower = max((box for box in (source, target)), key=lambda box: box.y)
            pool = next((box for box in pools.values() if box.y <= lower.y <= box.y + box.height), lower)
            source, target = (
                _facing(source, target, flow.source in pools),
                _facing(target, source, flow.target in pools),
            )
            whole.lines[flow.id] = list(upright(source, target, pool.y - _BETWEEN / 2 + (number % 3 - 1) * 8))


def _facing(box: Bounds, other: Bounds, pool: bool) -> Bounds:
    """Of a pool the part over or under the other end."""
    return Bounds(other.x, box.y, other.width, box.height) if pool else box


def _diagram(element: str, block: Block) -> Diagram:
    boxes = {**block.lanes, **block.boxes}
    return Diagram(
        element=element,
        shapes={id_: Shape(element=id_, bounds=box) for id_, box in boxes.items()},
        edges={id_: Edge(element=id_, points=tuple(points)) for id_, points in block.lines.items()},
    )
