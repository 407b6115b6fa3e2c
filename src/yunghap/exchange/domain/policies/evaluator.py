"""May it be done? Every permission and prohibition is judged, and the answer says why in a sentence."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import InvalidInput, sentence

from .explain import say_constraint, say_rule, say_value
from .odrl import Atom, Constraint, Logical, Policy, Rule, read_policy
from .operands import ACTIONS, ALLOWS_USE, Operand, Situation, operand_of
from .values import read_moment

__all__ = ["Situation", "Verdict", "end_of", "judge", "unknown_names"]


class Met(Enum):
    """Whether a constraint is met; LATER while the contract is being made and only use can tell."""

    YES = "yes"
    NO = "no"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer, and why (a lazy sentence in the reader's language). `open` are constraints that use will judge."""

    permitted: bool
    sentence: object
    open: tuple[object, ...] = ()


def judge(policy: Mapping[str, Any], situation: Situation) -> Verdict:
    """Judge a policy in plain JSON; one that cannot be read or names something unknown is refused."""
    try:
        read = read_policy(policy)
    except InvalidInput as error:
        return _refused(error.message)
    unknown = next(unknown_names(read), None)
    if unknown is not None:
        return _refused(
            sentence(_("Refused: the policy names “%(name)s”, which is not known here."), name=unknown)
        )
    for rule in read.of("prohibition"):
        if rule.action == situation.action and _all(rule.constraints, situation, unstated=Met.YES) is Met.YES:
            return _refused(sentence(_("Refused: %(rule)s is prohibited."), rule=say_rule(rule)))
    refusals = []
    for rule in read.of("permission"):
        if rule.action != situation.action and not (situation.action == "use" and rule.action in ALLOWS_USE):
            continue
        met = _all(rule.constraints, situation)
        if met is not Met.NO:
            return _permitted(rule, situation)
        refusals.append(_why_not(rule, situation))
    if not refusals:
        action = ACTIONS.get(situation.action, situation.action)
        return _refused(sentence(_("Refused: nothing permits to %(action)s."), action=action))
    return _refused(refusals[0])


def _refused(why: object) -> Verdict:
    return Verdict(permitted=False, sentence=why)


def unknown_names(policy: Policy) -> Iterator[str]:
    """Names of values, and of actions outside of duties, that are not in the closed lists."""
    for rule in policy.rules:
        yield from _unknown(rule)
        for duty in rule.duties:
            yield from _unknown(duty)


def end_of(policy: Mapping[str, Any]) -> datetime | None:
    """When the last permission of a policy ends, if every one does."""
    ends = []
    for rule in read_policy(policy).of("permission"):
        found = [
            end
            for part in rule.constraints
            if isinstance(part, Atom)
            and part.left == "dateTime"
            and part.operator in {"lt", "lteq", "term-lteq"}
            if (end := read_moment(part.right, end_of_day=part.operator != "lt")) is not None
        ]
        if not found:
            return None
        ends.append(min(found))
    return max(ends, default=None)


def _unknown(rule: Rule) -> Iterator[str]:
    if rule.action not in ACTIONS:
        yield rule.action
    for atom in _atoms(rule.constraints):
        operand = operand_of(atom.left)
        # The data plane reads plain constraints of permissions only.
        unread = rule.kind != "permission" or atom not in rule.constraints
        if (
            operand is None
            or (operand.of_duties and rule.kind != "obligation")
            or (operand.by_data_plane and unread)
        ):
            yield atom.left


def _atoms(parts: tuple[Constraint, ...]) -> Iterator[Atom]:
    for part in parts:
        if isinstance(part, Logical):
            yield from _atoms(part.parts)
        else:
            yield part


def _all(parts: tuple[Constraint, ...], situation: Situation, unstated: Met = Met.NO) -> Met:
    found = [_met(part, situation, unstated) for part in parts]
    if Met.NO in found:
        return Met.NO
    return Met.LATER if Met.LATER in found else Met.YES


def _met(part: Constraint, situation: Situation, unstated: Met) -> Met:
    if isinstance(part, Atom):
        return _atom(part, situation, unstated)
    if part.kind == "and":
        return _all(part.parts, situation, unstated)
    found = [_met(one, situation, unstated) for one in part.parts]
    yes = found.count(Met.YES)
    if part.kind == "or" and yes:
        return Met.YES
    if part.kind == "or":
        return Met.LATER if Met.LATER in found else Met.NO
    if yes <= 1 and Met.LATER in found:
        return Met.LATER
    return Met.YES if yes == 1 else Met.NO


def _atom(part: Atom, situation: Situation, unstated: Met) -> Met:
    operand = _operand(part)
    if situation.concluding and (not operand.at_conclusion or _begins_later(part, situation)):
        return Met.LATER
    value = operand.value(situation)
    if value in {None, ""}:
        return unstated
    return {True: Met.YES, False: Met.NO, None: unstated}[operand.compare(part.operator, value, part.right)]


def _operand(part: Atom) -> Operand:
    """The value of a constraint that was found to name one."""
    operand = operand_of(part.left)
    if operand is None:
        raise LookupError(part.left)
    return operand


def _begins_later(part: Atom, situation: Situation) -> bool:
    """A contract may be made before its time begins."""
    if part.left != "dateTime" or part.operator not in {"gt", "gteq"}:
        return False
    begin = read_moment(part.right)
    return begin is not None and situation.at < begin


def _permitted(rule: Rule, situation: Situation) -> Verdict:
    later = tuple(
        say_constraint(part) for part in rule.constraints if _met(part, situation, Met.NO) is Met.LATER
    )
    if not rule.constraints:
        text: object = sentence(_("Permitted: %(rule)s, without conditions."), rule=say_rule(rule))
    else:
        text = sentence(_("Permitted: %(rule)s."), rule=say_rule(rule))
    return Verdict(permitted=True, sentence=text, open=later)


def _why_not(rule: Rule, situation: Situation) -> object:
    part = next(part for part in rule.constraints if _met(part, situation, Met.NO) is Met.NO)
    value = _operand(part).value(situation) if isinstance(part, Atom) else None
    if isinstance(part, Atom) and value in {None, ""}:
        return sentence(
            _("Refused: the condition “%(condition)s” cannot be checked, because the value is not known."),
            condition=say_constraint(part),
        )
    if isinstance(part, Atom):
        return sentence(
            _("Refused: the condition “%(condition)s” is not met (it is: %(value)s)."),
            condition=say_constraint(part),
            value=say_value(part.left, value),
        )
    return sentence(_("Refused: the condition “%(condition)s” is not met."), condition=say_constraint(part))


def agreed_purpose(policy: Mapping[str, Any]) -> str:
    """The purpose that the consumer bound itself to by agreeing: the first one that a permission names, else ""."""
    for rule in read_policy(policy).of("permission"):
        for atom in _atoms(rule.constraints):
            if atom.left == "purpose" and atom.operator in {"eq", "isA", "isAnyOf"}:
                return str(atom.right[0] if isinstance(atom.right, list) else atom.right)
    return ""
