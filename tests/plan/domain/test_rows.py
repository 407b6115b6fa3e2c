"""Rows of a submission: checked, never lost, never doubled, never overwritten unseen."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import plan as make
from yunghap.core.actors import SYSTEM
from yunghap.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from yunghap.plan import service as plan
from yunghap.plan.domain.row_values import RowValues, checked
from yunghap.plan.domain.rows import MOST_ROWS, MOST_SAID
from yunghap.plan.models import RowDraft, SubmissionRow

db = pytest.mark.django_db
milestone = RowValues(kind="MILESTONE", indicator_name="법령 제정", year=2024, due_on=date(2024, 12, 31))

REFUSED: list[tuple[RowValues, str]] = [
    (make.budget(kind="OTHER"), "kind"),
    (make.budget(value=-1), "value"),
    (make.budget(value="1e30"), "value"),
    (make.budget(value="99999999999"), "value"),
    (make.budget(value="0.123456789"), "value"),
    (make.budget(value="0.0000001"), "value"),
    (make.budget(value="0.5", unit="원"), "value"),
    (make.budget(unit="개"), "unit"),
    (make.budget(""), "programme_name"),
    (make.budget(source="SOMEBODY"), "source"),
    (make.budget(year=1800), "year"),
    (make.budget(year=2024, year_to=2023), "year"),
    (make.budget(note="가" * 2001), "note"),
    (make.target(unit="가" * 31), "note"),
    (make.target(""), "indicator_name"),
    (make.target(unit=""), "unit"),
    (make.target(kind="ACTUAL", indicator_name="", programme_name=""), "indicator_name"),
    (RowValues(kind="TARGET", indicator_name="x", unit="개", year=2024), "value"),
    (make.target(comparison="roughly"), "comparison"),
    (make.target(comparison="range"), "value_to"),
    (make.target(comparison="range", value_to=Decimal(29)), "value_to"),
    (make.target(comparison="range", value_to=Decimal(10) ** 30), "value_to"),
    (make.budget(comparison="range", value_to=Decimal(99999999999)), "value_to"),
    (RowValues(kind="MILESTONE", year=2024, due_on=date(2024, 1, 1)), "indicator_name"),
    (RowValues(kind="MILESTONE", indicator_name="x", year=2024), "due_on"),
]


@pytest.mark.parametrize(("values", "field"), REFUSED)
def test_impossible_row_is_refused_by_field(values: RowValues, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        checked(values)
    assert refused.value.details["field"] == field


def test_disguised_name_is_refused() -> None:
    with pytest.raises(InvalidInput):
        checked(make.budget("사업\u200b"))


def test_row_is_brought_into_its_final_form() -> None:
    row = checked(
        make.budget(" 융합  기술개발 ", note=" 가\n나 ", indicator_name="x", due_on=date(2024, 1, 1))
    )
    assert (row.programme_name, row.note, row.year_to) == ("융합 기술개발", "가 나", 2024)
    assert (row.indicator_name, row.due_on) == ("", None)
    assert checked(milestone).value is None
    assert checked(make.target(value_to=Decimal(40))).value_to is None


def test_spelling_does_not_hide_a_duplicate() -> None:
    assert make.budget("IoT 가전").row_key == make.budget("ｉｏｔ가전").row_key
    assert make.budget().row_key != make.budget(source="NATIONAL").row_key


@given(st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False, allow_infinity=False))
def test_every_plain_budget_is_taken_as_given(value: Decimal) -> None:
    assert checked(make.budget(value=value)).value == value


@db
def test_rows_are_added_changed_and_removed() -> None:
    submission = make.submission()
    row = plan.add_row(submission=submission, values=make.budget(), by=SYSTEM)
    other = plan.add_row(submission=submission, values=make.target(), by=SYSTEM)
    assert (row.position, other.position) == (1, 2)
    plan.change_row(row=row, changes={"value": Decimal(12)}, expected=1, by=SYSTEM)
    assert SubmissionRow.objects.get(pk=row.pk).value == 12
    plan.remove_row(row=row, expected=2, by=SYSTEM)
    assert [item.pk for item in plan.get_submission(submission.pk).rows] == [other.pk]
    with pytest.raises(NotFound):
        plan.remove_row(row=SubmissionRow(pk=row.pk or "x", submission=submission), expected=1, by=SYSTEM)


@db
def test_unknown_ministry_is_refused_at_its_field() -> None:
    submission = make.submission()
    with pytest.raises(InvalidInput) as error:
        plan.add_row(submission=submission, values=make.budget(joint_ministries="없는부"), by=SYSTEM)
    assert error.value.details["field"] == "joint_ministries"


@db
@pytest.mark.parametrize("field", ["task_code", "area_code"])
def test_task_or_area_that_the_edition_lacks_is_refused_at_its_field(field: str) -> None:
    submission = make.submission()
    with pytest.raises(InvalidInput) as error:
        plan.add_row(submission=submission, values=make.budget(**{field: "9.9"}), by=SYSTEM)
    assert error.value.details["field"] == field
    row = plan.add_row(submission=submission, values=make.budget(task_code="1.1", area_code="A"), by=SYSTEM)
    with pytest.raises(InvalidInput):
        plan.change_row(row=row, changes={field: "9.9"}, expected=row.version, by=SYSTEM)


@db
def test_duplicate_row_is_refused() -> None:
    submission = make.submission()
    plan.add_row(submission=submission, values=make.budget("하나"), by=SYSTEM)
    second = plan.add_row(submission=submission, values=make.budget("둘"), by=SYSTEM)
    with pytest.raises(Conflict):
        plan.add_row(submission=submission, values=make.budget("하 나"), by=SYSTEM)
    with pytest.raises(Conflict):
        plan.change_row(row=second, changes={"programme_name": "하나"}, expected=1, by=SYSTEM)
    assert SubmissionRow.objects.get(pk=second.pk).programme_name == "둘"


@db
def test_two_people_see_each_others_change_and_nothing_is_lost() -> None:
    submission = make.submission()
    row = plan.add_row(submission=submission, values=make.budget(), by=SYSTEM)
    anna, bora = make.officer("MINISTRY_OFFICER"), make.officer("MINISTRY_OFFICER")
    seen_by_bora = SubmissionRow.objects.get(pk=row.pk)
    plan.save_draft(submission=submission, row=seen_by_bora, changes={"note": "b"}, by=bora)
    plan.change_row(row=row, changes={"value": Decimal(11)}, expected=1, by=anna)
    with pytest.raises(Conflict) as conflict:
        plan.change_row(row=seen_by_bora, changes={"value": Decimal(12)}, expected=1, by=bora)
    assert conflict.value.details["changes"]["value"] == {"theirs": Decimal(11), "yours": Decimal(12)}
    drafts = plan.get_submission(submission.pk).drafts
    assert [(draft.typed_by, draft.changes) for draft in drafts] == [(bora.id, {"value": "12"})]
    fresh = SubmissionRow.objects.get(pk=row.pk)
    plan.change_row(row=fresh, changes={"value": Decimal(12)}, expected=2, by=bora)
    assert not RowDraft.objects.exists()


@db
def test_stale_removal_is_refused() -> None:
    submission = make.submission()
    row = plan.add_row(submission=submission, values=make.budget(), by=SYSTEM)
    with pytest.raises(Conflict):
        plan.remove_row(row=row, expected=2, by=SYSTEM)


@db
@pytest.mark.parametrize("changes", [{}, {"state": "ACCEPTED"}, {"value": Decimal(-1)}])
def test_impossible_change_is_refused(changes: dict[str, object]) -> None:
    row = plan.add_row(submission=make.submission(), values=make.budget(), by=SYSTEM)
    with pytest.raises(InvalidInput):
        plan.change_row(row=row, changes=changes, expected=1, by=SYSTEM)


@db
def test_drafts_are_kept_per_person_and_thrown_away_by_their_owner() -> None:
    submission = make.submission()
    anna, bora = make.officer("MINISTRY_OFFICER"), make.officer("MINISTRY_APPROVER")
    first = plan.save_draft(submission=submission, changes={"value": "1", "secret": "x"}, by=anna)
    plan.save_draft(submission=submission, changes={"value": "2"}, by=anna)
    plan.save_draft(submission=submission, changes={"value": "3"}, slot="second", by=anna)
    plan.save_draft(submission=submission, changes={"value": "4"}, by=bora)
    kept = {(draft.typed_by, draft.slot): draft.changes for draft in RowDraft.objects.all()}
    assert kept == {
        (anna.id, "row"): {"value": "2"},
        (anna.id, "second"): {"value": "3"},
        (bora.id, "row"): {"value": "4"},
    }
    with pytest.raises(NotFound):
        plan.discard_draft(draft=first, by=bora)
    plan.discard_draft(draft=first, by=anna)
    assert RowDraft.objects.count() == 2
    assert str(first) == f"row {anna.id}"


@db
def test_other_ministry_may_not_edit() -> None:
    submission = make.submission(short_name="산업부")
    stranger = make.officer("MINISTRY_OFFICER", "과기부")
    for act in (
        lambda: plan.add_row(submission=submission, values=make.budget(), by=stranger),
        lambda: plan.fill_rows(submission=submission, rows=[make.budget()], by=stranger),
        lambda: plan.save_draft(submission=submission, changes={}, by=stranger),
    ):
        with pytest.raises(NotAllowed):
            act()


@db
def test_file_fills_all_rows_or_none() -> None:
    submission = make.submission()
    plan.add_row(submission=submission, values=make.budget("하나"), by=SYSTEM)
    with pytest.raises(InvalidInput) as refused:
        plan.fill_rows(submission=submission, rows=[make.budget("둘"), make.budget(value=-1)], by=SYSTEM)
    (said,) = refused.value.details["fields"]["file"]
    assert said.startswith("2행 값: ")
    twice = [make.budget("둘"), make.budget("둘"), make.budget("하나"), *[make.budget(value=-1)] * MOST_SAID]
    with pytest.raises(InvalidInput) as refused:
        plan.fill_rows(submission=submission, rows=twice, by=SYSTEM)
    said = refused.value.details["fields"]["file"]
    assert ("2행" in said[0], "1행" in said[0], "3행" in said[1]) == (True, True, True)
    assert (len(said), "2건" in said[-1]) == (MOST_SAID + 1, True)
    assert submission.rows.count() == 1
    plan.fill_rows(submission=submission, rows=[make.budget("둘"), make.budget("셋")], by=SYSTEM)
    assert [row.position for row in submission.rows.all()] == [1, 2, 3]
    plan.fill_rows(submission=submission, rows=[make.budget("하나")], replace_all=True, by=SYSTEM)
    assert submission.rows.count() == 1
    for rows in ([], [make.budget()] * (MOST_ROWS + 1)):
        with pytest.raises(InvalidInput):
            plan.fill_rows(submission=submission, rows=rows, by=SYSTEM)


@db
@pytest.mark.parametrize(
    "spoil",
    [
        lambda rows: rows.update(value=-1),
        lambda rows: rows.update(value=None),
        lambda rows: rows.update(programme_name=""),
        lambda rows: rows.update(year_to=2000),
    ],
)
def test_database_refuses_what_no_row_can_be(spoil: Callable[[object], object]) -> None:
    row = plan.add_row(submission=make.submission(), values=make.budget(), by=SYSTEM)
    with pytest.raises(IntegrityError), transaction.atomic():
        spoil(SubmissionRow.objects.filter(pk=row.pk))
