"""Database files from outside: one table of them is taken, and nothing else is read."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pytest
from django.utils import translation

from yunghap.core.errors import InvalidInput
from yunghap.core.gate import database_worker, databases, safe_table
from yunghap.core.gate.sqlite import open_sqlite


@pytest.fixture(autouse=True)
def _korean() -> Iterator[None]:
    with translation.override("ko"):
        yield


ROWS = [(1, "가", 1.5, None), (2, 'a,"b"\n\\N', None, b"\x01")]


def made(kind: str, folder: Path, *statements: str) -> bytes:
    """A database file made by these statements."""
    path = folder / f"made.{kind}"
    with closing({"sqlite": sqlite3.connect, "duckdb": duckdb.connect}[kind](str(path))) as database:
        for statement in statements:
            database.execute(statement)
        database.commit()
    data = path.read_bytes()
    path.unlink()
    return data


def rows_of(data: bytes, folder: Path) -> list[tuple[Any, ...]]:
    path = folder / "read.parquet"
    path.write_bytes(data)
    return duckdb.sql(f"SELECT * FROM read_parquet('{path}')").fetchall()  # noqa: S608


def test_the_only_table_of_an_sqlite_file(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "a.db")) as database, database:
        database.execute('CREATE TABLE "온도 ""값""" (id INTEGER, name TEXT, value REAL, raw BLOB)')
        database.executemany('INSERT INTO "온도 ""값""" VALUES (?, ?, ?, ?)', ROWS)
        database.execute("CREATE VIEW v AS SELECT 1")
    name, data = safe_table((tmp_path / "a.db").read_bytes())
    assert name == '온도 "값"'
    assert rows_of(data, tmp_path) == [ROWS[0], (*ROWS[1][:3], "01")]


def test_the_declared_table_of_a_duckdb_file(tmp_path: Path) -> None:
    data = made(
        "duckdb",
        tmp_path,
        "CREATE TABLE t (id BIGINT, day DATE)",
        "INSERT INTO t VALUES (1, '2026-01-02')",
        "CREATE SCHEMA s",
        "CREATE TABLE s.u (secret VARCHAR)",
    )
    name, table = safe_table(data, table="t")
    assert (name, [(row[0], str(row[1])) for row in rows_of(table, tmp_path)]) == ("t", [(1, "2026-01-02")])
    assert safe_table(data, table="s.u")[0] == "s.u"
    with pytest.raises(InvalidInput, match=r"t, s\.u") as raised:
        safe_table(data)
    assert raised.value.details == {"field": "table", "tables": ["t", "s.u"]}
    with pytest.raises(InvalidInput, match=r"t, s\.u"):
        safe_table(data, table="x")


@pytest.mark.parametrize("data", [b"", b"id,name\n", b"SQLite format", b"\x00" * 100])
def test_what_is_no_database_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidInput, match="SQLite"):
        safe_table(data)


@pytest.mark.parametrize("kind", ["sqlite", "duckdb"])
def test_a_file_that_is_cut_short_is_damaged(kind: str, tmp_path: Path) -> None:
    data = made(kind, tmp_path, "CREATE TABLE t (x INTEGER)", "INSERT INTO t VALUES (1)")
    with pytest.raises(InvalidInput, match="손상"):
        safe_table(data[:600])


def answer(kind: str, folder: Path, data: bytes, table: str = "") -> dict[str, Any]:
    """What the worker says, asked in this process."""
    path = folder / "database"
    path.write_bytes(data)
    said: dict[str, Any] = json.loads(database_worker.answer_to(kind, path, folder / "out.parquet", table))
    return said


