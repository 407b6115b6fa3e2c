"""What stands in the way of execution is named with its element."""

import pytest
from django.utils import translation

from tests.procedures.diagrams import diagram, program
from tests.shared import shared_path
from yunghap.procedures.bpmn import read_bpmn
from yunghap.procedures.program.compile import NotExecutable, obstacles

START = '<startEvent id="s"/><endEvent id="e"/>'


def found(data: bytes) -> list[str]:
    return [one.element for one in obstacles(read_bpmn(data, name="test.bpmn"))]


def of(elements: str, arrows: str = "s -> x\nx -> e", **more: str) -> list[str]:
    return found(diagram(START + elements, arrows, **more))


@pytest.mark.parametrize(
    "element",
    [
        '<task id="x"/>',
        '<scriptTask id="x" scriptFormat="python"><script>import os</script></scriptTask>',
        '<serviceTask id="x"/>',
        '<receiveTask id="x"/>',
        '<callActivity id="x" calledElement="elsewhere"/>',
        '<complexGateway id="x"/>',
        '<transaction id="x"/>',
        '<adHocSubProcess id="x"/>',
        '<subProcess id="x"/>',
        '<userTask id="x" isForCompensation="true"/>',
        '<userTask id="x" startQuantity="2"/>',
        '<userTask id="x"><standardLoopCharacteristics/></userTask>',
        '<userTask id="x"><multiInstanceLoopCharacteristics/></userTask>',
        '<userTask id="x" y:organisation="= ("/>',
        '<intermediateCatchEvent id="x"><conditionalEventDefinition><condition>a</condition></conditionalEventDefinition></intermediateCatchEvent>',
        '<intermediateCatchEvent id="x"><timerEventDefinition/></intermediateCatchEvent>',
        '<intermediateCatchEvent id="x"><timerEventDefinition><timeDuration>PT</timeDuration></timerEventDefinition></intermediateCatchEvent>',
        '<intermediateCatchEvent id="x"><timerEventDefinition><timeDuration>= (</timeDuration></timerEventDefinition></intermediateCatchEvent>',
        '<intermediateCatchEvent id="x"><timerEventDefinition><timeCycle>R/PT1S</timeCycle></timerEventDefinition></intermediateCatchEvent>',
        '<intermediateCatchEvent id="x"><messageEventDefinition/></intermediateCatchEvent>',
        '<intermediateCatchEvent id="x"><errorEventDefinition/></intermediateCatchEvent>',
        '<intermediateCatchEvent id="x"/>',
        '<intermediateThrowEvent id="x"><compensateEventDefinition/></intermediateThrowEvent>',
        '<intermediateThrowEvent id="x"><linkEventDefinition name="L"/></intermediateThrowEvent>',
        '<eventBasedGateway id="x"/>',
    ],
)  # fmt: skip
def test_what_is_not_executed_is_named(element):
    assert "x" in of(element)


@pytest.mark.parametrize(
    ("elements", "arrows", "named"),
    [
        ('<userTask id="t"/><userTask id="x"/>', "s -> t\nt -> e\nx -> e", "x"),
        ('<exclusiveGateway id="x"/><userTask id="t"/>', "s -> x\nx -> t\nx -> e\nt -> e", "x"),
        ('<parallelGateway id="x"/><userTask id="t"/>', "s -> x\nx -> t [a]\nx -> e\nt -> e", "x"),
        ('<exclusiveGateway id="x"/>', "s -> x", "x"),
        ('<userTask id="t"/>', "s -> t\nt -> e\ne -> t", "e"),
        ('<userTask id="t"/>', "s -> t\nt -> s\nt -> e", "s"),
        ('<startEvent id="x"/>', "s -> e\nx -> e", "p"),
        (
            '<userTask id="t"/><userTask id="l"/><boundaryEvent id="x" attachedToRef="t"/>',
            "s -> t\nt -> e\nx -> l\nl -> e",
            "x",
        ),
        (
            '<userTask id="t"/><boundaryEvent id="x" attachedToRef="t"><escalationEventDefinition/></boundaryEvent>',
            "s -> t\nt -> e\nx -> e",
            "x",
        ),
        (
            '<userTask id="t"/><boundaryEvent id="x" attachedToRef="t" cancelActivity="false"><errorEventDefinition/></boundaryEvent>',
            "s -> t\nt -> e\nx -> e",
            "x",
        ),
        ('<eventBasedGateway id="x"/><userTask id="t"/>', "s -> x\nx -> t\nt -> e", "x"),
    ],
)
def test_wiring_that_cannot_run_is_named(elements, arrows, named):
    assert named in of(elements, arrows)


