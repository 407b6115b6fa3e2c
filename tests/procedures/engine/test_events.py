"""Timers, messages, signals, errors, escalations, terminate; at boundaries, in flows and in event sub-processes."""

import pytest

from tests.procedures.diagrams import flows
from tests.procedures.engine.test_flows import run, tasks
from tests.procedures.engine.test_parts import part
from yunghap.procedures.engine import actions as a
from yunghap.procedures.engine.events import Asked, Thrown
from yunghap.procedures.engine.machine import Refused
from yunghap.procedures.engine.state import Status

DAY = "<timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition>"
MESSAGE = '<messageEventDefinition messageRef="msg"/>'
SIGNAL = '<signalEventDefinition signalRef="sig"/>'
ERROR = '<errorEventDefinition errorRef="err"/>'
ESCALATION = '<escalationEventDefinition escalationRef="esc"/>'
SHARED = (
    '<message id="msg" name="supplement"/><signal id="sig" name="holiday"/><error id="err" errorCode="E1"/>'
    '<error id="err2" errorCode="E2"/><escalation id="esc" escalationCode="X1"/>'
)


def boundary(name: str, host: str, definition: str, *, interrupting: bool = True) -> str:
    cancel = "" if interrupting else ' cancelActivity="false"'
    return f'<boundaryEvent id="{name}" attachedToRef="{host}"{cancel}>{definition}</boundaryEvent>'


def catch(name: str, definition: str) -> str:
    return f'<intermediateCatchEvent id="{name}">{definition}</intermediateCatchEvent>'


def throw(name: str, definition: str) -> str:
    return f'<intermediateThrowEvent id="{name}">{definition}</intermediateThrowEvent>'


def end(name: str, definition: str) -> str:
    return f'<endEvent id="{name}">{definition}</endEvent>'


def handler(name: str, definition: str, *, interrupting: bool = True) -> str:
    start = (
        f'<startEvent id="{name}_s" isInterrupting="{str(interrupting).lower()}">{definition}</startEvent>'
    )
    return (
        f'<subProcess id="{name}" triggeredByEvent="true">{start}<userTask id="{name}_t"/><endEvent id="{name}_e"/>'
        + flows(f"{name}_s -> {name}_t\n{name}_t -> {name}_e")
        + "</subProcess>"
    )


def started(elements: str, arrows: str, values: dict[str, object] | None = None):
    return run(elements, arrows, values, before=SHARED)


# --- timers --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("definition", "before", "after"),
    [
        ("<timeDuration>P1D</timeDuration>", 23, 24),
        ("<timeDuration>= duration(length)</timeDuration>", 47, 48),
        ("<timeDate>2026-09-08</timeDate>", 14, 15),
        ("<timeDate>= when</timeDate>", 38, 39),
        ("<timeDate>2026-09-07T12:00:00+09:00</timeDate>", 2, 3),
        ("<timeCycle>R1/PT5H</timeCycle>", 4, 5),
    ],
)
def test_a_timer_fires_at_its_moment(definition, before, after):
    from datetime import date  # noqa: PLC0415

    runner = started(
        catch("w", f"<timerEventDefinition>{definition}</timerEventDefinition>") + tasks("t"),
        "s -> w\nw -> t\nt -> e",
        {"length": "P2D", "when": date(2026, 9, 9)},
    )
    assert runner.later(hours=before).open == ["w"]
    assert runner.later(hours=after - before).open == ["t"]


def test_an_interrupting_timer_ends_the_work():
    runner = started(tasks("t", "late") + boundary("b", "t", DAY), "s -> t\nt -> e\nb -> late\nlate -> e")
    assert runner.later(days=2).open == ["late"]
    assert runner.state.timers == {}


def test_a_timer_ends_with_its_work():
    runner = started(tasks("t", "late") + boundary("b", "t", DAY), "s -> t\nt -> e\nb -> late\nlate -> e")
    runner.complete("t")
    assert (runner.state.timers, runner.state.status) == ({}, Status.COMPLETED)


def test_a_non_interrupting_timer_leaves_the_work_open():
    runner = started(
        tasks("t", "remind") + boundary("b", "t", DAY, interrupting=False),
        "s -> t\nt -> e\nb -> remind\nremind -> e",
    )
    assert runner.later(days=2).open == ["t", "remind"]
    runner.complete("t")
    assert runner.state.status is Status.RUNNING
    runner.complete("remind")
    assert runner.state.status is Status.COMPLETED


