"""The values of a column, divided into parts on which every condition is either met or not."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from yunghap.core import clock
from yunghap.procedures.feel import UnaryTests, YearsMonths, nodes
from yunghap.procedures.feel.arithmetic import calculate
from yunghap.procedures.feel.compile import Scope, compile_node
from yunghap.procedures.feel.functions import FUNCTIONS
from yunghap.procedures.feel.nodes import Node
from yunghap.procedures.feel.printing import print_text, print_value
from yunghap.procedures.feel.temporal import first_moment
from yunghap.procedures.feel.values import Work, kind

from .model import Input
from .types import ANY

MOST_TESTS = 200_000

# Of each ordered type some value, and a step to the next.
_ORDERED: dict[str, tuple[object, object]] = {
    "number": (Decimal(0), Decimal(1)),
    "date": (date(2000, 1, 1), timedelta(days=1)),
    "date and time": (first_moment(date(2000, 1, 1)), timedelta(seconds=1)),
    "days and time duration": (timedelta(), timedelta(seconds=1)),
    "years and months duration": (YearsMonths(0), YearsMonths(1)),
}
_WRITTEN = {
    "date": "date",
    "date and time": "date and time",
    "days and time duration": "duration",
    "years and months duration": "duration",
}


class TooManyCasesError(Exception):
    """The table divides its columns too finely to be analysed."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some values of a column: as a cell in FEEL, one of them, and the rules (bits) that they meet."""

    text: str
    example: object
    rules: int


@dataclass(frozen=True, slots=True)
class _Piece:
    """Values that no condition tells apart: one value, or (not `single`) what lies between two ends."""

    at: int
    example: object
    low: object = None
    high: object = None
    single: bool = True


def divide(given: Input, conditions: Sequence[UnaryTests]) -> tuple[Part, ...] | None:
    """The parts of a column's values; None where a condition is no comparison with constants of one type."""
    cells = [*conditions, *([given.allowed] if given.allowed else [])]
    constants: list[object] = []
    for cell in cells:
        found = _constants(cell)
        if found is None:
            return None
        constants.extend(found)
    kinds = {kind(value) for value in constants if value is not None} | {given.type} - {ANY}
    if len(kinds) > 1 or not kinds <= {"string", "boolean", *_ORDERED}:
        return None
    pieces = list(_pieces(kinds.pop() if kinds else ANY, constants))
    if len(pieces) * len(conditions) > MOST_TESTS:
        raise TooManyCasesError
    if given.allowed:
        pieces = [piece for piece in pieces if _meets(given.allowed, piece.example)]
    return tuple(_parts(pieces, conditions))


def _constants(cell: UnaryTests) -> list[object] | None:
    """The constants a cell compares with; None where it does anything else."""
    values: list[object] = []
    for test in cell.tree.tests:
        for part in _plain_parts(test.operand if isinstance(test, nodes.Comparison) else test):
            value = _constant(part)
            if value is None and part != nodes.Literal(None):
                return None
            values.append(value)
    return values


def _plain_parts(node: Node) -> Iterator[Node]:
    if isinstance(node, nodes.RangeOf | nodes.ListOf):
        for child in node.children():
            yield from _plain_parts(child)
    else:
        yield node


def _constant(node: Node) -> object:
    """The value of a constant, a negative number or the date, time or duration of a text; else None."""
    temporal = isinstance(node, nodes.Call) and FUNCTIONS[node.function].temporal
    if (temporal or isinstance(node, nodes.Negative)) and not all(
        isinstance(child, nodes.Literal) for child in node.children()
    ):
        return None
    if temporal or isinstance(node, nodes.Literal | nodes.Moment | nodes.Negative):
        return compile_node(node)(Scope({}, Work(clock.now())))
    return None


