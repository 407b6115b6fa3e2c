"""Tokens through gateways and plain flows."""

import pytest

from tests.procedures.diagrams import diagram, program
from tests.procedures.engine.runner import Runner
from yunghap.procedures.engine import actions as a
from yunghap.procedures.engine.machine import Refused
from yunghap.procedures.engine.state import INCIDENT, Status

START = '<startEvent id="s"/><endEvent id="e"/>'


def tasks(*names: str) -> str:
    return "".join(f'<userTask id="{name}"/>' for name in names)


def run(elements: str, arrows: str, values: dict[str, object] | None = None, **more: str) -> Runner:
    return Runner(program(diagram(START + elements, arrows, **more)), values)


def test_a_sequence_ends_when_its_last_token_ends():
    runner = run(tasks("t"), "s -> t\nt -> e")
    assert runner.open == ["t"]
    runner.complete("t", note="끝")
    assert (runner.state.status, runner.state.outcome) == (Status.COMPLETED, "e")


def test_an_exclusive_gateway_takes_the_first_flow_that_holds_or_the_default():
    elements = tasks("x", "y", "z") + '<exclusiveGateway id="g" default="g_z"/>'
    arrows = "s -> g\ng -> z\ng -> x [n > 10]\ng -> y [n > 5]\nx -> e\ny -> e\nz -> e"
    assert run(elements, arrows, {"n": 20}).open == ["x"]
    assert run(elements, arrows, {"n": 7}).open == ["y"]
    assert run(elements, arrows, {"n": 1}).open == ["z"]


def test_an_exclusive_gateway_without_a_way_out_is_an_incident_that_can_be_put_right():
    elements = tasks("x", "y") + '<exclusiveGateway id="g"/>'
    runner = run(elements, "s -> g\ng -> x [n > 10]\ng -> y [n < 5]\nx -> e\ny -> e", {"n": 7})
    incident = runner.item("g")
    assert incident.kind == INCIDENT
    assert incident.problem
    runner.do(a.Correct({"n": 12}))
    runner.do(a.Retry(incident.number))
    assert runner.open == ["x"]


def test_a_condition_that_is_neither_true_nor_false_is_an_incident():
    elements = tasks("x", "y") + '<exclusiveGateway id="g" default="g_y"/>'
    runner = run(elements, "s -> g\ng -> x [n > 10]\ng -> y\nx -> e\ny -> e")
    assert runner.item("g").kind == INCIDENT


def test_parallel_gateways_wait_for_every_flow():
    elements = tasks("x", "y", "z") + '<parallelGateway id="f"/><parallelGateway id="j"/>'
    runner = run(elements, "s -> f\nf -> x\nf -> y\nx -> j\ny -> j\nj -> z\nz -> e")
    assert runner.open == ["x", "y"]
    runner.complete("y")
    assert runner.open == ["x"]
    runner.complete("x")
    assert runner.open == ["z"]
    runner.complete("z")
    assert runner.state.status is Status.COMPLETED


def test_two_tokens_of_one_flow_do_not_make_a_parallel_join():
    elements = tasks("x", "y", "z") + '<parallelGateway id="f"/><parallelGateway id="j"/>'
    elements += '<parallelGateway id="k"/>'
    arrows = "s -> f\nf -> x\nf -> y\nf -> j\nx -> k\ny -> k\nk -> j\nj -> z\nz -> e"
    runner = run(elements, arrows)
    runner.complete("x")
    assert runner.open == ["y"]
    runner.complete("y")
    assert runner.open == ["z"]


def test_a_join_that_can_never_be_complete_is_an_incident():
    elements = tasks("x", "y") + '<exclusiveGateway id="g" default="g_y"/><parallelGateway id="j"/>'
    runner = run(elements, "s -> g\ng -> x [n = 1]\ng -> y\nx -> j\ny -> j\nj -> e", {"n": 1})
    runner.complete("x")
    assert runner.item("j").kind == INCIDENT
    runner.do(a.Retry(runner.item("j").number))
    assert runner.item("j").kind == INCIDENT


