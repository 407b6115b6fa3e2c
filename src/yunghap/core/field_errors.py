"""What is wrong with a field of a request to the API, in the caller's language.

pydantic says it in English only; the kinds it knows are listed at
https://docs.pydantic.dev/latest/errors/validation_errors/. `type`, `loc` and `ctx` stay as they are.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_DATE, _MOMENT = _("This is not a date such as 2026-06-03."), _("This is not a date and time in ISO 8601.")
_NUMBER, _WHOLE = _("This is not a number."), _("This is not a whole number.")
_SENTENCES: Mapping[str, str | Promise] = {
    "missing": _("This field is missing."),
    "extra_forbidden": _("There is no such field."),
    "json_invalid": _("This is not JSON."),
    "string_type": _("This is not text."),
    "string_too_short": _("This must have at least %(min_length)s characters."),
    "string_too_long": _("This must have at most %(max_length)s characters."),
    "string_pattern_mismatch": _("This does not have the form %(pattern)s."),
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_from_float": _WHOLE,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "decimal_parsing": _NUMBER,
    "finite_number": _NUMBER,
    "greater_than": _("This must be more than %(gt)s."),
    "greater_than_equal": _("This must be at least %(ge)s."),
    "less_than": _("This must be less than %(lt)s."),
    "less_than_equal": _("This must be at most %(le)s."),
    "bool_type": _("This is not true or false."),
    "bool_parsing": _("This is not true or false."),
    "date_type": _DATE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "datetime_type": _MOMENT,
    "datetime_parsing": _MOMENT,
    "datetime_from_date_parsing": _MOMENT,
    "literal_error": _("This must be one of %(expected)s."),
    "enum": _("This must be one of %(expected)s."),
    "list_type": _("This is not a list."),
    "tuple_type": _("This is not a list."),
    "dict_type": _("This is not an object."),
    "model_type": _("This is not an object."),
    "model_attributes_type": _("This is not an object."),
    "too_short": _("This must have at least %(min_length)s parts."),
    "too_long": _("This must have at most %(max_length)s parts."),
}


def translated(errors: Iterable[Any]) -> list[Any]:
    """The errors with `msg` in the language of the request; those of other kinds keep theirs."""
    return [_translated(one) if isinstance(one, dict) else one for one in errors]


def _translated(error: dict[str, Any]) -> dict[str, Any]:
    sentence = _SENTENCES.get(str(error.get("type")))
    if sentence is None:
        return error
    values = error.get("ctx") or {}
    if "expected" in values:
        values = {**values, "expected": str(values["expected"]).replace(" or ", ", ")}
    return {**error, "msg": str(sentence) % values}
