"""What exports of other tools do: drawn twice, without a size, numbers as a country writes them, talks."""

import pytest
from django.utils import translation

from yunghap.procedures.bpmn import read_bpmn
from yunghap.procedures.drawing import draw
from yunghap.procedures.program.compile import obstacles

from .diagrams import SMALL, file, process


def shape(element: str, box: str = 'x="0" y="0" width="40" height="40"', more: str = "") -> str:
    return f'<bpmndi:BPMNShape id="s-{element}" bpmnElement="{element}" {more}><dc:Bounds {box}/></bpmndi:BPMNShape>'


def plane(*shapes: str) -> str:
    inside = "".join(shapes)
    return f'<bpmndi:BPMNDiagram id="d"><bpmndi:BPMNPlane id="pl">{inside}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>'


def test_what_is_drawn_twice_is_drawn_twice() -> None:
    body = SMALL + '<dataObject id="o" name="청구서"><dataState name="[sent]"/></dataObject>'
    twice = plane(*map(shape, "sae"), shape("o"), shape("o", 'x="200,5" y="0" width="40" height="40"'))
    read = read_bpmn(process(body, after=twice))
    assert [one.bounds.x for one in read.diagrams[0].shapes.values()][3:] == [0, 200.5]
    drawn = draw(read)
    assert drawn.count(">청구서<") == 2
    assert drawn.count(">[sent]<") == 2


def test_what_has_no_size_gets_a_place_or_is_left_out() -> None:
    hidden = '<collaboration id="c"><participant id="o" name="숨은 곳"/></collaboration>'
    none = 'x="0" y="0" width="0" height="0"'
    drawn = draw(
        read_bpmn(process(SMALL, before=hidden, after=plane(shape("o", none), shape("a", none), shape("s"))))
    )
    assert "숨은 곳" not in drawn
    assert ">접수<" in drawn


def test_ids_that_nothing_names_may_stand_twice_and_a_pool_may_stay_empty() -> None:
    """As modellers export them who copy a task with all in it, or keep the pool of a process that went."""
    pool = '<collaboration id="c"><participant id="o" name="접수처" processRef="gone"/></collaboration>'
    owner = '<potentialOwner id="a"><resourceAssignmentExpression id="r"/></potentialOwner>'
    read = read_bpmn(
        process(
            f'<userTask id="t">{owner}</userTask>{SMALL}',
            before=pool,
            after=plane(shape("o", 'x="0" y="0" width="400" height="200"')),
        )
    )
    assert read.nodes["a"].name == "접수"
    assert [one.element for one in read.remarks] == ["a", "o"]
    assert ">접수처<" in draw(read)


def test_definitions_may_stand_twice_and_an_event_definition_may_be_of_no_kind() -> None:
    """As jBPM's designer writes the types of variables, and ARIS an event that it has no kind for."""
    before = '<itemDefinition id="i"/><itemDefinition id="i"/><eventDefinition id="any"/>'
    end = '<endEvent id="x" name="끝남"><eventDefinitionRef>any</eventDefinitionRef></endEvent>'
    read = read_bpmn(process(SMALL + end, before=before))
    assert [one.element for one in read.remarks] == ["i", "eventDefinitionRef"]
    assert ">끝남<" in draw(read)


def test_long_names_are_drawn_whole() -> None:
    """In a low box with a sign and a loop in smaller letters; beside an event with the longest word in one piece."""
    loop = '<standardLoopCharacteristics id="l"/>'
    body = f"""<serviceTask id="t" name="Record transaction commission amount to book">{loop}</serviceTask>
      <endEvent id="x" name="Rechnungseingangsprüfung fertig"/>"""
    low = shape("t", 'x="0" y="0" width="120" height="60"')
    drawn = draw(
        read_bpmn(process(body, after=plane(low, shape("x", 'x="200" y="0" width="30" height="30"'))))
    )
    assert "…" not in drawn
    assert ">Rechnungseingangsprüfung<" in drawn


TALKS = """
<choreography id="c"><participant id="x" name="Customer"/><participant id="y" name="Shop"/>
<choreographyTask id="t" name="Order" initiatingParticipantRef="x"><participantRef>x</participantRef></choreographyTask>
<subChoreography id="u" name="Pay"/><startEvent id="s"/><sequenceFlow id="f" sourceRef="s" targetRef="t"/></choreography>
<collaboration id="v"><participant id="z" name="Bank"/><conversation id="w" name="Loan"/>
<callConversation id="k" name="Terms"/><conversationLink id="l" sourceRef="z" targetRef="w"/></collaboration>
"""


def test_choreographies_and_conversations_are_drawn_in_their_notation() -> None:
    places = plane(
        *(shape(name) for name in "tuswkz"),
        shape("x", more='participantBandKind="top_initiating"'),
        shape("y", more='participantBandKind="bottom_non_initiating"'),
        *(
            f'<bpmndi:BPMNEdge bpmnElement="{name}"><di:waypoint x="0" y="0"/><di:waypoint x="9" y="0"/></bpmndi:BPMNEdge>'
            for name in "fl"
        ),
    )
    read = read_bpmn(file(TALKS + places))
    with translation.override("en"):
        drawn = draw(read)
    for said in (
        "choreography task",
        "sub-choreography",
        "called conversation",
        "start event",
        "pool: Customer",
    ):
        assert said in drawn
    assert drawn.count('fill="#E6E8EA"') == 1  # whoever does not begin
    assert 'stroke-dasharray="2,3"' not in drawn  # nothing that is not known
    assert {one.element for one in obstacles(read)} == {"definitions"}


@pytest.mark.parametrize(
    ("often", "fits"),
    [("1000", True), ("= 3 + 4", True), ("many", True), ("1001", False), ("500 * 3", False), ("-1", False), ("1.5", False)],
)  # fmt: skip
def test_how_often_is_known_before_it_runs_where_no_case_decides_it(often: str, fits: bool) -> None:
    loop = f"<multiInstanceLoopCharacteristics><loopCardinality>{often}</loopCardinality></multiInstanceLoopCharacteristics>"
    data = process(SMALL.replace('name="접수"/>', f">{loop}</userTask>"))
    assert [one.element for one in obstacles(read_bpmn(data))] == ([] if fits else ["a"])


def test_ids_that_nothing_refers_to_and_lost_defaults_do_not_keep_a_file_from_being_read() -> None:
    timer = '<timerEventDefinition id="same"><timeDuration>P1D</timeDuration></timerEventDefinition>'
    body = (
        f'<startEvent id="s">{timer}</startEvent><intermediateCatchEvent id="i">{timer}</intermediateCatchEvent>'
        '<exclusiveGateway id="g" default="gone"/>'
    )
    assert {one.element for one in read_bpmn(process(body)).remarks} == {"same", "g"}


@pytest.mark.parametrize(("wide", "turned"), [(60, True), (300, False)])
def test_the_name_of_a_narrow_closed_pool_stands_upright(wide: int, turned: bool) -> None:
    pool = '<collaboration id="c"><participant id="o" name="Applicant"/></collaboration>'
    read = read_bpmn(file(pool + plane(shape("o", f'x="0" y="0" width="{wide}" height="400"'))))
    assert ("rotate(-90" in draw(read)) is turned
