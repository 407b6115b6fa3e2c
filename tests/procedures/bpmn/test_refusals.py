"""Malformed, cyclic, enormous and hostile files are refused, with the element named."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunghap.procedures.bpmn import BpmnError, read_bpmn
from yunghap.procedures.drawing import draw
from yunghap.procedures.program.compile import obstacles

from .diagrams import HEAD, SMALL, file, flow, process

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(10))
SHAPE = '<bpmndi:BPMNDiagram><bpmndi:BPMNPlane bpmnElement="p">{}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>'
DEEP = "".join(f'<subProcess id="s{n}">' for n in range(40)) + "</subProcess>" * 40
CASES = {
    "DOCTYPE": (b"<!DOCTYPE a>\n<a/>", "DOCTYPE", 1),
    "billion laughs": (f"<!DOCTYPE a [{LAUGHS}]><a>&l9;</a>".encode(), "DOCTYPE", 1),
    "outside entity": (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "DOCTYPE", 1),
    "empty": (b"", "definitions", 1),
    "cut off": (file('<process id="p">\n<userTask id="last"'), "last", None),
    "deep XML": (HEAD.encode() + b"".join(b'<a id="x%d">\n' % n for n in range(300)), "x255", 258),
    "HTML": (b"<html/>", "html", 1),
    "BPMN 1": (b'<definitions xmlns="urn:bpmn:1"/>', "definitions", 1),
    "deep sub-processes": (process(DEEP), "s32", 4),
    "id used twice": (process('<task id="a"/>\n<task id="a"/>'), "a", 5),
    "flow between nothing": (process('<sequenceFlow/>'), "sequenceFlow_1", 4),
    "flow to nothing": (process(SMALL + "\n" + flow("h", "a", "gone")), "h", 5),
    "flow to a lane": (process(f'<laneSet><lane id="l"/></laneSet>{SMALL}\n{flow("h", "a", "l")}'), "h", 5),
    "flow without target": (process('<task id="a"/>\n<sequenceFlow id="h" sourceRef="a"/>'), "h", 5),
    "attached to nothing": (process('<boundaryEvent id="b" attachedToRef="gone"/>'), "b", 4),
    "attached to an event": (process(SMALL + '\n<boundaryEvent id="b" attachedToRef="s"/>'), "b", 5),
    "unattached": (process('<boundaryEvent id="b"/>'), "b", 4),
    "no process": (file('<collaboration id="c"><participant id="o" processRef="c"/></collaboration>'), "o", 3),
    "message flow from nowhere": (file('<collaboration id="c"><messageFlow id="m" targetRef="c"/></collaboration>'), "m", 3),
    "wrong definition": (process(SMALL + '<endEvent id="x">\n<eventDefinitionRef>a</eventDefinitionRef></endEvent>'),
                         "eventDefinitionRef", 5),
    "calls itself": (process('<callActivity id="c" calledElement="p"/>'), "c", 4),
    "calls in a circle": (
        file('<process id="p"><callActivity id="c" calledElement="q"/></process>\n'
             '<process id="q"><subProcess id="s"><callActivity id="d" calledElement="p"/></subProcess></process>'), "d", 4),
    "place out of the world": (
        process(SMALL, after=SHAPE.format('\n<bpmndi:BPMNShape id="S" bpmnElement="a"><dc:Bounds x="1e99" y="nan" width="1" height="1"/></bpmndi:BPMNShape>')),
        "S", 6),
    "place in words": (
        process(SMALL, after=SHAPE.format('\n<bpmndi:BPMNShape id="S" bpmnElement="a"><dc:Bounds x="left" y="0" width="1" height="-1"/></bpmndi:BPMNShape>')),
        "S", 6),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_refused_with_element_and_line(name: str) -> None:
    data, element, line = CASES[name]
    with pytest.raises(BpmnError) as refusal:
        read_bpmn(data)
    first = refusal.value.problems[0]
    assert first.element == element
    assert line is None or first.line == line
    assert element in str(refusal.value)


def test_more_than_ten_thousand_elements_are_refused_at_the_first_too_many() -> None:
    tasks = "\n".join(f'<task id="t{n}"/>' for n in range(100_000))
    with pytest.raises(BpmnError, match="10,000") as refusal:
        read_bpmn(process(tasks))
    assert refusal.value.problems[0].element == "t9998"  # with definitions and process


def test_a_crowd_of_places_and_extensions_is_refused_too() -> None:
    crowd = "<extensionElements>" + "<yh:x/>" * 70_000 + "</extensionElements>"
    with pytest.raises(BpmnError, match="60,000"):
        read_bpmn(process(crowd))


def test_more_than_five_megabytes_are_refused_unread() -> None:
    with pytest.raises(BpmnError, match="5 MB") as refusal:
        read_bpmn(process('<task id="big"><documentation>' + "글" * 2_000_000 + "</documentation></task>"))
    assert refusal.value.problems[0].element == "definitions"
    lines = "\n".join(f'<task id="t{n}" name="{"x" * 80}"/>' for n in range(60_000))
    with pytest.raises(BpmnError) as refusal:
        read_bpmn(process(lines))
    assert refusal.value.problems[0].element.startswith("t4")


REMARKS = {
    "flow into a sub-process": (
        process(f'{SMALL}<subProcess id="sub"><task id="in"/></subProcess>\n{flow("h", "a", "in")}'), "h"),
    "attached elsewhere": (
        process('<task id="a"/><subProcess id="s">\n<boundaryEvent id="b" attachedToRef="a"/></subProcess>'), "b"),
    "default of another": (process(SMALL + '\n<exclusiveGateway id="x" default="f"/>'), "x"),
    "message of nothing": (process('<task id="t"/>\n<sendTask id="a" messageRef="gone"/>'), "a"),
}  # fmt: skip
SLIPS = {
    "shape without bounds": '<bpmndi:BPMNShape id="S" bpmnElement="a"/>',
    "shape of nothing": '<bpmndi:BPMNShape id="S" bpmnElement="gone"><dc:Bounds x="0" y="0" width="1" height="1"/></bpmndi:BPMNShape>',
    "shape turned over": '<bpmndi:BPMNShape id="S" bpmnElement="a"><dc:Bounds x="0" y="0" width="-1" height="1"/></bpmndi:BPMNShape>',
    "line of one point": '<bpmndi:BPMNEdge id="S" bpmnElement="f"><di:waypoint x="1" y="1"/></bpmndi:BPMNEdge>',
}


@pytest.mark.parametrize("name", REMARKS)
def test_what_only_running_cannot_do_without_is_remarked_upon(name: str) -> None:
    data, element = REMARKS[name]
    read = read_bpmn(data)
    assert [one.element for one in read.remarks] == [element]
    assert element in {one.element for one in obstacles(read)}
    assert draw(read)


@pytest.mark.parametrize("name", SLIPS)
def test_slips_of_the_drawing_do_not_matter_to_anything_else(name: str) -> None:
    read = read_bpmn(process(SMALL, after=SHAPE.format(SLIPS[name])))
    assert {one.element for one in read.misplaced} == {"S"}
    assert not read.remarks
    assert not obstacles(read)
    assert draw(read)


def test_every_problem_is_told_in_the_order_of_the_file() -> None:
    with pytest.raises(BpmnError) as refusal:
        read_bpmn(process(f'{flow("h", "x", "y")}\n<boundaryEvent/>\n<boundaryEvent id="b"/>'))
    assert [(one.element, one.line) for one in refusal.value.problems] == [
        ("h", 4),
        ("h", 4),
        ("boundaryEvent_1", 5),
        ("b", 6),
    ]


def test_as_much_as_is_allowed_is_read() -> None:
    tasks = "".join(f'<task id="t{n}"/>' for n in range(9_998))
    assert len(read_bpmn(process(tasks)).nodes) == 9_998


@given(st.integers(min_value=0), st.integers(min_value=0), st.binary(max_size=3))
def test_damage_never_raises_anything_else(start: int, length: int, put: bytes) -> None:
    whole = process(SMALL, after=SHAPE.format(""))
    at = start % len(whole)
    damaged = whole[:at] + put + whole[at + length % 40 :]
    with suppress(BpmnError):
        read_bpmn(damaged)
