"""What the catalogue calls the values of its records."""

from django import template

from yunghap.exchange.web.catalogue.labels import WAYS

register = template.Library()


@register.simple_tag
def format_label(name: str) -> str:
    """A file's format as it is; a way of transfer, which has its place in catalogues of connectors, in words."""
    return str(WAYS.get(name.lower(), name))
