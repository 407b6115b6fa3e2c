"""Deadlines with the work they concern: stops, extensions, silence, timers that follow them."""

from datetime import date

import pytest

from tests.procedures.diagrams import diagram, program
from tests.procedures.engine.runner import Runner
from tests.procedures.engine.test_flows import START, tasks
from yunghap.core.errors import InvalidInput
from yunghap.procedures.engine import actions as a
from yunghap.procedures.engine.machine import Refused
from yunghap.procedures.engine.state import How, Status
from yunghap.procedures.program.mapping import map_nodes
from yunghap.procedures.program.rules import read_deadline_rules

REPLY = {
    "id": "reply",
    "counting": "civil-act",
    "article": "산업융합 촉진법 §10의3③",
    "term": "P30D",
    "stops": [{"reason": "supplement", "article": "§10의3④"}],
    "extension": {"term": "P10D", "times": 1, "article": "§10의3④"},
}


def run(
    elements: str, arrows: str, *rules: dict[str, object], values: dict[str, object] | None = None
) -> Runner:
    made = program(diagram(START + elements, arrows), deadlines=read_deadline_rules(rules or [REPLY]))
    return Runner(made, values)


REVIEW = '<userTask id="t" y:deadline="reply"/>'


def test_work_opens_with_its_deadline_and_is_due_by_it():
    runner = run(REVIEW, "s -> t\nt -> e")
    [deadline] = runner.state.deadlines.values()
    assert deadline.due == date(2026, 10, 7)  # thirty days after the seventh of September, a Monday
    assert runner.item("t").due == deadline.passes
    runner.complete("t")
    assert runner.state.closed_deadlines[deadline.number].how is How.COMPLETED


def test_a_deadline_that_passes_is_missed_and_the_work_stays_open():
    runner = run(REVIEW, "s -> t\nt -> e").later(days=29)
    assert not next(iter(runner.state.deadlines.values())).missed
    runner.later(days=2)
    assert next(iter(runner.state.deadlines.values())).missed
    assert runner.open == ["t"]


def test_a_stop_moves_the_deadline_by_its_days():
    runner = run(REVIEW, "s -> t\nt -> e").later(days=3)
    number = next(iter(runner.state.deadlines))
    runner.do(a.StopDeadline(number, "supplement"))
    assert runner.item("t").due is None
    runner.later(days=60)
    assert not runner.state.deadlines[number].missed
    runner.do(a.ResumeDeadline(number, date(2026, 9, 21)))
    deadline = runner.state.deadlines[number]
    assert deadline.due == date(2026, 10, 19)  # twelve days later
    assert [stop.article for stop in deadline.stops] == ["§10의3④"]


@pytest.mark.parametrize(
    "action",
    [
        lambda n: a.StopDeadline(n, "holiday"),
        a.ResumeDeadline,
        lambda n: a.StopDeadline(n + 99, "supplement"),
        lambda n: a.ExtendDeadline(n + 99, "까닭"),
    ],
)
def test_what_the_rule_does_not_know_is_refused(action):
    runner = run(REVIEW, "s -> t\nt -> e")
    with pytest.raises(Refused):
        runner.do(action(next(iter(runner.state.deadlines))))


def test_impossible_days_of_a_stop_are_refused():
    runner = run(REVIEW, "s -> t\nt -> e").later(days=3)
    number = next(iter(runner.state.deadlines))
    for start in (date(2026, 9, 1), date(2026, 9, 20)):
        with pytest.raises(InvalidInput):
            runner.do(a.StopDeadline(number, "supplement", start))
    runner.do(a.StopDeadline(number, "supplement", date(2026, 9, 9)))
    with pytest.raises(Refused):
        runner.do(a.StopDeadline(number, "supplement"))
    for end in (date(2026, 9, 8), date(2026, 9, 20)):
        with pytest.raises(InvalidInput):
            runner.do(a.ResumeDeadline(number, end))


def test_a_deadline_is_extended_as_often_as_its_rule_says():
    runner = run(REVIEW, "s -> t\nt -> e")
    number = next(iter(runner.state.deadlines))
    with pytest.raises(InvalidInput):
        runner.do(a.ExtendDeadline(number, " "))
    runner.do(a.ExtendDeadline(number, "전문가 의견 조회"))
    assert runner.state.deadlines[number].due == date(2026, 10, 19)  # the seventeenth is a Saturday
    with pytest.raises(Refused):
        runner.do(a.ExtendDeadline(number, "다시"))


