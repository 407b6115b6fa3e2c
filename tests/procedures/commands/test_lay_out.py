"""`yunghap procedure lay-out`."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.procedures.bpmn.diagrams import SMALL, process
from yunghap.config.cli import yunghap
from yunghap.procedures.bpmn import read_bpmn
from yunghap.procedures.drawing.layout import completed

SHIPPED = sorted(Path("src/yunghap/cases/procedures").glob("**/*.bpmn"))


def test_places_are_those_of_the_drawing_and_all_else_stays(tmp_path: Path) -> None:
    path, target = tmp_path / "a.bpmn", tmp_path / "b.bpmn"
    inner = f'{SMALL}<subProcess id="sub"><userTask id="in"/></subProcess>'
    path.write_bytes(
        process(f'<laneSet id="ls"><lane id="l"><flowNodeRef>a</flowNodeRef></lane></laneSet>{inner}')
    )
    ran = CliRunner().invoke(yunghap, ["procedure", "lay-out", str(path), "-o", str(target)])
    assert ran.exit_code == 0, ran.output
    before, after = read_bpmn(path.read_bytes()), read_bpmn(target.read_bytes())
    [own], [written] = completed(before), after.diagrams
    assert written.shapes.keys() == own.shapes.keys() >= {"s", "a", "e", "l", "sub", "in"}
    assert written.edges.keys() == own.edges.keys() >= {"f", "g"}
    assert all(abs(written.shapes[id_].bounds.x - own.shapes[id_].bounds.x) < 0.1 for id_ in own.shapes)
    assert (written.shapes["sub"].expanded, written.shapes["l"].horizontal) == (True, True)
    assert not after.misplaced
    assert target.read_bytes().startswith(path.read_bytes().rpartition(b"</")[0])


def test_a_file_with_places_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.bpmn"
    path.write_bytes(process(SMALL))
    for status in (0, 2):
        ran = CliRunner().invoke(
            yunghap, ["procedure", "lay-out", str(path), "-o", str(path), "--language", "en"]
        )
        assert ran.exit_code == status
    assert "already" in ran.output


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.parent.name)
def test_shipped_procedures_open_in_every_editor(path: Path) -> None:
    read = read_bpmn(path.read_bytes())
    shown = {id_ for diagram in read.diagrams for id_ in (*diagram.shapes, *diagram.edges)}
    assert {*read.nodes, *read.flows} <= shown
