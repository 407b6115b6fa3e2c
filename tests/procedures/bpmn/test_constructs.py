"""Whatever BPMN 2.0 has, in whatever dress an editor writes it: readable, drawn, and what cannot run is named."""

import copy
import random
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from yunghap.core.gate import safe_xml
from yunghap.procedures.bpmn import BpmnError, read_bpmn
from yunghap.procedures.drawing import draw
from yunghap.procedures.program.compile import obstacles

from .diagrams import SMALL, file, flow, process

START, END = '<startEvent id="s"/>', '<endEvent id="e"/>'


def between(element: str, id_: str = "x") -> str:
    """An element between a start and an end event."""
    return f"{START}{element}{END}{flow('f', 's', id_)}{flow('g', id_, 'e')}"


def caught(definition: str) -> str:
    """An intermediate event that waits for something."""
    return between(f'<intermediateCatchEvent id="x">{definition}</intermediateCatchEvent>')


def attached(definition: str, activity: str = '<userTask id="a"/>') -> str:
    """A boundary event at an activity."""
    return (
        between(activity, "a")
        + f'<boundaryEvent id="x" attachedToRef="a">{definition}</boundaryEvent><endEvent id="late"/>'
        + flow("h", "x", "late")
    )


STORE = '<dataStore id="store" name="대장"/>'
MESSAGE = '<message id="m" name="회신"/>'
# A process or what stands beside it, and the elements that keep it from running.
CONSTRUCTS: dict[str, tuple[bytes, set[str]]] = {
    "data store": (process(SMALL + '<dataStoreReference id="r" dataStoreRef="store"/>', before=STORE), set()),
    "data objects": (process(SMALL + '<dataObject id="d" isCollection="true"/><dataObjectReference id="r" dataObjectRef="d"><dataState name="초안"/></dataObjectReference>'), set()),
    "group and annotation": (
        process(SMALL + '<textAnnotation id="n"><text>글</text></textAnnotation><association id="as" sourceRef="a" targetRef="n"/><group id="gr" categoryValueRef="v"/>',
                before='<category id="k"><categoryValue id="v" value="심의"/></category>'), set()),
    "two pools and a closed one": (
        process(SMALL, before=MESSAGE + '<collaboration id="c"><participant id="one" processRef="p"/><participant id="two" processRef="q"/><participant id="box" name="부처"/>'
                '<messageFlow id="mf" sourceRef="a" targetRef="box" messageRef="m"/></collaboration>', after='<process id="q"><task id="elsewhere"/></process>'), set()),
    "lanes in lanes": (process('<laneSet id="ls"><lane id="l"><childLaneSet id="in"><lane id="k"><flowNodeRef>a</flowNodeRef></lane></childLaneSet></lane></laneSet>' + SMALL), set()),
    "transaction": (process(between('<transaction id="x"><userTask id="in"/></transaction>')), {"x"}),
    "ad-hoc": (process(between('<adHocSubProcess id="x"><userTask id="in"/></adHocSubProcess>')), {"x"}),
    "compensation": (
        process(attached('<compensateEventDefinition/>') + '<userTask id="undo" isForCompensation="true"/><association id="as" sourceRef="x" targetRef="undo" associationDirection="One"/>'), {"x", "undo"}),
    "cancel": (process(attached("<cancelEventDefinition/>", '<transaction id="a"><userTask id="in"/></transaction>')), {"a", "x"}),
    "condition": (process(caught('<conditionalEventDefinition><condition>a > 1</condition></conditionalEventDefinition>')), {"x"}),
    "link": (
        process(f'{START}<intermediateThrowEvent id="out"><linkEventDefinition name="A"/></intermediateThrowEvent>'
                f'<intermediateCatchEvent id="in"><linkEventDefinition name="A"/></intermediateCatchEvent>{END}{flow("f", "s", "out")}{flow("g", "in", "e")}'), set()),
    "link without an end": (process(f'{START}<intermediateThrowEvent id="x"><linkEventDefinition name="A"/></intermediateThrowEvent>{flow("f", "s", "x")}'), {"x"}),
    "about several things": (process(caught('<messageEventDefinition messageRef="m"/><timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition>'), before=MESSAGE), {"x"}),
    "about one defined elsewhere": (process(caught("<eventDefinitionRef>t</eventDefinitionRef>"), after='<timerEventDefinition id="t"><timeDuration>P1D</timeDuration></timerEventDefinition>'), set()),
    "complex gateway": (process(between('<complexGateway id="x"><activationCondition>n > 1</activationCondition></complexGateway>')), {"x"}),
    "script": (process(between('<scriptTask id="x" scriptFormat="groovy"><script>1</script></scriptTask>')), {"x"}),
    "task without type": (process(between('<task id="x"/>')), {"x"}),
    "standard loop": (process(between('<userTask id="x"><standardLoopCharacteristics/></userTask>')), {"x"}),
    "default flow": (process(f'{START}<exclusiveGateway id="x" default="g"/>{END}<endEvent id="e2"/>{flow("f", "s", "x")}{flow("g", "x", "e")}{flow("h", "x", "e2", "<conditionExpression>n > 1</conditionExpression>")}'), set()),
    "global task called": (process(between('<callActivity id="x" calledElement="gt"/>'), before='<globalUserTask id="gt" name="확인"/>'), {"x"}),
    "called elsewhere": (process(between('<callActivity id="x" calledElement="other:proc" xmlns:other="urn:o"/>'), before='<import importType="http://www.omg.org/spec/BPMN/20100524/MODEL" location="o.bpmn" namespace="urn:o"/>'), {"x"}),
    "choreography": (
        file('<choreography id="ch"><participant id="one"/><participant id="two"/><startEvent id="s"/><choreographyTask id="t" initiatingParticipantRef="one"><participantRef>one</participantRef><participantRef>two</participantRef></choreographyTask>'
             '<sequenceFlow id="f" sourceRef="s" targetRef="t"/></choreography>'), {"definitions"}),
    "conversation": (
        process(SMALL, before='<collaboration id="c"><participant id="one" processRef="p"/><participant id="two"/><conversation id="talk"><participantRef>one</participantRef></conversation>'
                '<conversationLink id="cl" sourceRef="one" targetRef="talk"/></collaboration>'), set()),
    "correlation": (
        process('<correlationSubscription id="cs" correlationKeyRef="key"/>' + SMALL, before=MESSAGE + '<correlationProperty id="cp"><correlationPropertyRetrievalExpression messageRef="m"><messagePath>a</messagePath></correlationPropertyRetrievalExpression></correlationProperty>'
                '<collaboration id="c"><participant id="one" processRef="p"/><correlationKey id="key"><correlationPropertyRef>cp</correlationPropertyRef></correlationKey></collaboration>'), set()),
    "auditing and vendors": (
        process('<extensionElements><v:thing xmlns:v="urn:vendor" id="a" v:x="1"><v:more>글</v:more></v:thing></extensionElements><auditing/><monitoring/>' + SMALL), set()),
    "resources, interfaces, partners": (
        process(SMALL, before='<resource id="r" name="과"/><interface id="i" name="연계"><operation id="o" name="조회"><inMessageRef>m</inMessageRef></operation></interface><partnerRole id="pr"/><partnerEntity id="pe"/><endPoint id="ep"/>' + MESSAGE), set()),
    "not marked as executable": (process(between('<scriptTask id="x"/>')).replace(b'isExecutable="true"', b""), {"definitions", "x"}),
    "nothing at all": (file(""), {"definitions"}),
}  # fmt: skip