def test_work_of_the_diagram_stops_the_clock_while_it_is_open():
    elements = (
        '<subProcess id="part" y:deadline="reply"><startEvent id="ps"/><userTask id="ask" y:stops="supplement"/>'
        '<userTask id="look"/><endEvent id="pe"/>'
        '<sequenceFlow id="f1" sourceRef="ps" targetRef="ask"/><sequenceFlow id="f2" sourceRef="ask" targetRef="look"/>'
        '<sequenceFlow id="f3" sourceRef="look" targetRef="pe"/></subProcess>'
    )
    runner = run(elements, "s -> part\npart -> e")
    [deadline] = runner.state.deadlines.values()
    assert deadline.stopped
    assert runner.item("ask").due is None
    runner.later(days=9)
    runner.complete("ask")
    [deadline] = runner.state.deadlines.values()
    # From the 7th to the 16th it stood still; the 17th is the first of thirty days.
    assert (deadline.stopped, deadline.due) == (False, date(2026, 10, 16))
    assert runner.item("look").due == deadline.passes


def test_silence_is_deemed():
    rule = {**REPLY, "silence": {"values": {"regulated": False}, "article": "§10의2③"}}
    runner = run(REVIEW + tasks("x"), "s -> t\nt -> x\nx -> e", rule).later(days=31)
    assert runner.open == ["x"]
    assert runner.value("regulated") is False
    [entry] = [
        events
        for _at, events in runner.journal
        if any(getattr(one, "how", None) is How.DEEMED for one in events)
    ]
    assert entry


def test_silence_has_its_effect_only_where_the_law_gives_it_one():
    rule = {**REPLY, "silence": {"values": {"regulated": False}, "article": "§10의2③", "when": "= deemed"}}
    for deemed, open_ in ((True, ["x"]), (False, ["t"])):
        runner = run(REVIEW + tasks("x"), "s -> t\nt -> x\nx -> e", rule, values={"deemed": deemed}).later(
            days=31
        )
        assert runner.open == open_
        assert runner.value("regulated") is (False if deemed else None)


def test_no_extension_is_longer_than_the_law_allows():
    runner = run(REVIEW, "s -> t\nt -> e")
    [number] = runner.state.deadlines
    with pytest.raises(InvalidInput, match="P10D"):
        runner.do(a.ExtendDeadline(number, "협의", "P15D"))
    runner.do(a.ExtendDeadline(number, "협의", "P5D"))
    assert runner.state.deadlines[number].due == date(2026, 10, 12)


def test_an_extension_can_run_from_the_day_after_the_expiry():
    ten = {**REPLY, "term": "P12D", "extension": {"term": "P10D", "article": "§27④"}}
    for after_expiry, due in ((False, date(2026, 9, 29)), (True, date(2026, 10, 1))):
        # Twelve days from Monday 7 September end on Saturday 19, so on Monday 21; ten more from the 22nd or the 20th.
        rule = {**ten, "extension": {**ten["extension"], "after_expiry": after_expiry}}
        runner = run(REVIEW, "s -> t\nt -> e", rule)
        [number] = runner.state.deadlines
        runner.do(a.ExtendDeadline(number, "협의"))
        assert runner.state.deadlines[number].due == due


def test_a_boundary_timer_can_follow_a_deadline():
    elements = (
        REVIEW
        + tasks("late")
        + (
            '<boundaryEvent id="b" attachedToRef="t" cancelActivity="false" y:deadline="reply"><timerEventDefinition/></boundaryEvent>'
        )
    )
    runner = run(elements, "s -> t\nt -> e\nb -> late\nlate -> e").later(days=3)
    number = next(iter(runner.state.deadlines))
    runner.do(a.StopDeadline(number, "supplement"))
    runner.later(days=60)
    assert runner.open == ["t"]
    runner.do(a.ResumeDeadline(number))
    runner.later(days=40)
    assert runner.open == ["t", "late"]


def test_the_term_and_start_can_be_formulas():
    rule = {**REPLY, "term": '= if fast then "P15D" else "P30D"', "start": "= filed"}
    elements = REVIEW
    runner = run(elements, "s -> t\nt -> e", rule, values={"fast": True, "filed": date(2026, 9, 11)})
    [deadline] = runner.state.deadlines.values()
    assert deadline.due == date(2026, 9, 28)


def test_a_deadline_of_the_whole_process_ends_with_it():
    made = program(
        diagram(START + tasks("t"), "s -> t\nt -> e", process='y:deadline="reply"'),
        deadlines=read_deadline_rules([REPLY]),
    )
    runner = Runner(made)
    assert runner.item("t").due is not None
    runner.complete("t")
    assert runner.state.status is Status.COMPLETED
    assert [one.how for one in runner.state.closed_deadlines.values()] == [How.COMPLETED]


def test_terms_of_hours_run_from_the_moment():
    rule = {"id": "reply", "counting": "petitions-act-19", "article": "민원처리법 §19", "term": "PT24H"}
    runner = run(REVIEW, "s -> t\nt -> e", rule)
    [deadline] = runner.state.deadlines.values()
    assert deadline.due == deadline.passes


