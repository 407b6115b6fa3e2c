"""Deadlines of a running instance: set with their work, stopped, resumed, extended, counted anew, missed, met.

The counting itself is given from outside (`Env.count`). Times of the law are days in Korea.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from yunghap.core.clock import SEOUL
from yunghap.core.errors import InvalidInput, sentence
from yunghap.procedures.program import iso
from yunghap.procedures.program.model import DeadlineRule, Node

from . import events as e
from .machine import Due, Machine, Refused, StepError
from .state import DeadlineState, Item, State


@dataclass(frozen=True, slots=True)
class PlannedDeadline:
    """A deadline that is to be set."""

    rule: str
    term: str
    start: datetime
    due: Due


def plan(machine: Machine, scope: int, rules: Iterable[str]) -> list[PlannedDeadline]:
    """The deadlines of these rules, counted from the values of a scope; raises StepError or InvalidInput."""
    found = []
    for name in rules:
        rule = _rule_in_case(machine, scope, name)
        if rule is None:
            continue
        term = _term(machine, scope, rule)
        start = machine.env.now
        if rule.start is not None:
            value = machine.evaluate(rule.start, scope)
            if not isinstance(value, date):
                raise StepError(
                    _("The start of the deadline “%(rule)s” is no date.") % {"rule": rule.name or rule.id}
                )
            start = iso.as_moment(value)
        due = machine.env.count(
            counting=rule.counting, start=start, term=term, stops=(), extensions=(), before=rule.before
        )
        found.append(PlannedDeadline(rule.id, term, start, due))
    return found


def _rule_in_case(machine: Machine, scope: int, name: str) -> DeadlineRule | None:
    """The rule of a deadline by the law that applies to the case; None where that law sets no such deadline."""
    rule = machine.program.deadlines[name]
    law = rule.id if rule.by is None else rule.each.get(str(machine.evaluate(rule.by, scope)), rule.id)
    return None if law is None else machine.program.deadlines[law]


def _term(machine: Machine, scope: int, rule: DeadlineRule) -> str:
    if rule.term_formula is None:
        return rule.term
    value = machine.evaluate(rule.term_formula, scope)
    if isinstance(value, timedelta) and not value % timedelta(days=1):
        return f"P{value.days}D"
    return str(value)


def set_planned(machine: Machine, host: int, planned: Iterable[PlannedDeadline]) -> None:
    """Let planned deadlines run on a host."""
    for one in planned:
        machine.emit(
            e.DeadlineSet(machine.number(), host, one.rule, one.term, one.start, one.due.due, one.due.passes)
        )


def stop_for_work(machine: Machine, item: int, node: Node) -> None:
    """Let open work stop every deadline whose rule knows one of its reasons."""
    today = machine.env.now.astimezone(SEOUL).date()
    for deadline in list(machine.state.deadlines.values()):
        if deadline.stopped:
            continue
        for stop in machine.program.rule(deadline.rule).stops:
            if stop.reason in node.work.stops:
                machine.emit(e.DeadlineStopped(deadline.number, today, stop.reason, stop.article, item))
                break


def stop(machine: Machine, number: int, *, reason: str, start: date) -> None:
    """Stop a deadline for a reason that its rule knows."""
    deadline = _open(machine.state, number)
    if deadline.stopped:
        raise Refused(_("This deadline stands still already."))
    rules = {one.reason: one for one in machine.program.rule(deadline.rule).stops}
    if reason not in rules:
        raise Refused(_("This deadline cannot be stopped for that reason."), reasons=sorted(rules))
    earliest = max(
        [deadline.start.astimezone(SEOUL).date(), *(one.end for one in deadline.stops if one.end is not None)]
    )
    if not earliest <= start <= machine.env.now.astimezone(SEOUL).date():
        raise InvalidInput(
            _("A stop begins after the deadline's start and its last stop, and not in the future.")
        )
    machine.emit(e.DeadlineStopped(number, start, reason, rules[reason].article))


def resume(machine: Machine, number: int, *, end: date) -> None:
    """Let a stopped deadline run again after a last day on which it stood still."""
    deadline = _open(machine.state, number)
    if not deadline.stopped:
        raise Refused(_("This deadline does not stand still."))
    if not deadline.stops[-1].start <= end <= machine.env.now.astimezone(SEOUL).date():
        raise InvalidInput(_("A stop ends on its first day or later, and not in the future."))
    machine.emit(e.DeadlineResumed(number, end))
    recount(machine, number)


def extend(machine: Machine, number: int, *, term: str, ground: str) -> None:
    """Extend a deadline as its rule allows; an empty term takes the rule's, the longest there is."""
    deadline = _open(machine.state, number)
    rule = machine.program.rule(deadline.rule)
    if len(deadline.extensions) >= rule.extensions:
        raise Refused(_("This deadline cannot be extended (again)."))
    if not ground.strip():
        raise InvalidInput(_("An extension needs a ground."), field="ground")
    given = term or rule.extension
    if _count(machine, deadline, given).passes > _count(machine, deadline, rule.extension).passes:
        raise InvalidInput(
            sentence(_("The longest extension of this deadline is %(term)s."), term=rule.extension),
            field="term",
        )
    machine.emit(e.DeadlineExtended(number, given, ground, machine.env.now, rule.extension_article))
    recount(machine, number)


def recount(machine: Machine, number: int) -> None:
    """Count a deadline anew from its stops and extensions."""
    deadline = _open(machine.state, number)
    due = _count(machine, deadline)
    if (due.due, due.passes) != (deadline.due, deadline.passes):
        machine.emit(e.DeadlineCounted(number, due.due, due.passes))


def _count(machine: Machine, deadline: DeadlineState, *more: str) -> Due:
    """When a deadline is due by its stops and extensions, and by `more` extensions."""
    rule = machine.program.rule(deadline.rule)
    return machine.env.count(
        counting=rule.counting,
        start=deadline.start,
        term=deadline.term,
        stops=deadline.stops,
        extensions=(*(one.term for one in deadline.extensions), *more),
        before=rule.before,
        after_expiry=rule.after_expiry,
    )


def _open(state: State, number: int) -> DeadlineState:
    if number not in state.deadlines:
        raise Refused(_("This deadline no longer runs."))
    return state.deadlines[number]


def settle(machine: Machine) -> None:
    """After a step: deadlines whose stopping work is over go on, and items show the date by which they are due."""
    state = machine.state
    today = machine.env.now.astimezone(SEOUL).date()
    for deadline in list(state.deadlines.values()):
        if deadline.stopped:
            cause = deadline.stops[-1].item
            if cause is not None and cause not in state.items:
                machine.emit(e.DeadlineResumed(deadline.number, max(today, deadline.stops[-1].start)))
                recount(machine, deadline.number)
    if state.deadlines or any(item.due is not None for item in state.items.values()):
        for item in list(state.items.values()):
            due = due_of(machine, item)
            if due != item.due:
                machine.emit(e.ItemDue(item.number, due))


def due_of(machine: Machine, item: Item) -> datetime | None:
    """The moment after which work is overdue: of its own deadline, or of the nearest around it that runs.

    One counted back from the end of what is around says by when to ask for something, not when work in it is due.
    """
    state, rule = machine.state, machine.program.rule
    for host in (item.number, *(scope.number for scope in state.lineage(item.scope))):
        passes = [
            one.passes
            for one in state.deadlines.values()
            if one.host == host and not one.stopped and (host == item.number or not rule(one.rule).before)
        ]
        if passes:
            return min(passes)
    return None
