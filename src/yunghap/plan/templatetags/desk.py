"""How the desk shows what was typed."""

from django import template

from yunghap.core.numbers import shortest
from yunghap.plan.contracts import bounded
from yunghap.plan.enums import ObservationRole
from yunghap.plan.models import Observation, SubmissionRow
from yunghap.plan.web.desk.forms import SOURCES

register = template.Library()


@register.filter
def money_source(code: str) -> object:
    """The word for a source of money."""
    return dict(SOURCES).get(code, code)


@register.filter
def observation_role(code: str) -> object:
    """The word for what a number claims to be."""
    return dict(ObservationRole.choices).get(code, code)


@register.filter
def bounded_value(row: SubmissionRow | Observation) -> str:
    """The number of a row or report with its bound, without its unit: `≥ 1,000`."""
    if row.value is None:
        return ""
    return bounded(row.comparison, shortest(row.value), shortest(row.value_to))
