"""`yunghap procedure simulate`."""

import json
from importlib import resources
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.procedures.bpmn.diagrams import SMALL, flow, process
from yunghap.config.cli import yunghap

DATA = resources.files("yunghap.procedures").joinpath("data")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(yunghap, ["procedure", "simulate", *arguments])


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "small.bpmn"
    path.write_bytes(process(SMALL))
    return path


def test_two_versions_are_compared(tmp_path: Path) -> None:
    files = [
        str(DATA.joinpath("sandbox-v2021-09-16.bpmn")),
        "--against",
        str(DATA.joinpath("sandbox-v2023-plan.bpmn")),
    ]
    report = tmp_path / "report.html"
    ran = run(*files, "--arrivals", "40", "--seed", "5", "--json", "-o", str(report))
    assert ran.exit_code == 0, ran.output
    objects = [json.loads(line) for line in ran.output.splitlines()]
    assert {one["kind"] for one in objects} == {"lead_time", "step", "workload", "comparison"}
    assert objects[-1]["median"] < 0
    assert {"환경부", "위원회"} <= {one["place"] for one in objects if one["kind"] == "workload"}
    page = report.read_text(encoding="utf-8")
    assert page.count("<svg") == 3
    assert "실증특례 개선안" in page
    assert ran.output == run(*files, "--arrivals", "40", "--seed", "5", "--json").output
    assert ran.output != run(*files, "--arrivals", "40", "--seed", "6", "--json").output


def test_tables_for_people(small: Path) -> None:
    ran = run(str(small), "--arrivals", "3", "--every", "P2D", "--start", "2026-03-02", "--language", "en")
    assert ran.exit_code == 0
    assert "Lead time in days" in ran.output


def test_recorded_arrivals_decisions_and_deadlines(small: Path, tmp_path: Path) -> None:
    table, rules = tmp_path / "a.csv", tmp_path / "rules.json"
    table.write_text("arrived\n2026-01-05\n2026-01-06\n", encoding="utf-8")
    rules.write_text(
        json.dumps([{"id": "r", "counting": "civil-act", "term": "P3D", "article": "§1"}]), encoding="utf-8"
    )
    body = SMALL.replace('<userTask id="a"', '<userTask id="a" yh:deadline="r"')
    small.write_bytes(process(body))
    ran = run(str(small), "--recorded", str(table), "--deadlines", str(rules), "--json")
    assert ran.exit_code == 0, ran.output
    assert json.loads(ran.output.splitlines()[0])["cases"] == 2


def test_refusals(small: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.bpmn"
    bad.write_bytes(b"<a/>")
    assert run(str(bad)).exit_code == 2
    small.write_bytes(process('<startEvent id="s"/><scriptTask id="x"/>' + flow("f", "s", "x")))
    ran = run(str(small))
    assert ran.exit_code == 1
    assert "x:" in ran.output
    assert run(str(small), "--arrivals", "0").exit_code == 2
