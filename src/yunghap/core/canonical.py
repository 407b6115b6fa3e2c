"""Canonical JSON: one value, one sequence of bytes.

Keys sorted by code point, no spaces, strings in NFC, UTF-8 without escapes except those JSON demands,
integers in plain decimal. Decimals, dates and moments become strings (moments in UTC with microseconds,
ending in `Z`). Floating-point numbers are refused: their printed form is not the same in every language.
"""

import json
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any


def plain(value: object) -> object:
    """The value as JSON types, normalised.

    Raises TypeError for what has no canonical form, ValueError for unusable text.
    """
    convert = _PLAIN.get(type(value))
    return convert(value) if convert is not None else _uncommon(value)


def encode(value: object) -> bytes:
    """Canonical bytes of a value."""
    return written(plain(value)).encode()


def written(value: object) -> str:
    """Canonical text of what `plain` gave."""
    return _JSON.encode(value)


def moment(at: datetime) -> str:
    """A moment as text of constant length; refuses one without a time zone."""
    if at.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def _text(value: str) -> str:
    if "\0" in value:
        raise ValueError("text may not hold U+0000")
    if value.isascii():
        return value
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


def _list(value: Iterable[object]) -> list[object]:
    return [plain(item) for item in value]


def _same(value: object) -> object:
    return value


_JSON = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
_PLAIN: dict[type, Callable[[Any], object]] = {
    type(None): _same,
    bool: _same,
    int: _same,
    str: _text,
    Decimal: lambda value: format(value, "f"),
    datetime: moment,
    date: date.isoformat,
    dict: _object,
    list: _list,
    tuple: _list,
}


def _uncommon(value: object) -> object:
    """Of a kind derived from one that has a form, such as the members of an enumeration."""
    for kind in (str, int, Decimal, datetime, date, Mapping, list, tuple):
        if isinstance(value, kind):
            return _PLAIN.get(kind, _object)(value)
    raise TypeError(
        f"canonical JSON holds strings, integers, booleans, null, lists and objects, not {type(value).__name__}"
    )