ASK = {
    "id": "ask",
    "counting": "civil-act",
    "article": "산업융합 촉진법 §10의5②",
    "term": "P2M",
    "start": "= ends_on",
    "before": True,
    "stops": [{"reason": "revision", "article": "§10의5⑦"}],
}


def test_a_term_is_counted_back_from_its_start():
    runner = run(
        '<userTask id="t" y:deadline="ask"/>', "s -> t\nt -> e", ASK, values={"ends_on": date(2027, 6, 2)}
    )
    [deadline] = runner.state.deadlines.values()
    assert deadline.due == date(2027, 4, 1)  # two months from it, its day out, are over on the first of June
    assert runner.item("t").due == deadline.passes
    runner.do(a.Recount())
    assert runner.state.deadlines[deadline.number].due == date(2027, 4, 1)


def test_what_must_be_asked_for_before_the_end_does_not_date_the_work_until_then():
    made = program(
        diagram(START + tasks("t"), "s -> t\nt -> e", process='y:deadline="ask reply"'),
        deadlines=read_deadline_rules([ASK, REPLY]),
    )
    runner = Runner(made, {"ends_on": date(2026, 12, 1)})
    dues = {one.rule: one for one in runner.state.deadlines.values()}
    assert dues["ask"].due == date(2026, 9, 30)
    assert runner.item("t").due == dues["reply"].passes


@pytest.mark.parametrize(
    "change",
    [
        {"counting": "moon"},
        {"term": "30"},
        {"article": ""},
        {"id": ""},
        {"start": "= ("},
        {"extension": {"times": 1}},
        {"stops": ["supplement"]},
        {"silence": {}},
        {"colour": "red"},
        {"before": True, "start": "= filed"},
        {"before": True, "extension": None},
        {"before": 1, "start": "= filed", "extension": None},
        {"id": "reply@ict"},
        {"by": "= law"},
        {"each": {"ict": None}},
        {"by": "= law", "each": {"ict": {"colour": "red"}}},
        {"by": "= law", "each": {"x" * 80: {}}},
    ],
)
def test_a_rule_that_cannot_be_used_is_refused(change):
    with pytest.raises(InvalidInput):
        read_deadline_rules([{**REPLY, **change}])


LAWS = {
    **REPLY,
    "by": "= law",
    "each": {
        "ict": {"article": "정보통신융합법 제38조의2제5항", "extension": None, "term": "P15D"},
        "financial": None,
    },
}


def of_law(law: str, elements: str = REVIEW) -> Runner:
    return run(elements, "s -> t\nt -> e", LAWS, values={"law": law})


def test_each_law_has_its_own_rule_for_a_deadline():
    runner = of_law("ict")
    [deadline] = runner.state.deadlines.values()
    assert (deadline.rule, deadline.due) == ("reply@ict", date(2026, 9, 22))
    rule = runner.program.rule(deadline.rule)
    assert (rule.article, rule.stops[0].article) == ("정보통신융합법 제38조의2제5항", "§10의3④")
    with pytest.raises(Refused):  # this law knows no extension
        runner.do(a.ExtendDeadline(deadline.number, "", "상급기관 협의"))
    assert (
        runner.program.rule("reply@gone").article == REPLY["article"]
    )  # of a law that the version no longer knows


def test_where_a_law_sets_no_term_none_runs_and_another_law_has_what_is_common():
    assert not of_law("financial").state.deadlines
    [deadline] = of_law("industrial").state.deadlines.values()
    assert (deadline.rule, deadline.due) == ("reply", date(2026, 10, 7))


def test_a_timer_follows_the_deadline_of_whichever_law():
    elements = (
        f'{REVIEW}<boundaryEvent id="b" attachedToRef="t" y:deadline="reply"><timerEventDefinition/>'
        '</boundaryEvent><userTask id="late"/>'
    )
    made = program(
        diagram(START + elements, "s -> t\nt -> e\nb -> late\nlate -> e"),
        deadlines=read_deadline_rules([LAWS]),
    )
    assert Runner(made, {"law": "ict"}).later(days=16).open == ["late"]


def test_a_version_without_the_rule_of_a_law_takes_over_by_the_common_one():
    old, new = (
        program(diagram(START + REVIEW, "s -> t\nt -> e"), deadlines=read_deadline_rules([rule]))
        for rule in (LAWS, REPLY)
    )
    assert not map_nodes(old, new, {}).lost_deadlines


def test_two_rules_of_one_name_are_refused():
    with pytest.raises(InvalidInput):
        read_deadline_rules([REPLY, REPLY])
