"""What a diagram says, as values."""

from django.utils import translation

from yunghap.procedures.bpmn import YUNGHAP, read_bpmn
from yunghap.procedures.bpmn.model import (
    CallActivity,
    Event,
    EventKind,
    Gateway,
    MultiInstance,
    StandardLoop,
    SubProcess,
    SubProcessKind,
    Task,
    TaskKind,
    TimerForm,
    Trigger,
)
from yunghap.procedures.drawing import draw

from .diagrams import SMALL, file, flow, process


def test_nodes_know_their_flows_container_lane_and_line() -> None:
    lanes = '<laneSet id="ls"><lane id="l1" name="담당관"><flowNodeRef>a</flowNodeRef><childLaneSet id="in">'
    lanes += '<lane id="l2"><flowNodeRef>a</flowNodeRef></lane></childLaneSet></lane></laneSet>'
    read = read_bpmn(process(f"{lanes}\n{SMALL}"), name="small.bpmn")
    task = read.nodes["a"]
    assert isinstance(task, Task)
    assert (task.kind, task.name, task.container, task.lane, task.line) == (
        TaskKind.USER,
        "접수",
        "p",
        "l2",
        5,
    )
    assert (task.incoming, task.outgoing) == (("f",), ("g",))
    assert [(one.source, one.target) for one in read.flows.values()] == [("s", "a"), ("a", "e")]
    assert (read.file, read.processes["p"].executable, len(read.digest)) == ("small.bpmn", True, 64)
    outer = read.processes["p"].content.lane_sets[0].lanes[0]
    assert outer.child is not None
    assert (outer.name, outer.nodes, outer.child.lanes[0].id) == ("담당관", ("a",), "l2")


def test_what_has_no_id_gets_one_that_stays() -> None:
    body = '<startEvent id="s"/><userTask id="a"/><endEvent id="e"/><task id="task_1"/><task/><task/>'
    body += '<sequenceFlow sourceRef="s" targetRef="a"/><sequenceFlow sourceRef="a" targetRef="e"/>'
    first = read_bpmn(process(body).replace(b'id="p" ', b""))
    assert set(first.nodes) == {"s", "a", "e", "task_1", "task_2", "task_3"}
    assert set(first.flows) == {"flow_s_a_1", "flow_a_e_1"}
    assert set(first.processes) == {"process_1"}
    assert not first.remarks
    more = read_bpmn(process('<sequenceFlow sourceRef="s" targetRef="e"/>' + body))
    assert set(more.flows) == {*first.flows, "flow_s_e_1"}
    draw(first)


def test_events_say_what_they_wait_for() -> None:
    body = """<task id="t"/><boundaryEvent id="b" attachedToRef="t" cancelActivity="false"><timerEventDefinition>
<timeDuration xsi:type="tFormalExpression" language="feel">P30D</timeDuration></timerEventDefinition></boundaryEvent>
<startEvent id="m"><messageEventDefinition messageRef="tns:msg"/></startEvent>
<endEvent id="x"><errorEventDefinition errorRef="err"/></endEvent>
<intermediateCatchEvent id="l"><linkEventDefinition name="뒤로"/></intermediateCatchEvent>
<intermediateCatchEvent id="c"><conditionalEventDefinition><condition>a &gt; 1</condition></conditionalEventDefinition>
</intermediateCatchEvent><intermediateCatchEvent id="two" parallelMultiple="true"><eventDefinitionRef>shared</eventDefinitionRef>
<signalEventDefinition signalRef="sig"/></intermediateCatchEvent>"""
    after = '<message id="msg" name="답변"/><error id="err" errorCode="E1"/><signal id="sig"/>'
    after += '<timerEventDefinition id="shared"><timeDate>2026-06-03</timeDate></timerEventDefinition>'
    read = read_bpmn(process(body, after=after))
    boundary, message, error = read.nodes["b"], read.nodes["m"], read.nodes["x"]
    assert isinstance(boundary, Event)
    assert isinstance(message, Event)
    assert isinstance(error, Event)
    assert (boundary.kind, boundary.attached_to, boundary.interrupting) == (EventKind.BOUNDARY, "t", False)
    timer = boundary.definitions[0].timer
    assert timer is not None
    assert (timer.form, timer.expression.text, timer.expression.language) == (
        TimerForm.DURATION,
        "P30D",
        "feel",
    )
    assert message.definitions[0].ref == "msg"
    assert read.payloads["msg"].name == "답변"
    assert read.payloads[error.definitions[0].ref].code == "E1"
    assert message.catching
    assert not error.catching
    task = read.nodes["t"]
    assert isinstance(task, Task)
    assert task.boundary == ("b",)
    both = read.nodes["two"]
    assert isinstance(both, Event)
    assert both.parallel
    assert {one.kind for one in both.definitions} == {Trigger.TIMER, Trigger.SIGNAL}
    link, condition = read.nodes["l"], read.nodes["c"]
    assert isinstance(link, Event)
    assert link.definitions[0].name == "뒤로"
    assert isinstance(condition, Event)
    assert condition.definitions[0].condition is not None
    assert condition.definitions[0].condition.text == "a > 1"


