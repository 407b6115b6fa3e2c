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


def test_a_folder_of_a_version_brings_its_tables_and_deadlines(tmp_path: Path) -> None:
    shipped = Path(str(resources.files("yunghap.cases").joinpath("procedures", "sandbox-exemption")))
    table = tmp_path / "a.csv"
    table.write_text(
        "arrived,variant,kind\n2026-06-05,industrial-convergence,demonstration\n", encoding="utf-8"
    )
    two = [str(shipped / "2026-06-03"), "--against", str(shipped / "2023-plan")]
    ran = run(*two, "--recorded", str(table), "--json")
    assert ran.exit_code == 0, ran.output
    told = [one for line in ran.output.splitlines() if (one := json.loads(line))["kind"] == "lead_time"]
    assert {one["version"] for one in told} == {"2026-06-03", "2023-plan"}
    # The table knows the scheme, and no assumption names the ministries to be asked.
    assert all("agencies" in one["trouble"] for one in told)
    assert run(str(tmp_path)).exit_code == 2  # no diagram


def test_deadlines_given_stand_in_place_of_those_of_the_folder(small: Path, tmp_path: Path) -> None:
    small.rename(tmp_path / "diagram.bpmn")
    body = SMALL.replace('<userTask id="a"', '<userTask id="a" yh:deadline="r"')
    (tmp_path / "diagram.bpmn").write_bytes(process(body))
    version, given = tmp_path / "2026", tmp_path / "given.json"
    version.mkdir()
    (version / "deadlines.json").write_text("[]", encoding="utf-8")
    assert run(str(version), "--arrivals", "1").exit_code == 1  # no such deadline
    rule = {"id": "r", "counting": "civil-act", "article": "§1"}
    for file, term in ((version / "deadlines.json", "P3D"), (given, "P4D")):
        file.write_text(json.dumps([rule | {"term": term}]), encoding="utf-8")
    assert run(str(version), "--arrivals", "1").exit_code == 0
    assert run(str(version), "--arrivals", "1", "--deadlines", str(given)).exit_code == 0


def test_refusals(small: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.bpmn"
    bad.write_bytes(b"<a/>")
    assert run(str(bad)).exit_code == 2
    small.write_bytes(process('<startEvent id="s"/><scriptTask id="x"/>' + flow("f", "s", "x")))
    ran = run(str(small))
    assert ran.exit_code == 1
    assert "x:" in ran.output
    assert run(str(small), "--arrivals", "0").exit_code == 2
