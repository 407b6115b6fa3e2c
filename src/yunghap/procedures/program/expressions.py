"""Expressions of a diagram, compiled; whatever cannot be is noted as an obstacle with its place."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import DomainError, sentence
from yunghap.procedures.bpmn.errors import Problem
from yunghap.procedures.bpmn.model import Element, Expression, Timer
from yunghap.procedures.bpmn.model import TimerForm as Form
from yunghap.procedures.feel import compile_expression

from . import iso
from .model import Formula, TimerForm, TimerRule

_FORMS = {
    Form.DATE: TimerForm.DATE,
    Form.DURATION: TimerForm.DURATION,
    Form.CYCLE: TimerForm.CYCLE,
}


@dataclass(slots=True)
class Obstacles:
    """What stands in the way of execution, gathered while compiling."""

    found: list[Problem] = field(default_factory=list)

    def add(self, element: Element, reason: object, line: int = 0) -> None:
        """Note an obstacle at an element."""
        self.found.append(Problem(element.id or element.kind, line or element.line, reason))

    def sorted(self) -> list[Problem]:
        """In the order of the file."""
        return sorted(self.found, key=lambda problem: (problem.line, problem.element))


def formula(notes: Obstacles, element: Element, expression: Expression | None) -> Formula | None:
    """Compile an expression of an element; None, with a note, where that cannot be."""
    if expression is None:
        return None
    if not expression.formal:
        notes.add(element, _("The expression is prose that nobody can execute."), expression.line)
        return None
    # Only what the expression itself says: editors write XPath, the standard's default, over whole files of FEEL.
    if expression.language and "feel" not in expression.language.lower():
        reason = _("Expressions in %(language)s are not executed; use FEEL.")
        notes.add(element, sentence(reason, language=expression.language), expression.line)
        return None
    return formula_of(notes, element, expression.text, expression.line)


def formula_of(notes: Obstacles, element: Element, text: str, line: int = 0) -> Formula | None:
    """Compile a text, with or without a leading "="."""
    line = line or element.line
    try:
        return Formula(text.strip(), line, compile_expression(text, place=element.id or element.kind))
    except DomainError as error:
        notes.add(element, error.message, line)
        return None


def timer(notes: Obstacles, element: Element, given: Timer | None) -> TimerRule | None:
    """A timer: ISO 8601 is taken as it stands, anything else is an expression for it."""
    if given is None or not given.expression.text.strip():
        notes.add(element, _("The timer does not say when."))
        return None
    form, text = _FORMS[given.form], given.expression.text.strip()
    try:
        _READERS[form](text)
    except DomainError as error:
        if text[:1] in {"P", "R"} or text[:1].isdigit():
            notes.add(element, error.message, given.expression.line)
            return None
        made = formula(notes, element, given.expression)
        return None if made is None else TimerRule(form, formula=made)
    return TimerRule(form, text)


_READERS = {
    TimerForm.DATE: iso.read_moment,
    TimerForm.DURATION: iso.read_length,
    TimerForm.CYCLE: iso.read_cycle,
}


def names(text: str) -> Sequence[str]:
    """Words between spaces or commas."""
    return text.replace(",", " ").split()
