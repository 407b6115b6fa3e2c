"""What the catalogue calls the values of its records."""

from django import template

from yunghap.exchange.domain.products.data import MEDIA_TYPES
from yunghap.exchange.enums import FIELD_TYPES
from yunghap.exchange.web.catalogue.labels import WAYS

register = template.Library()
_ENDS = {media: end[1:].upper() for end, media in reversed(MEDIA_TYPES.items())}


@register.simple_tag
def format_label(name: str) -> str:
    """A file's format as it is; a way of transfer, which has its place in catalogues of connectors, in words."""
    return str(WAYS.get(name.lower(), name))


@register.filter
def media_label(media_type: str) -> str:
    """A media type as files of it are called; one that has no such name as it is."""
    return _ENDS.get(media_type.partition(";")[0].strip(), media_type)


@register.filter
def field_type(name: str) -> object:
    """A type of the Table Schema in words; one that is none of them as it is."""
    return FIELD_TYPES.get(name, name)
