"""`yunghap plan check`."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.plan.checks.documents import HEAD
from yunghap.plan.cli import plan

WRONG = HEAD + "- 로봇 실증 41개 과제(29개 계속·11개 신규) 지원\n"
RIGHT = HEAD + "- 로봇 실증 41개 과제(29개 계속·12개 신규) 지원\n"


def run(tmp_path: Path, text: str | bytes, *options: str) -> Result:
    file = tmp_path / "plan.txt"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return CliRunner().invoke(plan, ["check", str(file), *options])


def test_check_tells_a_failure_and_exits_1(tmp_path: Path) -> None:
    result = run(tmp_path, WRONG)
    assert result.exit_code == 1
    assert "맞지 않음 (1)" in result.output
    assert "신규 11개와 계속 29개를 더하면 40개 과제인데" in result.output


def test_check_exits_0_where_nothing_fails(tmp_path: Path) -> None:
    assert run(tmp_path, RIGHT).exit_code == 0


def test_check_writes_one_object_per_result(tmp_path: Path) -> None:
    result = run(tmp_path, WRONG, "--json", "--language", "en")
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 1
    assert all(set(row) == {"check", "version", "result", "lines", "message", "values"} for row in rows)
    failed = [row for row in rows if row["result"] == "fail"]
    assert [(row["check"], row["lines"]) for row in failed] == [("new-plus-continuing", [8])]
    assert "make 40개 과제" in failed[0]["message"]
    nothing = [row["check"] for row in rows if row["result"] == "not_applicable"]
    assert len(nothing) == len(set(nothing))


def test_check_runs_only_what_is_asked(tmp_path: Path) -> None:
    result = run(tmp_path, WRONG, "--json", "--only", "share")
    assert [json.loads(line)["check"] for line in result.stdout.splitlines()] == ["share"]
    assert result.exit_code == 0


@pytest.mark.parametrize("options", [["--only", "nothing"], ["--language", "de"], ["--rounding", "up"]])
def test_check_refuses_bad_use(tmp_path: Path, options: list[str]) -> None:
    assert run(tmp_path, RIGHT, *options).exit_code == 2


def test_check_exits_2_where_the_file_cannot_be_read(tmp_path: Path) -> None:
    assert run(tmp_path, b"\0\1\2\3").exit_code == 2
    assert CliRunner().invoke(plan, ["check", str(tmp_path / "none")]).exit_code == 2
