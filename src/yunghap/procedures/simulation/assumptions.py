"""Assumptions beside a diagram: a file for a procedure whose diagrams say what the law says, and nothing more.

A JSON object: `arrivals` (mean time between cases), `roles` (role -> how long its work takes), `durations` (node ->
how long it takes, null for no time), `outcomes` (node -> variable -> list of [value, weight]). A length of time is an
object as the attributes of `yh:duration`: {"distribution": "triangular", "low": "P1D", …}. Values are texts, numbers,
true and false, null, lists, and {"in": "P2Y"}: the day so long after the draw. What the diagram itself says stands.
"""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import InvalidInput, sentence
from yunghap.procedures.bpmn.model import Definitions

from .settings import Later, Outcome, Settings
from .spread import Spread, days, read_spread

_PARTS = frozenset({"about", "arrivals", "roles", "durations", "outcomes"})


def with_assumptions(settings: Settings, definitions: Definitions, given: Mapping[str, Any]) -> Settings:
    """The settings of a diagram with what a file assumes. Raises InvalidInput that names what does not hold."""
    strange = [*(given.keys() - _PARTS)]
    for part in ("durations", "outcomes"):
        strange += [node for node in given.get(part, {}) if node not in definitions.nodes]
    if strange:
        raise InvalidInput(
            sentence(_("the assumptions name “%(name)s”, which is not there"), name=min(strange))
        )
    try:
        durations = _durations(definitions, given)
        outcomes = {node: _outcomes(told) for node, told in given.get("outcomes", {}).items()}
        every = days(given["arrivals"]) if "arrivals" in given else settings.every
    except (TypeError, ValueError, AttributeError) as wrong:
        raise InvalidInput(
            sentence(_("the assumptions do not hold: %(reason)s"), reason=str(wrong)[:100])
        ) from None
    return replace(
        settings,
        durations={**durations, **settings.durations},
        outcomes={**outcomes, **settings.outcomes},
        every=every,
    )


def _durations(definitions: Definitions, given: Mapping[str, Any]) -> dict[str, Spread]:
    roles = {role: read_spread(told) for role, told in given.get("roles", {}).items()}
    found = {
        node.id: roles[role] for node in definitions.nodes.values() if (role := node.own("role")) in roles
    }
    for node, told in given.get("durations", {}).items():
        if told is None:
            found.pop(node, None)
        else:
            found[node] = read_spread(told)
    return found


def _outcomes(told: Mapping[str, Any]) -> dict[str, tuple[Outcome, ...]]:
    found = {}
    for variable, choices in told.items():
        drawn = tuple(Outcome(_value(value), float(weight)) for value, weight in choices)
        if not drawn or not all(0 < one.weight < 1e9 for one in drawn):
            raise InvalidInput(_("an outcome needs a variable and a weight above nothing"))
        found[variable] = drawn
    return found


def _value(value: Any) -> object:
    if isinstance(value, Mapping):
        return Later(days(value["in"])) if set(value) == {"in"} else {k: _value(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_value(one) for one in value]
    return Decimal(str(value)) if isinstance(value, int | float) and not isinstance(value, bool) else value
