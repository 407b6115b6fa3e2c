"""Sub-processes, called processes and multi-instance activities: opened, run through, closed (BPMN 2.0, 13.3)."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from yunghap.procedures.program.model import MOST_MEMBERS, Container, Kind, Multi, Node, On

from . import arms, deadlines
from .arms import Arm
from .deadlines import PlannedDeadline
from .events import Ended, MemberResult, ScopeClosed, ScopeOpened
from .flows import leave, title
from .machine import Machine, StepError, member_counters
from .state import ROOT, How, Members, Phase, Scope, ScopeKind, Status
from .variables import assign, inputs, outputs


def open_part(machine: Machine, scope: int, node: Node) -> None:
    """Run a sub-process or a called process inside a scope; raises StepError before anything has happened."""
    container = machine.program.containers[node.enters]
    kind = ScopeKind.CALL if node.kind is Kind.CALL else ScopeKind.PART
    values = inputs(machine, scope, node) if kind is ScopeKind.CALL else {}
    hosted = arms.plan(machine, scope, () if node.multi else node.boundary)
    handlers, planned = plan_container(machine, scope, container, node.work.deadlines)
    number = machine.number()
    machine.emit(ScopeOpened(number, scope, kind, node.id, container.id, values=values))
    deadlines.set_planned(machine, number, planned)
    arms.arm(machine, number, [*hosted, *handlers])
    begin(machine, number, container)


def plan_container(
    machine: Machine, scope: int, container: Container, rules: tuple[str, ...] = ()
) -> tuple[list[Arm], list[PlannedDeadline]]:
    """What must be set when a container opens: the start events of its event sub-processes, its deadlines."""
    starts = [machine.program.containers[handler].starts[0] for handler in container.handlers]
    planned = deadlines.plan(machine, scope, (*container.deadlines, *rules))
    return arms.plan(machine, scope, starts), planned


def begin(machine: Machine, scope: int, container: Container, start: str = "") -> None:
    """Put tokens on the starts of a container, or on one of them."""
    for name in (start,) if start else container.starts:
        node = machine.node(name)
        if start or node.trigger.on is On.NONE:
            machine.push(scope, name)
    machine.touched.add(scope)


def finish(machine: Machine, scope: int, node: Node) -> None:
    """An activity is done in a scope: go on, or, as one instance of several, report to them."""
    if machine.state.scopes[scope].kind is ScopeKind.BODY and node.multi is not None:
        _close_body(machine, machine.state.scopes[scope], node, node.multi)
    else:
        leave(machine, scope, node)


def open_multi(machine: Machine, scope: int, node: Node, multi: Multi) -> None:
    """Open a multi-instance activity; raises StepError before anything has happened."""
    values, total = _members(machine, scope, node, multi)
    if total == 0:
        if multi.output_collection:
            assign(machine, scope, {multi.output_collection: []})
        machine.push(scope, node.id, phase=Phase.LEAVE)
        return
    hosted = arms.plan(machine, scope, node.boundary)
    number = machine.number()
    machine.emit(ScopeOpened(number, scope, ScopeKind.MULTI, node.id, total=total, members=tuple(values)))
    arms.arm(machine, number, hosted)
    for _index in range(1 if multi.sequential else total):
        _open_body(machine, number, node, multi)


def _members(machine: Machine, scope: int, node: Node, multi: Multi) -> tuple[list[object], int]:
    values: list[object] = []
    if multi.collection is not None:
        collection = machine.evaluate(multi.collection, scope)
        if not isinstance(collection, list | tuple):
            raise StepError(
                _("“%(node)s” runs once for each of “%(text)s”, which is no list.")
                % {"node": title(node), "text": multi.collection.text}
            )
        values, total = list(collection), len(collection)
    else:
        number = None if multi.cardinality is None else machine.evaluate(multi.cardinality, scope)
        try:
            total = int(number)  # type: ignore[call-overload]
        except (TypeError, ValueError):
            total = -1
        if total != number:
            total = -1
    if not 0 <= total <= MOST_MEMBERS:
        raise StepError(
            _("“%(node)s” must run 0 to %(most)d times.") % {"node": title(node), "most": MOST_MEMBERS}
        )
    return values, total


def _open_body(machine: Machine, scope: int, node: Node, multi: Multi) -> None:
    members = machine.state.scopes[scope].members or Members(0)
    index = members.started
    values: dict[str, object] = {}
    if multi.item and index < len(members.values):
        values[multi.item] = members.values[index]
    number = machine.number()
    machine.emit(ScopeOpened(number, scope, ScopeKind.BODY, node.id, index=index, values=values))
    machine.push(number, node.id, phase=Phase.PERFORM)


def _close_body(machine: Machine, body: Scope, node: Node, multi: Multi) -> None:
    """One instance is done: keep its result, then open the next, or end them all if the condition holds."""
    outer = machine.state.scopes[body.parent or ROOT]
    members, index = outer.members or Members(0), body.index or 0
    result, done = None, members.done + 1
    if multi.output_item is not None:
        result = machine.evaluate(multi.output_item, body.number)
    enough = False
    if multi.completion is not None:
        counters = member_counters(members, done)
        extra: Mapping[str, object] = counters
        if multi.output_collection:
            extra = {**counters, multi.output_collection: _results({**members.results, index: result})}
        value = machine.evaluate(multi.completion, body.number, extra)
        if not isinstance(value, bool):
            raise StepError(
                _("The condition “%(text)s” (line %(line)d) is neither true nor false.")
                % {"text": multi.completion.text, "line": multi.completion.line}
            )
        enough = value
    if multi.output_collection:
        machine.emit(MemberResult(outer.number, index, result))
    machine.emit(ScopeClosed(body.number, How.COMPLETED))
    if enough or done == members.total:
        _close_multi(machine, outer.number, node, multi)
    elif multi.sequential:
        _open_body(machine, outer.number, node, multi)


def _close_multi(machine: Machine, scope: int, node: Node, multi: Multi) -> None:
    outer = machine.state.scopes[scope]
    parent = outer.parent or ROOT
    if multi.output_collection and outer.members is not None:
        assign(machine, parent, {multi.output_collection: _results(outer.members.results)})
    machine.emit(ScopeClosed(scope, How.COMPLETED))
    machine.push(parent, node.id, phase=Phase.LEAVE)


def _results(results: Mapping[int, object]) -> list[object]:
    return [results[index] for index in sorted(results)]


def complete_scope(machine: Machine, scope: Scope) -> None:
    """Nothing is left in a scope: close it and go on around it."""
    if scope.kind is ScopeKind.ROOT:
        machine.emit(Ended(Status.COMPLETED, machine.state.outcome))
    elif scope.kind is ScopeKind.CALL:
        machine.push(scope.number, scope.node, phase=Phase.RETURN)
    elif scope.kind is ScopeKind.PART:
        machine.emit(ScopeClosed(scope.number, How.COMPLETED))
        machine.push(scope.parent or ROOT, scope.node, phase=Phase.LEAVE)
    else:
        machine.emit(ScopeClosed(scope.number, How.COMPLETED))
        machine.touched.add(scope.parent or ROOT)


def return_from_call(machine: Machine, scope: Scope, node: Node) -> None:
    """Bring the outputs of a called process to its caller; raises StepError before anything has happened."""
    result = dict(outputs(machine, scope.number, node, scope.values))
    machine.emit(ScopeClosed(scope.number, How.COMPLETED))
    parent = scope.parent or ROOT
    assign(machine, parent, result)
    machine.push(parent, node.id, phase=Phase.LEAVE)
