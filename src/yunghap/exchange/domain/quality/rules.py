"""A Table Schema compiled to rules, each a pair of SQL conditions over one row.

Frictionless Table Schema v1 (fields: types, formats, constraints; missingValues; primaryKey) plus our own key `rules`
for what holds between columns and `timeliness` for how fresh the data must be. The dimensions are words of ISO/IEC
25012: completeness, validity (syntactic accuracy), uniqueness (part of consistency), consistency, timeliness
(currentness).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import duckdb
from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import InvalidInput, sentence
from yunghap.exchange.domain.tables.opening import named, quoted
from yunghap.exchange.domain.tables.profile import PATTERNS
from yunghap.exchange.enums import Dimension

_ANY = frozenset({"string", "any", ""})
_PATTERNS = {
    **PATTERNS,
    "integer": r"[+-]?\d+",
    "year": r"-?\d{4}",
    "yearmonth": r"\d{4}-(0[1-9]|1[0-2])",
    "duration": r"-?P((\d+[YMWD])+(T(\d+(\.\d+)?[HMS])+)?|T(\d+(\.\d+)?[HMS])+)",
    "geopoint": r"\[?-?\d+(\.\d+)?, ?-?\d+(\.\d+)?\]?",
    "boolean": r"true|True|TRUE|1|false|False|FALSE|0",
}
_FORMATS = {
    "email": r"[^@\s]+@[^@\s]+\.[^@\s]+",
    "uri": r"[A-Za-z][A-Za-z0-9+.-]*:\S+",
    "uuid": r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}",
    "binary": r"[A-Za-z0-9+/]*={0,2}",
}
_CASTS = {"date": "DATE", "datetime": "TIMESTAMP", "time": "TIME", "integer": "HUGEINT", "number": "DOUBLE"}
_COMPARISONS = {"<": "<", "<=": "<=", "=": "=", "!=": "<>", ">=": ">=", ">": ">"}
_MOST_RULES = 2_000


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: of the rows where `asked` holds, those where `broken` holds break it.

    `name` and `value` are put into words by `wording.say`. A rule with `distinct` counts values that stand more than
    once instead.
    """

    dimension: Dimension
    fields: tuple[str, ...]
    name: str
    value: str = ""
    asked: str = "true"
    broken: str = "false"
    distinct: str = ""


def compile_rules(schema: Mapping[str, Any], columns: tuple[str, ...]) -> list[Rule]:
    """The rules of a schema for a table with these columns, in the order of its fields.

    A field that the table lacks breaks completeness in every row. Raises InvalidInput for a schema that says nothing
    sensible: an unknown type, a bound that is no value of its type, a pattern that is none, an unknown column.
    """
    lacking_words = [str(word) for word in schema.get("missingValues", [""])]
    rules: list[Rule] = []
    for field in schema.get("fields", []):
        rules += _of_field(field, columns, lacking_words)
    key = schema.get("primaryKey") or []
    keys = [key] if isinstance(key, str) else [str(one) for one in key]
    if keys:
        rules.append(_key(keys, columns))
    types = {str(field["name"]): field for field in schema.get("fields", [])}
    for rule in schema.get("rules", []):
        rules.append(_between(rule, types, columns, lacking_words))
    if len(rules) > _MOST_RULES:
        raise InvalidInput(_("These are too many rules."))
    return rules


def _of_field(field: Mapping[str, Any], columns: tuple[str, ...], lacking: list[str]) -> Iterator[Rule]:
    name = str(field["name"])
    constraints = field.get("constraints") or {}
    if name not in columns:
        yield Rule(Dimension.COMPLETENESS, (name,), "column", broken="true")
        return
    value = _Value(field, lacking)
    if constraints.get("required"):
        yield Rule(Dimension.COMPLETENESS, (name,), "required", broken=value.lacks)
    else:
        yield Rule(Dimension.COMPLETENESS, (name,), "filled", broken=value.lacks)
    if value.kind not in _ANY or value.fits != "true":
        yield Rule(
            Dimension.VALIDITY,
            (name,),
            "type",
            value.kind or "string",
            asked=value.there,
            broken=f"NOT ({value.fits})",
        )
    for constraint in ("minimum", "maximum", "minLength", "maxLength", "pattern", "enum"):
        if constraint in constraints:
            yield _constraint(name, constraint, constraints[constraint], value)
    if constraints.get("unique"):
        yield Rule(
            Dimension.UNIQUENESS,
            (name,),
            "unique",
            asked=value.there,
            distinct=value.text,
        )


