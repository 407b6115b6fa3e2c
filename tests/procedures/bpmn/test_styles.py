"""One procedure as twelve tools write it: prefixes, ids, extensions, places and what they leave out differ."""

from dataclasses import dataclass, field

import pytest

from yunghap.procedures.bpmn import read_bpmn
from yunghap.procedures.bpmn.model import SubProcess
from yunghap.procedures.dmn import read_dmn
from yunghap.procedures.dmn.errors import DmnError
from yunghap.procedures.drawing import draw
from yunghap.procedures.verdict import judge_diagram

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DD = "http://www.omg.org/spec/DD/20100524/DI"
NODES = ("start", "check", "complete", "review", "store", "decide", "end", "back")
FLOWS = (
    ("start", "check"),
    ("check", "complete"),
    ("complete", "review"),
    ("review", "decide"),
    ("decide", "end"),
    ("complete", "back"),
)


@dataclass(frozen=True)
class Style:
    """How a tool writes. `p` is its prefix of the model ("" for the default namespace), `di` those of the places."""

    name: str
    p: str = ""
    di: tuple[str, str, str] = ("bpmndi", "dc", "di")
    head: str = ""  # further attributes of the root
    id_: str = "{}"  # how ids are made
    extension: str = ""  # inside extensionElements of every node
    task: str = ""  # further attributes of tasks
    condition: str = '= complete = "no"'
    has: frozenset[str] = field(default_factory=frozenset)
    places: bool = True
    before: str = ""  # in front of the XML declaration

    def tag(self, name: str, attributes: str = "", inner: str = "") -> str:
        full = f"{self.p}:{name}" if self.p else name
        return f"<{full} {attributes}>{inner}</{full}>" if inner else f"<{full} {attributes}/>"

    def of(self, name: str) -> str:
        return self.id_.format(name)


STYLES = (
    Style(
        "Camunda Modeler",
        "bpmn",
        head='xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:modeler="http://camunda.org/schema/modeler/1.0"'
        ' exporter="Camunda Modeler" exporterVersion="5.20.0" modeler:executionPlatform="Camunda Cloud"',
        id_="Activity_0{}x9",
        extension='<zeebe:formDefinition formKey="camunda-forms:bpmn:f"/><zeebe:assignmentDefinition candidateGroups="g"/>',
        has=frozenset({"incoming", "annotation"}),
    ),
    Style(
        "Camunda 7",
        "bpmn",
        head='xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:bioc="http://bpmn.io/schema/bpmn/biocolor/1.0"',
        extension='<camunda:formData><camunda:formField id="f" type="string"/></camunda:formData>',
        task='camunda:assignee="demo" camunda:formKey="embedded:app:forms/x.html"',
        condition="${{complete == 'no'}}",
        has=frozenset({"incoming", "lanes", "colours"}),
    ),
    Style(
        "Signavio",
        head='xmlns:signavio="http://www.signavio.com" exporter="Signavio Process Editor, http://www.signavio.com"'
        ' exporterVersion="16.1.0" expressionLanguage="http://www.w3.org/1999/XPath"',
        id_="sid-5C8E02B6-{}",
        extension='<signavio:signavioMetaData metaKey="bgcolor" metaValue="#ffffcc"/><signavio:signavioLabel ref="text_name"'
        ' left="1.0" x="53.0" y="10.0"/>',
        has=frozenset({"pools", "lanes", "messages", "data", "group", "collapsed"}),
    ),
    Style("bpmn.io", "bpmn2", id_="Event_{}", has=frozenset({"incoming", "group", "annotation"})),
    Style(
        "Bizagi",
        id_="Id_61e9-{}",
        extension='<bizagi:BizagiExtensions xmlns:bizagi="http://www.bizagi.com/bpmn20"><bizagi:BizagiProperties>'
        '<bizagi:BizagiProperty name="bgColor" value="#ECEFFF"/></bizagi:BizagiProperties></bizagi:BizagiExtensions>',
        has=frozenset({"pools", "lanes", "documentation"}),
        before="\ufeff",
    ),
    Style(
        "ADONIS",
        "semantic",
        ("di", "dc", "dd"),
        head='xmlns:boc="http://www.boc-group.com" exporter="ADONIS NP" exporterVersion="9.0"',
        id_="_obj.1234_{}",
        extension='<boc:attribute name="ORDER">1</boc:attribute>',
        has=frozenset({"data", "call"}),
    ),
    Style(
        "Flowable",
        di=("bpmndi", "omgdc", "omgdi"),
        head='xmlns:flowable="http://flowable.org/bpmn" xmlns:xsd="http://www.w3.org/2001/XMLSchema"'
        ' typeLanguage="http://www.w3.org/2001/XMLSchema" expressionLanguage="http://www.w3.org/1999/XPath"',
        extension='<flowable:formProperty id="f" name="F" type="string"/>',
        task='flowable:candidateGroups="office" flowable:formFieldValidation="true"',
        condition="<![CDATA[${{complete == 'no'}}]]>",
        has=frozenset({"documentation"}),
    ),
    Style(
        "jBPM",
        "bpmn2",
        head='xmlns:bpsim="http://www.bpsim.org/schemas/1.0" xmlns:drools="http://www.jboss.org/drools"'
        ' exporter="jBPM Process Modeler" exporterVersion="2.0"',
        id_="_3F2A{}",
        extension='<drools:metaData name="elementname"><drools:metaValue><![CDATA[Task]]></drools:metaValue></drools:metaData>',
        task='drools:selectable="true"',
        has=frozenset({"incoming", "io", "relationship"}),
    ),
    Style(
        "Visual Paradigm",
        id_="_QK{}IqGAqACRRk",
        head='exporter="Visual Paradigm" xsi:schemaLocation="http://www.omg.org/spec/BPMN/20100524/MODEL BPMN20.xsd"',
        has=frozenset({"pools", "lanes", "messages", "annotation", "no-names"}),
    ),
    Style(
        "Enterprise Architect",
        "bpmn",
        id_="EAID_8A42_{}",
        head='exporter="Enterprise Architect" exporterVersion="15"',
        has=frozenset({"pools", "no-flow-ids", "data"}),
    ),
    Style(
        "ARIS",
        id_="d{}__f",
        has=frozenset({"lanes", "documentation"}),
        places=False,
    ),
    Style(
        "Trisotech",
        "semantic",
        head='xmlns:trisobpmn="http://www.trisotech.com/2014/triso/bpmn" exporter="Trisotech Workflow Modeler"',
        id_="_09b4{}",
        extension='<trisobpmn:reuseLink uri="http://x/y"/>',
        task='trisobpmn:logo="x"',
        has=frozenset({"pools", "messages", "collapsed", "group", "data", "planes-first"}),
    ),
)


