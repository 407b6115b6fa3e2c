"""`yunghap procedure simulate`."""

import json
from datetime import datetime, timedelta
from importlib import resources
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.procedures.bpmn.diagrams import SMALL, flow, process
from yunghap.config.cli import yunghap
from yunghap.core.clock import SEOUL
from yunghap.procedures.commands.common import diagram_of, read_diagram
from yunghap.procedures.commands.simulate import ready
from yunghap.procedures.simulation import Scenario, poisson, simulate

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


SHIPPED = Path(str(resources.files("yunghap.cases").joinpath("procedures")))


def test_a_folder_of_a_version_brings_its_tables_deadlines_and_assumptions(tmp_path: Path) -> None:
    shipped = SHIPPED / "sandbox-exemption"
    two = [str(shipped / "2026-06-03"), "--against", str(shipped / "2022-06-29")]
    ran = run(*two, "--arrivals", "12", "--json")
    assert ran.exit_code == 0, ran.output
    told = [json.loads(line) for line in ran.output.splitlines()]
    found = {one["version"]: one for one in told if one["kind"] == "lead_time"}
    assert found.keys() == {"2026-06-03", "2022-06-29"}
    assert [one["troubled"] for one in found.values()] == [0, 0]
    assert found["2026-06-03"]["days"]["median"] < found["2022-06-29"]["days"]["median"]
    assert run(str(tmp_path)).exit_code == 2  # no diagram


@pytest.mark.parametrize(
    "folder", sorted(SHIPPED.glob("*/*/")), ids=lambda one: f"{one.parent.name}-{one.name}"
)
def test_every_shipped_procedure_can_be_simulated(folder: Path) -> None:
    drawn = read_diagram(diagram_of(folder))
    _path, _drawn, program, settings = ready(folder, {}, [], None)
    coming = poisson(number=8, every=settings.every, seed=3, start=datetime(2026, 6, 8, 9, tzinfo=SEOUL))
    cases = simulate(Scenario(program, settings, 3, coming)).cases
    assert [one.trouble for one in cases if one.trouble] == []
    taken = [one.ended - one.arrived for one in cases if one.ended is not None]
    assert len(taken) == len(cases)
    assert max(taken) > timedelta(days=1)
    asked = {node.id for node in drawn.nodes.values() if node.own("role")}
    assert settings.durations.keys() <= asked


def test_assumptions_come_from_a_file_too_and_name_only_what_is_there(small: Path, tmp_path: Path) -> None:
    file = tmp_path / "assumed.json"

    def with_file(text: str) -> Result:
        file.write_text(text, encoding="utf-8")
        return run(str(small), "--arrivals", "2", "--assumptions", str(file), "--json")

    took = with_file(
        '{"durations": {"a": {"distribution": "fixed", "mean": "P3D"}}, "outcomes": {"a": {"x": [[{"in": "P1D"}, 1]], "y": [[["가", 2, {"b": true}], 1]]}}}'
    )
    assert json.loads(took.output.splitlines()[0])["days"]["median"] == 3
    for wrong in (
        '{"duration": {}}',
        '{"durations": {"nowhere": null}}',
        '{"durations": {"a": {"distribution": "odd"}}}',
        '{"outcomes": {"a": {"x": [["yes", 0]]}}}',
        '{"outcomes": {"a": {"x": [["yes"]]}}}',
        '{"arrivals": "often"}',
        "[]",
    ):
        assert with_file(wrong).exit_code == 2, wrong


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