def test_a_cycle_fires_as_often_as_it_says():
    cycle = "<timerEventDefinition><timeCycle>R3/P1D</timeCycle></timerEventDefinition>"
    runner = started(
        tasks("t", "remind") + boundary("b", "t", cycle, interrupting=False),
        "s -> t\nt -> e\nb -> remind\nremind -> e",
    )
    assert runner.later(days=10).open == ["t", "remind", "remind", "remind"]


def test_a_timer_that_is_not_due_does_not_fire():
    runner = started(catch("w", DAY), "s -> w\nw -> e")
    with pytest.raises(Refused):
        runner.do(a.Fire(next(iter(runner.state.timers))))


def test_a_timer_at_a_sub_process_ends_everything_in_it():
    inner = part("p1", '<startEvent id="ps"/><endEvent id="pe"/>' + tasks("i"), "ps -> i\ni -> pe")
    runner = started(
        inner + tasks("late") + boundary("b", "p1", DAY), "s -> p1\np1 -> e\nb -> late\nlate -> e"
    )
    assert runner.later(days=2).open == ["late"]
    assert set(runner.state.scopes) == {0}


def test_a_timer_at_a_multi_instance_task_ends_all_instances():
    task = '<userTask id="m"><multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics></userTask>'
    runner = started(task + tasks("late") + boundary("b", "m", DAY), "s -> m\nm -> e\nb -> late\nlate -> e")
    assert len(runner.state.timers) == 1
    assert runner.later(days=2).open == ["late"]


# --- messages and signals ------------------------------------------------------------------------


def test_a_message_is_delivered_by_its_key():
    elements = (
        f'<intermediateCatchEvent id="w" y:correlation="=number">{MESSAGE}</intermediateCatchEvent>'
        + tasks("t")
    )
    runner = started(elements, "s -> w\nw -> t\nt -> e", {"number": 17})
    with pytest.raises(Refused):
        runner.do(a.Deliver("supplement", "18"))
    runner.do(a.Deliver("supplement", "17", {"papers": 3}))
    assert (runner.open, runner.value("papers")) == (["t"], 3)


def test_a_receive_task_waits_for_its_message():
    runner = started('<receiveTask id="r" messageRef="msg"/>' + tasks("t"), "s -> r\nr -> t\nt -> e")
    runner.do(a.Deliver("supplement"))
    assert runner.open == ["t"]


def test_a_process_can_start_with_a_message():
    from tests.procedures.diagrams import diagram, program  # noqa: PLC0415
    from tests.procedures.engine.runner import Runner  # noqa: PLC0415

    data = diagram(f'<startEvent id="s">{MESSAGE}</startEvent><userTask id="t"/>', "s -> t", before=SHARED)
    assert Runner(program(data), message="supplement").open == ["t"]
    with pytest.raises(Refused):
        Runner(program(data))
    with pytest.raises(Refused):
        Runner(program(data), message="other")


def test_a_non_interrupting_message_comes_again_and_again():
    runner = started(
        tasks("t", "x") + boundary("b", "t", MESSAGE, interrupting=False), "s -> t\nt -> e\nb -> x\nx -> e"
    )
    runner.do(a.Deliver("supplement"))
    runner.do(a.Deliver("supplement"))
    assert runner.open == ["t", "x", "x"]


def test_a_signal_is_heard_by_all_who_wait_in_the_instance():
    elements = (
        '<parallelGateway id="f"/>'
        + catch("w1", SIGNAL)
        + catch("w2", SIGNAL)
        + tasks("t")
        + throw("x", SIGNAL)
    )
    runner = started(elements, "s -> f\nf -> w1\nf -> w2\nf -> t\nw1 -> e\nw2 -> e\nt -> x\nx -> e")
    runner.complete("t")
    assert runner.state.status is Status.COMPLETED


