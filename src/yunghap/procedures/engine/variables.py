"""Where values go, and what activities are given and leave behind."""

from collections.abc import Mapping

from yunghap.procedures.program.model import Node

from .events import ValuesSet
from .machine import Machine
from .state import Scope, ScopeKind


def assign(machine: Machine, scope: int, values: Mapping[str, object]) -> None:
    """Set variables as seen from a scope."""
    by_scope: dict[int, dict[str, object]] = {}
    for name, value in values.items():
        by_scope.setdefault(_home(machine, scope, name), {})[name] = value
    for number, group in by_scope.items():
        machine.emit(ValuesSet(number, group))


def _home(machine: Machine, scope: int, name: str) -> int:
    """The nearest scope that has the variable or declares it. One that nobody knows belongs to the instance of a
    multi-instance activity it came up in, so that instances do not overwrite each other's, else to the process.
    """
    body = None
    number = scope
    for one in machine.state.lineage(scope):
        number = one.number
        if name in one.values or name in _declared(machine, one):
            return number
        if one.kind is ScopeKind.BODY and body is None:
            body = number
        if machine.isolated(one):
            break
    return number if body is None else body


def _declared(machine: Machine, scope: Scope) -> frozenset[str]:
    return machine.program.containers[scope.container].variables if scope.container else frozenset()


def outputs(machine: Machine, scope: int, node: Node, values: Mapping[str, object]) -> Mapping[str, object]:
    """What an activity or event leaves behind: its declared outputs over what came in, or just that."""
    if not node.outputs:
        return values
    return {transfer.target: machine.evaluate(transfer.formula, scope, values) for transfer in node.outputs}


def inputs(machine: Machine, scope: int, node: Node) -> dict[str, object]:
    """What an activity is given: its declared inputs, or all it can see."""
    if not node.inputs:
        return dict(machine.values(scope))
    return {transfer.target: machine.evaluate(transfer.formula, scope) for transfer in node.inputs}
