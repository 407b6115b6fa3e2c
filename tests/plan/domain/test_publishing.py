"""From checks over two people to publication, and from there by amendment only."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.factories import plan as make
from yunghap.core.actors import SYSTEM, Actor
from yunghap.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from yunghap.core.ids import new_id
from yunghap.identity.models import Organisation
from yunghap.ledger.service import details_of, entries_for
from yunghap.plan import service as plan
from yunghap.plan.contracts import Span
from yunghap.plan.domain.row_values import RowValues
from yunghap.plan.edition_data import CrosswalkData, FactData, FlagshipData, MilestoneData
from yunghap.plan.enums import EditionStatus
from yunghap.plan.models import Edition, Finding, Observation

pytestmark = pytest.mark.django_db


def reviewed(*rows: RowValues) -> Edition:
    """An edition under review with one accepted submission."""
    edition = make.collecting()
    submission = make.submission(edition)
    plan.fill_rows(submission=submission, rows=rows or [make.budget(value=10), make.target()], by=SYSTEM)
    plan.submit_submission(submission=submission, expected=submission.version, by=SYSTEM)
    plan.accept_submission(submission=submission, expected=submission.version, by=SYSTEM)
    return plan.begin_review(edition=edition, expected=edition.version, by=SYSTEM)


def finalised(edition: Edition | None = None) -> Edition:
    edition = edition or reviewed()
    plan.run_edition_checks(edition=edition, by=SYSTEM)
    waive_all(edition)
    return plan.finalise_edition(edition=edition, expected=edition.version, by=SYSTEM)


def waive_all(edition: Edition) -> None:
    for row in plan.findings_of(edition, only_open=True):
        finding = Finding.objects.get(pk=row.id)
        plan.waive_finding(finding=finding, reason="확인함", expected=finding.version, by=SYSTEM)


def published(edition: Edition | None = None, by: Actor | None = None) -> Edition:
    edition = finalised(edition)
    plan.approve_edition(edition=edition, by=SYSTEM)
    return plan.publish_edition(edition=edition, expected=edition.version, by=by or make.compiler())


def test_published_edition_carries_who_and_when() -> None:
    by = make.compiler()
    edition = published(by=by)
    assert (edition.status, edition.published_by) == ("PUBLISHED", by.id)
    assert edition.issued_on is not None
    actions = [entry.action for entry in entries_for(f"edition:{edition.pk}")]
    assert actions[-3:] == ["plan.edition.final", "plan.edition.approved", "plan.edition.published"]
    assert plan.current_edition() == edition


def test_edition_goes_without_a_ministry_only_where_somebody_says_so() -> None:
    edition = reviewed()
    Organisation.objects.filter(short_name="과기부").update(plan_order=2)
    plan.run_edition_checks(edition=edition, by=SYSTEM)
    waive_all(edition)
    with pytest.raises(Conflict, match="과기부"):
        plan.finalise_edition(edition=edition, expected=edition.version, by=SYSTEM)
    plan.finalise_edition(edition=edition, expected=edition.version, without_parts=True, by=SYSTEM)
    *_before, entry = entries_for(f"edition:{edition.pk}")
    assert (entry.action, details_of(entry)["without"]) == ("plan.edition.final", ["과기부"])


def test_nobody_publishes_alone() -> None:
    edition = finalised()
    by = make.compiler()
    with pytest.raises(NotAllowed):
        plan.publish_edition(edition=edition, expected=edition.version, by=by)
    approval = plan.approve_edition(edition=edition, by=by, note=" 확인 ")
    assert (approval.note, str(approval)) == ("확인", f"{edition.pk} {by.id}")
    with pytest.raises(Conflict):
        plan.approve_edition(edition=edition, by=by)
    with pytest.raises(NotAllowed):
        plan.publish_edition(edition=edition, expected=edition.version, by=by)
    issued = date(2024, 3, 1)
    plan.publish_edition(edition=edition, expected=edition.version, issued_on=issued, by=make.compiler())
    assert edition.issued_on == issued


def test_ministry_officers_do_not_publish() -> None:
    edition = finalised()
    with pytest.raises(NotAllowed):
        plan.publish_edition(edition=edition, expected=1, by=make.officer("MINISTRY_APPROVER"))


def test_every_step_has_its_state() -> None:
    edition = make.collecting()
    for act in (
        lambda: plan.finalise_edition(edition=edition, expected=1, by=SYSTEM),
        lambda: plan.approve_edition(edition=edition, by=SYSTEM),
        lambda: plan.publish_edition(edition=edition, expected=1, by=SYSTEM),
    ):
        with pytest.raises(Conflict):
            act()
    plan.begin_review(edition=edition, expected=1, by=SYSTEM)
    with pytest.raises(Conflict):
        plan.begin_review(edition=edition, expected=2, by=SYSTEM)


def test_unaccepted_submission_holds_the_edition_up() -> None:
    edition = reviewed()
    make.submission(edition, "과기부")
    plan.run_edition_checks(edition=edition, by=SYSTEM)
    with pytest.raises(Conflict):
        plan.finalise_edition(edition=edition, expected=edition.version, by=SYSTEM)


def test_checks_must_have_seen_the_edition_as_it_is() -> None:
    edition = reviewed()
    with pytest.raises(Conflict):
        plan.finalise_edition(edition=edition, expected=edition.version, by=SYSTEM)
    plan.run_edition_checks(edition=edition, by=SYSTEM)
    waive_all(edition)
    row = edition.observations.first()
    assert row is not None
    plan.correct_observation(observation=row, changes={"value": Decimal(11)}, expected=row.version, by=SYSTEM)
    with pytest.raises(Conflict):
        plan.finalise_edition(edition=edition, expected=edition.version, by=SYSTEM)


def test_final_edition_goes_back_to_review_and_loses_its_approvals() -> None:
    edition = finalised()
    plan.approve_edition(edition=edition, by=SYSTEM)
    seen_before = Edition.objects.get(pk=edition.pk)
    plan.begin_review(edition=edition, expected=edition.version, by=SYSTEM)
    assert not edition.approvals.exists()
    with pytest.raises(Conflict):  # by who read it while it was final
        plan.approve_edition(edition=seen_before, by=SYSTEM)
    assert not edition.approvals.exists()


def failing() -> Edition:
    """An edition that the checks object to: its target lies below last year's actual."""
    return reviewed(
        make.target("맞춤형 컨설팅 지원 기업", 5),
        make.target("맞춤형 컨설팅 지원 기업", 50, kind="ACTUAL", year=2023),
    )


