"""`EditionData` to JSON values and back, strictly: unknown, missing and mistyped members are refused by path.

Decimals are text, days ISO 8601; members with their default value are left out.
"""

import dataclasses
import json
import types
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import InvalidInput
from yunghap.plan.edition_data import FORMAT, EditionData
from yunghap.plan.edition_rules import check_edition

MAX_EXPONENT = 40


def to_json(data: EditionData) -> dict[str, object]:
    """The edition as JSON values, in the order of the fields."""
    return {"format": FORMAT, **cast(dict[str, object], _encode(data))}


def to_text(data: EditionData) -> str:
    """The edition as JSON text: one item of every list per line, so that two editions compare well."""
    members = []
    for key, value in to_json(data).items():
        if isinstance(value, list):
            items = ",\n  ".join(json.dumps(item, ensure_ascii=False) for item in value)
            members.append(f"{json.dumps(key)}: [\n  {items}\n ]")
        else:
            members.append(f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}")
    return "{\n " + ",\n ".join(members) + "\n}\n"


def from_json(value: object) -> EditionData:
    """Read an edition from JSON values. Raises InvalidInput, with the `path`, for anything out of order."""
    if not isinstance(value, Mapping) or value.get("format") != FORMAT:
        raise InvalidInput(_("This is not an edition in the format %(format)s.") % {"format": FORMAT})
    members = {key: item for key, item in value.items() if key != "format"}
    data = cast(EditionData, _decode(EditionData, members, ""))
    check_edition(data)
    return data


def _encode(value: object) -> object:  # noqa: PLR0911 - one return per kind of value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        result = {}
        for item in dataclasses.fields(value):
            content = getattr(value, item.name)
            if not _is_default(item, content):
                result[item.name] = _encode(content)
        return result
    if isinstance(value, tuple):
        return [_encode(item) for item in value]
    if isinstance(value, dict):
        return {key: _encode(item) for key, item in value.items()}
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    return value


def _is_default(item: "dataclasses.Field[Any]", content: object) -> bool:
    if item.default_factory is not dataclasses.MISSING:
        return bool(content == item.default_factory())
    return bool(item.default is not dataclasses.MISSING and content == item.default)


def _refuse(path: str) -> InvalidInput:
    return InvalidInput(_("The edition file is not in order at %(path)s.") % {"path": path or "/"}, path=path)


def _decode(hint: Any, value: object, path: str) -> object:
    origin = get_origin(hint)
    if dataclasses.is_dataclass(hint):
        return _decode_object(cast(type, hint), value, path)
    if origin in {Union, types.UnionType}:
        inner = next(arg for arg in get_args(hint) if arg is not type(None))
        return None if value is None else _decode(inner, value, path)
    if origin is tuple:
        return _decode_tuple(get_args(hint), value, path)
    if origin is dict:
        return _decode_dict(get_args(hint)[1], value, path)
    return _decode_scalar(hint, value, path)


def _decode_dict(hint: Any, value: object, path: str) -> object:
    if not isinstance(value, Mapping):
        raise _refuse(path)
    return {str(key): _decode(hint, content, f"{path}/{key}") for key, content in value.items()}


def _decode_object(kind: type, value: object, path: str) -> object:
    if not isinstance(value, Mapping):
        raise _refuse(path)
    hints = get_type_hints(kind)
    unknown = [key for key in value if key not in hints]
    if unknown:
        raise _refuse(f"{path}/{unknown[0]}")
    members = {key: _decode(hints[key], content, f"{path}/{key}") for key, content in value.items()}
    try:
        return kind(**members)
    except TypeError as error:
        raise _refuse(path) from error


def _decode_tuple(args: tuple[Any, ...], value: object, path: str) -> tuple[object, ...]:
    if not isinstance(value, list | tuple):
        raise _refuse(path)
    if len(args) == 2 and args[1] is Ellipsis:
        return tuple(_decode(args[0], item, f"{path}/{index}") for index, item in enumerate(value))
    if len(value) != len(args):
        raise _refuse(path)
    return tuple(
        _decode(hint, item, f"{path}/{index}")
        for index, (hint, item) in enumerate(zip(args, value, strict=True))
    )


def _decode_scalar(hint: type, value: object, path: str) -> object:
    if hint is Decimal:
        return _decimal(value, path)
    if hint in {str, int, bool} and type(value) is hint:
        return value
    if isinstance(value, str):
        try:
            if hint is date:
                return date.fromisoformat(value)
            if issubclass(hint, StrEnum):
                return hint(value)
        except ValueError as error:
            raise _refuse(path) from error
    raise _refuse(path)


def _decimal(value: object, path: str) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, str | int) or len(str(value)) > MAX_EXPONENT:
        raise _refuse(path)
    try:
        number = Decimal(value)
    except InvalidOperation as error:
        raise _refuse(path) from error
    if not number.is_finite() or abs(number.adjusted()) > MAX_EXPONENT:
        raise _refuse(path)
    return number
