"""The syntax tree of an expression: frozen, comparable, without brackets and positions."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Node:
    """Any part of an expression."""

    def children(self) -> Iterator["Node"]:
        """The parts directly under this one, in the order of the text."""
        for name in self.__dataclass_fields__:
            value = getattr(self, name)
            if isinstance(value, Node):
                yield value
            elif isinstance(value, tuple):
                yield from _inside(value)


def _inside(values: tuple[object, ...]) -> Iterator[Node]:
    for value in values:
        if isinstance(value, Node):
            yield value
        elif isinstance(value, tuple):
            yield from _inside(value)


def height(root: Node) -> int:
    """Levels of the tree, counted without recursion."""
    level, count = [root], 0
    while level:
        count += 1
        level = [child for node in level for child in node.children()]
    return count


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """A number (never negative), a text, true, false or null."""

    value: Decimal | str | bool | None


@dataclass(frozen=True, slots=True)
class Moment(Node):
    """A date, time or duration written @"…"."""

    text: str
    position: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A variable; its words are parted by single spaces. "?" is the value a decision table's cell tests."""

    name: str


@dataclass(frozen=True, slots=True)
class Path(Node):
    """`base.name`."""

    base: Node
    name: str


@dataclass(frozen=True, slots=True)
class Filter(Node):
    """`base[condition]`: the n-th item, or the items that meet the condition."""

    base: Node
    condition: Node


@dataclass(frozen=True, slots=True)
class Negative(Node):
    """`-operand`."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Binary(Node):
    """Arithmetic and comparison."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Logic(Node):
    """`and` or `or` between two or more."""

    operator: str
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class If(Node):
    """`if condition then yes else no`."""

    condition: Node
    yes: Node
    no: Node


@dataclass(frozen=True, slots=True)
class Quantified(Node):
    """`some` or `every` name in a list (or several, each seeing those before) `satisfies` a condition."""

    kind: str
    sources: tuple[tuple[str, Node], ...]
    condition: Node


@dataclass(frozen=True, slots=True)
class Between(Node):
    """`value between low and high`, both ends included."""

    value: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True)
class Comparison(Node):
    """A test `< operand` whose left side is the value tested."""

    operator: str
    operand: Node


@dataclass(frozen=True, slots=True)
class In(Node):
    """`value in` one of the tests: comparisons, or expressions that give a value, a list or a range."""

    value: Node
    tests: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A built-in function."""

    function: str
    arguments: tuple[Node, ...]
    position: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class ListOf(Node):
    """`[a, b]`."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class ContextOf(Node):
    """`{a: 1, b: a + 1}`; an entry sees those before it."""

    entries: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class RangeOf(Node):
    """`[low..high]`; an open end is left out of it."""

    low: Node
    high: Node
    low_closed: bool
    high_closed: bool


@dataclass(frozen=True, slots=True)
class Tests(Node):
    """A cell of a decision table: any of the tests (none: everything passes), or `not(…)` of them."""

    tests: tuple[Node, ...]
    negated: bool = False
