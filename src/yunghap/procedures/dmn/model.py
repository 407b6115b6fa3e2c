"""Decision tables as they were read: immutable, compiled."""

from dataclasses import dataclass
from enum import StrEnum

from yunghap.procedures.feel import Expression, UnaryTests


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