INCLUSIVE = tasks("x", "y", "z", "w") + ('<inclusiveGateway id="f" default="f_w"/><inclusiveGateway id="j"/>')
INCLUSIVE_ARROWS = """s -> f
f -> x [n > 1]
f -> y [n > 2]
f -> w
x -> j
y -> j
w -> j
j -> z
z -> e"""


@pytest.mark.parametrize(("n", "opened"), [(1, ["w"]), (2, ["x"]), (3, ["x", "y"])])
def test_an_inclusive_gateway_takes_every_flow_that_holds_and_waits_for_these(n, opened):
    runner = run(INCLUSIVE, INCLUSIVE_ARROWS, {"n": n})
    assert runner.open == opened
    for name in opened:
        assert "z" not in runner.open
        runner.complete(name)
    assert runner.open == ["z"]


def test_an_inclusive_join_waits_for_tokens_further_up_but_not_for_those_past_it():
    elements = tasks("a1", "a2", "b", "after", "other") + (
        '<parallelGateway id="f"/><inclusiveGateway id="j"/><inclusiveGateway id="k"/>'
    )
    arrows = "s -> f\nf -> a1\nf -> b\nf -> other\na1 -> a2\na2 -> j\nb -> j\nj -> after\nafter -> k\nother -> k\nk -> e"
    runner = run(elements, arrows)
    runner.complete("b")
    assert "after" not in runner.open
    runner.complete("a1")
    assert "after" not in runner.open
    runner.complete("a2")
    assert runner.open == ["other", "after"]
    runner.complete("other")
    assert runner.state.status is Status.RUNNING
    runner.complete("after")
    assert runner.state.status is Status.COMPLETED


def test_an_inclusive_join_in_a_loop_does_not_wait_for_its_own_next_round():
    elements = tasks("x", "y") + (
        '<exclusiveGateway id="m"/><inclusiveGateway id="j"/><exclusiveGateway id="g" default="g_e"/>'
        '<parallelGateway id="f"/>'
    )
    arrows = "s -> m\nm -> f\nf -> x\nf -> y\nx -> j\ny -> j\nj -> g\ng -> m [again]\ng -> e"
    runner = run(elements, arrows, {"again": True})
    runner.complete("x")
    runner.complete("y")
    assert runner.open == ["x", "y"]
    runner.complete("x", again=False)
    runner.complete("y")
    assert runner.state.status is Status.COMPLETED


def test_several_flows_out_of_a_task_are_all_taken():
    runner = run(tasks("t", "x", "y"), "s -> t\nt -> x\nt -> y\nx -> e\ny -> e")
    runner.complete("t")
    assert runner.open == ["x", "y"]
    runner.complete("x")
    assert runner.state.status is Status.RUNNING


def test_conditions_on_flows_out_of_a_task_choose():
    runner = run(
        tasks("t", "x", "y", "z"), "s -> t\nt -> x [ok]\nt -> y [not(ok)]\nt -> z\nx -> e\ny -> e\nz -> e"
    )
    runner.complete("t", ok=True)
    assert runner.open == ["x", "z"]


def test_a_link_goes_on_at_its_other_end():
    elements = tasks("t") + (
        '<intermediateThrowEvent id="out"><linkEventDefinition name="L"/></intermediateThrowEvent>'
        '<intermediateCatchEvent id="in"><linkEventDefinition name="L"/></intermediateCatchEvent>'
    )
    assert run(elements, "s -> out\nin -> t\nt -> e").open == ["t"]


def test_a_process_without_start_events_starts_where_nothing_leads():
    data = diagram(tasks("x", "y", "z"), "x -> z\ny -> z")
    runner = Runner(program(data))
    assert runner.open == ["x", "y"]


def test_what_is_not_open_is_refused():
    runner = run(tasks("t"), "s -> t\nt -> e")
    for action in (
        a.Complete(99),
        a.Fire(99),
        a.Pass(99),
        a.Retry(1),
        a.Deliver("m"),
        a.Hear("x"),
        a.Start({}),
    ):
        with pytest.raises(Refused):
            runner.do(action)
    runner.complete("t")
    with pytest.raises(Refused):
        runner.do(a.Complete(1))
