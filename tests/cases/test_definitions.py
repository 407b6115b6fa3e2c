"""The procedures beyond the four in depth: each runs from start to each of its ends."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.cases.test_library import each, ended, step
from tests.cases.walk import begin, read, walk
from yunghap.cases.library import definitions
from yunghap.procedures.engine import actions as a

DEFINITIONS = definitions()
BODIES = ["국토교통부", "경찰청"]
AGREED = each("agree", opinion="AGREE", reply="")
PLANNED = [step("plan", worth=True), AGREED, step("announce", closes_on={"date": "2026-10-12"})]
JUDGED = step("eligibility", eligible=True, judges=2)
HEAT = each("heat", score=75)
LED = [step("lookup", confirmed=True), step("check", complete=True, evaluators=2)]
DEMANDED = [
    step("review", adopted=True, evaluators=2),
    each("score", score=80),
    step("decide", outcome="GRANTED"),
    step("terms", research_ends_on={"date": "2027-09-06"}),
    step("agreement"),
    step("pay", more_instalments=False),
]
FINISHED = [*DEMANDED, step("research", progress="finished")]
REVIEWED = [
    step("list"),
    step("settle", review_year=2028),
    step("review", verdict="keep", mandatory=True, duplicate=False),
]
FOUND = [step("intake", checked="complete"), step("search", candidates=1)]
FIT = [*FOUND, each("fit", counterpart="후보", score=75, interested=True)]
ASSESSED = [step("brief", duplicate=False, standard_fits=False, burden=0)]
OFFERED = [step("review", possible=True, rate=10_000), step("offer")]
RECOMMENDED = [step("recommend")]
COURSE = {"cohorts": 1}
COHORT = [
    step("review", score=80),
    step("decide", outcome="GRANTED"),
    step("agreement"),
    step("pay", more_instalments=False),
    step("recruit", enrolled=30, cohort_ends_on={"date": "2027-02-26"}),
]

UPHELD = [step("answer", upheld=True, result="인용"), step("tell")]

# code, end, values that differ from the tutorial's, steps
ENDS: list[tuple[str, str, Mapping[str, Any], list[Any]]] = [
    ("sandbox.proactive-interpretation", "advised", {}, [step("intake", checked="complete"), each("consult", opinion="OBJECT", reply=""), step("advice")]),
    ("sandbox.proactive-interpretation", "advised", {}, [step("intake", checked="complete"), each("consult", opinion="NOT_CONCERNED", reply=""), step("advice")]),
    ("sandbox.proactive-interpretation", "returned", {}, [step("intake", checked="supplement"), step("supplement"), step("intake", checked="return"), step("return_notice")]),
    ("sandbox.planned", "dropped", {}, [step("plan", worth=False), step("not_taken")]),
    ("sandbox.planned", "no_applicant", {}, [*PLANNED, step("collect", applicants=0)]),
    ("sandbox.planned", "none_selected", {}, [*PLANNED, step("collect", applicants=1, evaluators=2), each("score", score=50)]),
    ("sandbox.planned", "refused", {}, [step("plan", worth=True), each("agree", opinion="OBJECT"), *PLANNED, step("collect", applicants=1, evaluators=2), each("score", score=70), step("committee", resolution="REJECTED"), step("decide", outcome="REFUSED"), step("refusal")]),
    ("objection", "upheld", {}, [*UPHELD, step("decide", outcome="ANSWERED"), step("publish")]),
    ("objection", "dismissed", {}, [step("answer", upheld=False, result="기각"), step("tell")]),
    ("technical-regulation", "no_assessment", {"effect": "none"}, [step("not_technical")]),
    ("technical-regulation", "accepted", {"effect": "test"}, [step("brief", duplicate=False, standard_fits=True, burden=0), step("consent")]),
    ("technical-regulation", "referred", {"effect": "standard"}, [*ASSESSED, step("panel", resolution="PASSED"), step("opinion"), step("answer", taken_up=False), step("refer"), step("preliminary", importance="minor")]),
    ("certification-review", "keep", {}, [*REVIEWED, step("deliberate", resolved="keep"), step("kept")]),
    ("certification-review", "improved", {}, [*REVIEWED, step("deliberate", resolved="improve"), step("improve"), step("act", done=False), step("remind"), step("act", done=True)]),
    ("public-demand", "declined", {}, [step("review", adopted=False), step("decline")]),
    ("public-demand", "none_selected", {}, [step("review", adopted=True, evaluators=2), each("score", score=50), step("no_company")]),
    ("public-demand", "none_selected", {}, [*DEMANDED[:2], step("decide", outcome="REFUSED")]),
    ("public-demand", "stopped", {}, [*DEMANDED, step("research", progress="continue"), step("research", progress="stop"), step("settle")]),
    ("public-demand", "not_proven", {}, [*FINISHED, step("trial", met=False), step("again", rework=True), step("research", progress="finished"), step("trial", met=False), step("again", rework=False), step("settle")]),
    ("public-demand", "not_procured", {}, [*FINISHED, step("trial", met=True, price=1_000_000, innovative=False), step("procure", bought=False), step("settle")]),
    ("leading-company", "returned", {"consent": False}, [step("supplement"), step("check", complete=False), step("return_notice")]),
    ("leading-company", "refused", {}, [*LED, each("score", score=60), step("decide", outcome="REFUSED"), step("refusal")]),
    ("contest", "out", {}, [step("eligibility", eligible=False), step("ineligible")]),
    ("contest", "out_in_heat", {}, [JUDGED, each("heat", score=40), step("heat_letter")]),
    ("contest", "out_in_final", {}, [JUDGED, HEAT, each("final", score=69), step("final_letter")]),
    ("training", "rejected", {}, [step("review", score=40), step("decide", outcome="REFUSED")]),
    ("training", "ended", COURSE, [*COHORT, step("teach", completed=10), step("employment", employed=2), step("settle"), step("end_support")]),
    ("priority-purchase", "ineligible", {"certificate_kind": "other"}, [step("not_entitled")]),
    ("priority-purchase", "ineligible", {"certificate_ends_on": {"date": "2027-02-01"}}, [step("not_entitled")]),
    ("priority-purchase", "ineligible", {}, [step("test", performs=False), step("not_entitled")]),
    ("priority-purchase", "no_demand", {"certificate_kind": "convergence"}, [*RECOMMENDED, each("ask", buys=False), step("no_demand_letter")]),
    ("technology-transfer", "returned", {}, [step("intake", checked="return"), step("return_notice")]),
    ("technology-transfer", "no_match", {}, [step("intake", checked="complete"), step("search", candidates=0), step("no_candidate")]),
    ("technology-transfer", "no_match", {}, [*FOUND, each("fit", counterpart="후보", score=90, interested=False), step("no_candidate")]),
    ("technology-transfer", "no_deal", {}, [*FIT, step("negotiate", result="again"), step("search", candidates=1), FIT[-1], step("negotiate", result="ended")]),
    ("testbed", "registered", {"ask": "register"}, [step("inspect", suitable=True), step("registration")]),
    ("testbed", "not_registered", {"ask": "register"}, [step("inspect", suitable=False), step("no_registration")]),
    ("testbed", "refused", {}, [step("review", possible=False), step("refusal")]),
    ("testbed", "lapsed", {}, [*OFFERED, step("confirm", confirmed=False)]),
]  # fmt: skip


def start(code: str, **values: Any) -> Any:
    """The tutorial's case with other values."""
    definition = DEFINITIONS[code]
    return begin(definition.versions[-1], {**definition.tutorial["values"], **values})


