"""The whole file."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import sentence
from yunghap.procedures.bpmn.model import (
    CallActivity,
    Category,
    Choreography,
    Collaboration,
    Content,
    DataStore,
    Definitions,
    Element,
    FlowNode,
    GlobalTask,
    Import,
    Interface,
    ItemDefinition,
    MessageFlow,
    Operation,
    Participant,
    Payload,
    Process,
    Resource,
    SequenceFlow,
)
from yunghap.procedures.bpmn.namespaces import BPMNDI

from .artifacts import ARTIFACTS, Artifacts
from .context import Context, Node, child, children, flag, foreign, handling, line_of, local, number, text
from .diagram import diagrams
from .nodes import OF_CONTAINER, content
from .parts import EVENT_DEFINITIONS, PERFORMERS, data_item, event_definition, input_output, performers

_PAYLOADS = {
    "message": "itemRef",
    "signal": "structureRef",
    "error": "structureRef",
    "escalation": "structureRef",
}
_CODES = {"error": "errorCode", "escalation": "escalationCode"}
GLOBAL_TASKS = (
    "globalTask",
    "globalUserTask",
    "globalManualTask",
    "globalScriptTask",
    "globalBusinessRuleTask",
)
CHOREOGRAPHIES = ("choreography", "globalChoreographyTask")
_KNOWN = frozenset(
    {"import", "itemDefinition", "process", "collaboration", "interface", "resource", "dataStore", "category"}
    | {"relationship", *_PAYLOADS, *GLOBAL_TASKS, *CHOREOGRAPHIES, *EVENT_DEFINITIONS}
)


def read_definitions(context: Context, root: Node, *, name: str, digest: str) -> Definitions:
    """Everything in the file; problems are left in the context."""
    common = context.base(root, _KNOWN)
    # Drawings are read apart; everything else of another namespace is kept.
    common["unknown"] = tuple(one for one in common["unknown"] if one.namespace != BPMNDI)
    processes = {one.get("id", ""): _process(context, one) for one in children(root, "process")}
    contents = [inner for process in processes.values() for inner in process.content.walk()]
    nodes: dict[str, FlowNode] = {id_: node for inner in contents for id_, node in inner.nodes.items()}
    flows: dict[str, SequenceFlow] = {id_: flow for inner in contents for id_, flow in inner.flows.items()}
    _check_flows(context, contents)
    _check_calls(context, processes)
    drawings = tuple(diagrams(context, root))
    return Definitions(
        **common,
        file=name,
        digest=digest,
        target_namespace=context.target_namespace,
        expression_language=root.get("expressionLanguage", ""),
        exporter=" ".join(filter(None, (root.get("exporter"), root.get("exporterVersion")))),
        imports=tuple(_import(context, one) for one in children(root, "import")),
        processes=processes,
        collaborations=tuple(
            Collaboration(**_collaboration(context, one)) for one in children(root, "collaboration")
        ),
        choreographies=tuple(
            Choreography(**_collaboration(context, one, OF_CONTAINER), content=content(context, one))
            for one in children(root, *CHOREOGRAPHIES)
        ),
        items={one.id: one for one in (_item(context, each) for each in children(root, "itemDefinition"))},
        payloads={one.id: one for one in (_payload(context, each) for each in children(root, *_PAYLOADS))},
        interfaces=tuple(_interface(context, one) for one in children(root, "interface")),
        resources={one.id: one for one in (_resource(context, each) for each in children(root, "resource"))},
        data_stores={one.id: one for one in (_store(context, each) for each in children(root, "dataStore"))},
        categories=tuple(_category(context, one) for one in children(root, "category")),
        global_tasks={
            one.id: one for one in (_global(context, each) for each in children(root, *GLOBAL_TASKS))
        },
        event_definitions={
            one.id: one
            for one in (event_definition(context, each) for each in children(root, *EVENT_DEFINITIONS))
        },
        relationships=tuple(foreign(one) for one in children(root, "relationship")),
        diagrams=drawings,
        nodes=nodes,
        flows=flows,
        remarks=tuple(context.remarks),
        misplaced=tuple(context.misplaced),
        lines={id_: line_of(node) for id_, node in context.ids.items()},
    )


def _process(context: Context, node: Node) -> Process:
    common = context.base(node, OF_CONTAINER)
    return Process(
        **common,
        content=content(context, node),
        executable=flag(node, "isExecutable", False),
        closed=flag(node, "isClosed", False),
        process_type=node.get("processType", "None"),
        properties=tuple(data_item(context, one) for one in children(node, "property")),
        io=input_output(context, node),
        performers=performers(context, node),
        handling=handling(common),
    )


def _collaboration(context: Context, node: Node, more: frozenset[str] = frozenset()) -> dict[str, Any]:
    artifacts = Artifacts(context)
    for one in node.iterchildren():
        if local(one) in ARTIFACTS:
            artifacts.read(one)
    return {
        **context.base(node, more | ARTIFACTS | {"participant", "messageFlow"}),
        "participants": tuple(_participant(context, one) for one in children(node, "participant")),
        "message_flows": tuple(_message_flow(context, one) for one in children(node, "messageFlow")),
        "annotations": tuple(artifacts.annotations),
        "associations": tuple(artifacts.associations),
        "groups": tuple(artifacts.groups),
    }


def _participant(context: Context, node: Node) -> Participant:
    many = child(node, "participantMultiplicity")
    return Participant(
        **context.base(node, frozenset({"participantMultiplicity", "interfaceRef", "endPointRef"})),
        process=context.end(node, node.get("processRef"), "process".__eq__, needed=False),
        minimum=None if many is None else number(many, "minimum") or 0,
        maximum=None if many is None else number(many, "maximum"),
    )


def _anything(_kind: str) -> bool:
    return True


def _message_flow(context: Context, node: Node) -> MessageFlow:
    ends = [context.end(node, node.get(name), _anything) for name in ("sourceRef", "targetRef")]
    if not all(ends):
        context.problem(node, _("a message flow needs a source and a target"))
    return MessageFlow(
        **context.base(node),
        source=ends[0],
        target=ends[1],
        message=context.reference(node, node.get("messageRef")),
    )


def _import(context: Context, node: Node) -> Import:
    return Import(
        **context.base(node),
        namespace=node.get("namespace", ""),
        location=node.get("location", ""),
        import_type=node.get("importType", ""),
    )


def _item(context: Context, node: Node) -> ItemDefinition:
    return ItemDefinition(
        **context.base(node),
        structure=node.get("structureRef", ""),
        collection=flag(node, "isCollection", False),
    )


def _payload(context: Context, node: Node) -> Payload:
    kind = local(node)
    return Payload(
        **context.base(node),
        item=context.resolve(node, node.get(_PAYLOADS[kind]))[0],
        code=node.get(_CODES[kind], "") if kind in _CODES else "",
    )


def _interface(context: Context, node: Node) -> Interface:
    known = frozenset({"inMessageRef", "outMessageRef", "errorRef"})
    return Interface(
        **context.base(node, frozenset({"operation"})),
        operations=tuple(
            Operation(
                **context.base(one, known),
                in_message=next(iter(context.references(children(one, "inMessageRef"))), ""),
                out_message=next(iter(context.references(children(one, "outMessageRef"))), ""),
                errors=context.references(children(one, "errorRef")),
            )
            for one in children(node, "operation")
        ),
    )


def _resource(context: Context, node: Node) -> Resource:
    return Resource(
        **context.base(node, frozenset({"resourceParameter"})),
        parameters=tuple(data_item(context, one) for one in children(node, "resourceParameter")),
    )


def _store(context: Context, node: Node) -> DataStore:
    return DataStore(
        **context.base(node, frozenset({"dataState"})),
        item=context.resolve(node, node.get("itemSubjectRef"))[0],
        capacity=number(node, "capacity"),
        unlimited=flag(node, "isUnlimited", True),
    )


def _category(context: Context, node: Node) -> Category:
    values = []
    for one in children(node, "categoryValue"):
        common = context.base(one)
        common["name"] = one.get("value", "")
        values.append(Element(**common))
    return Category(**context.base(node, frozenset({"categoryValue"})), values=tuple(values))


def _global(context: Context, node: Node) -> GlobalTask:
    common = context.base(
        node,
        frozenset(
            {"ioSpecification", "script", "supportedInterfaceRef", "ioBinding", "rendering", *PERFORMERS}
        ),
    )
    return GlobalTask(
        **common,
        implementation=node.get("implementation", ""),
        script=text(child(node, "script")),
        io=input_output(context, node),
        performers=performers(context, node),
        handling=handling(common),
    )


def _check_flows(context: Context, contents: list[Content]) -> None:
    """A sequence flow stays in its process or sub-process (7.6.1); some editors draw it otherwise."""
    for inner in contents:
        strangers = {one.id for one in inner.unknown}
        for flow in inner.flows.values():
            for end in (flow.source, flow.target):
                if end in context.ids and end not in inner.nodes and end not in strangers and flow.id:
                    context.remark(
                        context.ids[flow.id],
                        sentence(
                            _("it leaves its process or sub-process: “%(id)s” stands elsewhere"), id=end
                        ),
                    )


def _check_calls(context: Context, processes: Mapping[str, Process]) -> None:
    """Processes that call each other in a circle would never end."""
    calls = {id_: list(_calls(process.content, processes)) for id_, process in processes.items()}
    entered: set[str] = set()
    for process in processes:
        path = [] if process in entered else [(process, iter(calls[process]))]
        above = {process}
        entered.add(process)
        while path:
            caller, rest = path[-1]
            activity, called = next(rest, ("", ""))
            if not activity:
                path.pop()
                above.discard(caller)
            elif called in above:
                context.problem(
                    context.ids[activity], sentence(_("it calls “%(id)s”, which calls it again"), id=called)
                )
            elif called not in entered:
                entered.add(called)
                above.add(called)
                path.append((called, iter(calls[called])))


def _calls(whole: Content, processes: Mapping[str, Process]) -> Iterator[tuple[str, str]]:
    for inner in whole.walk():
        for node in inner.nodes.values():
            if isinstance(node, CallActivity) and node.called in processes:
                yield node.id, node.called