def written(style: Style) -> bytes:
    """The procedure as the tool writes it."""
    parts = [_collaboration(style), _process(style)]
    if style.places:
        parts.insert(0 if "planes-first" in style.has else 2, _places(style))
    if "group" in style.has:
        value = style.tag("categoryValue", f'id="{style.of("value")}" value="심의 단계"')
        parts.insert(0, style.tag("category", f'id="{style.of("category")}"', value))
    if "relationship" in style.has:
        refs = style.tag("source", "", "_x") + style.tag("target", "", "_x")
        data = style.tag("extensionElements", "", "<bpsim:BPSimData/>")
        parts.append(style.tag("relationship", 'type="BPSimData"', data + refs))
    model = f'xmlns:{style.p}="{MODEL}"' if style.p else f'xmlns="{MODEL}"'
    spaces = " ".join(f'xmlns:{name}="{at}"' for name, at in zip(style.di, (DI, DC, DD), strict=True))
    root = (
        f'{model} {spaces} xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" {style.head}'
        f' id="{style.of("definitions")}" targetNamespace="http://example.org/bpmn"'
    )
    body = style.tag("definitions", root, "\n".join(parts))
    return f'{style.before}<?xml version="1.0" encoding="UTF-8"?>\n{body}'.encode()


def _collaboration(style: Style) -> str:
    if "pools" not in style.has:
        return ""
    inner = style.tag(
        "participant", f'id="{style.of("office")}" name="주관 부처" processRef="{style.of("process")}"'
    ) + style.tag("participant", f'id="{style.of("company")}" name="신청인"')
    if "messages" in style.has:
        ends = f'sourceRef="{style.of("company")}" targetRef="{style.of("start")}"'
        inner += style.tag("messageFlow", f'id="{style.of("sent")}" name="신청서" {ends}')
    return style.tag("collaboration", f'id="{style.of("collaboration")}"', inner)


