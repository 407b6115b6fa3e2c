"""Policies in sentences, in the reader's language."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.errors import sentence

from .odrl import Constraint, Logical, Policy, Rule, read_policy
from .operands import ACTIONS, operand_of
from .purposes import PURPOSES
from .values import read_duration, read_moment

_OPERATORS: dict[str, object] = {
    "eq": _("%(left)s is %(right)s"),
    "neq": _("%(left)s is not %(right)s"),
    "lt": _("%(left)s is below %(right)s"),
    "lteq": _("%(left)s is at most %(right)s"),
    "term-lteq": _("%(left)s is at most %(right)s"),
    "gt": _("%(left)s is above %(right)s"),
    "gteq": _("%(left)s is at least %(right)s"),
    "isAnyOf": _("%(left)s is one of %(right)s"),
    "isNoneOf": _("%(left)s is none of %(right)s"),
    "isAllOf": _("%(left)s is all of %(right)s"),
    "isA": _("%(left)s is a kind of %(right)s"),
    "isPartOf": _("%(left)s lies in %(right)s"),
    "hasPart": _("%(left)s contains %(right)s"),
}
_TIMES: dict[str, object] = {
    "lt": _("before %(right)s"),
    "lteq": _("until %(right)s"),
    "term-lteq": _("until %(right)s"),
    "gt": _("after %(right)s"),
    "gteq": _("from %(right)s on"),
}
_JOINED: dict[str, object] = {"and": _(" and "), "or": _(" or "), "xone": _(" or else ")}
_KINDS: dict[str, object] = {
    "permission": _("May: %(rule)s"),
    "prohibition": _("May not: %(rule)s"),
    "obligation": _("Must: %(rule)s"),
}


def say_policy(policy: Policy | Mapping[str, Any]) -> list[object]:
    """One sentence for each rule, duties behind their permission; lazy, so that the page chooses the language."""
    read = policy if isinstance(policy, Policy) else read_policy(policy)
    found = []
    for rule in read.rules:
        found.append(sentence(_KINDS[rule.kind], rule=say_rule(rule)))
        found.extend(sentence(_KINDS["obligation"], rule=say_rule(duty)) for duty in rule.duties)
    return found


def say_rule(rule: Rule) -> object:
    """An action and its conditions."""
    action = ACTIONS.get(rule.action, rule.action)
    if not rule.constraints:
        return action
    return sentence(
        _("%(action)s (%(conditions)s)"), action=action, conditions=_join(rule.constraints, _(", "))
    )


def say_constraint(part: Constraint) -> object:
    """A condition."""
    if isinstance(part, Logical):
        return _join(part.parts, _JOINED[part.kind])
    if part.left == "yunghap:safeZone":
        return _("only inside a safe zone") if part.right == "true" else _("outside of safe zones")
    right = say_value(part.left, part.right)
    if part.left == "dateTime" and part.operator in _TIMES:
        return sentence(_TIMES[part.operator], right=right)
    if part.left in {"elapsedTime", "delayPeriod"}:
        return sentence(_("within %(right)s of the agreement"), right=right)
    operand = operand_of(part.left)
    return sentence(_OPERATORS[part.operator], left=operand.label if operand else part.left, right=right)


def say_value(left: str, value: Any) -> object:
    """A value as people write it."""
    if isinstance(value, list):
        return _join_texts([say_value(left, one) for one in value], ", ")
    if left == "purpose":
        return PURPOSES.get(str(value), str(value))
    if left == "payAmount":
        return sentence(_("%(amount)s won"), amount=_thousands(value))
    if left == "count":
        return sentence(_("%(number)s times"), number=_thousands(value))
    return _say_time(left, value)


def _say_time(left: str, value: Any) -> object:
    """A period in days, a moment as it is here; anything else as it stands."""
    period = read_duration(value) if left in {"elapsedTime", "delayPeriod"} else None
    if period is not None and period == timedelta(days=period.days):
        return sentence(_("%(number)s days"), number=_thousands(period.days))
    moment = value if isinstance(value, datetime) else read_moment(value) if left == "dateTime" else None
    if moment is not None:
        whole = isinstance(value, str) and len(value) <= 10
        return clock.local(moment).strftime("%Y-%m-%d" if whole else "%Y-%m-%d %H:%M")
    return str(value)


def _thousands(value: Any) -> str:
    text = str(value)
    return f"{int(text):,}" if text.isascii() and text.isdigit() and len(text) < 20 else text


def _join(parts: Iterable[Constraint], between: object) -> object:
    texts = [
        sentence("(%(inner)s)", inner=say_constraint(part))
        if isinstance(part, Logical)
        else say_constraint(part)
        for part in parts
    ]
    return _join_texts(texts, between)


def _joined(texts: list[object], between: object) -> str:
    return str(between).join(str(text) for text in texts)


_join_texts = lazy(_joined, str)