def test_open_findings_hold_the_edition_up_until_waived() -> None:
    edition = failing()
    run = plan.run_edition_checks(edition=edition, by=SYSTEM)
    failures = plan.findings_of(edition, only_open=True)
    assert failures, "the example must fail a check"
    with pytest.raises(Conflict):
        plan.finalise_edition(edition=edition, expected=edition.version, by=SYSTEM)
    waive_all(edition)
    counts = plan.finding_counts(edition)
    assert (counts.open, counts.waived, counts.number) == (0, len(failures), 1)
    plan.run_edition_checks(edition=edition, by=SYSTEM)
    assert plan.finding_counts(edition).waived == len(failures)
    assert str(run) == f"{edition.pk} #1"
    plan.finalise_edition(edition=edition, expected=edition.version, by=SYSTEM)


def test_finding_points_into_its_text() -> None:
    edition = failing()
    plan.run_edition_checks(edition=edition, by=SYSTEM)
    row = plan.findings_of(edition, only_open=True)[0]
    assert plan.get_finding(row.id) == row
    assert row.message("ko") == row.message_ko
    assert row.message("en") == row.message_en
    submission = edition.submissions.get()
    assert set(row.documents) == {submission.document_id}
    assert submission.document is not None
    lines = submission.document.text.split("\n")
    assert all(span.end <= len(lines[span.line - 1]) for span in row.spans)
    assert row.lines
    assert plan.findings_of(edition, outcome="FAIL", check=row.check)
    finding = Finding.objects.get(pk=row.id)
    assert str(finding) == f"{row.check} FAIL"
    with pytest.raises(NotFound):
        plan.get_finding(new_id())


