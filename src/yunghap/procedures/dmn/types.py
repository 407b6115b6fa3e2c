"""Types of inputs and outputs: the names of DMN, and those that its editors write."""

from datetime import date

from yunghap.procedures.feel import to_feel
from yunghap.procedures.feel.temporal import read_temporal
from yunghap.procedures.feel.values import kind

ANY = "any"
_NAMES = {
    "string": "string",
    "number": "number",
    "integer": "number",
    "long": "number",
    "double": "number",
    "boolean": "boolean",
    "date": "date",
    "time": "time",
    "datetime": "date and time",
    "date and time": "date and time",
    "daytimeduration": "days and time duration",
    "days and time duration": "days and time duration",
    "yearmonthduration": "years and months duration",
    "years and months duration": "years and months duration",
    "context": "context",
    "list": "list",
    "any": ANY,
    "": ANY,
}
_TEMPORAL = frozenset(
    {"date", "time", "date and time", "days and time duration", "years and months duration"}
)


def type_named(name: str) -> str | None:
    """The type of FEEL behind a name ("feel:dateTime", "integer"); None for an unknown one."""
    return _NAMES.get(name.rsplit(":", 1)[-1].strip().lower())


def as_type(value: object, wanted: str) -> object:
    """The value of FEEL if it has the type, else null.

    The text of a date, time or duration is read where one is wanted (form data is JSON), and a moment's day where a
    date is.
    """
    value = to_feel(value)
    if wanted in _TEMPORAL and isinstance(value, str):
        value = read_temporal(value)
    if wanted == "date" and kind(value) == "date and time" and isinstance(value, date):
        value = date(value.year, value.month, value.day)
    return value if wanted == ANY or kind(value) == wanted else None
