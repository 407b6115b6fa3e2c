"""Trees and values as text that reads back as the same."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from . import nodes
from .nodes import Node
from .temporal import print_temporal
from .values import LONGEST_TEXT, Range, Work

_PLAIN = (nodes.Literal, nodes.Moment, nodes.Name, nodes.Call)
_SINGLE = (*_PLAIN, nodes.Path, nodes.Filter, nodes.ListOf, nodes.ContextOf, nodes.RangeOf)


def print_expression(node: Node) -> str:
    """The expression in one canonical form, every compound part in brackets."""
    return _PRINTERS[type(node)](node)


def _part(node: Node) -> str:
    text = print_expression(node)
    return text if isinstance(node, _SINGLE) else f"({text})"


def _parts(parts: tuple[Node, ...]) -> str:
    return ", ".join(map(print_expression, parts))


def print_text(text: str) -> str:
    """A text in quotation marks."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + escaped.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t") + '"'


def _literal(node: nodes.Literal) -> str:
    if isinstance(node.value, str):
        return print_text(node.value)
    if isinstance(node.value, Decimal):
        return f"{node.value:f}"
    return {True: "true", False: "false", None: "null"}[node.value]


def _quantified(node: nodes.Quantified) -> str:
    sources = ", ".join(f"{name} in {_part(source)}" for name, source in node.sources)
    return f"{node.kind} {sources} satisfies {_part(node.condition)}"


def _context(node: nodes.ContextOf) -> str:
    return (
        "{"
        + ", ".join(f"{print_text(name)}: {print_expression(value)}" for name, value in node.entries)
        + "}"
    )


def _range(node: nodes.RangeOf) -> str:
    low, high = "[" if node.low_closed else "(", "]" if node.high_closed else ")"
    # A filter's bracket would read as the range's.
    end = _part(node.high) if isinstance(node.high, _PLAIN) else f"({print_expression(node.high)})"
    return f"{low}{_part(node.low)}..{end}{high}"


def _tests(node: nodes.Tests) -> str:
    if node.negated:
        return f"not({_parts(node.tests)})"
    text = _parts(node.tests)
    if text.startswith("not("):  # a function, where the cell's own not(…) would be read
        text = f"({print_expression(node.tests[0])})" + "".join(
            f", {print_expression(test)}" for test in node.tests[1:]
        )
    return text or "-"


_PRINTERS: dict[type[Node], Callable[[Any], str]] = {
    nodes.Literal: _literal,
    nodes.Moment: lambda node: f'@"{node.text}"',
    nodes.Name: lambda node: node.name,
    nodes.Path: lambda node: f"{_part(node.base)}.{node.name}",
    nodes.Filter: lambda node: f"{_part(node.base)}[{print_expression(node.condition)}]",
    nodes.Negative: lambda node: f"-{_part(node.operand)}",
    nodes.Binary: lambda node: f"{_part(node.left)} {node.operator} {_part(node.right)}",
    nodes.Logic: lambda node: f" {node.operator} ".join(map(_part, node.operands)),
    nodes.If: lambda node: f"if {_part(node.condition)} then {_part(node.yes)} else {_part(node.no)}",
    nodes.Quantified: _quantified,
    nodes.Between: lambda node: f"{_part(node.value)} between {_part(node.low)} and {_part(node.high)}",
    nodes.Comparison: lambda node: f"{node.operator} {_part(node.operand)}",
    nodes.In: lambda node: f"{_part(node.value)} in ({_parts(node.tests)})",
    nodes.Call: lambda node: f"{node.function}({_parts(node.arguments)})",
    nodes.ListOf: lambda node: f"[{_parts(node.items)}]",
    nodes.ContextOf: _context,
    nodes.RangeOf: _range,
    nodes.Tests: _tests,
}


def print_value(value: object, work: Work, *, inside: bool = False) -> str | None:
    """The value as the function string() gives it; texts inside lists and contexts are quoted.

    None where it would be longer than 100,000 characters.
    """
    work.spend()
    if isinstance(value, list):
        parts: list[str | None] = [print_value(item, work, inside=True) for item in value]
        text = _joined(parts, "[", "]")
    elif isinstance(value, dict):
        parts = [
            None if (printed := print_value(item, work, inside=True)) is None else f"{key}: {printed}"
            for key, item in value.items()
        ]
        text = _joined(parts, "{", "}")
    elif isinstance(value, Range):
        ends = [print_value(end, work, inside=True) for end in (value.low, value.high)]
        low, high = "[" if value.low_closed else "(", "]" if value.high_closed else ")"
        text = None if None in ends else f"{low}{ends[0]}..{ends[1]}{high}"
    elif isinstance(value, str):
        text = print_text(value) if inside else value
    else:
        text = _plain(value)
    return text if text is not None and len(text) <= LONGEST_TEXT else None


def _plain(value: object) -> str | None:
    if value is None or isinstance(value, bool):
        return {True: "true", False: "false", None: "null"}[value]
    return f"{value:f}" if isinstance(value, Decimal) else print_temporal(value)


def _joined(parts: list[str | None], opened: str, closed: str) -> str | None:
    texts = [part for part in parts if part is not None]
    return f"{opened}{', '.join(texts)}{closed}" if len(texts) == len(parts) else None