def test_a_view_and_a_virtual_table_are_no_tables(tmp_path: Path) -> None:
    data = made(
        "sqlite",
        tmp_path,
        "CREATE VIRTUAL TABLE words USING fts5(text)",
        "CREATE VIEW v AS SELECT 1",
    )
    found = answer("sqlite", tmp_path, data)
    assert found["error"] == "which"  # the table's own shadows are plain tables
    assert "words" not in found["tables"]
    assert answer("sqlite", tmp_path, data, "v")["error"] == "no_such"
    assert (
        answer("sqlite", tmp_path, made("sqlite", tmp_path, "CREATE VIEW v AS SELECT 1"))["error"] == "none"
    )


def test_a_generated_column_reaches_no_file(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "a.db")) as database, database:
        database.execute("CREATE TABLE t (x INTEGER, y TEXT AS (upper('a' || x)))")
        database.execute("INSERT INTO t (x) VALUES (1)")
    assert rows_of(safe_table((tmp_path / "a.db").read_bytes())[1], tmp_path) == [(1, "A1")]


def test_no_other_table_is_read(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "a.db")) as database, database:
        database.execute("CREATE TABLE t (x)")
        database.execute("CREATE TABLE u (x)")
    with open_sqlite(tmp_path / "a.db", fixed=True, seconds=5, only=["T"]) as connection:
        assert connection.execute("SELECT * FROM t").fetchall() == []
        for statement in (
            "SELECT * FROM u",
            "SELECT sql FROM sqlite_master",
            "INSERT INTO t VALUES (1)",
            "SELECT load_extension('x')",
        ):
            with pytest.raises(sqlite3.DatabaseError):
                connection.execute(statement)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("trying to read a database file with version number 99", "newer"),
        ("IO Error: File too large", "too_much"),
        ("interrupted", "too_long"),
        ("no good", "damaged"),
    ],
)
def test_reasons(said: str, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def take(*_arguments: object) -> str:
        raise duckdb.Error(said)

    monkeypatch.setattr(database_worker, "_from_duckdb", take)
    assert answer("duckdb", tmp_path, b"")["error"] == reason


@pytest.mark.parametrize(
    ("error", "reason"),
    [(OSError(27, ""), "too_much"), (OSError(5, ""), "damaged"), (MemoryError(), "too_long")],
)
def test_limits_are_answers(
    error: Exception, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def take(*_arguments: object) -> str:
        raise error

    monkeypatch.setattr(database_worker, "_from_sqlite", take)
    assert answer("sqlite", tmp_path, b"")["error"] == reason


def test_a_table_that_unpacks_to_too_much_is_given_up(tmp_path: Path) -> None:
    data = made("duckdb", tmp_path, "CREATE TABLE t AS SELECT random() AS x FROM range(100000)")
    with pytest.raises(InvalidInput, match="너무 큰"):
        safe_table(data, largest=50_000)


@pytest.mark.parametrize(
    "command", [["/bin/sh", "-c", "kill -SEGV $$"], ["/bin/sh", "-c", "sleep 5"], ["/bin/true"]]
)
def test_a_worker_that_breaks_breaks_alone(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(databases, "_COMMAND", command)
    monkeypatch.setattr(databases, "WAIT", 0.3)
    with pytest.raises(InvalidInput, match="데이터베이스"):
        safe_table(b"SQLite format 3\0")


def test_the_worker_answers_on_its_standard_output(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its limits are set by itself: here they are only looked at."""
    limits: dict[int, tuple[int, int]] = {}
    keep: Callable[[int, tuple[int, int]], None] = limits.__setitem__
    monkeypatch.setattr(database_worker.resource, "setrlimit", keep)
    path = tmp_path / "database"
    path.write_bytes(made("sqlite", tmp_path, "CREATE TABLE t (x INTEGER)"))
    monkeypatch.setattr("sys.argv", ["worker", "sqlite", str(path), str(tmp_path / "out"), "1000000", ""])
    database_worker.main()
    assert json.loads(capsys.readouterr().out) == {"table": "t"}
    assert limits[database_worker.resource.RLIMIT_FSIZE] == (1_000_000, 1_000_000)
