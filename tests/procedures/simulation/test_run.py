"""Runs whose figures can be worked out by hand, and the plan's own comparison."""

from datetime import datetime, timedelta
from importlib import resources

import pytest

from tests.procedures.bpmn.diagrams import flow, process
from yunghap.core.clock import SEOUL
from yunghap.procedures.bpmn import read_bpmn
from yunghap.procedures.program.compile import NotExecutable
from yunghap.procedures.simulation import (
    Arrival,
    Result,
    Scenario,
    Summary,
    poisson,
    prepare,
    simulate,
    summarise,
)

MONDAY = datetime(2026, 1, 5, 9, tzinfo=SEOUL)


def duration(**attributes: str) -> str:
    return "<yh:duration " + " ".join(f'{name}="{value}"' for name, value in attributes.items()) + "/>"


def user(id_: str, inner: str, more: str = "") -> str:
    return (
        f'<userTask id="{id_}" name="{id_}"{more}><extensionElements>{inner}</extensionElements></userTask>'
    )


def run(body: str, arrivals: list[datetime], *, seed: int = 1, before: str = "") -> tuple[Result, Summary]:
    definitions = read_bpmn(process(body, before=before))
    program, settings = prepare(definitions)
    result = simulate(Scenario(program, settings, seed, tuple(Arrival(one) for one in arrivals)))
    names = {node.id: node.name for node in definitions.nodes.values()}
    return result, summarise(result, name="하나", names=names, settings=settings)


LINE = '<startEvent id="s"/>{}<endEvent id="e" name="끝"/>' + flow("f", "s", "a") + flow("g", "a", "e")


def test_one_step_takes_as_long_as_it_takes() -> None:
    result, summary = run(LINE.format(user("a", duration(mean="P3D"))), [MONDAY, MONDAY + timedelta(days=1)])
    assert [case.ended - case.arrived for case in result.cases if case.ended] == [timedelta(days=3)] * 2
    assert summary.lead_time is not None
    assert (summary.lead_time.median, summary.ends, summary.finished) == (3.0, {"끝": 2}, 2)
    assert (summary.steps[0].count, summary.steps[0].waiting) == (2, 0)


def test_people_do_one_thing_at_a_time() -> None:
    lane = '<laneSet id="ls"><lane id="l" name="담당관" yh:capacity="1"><flowNodeRef>a</flowNodeRef></lane></laneSet>'
    body = lane + LINE.format(user("a", duration(mean="P2D")))
    result, summary = run(body, [MONDAY, MONDAY, MONDAY])
    ends = sorted((case.ended - MONDAY).days for case in result.cases if case.ended)
    assert ends == [2, 4, 6]
    assert summary.steps[0].waiting == pytest.approx(2.0)
    (load,) = summary.loads
    assert (load.place, load.items, load.days, load.most) == ("담당관", 3, 6.0, 3)


def test_a_timer_takes_work_away_and_frees_whoever_had_it() -> None:
    lane = '<laneSet id="ls"><lane id="l" yh:capacity="1"><flowNodeRef>a</flowNodeRef></lane></laneSet>'
    timer = (
        '<boundaryEvent id="b" attachedToRef="a"><timerEventDefinition><timeDuration>P5D</timeDuration>'
        '</timerEventDefinition></boundaryEvent><endEvent id="late" name="기한 지남"/>'
        + flow("h", "b", "late")
    )
    body = lane + timer + LINE.format(user("a", duration(mean="P9D")))
    result, summary = run(body, [MONDAY, MONDAY + timedelta(days=1)])
    assert summary.ends == {"기한 지남": 2}
    assert [visit.started for visit in result.visits] == [MONDAY, MONDAY + timedelta(days=5)]


def test_outcomes_choose_the_way_by_weight() -> None:
    choice = (
        '<exclusiveGateway id="x" default="no"/><endEvent id="y" name="승인"/><endEvent id="n" name="불승인"/>'
        + flow("g", "a", "x")
        + flow("yes", "x", "y", "<conditionExpression>ok = true</conditionExpression>")
        + flow("no", "x", "n")
    )
    outcome = '<yh:outcome variable="ok" value="true" weight="3"/><yh:outcome variable="ok" value="false" weight="1"/>'
    body = '<startEvent id="s"/>' + user("a", duration(mean="P1D") + outcome) + choice + flow("f", "s", "a")
    _result, summary = run(body, [MONDAY + timedelta(days=number) for number in range(400)])
    assert 260 < summary.ends["승인"] < 340
    assert summary.ends["승인"] + summary.ends["불승인"] == 400
    again = run(body, [MONDAY + timedelta(days=number) for number in range(400)])[1]
    assert again == summary
    assert run(body, [MONDAY + timedelta(days=number) for number in range(400)], seed=2)[1] != summary