def test_sub_processes_hold_content_of_their_own() -> None:
    inner = '<transaction id="tr"><adHocSubProcess id="ah" ordering="Sequential"><task id="deep"/>'
    inner += "<completionCondition>done</completionCondition></adHocSubProcess></transaction>"
    inner += f'<subProcess id="ev" triggeredByEvent="true"><startEvent id="es" isInterrupting="false"/></subProcess>{SMALL}'
    read = read_bpmn(process(inner))
    deep, adhoc, event = read.nodes["deep"], read.nodes["ah"], read.nodes["ev"]
    assert isinstance(adhoc, SubProcess)
    assert isinstance(event, SubProcess)
    assert (deep.container, adhoc.container, adhoc.kind) == ("ah", "tr", SubProcessKind.AD_HOC)
    assert adhoc.completion is not None
    assert (adhoc.ordering, adhoc.completion.text) == ("Sequential", "done")
    start = read.nodes["es"]
    assert event.by_event
    assert isinstance(start, Event)
    assert not start.interrupting
    assert len(list(read.contents())) == 4


def test_loops_and_called_elements() -> None:
    body = """<task id="a"><multiInstanceLoopCharacteristics isSequential="true" camunda:collection="agencies"
 camunda:elementVariable="agency"><completionCondition>done</completionCondition></multiInstanceLoopCharacteristics></task>
<task id="b"><standardLoopCharacteristics testBefore="true" loopMaximum="3"><loopCondition>again</loopCondition>
</standardLoopCharacteristics></task><task id="c"><multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality>
<loopDataInputRef>all</loopDataInputRef><inputDataItem name="one"/></multiInstanceLoopCharacteristics></task>
<dataObject id="all" isCollection="true"/><callActivity id="in" calledElement="tns:q"/>
<callActivity id="out" calledElement="elsewhere"/>"""
    read = read_bpmn(process(body, after='<process id="q"/>'))
    first, second, third = (read.nodes[id_] for id_ in "abc")
    assert isinstance(first, Task)
    assert isinstance(first.loop, MultiInstance)
    assert (first.loop.sequential, first.loop.collection, first.loop.item) == (True, "agencies", "agency")
    assert isinstance(second, Task)
    assert isinstance(second.loop, StandardLoop)
    assert second.loop.maximum == 3
    assert isinstance(third, Task)
    assert isinstance(third.loop, MultiInstance)
    assert (third.loop.collection, third.loop.item) == ("all", "one")
    assert read.processes["p"].content.data["all"].collection
    inside, outside = read.nodes["in"], read.nodes["out"]
    assert isinstance(inside, CallActivity)
    assert isinstance(outside, CallActivity)
    assert (inside.called, inside.external, outside.external) == ("q", False, True)


