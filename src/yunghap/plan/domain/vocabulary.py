"""The words extraction knows: units, currencies, ministries, names that begin with a digit.

The shipped words are `plan/data/vocabulary.json` and the ministries of identity's table; an officer adds to them with a
file of the same shape (see docs/reference/extraction.md).
"""

import json
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from yunghap.core.errors import InvalidInput
from yunghap.identity.directory import load_directory

# Abbreviations of ministries that a plan uses for something else (MOU: an agreement).
_OTHER_WORDS = frozenset({"MOU", "ME", "MIC", "NIS", "BAI", "PPS", "OKA", "RDA", "OPC", "해경"})
KINDS = frozenset(
    {"count", "score", "percent", "point", "times", "measure", "time", "age", "name", "ordinal", "money"}
)
_SHAPE = {"version", "units", "currencies", "ministries", "names"}


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit: how it is written in results, and what it measures.

    `strict` units are short words that other words begin with: they must stand before a word's end, a particle or a
    verb. `least` is the smallest number that counts with it; below, it orders ("2기").
    """

    name: str
    kind: str
    strict: bool = False
    least: int = 0


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Printed form -> meaning. Forms are NFC; `ministries` maps any name to the canonical short name."""

    units: Mapping[str, Unit]
    currencies: Mapping[str, str]
    ministries: Mapping[str, str]
    names: frozenset[str] = frozenset()
    longest: int = field(init=False, default=0)
    currency_forms: tuple[str, ...] = field(init=False, default=())

    def __post_init__(self) -> None:
        object.__setattr__(self, "longest", max((len(form) for form in self.units), default=0))
        forms = tuple(sorted(self.currencies, key=lambda form: (-len(form), form)))
        object.__setattr__(self, "currency_forms", forms)


def _text(value: object, where: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise InvalidInput(f"vocabulary: {where} must be a word")
    return unicodedata.normalize("NFC", value.strip())


def _texts(value: object, where: str) -> list[str]:
    if not isinstance(value, list):
        raise InvalidInput(f"vocabulary: {where} must be a list of words")
    return [_text(item, where) for item in value]


def _mapping(value: object, where: str) -> dict[str, object]:
    if not isinstance(value, dict):
        raise InvalidInput(f"vocabulary: {where} must be an object")
    return value


def _read_units(rows: object) -> dict[str, Unit]:
    if not isinstance(rows, list):
        raise InvalidInput("vocabulary: units must be a list")
    units: dict[str, Unit] = {}
    for row in rows:
        entry = _mapping(row, "a unit")
        name = _text(entry.get("unit"), "unit")
        kind = entry.get("kind", "count")
        least = entry.get("least", 0)
        if kind not in KINDS or not isinstance(least, int):
            raise InvalidInput(f"vocabulary: unit {name}: unknown kind or least")
        unit = Unit(name, str(kind), bool(entry.get("strict", False)), least)
        for form in (name, *_texts(entry.get("also", []), f"also of {name}")):
            units[form] = unit
    return units


def _read_names(data: Mapping[str, object], key: str) -> dict[str, str]:
    """{"meaning": ["form", ...]} -> form -> meaning."""
    return {
        form: _text(meaning, key)
        for meaning, forms in _mapping(data.get(key, {}), key).items()
        for form in (*_texts(forms, f"{key} of {meaning}"), _text(meaning, key))
    }


def read_vocabulary(data: object) -> Vocabulary:
    """The words of one JSON document. Raises InvalidInput that names what is wrong."""
    content = _mapping(data, "the file")
    unknown = sorted(set(content) - _SHAPE)
    if unknown:
        raise InvalidInput(f"vocabulary: unknown key {unknown[0]}")
    return Vocabulary(
        units=_read_units(content.get("units", [])),
        currencies=_read_names(content, "currencies"),
        ministries=_read_names(content, "ministries"),
        names=frozenset(_texts(content.get("names", []), "names")),
    )


def merge(base: Vocabulary, more: Vocabulary) -> Vocabulary:
    """Both; where they differ, `more` holds."""
    return Vocabulary(
        units={**base.units, **more.units},
        currencies={**base.currencies, **more.currencies},
        ministries={**base.ministries, **more.ministries},
        names=base.names | more.names,
    )


def with_units(vocabulary: Vocabulary, units: Iterable[tuple[str, str]]) -> Vocabulary:
    """The vocabulary and further units (name, kind), as confirmed by a person."""
    return replace(vocabulary, units={**vocabulary.units, **{name: Unit(name, kind) for name, kind in units}})


@cache
def _shipped_words() -> Vocabulary:
    text = (resources.files("yunghap.plan") / "data" / "vocabulary.json").read_text(encoding="utf-8")
    data: dict[str, Any] = json.loads(text)
    return read_vocabulary(data)


@cache
def shipped_vocabulary(year: int | None = None) -> Vocabulary:
    """The shipped words; `year` decides between ministries that bore the same name at different times."""
    directory = load_directory()
    on = date(year, 1, 1) if year else None
    ministries: dict[str, str] = {}
    for body in directory.of_kind("ministry"):
        for text in (*body.texts(), *(name.english for name in body.names)):
            if text in _OTHER_WORDS:
                continue
            found = directory.find(text, on)
            ministries[text] = found.short if found and found.kind == "ministry" else body.short
    words = _shipped_words()
    return replace(words, ministries={**ministries, **words.ministries})


def load_vocabulary(path: Path) -> Vocabulary:
    """The shipped words and those of a JSON file. Raises InvalidInput."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, ValueError) as error:
        raise InvalidInput("vocabulary: not a JSON file in UTF-8") from error
    return merge(shipped_vocabulary(), read_vocabulary(data))
