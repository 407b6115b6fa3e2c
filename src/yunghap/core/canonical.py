"""Canonical JSON: one value, one sequence of bytes.

Keys sorted by code point, no spaces, strings in NFC, UTF-8 without escapes except those JSON demands,
integers in plain decimal. Decimals, dates and moments become strings (moments in UTC with microseconds,
ending in `Z`). Floating-point numbers are refused: their printed form is not the same in every language.
"""

import json
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal


def plain(value: object) -> object:
    """The value as JSON types, normalised.

    Raises TypeError for what has no canonical form, ValueError for unusable text.
    """
    result: object
    match value:
        case None | bool() | int():
            result = value
        case str():
            result = _text(value)
        case Decimal():
            result = format(value, "f")
        case datetime():
            result = moment(value)
        case date():
            result = value.isoformat()
        case Mapping():
            result = _object(value)
        case list() | tuple():
            result = [plain(item) for item in value]
        case _:
            raise TypeError(
                "canonical JSON holds strings, integers, booleans, null, lists and objects, "
                f"not {type(value).__name__}"
            )
    return result


def encode(value: object) -> bytes:
    """Canonical bytes of a value."""
    return json.dumps(
        plain(value), ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    ).encode()


def moment(at: datetime) -> str:
    """A moment as text of constant length; refuses one without a time zone."""
    if at.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _text(value: str) -> str:
    if "\0" in value:
        raise ValueError("text may not hold U+0000")
    value.encode()  # a lone surrogate is not text
    return unicodedata.normalize("NFC", value)


def _object(value: Mapping[object, object]) -> dict[str, object]:
    result: dict[str, object] = {}
    for key, item in value.items():
        if not isinstance(key, str):
            raise TypeError("keys of an object are strings")
        name = _text(key)
        if name in result:
            raise ValueError(f"two keys are the same after normalisation: {name}")
        result[name] = plain(item)
    return result
