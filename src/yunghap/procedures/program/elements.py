"""Nodes of a diagram turned into nodes of a program, one at a time; what cannot run is noted."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from itertools import chain

from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import DomainError, sentence
from yunghap.procedures.bpmn.model import (
    Activity,
    CallActivity,
    Definitions,
    Event,
    EventKind,
    Expression,
    FlowNode,
    Gateway,
    GatewayKind,
    MultiInstance,
    Process,
    SubProcess,
    SubProcessKind,
    Task,
    TaskKind,
)
from yunghap.procedures.bpmn.model import Trigger as Definition
from yunghap.procedures.bpmn.namespaces import NAME_EN

from .data import Names, transfers
from .expressions import Obstacles, formula, formula_of, names, timer
from .model import (
    MOST_MEMBERS,
    WORK,
    Container,
    DeadlineRule,
    Decision,
    Flow,
    Formula,
    Kind,
    Multi,
    Node,
    On,
    Trigger,
    Work,
)

_TASKS = {
    TaskKind.USER: Kind.USER,
    TaskKind.MANUAL: Kind.MANUAL,
    TaskKind.SERVICE: Kind.SERVICE,
    TaskKind.SEND: Kind.SEND,
    TaskKind.RECEIVE: Kind.RECEIVE,
    TaskKind.BUSINESS_RULE: Kind.RULE,
}
_GATEWAYS = {
    GatewayKind.EXCLUSIVE: Kind.EXCLUSIVE,
    GatewayKind.PARALLEL: Kind.PARALLEL,
    GatewayKind.INCLUSIVE: Kind.INCLUSIVE,
    GatewayKind.EVENT_BASED: Kind.CHOICE,
}
_EVENTS = {
    EventKind.START: Kind.START,
    EventKind.END: Kind.END,
    EventKind.CATCH: Kind.CATCH,
    EventKind.THROW: Kind.THROW,
    EventKind.BOUNDARY: Kind.BOUNDARY,
}
_ONS = {
    Definition.MESSAGE: On.MESSAGE,
    Definition.TIMER: On.TIMER,
    Definition.SIGNAL: On.SIGNAL,
    Definition.ERROR: On.ERROR,
    Definition.ESCALATION: On.ESCALATION,
    Definition.TERMINATE: On.TERMINATE,
}
# Which events may be about what (BPMN 2.0, tables 10.84, 10.86 and 10.88).
_ALLOWED = {
    Kind.START: frozenset({On.NONE, On.MESSAGE}),
    Kind.END: frozenset({On.NONE, On.MESSAGE, On.SIGNAL, On.ERROR, On.ESCALATION, On.TERMINATE}),
    Kind.CATCH: frozenset({On.MESSAGE, On.TIMER, On.SIGNAL}),
    Kind.THROW: frozenset({On.NONE, On.MESSAGE, On.SIGNAL, On.ESCALATION}),
    Kind.BOUNDARY: frozenset({On.MESSAGE, On.TIMER, On.SIGNAL, On.ERROR, On.ESCALATION}),
}
HANDLED = frozenset({On.MESSAGE, On.TIMER, On.SIGNAL, On.ERROR, On.ESCALATION})


@dataclass(slots=True)
class Workshop:
    """What nodes are compiled with, and what has been made so far."""

    definitions: Definitions
    decisions: Mapping[str, Decision]
    rules: Mapping[str, DeadlineRule]
    notes: Obstacles
    lanes: Mapping[str, str]
    handlers: frozenset[str] = frozenset()  # containers of event sub-processes
    nodes: dict[str, Node] = field(default_factory=dict)
    flows: dict[str, Flow] = field(default_factory=dict)
    containers: dict[str, Container] = field(default_factory=dict)


def make_node(shop: Workshop, node: FlowNode, data: Names) -> None:
    """Compile one flow node into `shop.nodes`."""
    if isinstance(node, Task):
        _task(shop, node, data)
    elif isinstance(node, SubProcess):
        _sub_process(shop, node, data)
    elif isinstance(node, CallActivity):
        _call(shop, node, data)
    elif isinstance(node, Gateway):
        _gateway(shop, node)
    elif isinstance(node, Event):
        _event(shop, node, data)


def _put(shop: Workshop, node: FlowNode, kind: Kind, **values: object) -> None:
    shop.nodes[node.id] = Node(
        id=node.id,
        kind=kind,
        name=node.name,
        line=node.line,
        container=node.container,
        name_en=node.own(NAME_EN),
        incoming=node.incoming,
        outgoing=tuple(shop.flows[name] for name in node.outgoing if name in shop.flows),
        **values,  # type: ignore[arg-type]
    )


def _task(shop: Workshop, node: Task, data: Names) -> None:
    notes = shop.notes
    if node.kind == TaskKind.SCRIPT:
        notes.add(node, _("Scripts are never executed. Use a decision table or a registered service."))
        return
    if node.kind == TaskKind.ABSTRACT:
        notes.add(node, _("A task without a type does nothing (BPMN 2.0, 13.3.3). Say who does it."))
        return
    kind, trigger = _TASKS[node.kind], Trigger()
    work = _work(shop, node, kind)
    if kind is Kind.RULE and work.decision not in shop.decisions:
        reason = _("There is no decision “%(name)s” among the tables of this procedure.")
        notes.add(node, sentence(reason, name=work.decision))
    if kind is Kind.RECEIVE or (kind is Kind.SEND and not work.service):
        trigger = Trigger(
            On.MESSAGE, _payload(shop, node, node.message), correlation=_key(shop, node, node.message)
        )
    if kind is Kind.RECEIVE and node.instantiate:
        notes.add(node, _("A receive task that starts a process is not executed. Use a start event."))
    if kind is Kind.SERVICE and not work.service:
        notes.add(node, _("The service task names no registered service."))
    if kind is Kind.SEND and not work.service:
        kind = Kind.THROW
        if node.boundary or node.loop:
            notes.add(
                node, _("A send task without a service is done at once; nothing can be attached to it.")
            )
    _put_activity(shop, node, kind, data, work=work, trigger=trigger)


def _sub_process(shop: Workshop, node: SubProcess, data: Names) -> None:
    if node.kind != SubProcessKind.EMBEDDED:
        shop.notes.add(node, _("Transactions and ad-hoc sub-processes are not executed."))
    elif node.by_event:
        if node.incoming or node.outgoing:
            shop.notes.add(node, _("An event sub-process has no flows (BPMN 2.0, 10.3.5)."))
        if node.loop is not None:
            shop.notes.add(node, _("An event sub-process runs once for each event; it cannot loop."))
    else:
        work = _work(shop, node, Kind.SUBPROCESS)
        _put_activity(shop, node, Kind.SUBPROCESS, data, work=work, enters=node.id)


def _call(shop: Workshop, node: CallActivity, data: Names) -> None:
    if node.called in shop.definitions.global_tasks and not node.external:
        shop.notes.add(node, _("It calls a global task, which is not executed. Draw the task in its place."))
        return
    if node.external or node.called not in shop.definitions.processes:
        reason = _("The called process “%(name)s” is not in this file.")
        shop.notes.add(node, sentence(reason, name=node.called))
        return
    work = _work(shop, node, Kind.CALL)
    _put_activity(shop, node, Kind.CALL, data, work=work, enters=node.called)


def _put_activity(shop: Workshop, node: Activity, kind: Kind, data: Names, **values: object) -> None:
    notes = shop.notes
    if node.for_compensation:
        notes.add(node, _("Compensation is not executed."))
    if node.start_quantity != 1 or node.completion_quantity != 1:
        notes.add(node, _("Only one token may start or leave an activity at a time."))
    if kind is Kind.RULE and node.boundary:
        notes.add(node, _("A business rule task is done at once; nothing can be attached to it."))
    inputs, outputs = transfers(notes, node, data)
    _put(
        shop,
        node,
        kind,
        default=node.default,
        boundary=node.boundary,
        multi=_multi(shop, node, data),
        inputs=inputs,
        outputs=outputs,
        **values,
    )


def _multi(shop: Workshop, node: Activity, data: Names) -> Multi | None:
    loop, notes = node.loop, shop.notes
    if loop is None:
        return None
    if not isinstance(loop, MultiInstance):
        notes.add(
            node, _("A loop of this kind is not executed. Draw it with a gateway, or as multi-instance.")
        )
        return None
    if loop.behavior != "All":
        notes.add(node, _("Events thrown between the instances are not executed."))
    collection: Formula | None = None
    if loop.collection:
        collection = formula_of(notes, node, data.name(loop.collection), loop.line)
    elif loop.cardinality is None:
        notes.add(node, _("The multi-instance activity does not say for each of what, or how often."))
    result = loop.setting("result", "outputElement") or data.name(loop.output_item)
    return Multi(
        loop.sequential,
        None if loop.collection else _times(notes, node, loop.cardinality),
        collection,
        data.name(loop.item),
        formula(notes, node, loop.completion),
        loop.setting("results", "outputCollection") or data.name(loop.output_collection),
        formula_of(notes, node, result, loop.line) if result else None,
    )


def _times(notes: Obstacles, node: Activity, given: Expression | None) -> Formula | None:
    """How often to run; what does not depend on the case must be a number that the engine accepts."""
    made = formula(notes, node, given)
    if made is None or given is None:
        return made
    often: object = None
    with suppress(DomainError):  # it depends on values that only a case has
        often = made.compiled.evaluate({}, now=datetime.now(UTC))
    counted = isinstance(often, int | Decimal) and not isinstance(often, bool)
    if often is not None and not (counted and 0 <= often <= MOST_MEMBERS and not often % 1):  # type: ignore[operator]
        reason = _("“%(text)s” is not how often it can run: 0 to %(most)d times.")
        notes.add(node, sentence(reason, text=made.text[:40], most=MOST_MEMBERS), given.line)
    return made


def _work(shop: Workshop, node: Activity, kind: Kind) -> Work:
    given, notes = node.handling, shop.notes
    organisation, organisation_formula = given.organisation, None
    if organisation.startswith("="):
        organisation_formula = formula_of(notes, node, organisation)
        organisation = ""
    deadlines = tuple(names(given.deadline))
    for name in deadlines:
        _check_deadline(shop, node, name, silent=kind in WORK)
    return Work(
        role=given.role or _performer(shop, node) or shop.lanes.get(node.lane, ""),
        organisation=organisation,
        organisation_formula=organisation_formula,
        form=given.form,
        letter=given.letter,
        service=given.service,
        decision=given.decision,
        result=given.result,
        law=given.law,
        deadlines=deadlines,
        stops=tuple(names(node.own("stops"))),
    )


def _check_deadline(shop: Workshop, node: FlowNode | Process, name: str, *, silent: bool) -> None:
    if name not in shop.rules:
        shop.notes.add(node, sentence(_("This procedure has no deadline “%(name)s”."), name=name))
    elif not silent and any(one.silence is not None for one in _rules_of(shop, name)):
        reason = _("The deadline “%(name)s” has an effect of silence, which only work of one step can have.")
        shop.notes.add(node, sentence(reason, name=name))


def _rules_of(shop: Workshop, name: str) -> list[DeadlineRule]:
    """The rule of a deadline, and those that single laws have for it."""
    rule = shop.rules[name]
    return [rule, *(shop.rules[one] for one in rule.each.values() if one is not None)]


def container_deadlines(shop: Workshop, process: Process) -> tuple[str, ...]:
    """The deadlines of a whole process."""
    found = tuple(names(process.handling.deadline))
    for name in found:
        _check_deadline(shop, process, name, silent=False)
    return found


def _performer(shop: Workshop, node: Activity) -> str:
    for performer in node.performers:
        if performer.expression is not None and performer.expression.text.strip():
            return performer.expression.text.strip()
        if performer.resource:
            resource = shop.definitions.resources.get(performer.resource)
            return resource.name if resource is not None and resource.name else performer.resource
    return ""


def _gateway(shop: Workshop, node: Gateway) -> None:
    notes = shop.notes
    if node.kind == GatewayKind.COMPLEX:
        notes.add(node, _("Complex gateways are not executed."))
        return
    if node.instantiate or node.parallel:
        notes.add(node, _("An event-based gateway that starts a process is not executed."))
    _put(shop, node, _GATEWAYS[node.kind], default=node.default)


def _event(shop: Workshop, node: Event, data: Names) -> None:
    notes, kind = shop.notes, _EVENTS[node.kind]
    if any(one.kind == Definition.LINK for one in node.definitions):
        _put(shop, node, Kind.THROW)  # joined to its other end when all nodes are known
        return
    if len(node.definitions) > 1:
        notes.add(node, _("An event about several things is not executed."))
        return
    trigger = _trigger(shop, node)
    if trigger is None:
        return
    handler = kind is Kind.START and node.container in shop.handlers
    if trigger.on not in (HANDLED if handler else _ALLOWED[kind]):
        notes.add(node, _("An event of this kind cannot be executed at this place."))
        return
    if trigger.on is On.ERROR and kind is not Kind.END and not node.interrupting:
        notes.add(node, _("An error always interrupts (BPMN 2.0, 10.5.6)."))
    inputs, outputs = transfers(notes, node, data)
    _put(
        shop,
        node,
        kind,
        trigger=trigger,
        interrupting=node.interrupting,
        attached_to=node.attached_to,
        inputs=inputs,
        outputs=outputs if trigger.on in {On.MESSAGE, On.SIGNAL} else (),
    )


def _trigger(shop: Workshop, node: Event) -> Trigger | None:
    if not node.definitions:
        return Trigger()
    [definition] = node.definitions
    on = _ONS.get(definition.kind)
    if on is None:
        shop.notes.add(node, _("Conditional, compensation and cancel events are not executed."))
        return None
    if on is On.TIMER:
        if node.handling.deadline:
            _check_deadline(shop, node, node.handling.deadline, silent=True)
            return Trigger(on, deadline=node.handling.deadline)
        return Trigger(on, timer=timer(shop.notes, node, definition.timer))
    if on is On.TERMINATE:
        return Trigger(on)
    key = _key(shop, node, definition.ref) if on is On.MESSAGE else None
    return Trigger(on, _payload(shop, node, definition.ref, on), correlation=key)


def _payload(shop: Workshop, node: FlowNode, ref: str, on: On = On.MESSAGE) -> str:
    """The name of a message or signal, the code of an error or escalation."""
    payload = shop.definitions.payloads.get(ref)
    if payload is None:
        if on in {On.MESSAGE, On.SIGNAL} or ref:
            shop.notes.add(node, _("It does not say which message, signal, error or escalation it is about."))
        return ""
    if on in {On.ERROR, On.ESCALATION}:
        return payload.code or payload.name or payload.id
    return payload.name or payload.id


def _key(shop: Workshop, node: FlowNode, ref: str) -> Formula | None:
    """The formula by which a message finds its instance: at the node, or at the message."""
    payload = shop.definitions.payloads.get(ref)
    text = node.own("correlation") or ("" if payload is None else payload.own("correlation"))
    return formula_of(shop.notes, node, text) if text else None


def lane_names(definitions: Definitions) -> dict[str, str]:
    """The name of each lane by its id."""
    found: dict[str, str] = {}
    ready = list(chain.from_iterable(content.lane_sets for content in definitions.contents()))
    while ready:
        for lane in ready.pop().lanes:
            found[lane.id] = lane.name or lane.id
            if lane.child is not None:
                ready.append(lane.child)
    return found
