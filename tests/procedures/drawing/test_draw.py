"""Drawings: valid SVG that shows every element, says everything in words, and keeps to a strict content policy."""

import re

import pytest
from django.utils import translation
from lxml import etree

from tests.procedures.bpmn.diagrams import SMALL, file, flow, process
from tests.shared import shared_path
from yunghap.documents.typography import em_width
from yunghap.procedures.bpmn import read_bpmn
from yunghap.procedures.drawing import Mark, Overlay, draw

SVG = "{http://www.w3.org/2000/svg}"
SAMPLES = ["A.1.0", "A.2.0", "A.2.1", "A.3.0", "A.4.0", "A.4.1", "B.1.0", "B.2.0"]
EVENTS = "".join(
    f'<intermediateCatchEvent id="c{trigger}"><{trigger}EventDefinition/></intermediateCatchEvent>'
    f'<intermediateThrowEvent id="t{trigger}"><{trigger}EventDefinition/></intermediateThrowEvent>'
    for trigger in (
        "message",
        "timer",
        "signal",
        "error",
        "escalation",
        "conditional",
        "link",
        "compensate",
        "cancel",
    )
)
KINDS = (
    "".join(
        f'<{kind} id="{kind}" name="{kind}"/>'
        for kind in (
            "task",
            "userTask",
            "manualTask",
            "serviceTask",
            "scriptTask",
            "sendTask",
            "receiveTask",
            "businessRuleTask",
            "exclusiveGateway",
            "parallelGateway",
            "inclusiveGateway",
            "complexGateway",
        )
    )
    + EVENTS
    + """<eventBasedGateway id="ebg"/><eventBasedGateway id="ebp" eventGatewayType="Parallel" instantiate="true"/>
<receiveTask id="instantiating" instantiate="true"/><endEvent id="term"><terminateEventDefinition/></endEvent>
<startEvent id="multi"><timerEventDefinition/><signalEventDefinition/></startEvent>
<startEvent id="all" parallelMultiple="true"><timerEventDefinition/><signalEventDefinition/></startEvent>
<transaction id="tr"><startEvent id="trs"/></transaction><adHocSubProcess id="ah"/><callActivity id="ca" calledElement="g"/>
<subProcess id="ev" triggeredByEvent="true"><startEvent id="es" isInterrupting="false"><timerEventDefinition/></startEvent></subProcess>
<task id="loop" isForCompensation="true"><standardLoopCharacteristics/></task>
<task id="par"><multiInstanceLoopCharacteristics/></task>
<task id="seq"><multiInstanceLoopCharacteristics isSequential="true"/></task>
<dataObject id="many" isCollection="true" name="여럿"/><dataObjectReference id="ref" dataObjectRef="many"><dataState name="초안"/>
</dataObjectReference><dataStoreReference id="store" name="보관소"/><textAnnotation id="note"><text>메모</text></textAnnotation>
<association id="as" sourceRef="note" targetRef="task" associationDirection="Both"/>"""
)


def parsed(svg: str) -> etree._Element:
    return etree.fromstring(svg.encode())


def titles(svg: str) -> list[str]:
    return [str(title.text) for title in parsed(svg).iter(f"{SVG}title")]


def number(text: str) -> float:
    return float(text)


def test_every_kind_of_element_is_drawn_and_named() -> None:
    read = read_bpmn(process(KINDS, after='<globalUserTask id="g"/>'))
    with translation.override("en"):
        said = titles(draw(read))
    assert len(said) == 1 + len(read.nodes) + 3  # the drawing itself; two data, one note
    assert {
        "user task: userTask",
        "intermediate event (compensation)",
        "event sub-process",
        "data store: 보관소",
    } <= set(said)
    with translation.override("ko"):
        assert "사용자 작업: userTask" in titles(draw(read))


def test_nothing_that_a_strict_policy_forbids() -> None:
    svg = draw(read_bpmn(process(KINDS)))
    tree = parsed(svg)
    assert not tree.xpath("//*[@style]")
    assert {str(one.tag).removeprefix(SVG) for one in tree.iter()} <= {
        "svg", "title", "desc", "rect", "g", "path", "circle", "text", "tspan", "a"
    }  # fmt: skip
    assert "url(" not in svg
    assert "<script" not in svg


def test_names_from_the_file_are_text_and_nothing_else() -> None:
    hostile = "&lt;script&gt;alert(1)&lt;/script&gt;&quot;"
    svg = draw(
        read_bpmn(process(f'<task id="a" name="{hostile}"/>')), overlay=Overlay({"a": Mark(href='/x?"&')})
    )
    tree = parsed(svg)
    assert not list(tree.iter(f"{SVG}script"))
    assert "<script>alert(1)" in "".join(tree.itertext())
    assert next(iter(tree.iter(f"{SVG}a"))).get("href") == '/x?"&'


