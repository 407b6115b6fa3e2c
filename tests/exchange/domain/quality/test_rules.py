"""Rules of a Table Schema, asked of real tables."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from yunghap.core.errors import InvalidInput
from yunghap.exchange.domain.quality.assessing import Assessment, assess
from yunghap.exchange.domain.quality.wording import say
from yunghap.exchange.domain.tables import open_table

AT = datetime(2026, 3, 1, tzinfo=UTC)


def assessed(tmp_path: Path, text: str, schema: dict[str, Any]) -> Assessment:
    path = tmp_path / "t"
    path.write_text(text, encoding="utf-8")
    with open_table(path, "text/csv") as table:
        return assess(table, schema, at=AT)


def field(name: str, kind: str = "string", **constraints: Any) -> dict[str, Any]:
    return {"name": name, "type": kind, "constraints": constraints}


def broken(assessment: Assessment, name: str) -> list[tuple[int, int, int | None]]:
    return [(one.asked, one.broken, one.first) for one in assessment.outcomes if one.name == name]


@pytest.mark.parametrize(
    ("kind", "values", "bad"),
    [
        ("integer", ["1", "-2", "1.5", "가"], 2),
        ("number", ["1", "1.5", "1e3", ".5", "1,5"], 1),
        ("boolean", ["true", "0", "yes"], 1),
        ("date", ["2026-01-01", "2026-02-30", "01/02/2026"], 2),
        ("datetime", ["2026-01-01T10:00:00", "2026-01-01 25:00:00"], 1),
        ("time", ["10:00:00", "24:61:00"], 1),
        ("year", ["2026", "26"], 1),
        ("yearmonth", ["2026-01", "2026-13"], 1),
        ("duration", ["P1D", "PT", "1D"], 2),
        ("geopoint", ["37.5, 127.0", "here"], 1),
        ("object", ['"{""a"": 1}"', "x"], 1),
        ("string", ["anything"], 0),
        ("any", ["anything"], 0),
    ],
)
def test_types(tmp_path: Path, kind: str, values: list[str], bad: int) -> None:
    lines = [value if value.startswith('"') else f'"{value}"' for value in values]
    got = assessed(tmp_path, "\n".join(["v", *lines]) + "\n", {"fields": [field("v", kind)]})
    assert sum(one[1] for one in broken(got, "type")) == bad
    assert got.rows == len(values)


@pytest.mark.parametrize(
    ("constraint", "given", "kind", "values", "bad"),
    [
        ("minimum", 2, "integer", ["1", "2", "10"], 1),
        ("maximum", "2026-01-31", "date", ["2026-01-31", "2026-02-01"], 1),
        ("minimum", 0.5, "number", ["0.4", "0.5"], 1),
        ("minLength", 2, "string", ["가", "가나"], 1),
        ("maxLength", 1, "string", ["가", "가나"], 1),
        ("pattern", "[A-Z]{2}", "string", ["AB", "ABC", "ab"], 2),
        ("enum", ["압연", "주조"], "string", ["압연", "단조"], 1),
        ("maximum", 2025, "year", ["2025", "2026"], 1),
    ],
)
def test_constraints(  # noqa: PLR0917
    tmp_path: Path, constraint: str, given: Any, kind: str, values: list[str], bad: int
) -> None:
    got = assessed(tmp_path, "\n".join(["v", *values]), {"fields": [field("v", kind, **{constraint: given})]})
    assert broken(got, constraint)[0][1] == bad


def test_formats_and_signs(tmp_path: Path) -> None:
    schema = {
        "fields": [
            {"name": "d", "type": "date", "format": "%Y%m%d"},
            {"name": "n", "type": "number", "groupChar": ".", "decimalChar": ","},
            {"name": "m", "type": "string", "format": "email"},
            {"name": "x", "type": "date", "format": "any"},
        ],
        "missingValues": ["", "-"],
    }
    got = assessed(tmp_path, 'd,n,m,x\n20260101,"1.234,5",a@b.kr,2026-1-1\n20261301,-,nobody,-\n', schema)
    assert [one[:2] for one in broken(got, "type")] == [(2, 1), (1, 0), (2, 1), (1, 0)]


def test_every_dimension_has_its_share(tmp_path: Path) -> None:
    schema = {
        "fields": [
            field("id", "integer", required=True, unique=True),
            field("a", "date"),
            field("b", "date"),
        ],
        "primaryKey": ["id", "a"],
        "rules": [{"left": "a", "is": "<=", "right": "b"}],
        "timeliness": {"field": "b", "days": 30},
    }
    text = "id,a,b\n1,2026-01-01,2026-02-20\n1,2026-01-01,2025-01-01\n,2026-01-05,\n3,x,2026-01-01\n9\n"
    got = assessed(tmp_path, text, schema)
    assert broken(got, "shape") == [(5, 1, None)]
    assert broken(got, "required") == [(4, 1, 3)]
    assert broken(got, "unique") == [(3, 1, None)]
    assert broken(got, "primaryKey") == [(4, 1, None)]
    assert broken(got, "compare") == [(2, 1, 2)]
    assert broken(got, "timeliness") == [(1, 0, None)]
    assert set(got.scores) == {"COMPLETENESS", "VALIDITY", "UNIQUENESS", "CONSISTENCY", "TIMELINESS"}
    assert got.score == sum(got.scores.values()) // 5
    for one in got.outcomes:
        assert str(say(one.name, one.value, one.fields))


def test_a_column_that_lacks_and_data_that_is_old(tmp_path: Path) -> None:
    schema = {"fields": [field("gone")], "timeliness": {"field": "d", "days": 1}}
    got = assessed(tmp_path, "d\n2020-01-01\n", schema)
    assert broken(got, "column") == [(1, 1, 1)]
    assert broken(got, "timeliness") == [(1, 1, None)]
    assert got.scores["COMPLETENESS"] == 0


def test_no_rules_no_score(tmp_path: Path) -> None:
    got = assessed(tmp_path, "d\n", {})
    assert (got.score, dict(got.scores)) == (0, {})


@pytest.mark.parametrize(
    "schema",
    [
        {"fields": [field("v", "colour")]},
        {"fields": [field("v", "integer", minimum="x")]},
        {"fields": [field("v", pattern="(")]},
        {"fields": [field("v", pattern="(?=a)")]},
        {"fields": [field("v", enum=[])]},
        {"fields": [field("v", maxLength=-1)]},
        {"fields": [field("v", maxLength=True)]},
        {"fields": [field("v")], "primaryKey": "w"},
        {"fields": [field("v")], "rules": [{"left": "v", "is": "~", "right": "v"}]},
        {"fields": [field("v")], "rules": [{"left": "v", "is": "<", "right": "w"}]},
        {"fields": [field("v")], "timeliness": {"field": "w", "days": 1}},
        {"fields": [field("v")], "timeliness": {"field": "v", "days": 0}},
        {"fields": [field(f"v{n}") for n in range(2_001)]},
    ],
)
def test_rules_that_make_no_sense_are_refused(tmp_path: Path, schema: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        assessed(tmp_path, "v\n1\n", schema)


def test_names_and_words_cannot_leave_their_quotes(tmp_path: Path) -> None:
    name = "a\"; DROP VIEW data; --'"
    quoted_name = name.replace('"', '""')
    schema = {"fields": [field(name, "string", enum=["x' OR '1'='1"], required=True)]}
    got = assessed(tmp_path, f'"{quoted_name}"\nvalue\n', schema)
    assert broken(got, "enum") == [(1, 1, 1)]