@pytest.mark.parametrize("name", CONSTRUCTS)
def test_readable_drawn_and_what_cannot_run_is_named(name: str) -> None:
    data, named = CONSTRUCTS[name]
    read = read_bpmn(data)
    assert {one.element for one in obstacles(read)} == named
    assert all(one.line > 0 and str(one.reason) for one in obstacles(read))
    safe_xml(draw(read).encode())


WHOLE = process(SMALL).decode()
PREFIXED = (
    WHOLE.replace("xmlns=", "xmlns:semantic=").replace("<", "<semantic:").replace("<semantic:/", "</semantic:").replace("<semantic:?", "<?")
)  # fmt: skip
DRESSES = {
    "another prefix": PREFIXED.encode(),
    "UTF-8 with a mark": b"\xef\xbb\xbf" + WHOLE.encode(),
    "UTF-16, little end first": b"\xff\xfe" + WHOLE.replace("UTF-8", "UTF-16").encode("utf-16-le"),
    "UTF-16, big end first": b"\xfe\xff" + WHOLE.replace("UTF-8", "UTF-16").encode("utf-16-be"),
    "EUC-KR": WHOLE.replace("UTF-8", "EUC-KR").encode("euc-kr"),
    "Latin without declaration": WHOLE.partition("\n")[2].encode(),
    "carriage returns": WHOLE.replace("\n", "\r\n").encode(),
    "comments and instructions": WHOLE.replace("<startEvent", "<!-- x --><?y z?><startEvent").encode(),
}


@pytest.mark.parametrize("name", DRESSES)
def test_dress_does_not_matter(name: str) -> None:
    read = read_bpmn(DRESSES[name])
    assert (list(read.nodes), read.nodes["a"].name) == (["s", "a", "e"], "접수")
    assert not obstacles(read)
    assert draw(read)


def test_a_chain_of_calls_is_no_circle_however_long() -> None:
    links = (
        f'<process id="p{n}" isExecutable="true"><callActivity id="c{n}" calledElement="p{n + 1}"/></process>'
        for n in range(4_000)
    )
    assert len(read_bpmn(file("".join(links))).processes) == 4_000


def test_a_very_long_name_is_drawn_as_far_as_there_is_room() -> None:
    assert "…" in draw(read_bpmn(process(f'<task id="t" name="{"가나 " * 700_000}"/>')))


CORPUS = [data for data, _named in CONSTRUCTS.values()]
_WORDS = ["", "x", "NaN", "-1", "1e400", "a:b", "true", "P1D", "= 1 +", "글"]


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(CORPUS), st.integers(0, 2**32))
def test_no_mutation_raises_anything_but_a_refusal(data: bytes, seed: int) -> None:
    with suppress(BpmnError):
        read = read_bpmn(mutated(data, random.Random(seed)))  # noqa: S311
        obstacles(read)
        safe_xml(draw(read).encode())


def mutated(data: bytes, dice: random.Random) -> bytes:
    """The file with parts renamed, moved, doubled, left out, or told otherwise."""
    root = etree.fromstring(data)
    tags = sorted({str(node.tag) for node in root.iter(etree.Element)})
    for _time in range(dice.randrange(1, 6)):
        nodes = list(root.iter(etree.Element))
        ids = [id_ for node in nodes if (id_ := node.get("id"))]
        node, other = dice.choice(nodes), dice.choice(nodes)
        match dice.randrange(6):
            case 0 if node is not root:
                node.getparent().remove(node)  # type: ignore[union-attr]
            case 1:
                node.tag = dice.choice(tags)
            case 2 if node.attrib:
                node.set(dice.choice(list(node.attrib)), dice.choice(_WORDS + ids))
            case 3 if node.attrib:
                del node.attrib[dice.choice(list(node.attrib))]
            case 4:
                other.append(copy.deepcopy(node))
            case _:
                node.text = dice.choice(_WORDS + ids)
    return etree.tostring(root)
