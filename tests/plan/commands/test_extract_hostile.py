"""`yunghap plan extract` on hostile files: exit status 2 and one sentence, or the right number."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.documents.hostile import files
from yunghap.plan.cli import plan


def extract(tmp_path: Path, data: bytes) -> Result:
    file = tmp_path / "plan.bin"
    file.write_bytes(data)
    return CliRunner().invoke(plan, ["extract", str(file), "--json"])


@pytest.mark.parametrize("name", files.GOOD)
def test_disguised_file_gives_its_number(tmp_path: Path, name: str) -> None:
    result = extract(tmp_path, files.GOOD[name]())
    assert result.exit_code == 0, result.output
    found = [json.loads(line) for line in result.stdout.splitlines()]
    stated = [(one["year"], one["value"], one["unit"], one["role"], one["ministry"]) for one in found]
    assert (2023, 59.2, "억원", "budget", "산업부") in stated


@pytest.mark.parametrize("name", files.BAD)
def test_bad_file_is_refused_in_one_line(tmp_path: Path, name: str) -> None:
    result = extract(tmp_path, files.BAD[name][0]())
    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1
    assert result.exception is None or isinstance(result.exception, SystemExit)


@pytest.mark.parametrize("name", ["hwpx cut off", "hwp 5 with a password", "damaged utf-8", "hwpx, entity"])
def test_the_program_itself_says_it_without_a_traceback(tmp_path: Path, name: str) -> None:
    """As a process of its own: the command does without Django's set-up, so its sentences must, too."""
    file = tmp_path / "plan.bin"
    file.write_bytes(files.BAD[name][0]())
    program = [
        sys.executable,
        "-c",
        "from yunghap.config.cli import main; main()",
        "plan",
        "extract",
        str(file),
        "--json",
    ]
    done = subprocess.run(program, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert any("가" <= letter <= "힣" for letter in done.stderr)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("예산 -59.2억원, △3억원, −5억원 (산업부)", [-59.2, -3, -5]),
        (f"예산 1{'0' * 30}억원 (산업부)", [10**30]),
        (f"예산 1{'0' * 30}원, 0원 (산업부)", [10**30, 0]),
        ("예산 59.2억원 (산업부)\n" * 3, [59.2] * 3),
        (f"예산 {'9' * 5000}억원, 7억원", [7]),
        ("예산 1e400억원, 7억원", [7]),
    ],
)
def test_odd_amounts(tmp_path: Path, text: str, values: list[float]) -> None:
    result = extract(tmp_path, text.encode())
    assert result.exit_code == 0
    found = [json.loads(line)["value"] for line in result.stdout.splitlines()]
    assert [value for value in found if value in values] == values