def test_thrown_messages_and_signals_are_told():
    events = started(throw("x", MESSAGE), "s -> x\nx -> e").journal[0][1]
    [thrown] = [event for event in events if isinstance(event, Thrown)]
    assert (thrown.on, thrown.name) == ("message", "supplement")
    sent = started('<sendTask id="x" messageRef="msg"/>', "s -> x\nx -> e")
    assert sent.state.status is Status.COMPLETED
    ended = started(tasks("t") + throw("x", SIGNAL), "s -> t\nt -> x\nx -> e")
    assert any(isinstance(event, Thrown) for event in ended.complete("t"))


def test_the_first_event_behind_an_event_based_gateway_wins():
    elements = '<eventBasedGateway id="g"/>' + catch("w1", MESSAGE) + catch("w2", DAY) + tasks("x", "y")
    arrows = "s -> g\ng -> w1\ng -> w2\nw1 -> x\nw2 -> y\nx -> e\ny -> e"
    runner = started(elements, arrows)
    assert runner.open == ["g"]
    runner.do(a.Deliver("supplement"))
    assert (runner.open, runner.state.timers, runner.state.waits) == (["x"], {}, {})
    assert started(elements, arrows).later(days=2).open == ["y"]


# --- errors, escalations, terminate --------------------------------------------------------------


INNER_ERROR = part(
    "p1",
    '<startEvent id="ps"/><parallelGateway id="pf"/>'
    + tasks("i", "k")
    + end("pe", ERROR)
    + '<endEvent id="pk"/>',
    "ps -> pf\npf -> i\npf -> k\ni -> pe\nk -> pk",
)


def test_an_error_is_caught_at_the_boundary_and_ends_the_rest():
    elements = INNER_ERROR + boundary("b", "p1", ERROR) + tasks("x")
    runner = started(elements, "s -> p1\np1 -> e\nb -> x\nx -> e")
    runner.complete("i")
    assert runner.open == ["x"]


def test_an_error_with_another_code_passes_by():
    other = '<errorEventDefinition errorRef="err2"/>'
    elements = INNER_ERROR + boundary("b", "p1", other) + tasks("x")
    runner = started(elements, "s -> p1\np1 -> e\nb -> x\nx -> e")
    runner.complete("i")
    assert (runner.state.status, runner.state.outcome) == (Status.FAILED, "E1")


def test_a_boundary_without_a_code_catches_every_error_after_those_with_one():
    elements = INNER_ERROR + boundary("any", "p1", "<errorEventDefinition/>") + boundary("b", "p1", ERROR)
    runner = started(elements + tasks("x", "y"), "s -> p1\np1 -> e\nany -> x\nb -> y\nx -> e\ny -> e")
    runner.complete("i")
    assert runner.open == ["y"]


def test_work_can_end_with_an_error_of_the_diagram():
    elements = '<serviceTask id="t" y:service="letter"/>' + boundary("b", "t", ERROR) + tasks("x")
    runner = started(elements, "s -> t\nt -> e\nb -> x\nx -> e")
    [asked] = [event for event in runner.journal[0][1] if isinstance(event, Asked)]
    assert asked.service == "letter"
    runner.do(a.Fail(runner.item("t").number, "E1"))
    assert runner.open == ["x"]


def test_an_error_of_one_instance_of_several_is_caught_at_their_boundary():
    inside = "<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>"
    inner = INNER_ERROR.replace('<subProcess id="p1" >', f'<subProcess id="p1" >{inside}')
    runner = started(inner + boundary("b", "p1", ERROR) + tasks("x"), "s -> p1\np1 -> e\nb -> x\nx -> e")
    assert runner.open == ["i", "k", "i", "k"]
    runner.complete("i")
    assert runner.open == ["x"]


def test_a_service_in_trouble_is_tried_again():
    runner = started('<serviceTask id="t" y:service="letter"/>', "s -> t\nt -> e")
    number = runner.item("t").number
    with pytest.raises(Refused):
        runner.do(a.Retry(number))
    runner.do(a.Trouble(number, "no address"))
    assert runner.item("t").problem == "no address"
    assert any(isinstance(event, Asked) for event in runner.do(a.Retry(number)))
    assert runner.item("t").problem == ""


