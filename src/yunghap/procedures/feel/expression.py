"""What other packages call: text in, something that can be evaluated out."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from yunghap.core import clock

from . import nodes
from .compile import Closure, Scope, compile_node, compile_test
from .errors import FeelError
from .nodes import Node
from .parse import parse_expression, parse_tests
from .printing import print_expression
from .values import Work, any_of

# BPMN tools wrap conditions: ${approved}, #{approved}, and "=approved" for FEEL.
_WRAPPED = re.compile(r"\s*(?:[$#]\{(.*)\}|=(?!=)(.*))\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Expression:
    """A compiled expression.

    `names` are the variables it asks for (not those in a filter's condition, which may be fields of the items),
    `canonical` is its text in one form, `run` serves callers that evaluate several as one piece of work.
    """

    text: str
    canonical: str
    names: frozenset[str]
    place: object = field(compare=False)
    run: Closure = field(repr=False, compare=False)

    def evaluate(self, values: Mapping[str, object], *, now: datetime | None = None) -> object:
        """Its value over the variables; `now` is what now() and today() answer, else `core.clock` does.

        Numbers come as Decimal, what is undefined as None, an unknown variable is null. Raises FeelError only for a
        variable of an unknown type, more than 100,000 steps, and values nested too deep.
        """
        return evaluate(self.run, values, place=self.place, now=now)


@dataclass(frozen=True, slots=True)
class UnaryTests:
    """A compiled cell of a decision table. `tree` serves analysis and drawing, `run` expects the value as "?"."""

    text: str
    canonical: str
    names: frozenset[str]
    place: object = field(compare=False)
    tree: nodes.Tests
    run: Closure = field(repr=False, compare=False)

    @property
    def passes_all(self) -> bool:
        """Whether the cell is "-"."""
        return not self.tree.tests

    def matches(self, value: object, values: Mapping[str, object], *, now: datetime | None = None) -> bool:
        """Whether the value passes; a test that is neither true nor false does not."""
        return evaluate(self.run, {**values, "?": value}, place=self.place, now=now) is True


def evaluate(
    run: Closure, values: Mapping[str, object], *, place: object = "", now: datetime | None = None
) -> object:
    """Run a closure as one piece of work, naming the place in errors."""
    try:
        return run(Scope(values, Work(now or clock.now())))
    except FeelError as error:
        raise FeelError(error.reason, place=place) from None
    except RecursionError:
        raise FeelError(_("its values are nested too deep"), place=place) from None


def compile_expression(text: str, *, place: object = "") -> Expression:
    """Compile an expression, bare or wrapped as BPMN tools do (`${…}`, `#{…}`, `=…`).

    `place` is told in errors ("flow approved"). Raises FeelError with the character counted in `text`.
    """
    wrapped = _WRAPPED.fullmatch(text)
    group = 0 if not wrapped else 1 if wrapped[1] is not None else 2
    inside, offset = (wrapped[group], wrapped.start(group)) if wrapped else (text, 0)
    try:
        tree = parse_expression(inside)
        run = compile_node(tree)
    except FeelError as error:
        raise FeelError(error.reason, place=place, position=error.position + offset) from None
    return Expression(text, print_expression(tree), frozenset(_free(tree)), place, run)


def compile_unary_tests(text: str, *, place: object = "") -> UnaryTests:
    """Compile a decision table's input cell: tests between commas, `not(…)` of them, or "-".

    Raises FeelError.
    """
    try:
        tree = parse_tests(text)
        run = _compile_cell(tree)
    except FeelError as error:
        raise FeelError(error.reason, place=place, position=error.position) from None
    return UnaryTests(text, print_expression(tree), frozenset(_free(tree)), place, tree, run)


def _compile_cell(tree: nodes.Tests) -> Closure:
    tests = [_cell_test(test) for test in tree.tests]
    if not tests:
        return lambda _scope: True
    if not tree.negated:
        return lambda scope: any_of(test(scope) for test in tests)

    def none_of(scope: Scope) -> object:
        passed = any_of(test(scope) for test in tests)
        return None if passed is None else not passed

    return none_of


def _cell_test(node: Node) -> Closure:
    """An expression that asks for "?" decides itself; any other gives what the value is compared with."""
    if not isinstance(node, nodes.Comparison) and "?" in set(_names(node)):
        return compile_node(node)
    test = compile_test(node)
    return lambda scope: test(scope, scope.look_up("?"))


def _names(node: Node) -> Iterator[str]:
    if isinstance(node, nodes.Name):
        yield node.name
    for child in node.children():
        yield from _names(child)


def _free(node: Node, bound: frozenset[str] = frozenset({"?"})) -> Iterator[str]:
    """The variables a tree asks its caller for."""
    if isinstance(node, nodes.Name):
        if node.name not in bound:
            yield node.name
    elif isinstance(node, nodes.Quantified):
        for name, source in node.sources:
            yield from _free(source, bound)
            bound |= {name}
        yield from _free(node.condition, bound)
    elif isinstance(node, nodes.ContextOf):
        for name, value in node.entries:
            yield from _free(value, bound)
            bound |= {name}
    elif isinstance(node, nodes.Filter):
        yield from _free(node.base, bound)
    else:
        for child in node.children():
            yield from _free(child, bound)
