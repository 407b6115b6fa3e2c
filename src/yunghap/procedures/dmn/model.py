"""Decisions as they were read: immutable, compiled, ready to be evaluated."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from yunghap.procedures.feel import Expression, UnaryTests

if TYPE_CHECKING:
    from .decide import Outcome


class HitPolicy(StrEnum):
    """Which of the matching rules count (DMN 1.5, 8.2.8)."""

    UNIQUE = "UNIQUE"
    ANY = "ANY"
    FIRST = "FIRST"
    PRIORITY = "PRIORITY"
    RULE_ORDER = "RULE ORDER"
    COLLECT = "COLLECT"

    @property
    def many(self) -> bool:
        """Whether several rules may count."""
        return self in {HitPolicy.RULE_ORDER, HitPolicy.COLLECT}


@dataclass(frozen=True, slots=True)
class Input:
    """A column of conditions; `allowed` bounds the values it may have."""

    label: str
    expression: Expression
    type: str
    allowed: UnaryTests | None = None


@dataclass(frozen=True, slots=True)
class Output:
    """A column of results; `values` in the order of their priority, empty where anything goes."""

    name: str
    label: str
    type: str
    values: tuple[object, ...] = ()
    default: Expression | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A row; `number` from 1, one condition per input, one result (None where empty) per output."""

    number: int
    id: str
    conditions: tuple[UnaryTests, ...]
    results: tuple[Expression | None, ...]
    description: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A decision table; `aggregation` is "", "SUM", "MIN", "MAX" or "COUNT"."""

    policy: HitPolicy
    aggregation: str
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]


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
        from .decide import decide  # noqa: PLC0415 - deciding knows the model, not the model deciding

        return decide(self, values, now=now)

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