@pytest.mark.parametrize(("interrupting", "opened"), [(False, ["k", "x"]), (True, ["x"])])
def test_an_escalation_goes_to_the_boundary(interrupting, opened):
    inner = part(
        "p1",
        '<startEvent id="ps"/><endEvent id="pe"/>' + tasks("i", "k") + throw("pt", ESCALATION),
        "ps -> i\ni -> pt\npt -> k\nk -> pe",
    )
    elements = inner + boundary("b", "p1", ESCALATION, interrupting=interrupting) + tasks("x")
    runner = started(elements, "s -> p1\np1 -> e\nb -> x\nx -> e")
    runner.complete("i")
    assert sorted(runner.open) == opened


def test_an_escalation_nobody_catches_is_only_told():
    runner = started(throw("x", ESCALATION) + tasks("t"), "s -> x\nx -> t\nt -> e")
    assert runner.open == ["t"]


def test_terminate_ends_the_process_at_once():
    elements = '<parallelGateway id="f"/>' + tasks("x", "y") + end("z", "<terminateEventDefinition/>")
    runner = started(elements, "s -> f\nf -> x\nf -> y\nx -> z\ny -> e")
    runner.complete("x")
    assert (runner.state.status, runner.state.outcome) == (Status.COMPLETED, "z")


def test_terminate_in_a_sub_process_ends_only_that():
    inner = part(
        "p1",
        '<startEvent id="ps"/><parallelGateway id="pf"/>'
        + tasks("i", "k")
        + end("pe", "<terminateEventDefinition/>")
        + '<endEvent id="pk"/>',
        "ps -> pf\npf -> i\npf -> k\ni -> pe\nk -> pk",
    )
    runner = started(inner + tasks("t"), "s -> p1\np1 -> t\nt -> e")
    runner.complete("i")
    assert runner.open == ["t"]


# --- event sub-processes -------------------------------------------------------------------------


@pytest.mark.parametrize(("interrupting", "opened"), [(True, ["h_t"]), (False, ["t", "h_t"])])
def test_an_event_sub_process_starts_with_its_message(interrupting, opened):
    runner = started(tasks("t") + handler("h", MESSAGE, interrupting=interrupting), "s -> t\nt -> e")
    runner.do(a.Deliver("supplement"))
    assert runner.open == opened
    if not interrupting:
        runner.do(a.Deliver("supplement"))
        assert runner.open == ["t", "h_t", "h_t"]
        runner.complete("t")
    else:
        with pytest.raises(Refused):
            runner.do(a.Deliver("supplement"))
    assert runner.state.status is Status.RUNNING
    while "h_t" in runner.open:
        runner.complete("h_t")
    assert runner.state.status is Status.COMPLETED


def test_an_event_sub_process_can_wait_for_a_time():
    runner = started(tasks("t") + handler("h", DAY, interrupting=False), "s -> t\nt -> e")
    assert runner.later(days=3).open == ["t", "h_t"]


def test_an_event_sub_process_that_never_started_does_not_hold_its_process():
    runner = started(tasks("t") + handler("h", MESSAGE), "s -> t\nt -> e")
    runner.complete("t")
    assert (runner.state.status, runner.state.waits) == (Status.COMPLETED, {})


def test_an_event_sub_process_catches_errors_before_the_boundary():
    inner = INNER_ERROR.replace("</subProcess>", handler("h", ERROR) + "</subProcess>")
    runner = started(
        inner + boundary("b", "p1", ERROR) + tasks("x", "t"), "s -> p1\np1 -> t\nb -> x\nx -> e\nt -> e"
    )
    runner.complete("i")
    assert runner.open == ["h_t"]
    runner.complete("h_t")
    assert runner.open == ["t"]


def test_an_error_thrown_while_handling_one_goes_further_out():
    again = handler("h", ERROR).replace('<endEvent id="h_e"/>', end("h_e", ERROR))
    inner = INNER_ERROR.replace("</subProcess>", again + "</subProcess>")
    runner = started(inner + boundary("b", "p1", ERROR) + tasks("x"), "s -> p1\np1 -> e\nb -> x\nx -> e")
    runner.complete("i")
    runner.complete("h_t")
    assert runner.open == ["x"]


def test_an_escalation_starts_a_non_interrupting_event_sub_process():
    elements = tasks("t") + throw("x", ESCALATION) + handler("h", ESCALATION, interrupting=False)
    runner = started(elements, "s -> x\nx -> t\nt -> e")
    assert sorted(runner.open) == ["h_t", "t"]
