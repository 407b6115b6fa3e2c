"""What is in a table: its first rows, its columns, and the schema they suggest."""

from dataclasses import dataclass
from typing import Any

from .opening import Table, named

# Frictionless type -> full match of the text. Asked in this order; the first that fits every value is taken.
PATTERNS = {
    "boolean": r"(?i)true|false",
    "year": r"(19|20)\d\d",
    "integer": r"[+-]?(0|[1-9]\d{0,17})",
    "number": r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?",
    "date": r"\d{4}-\d{2}-\d{2}",
    "datetime": r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?",
    "time": r"\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?",
}
_OWN_TYPES = {
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIME": "time",
    "FLOAT": "number",
    "DOUBLE": "number",
}
NUMERIC = frozenset({"integer", "number", "year"})
_TOP, _BINS = 10, 12


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds: `type` of the Table Schema, how many values lack, how many differ (about).

    `low` and `high` are the ends in the column's own order; `top` the most frequent values with their counts;
    `histogram` of a numeric column its (from, to, count) in equal steps.
    """

    name: str
    type: str
    missing: int
    distinct: int
    low: str
    high: str
    top: tuple[tuple[str, int], ...] = ()
    histogram: tuple[tuple[float, float, int], ...] = ()


def preview(table: Table, *, rows: int = 50) -> list[list[str]]:
    """The first rows as text; what lacks is ""."""
    fields = ", ".join(f"CAST({named(name)} AS VARCHAR)" for name in table.names)
    found = table.connection.execute(f"SELECT {fields} FROM data LIMIT {int(rows)}").fetchall()  # noqa: S608
    return [["" if value is None else str(value)[:500] for value in row] for row in found]


def infer_schema(table: Table, *, sample: int = 100_000) -> dict[str, Any]:
    """The Table Schema that the first `sample` rows suggest: a type for each field, required where none lacks."""
    types = _types(table, sample)
    asked = ", ".join(f"count(*) FILTER (WHERE {missing(name)})" for name in table.names)
    lacking = table.ask(f"SELECT {asked} FROM (SELECT * FROM data LIMIT {int(sample)})")  # noqa: S608
    return {
        "fields": [
            {"name": name, "type": types[name], **({} if lack else {"constraints": {"required": True}})}
            for name, lack in zip(table.names, lacking, strict=True)
        ]
    }


def profile(table: Table) -> tuple[int, list[Column]]:
    """How many rows there are, and every column."""
    types = _types(table, 100_000)
    asked = ["count(*)"]
    for name in table.names:
        value = as_value(name, types[name])
        asked += [
            f"count(*) FILTER (WHERE {missing(name)})",
            f"approx_count_distinct({named(name)})",
            f"CAST(min({value}) AS VARCHAR)",
            f"CAST(max({value}) AS VARCHAR)",
        ]
    row = table.ask(f"SELECT {', '.join(asked)} FROM data")  # noqa: S608
    columns = []
    for number, name in enumerate(table.names):
        lacking, distinct, low, high = row[1 + 4 * number : 5 + 4 * number]
        kind = types[name]
        columns.append(
            Column(
                name=name,
                type=kind,
                missing=int(lacking),
                distinct=min(int(distinct), int(row[0])),
                low=_short(low),
                high=_short(high),
                top=_top(table, name) if kind not in NUMERIC and distinct <= 1_000 else (),
                histogram=_histogram(table, name, kind, low, high) if kind in NUMERIC else (),
            )
        )
    return int(row[0]), columns


def missing(name: str) -> str:
    """The condition that a value lacks."""
    return f"coalesce(CAST({named(name)} AS VARCHAR), '') = ''"


def as_value(name: str, kind: str) -> str:
    """The column in the order of its type; what does not fit lacks."""
    text = f"CAST({named(name)} AS VARCHAR)"
    cast = {
        "integer": "DOUBLE",
        "year": "INTEGER",
        "number": "DOUBLE",
        "date": "DATE",
        "datetime": "TIMESTAMP",
    }
    if kind == "integer":
        return f"TRY_CAST({text} AS HUGEINT)"
    return f"TRY_CAST({text} AS {cast[kind]})" if kind in cast else f"nullif({text}, '')"


def _types(table: Table, sample: int) -> dict[str, str]:
    """The narrowest type that every value of the sample has; "string" where none does."""
    asked, places = [], []
    for name, own in table.columns:
        if not table.is_text and own != "VARCHAR":
            continue
        for kind, pattern in PATTERNS.items():
            fits = f"regexp_full_match({named(name)}, '{pattern}')"
            asked.append(f"coalesce(bool_and({fits}) FILTER (WHERE NOT {missing(name)}), false)")
            places.append((name, kind))
    types = {name: _own_type(own) for name, own in table.columns}
    if asked:
        row = table.ask(f"SELECT {', '.join(asked)} FROM (SELECT * FROM data LIMIT {int(sample)})")  # noqa: S608
        for (name, kind), fits in reversed(list(zip(places, row, strict=True))):
            if fits:
                types[name] = kind
    return types


def _own_type(own: str) -> str:
    if own.endswith("[]") or own.startswith("LIST"):
        return "array"
    if own.startswith(("STRUCT", "MAP", "JSON")):
        return "object"
    if own.startswith("TIMESTAMP"):
        return "datetime"
    if own.startswith("DECIMAL"):
        return "number"
    if own.endswith(("INT", "INTEGER")):
        return "integer"
    return _OWN_TYPES.get(own, "string")


def _top(table: Table, name: str) -> tuple[tuple[str, int], ...]:
    """The most frequent values; grouped by place, for a column may bear any name that an alias could have."""
    found = table.connection.execute(
        f"SELECT CAST({named(name)} AS VARCHAR), count(*) FROM data"  # noqa: S608
        f" WHERE NOT {missing(name)} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {_TOP}"
    ).fetchall()
    return tuple((_short(value), int(many)) for value, many in found)


def _histogram(
    table: Table, name: str, kind: str, low: str | None, high: str | None
) -> tuple[tuple[float, float, int], ...]:
    if low is None or high is None or float(low) >= float(high):
        return ()
    start, end = float(low), float(high)
    step = (end - start) / _BINS
    value = f"CAST({as_value(name, kind)} AS DOUBLE)"
    found = dict(
        table.connection.execute(
            f"SELECT least(CAST(floor(({value} - {start!r}) / {step!r}) AS INTEGER), {_BINS - 1}),"  # noqa: S608
            f" count(*) FROM data WHERE {value} IS NOT NULL AND isfinite({value}) GROUP BY 1"
        ).fetchall()
    )
    return tuple(
        (start + step * number, start + step * (number + 1), int(found.get(number, 0)))
        for number in range(_BINS)
    )


def _short(value: object) -> str:
    return "" if value is None else str(value)[:80]
