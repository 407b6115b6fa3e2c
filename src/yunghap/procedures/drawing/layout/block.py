"""The inside of a process or sub-process, laid out from its own upper left corner."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from yunghap.documents.typography import em_width
from yunghap.procedures.bpmn.model import (
    Activity,
    Bounds,
    Content,
    Event,
    EventKind,
    FlowNode,
    Gateway,
    Lane,
    SubProcess,
)
from yunghap.procedures.drawing.index import lanes_in
from yunghap.procedures.drawing.paper import height_of, wrap

from .grid import Grid, arrange
from .routes import Point, Route, Router

_EVENT, _GATEWAY, _TASK = (36.0, 36.0), (50.0, 50.0), (110.0, 74.0)
_SHEET, _NOTE = (36.0, 48.0), 150.0
ACROSS, DOWN = 56.0, 52.0  # between columns, between rows
_SIDE, _HEAD = 24.0, 30.0  # around the inside of a sub-process, and for its name
_LANE_ROOM = 22.0  # above and below the rows of a lane
BAND = 30.0
_LEFT = 2 * BAND + 24  # where nodes begin beside the names of pool and lane
_SHELF = 88.0  # for data and notes above a row


@dataclass(slots=True)
class Block:
    """Boxes and lines by element; `lanes` as they stack, from the left edge `BAND` in."""

    boxes: dict[str, Bounds] = field(default_factory=dict)
    lines: dict[str, Route] = field(default_factory=dict)
    lanes: dict[str, Bounds] = field(default_factory=dict)
    width: float = 0
    height: float = 0

    def put(self, other: "Block", x: float, y: float) -> None:
        """Take over what another block has, moved to (x, y)."""
        for mine, theirs in ((self.boxes, other.boxes), (self.lanes, other.lanes)):
            for id_, box in theirs.items():
                mine[id_] = Bounds(box.x + x, box.y + y, box.width, box.height)
        for id_, line in other.lines.items():
            self.lines[id_] = [(px + x, py + y) for px, py in line]


def lay_out(content: Content, *, only: frozenset[str] | None = None) -> Block:
    """A block for a content, or for some of its nodes."""
    nodes = {id_: node for id_, node in content.nodes.items() if only is None or id_ in only}
    inner = {
        id_: lay_out(node.content)
        for id_, node in nodes.items()
        if isinstance(node, SubProcess) and node.content.nodes
    }
    lanes = [lane for lane in lanes_in(content.lane_sets) if lane.child is None] if only is None else []
    grid = _grid(content, nodes, lanes)
    sizes = {id_: _size(nodes[id_], inner.get(id_)) for id_ in nodes}
    plan = _Plan(grid, sizes, lanes)
    _make_room(plan, content, nodes)
    artifacts = _artifacts(content) if only is None else []
    for _id, partner, _size_of in artifacts:
        plan.over[grid.row.get(partner, 0)] = _SHELF
    block = Block()
    _put_nodes(block, plan)
    for id_, inside in inner.items():
        box = block.boxes[id_]
        block.put(inside, box.x + _SIDE, box.y + _HEAD)
    _attach(block, nodes)
    _put_artifacts(block, content, artifacts, left=_LEFT if lanes else 0.0)
    route_missing(block, content, nodes)
    return block


@dataclass(slots=True)
class _Plan:
    """The grid with its measures: `across` is the gap after a column, `over` and `under` the room around a row."""

    grid: Grid
    sizes: Mapping[str, tuple[float, float]]
    lanes: list[Lane]
    across: dict[int, float] = field(default_factory=dict)
    over: dict[int, float] = field(default_factory=dict)
    under: dict[int, float] = field(default_factory=dict)


def _grid(content: Content, nodes: Mapping[str, FlowNode], lanes: list[Lane]) -> Grid:
    after: dict[str, list[str]] = defaultdict(list)
    aside: set[tuple[str, str]] = set()
    for flow in content.flows.values():
        source, target = _host(nodes.get(flow.source)), flow.target
        if source in nodes and target in nodes and source != target:
            aside.add((source, target))
        elif not source and flow.source in nodes and target in nodes and flow.source != target:
            after[flow.source].append(target)
    aside -= {(source, target) for source, targets in after.items() for target in targets}
    for source, target in sorted(aside, key=lambda pair: list(nodes).index(pair[1])):
        after[source].append(target)
    lane_of = {id_: number for number, lane in enumerate(lanes) for id_ in lane.nodes}
    free = [id_ for id_, node in nodes.items() if _host(node) not in nodes]
    return arrange(free, after, aside=aside, lane_of=lane_of, lanes=max(len(lanes), 1))


def _make_room(plan: _Plan, content: Content, nodes: Mapping[str, FlowNode]) -> None:
    """Wider gaps for the names of flows, more room below what events are attached to, and around named signs."""
    column, row = plan.grid.column, plan.grid.row
    for flow in content.flows.values():
        source = _host(nodes.get(flow.source)) or flow.source
        if flow.name and source in column:
            named = min(em_width(flow.name) * 11, 92) + 44
            plan.across[column[source]] = max(plan.across.get(column[source], ACROSS), named)
    for id_, place in row.items():
        node = nodes[id_]
        if isinstance(node, Activity) and node.boundary:
            plan.under[place] = 46.0
        elif isinstance(node, Event | Gateway) and node.name:
            plan.under.setdefault(place, 14.0)
            if isinstance(node, Gateway):
                plan.over.setdefault(place, 14.0)


def _host(node: FlowNode | None) -> str:
    return node.attached_to if isinstance(node, Event) else ""


def _size(node: FlowNode, inside: Block | None) -> tuple[float, float]:
    if isinstance(node, Event):
        return _EVENT
    if isinstance(node, Gateway):
        return _GATEWAY
    if inside is not None:
        return max(inside.width + 2 * _SIDE, 140.0), inside.height + _HEAD + _SIDE
    return _TASK


def _put_nodes(block: Block, plan: _Plan) -> None:
    """Boxes in the middle of their cells; a row is as high as its highest."""
    grid, sizes = plan.grid, plan.sizes
    columns = max(grid.column.values(), default=-1) + 1
    wide, high = [40.0] * columns, [40.0] * sum(grid.lanes)
    for id_, column in grid.column.items():
        wide[column] = max(wide[column], sizes[id_][0])
        high[grid.row[id_]] = max(high[grid.row[id_]], sizes[id_][1])
    x, y = _LEFT if plan.lanes else 0.0, _rows(block, plan, high)
    lefts = []
    for column in range(columns):
        lefts.append(x)
        x += wide[column] + plan.across.get(column, ACROSS)
    for id_, column in grid.column.items():
        width, height = sizes[id_]
        row = grid.row[id_]
        block.boxes[id_] = Bounds(
            lefts[column] + (wide[column] - width) / 2, y[row] + (high[row] - height) / 2, width, height
        )
    block.width = (lefts[-1] + wide[-1] if columns else 60.0) + (_SIDE if plan.lanes else 0)
    for id_, lane in block.lanes.items():
        block.lanes[id_] = Bounds(lane.x, lane.y, block.width - BAND, lane.height)


def _rows(block: Block, plan: _Plan, high: list[float]) -> list[float]:
    """The upper edge of each row; the lanes, and how high the block is."""
    y: list[float] = []
    at = 0.0
    for number, count in enumerate(plan.grid.lanes):
        top = at
        at += _LANE_ROOM if plan.lanes else 0
        for row in range(len(y), len(y) + count):
            at += plan.over.get(row, 0)
            y.append(at)
            at += high[row] + plan.under.get(row, 0) + (DOWN if row < len(y) + count else 0)
        at += (_LANE_ROOM if plan.lanes else 0) - DOWN
        if plan.lanes:
            block.lanes[plan.lanes[number].id] = Bounds(BAND, top, 0, at - top)
    block.height = at
    return y


def _attach(block: Block, nodes: Mapping[str, FlowNode]) -> None:
    """Boundary events sit on the lower edge of their activity, from the right."""
    for id_, event in nodes.items():
        host = _host(event)
        node = nodes.get(host)
        if isinstance(node, Activity) and host in block.boxes:
            box, number = block.boxes[host], node.boundary.index(id_)
            block.boxes[id_] = Bounds(box.x + box.width - 46 - number * 44, box.y + box.height - 18, *_EVENT)


_Artifact = tuple[str, str, tuple[float, float]]  # its id, the node it belongs to, its size


def _artifacts(content: Content) -> list[_Artifact]:
    """Data and notes, each with the node it belongs to."""
    partner: dict[str, str] = {}
    for one in content.associations:
        for mine, other in ((one.source, one.target), (one.target, one.source)):
            flow = content.flows.get(other)
            partner.setdefault(mine, flow.source if flow else other)
    for node in content.nodes.values():
        if isinstance(node, Activity | Event):
            for link in (*node.data_inputs, *node.data_outputs):
                for id_ in (*link.sources, link.target):
                    partner.setdefault(id_, node.id)
    referred = {one.ref for one in content.data_references.values()}
    sheets = [*content.data_references, *(id_ for id_ in content.data if id_ not in referred)]
    found = [(id_, _SHEET) for id_ in sheets] + [(one.id, _note(one.text)) for one in content.annotations]
    return [(id_, partner.get(id_, ""), size) for id_, size in found if id_]


def _note(text: str) -> tuple[float, float]:
    """As large as its text."""
    lines = wrap(text, _NOTE - 14, most=4)
    wide = max((em_width(line) for line in lines), default=2) * 12
    return min(wide + 18, _NOTE), height_of(lines) + 10


def _put_artifacts(block: Block, content: Content, artifacts: list[_Artifact], *, left: float) -> None:
    """Each over what it belongs to, side by side."""
    edges: dict[float, float] = {}
    first = min((box.y for box in block.boxes.values()), default=_SHELF)
    for id_, partner, (width, height) in artifacts:
        below = block.boxes.get(partner)
        row = first if below is None else below.y
        wanted = left if below is None else below.x
        x = max(edges.get(row, left), wanted)
        block.boxes[id_] = Bounds(x, row - 32 - height, width, height)
        edges[row] = x + width + 54
        block.width = max(block.width, x + width)
    for one in content.associations:
        _straight(block, one.id, one.source, one.target)
    for node in content.nodes.values():
        if isinstance(node, Activity | Event):
            for link in node.data_inputs:
                _straight(block, link.id, next(iter(link.sources), ""), node.id)
            for link in node.data_outputs:
                _straight(block, link.id, node.id, link.target)


def _straight(block: Block, id_: str, source: str, target: str) -> None:
    one, two = block.boxes.get(source), block.boxes.get(target)
    if id_ and one is not None and two is not None:
        upper, lower = (one, two) if one.y <= two.y else (two, one)
        points: list[Point] = [
            (upper.x + upper.width / 2, upper.y + upper.height),
            (lower.x + lower.width / 2, lower.y),
        ]
        block.lines[id_] = points if upper is one else points[::-1]


def route_missing(block: Block, content: Content, nodes: Iterable[str], done: Iterable[str] = ()) -> None:
    """Lines for the sequence flows between boxes that have none yet."""
    inside = set(nodes)
    router = Router(block.boxes[id_] for id_ in content.nodes if id_ in block.boxes)
    skip = {*done, *block.lines}
    for flow in content.flows.values():
        ends = block.boxes.get(flow.source), block.boxes.get(flow.target)
        if flow.id in skip or ends[0] is None or ends[1] is None:
            continue
        if flow.source not in inside and flow.target not in inside:
            continue
        source, target = content.nodes.get(flow.source), content.nodes.get(flow.target)
        attached = isinstance(source, Event) and source.kind is EventKind.BOUNDARY
        block.lines[flow.id] = router.connect(
            ends[0],
            ends[1],
            fall=attached or (isinstance(source, Gateway) and len(source.outgoing) > 1),
            rise=isinstance(target, Gateway) and len(target.incoming) > 1,
        )
