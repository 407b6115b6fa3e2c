"""Policies as values: read leniently into one form, bounded, and compared.

A policy is plain JSON here; nothing is looked up on the network, and no context but the protocol's own is known.
Policies have no way to refer to other policies or to themselves, and one that is too large is refused whole.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _

from yunghap.core import canonical
from yunghap.core.errors import InvalidInput, sentence

DEEPEST = 12
MOST_PARTS = 2_000
LONGEST_TEXT = 4_000

Kind = Literal["permission", "prohibition", "obligation"]
KINDS: tuple[Kind, ...] = ("permission", "prohibition", "obligation")
LOGICAL = ("and", "andSequence", "or", "xone")
OPERATORS = frozenset(
    [
        "eq",
        "gt",
        "gteq",
        "lteq",
        "hasPart",
        "isA",
        "isAllOf",
        "isAnyOf",
        "isNoneOf",
        "isPartOf",
        "lt",
        "term-lteq",
        "neq",
    ]
)
_PREFIXES = ("odrl:", "http://www.w3.org/ns/odrl/2/", "https://w3id.org/dspace/2025/1/odrl-profile/")


@dataclass(frozen=True, slots=True)
class Atom:
    """A constraint: a named value, an operator, what it is compared with."""

    left: str
    operator: str
    right: Any


@dataclass(frozen=True, slots=True)
class Logical:
    """Constraints under "and" (and "andSequence"), "or" or "xone"."""

    kind: str
    parts: "tuple[Constraint, ...]"


Constraint = Atom | Logical


@dataclass(frozen=True, slots=True)
class Rule:
    """A permission, prohibition or duty; all of its constraints must hold. `duties` hang on a permission."""

    kind: Kind
    action: str
    constraints: tuple[Constraint, ...] = ()
    duties: "tuple[Rule, ...]" = ()


@dataclass(frozen=True, slots=True)
class Policy:
    """All rules of an offer or an agreement."""

    rules: tuple[Rule, ...]

    def of(self, kind: Kind) -> tuple[Rule, ...]:
        """The rules of a kind, in their order."""
        return tuple(rule for rule in self.rules if rule.kind == kind)


def read_policy(value: Mapping[str, Any]) -> Policy:
    """Read a policy in plain JSON. Raises InvalidInput for what is too large or is not one."""
    _bound(value)
    rules = [
        _rule(kind, item) for kind in KINDS for item in _list(_member(value, kind)) if item not in ({}, None)
    ]
    return Policy(tuple(rules))


def write_rules(policy: Policy) -> dict[str, Any]:
    """The rules as the protocol writes them, empty lists left out."""
    written = {kind: [_written(rule) for rule in policy.of(kind)] for kind in KINDS}
    return {kind: rules for kind, rules in written.items() if rules}


def same_rules(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two policies say the same, however they are written; raises InvalidInput as `read_policy`."""
    ours, theirs = (write_rules(read_policy(policy)) for policy in (one, other))
    return ours == theirs or canonical.encode(ours) == canonical.encode(theirs)


def target_of(value: Mapping[str, Any]) -> str:
    """The data set a policy is about; "" where it does not say."""
    return _name(_member(value, "target")) if _member(value, "target") is not None else ""


def _bound(value: Any) -> None:
    """Refuse what is deep, large or no JSON; an object that holds itself is deeper than any bound."""
    todo, parts = [(value, 0)], 0
    while todo:
        item, depth = todo.pop()
        parts += 1
        if depth > DEEPEST or parts > MOST_PARTS or (isinstance(item, str) and len(item) > LONGEST_TEXT):
            raise InvalidInput(
                sentence(
                    _("A policy has at most %(parts)s parts and is at most %(depth)s deep."),
                    parts=MOST_PARTS,
                    depth=DEEPEST,
                )
            )
        if isinstance(item, Mapping):
            todo.extend((inner, depth + 1) for inner in item.values())
        elif isinstance(item, list | tuple):
            todo.extend((inner, depth + 1) for inner in item)


def _rule(kind: Kind, value: Any) -> Rule:
    if not isinstance(value, Mapping):
        raise _bad(_("a rule is an object"))
    duties = _list(_member(value, "duty")) if kind == "permission" else []
    return Rule(
        kind,
        _name(_member(value, "action")),
        tuple(_constraint(item) for item in _list(_member(value, "constraint")) if item not in ({}, None)),
        tuple(_rule("obligation", item) for item in duties if item not in ({}, None)),
    )


def _constraint(value: Any) -> Constraint:
    if not isinstance(value, Mapping):
        raise _bad(_("a constraint is an object"))
    for kind in LOGICAL:
        inner = _member(value, kind)
        if inner is not None:
            parts = _list(inner.get("@list") if isinstance(inner, Mapping) and "@list" in inner else inner)
            return Logical(
                "and" if kind == "andSequence" else kind, tuple(_constraint(part) for part in parts)
            )
    operator = _name(_member(value, "operator"))
    if operator not in OPERATORS:
        raise _bad(sentence(_("there is no operator “%(operator)s”"), operator=operator[:40]))
    return Atom(_name(_member(value, "leftOperand")), operator, _plain(_member(value, "rightOperand")))


def _written(rule: Rule) -> dict[str, Any]:
    found: dict[str, Any] = {"action": rule.action}
    if rule.constraints:
        found["constraint"] = [_written_constraint(item) for item in rule.constraints]
    if rule.duties:
        found["duty"] = [_written(duty) for duty in rule.duties]
    return found


def _written_constraint(item: Constraint) -> dict[str, Any]:
    if isinstance(item, Logical):
        return {item.kind: [_written_constraint(part) for part in item.parts]}
    return {"leftOperand": item.left, "operator": item.operator, "rightOperand": item.right}


def _member(value: Mapping[str, Any], name: str) -> Any:
    return value[name] if name in value else value.get(f"odrl:{name}")


def _list(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def _name(value: Any) -> str:
    """A term: as text, as {"@id": …} or {"@value": …}, with or without the prefix of ODRL."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, Mapping):
        value = value.get("@id", value.get("@value", value.get("odrl:type", value.get("type"))))
    if not isinstance(value, str) or not value:
        raise _bad(_("an action, an operator or the name of a value is missing"))
    text: str = value
    for prefix in _PREFIXES:
        text = text.removeprefix(prefix)
    return text


def _plain(value: Any) -> Any:
    """What a value is compared with: text or a list of texts (numbers and booleans as text)."""
    if isinstance(value, Mapping):
        value = value.get("@value", value.get("@id", value.get("@list")))
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        raise _bad(_("a constraint compares with nothing"))
    return str(value)


def _bad(reason: object) -> InvalidInput:
    return InvalidInput(sentence(_("This is no policy that can be read: %(reason)s."), reason=reason))
