"""Which way a token goes on (BPMN 2.0, 13.2.1, 13.4)."""

from django.utils.translation import gettext_lazy as _

from yunghap.procedures.program.model import Flow, Kind, Node

from .events import Arrived, Chose, Joined
from .machine import Machine, StepError
from .state import Phase, Scope


def leave(machine: Machine, scope: int, node: Node) -> None:
    """Send a token over each flow that is to be taken; without any, the token ends here.

    Raises StepError before anything has happened where no flow can be taken.
    """
    flows = choose(machine, scope, node)
    if len(node.outgoing) > 1:
        machine.emit(Chose(scope, node.id, tuple(flow.id for flow in flows)))
    for flow in flows:
        machine.push(scope, flow.target, via=flow.id)
    if not flows:
        machine.touched.add(scope)


def choose(machine: Machine, scope: int, node: Node) -> list[Flow]:
    """The flows to take out of a node."""
    if node.kind is Kind.PARALLEL or all(flow.condition is None for flow in node.outgoing):
        return list(node.outgoing)
    open_, default = [], None
    for flow in node.outgoing:
        if flow.id == node.default:
            default = flow
        elif flow.condition is None or holds(machine, scope, flow):
            open_.append(flow)
            if node.kind is Kind.EXCLUSIVE:
                break
    if not open_ and default is not None:
        open_ = [default]
    if not open_:
        raise StepError(_("No way out of “%(node)s”: none of its conditions holds.") % {"node": title(node)})
    return open_


def holds(machine: Machine, scope: int, flow: Flow) -> bool:
    """Whether the condition of a flow is true; anything but true and false is an error, not a no."""
    if flow.condition is None:
        return True
    value = machine.evaluate(flow.condition, scope)
    if not isinstance(value, bool):
        raise StepError(
            _("The condition “%(text)s” (line %(line)d) is neither true nor false.")
            % {"text": flow.condition.text[:200], "line": flow.condition.line}
        )
    return value


def title(node: Node) -> str:
    """The name people know a node by."""
    return node.name or node.id


def arrive_at_join(machine: Machine, scope: int, node: Node, via: str) -> None:
    """A token reaches a parallel or inclusive gateway with several incoming flows."""
    machine.emit(Arrived(scope, node.id, via))
    if node.kind is Kind.PARALLEL:
        arrived = machine.state.scopes[scope].arrived[node.id]
        if all(flow in arrived for flow in node.incoming):
            join(machine, scope, node, node.incoming)


def join(machine: Machine, scope: int, node: Node, flows: tuple[str, ...]) -> None:
    """Let one token for each of these flows leave as one."""
    machine.emit(Joined(scope, node.id, flows))
    machine.push(scope, node.id, phase=Phase.LEAVE)


def inclusive_joins(machine: Machine) -> list[tuple[int, Node, tuple[str, ...]]]:
    """The inclusive joins whose time has come, now that no token is under way."""
    found = []
    for scope in machine.state.scopes.values():
        for name, arrived in sorted(scope.arrived.items()):
            node = machine.node(name)
            if node.kind is Kind.INCLUSIVE and not _awaited(machine, scope, node, arrived):
                found.append((scope.number, node, tuple(dict.fromkeys(arrived))))
    return found


def _awaited(machine: Machine, scope: Scope, node: Node, arrived: tuple[str, ...]) -> bool:
    """Whether another token may still come (BPMN 2.0, 13.4.3): there is one from which an empty flow of the join can
    be reached, but no flow over which a token has come.
    """
    reach = machine.program.reach
    empty = [reach[flow] for flow in node.incoming if flow not in arrived]
    full = [reach[flow] for flow in arrived]
    return any(
        any(place in nodes for nodes in empty) and not any(place in nodes for nodes in full)
        for place in places(machine, scope)
        if place != node.id
    )


def places(machine: Machine, scope: Scope) -> set[str]:
    """The nodes at which a scope has tokens at rest, in inner scopes too."""
    state = machine.state
    found = {item.node for item in state.items.values() if item.scope == scope.number}
    found.update(inner.node for inner in state.scopes.values() if inner.parent == scope.number and inner.node)
    found.update(scope.arrived)
    return found
