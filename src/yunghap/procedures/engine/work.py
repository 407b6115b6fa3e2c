"""Work at a node: people's, services', tables' (BPMN 2.0, 10.3.3 and 13.3.2)."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import DomainError
from yunghap.procedures.program.model import WORK, Kind, Node

from . import arms, deadlines
from .events import Asked, Decided, ItemOpened
from .flows import title
from .machine import Machine, StepError
from .parts import open_part
from .state import Phase, ScopeKind
from .variables import assign, inputs


def perform(machine: Machine, scope: int, node: Node) -> None:
    """Do an activity once in a scope; raises StepError before anything has happened."""
    if node.kind is Kind.RULE:
        _decide(machine, scope, node)
    elif node.kind in WORK:
        _open_work(machine, scope, node)
    else:
        open_part(machine, scope, node)


def _open_work(machine: Machine, scope: int, node: Node) -> None:
    """Put an item into somebody's inbox, with its timers and deadlines; ask the service if it is one's."""
    work = node.work
    organisation = work.organisation
    if work.organisation_formula is not None:
        value = machine.evaluate(work.organisation_formula, scope)
        if not isinstance(value, str) or not value:
            raise StepError(_("Nobody is named to do “%(node)s”.") % {"node": title(node)})
        organisation = value
    in_body = machine.state.scopes[scope].kind is ScopeKind.BODY
    hosted = arms.plan(machine, scope, () if in_body else node.boundary)
    if node.kind is Kind.RECEIVE:
        hosted += arms.plan(machine, scope, (node.id,))
    planned = deadlines.plan(machine, scope, work.deadlines)
    asked = inputs(machine, scope, node) if work.service else {}
    number = machine.number()
    machine.emit(ItemOpened(number, scope, node.id, node.kind, work.role, organisation))
    deadlines.set_planned(machine, number, planned)
    arms.arm(machine, number, hosted)
    if work.stops:
        deadlines.stop_for_work(machine, number, node)
    if work.service:
        machine.emit(Asked(number, work.service, asked))


def open_wait(machine: Machine, scope: int, node: Node) -> None:
    """Rest at a catching event, or at a gateway until one of the events behind it comes."""
    nodes = [flow.target for flow in node.outgoing] if node.kind is Kind.CHOICE else [node.id]
    planned = arms.plan(machine, scope, nodes)
    number = machine.number()
    machine.emit(ItemOpened(number, scope, node.id, node.kind))
    arms.arm(machine, number, planned)


def _decide(machine: Machine, scope: int, node: Node) -> None:
    """Ask a decision table and keep its answer under one name, or each output under its own."""
    decision = machine.program.decisions[node.work.decision]
    try:
        outcome = decision.evaluate(
            {**machine.values(scope), **(inputs(machine, scope, node) if node.inputs else {})},
            now=machine.env.now,
        )
    except DomainError as error:
        raise StepError(
            _("The decision “%(node)s” cannot be made: %(reason)s") % {"node": title(node), "reason": error}
        ) from error
    value = outcome.value
    if value is None and not outcome.rules:
        raise StepError(_("No rule of the decision “%(node)s” applies.") % {"node": title(node)})
    if node.outputs:
        named = {one.target: machine.evaluate(one.formula, scope, _outputs(value)) for one in node.outputs}
    elif node.work.result:
        named = {node.work.result: value}
    else:
        named = dict(_outputs(value))
    machine.emit(Decided(scope, node.id, node.work.decision, tuple(outcome.rules), value))
    assign(machine, scope, named)
    machine.push(scope, node.id, phase=Phase.LEAVE)


def _outputs(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}
