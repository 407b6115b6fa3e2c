"""How the desk shows what was typed."""

from django import template

from yunghap.plan.enums import ObservationRole
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
