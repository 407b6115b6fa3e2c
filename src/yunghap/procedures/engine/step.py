"""One action, taken to where every token rests again."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from yunghap.core.clock import SEOUL
from yunghap.core.errors import DomainError, InvalidInput
from yunghap.procedures.program.model import ACTIVITIES, Kind, Node, On, Program

from . import actions as a
from . import arms, deadlines, parts, throwing, work
from .events import (
    Asked,
    DeadlineEnded,
    DeadlineMissed,
    Ended,
    Event,
    ItemClosed,
    ItemOpened,
    ItemTaken,
    ItemTroubled,
    Passed,
    Started,
)
from .flows import arrive_at_join, inclusive_joins, join, leave
from .machine import MOST_MOVES, Env, Machine, Refused, StepError, Token
from .state import INCIDENT, ROOT, How, Item, Phase, State, Status
from .variables import assign, inputs, outputs


@dataclass(frozen=True, slots=True)
class Step:
    """What an action came to: its events, and the state after them."""

    events: tuple[Event, ...]
    state: State


def step(program: Program, state: State, action: a.Action, env: Env) -> Step:
    """Take an action and let every token run until it rests. The state handed in stays as it is.

    Raises Refused where the action does not fit the state, and other DomainErrors where its values do not. An
    expression that has no value does not undo the action: its token rests as an incident.
    """
    if state.status is not Status.RUNNING:
        raise Refused(_("This procedure has come to its end."))
    machine = Machine(program, state.copy(), env)
    _ACTIONS[type(action)](machine, action)
    run(machine)
    if machine.state.status is Status.RUNNING:
        deadlines.settle(machine)
    return Step(tuple(machine.events), machine.state)


def run(machine: Machine) -> None:
    """Move tokens until all rest; complete what is empty, join what is complete."""
    while machine.state.status is Status.RUNNING:
        if machine.queue:
            _move(machine, machine.queue.popleft())
        elif machine.touched:
            # The innermost first: its end may fill the scope around it.
            number = max(machine.touched)
            machine.touched.discard(number)
            _complete_if_empty(machine, number)
        elif joins := inclusive_joins(machine):
            join(machine, *joins[0])
        elif not _report_stuck(machine):
            break


def _move(machine: Machine, token: Token) -> None:
    if token.scope not in machine.state.scopes:
        return  # its scope was ended by an earlier token
    node = machine.node(token.node)
    machine.moves += 1
    try:
        if machine.moves > MOST_MOVES:
            raise StepError(_("The procedure runs in circles without anybody acting."))
        _take(machine, token, node)
    except DomainError as error:
        park(machine, token, error)


def park(machine: Machine, token: Token, error: DomainError) -> None:
    """Let a token that cannot go on rest as an incident, so that nothing is lost."""
    machine.emit(
        ItemOpened(
            machine.number(),
            token.scope,
            token.node,
            INCIDENT,
            phase=token.phase,
            via=token.via,
            problem=str(error.message)[:1000],
        )
    )


def _take(machine: Machine, token: Token, node: Node) -> None:
    if token.phase is Phase.ENTER:
        _enter(machine, token, node)
    elif token.phase is Phase.PERFORM:
        work.perform(machine, token.scope, node)
    elif token.phase is Phase.RETURN:
        parts.return_from_call(machine, machine.state.scopes[token.scope], node)
    elif node.kind in ACTIVITIES:
        parts.finish(machine, token.scope, node)
    else:
        leave(machine, token.scope, node)


def _enter(machine: Machine, token: Token, node: Node) -> None:
    scope = token.scope
    if node.kind in ACTIVITIES:
        if node.multi is not None:
            parts.open_multi(machine, scope, node, node.multi)
        else:
            work.perform(machine, scope, node)
    elif node.kind in {Kind.PARALLEL, Kind.INCLUSIVE} and len(node.incoming) > 1:
        arrive_at_join(machine, scope, node, token.via)
    elif node.kind in {Kind.CATCH, Kind.CHOICE}:
        work.open_wait(machine, scope, node)
    elif node.kind in {Kind.THROW, Kind.END}:
        _throw(machine, scope, node)
    else:
        leave(machine, scope, node)


def _throw(machine: Machine, scope: int, node: Node) -> None:
    """A throwing or end event."""
    trigger = node.trigger
    if trigger.on is On.MESSAGE:
        key = arms.key_of(machine, scope, node)
        values = inputs(machine, scope, node) if node.inputs else {}
        machine.emit(Passed(scope, node.id))
        throwing.throw_message(machine, scope, node, key, values)
    else:
        machine.emit(Passed(scope, node.id))
    goes_on = True
    if trigger.on is On.ERROR:
        throwing.throw_error(machine, scope, node, trigger.name)
        goes_on = False
    elif trigger.on is On.TERMINATE:
        throwing.terminate(machine, scope)
        goes_on = False
    elif trigger.on is On.ESCALATION:
        goes_on = throwing.throw_escalation(machine, scope, node, trigger.name)
    elif trigger.on is On.SIGNAL:
        throwing.throw_signal(machine, scope, node)
        goes_on = scope in machine.state.scopes
    if not goes_on:
        machine.touched.add(scope)
    elif node.kind is Kind.THROW:
        machine.push(scope, node.id, phase=Phase.LEAVE)
    else:
        machine.touched.add(scope)


def _complete_if_empty(machine: Machine, number: int) -> None:
    scope = machine.state.scopes.get(number)
    if scope is None or machine.state.live[number] > 0 or scope.arrived or scope.members is not None:
        return
    if scope.container:
        parts.complete_scope(machine, scope)


def _report_stuck(machine: Machine) -> bool:
    """Make an incident of a scope in which tokens wait at joins and nothing else moves; whether there was one."""
    for scope in list(machine.state.scopes.values()):
        if scope.arrived and machine.state.live[scope.number] == 0:
            node = min(scope.arrived)
            error = StepError(_("A token waits at a join for another that cannot come."))
            park(machine, Token(scope.number, node, Phase.STUCK), error)
            return True
    return False


# --- actions -------------------------------------------------------------------------------------


def _start(machine: Machine, action: a.Start) -> None:
    if machine.state.scopes:
        raise Refused(_("This procedure runs already."))
    container = machine.program.root
    start = ""
    if action.message:
        starts = [machine.node(name) for name in container.starts]
        named = [
            one.id for one in starts if one.trigger.on is On.MESSAGE and one.trigger.name == action.message
        ]
        if not named:
            raise Refused(_("No start of this procedure waits for “%(name)s”.") % {"name": action.message})
        start = named[0]
    machine.emit(Started(machine.program.hash, container.id, dict(action.values), action.reference))
    handlers, planned = parts.plan_container(machine, ROOT, container)
    deadlines.set_planned(machine, ROOT, planned)
    arms.arm(machine, ROOT, handlers)
    parts.begin(machine, ROOT, container, start)
    if not machine.queue:
        raise Refused(_("This procedure starts only with a message."))


def _item(machine: Machine, number: int) -> Item:
    item = machine.state.items.get(number)
    if item is None:
        raise Refused(_("This work is already done, or no longer needed."))
    return item


def _work(machine: Machine, number: int) -> tuple[Item, Node]:
    item = _item(machine, number)
    node = machine.node(item.node)
    if item.kind == INCIDENT or node.kind not in ACTIVITIES:
        raise Refused(_("This is no work that somebody could finish."))
    return item, node


def _complete(machine: Machine, action: a.Complete, how: How = How.COMPLETED) -> None:
    item, node = _work(machine, action.item)
    assign(machine, item.scope, outputs(machine, item.scope, node, action.values))
    machine.emit(ItemClosed(item.number, how))
    machine.push(item.scope, node.id, phase=Phase.LEAVE)


def _fail(machine: Machine, action: a.Fail) -> None:
    item, node = _work(machine, action.item)
    throwing.throw_error(machine, item.scope, node, action.code, item.number)


def _trouble(machine: Machine, action: a.Trouble) -> None:
    _work(machine, action.item)
    machine.emit(ItemTroubled(action.item, action.problem[:1000] or "?"))


def _take_item(machine: Machine, action: a.Take) -> None:
    item, _node = _work(machine, action.item)
    machine.emit(
        ItemTaken(
            item.number,
            action.assignee,
            action.role or item.role,
            action.organisation or item.organisation,
        )
    )


def _retry(machine: Machine, action: a.Retry) -> None:
    item = _item(machine, action.item)
    node = machine.node(item.node)
    if item.kind == INCIDENT:
        machine.emit(ItemClosed(item.number, How.COMPLETED))
        if item.phase is Phase.STUCK:
            machine.touched.add(item.scope)
        else:
            machine.push(item.scope, item.node, phase=item.phase, via=item.via)
    elif item.problem and node.work.service:
        values = inputs(machine, item.scope, node)
        machine.emit(ItemTroubled(item.number))
        machine.emit(Asked(item.number, node.work.service, values))
    else:
        raise Refused(_("Nothing has gone wrong here."))


def _correct(machine: Machine, action: a.Correct) -> None:
    if action.scope not in machine.state.scopes:
        raise Refused(_("This part of the procedure is over."))
    assign(machine, action.scope, action.values)


def _fire(machine: Machine, action: a.Fire) -> None:
    timer = machine.state.timers.get(action.timer)
    if timer is None or timer.at is None or timer.at > machine.env.now:
        raise Refused(_("This timer is not due."))
    arms.advance(machine, timer)
    throwing.fire(machine, timer.host, machine.node(timer.node), {})


def _pass(machine: Machine, action: a.Pass) -> None:
    deadline = machine.state.deadlines.get(action.deadline)
    if deadline is None or deadline.stopped or deadline.missed or deadline.passes > machine.env.now:
        raise Refused(_("This deadline has not passed."))
    machine.emit(DeadlineMissed(deadline.number))
    for timer in [one for one in machine.state.timers.values() if one.deadline == deadline.number]:
        if timer.number in machine.state.timers:
            arms.advance(machine, timer)
            throwing.fire(machine, timer.host, machine.node(timer.node), {})
    rule = machine.program.rule(deadline.rule)
    item = machine.state.items.get(deadline.host)
    if rule.silence is None or item is None or deadline.number not in machine.state.deadlines:
        return
    if rule.silence_when is None or machine.evaluate(rule.silence_when, item.scope) is True:
        machine.emit(DeadlineEnded(deadline.number, How.DEEMED))
        _complete(machine, a.Complete(item.number, rule.silence), How.DEEMED)


def _deliver(machine: Machine, action: a.Deliver) -> None:
    for wait in machine.state.waits.values():
        if (wait.on, wait.name) == (On.MESSAGE, action.name) and action.key in {"", wait.key}:
            throwing.hear(machine, wait, action.values)
            return
    raise Refused(_("Nothing here waits for “%(name)s”.") % {"name": action.name})


def _hear(machine: Machine, action: a.Hear) -> None:
    if not throwing.hear_signal(machine, action.name, action.values):
        raise Refused(_("Nothing here waits for “%(name)s”.") % {"name": action.name})


def _stop(machine: Machine, action: a.StopDeadline) -> None:
    today = machine.env.now.astimezone(SEOUL).date()
    deadlines.stop(machine, action.deadline, reason=action.reason, start=action.start or today)


def _resume(machine: Machine, action: a.ResumeDeadline) -> None:
    today = machine.env.now.astimezone(SEOUL).date()
    deadlines.resume(machine, action.deadline, end=action.end or today)


def _extend(machine: Machine, action: a.ExtendDeadline) -> None:
    deadlines.extend(machine, action.deadline, term=action.term, ground=action.ground)


def _recount(machine: Machine, _action: a.Recount) -> None:
    for number in list(machine.state.deadlines):
        deadlines.recount(machine, number)


def _cancel(machine: Machine, action: a.Cancel) -> None:
    if not action.reason.strip():
        raise InvalidInput(_("Ending a procedure needs a reason."), field="reason")
    machine.emit(Ended(Status.CANCELLED, action.reason[:200]))


_ACTIONS: dict[type, Callable[[Machine, Any], None]] = {
    a.Start: _start,
    a.Complete: _complete,
    a.Fail: _fail,
    a.Trouble: _trouble,
    a.Take: _take_item,
    a.Retry: _retry,
    a.Correct: _correct,
    a.Fire: _fire,
    a.Pass: _pass,
    a.Deliver: _deliver,
    a.Hear: _hear,
    a.StopDeadline: _stop,
    a.ResumeDeadline: _resume,
    a.ExtendDeadline: _extend,
    a.Recount: _recount,
    a.Cancel: _cancel,
}
