"""Decisions, and decisions made: values in, result and the rules that matched out (DMN 1.5, 8.2.8 and 10.3.2.15)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.procedures.feel import Expression, UnaryTests
from yunghap.procedures.feel.compile import Scope
from yunghap.procedures.feel.errors import FeelError
from yunghap.procedures.feel.functions import FUNCTIONS
from yunghap.procedures.feel.values import Work, equal

from .errors import DmnError
from .model import HitPolicy, Output, Rule, Table
from .types import as_type

Results = dict[str, object]


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision: a table or an expression, over the variables given and the decisions it requires.

    `variable` is the name under which decisions that require it see its result.
    """

    id: str
    name: str
    variable: str
    type: str
    logic: Table | Expression
    requires: tuple["Decision", ...] = ()

    def evaluate(self, values: Mapping[str, object], *, now: datetime | None = None) -> "Outcome":
        """Decide over the variables; `now` as for expressions.

        Raises DmnError where rules contradict the hit policy, FeelError where an expression does too much.
        """
        return _Session(values, now or clock.now()).outcome(self)

    @property
    def names(self) -> frozenset[str]:
        """The variables that must be given, those of required decisions included."""
        own = {name for expression in self._expressions() for name in expression.names}
        own -= {required.variable for required in self.requires}
        return frozenset(own).union(*(required.names for required in self.requires))

    def _expressions(self) -> Iterator[Expression | UnaryTests]:
        if isinstance(self.logic, Expression):
            yield self.logic
            return
        for given in self.logic.inputs:
            yield given.expression
        for rule in self.logic.rules:
            yield from rule.conditions
            yield from (result for result in rule.results if result is not None)
        yield from (output.default for output in self.logic.outputs if output.default is not None)


@dataclass(frozen=True, slots=True)
class Decisions:
    """All decisions of a file by id, each after those it requires; `input_names` are the file's input data."""

    name: str
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    input_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a decision came to, and why.

    `value`: of a table with one output its value, with several a dict by output name; a list of these where the
    policy collects. None where no rule matched. `outputs` is the same by output name in every case. `matched` are
    the rules that count, `inputs` the label and value of every column, `required` the outcomes it rests on.
    """

    decision: Decision
    value: object
    outputs: Mapping[str, object]
    matched: tuple[Rule, ...] = ()
    inputs: tuple[tuple[str, object], ...] = ()
    by_default: bool = False
    required: tuple["Outcome", ...] = ()

    @property
    def rules(self) -> tuple[str, ...]:
        """The ids of the rules that count."""
        return tuple(rule.id for rule in self.matched)


class _Session:
    """One evaluation: each required decision is made once, all as one piece of work."""

    def __init__(self, values: Mapping[str, object], now: datetime) -> None:
        self._scope = Scope(values, Work(now))
        self._made: dict[str, Outcome] = {}

    def outcome(self, decision: Decision) -> Outcome:
        if decision.id not in self._made:
            required = tuple(self.outcome(one) for one in decision.requires)
            scope = self._scope.inner({one.decision.variable: one.value for one in required})
            try:
                self._made[decision.id] = _make(decision, scope, required)
            except FeelError as error:
                raise FeelError(error.reason, place=decision.name) from None
        return self._made[decision.id]


def _make(decision: Decision, scope: Scope, required: tuple[Outcome, ...]) -> Outcome:
    logic = decision.logic
    if isinstance(logic, Expression):
        value = as_type(logic.run(scope), decision.type)
        return Outcome(decision, value, {decision.variable: value}, required=required)
    inputs = [as_type(column.expression.run(scope), column.type) for column in logic.inputs]
    matched = _matching(logic, inputs, scope)
    rows = [_results(logic.outputs, rule, scope) for rule in matched]
    kept = _counting(decision, logic, matched, rows, scope.work)
    by_default = not kept and any(output.default for output in logic.outputs)
    results = [_defaults(logic.outputs, scope)] if by_default else [rows[at] for at in kept]
    value, outputs = _combined(logic, results, scope.work)
    return Outcome(
        decision,
        value,
        outputs,
        tuple(matched[at] for at in kept),
        tuple((column.label, value) for column, value in zip(logic.inputs, inputs, strict=True)),
        by_default,
        required,
    )


def _matching(table: Table, inputs: Sequence[object], scope: Scope) -> list[Rule]:
    found = []
    tested = [scope.inner({"?": value}) for value in inputs]
    for rule in table.rules:
        pairs = zip(rule.conditions, tested, strict=True)
        if all(condition.run(inner) is True for condition, inner in pairs):
            found.append(rule)
            if table.policy is HitPolicy.FIRST:
                break
    return found


def _results(outputs: Sequence[Output], rule: Rule, scope: Scope) -> Results:
    return {
        output.name: None if result is None else as_type(result.run(scope), output.type)
        for output, result in zip(outputs, rule.results, strict=True)
    }


def _defaults(outputs: Sequence[Output], scope: Scope) -> Results:
    return {
        output.name: None if output.default is None else as_type(output.default.run(scope), output.type)
        for output in outputs
    }


def _counting(
    decision: Decision, table: Table, matched: Sequence[Rule], rows: Sequence[Results], work: Work
) -> list[int]:
    """The places among the matching rules of those that count."""
    everyone = list(range(len(matched)))
    if table.policy.many or len(matched) < 2:
        return everyone
    if table.policy is HitPolicy.PRIORITY:
        return [min(everyone, key=lambda at: _priority(table.outputs, rows[at], work))]
    if table.policy is HitPolicy.ANY:
        other = next((at for at in everyone if equal(rows[0], rows[at], work) is not True), None)
        if other is None:
            return everyone
        reason = _("rules {first} and {second} both match, with different results")
    else:
        other, reason = 1, _("rules {first} and {second} both match, where only one may")
    numbers = {"first": matched[0].number, "second": matched[other].number}
    raise DmnError(format_lazy(reason, **numbers), place=decision.name)


def _priority(outputs: Sequence[Output], row: Results, work: Work) -> list[int]:
    """Places in the lists of output values; what is not in its list comes last."""
    return [
        next(
            (at for at, value in enumerate(output.values) if equal(value, row[output.name], work) is True),
            len(output.values),
        )
        for output in outputs
        if output.values
    ]


def _combined(table: Table, rows: list[Results], work: Work) -> tuple[object, Results]:
    """Value and outputs of the rows that count."""
    names = [output.name for output in table.outputs]
    if table.aggregation:
        value = _aggregate(table.aggregation, [row[names[0]] for row in rows], work)
        return value, {names[0]: value}
    if table.policy.many:
        values = [_value(row) for row in rows]
        return values, {name: [row[name] for row in rows] for name in names}
    row = rows[0] if rows else dict.fromkeys(names)
    return (_value(row) if rows else None), row


def _value(row: Results) -> object:
    return next(iter(row.values())) if len(row) == 1 else row


def _aggregate(how: str, values: list[object], work: Work) -> object:
    return Decimal(len(values)) if how == "COUNT" else FUNCTIONS[how.lower()].call(work, values)
