"""Sub-processes, called processes, multi-instance activities, and the scope of variables."""

from decimal import Decimal

import pytest

from tests.procedures.diagrams import diagram, flows, program
from tests.procedures.engine.runner import Runner
from tests.procedures.engine.test_flows import START, run, tasks
from yunghap.procedures.engine import actions as a
from yunghap.procedures.engine.state import INCIDENT, Status


def part(name: str, elements: str, arrows: str, attributes: str = "", inside: str = "") -> str:
    return f'<subProcess id="{name}" {attributes}>{inside}{elements}{flows(arrows)}</subProcess>'


INNER = part("p1", '<startEvent id="ps"/><endEvent id="pe"/>' + tasks("i", "k"), "ps -> i\ni -> k\nk -> pe")


def test_a_sub_process_is_done_when_all_in_it_is():
    runner = run(INNER + tasks("t"), "s -> p1\np1 -> t\nt -> e")
    assert runner.open == ["i"]
    runner.complete("i")
    runner.complete("k")
    assert runner.open == ["t"]


def test_variables_live_where_they_are_declared():
    elements = part(
        "p1",
        '<startEvent id="ps"/><endEvent id="pe"/>' + tasks("i", "k"),
        "ps -> i\ni -> k\nk -> pe",
        inside='<dataObject id="d1" name="local"/>',
    )
    runner = run(elements + tasks("t"), "s -> p1\np1 -> t\nt -> e")
    runner.complete("i", local=1, outer=2)
    assert runner.value("outer") == 2
    assert runner.value("local") is None
    assert runner.state.scopes[runner.item("k").scope].values == {"local": 1}


CALLED = (
    '<process id="c"><startEvent id="cs"/><userTask id="ct"/><endEvent id="ce"/>'
    + flows("cs -> ct\nct -> ce")
    + "</process>"
)


def test_a_called_process_sees_copies_and_gives_its_variables_back():
    runner = run('<callActivity id="call" calledElement="c"/>' + tasks("t"), "s -> call\ncall -> t\nt -> e",
                 {"x": 1}, after=CALLED)  # fmt: skip
    assert runner.open == ["ct"]
    assert dict(runner.state.scopes[runner.item("ct").scope].values) == {"x": 1}
    runner.complete("ct", x=2, y=3)
    assert (runner.value("x"), runner.value("y"), runner.open) == (2, 3, ["t"])


def test_inputs_and_outputs_of_a_call_are_what_it_declares():
    call = (
        '<callActivity id="call" calledElement="c"><extensionElements><y:input name="a" value="=x + 1"/>'
        '<y:output name="result" value="=a * 2"/></extensionElements></callActivity>'
    )
    runner = run(call, "s -> call\ncall -> e", {"x": 1}, after=CALLED)
    assert dict(runner.state.scopes[runner.item("ct").scope].values) == {"a": 2}
    runner.complete("ct", noise=9)
    assert runner.state.status is Status.COMPLETED


def multi(task: str, attributes: str, inside: str = "") -> str:
    return f'<{task} id="m"><multiInstanceLoopCharacteristics {attributes}>{inside}</multiInstanceLoopCharacteristics></{task}>'


PARALLEL = multi(
    "userTask", 'y:collection="agencies" y:item="agency" y:results="opinions" y:result="opinion"'
)


def test_parallel_instances_run_side_by_side_and_gather_results():
    runner = run(
        PARALLEL + tasks("t"), "s -> m\nm -> t\nt -> e", {"agencies": ["국토부", "환경부", "식약처"]}
    )
    assert runner.open == ["m"] * 3
    numbers = [item.number for item in runner.state.items.values()]
    for number, opinion in zip(reversed(numbers), ("c", "b", "a"), strict=True):
        runner.do(a.Complete(number, {"opinion": opinion}))
    assert runner.open == ["t"]
    assert runner.value("opinions") == ["a", "b", "c"]
    assert runner.value("opinion") is None


def test_each_instance_has_its_member_and_number():
    task = (
        '<userTask id="m" y:organisation="=agency"><multiInstanceLoopCharacteristics'
        ' y:collection="agencies" y:item="agency"/></userTask>'
    )
    runner = run(task, "s -> m\nm -> e", {"agencies": ["A", "B"]})
    assert [item.organisation for item in runner.state.items.values()] == ["A", "B"]


def test_sequential_instances_follow_each_other():
    element = multi("userTask", 'isSequential="true"', "<loopCardinality>3</loopCardinality>")
    runner = run(element, "s -> m\nm -> e")
    for _round in range(3):
        assert runner.open == ["m"]
        runner.complete("m")
    assert runner.state.status is Status.COMPLETED


def test_a_completion_condition_ends_the_rest():
    element = multi(
        "userTask",
        "",
        "<loopCardinality>5</loopCardinality>"
        "<completionCondition>numberOfCompletedInstances >= 2</completionCondition>",
    )
    runner = run(element + tasks("t"), "s -> m\nm -> t\nt -> e")
    runner.complete("m")
    assert runner.open == ["m"] * 4
    runner.complete("m")
    assert runner.open == ["t"]


def test_nobody_to_ask_passes_on_with_an_empty_result():
    runner = run(PARALLEL + tasks("t"), "s -> m\nm -> t\nt -> e", {"agencies": []})
    assert (runner.open, runner.value("opinions")) == (["t"], [])


@pytest.mark.parametrize("agencies", [None, "국토부", 3])
def test_what_is_no_list_is_an_incident(agencies):
    runner = run(PARALLEL, "s -> m\nm -> e", {"agencies": agencies})
    assert runner.item("m").kind == INCIDENT
    runner.do(a.Correct({"agencies": ["국토부"]}))
    runner.do(a.Retry(runner.item("m").number))
    assert [item.kind for item in runner.state.items.values()] == ["user"]


@pytest.mark.parametrize("cardinality", [-1, Decimal("2.5"), "many", None, 5000])
def test_an_impossible_number_of_instances_is_an_incident(cardinality):
    element = multi("userTask", "", "<loopCardinality>often</loopCardinality>")
    assert run(element, "s -> m\nm -> e", {"often": cardinality}).item("m").kind == INCIDENT


def test_a_sub_process_runs_once_for_each_member():
    element = part(
        "m",
        '<startEvent id="ps"/><endEvent id="pe"/>' + tasks("i", "k"),
        "ps -> i\ni -> k\nk -> pe",
        inside='<multiInstanceLoopCharacteristics y:collection="agencies" y:item="agency"/>',
    )
    runner = run(element + tasks("t"), "s -> m\nm -> t\nt -> e", {"agencies": ["A", "B"]})
    assert runner.open == ["i", "i"]
    for name in ("i", "i", "k", "k"):
        runner.complete(name)
    assert runner.open == ["t"]


def test_a_bad_condition_of_completion_can_be_put_right():
    element = multi(
        "userTask",
        "",
        "<loopCardinality>2</loopCardinality><completionCondition>enough</completionCondition>",
    )
    runner = run(element + tasks("t"), "s -> m\nm -> t\nt -> e")
    runner.complete("m")
    incident = next(item for item in runner.state.items.values() if item.kind == INCIDENT)
    runner.do(a.Correct({"enough": True}))
    runner.do(a.Retry(incident.number))
    assert runner.open == ["t"]


def test_the_whole_is_gone_when_the_last_part_is():
    runner = Runner(program(diagram(START + INNER, "s -> p1\np1 -> e")))
    runner.complete("i")
    runner.complete("k")
    assert (runner.state.status, runner.state.scopes) == (Status.COMPLETED, {})
