"""Tables are read, and nothing else is."""

from pathlib import Path

import duckdb
import pytest

from yunghap.core.errors import InvalidInput
from yunghap.exchange.domain.tables import can_open, open_table, preview

CSV = "이름,값\n가,1\n나,2\n"


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    path = tmp_path / "table"
    path.write_text(CSV, encoding="utf-8")
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
def test_encodings_of_offices(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "t"
    path.write_bytes(CSV.encode(encoding))
    with open_table(path, "text/csv; charset=utf-8") as table:
        assert table.names == ["이름", "값"]
        assert preview(table) == [["가", "1"], ["나", "2"]]


def test_formats(tmp_path: Path, csv: Path) -> None:
    duckdb.read_csv(str(csv)).write_parquet(str(tmp_path / "p"))
    (tmp_path / "j").write_text('[{"이름": "가", "값": 1}]', encoding="utf-8")
    (tmp_path / "n").write_text('{"이름": "가", "값": 1}\n', encoding="utf-8")
    for name, media_type in (
        ("p", "application/vnd.apache.parquet"),
        ("j", "application/json"),
        ("n", "application/x-ndjson"),
    ):
        with open_table(tmp_path / name, media_type) as table:
            assert preview(table, rows=1) == [["가", "1"]]
            assert table.rejected() == 0


def test_what_is_no_table_is_refused(tmp_path: Path, csv: Path) -> None:
    assert not can_open("application/pdf")
    for path, media_type in ((csv, "application/pdf"), (csv, "application/vnd.apache.parquet")):
        with pytest.raises(InvalidInput), open_table(path, media_type):
            pass
    wide = tmp_path / "wide"
    wide.write_text(",".join(f"c{n}" for n in range(2_001)) + "\n" + ",".join("1" * 2_001), encoding="utf-8")
    with pytest.raises(InvalidInput), open_table(wide, "text/csv"):
        pass


def test_broken_lines_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "t"
    path.write_text("a,b\n1,2\n1,2,3\n4\n5,6\n", encoding="utf-8")
    with open_table(path, "text/csv") as table:
        assert len(preview(table)) == 2
        assert table.rejected() == 2


@pytest.mark.parametrize(
    "question",
    [
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM read_csv('/etc/*')",
        "SELECT * FROM glob('/*')",
        "COPY (SELECT 1) TO '/tmp/yunghap-escaped'",
        "ATTACH '/tmp/yunghap-escaped.db'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SELECT * FROM read_csv('http://127.0.0.1/x')",
        "SET enable_external_access=true",
        "SET allowed_paths=['/etc/passwd']",
        "RESET lock_configuration",
        "EXPORT DATABASE '/tmp/yunghap-escaped'",
        "SELECT * FROM CSV",
    ],
)
def test_nothing_else_can_be_reached(csv: Path, question: str) -> None:
    assert csv.name
    with open_table(csv, "text/csv") as table, pytest.raises(duckdb.Error):
        table.connection.execute(question).fetchall()