def _pieces(of_kind: str, constants: Iterable[object]) -> Iterator[_Piece]:
    values = set(constants)
    if None in values:
        yield _Piece(-2, None)
    ordered: list[Any] = sorted(values - {None}, key=_identity)
    if of_kind == "boolean":
        yield from (_Piece(at, value) for at, value in ((0, True), (2, False)))
    elif of_kind in _ORDERED and ordered:
        yield from _divided(ordered, _ORDERED[of_kind][1])
    else:
        yield from (_Piece(2 * at, value) for at, value in enumerate(ordered))
        other = _ORDERED[of_kind][0] if of_kind in _ORDERED else _other(ordered)
        yield _Piece(-1, other, single=False)


def _identity(value: Any) -> Any:
    return value


def _other(texts: Sequence[object]) -> str:
    """A text that is none of these."""
    other = "…"
    while other in texts:
        other += "…"
    return other


def _divided(values: Sequence[object], step: object) -> Iterator[_Piece]:
    """Below the first value, each value, what lies between them, above the last."""
    below = calculate("-", values[0], step)
    if below is not None:
        yield _Piece(-1, below, None, values[0], single=False)
    for at, value in enumerate(values):
        yield _Piece(2 * at, value, value, value)
        following = values[at + 1] if at + 1 < len(values) else None
        between = _between(value, following, step)
        if between is not None:
            yield _Piece(2 * at + 1, between, value, following, single=False)


def _between(low: Any, high: Any, step: object) -> object:
    """A value above low and below high (None: no bound), None where there is none."""
    stepped: Any = calculate("+", low, step)
    if stepped is None or high is None or stepped < high:
        return stepped
    middle = calculate("/", calculate("+", low, high), Decimal(2))
    return middle if isinstance(low, Decimal) else None


def _meets(cell: UnaryTests, value: object) -> bool:
    return cell.run(Scope({}, Work(clock.now())).inner({"?": value})) is True


def _parts(pieces: Sequence[_Piece], conditions: Sequence[UnaryTests]) -> Iterator[Part]:
    """Pieces that meet the same conditions make one part."""
    groups: dict[int, list[_Piece]] = {}
    for piece in pieces:
        met = (1 << at for at, condition in enumerate(conditions) if _meets(condition, piece.example))
        groups.setdefault(sum(met), []).append(piece)
    everything = len(groups) == 1 and any(not piece.single for piece in pieces)
    for rules, group in groups.items():
        text = "-" if everything else _cell(group, pieces)
        yield Part(text, group[0].example, rules)


def _cell(group: Sequence[_Piece], pieces: Sequence[_Piece]) -> str:
    """The values of the pieces as a cell."""
    if any(piece.at == -1 and piece.low is piece.high for piece in group):  # all other texts
        others = [_literal(piece.example) for piece in pieces if piece not in group]
        return f"not({', '.join(others)})"
    return ", ".join(_span(run) for run in _runs(group))


def _runs(group: Sequence[_Piece]) -> Iterator[list[_Piece]]:
    """Pieces without a gap between them; single texts, booleans and null stand apart."""
    run: list[_Piece] = []
    for piece in group:
        if run and ((piece.low is None and piece.high is None) or piece.at - run[-1].at > 1):
            yield run
            run = []
        run.append(piece)
    yield run


def _span(run: Sequence[_Piece]) -> str:
    first, last = run[0], run[-1]
    if first is last and first.single:
        return _literal(first.example)
    if first.low is None:
        return f"<{'=' * last.single} {_literal(last.high)}"
    if last.high is None:
        return f">{'=' * first.single} {_literal(first.low)}"
    return f"{'[' if first.single else '('}{_literal(first.low)}..{_literal(last.high)}{']' if last.single else ')'}"


def _literal(value: object) -> str:
    """A constant as it is written in a cell."""
    if isinstance(value, str):
        return print_text(value)
    text = print_value(value, Work(clock.now())) or ""
    function = _WRITTEN.get(kind(value))
    return f'{function}("{text}")' if function else text
