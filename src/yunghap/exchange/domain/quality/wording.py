"""Rules and what they found, in words."""

from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import sentence
from yunghap.exchange.enums import FIELD_TYPES

_SAID = {
    "column": _("The column is there"),
    "required": _("A value is there (required)"),
    "filled": _("A value is there"),
    "shape": _("The line has the columns of the first line"),
    "type": _("The value is of type %(value)s"),
    "minimum": _("The value is at least %(value)s"),
    "maximum": _("The value is at most %(value)s"),
    "minLength": _("The value has at least %(value)s characters"),
    "maxLength": _("The value has at most %(value)s characters"),
    "pattern": _("The value matches %(value)s"),
    "enum": _("The value is one of %(value)s"),
    "unique": _("The value stands once"),
    "primaryKey": _("The key stands once"),
    "compare": _("%(left)s %(value)s %(right)s"),
    "timeliness": _("The newest value is at most %(value)s days old"),
}


def say(name: str, value: str, fields: tuple[str, ...] | list[str]) -> object:
    """What a rule demands, as a (lazy) sentence."""
    left, right = (*fields, "", "")[:2]
    if name == "type":
        return sentence(_SAID[name], value=FIELD_TYPES.get(value, value))
    return sentence(_SAID[name], value=value, left=left, right=right)