@pytest.mark.parametrize(
    ("condition", "language"),
    [
        ("${a ==}", ""),
        ("a > (", ""),
        ("a", "http://www.javascript.com"),
        ("a", "python"),
        ("a = 1", "http://www.w3.org/1999/XPath"),
    ],
)
def test_a_condition_that_is_no_feel_is_named(condition, language):
    attribute = f' language="{language}"' if language else ""
    flow = (
        '<sequenceFlow id="f1" sourceRef="g" targetRef="e"><conditionExpression'
        f' xsi:type="tFormalExpression"{attribute}>{condition.replace(">", "&gt;")}</conditionExpression></sequenceFlow>'
    )
    elements = START + '<exclusiveGateway id="g" default="g_t"/><userTask id="t"/>' + flow
    assert found(diagram(elements, "s -> g\ng -> t\nt -> e")) == ["f1"]


@pytest.mark.parametrize(
    "handler",
    [
        '<subProcess id="x" triggeredByEvent="true"><startEvent id="xs"/><endEvent id="xe"/></subProcess>',
        '<subProcess id="x" triggeredByEvent="true"><endEvent id="xe"/></subProcess>',
        '<subProcess id="x" triggeredByEvent="true"><multiInstanceLoopCharacteristics/><startEvent id="xs"><errorEventDefinition/></startEvent></subProcess>',
    ],
)
def test_an_event_sub_process_needs_its_event(handler):
    assert {"x", "xs"} & set(of(handler + '<userTask id="t"/>', "s -> t\nt -> e"))


def test_what_no_token_gets_to_is_named():
    apart = '<userTask id="t"/><userTask id="x"/><userTask id="y"/>'
    assert of(apart, "s -> t\nt -> e\nx -> y\ny -> x") == ["x", "y"]
    assert of(apart, "s -> t\nt -> e\nx -> y\ny -> e") == ["x"]  # y comes after what has been named


def test_a_call_of_a_global_task_says_so():
    calling = START + '<callActivity id="c" calledElement="g"/>'
    data = diagram(calling, "s -> c\nc -> e", after='<globalUserTask id="g"/>')
    assert found(data) == ["c"]
    with translation.override("en"), pytest.raises(NotExecutable, match="global task"):
        program(data)


def test_a_loop_in_which_nobody_acts_is_named():
    elements = '<exclusiveGateway id="m"/><exclusiveGateway id="g" default="g_e"/>'
    assert of(elements, "s -> m\nm -> g\ng -> m [a]\ng -> e") == ["g"]
    assert of(elements + '<userTask id="t"/>', "s -> m\nm -> t\nt -> g\ng -> m [a]\ng -> e") == []


def test_unknown_decisions_and_deadlines_are_named():
    data = diagram(
        START + '<businessRuleTask id="r" y:decision="track"/><userTask id="t" y:deadline="reply"/>',
        "s -> r\nr -> t\nt -> e",
    )
    with pytest.raises(NotExecutable) as caught:
        program(data)
    assert sorted(one.element for one in caught.value.obstacles) == ["r", "t"]
    assert caught.value.details["obstacles"][0]["line"] == 2
    assert found(data) == []


def test_a_file_needs_one_executable_process():
    silent = diagram(START, "s -> e").replace(b'isExecutable="true"', b"")
    assert found(silent) == ["defs"]
    second = '<process id="q" isExecutable="true"><startEvent id="qs"/></process>'
    assert "q" in found(diagram(START, "s -> e", after=second))


def test_elements_bpmn_does_not_have_are_named():
    assert "x" in of('<teleport id="x"/><userTask id="t"/>', "s -> t\nt -> e")


def test_too_many_inclusive_joins_are_refused():
    elements = "".join(f'<inclusiveGateway id="g{n}" default="g{n}_g{n + 1}"/>' for n in range(1000))
    elements += '<inclusiveGateway id="g1000"/>'
    arrows = ["s -> g0", "g1000 -> e"]
    for n in range(1000):
        arrows += [f"g{n} -> g{n + 1}"]
        arrows += [f"g{n} -> g{n + 2} [a]"] if n < 999 else []
    assert of(elements, "\n".join(arrows)) == ["p"]


@pytest.mark.parametrize("name", [f"{letter}.{number}.0.bpmn" for letter, number in (("A", 1), ("A", 2), ("A", 3), ("A", 4), ("B", 1), ("B", 2))])  # fmt: skip
def test_the_interchange_files_say_what_stands_in_the_way(name):
    definitions = read_bpmn(shared_path(f"bpmn-miwg/{name}").read_bytes(), name=name)
    named = obstacles(definitions)
    assert named
    assert all(one.line > 0 and str(one.reason) for one in named)
