"""Timers and waits: planned (evaluated) before anything happens, then set on a host."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from yunghap.procedures.program import iso
from yunghap.procedures.program.model import Node, On, TimerForm, TimerRule, deadline_of

from .events import TimerEnded, TimerMoved, TimerSet, WaitEnded, WaitSet
from .machine import Machine, StepError
from .state import Timer

ARMED = frozenset({On.TIMER, On.MESSAGE, On.SIGNAL})


@dataclass(frozen=True, slots=True)
class Arm:
    """A timer or wait that is to be set for a node."""

    node: Node
    at: datetime | None = None
    left: int | None = 1
    every: str = ""
    key: str = ""


def plan(machine: Machine, scope: int, nodes: Iterable[str]) -> list[Arm]:
    """The timers and waits of these nodes, evaluated in a scope; raises StepError."""
    found = []
    for name in nodes:
        node = machine.node(name)
        trigger = node.trigger
        if trigger.on is On.TIMER and trigger.deadline:
            found.append(Arm(node))
        elif trigger.on is On.TIMER and trigger.timer is not None:
            found.append(_timer(machine, scope, node, trigger.timer))
        elif trigger.on is On.MESSAGE:
            found.append(Arm(node, key=key_of(machine, scope, node)))
        elif trigger.on is On.SIGNAL:
            found.append(Arm(node))
    return found


def key_of(machine: Machine, scope: int, node: Node) -> str:
    """The key of a node's message: by its correlation, or the reference of the instance."""
    if node.trigger.correlation is None:
        return machine.state.reference
    key = machine.evaluate(node.trigger.correlation, scope)
    if key is None or key == "":
        raise StepError(_("The message of “%(node)s” has no key.") % {"node": node.name or node.id})
    return str(key)


def _timer(machine: Machine, scope: int, node: Node, rule: TimerRule) -> Arm:
    value: object = rule.text
    if rule.formula is not None:
        value = machine.evaluate(rule.formula, scope)
    now = machine.env.now
    if rule.form is TimerForm.DATE:
        return Arm(node, at=_moment(value))
    if rule.form is TimerForm.DURATION:
        at = now + value if isinstance(value, timedelta) else iso.read_length(str(value)).after(now)
        return Arm(node, at=at)
    cycle = iso.read_cycle(str(value))
    if cycle.times == 0:
        raise StepError(_("The timer “%(node)s” never fires.") % {"node": node.name or node.id})
    at = cycle.start if cycle.start is not None else cycle.length.after(now)
    return Arm(node, at=at, left=cycle.times, every=str(value).rpartition("/")[2])


def _moment(value: object) -> datetime:
    if isinstance(value, date):
        return iso.as_moment(value)
    return iso.read_moment(str(value))


def arm(machine: Machine, host: int, arms: Iterable[Arm]) -> None:
    """Set what was planned on a host; a timer that follows a deadline takes the nearest one that runs."""
    for one in arms:
        trigger = one.node.trigger
        if trigger.on is On.TIMER:
            deadline = _deadline(machine, host, trigger.deadline) if trigger.deadline else None
            machine.emit(TimerSet(machine.number(), host, one.node.id, one.at, deadline, one.left, one.every))
        else:
            machine.emit(WaitSet(machine.number(), host, one.node.id, trigger.on, trigger.name, one.key))


def _deadline(machine: Machine, host: int, rule: str) -> int | None:
    """The number of the open deadline of a rule that is nearest to a host."""
    state = machine.state
    scope = state.items[host].scope if host in state.items else host
    hosts = [host, *(one.number for one in state.lineage(scope))]
    for number in hosts:
        for deadline in state.deadlines.values():
            if deadline.host == number and deadline_of(deadline.rule) == rule:
                return deadline.number
    return None


def advance(machine: Machine, timer: Timer) -> None:
    """Set a timer that has fired to its next time, or end it."""
    last = timer.left is not None and timer.left <= 1
    if last or timer.at is None:
        machine.emit(TimerEnded(timer.number))
        return
    at = iso.read_length(timer.every).after(timer.at)
    left = None if timer.left is None else timer.left - 1
    machine.emit(TimerMoved(timer.number, at, left))


def disarm(machine: Machine, host: int, nodes: Iterable[str]) -> None:
    """End the timers and waits of these nodes on a host."""
    names = set(nodes)
    for timer in [one for one in machine.state.timers.values() if one.host == host and one.node in names]:
        machine.emit(TimerEnded(timer.number))
    for wait in [one for one in machine.state.waits.values() if one.host == host and one.node in names]:
        machine.emit(WaitEnded(wait.number))
