"""A state and an event make the next state. Replay is nothing but this, over a journal."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from . import events as e
from .state import (
    ROOT,
    ClosedDeadline,
    ClosedItem,
    DeadlineState,
    Extension,
    How,
    Item,
    Members,
    Scope,
    ScopeKind,
    State,
    Status,
    Stop,
    Timer,
    Wait,
)


def evolve(state: State, event: e.Event, at: datetime) -> None:
    """Apply an event that happened at a moment; changes the state that is handed in."""
    handler = _HANDLERS.get(type(event))
    if handler is not None:
        handler(state, event, at)


def replay(journal: Iterable[tuple[datetime, Iterable[e.Event]]]) -> State:
    """The state that a journal leads to, from nothing."""
    state = State()
    for at, happened in journal:
        state.closed_items.clear()
        state.closed_deadlines.clear()
        for event in happened:
            evolve(state, event, at)
    return state


def _started(state: State, event: e.Started, _at: datetime) -> None:
    state.program, state.process, state.reference = event.program, event.process, event.reference
    state.scopes[ROOT] = Scope(ROOT, None, ScopeKind.ROOT, container=event.process, values=dict(event.values))


def _ended(state: State, event: e.Ended, _at: datetime) -> None:
    how = How.COMPLETED if event.status is Status.COMPLETED else How.CANCELLED
    _close_scope(state, e.ScopeClosed(ROOT, how), _at)
    state.status, state.outcome = event.status, event.outcome


def _moved(state: State, event: e.Moved, _at: datetime) -> None:
    state.program = event.program
    names = {**event.nodes, state.process: event.process}
    state.process = event.process

    def new(name: str) -> str:
        return names.get(name, name)

    for number, scope in state.scopes.items():
        arrived = {new(node): tuple(map(new, flows)) for node, flows in scope.arrived.items()}
        state.scopes[number] = replace(
            scope, node=new(scope.node), container=new(scope.container), arrived=arrived
        )
    for number, item in state.items.items():
        state.items[number] = replace(item, node=new(item.node), via=new(item.via))
    for number, timer in state.timers.items():
        state.timers[number] = replace(timer, node=new(timer.node))
    for number, wait in state.waits.items():
        state.waits[number] = replace(wait, node=new(wait.node))


def _open_scope(state: State, event: e.ScopeOpened, _at: datetime) -> None:
    members = None if event.total is None else Members(event.total, event.members)
    state.scopes[event.number] = Scope(
        event.number,
        event.parent,
        event.kind,
        event.node,
        event.container,
        event.index,
        dict(event.values),
        members=members,
    )
    state.live[event.parent] += 1
    state.next = max(state.next, event.number + 1)
    if event.kind is ScopeKind.BODY:
        _count(state, event.parent, started=1)


def _count(state: State, number: int, *, started: int = 0, done: int = 0) -> None:
    scope = state.scopes[number]
    if scope.members is not None:
        members = replace(
            scope.members, started=scope.members.started + started, done=scope.members.done + done
        )
        state.scopes[number] = replace(scope, members=members)


def _close_scope(state: State, event: e.ScopeClosed, _at: datetime) -> None:
    scope = state.scopes.get(event.number)
    if scope is None:
        return
    inside = state.within(event.number)
    for item in [item for item in state.items.values() if item.scope in inside]:
        _close_item(state, e.ItemClosed(item.number, How.CANCELLED), _at)
    for number in inside:
        _drop_hosted(state, number, event.how if number == event.number else How.CANCELLED)
    for number in inside:
        del state.scopes[number]
        state.live.pop(number, None)
    if scope.parent is not None:
        state.live[scope.parent] -= 1
        if scope.kind is ScopeKind.BODY and event.how is How.COMPLETED:
            _count(state, scope.parent, done=1)


def _clear_scope(state: State, event: e.ScopeCleared, at: datetime) -> None:
    for item in [item for item in state.items.values() if item.scope == event.number]:
        _close_item(state, e.ItemClosed(item.number, How.CANCELLED), at)
    for inner in [scope for scope in state.scopes.values() if scope.parent == event.number]:
        _close_scope(state, e.ScopeClosed(inner.number, How.CANCELLED), at)
    state.scopes[event.number] = replace(state.scopes[event.number], arrived={})


def _drop_hosted(state: State, host: int, how: How) -> None:
    """Timers, waits and deadlines end with what they are on."""
    for timer in [one for one in state.timers.values() if one.host == host]:
        del state.timers[timer.number]
    for wait in [one for one in state.waits.values() if one.host == host]:
        del state.waits[wait.number]
    for deadline in [one for one in state.deadlines.values() if one.host == host]:
        del state.deadlines[deadline.number]
        state.closed_deadlines[deadline.number] = ClosedDeadline(deadline, how)


def _member_result(state: State, event: e.MemberResult, _at: datetime) -> None:
    scope = state.scopes[event.scope]
    if scope.members is not None:
        results = {**scope.members.results, event.index: event.value}
        state.scopes[event.scope] = replace(scope, members=replace(scope.members, results=results))


def _open_item(state: State, event: e.ItemOpened, at: datetime) -> None:
    state.items[event.number] = Item(
        event.number,
        event.scope,
        event.node,
        event.kind,
        at,
        event.role,
        event.organisation,
        problem=event.problem,
        phase=event.phase,
        via=event.via,
    )
    state.live[event.scope] += 1
    state.next = max(state.next, event.number + 1)


def _close_item(state: State, event: e.ItemClosed, _at: datetime) -> None:
    item = state.items.pop(event.number)
    state.live[item.scope] -= 1
    state.closed_items[item.number] = ClosedItem(item, event.how)
    _drop_hosted(state, item.number, event.how)


def _take_item(state: State, event: e.ItemTaken, _at: datetime) -> None:
    state.items[event.number] = replace(
        state.items[event.number],
        assignee=event.assignee,
        role=event.role,
        organisation=event.organisation,
    )


def _trouble_item(state: State, event: e.ItemTroubled, _at: datetime) -> None:
    state.items[event.number] = replace(state.items[event.number], problem=event.problem)


def _item_due(state: State, event: e.ItemDue, _at: datetime) -> None:
    state.items[event.number] = replace(state.items[event.number], due=event.due)


def _set_values(state: State, event: e.ValuesSet, _at: datetime) -> None:
    scope = state.scopes[event.scope]
    state.scopes[event.scope] = replace(scope, values={**scope.values, **event.values})


def _arrive(state: State, event: e.Arrived, _at: datetime) -> None:
    scope = state.scopes[event.scope]
    flows = (*scope.arrived.get(event.node, ()), event.flow)
    state.scopes[event.scope] = replace(scope, arrived={**scope.arrived, event.node: flows})


def _join(state: State, event: e.Joined, _at: datetime) -> None:
    scope = state.scopes[event.scope]
    left = list(scope.arrived.get(event.node, ()))
    for flow in event.flows:
        left.remove(flow)
    arrived = {node: flows for node, flows in scope.arrived.items() if node != event.node}
    if left:
        arrived[event.node] = tuple(left)
    state.scopes[event.scope] = replace(scope, arrived=arrived)


def _passed(state: State, event: e.Passed, _at: datetime) -> None:
    if event.scope == ROOT:
        state.outcome = event.node


def _set_timer(state: State, event: e.TimerSet, _at: datetime) -> None:
    state.timers[event.number] = Timer(
        event.number, event.host, event.node, event.at, event.deadline, event.left, event.every
    )
    state.next = max(state.next, event.number + 1)


def _move_timer(state: State, event: e.TimerMoved, _at: datetime) -> None:
    state.timers[event.number] = replace(state.timers[event.number], at=event.at, left=event.left)


def _end_timer(state: State, event: e.TimerEnded, _at: datetime) -> None:
    del state.timers[event.number]


def _set_wait(state: State, event: e.WaitSet, _at: datetime) -> None:
    state.waits[event.number] = Wait(event.number, event.host, event.node, event.on, event.name, event.key)
    state.next = max(state.next, event.number + 1)


def _end_wait(state: State, event: e.WaitEnded, _at: datetime) -> None:
    del state.waits[event.number]


def _set_deadline(state: State, event: e.DeadlineSet, _at: datetime) -> None:
    state.deadlines[event.number] = DeadlineState(
        event.number, event.host, event.rule, event.term, event.start, event.due, event.passes
    )
    state.next = max(state.next, event.number + 1)


def _stop_deadline(state: State, event: e.DeadlineStopped, _at: datetime) -> None:
    deadline = state.deadlines[event.number]
    stop = Stop(event.start, event.reason, article=event.article, item=event.item)
    state.deadlines[event.number] = replace(deadline, stops=(*deadline.stops, stop))


def _resume_deadline(state: State, event: e.DeadlineResumed, _at: datetime) -> None:
    deadline = state.deadlines[event.number]
    stops = (*deadline.stops[:-1], replace(deadline.stops[-1], end=event.end))
    state.deadlines[event.number] = replace(deadline, stops=stops)


def _extend_deadline(state: State, event: e.DeadlineExtended, _at: datetime) -> None:
    deadline = state.deadlines[event.number]
    extension = Extension(event.term, event.ground, event.at, event.article)
    state.deadlines[event.number] = replace(deadline, extensions=(*deadline.extensions, extension))


def _count_deadline(state: State, event: e.DeadlineCounted, _at: datetime) -> None:
    state.deadlines[event.number] = replace(
        state.deadlines[event.number], due=event.due, passes=event.passes, missed=False
    )


def _miss_deadline(state: State, event: e.DeadlineMissed, _at: datetime) -> None:
    state.deadlines[event.number] = replace(state.deadlines[event.number], missed=True)


def _end_deadline(state: State, event: e.DeadlineEnded, _at: datetime) -> None:
    deadline = state.deadlines.pop(event.number)
    state.closed_deadlines[event.number] = ClosedDeadline(deadline, event.how)


_HANDLERS: dict[type, Callable[[State, Any, datetime], None]] = {
    e.Started: _started,
    e.Ended: _ended,
    e.Moved: _moved,
    e.ScopeOpened: _open_scope,
    e.ScopeClosed: _close_scope,
    e.ScopeCleared: _clear_scope,
    e.Passed: _passed,
    e.MemberResult: _member_result,
    e.ItemOpened: _open_item,
    e.ItemClosed: _close_item,
    e.ItemTaken: _take_item,
    e.ItemTroubled: _trouble_item,
    e.ItemDue: _item_due,
    e.ValuesSet: _set_values,
    e.Arrived: _arrive,
    e.Joined: _join,
    e.TimerSet: _set_timer,
    e.TimerMoved: _move_timer,
    e.TimerEnded: _end_timer,
    e.WaitSet: _set_wait,
    e.WaitEnded: _end_wait,
    e.DeadlineSet: _set_deadline,
    e.DeadlineStopped: _stop_deadline,
    e.DeadlineResumed: _resume_deadline,
    e.DeadlineExtended: _extend_deadline,
    e.DeadlineCounted: _count_deadline,
    e.DeadlineMissed: _miss_deadline,
    e.DeadlineEnded: _end_deadline,
}
