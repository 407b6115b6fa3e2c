"""The shipped procedures: they compile, run from start to every end that matters, and rest on articles there are."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.cases.walk import begin, tutorial, walk
from tests.factories import identity as people
from tests.factories.procedures import AT, OFFICER
from tests.procedures.engine.runner import Runner
from tests.shared import shared_path
from yunghap.cases.kinds import kind_of
from yunghap.cases.laws import law_name
from yunghap.cases.library import definitions, groups
from yunghap.cases.reference import reference_page
from yunghap.cases.schemes import SCHEMES
from yunghap.cases.service import draft_shipped, put_in_force
from yunghap.casework.domain.running import OWN_FORMS, PERMISSION_OF
from yunghap.casework.registry import grouped_kinds
from yunghap.core import clock
from yunghap.core.actors import SYSTEM
from yunghap.procedures import service as procedures
from yunghap.procedures.bpmn import read_bpmn
from yunghap.procedures.commands.shipped import shipped
from yunghap.procedures.counting import count
from yunghap.procedures.deadlines import KoreanCalendar
from yunghap.procedures.engine import actions as a
from yunghap.procedures.engine.state import Status
from yunghap.procedures.enums import Transition
from yunghap.procedures.program.model import deadline_of
from yunghap.procedures.programs import compile_sources
from yunghap.procedures.shipped import undrafted

DEFINITIONS = definitions()
VERSIONS = [(one, version) for one in DEFINITIONS.values() for version in one.versions]
IDS = [f"{one.code}@{version.label}" for one, version in VERSIONS]
EXEMPTION = DEFINITIONS["sandbox.exemption"]
NOW = EXEMPTION.version("2026-06-03.5")
THEN = EXEMPTION.version("2022-06-29.3")
PLAN = EXEMPTION.version("2023-plan.3")
SHIPPED = json.loads(Path(__file__).with_name("fixtures").joinpath("shipped.json").read_text("utf-8"))
AGENCIES = ["국토교통부", "경찰청"]
ASKED = {
    "variant": "industrial-convergence",
    "kind": "demonstration",
    "agencies": AGENCIES,
    "long_term": False,
}


def ended(runner: Runner) -> str:
    assert runner.open == []
    assert runner.state.status is Status.COMPLETED
    return runner.state.outcome


def step(node: str, **values: object) -> dict[str, object]:
    return {"node": node, "values": values}


def each(node: str, **values: object) -> dict[str, object]:
    return {"node": node, "each": values}


TO_CONSULTATION = [step("intake", checked="complete"), step("similarity", similar=False)]
TO_SIMILAR = [step("intake", checked="complete"), step("similarity", similar=True)]
TO_COMMITTEE = [
    *TO_CONSULTATION,
    each("consult", opinion="AGREE", reply=""),
    step("expert", resolution="PASSED"),
    step("expert_result", conflict=False),
]
GRANTED = [
    *TO_COMMITTEE,
    step("committee", resolution="PASSED"),
    step("decide", outcome="GRANTED", starts_on={"date": "2026-10-01"}, ends_on={"date": "2028-09-30"}),
    step("insurance", insured=True),
    step("certificate"),
    step("certificate_letter"),
    step("publish"),
]


@pytest.mark.parametrize(("definition", "version"), VERSIONS, ids=IDS)
def test_the_tutorial_case_runs_to_its_end(definition, version):
    if version is THEN:  # it has no fast track, which the tutorial takes
        runner = walk(begin(version, ASKED), [*GRANTED, step("operate", ended="expired"), step("result")])
    else:
        runner = tutorial(definition, version)
    if version is NOW:
        runner.later(days=1600)  # reports may still come for two years after the end
    assert ended(runner) == definition.tutorial["ends"]


@pytest.mark.parametrize(("definition", "version"), VERSIONS, ids=IDS)
def test_every_cited_article_exists(definition, version):
    for reference in version.references:
        text = shared_path(f"law/{reference.text}").read_text("utf-8")
        article, paragraph = re.fullmatch(r"(제\d+조(?:의\d+)?)(?:제(\d+)항)?", reference.article).groups()
        found = re.search(rf"^##### {article} \(.*?(?=^##### |^## )", text, re.MULTILINE | re.DOTALL)
        assert found, f"{reference.text} has no {article}"
        if paragraph:
            sign = chr(ord("①") + int(paragraph) - 1)
            assert f"**{sign}**" in found[0], f"{reference.text} {article} has no {sign}"
            assert f"**{sign}** 삭제" not in found[0], f"{reference.text} {article} {sign} is deleted"


@pytest.mark.parametrize(("definition", "version"), VERSIONS, ids=IDS)
def test_versions_are_whole(definition, version):
    assert version.transition in Transition.values
    assert version.references
    assert all(one.about["ko"] and one.about["en"] for one in version.references)
    kind = kind_of(definition)
    diagram = version.diagram.decode()
    before = {  # of versions whose cases still run
        *(id_ for id_, one in definition.letters.items() if "until" in one),
        *(one["id"] for one in definition.work_forms if "until" in one),
    }
    assert set(re.findall(r'y:letter="([^"]+)"', diagram)) == set(kind.letters) - before
    assert set(re.findall(r'y:role="([^"]+)"', diagram)) <= set(PERMISSION_OF)
    asked = {one.form for one in kind.requests if one.form}
    assert set(re.findall(r'y:form="([^"]+)"', diagram)) - OWN_FORMS | asked == set(kind.work_forms) - before


@pytest.mark.parametrize(("definition", "version"), VERSIONS, ids=IDS)
def test_who_changes_a_diagram_table_or_term_gives_the_version_a_new_label(definition, version):
    """Installations know a version by its label. Add a line to fixtures/shipped.json, never change one."""
    program = compile_sources(
        diagram=version.diagram, decisions=version.decisions, deadlines=version.deadlines
    )
    assert SHIPPED[definition.code].get(version.label) == program.hash


VALUES_OF_A_DECISION = {
    "outcome",
    "decided_on",
    "starts_on",
    "ends_on",
    "reasons",
    "conditions",
    "decision_articles",
}
VALUES_OF_A_CASE = {"number", "title", "applicant", "attention", "handler", "filed_on", "today"}
VALUES_OF_STEPS = {"extended", "revoked", "grounds"}  # of extension and revocation


@pytest.mark.parametrize("definition", DEFINITIONS.values(), ids=list(DEFINITIONS))
def test_letters_say_something_and_name_what_their_procedure_knows(definition):
    kind = kind_of(definition)
    known = VALUES_OF_A_DECISION | VALUES_OF_A_CASE | VALUES_OF_STEPS
    for form in (kind.form, *kind.work_forms.values()):
        known |= {field.id for field in form.fields()}
    for version in definition.versions:
        for text in version.decisions.values():
            known |= set(re.findall(r'<output [^>]*name="([^"]+)"', text))
        known |= set(re.findall(r'y:result(?:s)?="([a-z_]+)"', version.diagram.decode()))
    known |= {f"law_{subject}" for subject in kind.laws.articles}
    for letter in kind.letters.values():
        texts = [letter.title, *letter.paragraphs]
        for language in ("ko", "en"):
            named = {name for one in texts for name in re.findall(r"\{(\w+)\}", getattr(one, language))}
            assert named <= known, (letter.id, named - known)
        assert not letter.to or letter.to in known or letter.to.startswith("key:")
        assert len(letter.paragraphs) > 1
        assert all(one.ko and one.en for one in texts)
        if letter.tells_decision:  # Administrative Procedures Act art. 23: with its grounds
            said = " ".join(one.ko for one in letter.paragraphs)
            assert "{outcome}" in said or "{starts_on}" in said


@pytest.mark.parametrize(("definition", "version"), VERSIONS, ids=IDS)
def test_somebody_can_send_every_message_that_a_diagram_waits_for(definition, version):
    diagram = version.diagram.decode()
    names = dict(re.findall(r'<message id="([^"]+)" name="([^"]+)"', diagram))
    caught = re.findall(
        r"<(?:startEvent|intermediateCatchEvent|boundaryEvent)[^>]*>\s*(?:<[^>]+>\s*)*?"
        r'<messageEventDefinition messageRef="([^"]+)"',
        diagram,
    ) + re.findall(r'<receiveTask[^>]*messageRef="([^"]+)"', diagram)
    kind = kind_of(definition)
    assert {names[one] for one in caught} == {one.message for one in kind.requests}
    rules = {one["id"] for one in version.deadlines}
    for one in kind.requests:
        assert one.role in PERMISSION_OF
        assert one.form in {"", *kind.work_forms}
        assert one.deadline in {"", *rules}
        assert all((one.name.ko, one.name.en, one.about.ko, one.about.en, one.article))


def test_every_procedure_can_be_applied_for():
    kinds = [kind_of(one) for one in DEFINITIONS.values()]
    for kind in kinds:
        assert kind.summary.ko.endswith("니다.")
        assert kind.summary.en.endswith(".")
        assert all(need.ko and need.en for need in kind.needs)
    assert len({kind.series for kind in kinds}) == len(kinds)
    [exemption] = [kind for kind in kinds if kind.id == "sandbox.exemption"]
    assert [code for code, _name in exemption.variants] == [scheme.code for scheme in SCHEMES]
    assert {field.facet for field in exemption.form.fields() if field.facet} == {
        "content",
        "method",
        "form",
        "articles",
    }


# The regulatory sandbox.


@pytest.mark.parametrize(
    ("scheme", "kind", "months", "long_months", "law"),
    [
        ("industrial-convergence", "demonstration", 24, 48, "산업융합 촉진법"),
        ("industrial-convergence", "permit", 24, 36, "산업융합 촉진법"),
        ("ict-convergence", "demonstration", 24, 24, "정보통신 진흥 및 융합 활성화 등에 관한 특별법"),
        ("financial", "demonstration", 24, 24, "금융혁신지원 특별법"),
        ("regional-zone", "permit", 36, 36, "규제자유특구 및 지역특화발전특구에 관한 규제특례법"),
        ("rnd-zone", "demonstration", 24, 24, "연구개발특구의 육성에 관한 특별법"),
        ("smart-city", "demonstration", 48, 48, "스마트도시 조성 및 산업진흥 등에 관한 법률"),
        ("mobility", "demonstration", 24, 24, "모빌리티 혁신 및 활성화 지원에 관한 법률"),
        ("circular-economy", "permit", 24, 24, "순환경제사회 전환 촉진법"),
    ],
)
def test_the_family_knows_each_scheme(scheme, kind, months, long_months, law):
    runner = begin(NOW, {**ASKED, "variant": scheme, "kind": kind})
    assert (runner.value("months"), runner.value("long_months"), runner.value("law")) == (
        months,
        long_months,
        law,
    )


def test_a_scheme_that_has_no_permit_ends_at_once():
    assert ended(begin(NOW, {**ASKED, "variant": "financial", "kind": "permit"})) == "not_offered"
    assert ended(begin(THEN, {**ASKED, "variant": "smart-city"})) == "not_offered"


@pytest.mark.parametrize(
    ("version", "similar", "days", "next_node"),
    [
        (NOW, True, date(2026, 9, 22), "fast_committee"),
        (NOW, False, date(2026, 10, 7), "expert"),
        (PLAN, True, date(2026, 10, 7), "fast_committee"),
        (THEN, True, date(2026, 10, 7), "expert"),
    ],
)
def test_the_track_and_the_reply_term_follow_the_law_of_the_day(version, similar, days, next_node):
    runner = walk(
        begin(version, ASKED), [step("intake", checked="complete"), step("similarity", similar=similar)]
    )
    dues = [(deadline_of(one.rule), one.due) for one in runner.state.deadlines.values()]
    assert sorted(dues) == sorted([("reply", days), ("reply-ceiling", date(2026, 12, 7))] * 2)
    walk(runner, [each("consult", opinion="AGREE", reply="")])
    assert runner.open == [next_node]


def test_supplement_return_and_refusal():
    runner = walk(begin(NOW, ASKED), [step("intake", checked="supplement"), step("supplement")])
    assert runner.open == ["intake"]
    assert ended(walk(runner, [step("intake", checked="return"), step("return_notice")])) == "returned"
    runner = walk(
        begin(NOW, ASKED),
        [
            *TO_COMMITTEE,
            step("committee", resolution="REJECTED"),
            step("decide", outcome="REFUSED"),
            step("refusal"),
        ],
    )
    assert ended(runner) == "refused"


def test_conflicts_are_mediated_before_the_committee_decides():
    steps = [
        *TO_CONSULTATION,
        each("consult", opinion="OBJECT", reply=""),
        step("expert", resolution="PASSED"),
        step("expert_result", conflict=True),
        step("mediate", resolution="PASSED"),
    ]
    runner = walk(begin(NOW, ASKED), steps)
    assert [one.due for one in runner.state.deadlines.values()] == [date(2026, 10, 7)] * 2
    walk(runner, [each("conflict_reply", answer="수용")])
    assert runner.open == ["committee"]


def test_validity_runs_out_by_itself_and_the_results_are_due():
    runner = walk(begin(NOW, ASKED), GRANTED)
    assert runner.open == ["operate"]
    assert runner.value("longest") == 24
    dues = {deadline_of(one.rule): one.due for one in runner.state.deadlines.values()}
    assert dues["validity"] == date(
        2028, 10, 6
    )  # Saturday 30 September, Sunday, Chuseok 2 to 4, its substitute day the 5th
    assert dues["extension-request"] == date(2028, 7, 28)  # two months before 30 September, a Friday
    runner.later(days=700)
    assert set(runner.open) == {"operate", "tell_closing"}
    walk(runner, [step("tell_closing")]).later(days=100)
    walk(runner, [step("result")])
    assert ended(runner.later(days=731)) == "expired"


@pytest.mark.parametrize(
    ("version", "scheme", "last_day"),
    [
        (NOW, "industrial-convergence", date(2028, 7, 28)),
        (NOW, "financial", date(2028, 6, 29)),
        (NOW, "regional-zone", date(2028, 7, 28)),
        (THEN, "industrial-convergence", date(2028, 7, 28)),
    ],
)
def test_an_extension_is_asked_for_before_the_day_of_each_scheme(version, scheme, last_day):
    kind = "permit" if scheme == "regional-zone" else "demonstration"
    runner = walk(begin(version, {**ASKED, "variant": scheme, "kind": kind}), GRANTED)
    [asked] = [one for one in runner.state.deadlines.values() if deadline_of(one.rule) == "extension-request"]
    assert asked.due == last_day
    assert runner.item("operate").due > asked.passes


ACTS = {  # as the statutes' files name them
    scheme.code: (scheme.act.removesuffix("_법률.md"), law_name(scheme.act)) for scheme in SCHEMES
}
CITED = re.compile(r"(제\d+조(?:의\d+)?)((?:·?제\d+항(?:제\d+호)?)*)")


def look_up(law: str, text: str) -> None:
    """Fail where the act, decree, article or paragraph that a text cites is not in the statutes of the scheme."""
    file, act = ACTS[law.partition(".")[0]]
    if text.startswith("행정절차법"):  # where the act says nothing itself
        name, where = "행정절차법", "행정절차법_법률.md"
    elif text.startswith(f"{act} 시행령"):
        name, where = f"{act} 시행령", f"{file}_시행령.md"
    else:
        name, where = act, f"{file}_법률.md"
    assert text.startswith(name)
    statute = shared_path(f"law/{where}").read_text("utf-8")
    articles = CITED.findall(text.partition(" (")[0].removeprefix(name))
    assert articles or "이 법에는" in text
    for article, paragraphs in articles:
        found = re.search(rf"^##### {article} \(.*?(?=^##### |^## )", statute, re.MULTILINE | re.DOTALL)
        assert found, text
        for number in re.findall(r"제(\d+)항", paragraphs):
            sign = chr(ord("①") + int(number) - 1)
            assert f"**{sign}**" in found[0], text
            assert f"**{sign}** 삭제" not in found[0], text


@pytest.mark.parametrize(
    ("version", "row"),
    [
        pytest.param(version, row, id=f"{one.code}@{version.label}/{row['id']}")
        for one, version in VERSIONS
        for row in version.deadlines
        if "each" in row
    ],
)
def test_each_scheme_has_its_terms_from_its_own_act(version, row):
    for law, own in row["each"].items():
        if own is None:
            continue
        stops = [one["article"] for one in own.get("stops", ())]
        parts = [own[part]["article"] for part in ("extension", "silence") if own.get(part)]
        for text in (own["article"], *stops, *parts):
            look_up(law, text)


@pytest.mark.parametrize(("subject", "each"), EXEMPTION.laws["articles"].items())
def test_each_scheme_has_what_may_be_asked_from_its_own_act(subject, each):
    [reply] = [row for row in NOW.deadlines if row["id"] == "reply"]
    assert set(each) == set(reply["each"])
    assert subject in {*(one["id"] for one in EXEMPTION.requests), "return", "lasting"}
    for law, text in each.items():
        if text is not None:
            look_up(law, text)


def test_no_scheme_is_told_the_articles_of_another():
    rules = {row["id"]: row for row in NOW.deadlines}
    asked = {"variant": "smart-city", "kind": "demonstration"}
    runner = walk(begin(NOW, {**ASKED, **asked}), GRANTED)
    found = {
        deadline_of(one.rule): runner.program.rule(one.rule).article
        for one in runner.state.deadlines.values()
    }
    assert found == {
        "validity": "스마트도시 조성 및 산업진흥 등에 관한 법률 제53조의3제1항",
        "extension-request": "스마트도시 조성 및 산업진흥 등에 관한 법률 제53조의3제2항",
    }
    offered = {
        f"{scheme.code}.{kind}"
        for scheme in SCHEMES
        for kind in ("demonstration", "permit")
        if begin(NOW, {**ASKED, "variant": scheme.code, "kind": kind}).open
    }
    assert set(rules["reply"]["each"]) == offered


def test_a_term_that_an_act_does_not_set_does_not_run():
    runner = walk(begin(NOW, {**ASKED, "variant": "financial"}), TO_CONSULTATION)
    found = [runner.program.rule(one.rule) for one in runner.state.deadlines.values()]
    assert [(deadline_of(one.id), one.article, one.extensions) for one in found] == [
        ("reply", "금융혁신지원 특별법 제5조제5항", 0)
    ] * len(AGENCIES)
    assert not found[0].stops


def test_the_result_is_due_thirty_days_after_the_day_of_expiry():
    runner = walk(begin(NOW, ASKED), [*GRANTED, step("operate", ended="expired")])
    [due] = [one.due for one in runner.state.deadlines.values() if deadline_of(one.rule) == "result"]
    assert due == date(2028, 10, 30)  # from Saturday 30 September, which is not counted


def test_no_result_is_asked_of_permits_and_of_who_asked_for_a_revision_of_the_law():
    runner = walk(begin(NOW, {**ASKED, "kind": "permit"}), [*GRANTED, step("operate", ended="expired")])
    assert ended(runner.later(days=1600)) == "expired"
    runner = walk(begin(NOW, ASKED), GRANTED)
    runner.do(a.Deliver("sandbox.law-revision", "case:1", {"revision_body": "국토교통부"}))
    walk(runner, [step("review_need", revision_needed=False), step("report_need"), step("notify_need")])
    walk(runner, [step("operate", ended="expired")])
    assert ended(runner.later(days=1600)) == "expired"


def reports_until(runner: Runner) -> tuple[date, str]:
    """The last day for performance reports after the end, and the article."""
    [one] = [one for one in runner.state.deadlines.values() if deadline_of(one.rule) == "performance-period"]
    return one.due, runner.program.rule(one.rule).article


def test_performance_is_reported_for_two_years_after_the_end():
    runner = walk(begin(NOW, ASKED), [*GRANTED, step("operate", ended="expired"), step("result")])
    # Two years after Saturday 30 September 2028: a Monday.
    assert reports_until(runner) == (date(2030, 9, 30), "산업융합 촉진법 제10조의4제11항")
    runner.do(a.Deliver("sandbox.performance", "case:1"))
    walk(runner, [step("read_late_report")])
    assert runner.state.status is Status.RUNNING
    assert ended(runner.later(days=1600)) == "expired"
    runner = walk(begin(NOW, {**ASKED, "kind": "permit"}), [*GRANTED, step("operate", ended="expired")])
    assert reports_until(runner) == (date(2030, 9, 30), "산업융합 촉진법 제10조의6제17항")


def test_the_two_years_begin_when_a_grant_deemed_to_last_ends():
    runner = walk(begin(NOW, ASKED), GRANTED)
    runner.do(a.Deliver("sandbox.law-revision", "case:1", {"revision_body": "국토교통부"}))
    runner.later(days=800)  # from Monday 7 September 2026 to Wednesday 15 November 2028
    walk(runner, [step("review_need", revision_needed=False), step("report_need"), step("notify_need")])
    walk(runner, [step("tell_closing"), step("deemed", ended="expired")])
    assert reports_until(runner)[0] == date(2030, 11, 15)  # a Friday


def test_other_acts_ask_for_no_reports_after_the_end():
    steps = [*GRANTED, step("operate", ended="expired"), step("result")]
    assert ended(walk(begin(NOW, {**ASKED, "variant": "mobility"}), steps)) == "expired"


def test_validity_lasts_while_a_revision_of_the_law_is_examined_and_after_the_extension_of_a_permit():
    runner = walk(begin(NOW, ASKED), GRANTED)
    runner.do(a.Deliver("sandbox.law-revision", "case:1", {"revision_body": "국토교통부"}))
    runner.later(days=800)
    assert set(runner.open) == {"tell_closing", "review_need", "deemed"}
    walk(runner, [step("review_need", revision_needed=False), step("report_need"), step("notify_need")])
    walk(runner, [step("tell_closing"), step("deemed", ended="expired")])
    assert ended(runner.later(days=800)) == "expired"
    runner = walk(begin(NOW, {**ASKED, "kind": "permit"}), GRANTED)
    runner.do(a.Deliver("sandbox.extension", "case:1"))
    walk(runner, [step("decide_extension", extended=True), step("extension_notice")]).later(days=800)
    assert set(runner.open) == {"tell_closing", "deemed"}
    assert ended(walk(runner, [step("tell_closing"), step("deemed", ended="law-revised")])) == "law_revised"


def test_who_makes_no_statement_is_deemed_to_have_none():
    runner = walk(begin(NOW, ASKED), GRANTED)
    runner.do(a.Deliver("sandbox.correction", "case:1"))
    walk(runner, [step("correction_warning")]).later(days=11)
    assert set(runner.open) == {"operate", "order_correction"}


@pytest.mark.parametrize(
    ("scheme", "reply"), [("ict-convergence", "P15D"), ("rnd-zone", "P30D"), ("mobility", None)]
)
def test_the_fast_track_is_that_of_each_act(scheme, reply):
    runner = walk(begin(NOW, {**ASKED, "variant": scheme}), TO_SIMILAR)
    assert (runner.value("track"), runner.value("reply")) == (
        ("fast", reply) if reply else ("normal", "P30D")
    )


def test_a_case_that_was_filed_before_takes_the_fast_track_once_it_is_moved():
    """Supplementary provisions of act no. 21155, art. 2: the table is asked anew, whatever it said at the filing."""
    runner = begin(THEN, ASKED)
    assert runner.value("fast_offered") is False
    runner.program = begin(NOW, ASKED).program
    walk(runner, TO_SIMILAR)
    assert (runner.value("track"), runner.value("reply")) == ("fast", "P15D")


def test_an_extension_that_comes_too_late_is_not_decided():
    runner = walk(begin(NOW, ASKED), GRANTED).later(days=700)
    walk(runner, [step("tell_closing")])
    runner.do(a.Deliver("sandbox.extension", "case:1"))
    assert set(runner.open) == {"operate", "too_late"}
    walk(runner, [step("too_late")])
    assert runner.open == ["operate"]


def test_a_long_project_may_last_four_years():
    runner = walk(
        begin(NOW, {**ASKED, "long_term": True}), [*TO_COMMITTEE, step("committee", resolution="PASSED")]
    )
    assert runner.value("longest") == 48


@pytest.mark.parametrize(
    ("message", "steps"),
    [
        ("sandbox.performance", [step("read_report")]),
        ("sandbox.change", [step("consult_change", major=True), step("change_committee"), step("change_notice")]),
        ("sandbox.change", [step("consult_change", major=False), step("change_notice")]),
        ("sandbox.extension", [step("decide_extension"), step("extension_notice")]),
        ("sandbox.law-revision", [step("review_need", revision_needed=False), step("report_need"), step("notify_need")]),
        ("sandbox.law-revision", [step("review_need", revision_needed=True), step("report_need"), step("notify_need"), step("start_revision")]),
        ("sandbox.correction", [step("correction_warning"), step("hear_correction"), step("order_correction", ordered=True, correction_term="P6M"), step("correction_notice"), step("correct")]),
        ("sandbox.correction", [step("correction_warning"), step("hear_correction"), step("order_correction", ordered=False)]),
    ],
)  # fmt: skip
def test_what_happens_while_the_business_runs(message, steps):
    runner = walk(begin(NOW, ASKED), GRANTED)
    runner.do(a.Deliver(message, "case:1", {"revision_body": "국토교통부"}))
    assert "operate" in runner.open
    walk(runner, steps)
    assert runner.open == ["operate"]


def test_revocation_ends_the_operation_after_a_hearing():
    runner = walk(begin(NOW, ASKED), GRANTED)
    runner.do(a.Deliver("sandbox.revocation", "case:1"))
    assert set(runner.open) == {"operate", "hearing_notice"}
    walk(runner, [step("hearing_notice"), step("hearing"), step("revoke", revoked=True, ended="revoked")])
    assert ended(runner) == "revoked"


def test_what_is_not_revoked_after_the_hearing_runs_on():
    runner = walk(begin(NOW, ASKED), GRANTED)
    runner.do(a.Deliver("sandbox.revocation", "case:1"))
    walk(runner, [step("hearing_notice"), step("hearing"), step("revoke", revoked=False)])
    assert runner.open == ["operate"]


def test_a_law_that_was_revised_ends_the_case():
    runner = walk(begin(NOW, ASKED), [*GRANTED, step("operate", ended="law-revised")])
    assert ended(runner) == "law_revised"


def test_silence_is_deemed_no_regulation():
    version = DEFINITIONS["sandbox.rapid-confirmation"].versions[-1]
    runner = walk(begin(version, {"variant": "mobility"}), [step("forward", agencies=AGENCIES)])
    runner.now = datetime(2026, 9, 7, tzinfo=UTC)
    runner.complete("reply", competent=True, permit_needed=True, conditions="형식승인")
    runner.later(days=40)
    assert runner.open == ["notify"]
    replies = {one["agency"]: (one["competent"], one["permit_needed"]) for one in runner.value("replies")}
    assert replies == {AGENCIES[0]: (True, True), AGENCIES[1]: (False, False)}
    assert ended(walk(runner, [step("notify")])) == "confirmed"


def test_silence_has_no_effect_under_the_act_on_financial_innovation():
    version = DEFINITIONS["sandbox.rapid-confirmation"].versions[-1]
    runner = walk(begin(version, {"variant": "financial"}), [step("forward", agencies=AGENCIES)]).later(
        days=60
    )
    assert runner.open == ["reply"] * 2
    assert all(one.missed for one in runner.state.deadlines.values())


def test_what_no_ministry_is_responsible_for_is_handled_by_the_minister():
    version = DEFINITIONS["sandbox.rapid-confirmation"].version("2022-06-29")
    runner = walk(
        begin(version, {"variant": "industrial-convergence"}), [step("forward", agencies=[]), step("own")]
    )
    assert ended(walk(runner, [step("notify")])) == "confirmed"


# The others.


def test_certification_is_refused_objected_to_and_granted():
    definition = DEFINITIONS["conformity-certification"]
    [version] = definition.versions
    steps = [*definition.tutorial["steps"][:6], step("decide", outcome="REFUSED"), step("refusal")]
    runner = walk(begin(version, definition.tutorial["values"]), steps)
    walk(
        runner,
        [
            step("objection", objection=True),
            step("answer", upheld=True),
            step("copy_answer"),  # to the exemption committee and the ombudsman: art. 15(2)
            step("redecide", outcome="GRANTED"),
            step("certificate"),
            step("certificate_letter"),
            step("publish"),
        ],
    )
    assert ended(runner) == "done"
    runner = walk(begin(version, definition.tutorial["values"]), steps).later(days=70)
    assert ended(runner) == "closed"  # nobody objected within sixty days


def test_the_chain_of_terms_of_a_certification():
    definition = DEFINITIONS["conformity-certification"]
    [version] = definition.versions
    runner = walk(begin(version, definition.tutorial["values"]), definition.tutorial["steps"][:4])
    dues = {deadline_of(one.rule): one.due for one in runner.state.deadlines.values()}
    assert dues["decision"] == date(2027, 3, 8)  # six months from 7 September 2026: Sunday the 7th
    assert dues["criteria"] == date(2026, 12, 7)  # ninety days: Sunday the 6th


def test_an_answer_to_an_objection_is_extended_from_the_day_after_it_was_due():
    [row] = DEFINITIONS["objection"].versions[-1].deadlines
    due = count(KoreanCalendar())(
        counting=row["counting"],
        start=datetime(2026, 9, 11, 3, tzinfo=UTC),
        term=row["term"],
        stops=(),
        extensions=[row["extension"]["term"]],
        after_expiry=row["extension"]["after_expiry"],
    )
    # Due on Friday 25 September, Chuseok, so on Monday the 28th; ten days from Tuesday the 29th.
    assert due.due == date(2026, 10, 8)


def test_the_committee_has_ten_days_from_the_referral_to_say_what_is_important():
    definition = DEFINITIONS["technical-regulation"]
    steps = [*definition.tutorial["steps"][:-1], step("answer", taken_up=False)]
    runner = walk(begin(definition.versions[-1], definition.tutorial["values"]), steps)
    assert runner.item("refer").due is None  # the office hands its opinion in; the term is the committee's
    walk(runner, [step("refer")])
    assert runner.open == ["preliminary"]
    [term] = [one for one in runner.state.deadlines.values() if one.rule == "preliminary"]
    assert term.due == date(2026, 9, 17)  # ten days after Monday the seventh


def test_a_product_that_is_not_eligible_is_not_examined():
    definition = DEFINITIONS["conformity-certification"]
    [version] = definition.versions
    values = {**definition.tutorial["values"], "agencies": []}
    runner = walk(begin(version, values), [step("copy"), step("eligibility", eligible=False)])
    assert runner.open == ["refusal"]


def test_a_recommendation_that_is_not_followed_is_published():
    definition = DEFINITIONS["ombudsman"]
    [version] = definition.versions
    steps = [
        *definition.tutorial["steps"][:3],
        step("check", implemented=False),
        step("warn"),
        step("chance"),
    ]
    for published in ([step("publish", publish=True), step("publication")], [step("publish", publish=False)]):
        runner = walk(begin(version, {"agency": "기관"}), [*steps, *published, step("report"), step("tell")])
        assert ended(runner) == "closed"
    for handling, node, end in (("answer", "answer", "answered"), ("roadmap", "roadmap", "in_roadmap")):
        runner = walk(begin(version, {"agency": "기관"}), [step("analyse", handling=handling), step(node)])
        assert ended(runner) == end


def test_a_call_ranks_selects_and_turns_away():
    definition = DEFINITIONS["support-call"]
    [version] = definition.versions
    values = definition.tutorial["values"]
    runner = walk(begin(version, values), definition.tutorial["steps"][:2])
    assert (runner.value("total"), runner.value("recommended")) == (82, True)
    assert ended(walk(runner, [step("select", resolution="REJECTED"), step("rejection")])) == "rejected"
    runner = walk(begin(version, values), [step("eligibility", eligible=False), step("ineligible")])
    assert ended(runner) == "out"


def test_the_reference_of_procedures_is_up_to_date():
    """`python -m yunghap.cases.reference > docs/reference/procedures.md` writes it anew."""
    page = Path(__file__).resolve().parents[2] / "docs" / "reference" / "procedures.md"
    assert page.read_text("utf-8") == reference_page()


@pytest.mark.django_db
def test_shipped_procedures_are_drafted_once_approved_by_two_and_run():
    drafted = draft_shipped(by=SYSTEM, at=AT)
    assert len(drafted) == len(VERSIONS)
    assert draft_shipped(by=SYSTEM, at=AT) == []
    [version] = [
        one for one in drafted if (one.procedure.code, one.label) == ("sandbox.exemption", NOW.label)
    ]
    procedures.submit_version(version=version, by=SYSTEM, at=AT)
    for person in people.editors(2):
        procedures.approve_version(version=version, by=person, at=AT)
    done = procedures.start_instance(procedure="sandbox.exemption", values=ASKED, by=OFFICER, at=AT)
    assert [item.node for item in done.opened] == ["intake"]


@pytest.mark.django_db
def test_an_installation_of_before_is_told_of_a_newer_version_which_holds_from_the_day_it_is_drafted():
    with clock.use(lambda: AT):
        draft_shipped(by=SYSTEM)
        put_in_force(by=people.editors(2))
        assert undrafted() == []
        before = procedures.ProcedureVersion.objects.filter(procedure__code="sandbox.exemption")
        for label in (NOW.label, THEN.label):
            before.filter(label=label).update(label=f"{label} of before")
        [newer] = undrafted()
        assert (newer.code, newer.label, newer.newer) == ("sandbox.exemption", NOW.label, True)
        told = CliRunner().invoke(shipped, [])
        assert (told.exit_code, told.stdout.split("\t")[:3]) == (1, [newer.code, newer.label, "newer"])
        [drafted] = draft_shipped(by=SYSTEM)
        assert (drafted.label, drafted.effective_from) == (NOW.label, AT.date())
        assert [one.label for one in put_in_force(by=people.editors(2))] == [NOW.label]
        assert CliRunner().invoke(shipped, ["--json"]).output == ""
        # Mended once more on the same day.
        before.filter(label=NOW.label).update(label="of this morning")
        [again] = draft_shipped(by=SYSTEM)
        assert (again.label, again.effective_from) == (NOW.label, AT.date() + timedelta(days=1))
        assert [one.label for one in put_in_force(by=people.editors(2))] == [NOW.label]


def _two_names(korean: str, english: str) -> bool:
    return bool(korean) == bool(english) and not re.search("[가-힣]", english)


@pytest.mark.parametrize(("definition", "version"), VERSIONS, ids=IDS)
def test_every_node_flow_and_deadline_is_named_in_both_languages(definition, version):
    both = [read_bpmn(version.diagram, language=language) for language in ("", "en")]
    for part in ("nodes", "flows", "processes"):
        korean, english = (getattr(one, part) for one in both)
        assert [one for one in korean if not _two_names(korean[one].name, english[one].name)] == []
        assert all(korean[one].own("name_en") for one in korean if korean[one].name)
    assert [one for one in version.deadlines if not _two_names(one["name"], one["name_en"])] == []
    runner = begin(version, ASKED) if definition is EXEMPTION else None
    if runner is not None:
        assert all(node.name_en for node in runner.program.nodes.values() if node.name)


def test_articles_are_cited_with_their_act():
    named = kind_of(definitions()["sandbox.exemption"]).articles
    assert named[0].startswith("산업융합 촉진법 제10조의3제1항, ")
    assert any(one.startswith("산업융합 촉진법 시행령 ") for one in named)
    assert any(one.startswith("금융혁신지원 특별법 ") for one in named)
    assert law_name("행정절차법_시행령.md") == "행정절차법 시행령"
    assert len({one.split(" 제")[0] for one in named}) == len(named)


def test_every_procedure_stands_in_one_group_the_main_four_first() -> None:
    named = [code for group in groups() for code in group.procedures]
    assert sorted(named) == sorted(DEFINITIONS)
    assert list(DEFINITIONS) == named
    kinds = [kind.id for _group, members in grouped_kinds() for kind in members]
    assert kinds[4:7] == ["conformity-certification", "ombudsman", "support-call"]
    assert all(code.startswith("sandbox.") for code in kinds[:4])
    assert "objection" not in kinds  # begun from a decision
