"""Texts in several languages: which one is the title, which one the English title."""

import json
from collections.abc import Mapping
from typing import Any

from yunghap.exchange.domain.harvest.values import is_language_code, language, text


def by_language(value: Any) -> dict[str, str]:
    """Language -> text, of the forms texts in several languages take in JSON: a text, a map, a list of values.

    "" is the language of a text that names none.
    """
    found: dict[str, str] = {}
    _gather(value, found, 0)
    return found


def _gather(value: Any, found: dict[str, str], depth: int) -> None:
    if depth > 4:
        return
    if isinstance(value, str) and value[:1] == "{":
        value = _unpacked(value)
    if isinstance(value, list | tuple):
        for member in value:
            _gather(member, found, depth + 1)
    elif isinstance(value, Mapping):
        if "@value" in value:
            _put(found, value.get("@language"), value["@value"])
        else:
            for name, member in value.items():
                if isinstance(member, list | tuple):
                    member = next(iter(member), None)  # noqa: PLW2901 - the first of several
                _put(found, name, member)
    else:
        _put(found, "", value)


def _unpacked(said: str) -> Any:
    """A map of texts by language that was written into a text."""
    try:
        value = json.loads(said)
    except ValueError:
        return said
    return value if isinstance(value, dict) and value and all(map(is_language_code, value)) else said


def _put(found: dict[str, str], tag: object, value: Any) -> None:
    said = text(value)
    if said:
        found.setdefault(language(tag or ""), said)


def pick(texts: Mapping[str, str], own: str = "") -> tuple[str, str]:
    """The text in the record's first language, and the English one where that is another.

    First comes Korean, then the language the record names, then a text without a language, then the first of the others
    by code; English where there is nothing else. A text without a language that stands there once more with one is
    that one.
    """
    english = texts.get("en", "")
    if any(code and said == texts.get("") for code, said in texts.items()):
        texts = {code: said for code, said in texts.items() if code}
    for code in ("ko", own, ""):
        if texts.get(code):
            return texts[code], english if texts[code] != english else ""
    others = sorted(code for code in texts if code != "en")
    if others:
        return texts[others[0]], english
    return english, ""
