"""JSON, strictly."""

import json
import math
import re
from decimal import Decimal
from typing import Any, Never

from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import InvalidInput, sentence

from .streams import too_large

DEPTH = 64
LARGEST = 20 * 1024 * 1024
_LONGEST_NUMBER = 100
# A string (skipped whole, even where its end is missing) or one bracket.
_STRUCTURE = re.compile(rb'"(?:[^"\\]|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)


def safe_json(data: bytes, *, largest: int = LARGEST, exact: bool = False) -> Any:
    """The value of a JSON text (RFC 8259) in UTF-8.

    Refused: more than `largest` bytes, depth over 64, duplicate keys, NaN and infinities (also by overflow),
    numbers of more than 100 characters, lone surrogates and U+0000. With `exact`, fractions come as Decimal
    instead of float.
    """
    if len(data) > largest:
        raise too_large(largest)
    _check_depth(data)
    try:
        value = json.loads(
            data.decode("utf-8-sig"),
            object_pairs_hook=_unique,
            parse_constant=_constant,
            parse_int=_integer,
            parse_float=_decimal if exact else _float,
        )
    except UnicodeDecodeError as error:
        raise _bad(sentence(_("it is not UTF-8 (byte %(at)s)"), at=error.start)) from None
    except json.JSONDecodeError as error:
        raise _bad(
            sentence(_("line %(line)s, column %(column)s"), line=error.lineno, column=error.colno)
        ) from None
    if b"\\u" in data:  # no other way for such a character through UTF-8 and a strict parser
        _check_strings(value)
    return value


def _bad(reason: object) -> InvalidInput:
    return InvalidInput(sentence(_("This is not valid JSON: %(reason)s."), reason=reason))


def _check_depth(data: bytes) -> None:
    depth = 0
    for found in _STRUCTURE.finditer(data):
        first = found[0][:1]
        if first in b"[{":
            depth += 1
            if depth > DEPTH:
                raise _bad(sentence(_("it is nested more than %(depth)s deep"), depth=DEPTH))
        elif first in b"]}":
            depth -= 1


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for name, value in pairs:
        if name in result:
            raise _bad(sentence(_("the key “%(key)s” stands twice"), key=name[:40]))
        result[name] = value
    return result


def _constant(name: str) -> Never:
    raise _bad(sentence(_("%(name)s is not a number"), name=name))


def _integer(text: str) -> int:
    _check_length(text)
    return int(text)


def _float(text: str) -> float:
    _check_length(text)
    value = float(text)
    if not math.isfinite(value):
        raise _bad(sentence(_("%(name)s is not a number"), name=text[:40]))
    return value


def _decimal(text: str) -> Decimal:
    _float(text)  # the same range: an exponent of millions would fill the memory when printed
    return Decimal(text)


def _check_length(text: str) -> None:
    if len(text) > _LONGEST_NUMBER:
        raise _bad(sentence(_("a number has more than %(longest)s digits"), longest=_LONGEST_NUMBER))


def _check_strings(value: Any) -> None:
    todo = [value]
    while todo:
        item = todo.pop()
        if isinstance(item, dict):
            todo.extend(item)
            todo.extend(item.values())
        elif isinstance(item, list):
            todo.extend(item)
        elif isinstance(item, str) and ("\0" in item or any("\ud800" <= c <= "\udfff" for c in item)):
            raise _bad(_("a text holds half a character or U+0000"))
