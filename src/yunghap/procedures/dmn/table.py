"""The table of a decision."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from lxml import etree

from yunghap.core import clock
from yunghap.procedures.feel import Expression, UnaryTests, compile_expression, compile_unary_tests, nodes
from yunghap.procedures.feel.parse import parse_expression
from yunghap.procedures.feel.printing import print_expression
from yunghap.procedures.feel.values import Work, equal

from .errors import DmnError
from .model import HitPolicy, Input, Output, Rule, Table
from .types import as_type, type_named

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

NAMESPACES = frozenset(
    {
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
        "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "https://www.omg.org/spec/DMN/20211108/MODEL/",
        "https://www.omg.org/spec/DMN/20230324/MODEL/",
    }
)
_AGGREGATIONS = frozenset({"SUM", "MIN", "MAX", "COUNT"})
_MOST_COLUMNS = 50


@dataclass(frozen=True, slots=True)
class Place:
    """What is being read: its name for errors, and the types its file defines."""

    name: object
    types: Mapping[str, str]

    def inside(self, template: "StrOrPromise", **values: object) -> "Place":
        """A place within this one."""
        inner = format_lazy(template, **values)
        return Place(format_lazy("{outer}, {inner}", outer=self.name, inner=inner), self.types)

    def type_of(self, name: str) -> str:
        """The type of FEEL behind a name. Raises DmnError for an unknown one."""
        found = self.types.get(name) or type_named(name)
        if found is None:
            raise DmnError(format_lazy(_("“{type}” is no type known here"), type=name[:40]), place=self.name)
        return found


def one(element: etree._Element, tag: str) -> etree._Element | None:
    """The first child of a name."""
    return next(children(element, tag), None)


def children(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The children of a name, in the namespace of their parent."""
    return element.iterchildren(f"{{{etree.QName(element).namespace}}}{tag}")


def text_of(element: etree._Element, place: Place) -> str:
    """The text of an expression. Raises DmnError for another language than FEEL."""
    language = element.get("expressionLanguage", "")
    if language and "feel" not in language.lower():
        reason = _("expressions in “{language}” are not run, only FEEL")
        raise DmnError(format_lazy(reason, language=language[:80]), place=place.name)
    text = one(element, "text")
    return "" if text is None else (text.text or "").strip()


def read_table(element: etree._Element, place: Place) -> Table:
    """A decision table. Raises DmnError and FeelError."""
    policy, aggregation = _policy(element, place)
    inputs = tuple(
        _input(column, place.inside(_("input {number}"), number=number))
        for number, column in enumerate(children(element, "input"), 1)
    )
    outputs = tuple(
        _output(column, number, place.inside(_("output {number}"), number=number))
        for number, column in enumerate(children(element, "output"), 1)
    )
    _check_columns(inputs, outputs, place)
    if aggregation and len(outputs) > 1:
        raise DmnError(_("only a table with one output can be aggregated"), place=place.name)
    if policy is HitPolicy.PRIORITY and not any(output.values for output in outputs):
        raise DmnError(_("priority needs the list of output values"), place=place.name)
    rules = tuple(
        _rule(row, number, (inputs, outputs), place.inside(_("rule {number}"), number=number))
        for number, row in enumerate(children(element, "rule"), 1)
    )
    return Table(policy, aggregation, inputs, outputs, rules)


def _check_columns(inputs: tuple[Input, ...], outputs: tuple[Output, ...], place: Place) -> None:
    if not outputs or len(inputs) + len(outputs) > _MOST_COLUMNS:
        reason = _("a table has at least one output, and at most {most} columns")
        raise DmnError(format_lazy(reason, most=_MOST_COLUMNS), place=place.name)
    names = {output.name for output in outputs}
    if len(outputs) > 1 and ("" in names or len(names) < len(outputs)):
        raise DmnError(_("several outputs need names of their own"), place=place.name)