@pytest.mark.parametrize(("code", "end", "values", "steps"), ENDS, ids=[f"{one[0]}-{one[1]}" for one in ENDS])
def test_each_end_is_reached(code, end, values, steps):
    assert ended(walk(start(code, **values), steps)) == end


def test_every_end_of_these_procedures_is_tried():
    for code in {one[0] for one in ENDS}:
        diagram = DEFINITIONS[code].versions[-1].diagram.decode()
        named = set(re.findall(r'<endEvent id="([^"]+)" name=', diagram))
        tried = {one[1] for one in ENDS if one[0] == code} | {DEFINITIONS[code].tutorial["ends"]}
        assert tried == named, code


def test_the_list_of_schemes_is_due_by_the_end_of_february_and_the_review_by_june():
    runner = start("certification-review", cycle_year=2028)
    assert [one.due for one in runner.state.deadlines.values()] == [date(2028, 2, 29)]
    walk(runner, [step("list"), step("settle", review_year=2028)])
    assert [one.due for one in runner.state.deadlines.values()] == [date(2028, 6, 30)]


def test_opinions_on_a_draft_are_due_while_it_is_open_to_comment():
    runner = start("technical-regulation", days=20)
    assert {one.due for one in runner.state.deadlines.values()} == {date(2026, 9, 28)}  # Chuseok, Sunday


