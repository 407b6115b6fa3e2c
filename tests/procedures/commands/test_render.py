"""`yunghap procedure render`."""

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.procedures.bpmn.diagrams import SMALL, process
from yunghap.config.cli import yunghap


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "small.bpmn"
    path.write_bytes(process(SMALL))
    return path


def test_writes_the_drawing(small: Path, tmp_path: Path) -> None:
    target = tmp_path / "small.svg"
    ran = CliRunner().invoke(yunghap, ["procedure", "render", str(small), "-o", str(target)])
    assert (ran.exit_code, ran.output) == (0, "")
    assert target.read_text(encoding="utf-8").startswith("<svg ")
    assert "사용자 작업: 접수" in target.read_text(encoding="utf-8")
    english = CliRunner().invoke(yunghap, ["procedure", "render", str(small), "--language", "en"])
    assert "user task: 접수" in english.output


def test_reads_standard_input() -> None:
    ran = CliRunner().invoke(yunghap, ["procedure", "render", "-"], input=process(SMALL))
    assert ran.exit_code == 0
    assert ran.output.startswith("<svg ")


def test_says_what_is_wrong(small: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.bpmn"
    bad.write_bytes(process('<task id="a"/><task id="a"/>'))
    ran = CliRunner().invoke(yunghap, ["procedure", "render", str(bad)])
    assert ran.exit_code == 2
    assert "4번째 줄, a:" in ran.output
    for arguments in (["--only", "none"], ["-o", str(tmp_path / "no" / "where.svg")]):
        assert CliRunner().invoke(yunghap, ["procedure", "render", str(small), *arguments]).exit_code == 2


def test_needs_neither_settings_nor_database(small: Path) -> None:
    code = (
        "import sys; from yunghap.config.cli import yunghap\n"
        f"try: yunghap(['procedure', 'render', {str(small)!r}])\n"
        "except SystemExit as end: assert not end.code\n"
        "assert 'yunghap.config.settings' not in sys.modules and 'django.db.models' not in sys.modules"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert "사용자 작업: 접수" in ran.stdout
