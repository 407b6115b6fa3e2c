"""What columns hold."""

from datetime import UTC, datetime
from pathlib import Path

from yunghap.exchange.domain.quality.assessing import assess
from yunghap.exchange.domain.tables import infer_schema, open_table, profile

CSV = """번호,일자,시각,참,값,공정,섞임
1,2026-01-01,2026-01-01T10:00:00,true,1.5,압연,1
2,2026-01-02,2026-01-01T10:01:00,false,2.5,압연,가
3,2026-01-03,2026-01-01T10:02:00,true,,주조,2026
"""


def test_types_are_the_narrowest_that_fit(tmp_path: Path) -> None:
    path = tmp_path / "t"
    path.write_text(CSV, encoding="utf-8")
    with open_table(path, "text/csv") as table:
        fields = {field["name"]: field for field in infer_schema(table)["fields"]}
    assert {name: field["type"] for name, field in fields.items()} == {
        "번호": "integer",
        "일자": "date",
        "시각": "datetime",
        "참": "boolean",
        "값": "number",
        "공정": "string",
        "섞임": "string",
    }
    assert "constraints" not in fields["값"]
    assert fields["번호"]["constraints"] == {"required": True}


def test_the_profile_of_columns(tmp_path: Path) -> None:
    path = tmp_path / "t"
    path.write_text(CSV, encoding="utf-8")
    with open_table(path, "text/csv") as table:
        rows, columns = profile(table)
    by_name = {column.name: column for column in columns}
    assert rows == 3
    assert (by_name["값"].missing, by_name["값"].low, by_name["값"].high) == (1, "1.5", "2.5")
    assert by_name["공정"].top == (("압연", 2), ("주조", 1))
    assert sum(count for _low, _high, count in by_name["번호"].histogram) == 3
    assert by_name["일자"].high == "2026-01-03"


def test_a_table_with_types_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "t"
    path.write_text('[{"n": 1, "x": 1.5, "l": [1], "o": {"a": 1}, "t": "2026-01-01 10:00:00", "b": true}]')
    with open_table(path, "application/json") as table:
        types = {field["name"]: field["type"] for field in infer_schema(table)["fields"]}
    assert types == {
        "n": "integer", "x": "number", "l": "array", "o": "object", "t": "datetime", "b": "boolean"
    }  # fmt: skip


def test_an_empty_table_has_no_rows(tmp_path: Path) -> None:
    path = tmp_path / "t"
    path.write_text("a,b\n", encoding="utf-8")
    with open_table(path, "text/csv") as table:
        rows, columns = profile(table)
        assert rows == 0
        assert [column.type for column in columns] == ["string", "string"]


def test_columns_may_bear_any_name(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("value,many,bin,row_nr,data\n가,나,1,2,3\n가,다,2,3,4\n", encoding="utf-8")
    with open_table(path, "text/csv") as table:
        _count, columns = profile(table)
        assessment = assess(table, {"fields": [{"name": "row_nr", "type": "integer"}]}, at=datetime.now(UTC))
    assert columns[0].top == (("가", 2),)
    assert sum(count for _low, _high, count in columns[2].histogram) == 2
    assert assessment.score == 10_000