def _policy(element: etree._Element, place: Place) -> tuple[HitPolicy, str]:
    name, aggregation = element.get("hitPolicy", "UNIQUE"), element.get("aggregation", "")
    if name not in set(HitPolicy):
        raise DmnError(format_lazy(_("the hit policy “{name}” is not run"), name=name[:40]), place=place.name)
    policy = HitPolicy(name)
    if aggregation and (policy is not HitPolicy.COLLECT or aggregation not in _AGGREGATIONS):
        reason = _("the aggregation “{name}” is not run")
        raise DmnError(format_lazy(reason, name=aggregation[:40]), place=place.name)
    return policy, aggregation


def _input(column: etree._Element, place: Place) -> Input:
    expression = one(column, "inputExpression")
    text = "" if expression is None else text_of(expression, place)
    if expression is None or not text:
        raise DmnError(_("it has no expression"), place=place.name)
    allowed = one(column, "inputValues")
    return Input(
        " ".join(column.get("label", "").split()) or text,
        compile_expression(text, place=place.name),
        place.type_of(expression.get("typeRef", "")),
        None if allowed is None else _cell(allowed, place),
    )


def _cell(element: etree._Element, place: Place) -> UnaryTests:
    return compile_unary_tests(text_of(element, place), place=place.name)


def _output(column: etree._Element, number: int, place: Place) -> Output:
    name = " ".join(column.get("name", "").split())
    kind = place.type_of(column.get("typeRef", ""))
    listed, default = one(column, "outputValues"), one(column, "defaultOutputEntry")
    return Output(
        name,
        " ".join(column.get("label", "").split()) or name or str(number),
        kind,
        () if listed is None else _constants(_cell(listed, place), place),
        None if default is None else compile_expression(text_of(default, place), place=place.name),
    )


def _constants(cell: UnaryTests, place: Place) -> tuple[object, ...]:
    """The values a cell lists. Raises DmnError where it holds anything else."""
    if cell.names or cell.tree.negated or any(isinstance(test, nodes.Comparison) for test in cell.tree.tests):
        raise DmnError(_("the list of output values holds something else than values"), place=place.name)
    return tuple(compile_expression(print_expression(test)).evaluate({}) for test in cell.tree.tests)


def _rule(
    row: etree._Element, number: int, columns: tuple[tuple[Input, ...], tuple[Output, ...]], place: Place
) -> Rule:
    inputs, outputs = columns
    conditions, results = list(children(row, "inputEntry")), list(children(row, "outputEntry"))
    if len(conditions) != len(inputs) or len(results) != len(outputs):
        raise DmnError(_("it does not have one cell for each column"), place=place.name)
    return Rule(
        number,
        row.get("id", "") or str(number),
        tuple(
            _cell(cell, place.inside(_("input {number}"), number=at)) for at, cell in enumerate(conditions, 1)
        ),
        tuple(
            _result(cell, output, place.inside(_("output {number}"), number=at))
            for at, (cell, output) in enumerate(zip(results, outputs, strict=True), 1)
        ),
        _description(row),
    )


def _result(cell: etree._Element, output: Output, place: Place) -> Expression | None:
    text = text_of(cell, place)
    if text in {"", "-"}:
        return None
    expression = compile_expression(text, place=place.name)
    if _is_constant(text):
        _check_constant(expression, output, place)
    return expression


def _is_constant(text: str) -> bool:
    return isinstance(parse_expression(text), nodes.Literal | nodes.Moment)


def _check_constant(expression: Expression, output: Output, place: Place) -> None:
    """Refuse a constant that the output's type or list of values does not hold."""
    given = expression.evaluate({})
    value = as_type(given, output.type)
    listed = not output.values or any(equal(value, known, Work(clock.now())) for known in output.values)
    if given is not None and (value is None or not listed):
        reason = _("{text} is not among the values of this output")
        raise DmnError(format_lazy(reason, text=expression.text), place=place.name)


def _description(row: etree._Element) -> str:
    """What the rule says about itself: its description, else its annotations."""
    description = one(row, "description")
    texts = [description.text or ""] if description is not None else []
    for annotation in children(row, "annotationEntry"):
        text = one(annotation, "text")
        texts.append("" if text is None else text.text or "")
    return " ".join(" ".join(texts).split())