def test_waiver_needs_a_reason_and_an_open_failure() -> None:
    edition = failing()
    plan.run_edition_checks(edition=edition, by=SYSTEM)
    finding = Finding.objects.get(pk=plan.findings_of(edition, only_open=True)[0].id)
    with pytest.raises(InvalidInput):
        plan.waive_finding(finding=finding, reason=" ", expected=1, by=SYSTEM)
    with pytest.raises(Conflict):
        plan.withdraw_waiver(finding=finding, expected=1, by=SYSTEM)
    plan.waive_finding(finding=finding, reason="국비만 비교", expected=1, by=SYSTEM)
    with pytest.raises(Conflict):
        plan.waive_finding(finding=finding, reason="또", expected=2, by=SYSTEM)
    plan.withdraw_waiver(finding=finding, expected=2, by=SYSTEM)
    assert plan.get_finding(finding.pk).open


def test_edition_without_a_run_has_no_findings() -> None:
    edition = make.edition()
    assert plan.findings_of(edition) == ()
    assert plan.finding_counts(edition).run_at is None


def amended() -> Edition:
    return plan.amend_edition(edition=published(), reason="예산 조정", by=SYSTEM)


def number(edition: Edition, role: str = "BUDGET") -> Observation:
    return edition.observations.get(role=role, status="CONFIRMED")


def test_amendment_is_a_new_edition_and_the_old_one_stays() -> None:
    old = published()
    new = plan.amend_values(
        edition=old, reason="예산 조정", changes={number(old).pk: Decimal("12.5")}, by=SYSTEM
    )
    assert (new.seq, new.supersedes, new.status, str(new)) == (2, old, "REVIEW", "2024-2")
    assert make.money(new).itemised == 1_250_000_000
    assert make.money(old).itemised == 10**9
    (item,) = new.amendment_items.all()
    assert (item.before["value"], item.after["value"], item.ministries) == ("10", "12.5", ["산업부"])
    assert (item.needs_committee, str(item)) == (False, "융합 기술개발")
    source = plan.source_of(number(new).pk)
    assert (source.document_kind, source.line_text is not None) == ("AMENDMENT", True)
    published(new)
    assert plan.get_edition(2024) == new
    assert plan.get_edition(2024, 1) == old
    diff = plan.edition_diff(old, new)
    assert [(change.kind, change.subject) for change in diff.changes] == [("CHANGED", "PROGRAMME")]
    assert diff.changes[0].fields == {"budget:+0": ("1000000000", "1250000000")}


def test_change_touching_two_ministries_goes_to_the_committee() -> None:
    edition = reviewed(make.budget(joint_ministries="과기부"))
    new = plan.amend_edition(edition=published(edition), reason="조정", by=SYSTEM)
    row = number(new)
    item = plan.amend_value(observation=row, value=Decimal(9), reason="감액", expected=1, by=SYSTEM)
    assert (item.needs_committee, item.ministries) == (True, ["산업부", "과기부"])
    plan.run_edition_checks(edition=new, by=SYSTEM)
    waive_all(new)
    with pytest.raises(Conflict):
        plan.finalise_edition(edition=new, expected=new.version, by=SYSTEM)
    with pytest.raises(InvalidInput):
        plan.record_committee(item=item, on=date(2999, 1, 1), decision="원안 가결", expected=1, by=SYSTEM)
    with pytest.raises(InvalidInput):
        plan.record_committee(item=item, on=date(2024, 5, 1), decision=" ", expected=1, by=SYSTEM)
    plan.record_committee(item=item, on=date(2024, 5, 1), decision="원안 가결", expected=1, by=SYSTEM)
    with pytest.raises(Conflict):
        plan.record_committee(item=item, on=date(2024, 5, 1), decision="원안 가결", expected=2, by=SYSTEM)
    plan.finalise_edition(edition=new, expected=new.version, by=SYSTEM)


def test_weighty_change_of_one_ministry_is_sent_to_the_committee() -> None:
    new = amended()
    item = plan.amend_value(observation=number(new), value=Decimal(9), reason="감액", expected=1, by=SYSTEM)
    with pytest.raises(Conflict):
        plan.record_committee(item=item, on=date(2024, 5, 1), decision="가결", expected=1, by=SYSTEM)
    plan.refer_to_committee(item=item, expected=1, by=SYSTEM)
    with pytest.raises(Conflict):
        plan.refer_to_committee(item=item, expected=2, by=SYSTEM)
    plan.record_committee(item=item, on=date(2024, 5, 1), decision=" 원안\n가결 ", expected=2, by=SYSTEM)
    assert (item.committee_on, item.committee_decision) == (date(2024, 5, 1), "원안 가결")