def _process(style: Style) -> str:
    names = {"check": "접수 검토", "review": "심사", "decide": "결정", "start": "신청", "end": "통지"}
    kinds = {
        "start": "startEvent",
        "check": "userTask",
        "complete": "exclusiveGateway",
        "review": "subProcess",
        "decide": "callActivity" if "call" in style.has else "manualTask",
        "end": "endEvent",
        "back": "endEvent",
    }
    inner = _lanes(style)
    for node, kind in kinds.items():
        name = f'name="{names[node]}"' if node in names and "no-names" not in style.has else ""
        more = style.task if kind == "userTask" else ""
        inner += style.tag(kind, f'id="{style.of(node)}" {name} {more}', _inside(style, node))
    for number, (source, target) in enumerate(FLOWS):
        id_ = "" if "no-flow-ids" in style.has else f'id="{style.of(f"flow{number}")}"'
        said = ""
        if target == "back":
            text = style.condition.replace("{{", "{").replace("}}", "}")
            prefix = f"{style.p}:" if style.p else ""
            said = style.tag("conditionExpression", f'xsi:type="{prefix}tFormalExpression"', text)
        inner += style.tag(
            "sequenceFlow", f'{id_} sourceRef="{style.of(source)}" targetRef="{style.of(target)}"', said
        )
    return style.tag("process", f'id="{style.of("process")}" isExecutable="false"', inner + _artifacts(style))


def _lanes(style: Style) -> str:
    if "lanes" not in style.has:
        return ""
    lanes = ""
    for lane, nodes in {
        "담당자": ("start", "check", "complete", "back"),
        "승인자": ("review", "decide", "end"),
    }.items():
        refs = "".join(style.tag("flowNodeRef", "", style.of(node)) for node in nodes)
        lanes += style.tag("lane", f'id="{style.of("lane-" + nodes[0])}" name="{lane}"', refs)
    return style.tag("laneSet", f'id="{style.of("lanes")}"', lanes)


def _inside(style: Style, node: str) -> str:
    inner = style.tag("documentation", "", "<![CDATA[<p>설명</p>]]>") if "documentation" in style.has else ""
    if style.extension:
        inner += style.tag("extensionElements", "", style.extension)
    if "incoming" in style.has:
        for number, (source, target) in enumerate(FLOWS):
            if node in {source, target}:
                way = "outgoing" if node == source else "incoming"
                inner += style.tag(way, "", style.of(f"flow{number}"))
    if node == "check" and "io" in style.has:
        data = style.tag("dataInput", f'id="{style.of("in")}" drools:dtype="String" name="TaskName"')
        sets = style.tag("inputSet", "", style.tag("dataInputRefs", "", style.of("in"))) + style.tag(
            "outputSet"
        )
        inner += style.tag("ioSpecification", "", data + sets)
    if node == "review":
        inner += style.tag("task", f'id="{style.of("inner")}" name="안건 검토"')
    return inner


def _artifacts(style: Style) -> str:
    made = ""
    if "data" in style.has:
        made += style.tag("dataStoreReference", f'id="{style.of("store")}" name="대장"')
        made += style.tag("dataObject", f'id="{style.of("object")}"')
        made += style.tag(
            "dataObjectReference",
            f'id="{style.of("paper")}" name="신청서" dataObjectRef="{style.of("object")}"',
        )
    if "annotation" in style.has:
        made += style.tag("textAnnotation", f'id="{style.of("note")}"', style.tag("text", "", "30일 안에"))
        ends = f'sourceRef="{style.of("check")}" targetRef="{style.of("note")}"'
        made += style.tag("association", f'id="{style.of("tie")}" {ends}')
    if "group" in style.has:
        made += style.tag("group", f'id="{style.of("group")}" categoryValueRef="{style.of("value")}"')
    return made


