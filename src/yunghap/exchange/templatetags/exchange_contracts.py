"""Tags of the pages of contracts."""

from collections.abc import Mapping

from django import template

from yunghap.exchange.models import Participant

register = template.Library()


@register.simple_tag
def participant_name(names: Mapping[str, Participant], key: str) -> str:
    """The name of a participant in the reader's language; its id where it is not in the roster."""
    row = names.get(key)
    if row is None:
        return key
    return row.label