def test_same_file_same_bytes() -> None:
    data = process(KINDS)
    assert draw(read_bpmn(data)) == draw(read_bpmn(data))


def test_marks_are_told_by_shape_and_words() -> None:
    marks = {
        "a": Mark(tokens=2, due="6. 12.", overdue=True, href="/case/1"),
        "s": Mark(done=True, href="/s"),
        "e": Mark(count="평균 12일"),
    }
    read = read_bpmn(process(SMALL))
    with translation.override("en"):
        svg = draw(read, overlay=Overlay(marks, frozenset({"f"})))
    tree = parsed(svg)
    assert {
        "user task: 접수, now here: 2, overdue: 6. 12.",
        "start event, done",
        "end event, 평균 12일",
    } <= set(titles(svg))
    assert [link.get("aria-label") for link in tree.iter(f"{SVG}a")] == [
        "start event, done",
        "user task: 접수, now here: 2, overdue: 6. 12.",
    ]
    shown = "".join(tree.itertext())
    assert "평균 12일" in shown
    assert "Overdue: user task: 접수." in shown
    assert tree.get("role") == "group"
    assert parsed(draw(read)).get("role") == "img"
    # Readable in black and white: a dashed frame for what is late, a heavier line for what was taken.
    assert tree.xpath("//*[@stroke-dasharray='9,3']")
    assert len(tree.xpath("//*[@stroke-width='3.2']")) == 1


def test_a_boundary_event_has_its_marks_at_its_side() -> None:
    body = '<task id="a"/><boundaryEvent id="b" attachedToRef="a"><timerEventDefinition/></boundaryEvent>'
    plain = draw(read_bpmn(process(body)))
    marked = draw(read_bpmn(process(body)), overlay=Overlay({"b": Mark(due="2026. 7. 3.까지")}))
    assert number(str(parsed(marked).get("width"))) > number(str(parsed(plain).get("width")))


@pytest.mark.shared
@pytest.mark.parametrize("name", SAMPLES)
def test_interchange_samples_are_drawn_whole(name: str) -> None:
    read = read_bpmn(shared_path(f"bpmn-miwg/{name}.bpmn").read_bytes(), name=name)
    with translation.override("en"):
        svg = draw(read)
    (diagram,) = read.diagrams
    assert len(titles(svg)) >= 1 + len(diagram.shapes)  # and processes that the file draws nowhere
    words = " ".join(" ".join(parsed(svg).itertext()).split())
    for node in read.nodes.values():
        for word in node.name.split():
            assert word in words
    wide, high = (number(str(parsed(svg).get(side))) for side in ("width", "height"))
    right = max(shape.bounds.x + shape.bounds.width for shape in diagram.shapes.values())
    left = min(shape.bounds.x for shape in diagram.shapes.values())
    assert wide > right - left
    assert high > 50


@pytest.mark.shared
@pytest.mark.parametrize("name", SAMPLES)
def test_samples_without_places_are_laid_out(name: str) -> None:
    data = shared_path(f"bpmn-miwg/{name}.bpmn").read_bytes()
    bare = re.sub(rb"<bpmndi:BPMNDiagram.*</bpmndi:BPMNDiagram>", b"", data, flags=re.DOTALL)
    read = read_bpmn(bare, name=name)
    with translation.override("en"):
        said = titles(draw(read))
    assert len(said) > len(read.nodes)


def test_folded_sub_processes_are_drawn_below() -> None:
    shape = '<bpmndi:BPMNShape bpmnElement="{}" isExpanded="false"><dc:Bounds x="{}" y="0" width="100" height="80"/></bpmndi:BPMNShape>'
    body = f'<subProcess id="sub" name="안쪽"><task id="in"/></subProcess><subProcess id="two" name="둘"><task id="own"/></subProcess>{SMALL}'
    shapes = "".join(shape.format(id_, x * 150) for x, id_ in enumerate(["sub", "two", "s", "a", "e"]))
    inside = shape.format("in", 20)
    after = f'<bpmndi:BPMNDiagram id="D"><bpmndi:BPMNPlane bpmnElement="p">{shapes}{inside}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>'
    read = read_bpmn(process(body, after=after))
    with translation.override("en"):
        whole = draw(read)
        assert titles(draw(read, only="sub"))[1:] == ["abstract task"]
        assert titles(draw(read, only="two"))[1:] == ["abstract task"]
        assert len(titles(draw(read, only="D"))) == 6
    assert len(titles(whole)) == 8
    assert "안쪽" in "".join(parsed(whole).itertext())
    with pytest.raises(KeyError):
        draw(read, only="none")


