"""A submission goes from draft to acceptance and back; its numbers follow it into the edition."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from tests.factories import plan as make
from yunghap.core.actors import SYSTEM
from yunghap.core.errors import Conflict, InvalidInput, NotAllowed
from yunghap.identity.service import Notification, Organisation
from yunghap.ledger.service import entries_for, personal_of
from yunghap.plan import service as plan
from yunghap.plan.domain.extract import extract_plan
from yunghap.plan.domain.row_values import RowValues
from yunghap.plan.models import Edition, Milestone, Node, Observation, Placement, Submission
from yunghap.programmes.service import lines_stated_in, participations_stated_in

pytestmark = pytest.mark.django_db


def submitted(*rows: RowValues, edition: Edition | None = None, ministry: str = "산업부") -> Submission:
    submission = make.submission(edition, ministry)
    plan.fill_rows(submission=submission, rows=rows or [make.budget()], by=SYSTEM)
    return plan.submit_submission(submission=submission, expected=submission.version, by=SYSTEM)


def accepted(*rows: RowValues, edition: Edition | None = None, ministry: str = "산업부") -> Submission:
    submission = submitted(*rows, edition=edition, ministry=ministry)
    return plan.accept_submission(submission=submission, expected=submission.version, by=SYSTEM)


def test_submission_is_opened_once_and_only_by_its_ministry() -> None:
    edition = make.collecting()
    officer = make.officer("MINISTRY_OFFICER")
    one = plan.open_submission(edition=edition, organisation=make.ministry(), by=officer)
    assert plan.open_submission(edition=edition, organisation=make.ministry(), by=officer) == one
    with pytest.raises(NotAllowed):
        plan.open_submission(edition=edition, organisation=make.ministry("과기부"), by=officer)
    company = make.identity_make.make_organisation(Organisation.Kind.COMPANY)
    with pytest.raises(InvalidInput):
        plan.open_submission(edition=edition, organisation=company, by=SYSTEM)
    assert str(one) == f"{edition.pk} {make.ministry().pk} DRAFT"


def test_only_the_approver_submits() -> None:
    submission = make.submission()
    plan.add_row(submission=submission, values=make.budget(), by=SYSTEM)
    with pytest.raises(NotAllowed):
        plan.submit_submission(submission=submission, expected=1, by=make.officer("MINISTRY_OFFICER"))
    plan.submit_submission(submission=submission, expected=1, by=make.officer("MINISTRY_APPROVER"))
    assert [entry.action for entry in entries_for(f"submission:{submission.pk}")][-1] == (
        "plan.submission.submitted"
    )


def test_empty_or_stale_submission_is_refused() -> None:
    submission = make.submission()
    with pytest.raises(InvalidInput):
        plan.submit_submission(submission=submission, expected=1, by=SYSTEM)
    plan.add_row(submission=submission, values=make.budget(), by=SYSTEM)
    with pytest.raises(Conflict):
        plan.submit_submission(submission=submission, expected=9, by=SYSTEM)


def test_every_number_has_its_place_in_the_submitted_text() -> None:
    submission = accepted(
        make.budget(value="1234.5", source="NATIONAL"),
        make.target(value=30),
        make.target("상담", 5, kind="ACTUAL", year=2023, unit="건"),
        RowValues(kind="MILESTONE", indicator_name="법령 제정", year=2024, due_on=date(2024, 12, 31)),
    )
    assert submission.document is not None
    lines = submission.document.text.split("\n")
    rows = Observation.objects.filter(edition=submission.edition).select_related("span")
    assert [(row.role, row.span.text) for row in rows] == [
        ("ACTUAL", "5건"),
        ("BUDGET", "1,234.5억원"),
        ("TARGET", "30개사"),
    ]
    assert [row.section.path[0] for row in rows if row.section] == [
        "'23년도 추진성과",
        "'24년도 추진계획",
        "'24년도 추진계획",
    ]
    for row in rows:
        assert lines[row.span.line - 1][row.span.start : row.span.end] == row.span.text
    milestone = Milestone.objects.get(edition=submission.edition)
    assert (milestone.span.text, str(milestone)) == ("2024-12-31", "법령 제정")


def test_bound_of_a_row_is_printed_and_read_again() -> None:
    submission = accepted(
        make.budget(value=100, comparison="about"),
        make.target("가", 30, comparison="ge"),
        make.target("나", 30, comparison="range", value_to=Decimal(40)),
        make.target("다", 5, comparison="lt"),
    )
    assert submission.document is not None
    rows = Observation.objects.filter(edition=submission.edition).select_related("span")
    said = {row.span.text: (row.comparison, row.value_to) for row in rows}
    assert said == {
        "100억원": ("about", None),
        "30개사": ("ge", None),
        "30~40개사": ("range", Decimal(40)),
        "5개사": ("lt", None),
    }
    read = extract_plan(submission.document.text.splitlines())
    assert {one.text: (one.comparison.value, one.value_to) for one in read.quantities} == said


def test_accepted_rows_are_the_editions_money() -> None:
    submission = accepted(
        make.budget("하나", 10, task_code="1.1", area_code="A", joint_ministries="과기부"),
        make.budget("하나", 4, kind="ACTUAL", year=2023),
        make.budget("둘", 500, unit="백만원"),
        make.target("성과", 3, programme_name="하나", task_code="1.2"),
    )
    edition = submission.edition
    table = make.money(edition, "area")
    assert (table.itemised, table.unplaced) == (15 * 10**8, 5 * 10**8)
    rows = {row.name: row for row in make.programmes(edition)}
    assert rows["하나"].ministries == ("산업부", "과기부")
    assert plan.annual_krw(rows["하나"], 2023, plan.Role.ACTUAL) == 4 * 10**8
    assert rows["하나"].nodes["tasks"] == "1.1"
    (indicator,) = make.indicators(edition)
    assert (indicator.name, indicator.programme, indicator.nodes) == (
        "성과",
        rows["하나"].id,
        {"tasks": "1.2"},
    )
    ministries = make.money(edition)
    assert (ministries.unknown, ministries.rows[-1].itemised) == (10 * 10**8, 5 * 10**8)


def test_returned_submission_tells_the_ministry_and_can_be_submitted_again() -> None:
    officer = make.officer("MINISTRY_OFFICER")
    submission = submitted()
    row = submission.rows.get()
    reviewer = make.compiler()
    plan.return_submission(
        submission=submission,
        remarks={row.pk: "금액을 확인해 주세요.", "": "전체 합계가 다릅니다.", "x": " "},
        expected=submission.version,
        by=reviewer,
    )
    view = plan.get_submission(submission.pk)
    assert (view.submission.state, view.editable, len(view.remarks)) == ("RETURNED", True, 2)
    assert Notification.objects.filter(person=officer.id).exists()
    (about_row,) = [remark for remark in view.remarks if remark.row_id]
    assert (about_row.row_label, str(about_row)) == (str(row), "금액을 확인해 주세요.")
    plan.change_row(row=row, changes={"value": Decimal(9)}, expected=1, by=officer)
    plan.submit_submission(submission=submission, expected=submission.version, by=SYSTEM)
    assert submission.round == 2
    assert not submission.remarks.filter(resolved_at__isnull=True).exists()


@pytest.mark.parametrize("remarks", [{}, {"": "  "}, {"somebody else's row": "x"}])
def test_return_needs_a_remark_on_its_own_rows(remarks: dict[str, str]) -> None:
    submission = submitted()
    with pytest.raises(InvalidInput):
        plan.return_submission(submission=submission, remarks=remarks, expected=submission.version, by=SYSTEM)


def test_returning_an_accepted_submission_takes_its_numbers_back() -> None:
    edition = make.collecting()
    kept = accepted(make.budget("공통", 3), edition=edition, ministry="과기부")
    gone = accepted(
        make.budget("하나", task_code="1.1"),
        make.target(task_code="1.1"),
        RowValues(kind="MILESTONE", indicator_name="법령", year=2024, due_on=date(2024, 1, 1)),
        edition=edition,
    )
    plan.return_submission(submission=gone, remarks={"": "다시"}, expected=gone.version, by=SYSTEM)
    rows = Observation.objects.filter(edition=edition)
    assert [row.span.document_id for row in rows] == [kept.document_id]
    assert [line.amount_krw for line in lines_stated_in(edition.pk)] == [3 * 10**8]
    assert len(participations_stated_in(edition.pk)) == 1
    assert not Placement.objects.filter(edition=edition).exists()
    assert not Milestone.objects.filter(edition=edition).exists()
    plan.submit_submission(submission=gone, expected=gone.version, by=SYSTEM)
    plan.accept_submission(submission=gone, expected=gone.version, by=SYSTEM)
    assert Observation.objects.filter(edition=edition).count() == 3


def test_another_ministrys_programme_is_refused() -> None:
    edition = make.collecting()
    accepted(make.budget("공통"), edition=edition, ministry="과기부")
    late = submitted(make.budget("공통"), edition=edition)
    with pytest.raises(Conflict):
        plan.accept_submission(submission=late, expected=late.version, by=SYSTEM)
    assert Submission.objects.get(pk=late.pk).state == "SUBMITTED"


def test_joint_ministry_adds_its_own_source_but_not_the_same_line() -> None:
    edition = make.collecting()
    accepted(
        make.budget("공통", source="NATIONAL", joint_ministries="산업부·과기부"),
        edition=edition,
        ministry="과기부",
    )
    same = submitted(make.budget("공통", source="NATIONAL"), edition=edition)
    with pytest.raises(Conflict):
        plan.accept_submission(submission=same, expected=same.version, by=SYSTEM)
    plan.return_submission(submission=same, remarks={"": "재원"}, expected=same.version, by=SYSTEM)
    plan.change_row(
        row=same.rows.get(), changes={"source": "LOCAL", "task_code": "1.1"}, expected=1, by=SYSTEM
    )
    plan.submit_submission(submission=same, expected=same.version, by=SYSTEM)
    plan.accept_submission(submission=same, expected=same.version, by=SYSTEM)
    (programme,) = make.programmes(edition)
    assert plan.annual_krw(programme, 2024) == 20 * 10**8


@pytest.mark.parametrize("row", [make.budget(task_code="1.1"), make.target(area_code="A")])
def test_task_or_area_that_is_gone_since_is_refused_at_acceptance(row: RowValues) -> None:
    submission = submitted(row)
    Node.objects.filter(code__in=["1.1", "A"]).delete()
    with pytest.raises(InvalidInput):
        plan.accept_submission(submission=submission, expected=submission.version, by=SYSTEM)


def test_rows_changed_behind_the_submitted_text_are_refused() -> None:
    submission = submitted()
    submission.rows.update(value=99)
    with pytest.raises(Conflict):
        plan.accept_submission(submission=submission, expected=submission.version, by=SYSTEM)
    Submission.objects.filter(pk=submission.pk)
    submission.document = None
    with pytest.raises(Conflict):
        plan.accept_submission(submission=submission, expected=submission.version, by=SYSTEM)


def test_closed_edition_takes_nothing() -> None:
    edition = make.edition()
    with pytest.raises(Conflict):
        make.submission(edition)


def test_submission_is_not_changed_while_it_is_with_the_reviewer() -> None:
    submission = submitted()
    with pytest.raises(Conflict):
        plan.add_row(submission=submission, values=make.budget("둘"), by=SYSTEM)
    with pytest.raises(Conflict):
        plan.submit_submission(submission=submission, expected=submission.version, by=SYSTEM)


def test_board_says_who_is_late() -> None:
    make.public_bodies()
    edition = make.collecting(due_on=date(2026, 11, 20))
    submitted(edition=edition, ministry="산업부")
    make.submission(edition, "과기부")
    board = plan.board_of(edition, on=date(2026, 11, 25))
    rows = {row.short_name: row for row in board.rows}
    assert [row.short_name for row in board.rows][:3] == ["산업부", "과기부", "중기부"]
    assert (rows["산업부"].state, rows["산업부"].waiting_for) == ("SUBMITTED", "REVIEWER")
    assert rows["산업부"].rows == 1
    assert (rows["과기부"].state, rows["과기부"].days_late) == ("DRAFT", 5)
    assert (rows["중기부"].state, rows["중기부"].late) == ("NOT_BEGUN", True)
    assert board.counts["NOT_BEGUN"] == 9
    assert "환경부" not in rows  # its tasks went to another ministry before this date
    assert rows["기후부"].state == "NOT_BEGUN"
    assert not any(
        row.late for row in plan.board_of(edition, on=date(2026, 11, 20)).rows if row.state != "SUBMITTED"
    )
    mine = plan.submissions_for(frozenset({make.ministry("과기부").pk}))
    assert [row.organisation.short_name for row in mine] == ["과기부"]
    assert len(plan.submissions_for(None)) == 2


def test_withdrawn_part_is_a_draft_that_counts_as_not_handed_in() -> None:
    submission = submitted(make.budget("하나", 10))
    edition = submission.edition
    after = datetime(2023, 12, 9, tzinfo=UTC)
    plan.withdraw_submission(
        submission=submission, reason="금액 정정", expected=submission.version, by=SYSTEM, at=after
    )
    assert (submission.state, submission.submitted_at, submission.round) == ("DRAFT", None, 1)
    entry = entries_for(f"submission:{submission.pk}")[-1]
    assert (entry.action, personal_of(entry)["reason"]) == ("plan.submission.withdrawn", "금액 정정")
    board = {row.organisation: row for row in plan.board_of(edition, on=date(2023, 12, 9)).rows}
    assert board[submission.organisation_id].late
    plan.change_row(row=submission.rows.get(), changes={"value": Decimal(9)}, expected=1, by=SYSTEM)
    plan.submit_submission(submission=submission, expected=submission.version, by=SYSTEM)
    plan.accept_submission(submission=submission, expected=submission.version, by=SYSTEM)
    assert make.money(edition).itemised == 9 * 10**8
    with pytest.raises(Conflict):
        plan.withdraw_submission(submission=submission, expected=submission.version, by=SYSTEM)


def test_only_the_ministry_withdraws_its_part() -> None:
    submission = submitted(make.budget("하나", 10))
    for other in (make.compiler(), make.officer("MINISTRY_APPROVER", "과기부")):
        with pytest.raises(NotAllowed):
            plan.withdraw_submission(submission=submission, expected=submission.version, by=other)