def _places(style: Style) -> str:
    b, c, d = style.di
    drawn = [node for node in NODES if node != "store" or "data" in style.has]
    drawn += [
        element
        for part, element in {"pools": "company", "annotation": "note", "group": "group"}.items()
        if part in style.has
    ]
    colour = ' bioc:stroke="#831311" bioc:fill="#ffcdd2"' if "colours" in style.has else ""
    shapes = ""
    for number, node in enumerate(drawn):
        folded = ' isExpanded="false"' if node == "review" and "collapsed" in style.has else ""
        shapes += (
            f'<{b}:BPMNShape id="{style.of("shape-" + node)}" bpmnElement="{style.of(node)}"{folded}{colour}>'
            f'<{c}:Bounds x="{160 * number}.0" y="80.0" width="100.0" height="80.0"/>'
            f"<{b}:BPMNLabel/></{b}:BPMNShape>"
        )
    if "no-flow-ids" not in style.has:
        for number in range(len(FLOWS)):
            points = (
                f'<{d}:waypoint x="{160 * number}" y="120"/><{d}:waypoint x="{160 * number + 60}" y="120"/>'
            )
            shapes += f'<{b}:BPMNEdge bpmnElement="{style.of(f"flow{number}")}">{points}</{b}:BPMNEdge>'
    on = "collaboration" if "pools" in style.has else "process"
    plane = f'<{b}:BPMNPlane bpmnElement="{style.of(on)}">{shapes}</{b}:BPMNPlane>'
    return f'<{b}:BPMNDiagram id="{style.of("diagram")}">{plane}</{b}:BPMNDiagram>'


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_what_a_tool_writes_is_read_judged_and_drawn(style: Style) -> None:
    data = written(style)
    read = read_bpmn(data)
    nodes = {style.of(node) for node in (*NODES, "inner") if node != "store"}
    assert read.nodes.keys() == nodes
    assert {(one.source, one.target) for one in read.flows.values()} == {
        (style.of(source), style.of(target)) for source, target in FLOWS
    }
    assert isinstance(read.nodes[style.of("review")], SubProcess)
    verdict = judge_diagram(lambda: read, style.name)
    assert verdict["readable"]
    assert {one["element"] for one in verdict["obstacles"]} <= {
        *nodes,
        *read.flows,
        style.of("process"),
        style.of("definitions"),
    }
    drawn = draw(read)
    shown = {"pools": "신청인", "data": "대장", "annotation": "30일 안에", "group": "심의 단계"}
    assert all(word in drawn for part, word in shown.items() if part in style.has)
    assert "접수 검토" in drawn or "no-names" in style.has
    if "lanes" in style.has:
        assert {
            one.name
            for process in read.processes.values()
            for lanes in process.content.lane_sets
            for one in lanes.lanes
        } == {"담당자", "승인자"}


TABLE = (
    '<{p}decisionTable id="t" hitPolicy="UNIQUE"><{p}input id="i"><{p}inputExpression typeRef="{kind}"><{p}text>days</{p}text>'
    '</{p}inputExpression></{p}input><{p}output id="o" name="late" typeRef="boolean"/><{p}rule id="r"><{p}inputEntry><{p}text>'
    "&gt; 30</{p}text></{p}inputEntry><{p}outputEntry><{p}text>true</{p}text></{p}outputEntry></{p}rule></{p}decisionTable>"
)
CONTEXT = (
    "<{p}context><{p}contextEntry><{p}variable name='x'/><{p}literalExpression><{p}text>1</{p}text></{p}literalExpression>"
    "</{p}contextEntry></{p}context>"
)


@pytest.mark.parametrize(
    ("space", "p", "kind", "head"),
    [
        ("http://www.omg.org/spec/DMN/20151101/dmn.xsd", "", "integer", 'exporter="Camunda Modeler"'),
        ("https://www.omg.org/spec/DMN/20191111/MODEL/", "", "number", 'xmlns:camunda="http://camunda.org/schema/1.0/dmn"'),
        ("http://www.omg.org/spec/DMN/20180521/MODEL/", "dmn:", "number", 'xmlns:kie="http://www.drools.org/kie/dmn/1.2"'),
        ("https://www.omg.org/spec/DMN/20211108/MODEL/", "semantic:", "number", 'xmlns:triso="http://www.trisotech.com/2015/triso/modeling"'),
    ],
)  # fmt: skip
def test_tables_of_other_tools_are_read_and_boxed_contexts_refused_by_name(
    space: str, p: str, kind: str, head: str
) -> None:
    name = f"xmlns:{p[:-1]}" if p else "xmlns"

    def file(logic: str) -> bytes:
        decision = f'<{p}decision id="d" name="Late?">{logic.format(p=p, kind=kind)}</{p}decision>'
        return f'<{p}definitions {name}="{space}" {head} id="m" name="m" namespace="urn:m">{decision}</{p}definitions>'.encode()

    assert list(read_dmn(file(TABLE)).decisions) == ["d"]
    with pytest.raises(DmnError) as refusal:
        read_dmn(file(CONTEXT))
    assert "context" in str(refusal.value)
