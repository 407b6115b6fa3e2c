"""Syntax trees to closures. A closure takes a scope and gives a value; nothing else is ever run."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from . import nodes
from .arithmetic import calculate, negate
from .errors import FeelError
from .functions import FUNCTIONS
from .nodes import Node
from .temporal import read_temporal
from .values import Range, Work, YearsMonths, all_of, any_of, compare, matches, to_feel

Closure = Callable[["Scope"], object]
_ABSENT = object()


class Scope:
    """Names and their values: those of the caller, over them those that parts of the expression bring."""

    __slots__ = ("_converted", "outer", "values", "work")

    def __init__(self, values: Mapping[str, object], work: Work, outer: "Scope | None" = None) -> None:
        self.values, self.work, self.outer = values, work, outer
        self._converted: dict[str, object] = {}

    def inner(self, values: Mapping[str, object]) -> "Scope":
        """A scope in which these names hide others."""
        return Scope(values, self.work, self)

    def look_up(self, name: str) -> object:
        """The value of a name, null where there is none."""
        scope: Scope | None = self
        while scope is not None:
            found = scope.values.get(name, _ABSENT)
            if found is not _ABSENT:
                return found if scope.outer else scope.converted(name, found)
            scope = scope.outer
        return None

    def converted(self, name: str, value: object) -> object:
        """A value of the caller as one of an expression, converted once; those made inside need none."""
        if name not in self._converted:
            self._converted[name] = to_feel(value, self.work)
        return self._converted[name]


def compile_node(node: Node) -> Closure:
    """The closure of a tree. Raises FeelError where a constant date, time or duration is none."""
    return _COMPILERS[type(node)](node)


def _constant(value: object) -> Closure:
    return lambda _scope: value


def _moment(node: nodes.Moment) -> Closure:
    return _constant(_existing(read_temporal(node.text), node.text, node.position))


def _existing(value: object, text: str, position: int) -> object:
    if value is None:
        raise FeelError(format_lazy(_("“{text}” is no date, time or duration"), text=text), position=position)
    return value


def _path(node: nodes.Path) -> Closure:
    base, name = compile_node(node.base), node.name

    def run(scope: Scope) -> object:
        value = base(scope)
        if isinstance(value, list):
            scope.work.spend(len(value))
            return [_property(item, name) for item in value]
        return _property(value, name)

    return run


def _property(value: object, name: str) -> object:
    if isinstance(value, dict):
        return value.get(name)
    reader = next((read for types, read in _PROPERTIES.get(name, ()) if isinstance(value, types)), None)
    return Decimal(reader(value)) if reader else None


def _filter(node: nodes.Filter) -> Closure:
    base, condition = compile_node(node.base), compile_node(node.condition)
    constant = isinstance(node.condition, nodes.Literal | nodes.Negative)

    def run(scope: Scope) -> object:
        value = base(scope)
        if value is None:
            return None
        items = value if isinstance(value, list) else [value]
        position = condition(scope) if constant else None
        if isinstance(position, Decimal):
            return _item(items, position)
        kept = []
        for item in items:
            scope.work.spend()
            own = {**item, "item": item} if isinstance(item, dict) else {"item": item}
            passed = condition(scope.inner(own))
            if isinstance(passed, Decimal):
                return _item(items, passed)
            if passed is True:
                kept.append(item)
        return kept

    return run


def _item(items: list[object], position: Decimal) -> object:
    """The item at a position counted from 1, from the end if negative."""
    if position != position.to_integral_value() or not 1 <= abs(position) <= len(items):
        return None
    return items[int(position) - 1 if position > 0 else int(position)]


def _negative(node: nodes.Negative) -> Closure:
    operand = compile_node(node.operand)
    return lambda scope: negate(operand(scope))


def _binary(node: nodes.Binary) -> Closure:
    left, right, operator = compile_node(node.left), compile_node(node.right), node.operator
    if operator in {"+", "-", "*", "/", "**"}:
        return lambda scope: calculate(operator, left(scope), right(scope))
    return lambda scope: compare(operator, left(scope), right(scope), scope.work)


def _logic(node: nodes.Logic) -> Closure:
    operands = [compile_node(operand) for operand in node.operands]
    decide = all_of if node.operator == "and" else any_of
    return lambda scope: decide(operand(scope) for operand in operands)


def _if(node: nodes.If) -> Closure:
    condition, yes, no = compile_node(node.condition), compile_node(node.yes), compile_node(node.no)
    return lambda scope: yes(scope) if condition(scope) is True else no(scope)


def _quantified(node: nodes.Quantified) -> Closure:
    sources = [(name, compile_node(source)) for name, source in node.sources]
    condition = compile_node(node.condition)
    decide = any_of if node.kind == "some" else all_of

    def combinations(scope: Scope, at: int) -> Iterator[Scope]:
        if at == len(sources):
            yield scope
            return
        name, source = sources[at]
        value = source(scope)
        for item in value if isinstance(value, list) else [value]:
            scope.work.spend()
            yield from combinations(scope.inner({name: item}), at + 1)

    return lambda scope: decide(condition(inner) for inner in combinations(scope, 0))


def _between(node: nodes.Between) -> Closure:
    value, low, high = compile_node(node.value), compile_node(node.low), compile_node(node.high)

    def run(scope: Scope) -> object:
        found = value(scope)
        above = compare(">=", found, low(scope), scope.work)
        return all_of([above, compare("<=", found, high(scope), scope.work)])

    return run


def compile_test(node: Node) -> Callable[[Scope, object], bool | None]:
    """A test of a value, as cells and `in` hold them."""
    if isinstance(node, nodes.Comparison):
        operand, operator = compile_node(node.operand), node.operator
        return lambda scope, value: compare(operator, value, operand(scope), scope.work)
    expression = compile_node(node)
    return lambda scope, value: matches(value, expression(scope), scope.work)


def _in(node: nodes.In) -> Closure:
    value, tests = compile_node(node.value), [compile_test(test) for test in node.tests]

    def run(scope: Scope) -> object:
        found = value(scope)
        return any_of(test(scope, found) for test in tests)

    return run


def _call(node: nodes.Call) -> Closure:
    function = FUNCTIONS[node.function]
    arguments = [compile_node(argument) for argument in node.arguments]
    call = function.call
    if function.temporal and all(isinstance(argument, nodes.Literal) for argument in node.arguments):
        constants = [argument.value for argument in node.arguments if isinstance(argument, nodes.Literal)]
        work = Work(datetime.now().astimezone())
        return _constant(_existing(call(work, *constants), ", ".join(map(str, constants)), node.position))
    return lambda scope: call(scope.work, *[argument(scope) for argument in arguments])


def _list(node: nodes.ListOf) -> Closure:
    items = [compile_node(item) for item in node.items]
    return lambda scope: [item(scope) for item in items]


def _context(node: nodes.ContextOf) -> Closure:
    entries = [(name, compile_node(value)) for name, value in node.entries]

    def run(scope: Scope) -> object:
        made: dict[str, object] = {}
        inner = scope.inner(made)
        for name, value in entries:
            made[name] = value(inner)
        return made

    return run


def _range(node: nodes.RangeOf) -> Closure:
    low, high = compile_node(node.low), compile_node(node.high)
    return lambda scope: Range(low(scope), high(scope), node.low_closed, node.high_closed)


_COMPILERS: dict[type[Node], Callable[[Any], Closure]] = {
    nodes.Literal: lambda node: _constant(node.value),
    nodes.Moment: _moment,
    nodes.Name: lambda node: lambda scope: scope.look_up(node.name),
    nodes.Path: _path,
    nodes.Filter: _filter,
    nodes.Negative: _negative,
    nodes.Binary: _binary,
    nodes.Logic: _logic,
    nodes.If: _if,
    nodes.Quantified: _quantified,
    nodes.Between: _between,
    nodes.In: _in,
    nodes.Call: _call,
    nodes.ListOf: _list,
    nodes.ContextOf: _context,
    nodes.RangeOf: _range,
}

_PROPERTIES: dict[str, tuple[tuple[type, Callable[..., int]], ...]] = {
    "year": ((date, lambda value: value.year),),
    "month": ((date, lambda value: value.month),),
    "day": ((date, lambda value: value.day),),
    "weekday": ((date, lambda value: value.isoweekday()),),
    "hour": ((datetime, lambda value: value.hour), (time, lambda value: value.hour)),
    "minute": ((datetime, lambda value: value.minute), (time, lambda value: value.minute)),
    "second": ((datetime, lambda value: value.second), (time, lambda value: value.second)),
    "days": ((timedelta, lambda value: int(value / timedelta(days=1))),),
    "hours": ((timedelta, lambda value: int(abs(value).seconds // 3600) * _sign(value)),),
    "minutes": ((timedelta, lambda value: int(abs(value).seconds // 60 % 60) * _sign(value)),),
    "seconds": ((timedelta, lambda value: int(abs(value).seconds % 60) * _sign(value)),),
    "years": ((YearsMonths, lambda value: int(value.months / 12)),),
    "months": ((YearsMonths, lambda value: value.months - 12 * int(value.months / 12)),),
}


def _sign(length: timedelta) -> int:
    return -1 if length < timedelta() else 1
