"""Events that are thrown and caught: what interrupts what, and how far an error travels (BPMN 2.0, 13.5)."""

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import NamedTuple

from yunghap.procedures.program.model import Kind, Node, On

from . import arms
from .events import Ended, ItemClosed, Passed, ScopeCleared, ScopeClosed, ScopeOpened, Thrown
from .machine import Machine
from .state import ROOT, How, Phase, ScopeKind, Status, Wait
from .variables import assign, outputs


class Catcher(NamedTuple):
    """A boundary or start event that catches, and what it is on."""

    host: int
    node: Node


def fire(
    machine: Machine, host: int, node: Node, values: Mapping[str, object], how: How = How.COMPLETED
) -> None:
    """Something that was waited for came: at a boundary, an event sub-process, a catching event or a receive task."""
    if node.kind is Kind.BOUNDARY:
        _fire_boundary(machine, host, node, values)
    elif node.kind is Kind.START:
        _fire_handler(machine, host, node, values)
    else:
        item = machine.state.items[host]
        assign(machine, item.scope, outputs(machine, item.scope, node, values))
        if item.node != node.id:
            machine.emit(Passed(item.scope, node.id))
        machine.emit(ItemClosed(host, how))
        machine.push(item.scope, node.id, phase=Phase.LEAVE)


def _fire_boundary(machine: Machine, host: int, node: Node, values: Mapping[str, object]) -> None:
    state = machine.state
    scope = state.items[host].scope if host in state.items else (state.scopes[host].parent or ROOT)
    assign(machine, scope, outputs(machine, scope, node, values))
    machine.emit(Passed(scope, node.id))
    if node.interrupting:
        if host in state.items:
            machine.emit(ItemClosed(host, How.CANCELLED))
        else:
            machine.emit(ScopeClosed(host, How.CANCELLED))
    machine.push(scope, node.id, phase=Phase.LEAVE)


def _fire_handler(machine: Machine, host: int, node: Node, values: Mapping[str, object]) -> None:
    """Start an event sub-process in the scope it belongs to; an interrupting one ends everything else there."""
    outer = machine.program.containers[machine.state.scopes[host].container]
    if node.interrupting:
        arms.disarm(machine, host, [machine.program.containers[one].starts[0] for one in outer.handlers])
        clear(machine, host)
    number = machine.number()
    machine.emit(ScopeOpened(number, host, ScopeKind.HANDLER, node.container, node.container))
    assign(machine, number, outputs(machine, number, node, values))
    machine.push(number, node.id)


def clear(machine: Machine, scope: int) -> None:
    """End everything in a scope."""
    machine.drop_tokens(scope)
    machine.emit(ScopeCleared(scope))
    machine.touched.add(scope)


def terminate(machine: Machine, scope: int) -> None:
    """A terminate end event: the process or sub-process it stands in is over."""
    clear(machine, scope)
    if scope == ROOT:
        machine.emit(Ended(Status.COMPLETED, machine.state.outcome))


def throw_error(machine: Machine, scope: int, node: Node, code: str, item: int | None = None) -> None:
    """Send an error outwards from a node; `item` is the work that failed, if it was any. Uncaught it ends all."""
    machine.emit(Thrown(scope, node.id, On.ERROR, code))
    near = () if item is None or node.multi else _matching(machine, item, node.boundary, On.ERROR, code)
    for catcher in chain(near, _catchers(machine, scope, On.ERROR, code)):
        _catch(machine, catcher)
        return
    machine.queue.clear()
    machine.emit(Ended(Status.FAILED, code))


def throw_escalation(machine: Machine, scope: int, node: Node, code: str) -> bool:
    """Send an escalation outwards; returns whether the thrower itself goes on. Nobody need catch it."""
    machine.emit(Thrown(scope, node.id, On.ESCALATION, code))
    for catcher in _catchers(machine, scope, On.ESCALATION, code):
        _catch(machine, catcher)
        return scope in machine.state.scopes and not catcher.node.interrupting
    return True


def _catch(machine: Machine, catcher: Catcher) -> None:
    fire(machine, catcher.host, catcher.node, {})


def _catchers(machine: Machine, scope: int, on: On, code: str) -> Iterator[Catcher]:
    """Whoever catches around a scope, nearest first; one that names the code before one that takes any."""
    came_from_handler = False
    for one in machine.state.lineage(scope):
        if one.container and not came_from_handler:
            handlers = machine.program.containers[one.container].handlers
            starts = tuple(machine.program.containers[handler].starts[0] for handler in handlers)
            yield from _matching(machine, one.number, starts, on, code)
        came_from_handler = one.kind is ScopeKind.HANDLER
        if one.kind in {ScopeKind.PART, ScopeKind.CALL, ScopeKind.MULTI}:
            activity = machine.node(one.node)
            if activity.multi is None or one.kind is ScopeKind.MULTI:
                yield from _matching(machine, one.number, activity.boundary, on, code)


def _matching(machine: Machine, host: int, nodes: tuple[str, ...], on: On, code: str) -> Iterator[Catcher]:
    found = [machine.node(name) for name in nodes if machine.node(name).trigger.on is on]
    named = [node for node in found if node.trigger.name == code and code]
    for node in [*named, *(node for node in found if not node.trigger.name)]:
        yield Catcher(host, node)


def throw_signal(machine: Machine, scope: int, node: Node) -> None:
    """Tell everybody; those who wait in this instance hear it at once."""
    machine.emit(Thrown(scope, node.id, On.SIGNAL, node.trigger.name))
    hear_signal(machine, node.trigger.name, {})


def throw_message(machine: Machine, scope: int, node: Node, key: str, values: Mapping[str, object]) -> None:
    """Send a message; whoever waits for it, in this instance or another, gets it after the step."""
    machine.emit(Thrown(scope, node.id, On.MESSAGE, node.trigger.name, key, dict(values)))


def hear_signal(machine: Machine, name: str, values: Mapping[str, object]) -> bool:
    """Let every wait for a signal hear it; returns whether there was one."""
    waits = [wait for wait in machine.state.waits.values() if wait.on == On.SIGNAL and wait.name == name]
    for wait in waits:
        if wait.number in machine.state.waits:  # an earlier one may have interrupted it
            hear(machine, wait, values)
    return bool(waits)


def hear(machine: Machine, wait: Wait, values: Mapping[str, object]) -> None:
    """What a wait waited for came. One that interrupts nothing goes on waiting."""
    fire(machine, wait.host, machine.node(wait.node), values)