def test_our_attributes_come_before_those_of_others() -> None:
    body = """<userTask id="a" yh:role="officer" camunda:candidateGroups="others" yh:deadline="reply" yh:law="§10조의3"/>
<businessRuleTask id="b" camunda:decisionRef="track" camunda:resultVariable="outcome"/>
<serviceTask id="c" flowable:type="dmn"><extensionElements><flowable:field name="decisionTableReferenceKey">
<flowable:string>months</flowable:string></flowable:field></extensionElements></serviceTask>
<userTask id="d"><extensionElements><yh:effort mean="P2D"/></extensionElements></userTask>"""
    read = read_bpmn(process(body))
    handling = {id_: node.handling for id_, node in read.nodes.items()}
    assert (handling["a"].role, handling["a"].deadline, handling["a"].law) == ("officer", "reply", "§10조의3")
    assert (handling["b"].decision, handling["b"].result, handling["c"].decision) == (
        "track",
        "outcome",
        "months",
    )
    assert read.nodes["a"].own("role") == "officer" == read.nodes["a"].setting("role")
    assert read.nodes["a"].setting("nothing") == ""
    old = read_bpmn(
        process('<userTask id="x" xmlns:activiti="http://activiti.org/bpmn" activiti:formKey="신청서"/>')
    )
    assert old.nodes["x"].handling.form == "신청서"
    effort = read.nodes["d"].own_elements("effort")[0]
    assert (effort.namespace, effort.attributes["mean"]) == (YUNGHAP, "P2D")


def test_what_is_not_bpmn_is_kept_with_its_place() -> None:
    body = f'{SMALL}\n<subChoreography id="sc"><x:y xmlns:x="urn:x">글</x:y></subChoreography>{flow("h", "a", "sc")}'
    read = read_bpmn(process(body, after="\n<choreography id='ch'/>"))
    (unknown,) = read.processes["p"].content.unknown
    assert (unknown.id, unknown.name, unknown.line, unknown.children[0].text) == (
        "sc",
        "subChoreography",
        5,
        "글",
    )
    assert [one.id for one in read.choreographies] == ["ch"]
    assert read.flows["h"].target == "sc"


def test_data_performers_and_what_files_share() -> None:
    before = """<import namespace="urn:i" location="i.xsd" importType="xsd"/><itemDefinition id="item" structureRef="tns:x"/>
<interface id="if" name="행정정보"><operation id="op"><inMessageRef>msg</inMessageRef></operation></interface>
<message id="msg" itemRef="item"/><resource id="r" name="담당관"><resourceParameter id="rp" name="과"/></resource>
<dataStore id="ds" capacity="5" isUnlimited="false"/><category id="cat"><categoryValue id="cv" value="심의"/></category>
<globalUserTask id="gt" name="확인"/><escalation id="esc" escalationCode="X"/>"""
    body = """<userTask id="a" default="f"><ioSpecification><dataInput id="di" itemSubjectRef="item"/><inputSet>
<dataInputRefs>di</dataInputRefs></inputSet><outputSet/></ioSpecification><dataInputAssociation><sourceRef>ref</sourceRef>
<targetRef>di</targetRef><assignment><from>1</from><to>x</to></assignment></dataInputAssociation>
<potentialOwner><resourceRef>r</resourceRef><resourceParameterBinding parameterRef="rp"><formalExpression>1</formalExpression>
</resourceParameterBinding></potentialOwner></userTask><exclusiveGateway id="g" default="h"/>
<dataObject id="do"/><dataObjectReference id="ref" dataObjectRef="do"><dataState name="초안"/></dataObjectReference>
<dataStoreReference id="dsr" dataStoreRef="ds"/><textAnnotation id="ta"><text>메모</text></textAnnotation>
<association id="as" sourceRef="a" targetRef="ta" associationDirection="One"/><group id="gr" categoryValueRef="cv"/>"""
    body += flow("f", "a", "g") + flow(
        "h", "g", "a", '<conditionExpression language="feel">ok</conditionExpression>'
    )
    read = read_bpmn(process(body, before=before))
    task, content = read.nodes["a"], read.processes["p"].content
    assert isinstance(task, Task)
    assert task.io is not None
    assert task.io.input_sets[0].refs == ("di",)
    assert task.io.inputs[0].item == "item"
    assert (task.data_inputs[0].sources, task.data_inputs[0].target) == (("ref",), "di")
    assert task.data_inputs[0].assignments[0][0].text == "1"
    assert read.resources[task.performers[0].resource].name == "담당관"
    assert task.performers[0].bindings[0][0] == "rp"
    assert content.data_references["ref"].state == "초안"
    assert content.data_references["dsr"].ref == "ds"
    assert (content.annotations[0].text, content.associations[0].direction, content.groups[0].name) == (
        "메모",
        "One",
        "심의",
    )
    assert read.interfaces[0].operations[0].in_message == "msg"
    assert (read.data_stores["ds"].capacity, read.global_tasks["gt"].name) == (5, "확인")
    gateway = read.nodes["g"]
    assert isinstance(gateway, Gateway)
    assert gateway.default == "h"
    condition = read.flows["h"].condition
    assert condition is not None
    assert condition.text == "ok"
    assert read.imports[0].location == "i.xsd"
    assert read.payloads["esc"].code == "X"


