"""Flow nodes and what holds them."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import sentence
from yunghap.procedures.bpmn.model import (
    Activity,
    CallActivity,
    Content,
    DataItem,
    DataReference,
    Event,
    EventDefinition,
    EventKind,
    FlowNode,
    Foreign,
    Gateway,
    GatewayKind,
    Lane,
    LaneSet,
    SequenceFlow,
    SubProcess,
    SubProcessKind,
    Task,
    TaskKind,
)

from .artifacts import ARTIFACTS, Artifacts
from .context import (
    Common,
    Context,
    Node,
    child,
    children,
    expression,
    flag,
    foreign,
    handling,
    local,
    number,
    text,
)
from .parts import (
    DATA_ASSOCIATIONS,
    EVENT_DEFINITIONS,
    LOOPS,
    PERFORMERS,
    data_associations,
    data_item,
    event_definition,
    input_output,
    loop,
    performers,
)

_EVENTS, _GATEWAYS, _TASKS, _SUBS = (
    frozenset(kind.value for kind in kinds) for kinds in (EventKind, GatewayKind, TaskKind, SubProcessKind)
)
FLOW_NODES = _EVENTS | _GATEWAYS | _TASKS | _SUBS | {"callActivity"}
ACTIVITIES = _TASKS | _SUBS | {"callActivity"}
_DATA = {"dataObject": "data", "dataObjectReference": "dataObjectRef", "dataStoreReference": "dataStoreRef"}
CONTENT = FLOW_NODES | ARTIFACTS | {"sequenceFlow", "laneSet", *_DATA}
_OF_NODE = frozenset({"incoming", "outgoing"})
_OF_ACTIVITY = _OF_NODE | {"ioSpecification", "property", *DATA_ASSOCIATIONS, *LOOPS, *PERFORMERS}
_OF_EVENT = (
    _OF_NODE
    | {"eventDefinitionRef", "property", "dataInput", "dataOutput", "inputSet", "outputSet"}
    | {*EVENT_DEFINITIONS, *DATA_ASSOCIATIONS}
)
DEEPEST = 32  # sub-processes in sub-processes


@dataclass(slots=True)
class _Surroundings:
    """What a container tells its nodes."""

    container: str
    depth: int
    incoming: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    outgoing: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    boundary: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    lanes: dict[str, str] = field(default_factory=dict)


def content(context: Context, node: Node, *, depth: int = 0) -> Content:
    """What stands in a process or sub-process."""
    around = _Surroundings(node.get("id", ""), depth)
    if depth > DEEPEST:
        context.problem(node, sentence(_("sub-processes are nested more than %(limit)d deep"), limit=DEEPEST))
        return Content()
    flows = {
        one.id: one for one in (_sequence_flow(context, each) for each in children(node, "sequenceFlow"))
    }
    for flow in flows.values():
        around.outgoing[flow.source].append(flow.id)
        around.incoming[flow.target].append(flow.id)
    for one in children(node, "boundaryEvent"):
        around.boundary[one.get("attachedToRef", "").strip().rpartition(":")[2]].append(one.get("id", ""))
    lane_sets = tuple(_lane_set(context, one, around) for one in children(node, "laneSet"))
    nodes: dict[str, FlowNode] = {}
    data: dict[str, DataItem] = {}
    references: dict[str, DataReference] = {}
    artifacts = Artifacts(context)
    unknown: list[Foreign] = []
    for one in node.iterchildren():
        kind = local(one)
        if kind in FLOW_NODES:
            read = flow_node(context, one, around)
            nodes[read.id] = read
        elif kind == "dataObject":
            data[one.get("id", "")] = data_item(context, one)
        elif kind in _DATA:
            references[one.get("id", "")] = _data_reference(context, one, _DATA[kind])
        elif kind in ARTIFACTS:
            artifacts.read(one)
        elif kind not in _HEADS:
            unknown.append(foreign(one))
    return Content(
        nodes=nodes,
        flows=flows,
        lane_sets=lane_sets,
        data=data,
        data_references=references,
        annotations=tuple(artifacts.annotations),
        associations=tuple(artifacts.associations),
        groups=tuple(artifacts.groups),
        unknown=tuple(unknown),
    )


# What a process or sub-process has beside its content.
_HEADS = _OF_ACTIVITY | {
    "documentation",
    "extensionElements",
    "sequenceFlow",
    "laneSet",
    "completionCondition",
    "auditing",
    "monitoring",
    "supports",
    "correlationSubscription",
    "supportedInterfaceRef",
    "ioBinding",
}
OF_CONTAINER = CONTENT | _HEADS
_NOT_NODES = (OF_CONTAINER - FLOW_NODES) | {
    "process",
    "collaboration",
    "participant",
    "messageFlow",
    "lane",
    "message",
    "signal",
    "error",
    "escalation",
    "itemDefinition",
    "dataStore",
    "resource",
    "dataInput",
    "dataOutput",
    *EVENT_DEFINITIONS,
}


def _sequence_flow(context: Context, node: Node) -> SequenceFlow:
    ends = [context.end(node, node.get(name), _may_end_flow) for name in ("sourceRef", "targetRef")]
    if not all(ends):
        context.problem(node, _("a sequence flow needs a source and a target"))
    return SequenceFlow(
        **context.base(node, frozenset({"conditionExpression"})),
        source=ends[0],
        target=ends[1],
        condition=expression(child(node, "conditionExpression")),
    )


def _may_end_flow(kind: str) -> bool:
    """Flow nodes, and flow elements we do not know."""
    return kind in FLOW_NODES or kind not in _NOT_NODES


def _lane_set(context: Context, node: Node, around: _Surroundings) -> LaneSet:
    return LaneSet(
        **context.base(node, frozenset({"lane"})),
        lanes=tuple(_lane(context, one, around) for one in children(node, "lane")),
    )


def _lane(context: Context, node: Node, around: _Surroundings) -> Lane:
    common = context.base(node, frozenset({"flowNodeRef", "childLaneSet", "partitionElement"}))
    refs = context.references(children(node, "flowNodeRef"))
    inner = child(node, "childLaneSet")
    # Outer lanes first: a child lane that names the node again is the nearer one.
    around.lanes.update(dict.fromkeys(refs, common["id"]))
    return Lane(
        **common,
        nodes=refs,
        child=None if inner is None else _lane_set(context, inner, around),
        partition=node.get("partitionElementRef", ""),
        handling=handling(common),
    )


def _data_reference(context: Context, node: Node, attribute: str) -> DataReference:
    state = child(node, "dataState")
    return DataReference(
        **context.base(node, frozenset({"dataState"})),
        ref=context.reference(node, node.get(attribute)),
        state="" if state is None else state.get("name", ""),
    )


def flow_node(context: Context, node: Node, around: _Surroundings) -> FlowNode:
    """A node of any kind."""
    kind = local(node)
    if kind in _EVENTS:
        return _event(context, node, around)
    if kind in _GATEWAYS:
        return _gateway(context, node, around)
    return _READERS.get(kind, _task)(context, node, around)


def _placed(context: Context, node: Node, around: _Surroundings, known: frozenset[str]) -> dict[str, Any]:
    common: Common = context.base(node, known)
    id_ = common["id"]
    return {
        **common,
        "container": around.container,
        "lane": around.lanes.get(id_, ""),
        "incoming": tuple(around.incoming[id_]),
        "outgoing": tuple(around.outgoing[id_]),
        "handling": handling(common),
    }


def _default(context: Context, node: Node, outgoing: tuple[str, ...]) -> str:
    flow = context.reference(node, node.get("default"))
    if flow in context.ids and flow not in outgoing:
        context.remark(node, sentence(_("its default flow “%(id)s” does not leave it"), id=flow))
    return flow


def _gateway(context: Context, node: Node, around: _Surroundings) -> Gateway:
    placed = _placed(context, node, around, _OF_NODE | {"activationCondition"})
    placed["kind"] = GatewayKind(placed["kind"])
    return Gateway(
        **placed,
        default=_default(context, node, placed["outgoing"]),
        instantiate=flag(node, "instantiate", False),
        parallel=node.get("eventGatewayType", "Exclusive") == "Parallel",
        activation=expression(child(node, "activationCondition")),
    )


def _event(context: Context, node: Node, around: _Surroundings) -> Event:
    placed = _placed(context, node, around, _OF_EVENT)
    kind = placed["kind"] = EventKind(placed["kind"])
    attached = ""
    if kind is EventKind.BOUNDARY:
        attached = context.end(node, node.get("attachedToRef"), ACTIVITIES.__contains__)
        if not attached:
            context.problem(node, _("a boundary event needs the activity it is attached to"))
        elif attached in context.ids and context.ids[attached].getparent() is not node.getparent():
            context.remark(
                node,
                sentence(
                    _("the activity it is attached to, “%(id)s”, stands in another process"), id=attached
                ),
            )
    interrupting = flag(node, "cancelActivity" if attached else "isInterrupting", True)
    return Event(
        **placed,
        definitions=_definitions(context, node),
        attached_to=attached,
        interrupting=interrupting,
        parallel=flag(node, "parallelMultiple", False),
        data_inputs=data_associations(context, node, DATA_ASSOCIATIONS[0]),
        data_outputs=data_associations(context, node, DATA_ASSOCIATIONS[1]),
    )


def _definitions(context: Context, node: Node) -> tuple[EventDefinition, ...]:
    """Event definitions in the event, and those it refers to; one of no kind (ARIS) leaves the event plain."""
    found = [event_definition(context, one) for one in children(node, *EVENT_DEFINITIONS)]
    for one in children(node, "eventDefinitionRef"):
        id_ = context.end(one, one.text, {*EVENT_DEFINITIONS, "eventDefinition"}.__contains__)
        target = context.ids.get(id_)
        if target is not None and local(target) in EVENT_DEFINITIONS:  # else it is told of already
            found.append(event_definition(context, target))
        elif target is not None:
            context.remark(one, _("It does not say which message, signal, error or escalation it is about."))
    return tuple(found)


def _activity(context: Context, node: Node, around: _Surroundings, known: frozenset[str]) -> dict[str, Any]:
    placed = _placed(context, node, around, _OF_ACTIVITY | known)
    return {
        **placed,
        "default": _default(context, node, placed["outgoing"]),
        "boundary": tuple(around.boundary[placed["id"]]),
        "for_compensation": flag(node, "isForCompensation", False),
        "start_quantity": number(node, "startQuantity") or 1,
        "completion_quantity": number(node, "completionQuantity") or 1,
        "loop": loop(context, node),
        "io": input_output(context, node),
        "properties": tuple(data_item(context, one) for one in children(node, "property")),
        "data_inputs": data_associations(context, node, DATA_ASSOCIATIONS[0]),
        "data_outputs": data_associations(context, node, DATA_ASSOCIATIONS[1]),
        "performers": performers(context, node),
    }


def _task(context: Context, node: Node, around: _Surroundings) -> Task:
    parts = _activity(context, node, around, frozenset({"script", "rendering"}))
    parts["kind"] = TaskKind(parts["kind"])
    return Task(
        **parts,
        implementation=node.get("implementation", ""),
        operation=context.resolve(node, node.get("operationRef"))[0],
        message=context.reference(node, node.get("messageRef")),
        instantiate=flag(node, "instantiate", False),
        script=text(child(node, "script")),
        script_format=node.get("scriptFormat", ""),
    )


def _call_activity(context: Context, node: Node, around: _Surroundings) -> CallActivity:
    called, _inside = context.resolve(node, node.get("calledElement"))
    return CallActivity(
        **_activity(context, node, around, frozenset()),
        called=called,
        external=bool(called) and called not in context.ids,
    )


def _sub_process(context: Context, node: Node, around: _Surroundings) -> SubProcess:
    parts = _activity(context, node, around, OF_CONTAINER)
    parts["kind"] = SubProcessKind(parts["kind"])
    return SubProcess(
        **parts,
        content=content(context, node, depth=around.depth + 1),
        by_event=flag(node, "triggeredByEvent", False),
        ordering=node.get("ordering", ""),
        completion=expression(child(node, "completionCondition")),
        cancel_remaining=flag(node, "cancelRemainingInstances", True),
        method=node.get("method", ""),
    )


_READERS: dict[str, Callable[[Context, Node, _Surroundings], Activity]] = {
    "callActivity": _call_activity,
    **dict.fromkeys(_SUBS, _sub_process),
}
