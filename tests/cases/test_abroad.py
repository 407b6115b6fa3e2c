"""Sandboxes of other laws on the same engine: nothing in it knows Korea's.

Regulation (EU) 2024/1689, art. 57 and 58: a decision within three months, an exit report, free for small companies.
FCA regulatory sandbox: five criteria, ten weeks of test design, tests of six months at most. Their terms are counted
by the Korean rule here; counting by Regulation 1182/71 would be one more rule.
"""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.cases.test_library import ended, step
from tests.cases.walk import begin, tutorial, walk
from yunghap.cases.kinds import kind_of
from yunghap.cases.library import read_definition
from yunghap.procedures.engine import actions as a

FIXTURES = Path(__file__).parent / "fixtures"
EU, FCA = (read_definition(FIXTURES / name) for name in ("eu-ai-act", "fca"))
CRITERIA = ("in_scope", "innovative", "benefits", "ready", "needs_support")


def start(definition: Any, **values: Any) -> Any:
    return begin(definition.versions[-1], {**definition.tutorial["values"], **values})


@pytest.mark.parametrize("definition", [EU, FCA], ids=["eu", "fca"])
def test_the_tutorial_case_runs_and_casework_can_offer_it(definition):
    assert ended(tutorial(definition, definition.versions[-1])) == definition.tutorial["ends"]
    assert kind_of(definition).summary.en.endswith(".")
    assert all(one and one == one.strip() for one in kind_of(definition).articles)


def test_europe_decides_within_three_months_and_small_companies_pay_nothing():
    runner = start(EU)
    assert [one.due for one in runner.state.deadlines.values()] == [date(2026, 12, 7)]
    assert runner.value("free") is True
    assert start(EU, size="other").value("free") is False
    assert ended(walk(runner, [step("eligibility", eligible=False), step("refusal")])) == "refused"


def test_a_sandbox_of_europe_ends_by_itself_or_is_terminated_and_always_leaves_a_report():
    planned = [
        step("eligibility", eligible=True),
        step("plan", starts_on={"date": "2026-10-01"}, ends_on={"date": "2027-03-31"}),
    ]
    runner = walk(start(EU, personal_data=False), planned)
    runner.do(a.Deliver("ai.serious-risk", "case:1"))
    assert set(runner.open) == {"run", "mitigate"}
    walk(runner, [step("mitigate", mitigated=True)])
    runner.later(days=220)
    assert runner.open == ["exit_report"]
    assert ended(walk(runner, [step("exit_report", proof_asked=False)])) == "exited"
    runner = walk(start(EU, personal_data=False), planned)
    runner.do(a.Deliver("ai.terminate", "case:1"))
    walk(runner, [step("suspend", ended="terminated"), step("exit_report", proof_asked=False)])
    assert ended(runner) == "stopped"


@pytest.mark.parametrize("missing", CRITERIA)
def test_london_asks_for_all_five_criteria(missing):
    answers = {name: name != missing for name in CRITERIA}
    assert ended(walk(start(FCA), [step("assess", **answers), step("refusal")])) == "refused"


@pytest.mark.parametrize(
    ("authorised", "guidance", "waiver", "tools"),
    [
        (False, True, True, {"authorise", "guide", "waive"}),
        (True, False, True, {"waive"}),
        (True, False, False, {"agree"}),
    ],
)
def test_london_gives_the_tools_that_a_test_needs_and_waits_for_all(authorised, guidance, waiver, tools):
    days = {"starts_on": {"date": "2026-12-01"}, "ends_on": {"date": "2027-05-31"}}
    runner = walk(start(FCA, authorised=authorised), [step("assess", **dict.fromkeys(CRITERIA, True))])
    assert [one.due for one in runner.state.deadlines.values()] == [date(2026, 11, 16)]
    walk(runner, [step("design", guidance=guidance, waiver=waiver, **days)])
    assert set(runner.open) == tools
    walk(runner, [step(node) for node in tools])
    assert runner.open == ["test"]
    runner.later(days=300)
    assert runner.value("ended") == "expired"
    assert ended(walk(runner, [step("report", launch=False)])) == "ended"