def test_what_a_drawing_leaves_out_stands_below_it() -> None:
    shape = '<bpmndi:BPMNShape bpmnElement="{}"><dc:Bounds x="{}" y="0" width="36" height="36"/></bpmndi:BPMNShape>'
    after = (
        f'<bpmndi:BPMNDiagram><bpmndi:BPMNPlane bpmnElement="p">{shape.format("s", 0)}{shape.format("e", 300)}'
        "</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>"
    )
    tree = parsed(draw(read_bpmn(process(SMALL, after=after))))
    assert len(list(tree.iter(f"{SVG}title"))) == 4
    assert number(str(tree.get("height"))) > 100
    assert len(tree.xpath("//*[@fill='none' and starts-with(@d, 'M')]")) >= 2  # both flows found a way


def test_pools_without_places() -> None:
    body = """<collaboration id="c"><participant id="pool" name="산업부" processRef="p"/><participant id="box" name="기업">
<participantMultiplicity maximum="3"/></participant><messageFlow id="m" name="신청" sourceRef="box" targetRef="a"/></collaboration>
<process id="p"><laneSet id="ls"><lane id="l1" name="접수"><flowNodeRef>s</flowNodeRef></lane><lane id="l2" name="검토"><flowNodeRef>a</flowNodeRef>
</lane></laneSet>""" + SMALL + "</process><process id='q'><task id='other'/></process>"  # fmt: skip
    with translation.override("en"):
        svg = draw(read_bpmn(file(body)))
    assert {"pool: 산업부", "pool: 기업", "lane: 접수", "lane: 검토", "abstract task"} <= set(titles(svg))
    assert "신청" in "".join(parsed(svg).itertext())


def test_loops_and_a_thousand_nodes_without_places() -> None:
    loop = '<task id="a"/><task id="b"/>' + flow("f", "a", "b") + flow("g", "b", "a") + flow("h", "a", "a")
    assert titles(draw(read_bpmn(process(loop))))
    many = "".join(f'<task id="t{n}" name="n"/>' for n in range(1000))
    many += "".join(flow(f"f{n}", f"t{n}", f"t{n + 1}") for n in range(999))
    assert len(titles(draw(read_bpmn(process(many))))) == 1001


def test_unknown_elements_have_a_frame() -> None:
    after = """<bpmndi:BPMNDiagram><bpmndi:BPMNPlane bpmnElement="p"><bpmndi:BPMNShape bpmnElement="sc"><dc:Bounds x="0" y="0"
 width="100" height="80"/></bpmndi:BPMNShape><bpmndi:BPMNEdge bpmnElement="sc"><di:waypoint x="0" y="0"/><di:waypoint x="9" y="9"/>
</bpmndi:BPMNEdge></bpmndi:BPMNPlane></bpmndi:BPMNDiagram>"""
    svg = draw(read_bpmn(process('<subChoreography id="sc" name="합창"/>', after=after)))
    assert "합창" in "".join(parsed(svg).itertext())


def test_messages_and_what_stands_in_unknown_elements_have_shapes() -> None:
    shape = '<bpmndi:BPMNShape bpmnElement="{}"><dc:Bounds x="{}" y="0" width="33" height="28"/></bpmndi:BPMNShape>'
    after = '<message id="m" name="답변서"/><choreography id="ch"><choreographyTask id="ct" name="협의"/></choreography>'
    after += f'<bpmndi:BPMNDiagram><bpmndi:BPMNPlane bpmnElement="p">{shape.format("m", 0)}{shape.format("ct", 90)}'
    after += "</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>"
    with translation.override("ko"):
        svg = draw(read_bpmn(process("", after=after)))
    assert titles(svg)[1:] == ["메시지: 답변서", "안무 작업: 협의"]
    assert "협의" in "".join(parsed(svg).itertext())


def test_an_empty_file_is_an_empty_drawing() -> None:
    assert titles(draw(read_bpmn(file("")), title="빈 절차")) == ["빈 절차"]


def test_the_name_of_a_message_flow_stands_beside_its_envelope() -> None:
    pools = '<participant id="one" processRef="p"/><participant id="two" processRef="q"/>'
    sent = '<messageFlow id="mf" name="신청서와 첨부 서류" sourceRef="a" targetRef="b" messageRef="m"/>'
    data = file(
        f'<message id="m"/><collaboration id="c">{pools}{sent}</collaboration>'
        '<process id="p"><task id="a"/></process><process id="q"><task id="b"/></process>'
    )
    drawn = draw(read_bpmn(data))
    envelope = re.search(r'translate\(([\d.]+),([\d.]+)\)" d="M1,3h16', drawn)
    [name] = [
        one
        for one in etree.fromstring(drawn.encode()).iter(f"{SVG}text")
        if "신청서" in "".join(one.itertext())
    ]
    assert envelope is not None
    first = next(name.itertext()).strip()
    half = em_width(first) * 11 / 2
    assert abs(float(name.get("x", "")) - (float(envelope[1]) + 9)) > half + 9