def test_deadlines_are_missed_and_sessions_are_waited_for() -> None:
    rule = '<extensionElements><yh:deadline id="r" counting="civil-act" term="P10D" article="§1"/></extensionElements>'
    body = rule + LINE.format(
        user("a", duration(distribution="uniform", low="P1D", high="P20D"), ' yh:deadline="r"')
    )
    result, summary = run(body, [MONDAY] * 60)
    late = [
        visit for visit in result.visits if visit.closed and visit.closed - visit.opened > timedelta(days=12)
    ]
    assert late
    assert all(visit.late for visit in late)
    assert summary.steps[0].late == sum(visit.late for visit in result.visits) / 60
    result, _summary = run(
        LINE.format(user("a", duration(distribution="session", every="P30D"))),
        [MONDAY, MONDAY + timedelta(days=29)],
    )
    assert {visit.closed for visit in result.visits} == {datetime(2026, 2, 4, 14, tzinfo=SEOUL)}


def test_messages_come_after_their_time_and_tables_not_given_are_drawn() -> None:
    body = (
        '<startEvent id="s"/><businessRuleTask id="a" yh:decision="track" yh:result="track"><extensionElements>'
        '<yh:outcome variable="track" value="fast"/></extensionElements></businessRuleTask><intermediateCatchEvent id="c">'
        f'<extensionElements>{duration(mean="P4D")}</extensionElements><messageEventDefinition messageRef="m"/>'
        '</intermediateCatchEvent><endEvent id="e" name="끝"/>'
    ) + flow("f", "s", "a") + flow("g", "a", "c") + flow("h", "c", "e")  # fmt: skip
    result, summary = run(body, [MONDAY], before='<message id="m" name="답변"/>')
    assert summary.ends == {"끝": 1}
    assert result.cases[0].ended == MONDAY + timedelta(days=4)


def test_what_cannot_go_on_is_counted_and_told() -> None:
    choice = '<exclusiveGateway id="x"/><endEvent id="y"/><endEvent id="n"/>' + flow("g", "a", "x")
    choice += flow("one", "x", "y", "<conditionExpression>missing &gt; 3</conditionExpression>")
    choice += flow("two", "x", "n", "<conditionExpression>missing &lt; 3</conditionExpression>")
    _result, summary = run('<startEvent id="s"/>' + user("a", "") + choice + flow("f", "s", "a"), [MONDAY])
    assert (summary.finished, summary.troubled, summary.lead_time) == (0, 1, None)
    assert summary.trouble


def test_a_diagram_with_obstacles_is_not_simulated() -> None:
    with pytest.raises(NotExecutable):
        run(
            '<startEvent id="s"/><scriptTask id="a"/><endEvent id="e"/>'
            + flow("f", "s", "a")
            + flow("g", "a", "e"),
            [],
        )


def test_the_plans_comparison_current_against_revised() -> None:
    """The plan expects the fast track to halve four to five months (2023 action plan, direction 3)."""
    found = []
    for name in ("sandbox-v2021-09-16", "sandbox-v2023-plan"):
        data = resources.files("yunghap.procedures").joinpath(f"data/{name}.bpmn").read_bytes()
        definitions = read_bpmn(data, name=name)
        program, settings = prepare(definitions)
        arrivals = poisson(number=150, every=settings.every, seed=3, start=MONDAY)
        result = simulate(Scenario(program, settings, 3, arrivals))
        names = {node.id: node.name for node in definitions.nodes.values()}
        found.append((result, summarise(result, name=name, names=names, settings=settings)))
    (_first, current), (_second, revised) = found
    assert current.lead_time is not None
    assert revised.lead_time is not None
    assert current.finished == revised.finished == 150
    assert 100 < current.lead_time.mean < 150
    assert revised.lead_time.median < 0.75 * current.lead_time.median
    # The same cases have the same luck where both versions have the same step.
    assert [step.total for step in current.steps if step.node == "check"] == [
        step.total for step in revised.steps if step.node == "check"
    ]