def test_collaborations_and_drawings() -> None:
    after = """<bpmndi:BPMNDiagram id="D"><bpmndi:BPMNPlane bpmnElement="c">
<bpmndi:BPMNShape bpmnElement="pool" isHorizontal="true"><dc:Bounds x="1" y="2" width="30.5" height="4"/>
<bpmndi:BPMNLabel><dc:Bounds x="1" y="1" width="0" height="0"/></bpmndi:BPMNLabel></bpmndi:BPMNShape>
<bpmndi:BPMNEdge bpmnElement="mf"><di:waypoint x="1" y="1"/><di:waypoint x="2" y="2"/></bpmndi:BPMNEdge>
<bpmndi:BPMNShape bpmnElement="gone"><dc:Bounds x="0" y="0" width="1" height="1"/></bpmndi:BPMNShape>
</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>"""
    before = """<collaboration id="c"><participant id="pool" name="부처" processRef="p"><participantMultiplicity minimum="2"
 maximum="3"/></participant><participant id="black"/><messageFlow id="mf" sourceRef="black" targetRef="a"/>
<textAnnotation id="ta"/></collaboration>"""
    read = read_bpmn(process(SMALL, before=before, after=after))
    (collaboration,) = read.collaborations
    pool = collaboration.participants[0]
    assert (pool.process, pool.minimum, pool.maximum) == ("p", 2, 3)
    assert collaboration.message_flows[0].target == "a"
    assert len(collaboration.annotations) == 1
    (drawing,) = read.diagrams
    assert (drawing.element, drawing.shapes["pool"].bounds.width) == ("c", 30.5)
    assert drawing.shapes["pool"].horizontal is True
    assert drawing.shapes["pool"].expanded is None
    assert drawing.shapes["pool"].label is None
    assert drawing.edges["mf"].points == ((1.0, 1.0), (2.0, 2.0))
    assert [one.element for one in read.misplaced] == ["BPMNShape"]


def test_names_of_other_files_are_left_alone() -> None:
    read = read_bpmn(file('<message id="m" itemRef="o:thing" xmlns:o="urn:o"/>'))
    assert read.payloads["m"].item == "o:thing"
    assert not read.remarks


def test_sentences_come_in_the_readers_language() -> None:
    read = read_bpmn(process('<sendTask id="a" messageRef="gone"/>'))
    with translation.override("ko"):
        assert str(read.remarks[0]).startswith("4번째 줄, a: “gone” 요소를")
    with translation.override("en"):
        assert str(read.remarks[0]).startswith("line 4, a: it refers to “gone”")