class _Value:
    """The SQL of a field's value: its text, whether it lacks, whether it fits its type, and its value in order."""

    def __init__(self, field: Mapping[str, Any], lacking: list[str]) -> None:
        self.name = str(field["name"])
        self.kind = str(field.get("type") or "string")
        self.format = str(field.get("format") or "default")
        self.text = f"CAST({named(self.name)} AS VARCHAR)"
        words = ", ".join(quoted(word) for word in {*lacking, ""})
        self.lacks = f"({self.text} IS NULL OR {self.text} IN ({words}))"
        self.there = f"NOT {self.lacks}"
        self.plain = self._without_signs(field)
        self.fits = self._fits()

    def _without_signs(self, field: Mapping[str, Any]) -> str:
        """A number without thousands separators, with a decimal point."""
        plain = self.text
        if self.kind in {"integer", "number"}:
            if field.get("groupChar"):
                plain = f"replace({plain}, {quoted(str(field['groupChar']))}, '')"
            if field.get("decimalChar"):
                plain = f"replace({plain}, {quoted(str(field['decimalChar']))}, '.')"
        return plain

    def _fits(self) -> str:
        if self.kind in _ANY:
            pattern = _FORMATS.get(self.format)
            return f"regexp_full_match({self.text}, {quoted(pattern)})" if pattern else "true"
        if self.kind in {"object", "array", "geojson"}:
            return f"json_valid({self.text})"
        if self.kind not in _PATTERNS:
            raise InvalidInput(
                sentence(_("%(field)s: there is no type %(type)s."), field=self.name, type=self.kind)
            )
        if self.kind in {"date", "datetime", "time"}:
            return f"{self.ordered} IS NOT NULL"
        return f"regexp_full_match({self.plain}, {quoted(_PATTERNS[self.kind])})"

    @property
    def ordered(self) -> str:
        """The value in the order of its type, NULL where it does not fit."""
        if self.kind not in _CASTS:
            return f"TRY_CAST({self.text} AS INTEGER)" if self.kind == "year" else self.text
        cast = _CASTS[self.kind]
        if self.kind in {"date", "datetime", "time"} and self.format not in {"default", "any"}:
            return f"CAST(try_strptime({self.text}, {quoted(self.format)}) AS {cast})"
        tried = f"TRY_CAST({self.plain} AS {cast})"
        if self.format == "any":
            return tried
        return f"CASE WHEN regexp_full_match({self.plain}, {quoted(_PATTERNS[self.kind])}) THEN {tried} END"

    def bound(self, given: object) -> str:
        """A bound of a constraint as a value of the type; raises InvalidInput where it is none."""
        text = quoted(str(given))
        if self.kind not in _CASTS and self.kind != "year":
            return text
        cast = "INTEGER" if self.kind == "year" else _CASTS[self.kind]
        if _asked(f"SELECT TRY_CAST({text} AS {cast}) IS NULL"):
            raise InvalidInput(
                sentence(_("%(field)s: %(value)s is no value of its type."), field=self.name, value=given)
            )
        return f"CAST({text} AS {cast})"


def _constraint(name: str, constraint: str, given: Any, value: _Value) -> Rule:
    asked = f"{value.there} AND {value.fits}"
    if constraint == "minimum":
        broken = f"{value.ordered} < {value.bound(given)}"
    elif constraint == "maximum":
        broken = f"{value.ordered} > {value.bound(given)}"
    elif constraint == "minLength":
        broken = f"length({value.text}) < {_whole(name, given)}"
    elif constraint == "maxLength":
        broken = f"length({value.text}) > {_whole(name, given)}"
    elif constraint == "pattern":
        broken = f"NOT regexp_full_match({value.text}, {_pattern(name, given)})"
    else:
        words = [str(word) for word in given] if isinstance(given, list) else []
        if not words:
            raise InvalidInput(sentence(_("%(field)s: the list of allowed values is empty."), field=name))
        broken = f"{value.text} NOT IN ({', '.join(quoted(word) for word in words)})"
        given = ", ".join(words[:10]) + (" …" if len(words) > 10 else "")
    return Rule(Dimension.VALIDITY, (name,), constraint, str(given), asked=asked, broken=broken)


def _asked(question: str, *values: str) -> bool:
    """What a database of its own, without tables, answers; the module's shared one belongs to no thread."""
    with duckdb.connect(":memory:", config={"threads": 1}) as connection:
        return bool(connection.execute(question, values).fetchall()[0][0])


def _whole(name: str, given: Any) -> int:
    if not isinstance(given, int) or isinstance(given, bool) or given < 0:
        raise InvalidInput(sentence(_("%(field)s: %(value)s is no length."), field=name, value=given))
    return given


def _pattern(name: str, given: Any) -> str:
    """A pattern that DuckDB's own engine (RE2: linear time, no look-around) understands."""
    try:
        re.compile(str(given))
        _asked("SELECT regexp_full_match('', ?)", str(given))
    except (re.error, duckdb.Error) as error:
        raise InvalidInput(
            sentence(_("%(field)s: %(value)s is no pattern that can be checked."), field=name, value=given)
        ) from error
    return quoted(str(given))


def _key(keys: list[str], columns: tuple[str, ...]) -> Rule:
    for name in keys:
        if name not in columns:
            raise InvalidInput(sentence(_("There is no column %(field)s."), field=name))
    together = ", ".join(f"CAST({named(name)} AS VARCHAR)" for name in keys)
    return Rule(
        Dimension.UNIQUENESS,
        tuple(keys),
        "primaryKey",
        distinct=f"({together})" if len(keys) > 1 else together,
    )


def _between(
    rule: Mapping[str, Any],
    types: Mapping[str, Mapping[str, Any]],
    columns: tuple[str, ...],
    lacking: list[str],
) -> Rule:
    """{"left": column, "is": "<=", "right": column}: what holds between two columns of a row."""
    left, sign, right = str(rule.get("left")), str(rule.get("is")), str(rule.get("right"))
    for name in (left, right):
        if name not in columns or name not in types:
            raise InvalidInput(sentence(_("There is no column %(field)s."), field=name))
    if sign not in _COMPARISONS:
        raise InvalidInput(sentence(_("%(value)s is no comparison."), value=sign))
    one, other = _Value(types[left], lacking), _Value(types[right], lacking)
    return Rule(
        Dimension.CONSISTENCY,
        (left, right),
        "compare",
        sign,
        asked=f"{one.there} AND {other.there} AND {one.ordered} IS NOT NULL AND {other.ordered} IS NOT NULL",
        broken=f"NOT ({one.ordered} {_COMPARISONS[sign]} {other.ordered})",
    )
