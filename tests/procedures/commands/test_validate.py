"""`yunghap procedure validate`."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.procedures.bpmn.diagrams import SMALL, flow, process
from tests.shared import shared_path
from yunghap.config.cli import yunghap

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(10))
GATEWAY = (
    '<startEvent id="s"/><exclusiveGateway id="x" default="b"/><endEvent id="e"/><endEvent id="e2"/>'
    + flow("a", "s", "x")
)
GATEWAY += flow("b", "x", "e")
HOSTILE = {
    "entities": (f"<!DOCTYPE a [{LAUGHS}]><a>&l9;</a>".encode(), "DOCTYPE", False),
    "script": (process('<startEvent id="s"/><scriptTask id="evil" scriptFormat="python"><script>import os</script></scriptTask>'
                       '<endEvent id="e"/>' + flow("a", "s", "evil") + flow("b", "evil", "e")), "evil", True),
    "unknown expression": (process(GATEWAY + flow("c", "x", "e2", '<conditionExpression language="python">'
                                   "__import__('os')</conditionExpression>")), "c", True),
    "unreadable expression": (process(GATEWAY + flow("c", "x", "e2", "<conditionExpression>a(b</conditionExpression>")), "c", True),
    "many elements": (process("".join(f'<task id="t{n}"/>' for n in range(100_000))), "t9998", False),
    "deep": (process("".join(f'<subProcess id="s{n}">' for n in range(200)) + "</subProcess>" * 200), "s32", False),
    "dangling reference": (process('<startEvent id="s"/><sendTask id="m" messageRef="gone"/>' + flow("f", "s", "m")), "m", True),
}  # fmt: skip


def run(path: Path, *more: str) -> tuple[int, dict[str, object]]:
    ran = CliRunner().invoke(yunghap, ["procedure", "validate", str(path), "--json", *more])
    (line,) = ran.output.splitlines()
    return ran.exit_code, json.loads(line)


def test_a_good_diagram_is_both(tmp_path: Path) -> None:
    path = tmp_path / "small.bpmn"
    path.write_bytes(process(SMALL))
    status, verdict = run(path)
    assert status == 0
    assert (verdict["readable"], verdict["executable"], verdict["obstacles"]) == (True, True, [])
    assert (verdict["nodes"], verdict["flows"], verdict["processes"]) == (3, 2, ["p"])
    said = CliRunner().invoke(yunghap, ["procedure", "validate", str(path), "--language", "en"])
    assert said.output == "Readable: yes\nExecutable: yes\n"


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_diagrams_are_refused_with_the_element_named(name: str, tmp_path: Path) -> None:
    data, element, readable = HOSTILE[name]
    path = tmp_path / "hostile.bpmn"
    path.write_bytes(data)
    status, verdict = run(path)
    assert status == 1
    assert (verdict["readable"], verdict["executable"]) == (readable, False)
    found = verdict["obstacles" if readable else "problems"]
    assert isinstance(found, list)
    assert element in {one["element"] for one in found}
    assert all(one["line"] > 0 and one["reason"] for one in found)
    said = CliRunner().invoke(yunghap, ["procedure", "validate", str(path)])
    assert element in said.output


@pytest.mark.shared
@pytest.mark.parametrize("name", ["A.1.0", "A.2.0", "A.2.1", "A.3.0", "A.4.0", "A.4.1", "B.1.0", "B.2.0"])
def test_interchange_samples_are_readable(name: str) -> None:
    status, verdict = run(shared_path(f"bpmn-miwg/{name}.bpmn"))
    assert status == 1  # none of them is marked as executable
    assert verdict["readable"] is True
    assert verdict["problems"] == []


def test_no_file_is_bad_use(tmp_path: Path) -> None:
    assert CliRunner().invoke(yunghap, ["procedure", "validate", str(tmp_path / "none.bpmn")]).exit_code == 2


def test_enormous_files_are_read_to_the_limit_only(tmp_path: Path) -> None:
    path = tmp_path / "huge.bpmn"
    path.write_bytes(process('<task id="t"><documentation>' + "x" * 60_000_000 + "</documentation></task>"))
    status, verdict = run(path)
    assert status == 1
    assert verdict["problems"][0]["element"] == "definitions"  # type: ignore[index]


def test_needs_neither_settings_nor_database(tmp_path: Path) -> None:
    path = tmp_path / "small.bpmn"
    path.write_bytes(process(SMALL))
    code = (
        "import sys; from yunghap.config.cli import yunghap\n"
        f"try: yunghap(['procedure', 'validate', {str(path)!r}])\n"
        "except SystemExit as end: assert not end.code\n"
        "assert 'django.db.models' not in sys.modules"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


TABLE = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="urn:x">
<decision id="rank" name="rank"><decisionTable id="t" hitPolicy="UNIQUE">
<input id="i"><inputExpression typeRef="number"><text>score</text></inputExpression></input><output id="o" name="ok" typeRef="boolean"/>
%s</decisionTable></decision></definitions>"""


def rule(number: int, condition: str) -> str:
    return (
        f'<rule id="r{number}"><inputEntry><text>{condition}</text></inputEntry>'
        "<outputEntry><text>true</text></outputEntry></rule>"
    )


def test_a_folder_is_looked_at_with_its_tables(tmp_path: Path) -> None:
    (tmp_path / "diagram.bpmn").write_bytes(process(SMALL))
    version = tmp_path / "2026-01-01"
    version.mkdir()
    (version / "rank.dmn").write_text(TABLE % (rule(1, "&gt; 60") + rule(2, "&lt; 40")), "utf-8")
    status, verdict = run(version)
    [table] = verdict["tables"]
    assert (status, table["file"], table["decision"], table["gaps"]) == (
        0,
        "rank.dmn",
        "rank",
        [["[40..60]"]],
    )
    assert (
        "no rule for"
        in CliRunner().invoke(yunghap, ["procedure", "validate", str(tmp_path), "--language", "en"]).output
    )
    (version / "rank.dmn").write_text(TABLE % (rule(1, "&gt; 60") + rule(2, "&gt;= 50")), "utf-8")
    status, verdict = run(tmp_path)
    assert status == 1
    assert verdict["tables"][0]["overlaps"][0]["rules"] == [1, 2]
    assert (
        "contradict"
        in CliRunner().invoke(yunghap, ["procedure", "validate", str(tmp_path), "--language", "en"]).output
    )
    (version / "rank.dmn").write_text("<x/>", "utf-8")
    assert run(tmp_path)[0] == 1
    (tmp_path / "diagram.bpmn").unlink()
    assert CliRunner().invoke(yunghap, ["procedure", "validate", str(version)]).exit_code == 2