@pytest.mark.parametrize(
    ("duplicate", "fits", "burden", "advice"),
    [
        (True, True, 0, "merge"),
        (False, False, 0, "amend"),
        (False, True, 10**9, "amend"),
        (False, True, 10**9 - 1, "accept"),
    ],
)
def test_what_the_assessment_advises(duplicate, fits, burden, advice):
    brief = step("brief", duplicate=duplicate, standard_fits=fits, burden=burden)
    assert walk(start("technical-regulation", effect="test"), [brief]).value("advice") == advice


@pytest.mark.parametrize(
    ("verdict", "duplicate", "mandatory", "proposal"),
    [
        ("merge", False, True, "merge"),
        ("keep", True, True, "merge"),
        ("keep", False, False, "abolish"),
        ("keep", False, True, "keep"),
    ],
)
def test_what_is_proposed_for_a_scheme_without_certificates(verdict, duplicate, mandatory, proposal):
    review = step("review", verdict=verdict, duplicate=duplicate, mandatory=mandatory)
    runner = walk(start("certification-review"), [*REVIEWED[:2], review])
    assert runner.value("proposal") == proposal


@pytest.mark.parametrize(
    ("price", "innovative", "route"),
    [(3_000_000, True, "direct"), (500_000, False, "direct"), (3_000_000, False, "tender")],
)
def test_how_the_product_of_a_demand_is_bought(price, innovative, route):
    trial = step("trial", met=True, price=price, innovative=innovative)
    assert walk(start("public-demand"), [*FINISHED, trial]).value("route") == route


@pytest.mark.parametrize(("score", "prize"), [(95, "grand"), (80, "excellence"), (79, "participation")])
def test_the_grand_final_decides_the_prize(score, prize):
    runner = walk(start("contest"), [JUDGED, HEAT, HEAT | {"node": "final"}, each("grand", score=score)])
    assert runner.value("prize") == prize


def test_cohorts_follow_one_another_and_their_sums_decide():
    definition = DEFINITIONS["training"]
    runner = walk(start("training"), definition.tutorial["steps"][:7])
    assert runner.open == ["recruit"]  # the second cohort, once the first is done
    walk(runner, definition.tutorial["steps"][7:10])
    assert runner.value("verdict") == "good"


def test_employment_is_looked_at_six_months_after_completion():
    runner = walk(start("training", **COURSE), [*COHORT, step("teach", completed=20)])
    assert [one.due for one in runner.state.deadlines.values()] == [date(2027, 3, 8)]  # 7 March is a Sunday


@pytest.mark.parametrize(("size", "fee"), [("small", 80_000), ("public", 112_000), ("large", 160_000)])
def test_the_fee_of_a_testbed_depends_on_who_uses_it(size, fee):
    assert walk(start("testbed", size=size), OFFERED[:1]).value("fee") == fee


def test_a_slot_that_nobody_confirms_is_given_up():
    runner = walk(start("testbed"), OFFERED)
    assert runner.open == ["confirm"]
    assert ended(runner.later(days=10)) == "lapsed"


def test_only_exchange_of_people_makes_a_leading_company():
    runner = walk(start("leading-company", exchanged=0), [*LED, each("score", score=95)])
    assert (runner.value("total"), runner.value("recommended")) == (95, False)


def test_the_time_of_tests_is_not_counted():
    runner = start("priority-purchase")
    [deadline] = runner.state.deadlines.values()
    assert deadline.due == date(2026, 10, 22)
    runner.now = datetime(2026, 9, 14, tzinfo=UTC)
    runner.do(a.StopDeadline(deadline.number, "test", date(2026, 9, 8)))
    runner.do(a.ResumeDeadline(deadline.number, date(2026, 9, 11)))
    [deadline] = runner.state.deadlines.values()
    assert deadline.due == date(2026, 10, 28)  # four working days later


def test_one_body_that_sees_a_way_is_enough_where_nobody_objects():
    runner = walk(start("sandbox.proactive-interpretation"), [step("intake", checked="complete")])
    runner.complete("consult", **read({"opinion": "NOT_CONCERNED", "reply": ""}))
    runner.complete("consult", **read({"opinion": "CONDITIONS", "reply": "속도 제한"}))
    assert runner.open == ["report"]
