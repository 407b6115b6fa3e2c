"""Terms as people choose them, as a policy, and back: what the editor of policies shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from yunghap.core.errors import InvalidInput

from .odrl import Atom, Constraint, Policy, Rule, read_policy, write_rules

# What may be forbidden beside the use that is permitted.
FORBIDDABLE = ("distribute", "sell", "derive", "yunghap:train", "yunghap:reidentify", "commercialize")


@dataclass(frozen=True, slots=True)
class Terms:
    """The choices of the editor; what is empty does not restrict.

    `starts_on` and `ends_on` are days in Korea, both inclusive. `delete_days` counts from the agreement.
    """

    purposes: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None
    count: int | None = None
    paid_krw: int | None = None
    safe_zone: bool = False
    forbidden: tuple[str, ...] = ()
    attribute: bool = False
    report_days: int | None = None
    delete_days: int | None = None


def write_terms(terms: Terms) -> dict[str, Any]:
    """The policy that says so. Raises InvalidInput for values that no policy can hold."""
    conditions: list[Constraint] = []
    _words(conditions, "purpose", terms.purposes)
    _words(conditions, "recipient", terms.participants)
    if terms.regions:
        conditions.append(Atom("spatial", "isPartOf", _one_or_list(terms.regions)))
    if terms.starts_on:
        conditions.append(Atom("dateTime", "gteq", terms.starts_on.isoformat()))
    if terms.ends_on:
        conditions.append(Atom("dateTime", "lteq", terms.ends_on.isoformat()))
    if terms.count:
        conditions.append(Atom("count", "lteq", str(terms.count)))
    if terms.paid_krw:
        conditions.append(Atom("payAmount", "gteq", str(terms.paid_krw)))
    if terms.safe_zone:
        conditions.append(Atom("yunghap:safeZone", "eq", "true"))
    duties = []
    if terms.attribute:
        duties.append(Rule("obligation", "attribute"))
    if terms.report_days:
        duties.append(Rule("obligation", "yunghap:report", (_within(terms.report_days),)))
    if terms.delete_days:
        duties.append(Rule("obligation", "delete", (_within(terms.delete_days),)))
    permitted = Rule("permission", "use", tuple(conditions))
    forbidden = (Rule("prohibition", action) for action in terms.forbidden)
    written = write_rules(Policy((permitted, *forbidden, *duties)))
    read_policy(written)
    return written


def read_terms(policy: Mapping[str, Any]) -> Terms | None:
    """The choices behind a policy; None for one that says more than the editor can show."""
    try:
        rules = read_policy(policy)
        found = _choices(rules)
        same = write_rules(rules) == write_terms(found) if found is not None else False
    except (InvalidInput, ValueError):
        return None
    return found if same else None


def _choices(policy: Policy) -> Terms | None:
    permissions = policy.of("permission")
    if len(permissions) != 1:
        return None
    given: dict[tuple[str, str], Any] = {}
    for part in permissions[0].constraints:
        if not isinstance(part, Atom):
            return None
        given[part.left, part.operator] = part.right
    duties = {duty.action: duty for duty in policy.of("obligation")}
    return Terms(
        purposes=_listed(given, "purpose"),
        participants=_listed(given, "recipient"),
        regions=_tuple(given.get(("spatial", "isPartOf"), ())),
        starts_on=_day(given.get(("dateTime", "gteq"))),
        ends_on=_day(given.get(("dateTime", "lteq"))),
        count=_number(given.get(("count", "lteq"))),
        paid_krw=_number(given.get(("payAmount", "gteq"))),
        safe_zone=("yunghap:safeZone", "eq") in given,
        forbidden=tuple(rule.action for rule in policy.of("prohibition")),
        attribute="attribute" in duties,
        report_days=_days(duties.get("yunghap:report")),
        delete_days=_days(duties.get("delete")),
    )


def _words(conditions: list[Constraint], left: str, words: tuple[str, ...]) -> None:
    if len(words) == 1:
        conditions.append(Atom(left, "eq", words[0]))
    elif words:
        conditions.append(Atom(left, "isAnyOf", list(words)))


def _listed(given: Mapping[tuple[str, str], Any], left: str) -> tuple[str, ...]:
    return _tuple(given.get((left, "eq"), given.get((left, "isAnyOf"), ())))


def _tuple(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _one_or_list(words: tuple[str, ...]) -> str | list[str]:
    return words[0] if len(words) == 1 else list(words)


def _within(days: int) -> Atom:
    return Atom("elapsedTime", "lteq", f"P{days}D")


def _days(duty: Rule | None) -> int | None:
    if duty is None or len(duty.constraints) != 1 or not isinstance(duty.constraints[0], Atom):
        return None
    return int(str(duty.constraints[0].right).removeprefix("P").removesuffix("D"))


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if value else None


def _number(value: Any) -> int | None:
    return int(value) if value else None