def test_only_published_editions_are_amended_once_and_with_a_reason() -> None:
    edition = published()
    with pytest.raises(InvalidInput):
        plan.amend_edition(edition=edition, reason="  ", by=SYSTEM)
    successor = plan.amend_edition(edition=edition, reason="조정", by=SYSTEM)
    for other in (edition, successor):
        with pytest.raises(Conflict):
            plan.amend_edition(edition=other, reason="조정", by=SYSTEM)


def test_impossible_amendment_is_refused() -> None:
    new = amended()
    row = number(new)
    for value, reason in ((Decimal(10), "x"), (Decimal(9), " "), (Decimal(-1), "x"), (Decimal("NaN"), "x")):
        with pytest.raises(InvalidInput):
            plan.amend_value(observation=row, value=value, reason=reason, expected=1, by=SYSTEM)
    with pytest.raises(Conflict):
        plan.amend_value(observation=row, value=Decimal(9), reason="x", expected=5, by=SYSTEM)
    old = number(Edition.objects.get(pk=new.supersedes_id))
    with pytest.raises(Conflict):
        plan.amend_value(observation=old, value=Decimal(9), reason="x", expected=1, by=SYSTEM)


def test_target_is_amended_too() -> None:
    new = amended()
    item = plan.amend_value(
        observation=number(new, "TARGET"), value=Decimal(40), reason="상향", expected=1, by=SYSTEM
    )
    assert item.label == "지원 기업"
    (indicator,) = make.indicators(new)
    (value,) = indicator.values
    assert (value.value, plan.read_edition(new).facts[value.fact].text) == (40, "40개사")


def test_amendment_of_a_whole_document_carries_everything_over() -> None:
    facts = make.programme_facts()
    extra = make.quantity(line=6, value=20, text="20억원")
    edition = make.edition(
        **{
            **facts,
            "facts": (
                *facts["facts"],
                FactData(extra, "NODE:AREAS/A"),
                FactData(make.quantity(line=7, value=30), "TOTAL"),
                FactData(make.quantity(line=8, value=30), "MINISTRY"),
                FactData(make.quantity(line=9, value=4), ""),
            ),
            "flagship": (
                FlagshipData("INVESTMENT_AREA", "반도체"),
                FlagshipData("MISSION", "미션 하나", "반도체"),
            ),
            "milestones": (
                MilestoneData(
                    "준공",
                    Span(9, 20, 24),
                    "23.9",
                    date(2023, 9, 1),
                    date(2023, 9, 30),
                    place="DIRECTIONS/1.1",
                ),
                MilestoneData("착공", Span(9, 30, 34), "23.1", date(2023, 1, 1), date(2023, 1, 31)),
            ),
            "crosswalks": (CrosswalkData("AREAS/A", "DIRECTIONS/1.1", Decimal("0.5"), "부처 설명"),),
        }
    )
    new = plan.amend_edition(edition=edition, reason="조정", by=SYSTEM)
    assert plan.edition_data(new) == _as(plan.edition_data(edition), new)
    view = plan.read_outline(new)
    tasks = {row.node.code: row.crosswalk for row in plan.task_rows(view)[0].tasks if row.node}
    assert (tasks["1.1"], tasks["1.2"]) == (10**9, None)
    labels = []
    for row in new.observations.exclude(subject="BUDGET_LINE").order_by("span__line"):
        item = plan.amend_value(observation=row, value=Decimal(5), reason="조정", expected=1, by=SYSTEM)
        labels.append(item.label)
    assert labels == ["A 분야 가", "실행계획", "산업부", "10억원"]
    assert [row.name for row in view.flagship] == ["반도체", "미션 하나"]
    assert [row.due_end for row in view.milestones] == [date(2023, 1, 31), date(2023, 9, 30)]


def _as(data: object, edition: Edition) -> object:
    return replace(data, origin=edition.origin, issued_on=None)  # type: ignore[type-var]


def test_unpublished_edition_is_found_where_nothing_is_published() -> None:
    edition = make.collecting()
    assert plan.get_edition(2024) == edition
    assert plan.current_edition() is None
    with pytest.raises(NotFound):
        plan.get_edition(2030)
    assert edition.status == EditionStatus.COLLECTING
