"""An application from the first word to its end: written, filed, withdrawn, thrown away."""

from datetime import UTC, datetime

import pytest

from tests.factories import casework as make
from tests.factories import identity as people
from yunghap.casework import service as casework
from yunghap.casework.models import Case
from yunghap.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from yunghap.core.invariants import check_all
from yunghap.identity.enums import OrganisationKind
from yunghap.identity.models import Notification, Organisation
from yunghap.ledger.service import entries_for

pytestmark = pytest.mark.django_db


def test_only_the_applicants_people_begin_and_see_a_draft() -> None:
    parties = make.draft()
    case = parties.case
    assert str(case) == "draft 자율주행 배송"
    assert casework.standing_in(case, parties.company).applicant
    assert not casework.standing_in(case, parties.officer).any
    assert list(casework.accessible_cases(parties.company)) == [case]
    assert list(casework.accessible_cases(parties.officer)) == []
    with pytest.raises(NotAllowed):
        casework.open_case(
            kind=make.KIND, title="남", applicant=case.applicant, variant="ict", by=parties.officer
        )


@pytest.mark.parametrize(
    ("values", "field"),
    [({"kind": "none"}, "kind"), ({"variant": ""}, "variant"), ({"variant": "moon"}, "variant")],
)
def test_unknown_kind_or_variant_is_refused(values: dict[str, str], field: str) -> None:
    parties = make.draft()
    fields = {"kind": make.KIND, "variant": "ict", **values}
    with pytest.raises(InvalidInput) as caught:
        casework.open_case(title="가", applicant=parties.case.applicant, by=parties.company, **fields)
    assert caught.value.details["field"] == field


def test_a_kind_without_its_organisation_cannot_be_begun() -> None:
    parties = make.draft()
    Organisation.objects.filter(key="test-handler").update(key=None)
    with pytest.raises(InvalidInput, match="not known here"):
        casework.open_case(
            kind=make.KIND, title="가", applicant=parties.case.applicant, variant="ict", by=parties.company
        )


def test_a_case_whose_procedure_is_gone_says_so() -> None:
    parties = make.draft()
    parties.case.procedure = "gone"
    with pytest.raises(NotFound):
        casework.save_answers(case=parties.case, answers={}, expected=1, by=parties.company)


def test_answers_are_saved_as_far_as_they_go() -> None:
    parties = make.draft()
    case = parties.case
    casework.save_answers(case=case, answers={"users": "1,000"}, expected=1, by=parties.company)
    casework.save_answers(case=case, answers={"product": "로봇", "users": ""}, expected=2, by=parties.company)
    assert case.answers == {"product": "로봇"}


def test_answers_that_do_not_hold_are_all_named_and_nothing_is_saved() -> None:
    parties = make.draft()
    case = parties.case
    answers = {"users": "many", "start": "soon", "product": "로봇"}
    with pytest.raises(InvalidInput) as caught:
        casework.save_answers(case=case, answers=answers, expected=1, by=parties.company)
    assert set(caught.value.details["fields"]) == {"users", "start"}
    assert Case.objects.get(pk=case.pk).answers == {}
    with pytest.raises(InvalidInput):
        casework.save_answers(case=case, answers={"colour": "red"}, expected=1, by=parties.company)


def test_two_people_writing_see_each_other() -> None:
    parties = make.draft()
    again = Case.objects.get(pk=parties.case.pk)
    casework.save_answers(case=parties.case, answers={"users": "1"}, expected=1, by=parties.company)
    with pytest.raises(Conflict) as caught:
        casework.save_answers(case=again, answers={"users": "2"}, expected=1, by=parties.company)
    assert caught.value.details["changes"]["answers"]["theirs"] == {"users": "1"}


def test_title_of_a_draft_can_be_changed() -> None:
    parties = make.draft()
    casework.rename_case(case=parties.case, title=" 새  제목 ", expected=1, by=parties.company)
    assert parties.case.title == "새 제목"


def test_incomplete_application_is_not_filed_and_says_what_is_missing() -> None:
    parties = make.draft()
    with pytest.raises(InvalidInput) as caught:
        casework.file_case(case=parties.case, expected=1, by=parties.company)
    assert set(caught.value.details["fields"]) == {"product", "insured", "plan"}


def test_filing_gives_the_next_number_of_the_year_in_seoul() -> None:
    new_year = datetime(2026, 12, 31, 15, 30, tzinfo=UTC)  # 2027-01-01 00:30 in Seoul
    numbers = [make.filed(at).case.number for at in (new_year, new_year)]
    assert numbers == ["TP-2027-00001", "TP-2027-00002"]


def test_filed_application_reaches_the_office_and_changes_no_more() -> None:
    parties = make.filed()
    case = parties.case
    assert Notification.objects.filter(person=parties.officer.id, link=f"/cases/{case.pk}/").exists()
    assert casework.standing_in(case, parties.officer).handler
    assert [entry.action for entry in entries_for(f"case:{case.pk}")][-1] == "casework.case.filed"
    for verb in (
        lambda: casework.file_case(case=case, expected=case.version, by=parties.company),
        lambda: casework.save_answers(case=case, answers={}, expected=case.version, by=parties.company),
        lambda: casework.discard_draft(case=case, by=parties.company),
        lambda: casework.rename_case(case=case, title="가", expected=case.version, by=parties.company),
    ):
        with pytest.raises(Conflict):
            verb()


def test_draft_is_thrown_away_with_its_papers() -> None:
    parties = make.complete(make.draft())
    subject = f"case:{parties.case.pk}"
    casework.discard_draft(case=parties.case, by=parties.company)
    assert not Case.objects.exists()
    assert entries_for(subject)[-1].action == "casework.case.discarded"


def test_withdrawal_ends_open_consultations() -> None:
    parties = make.filed()
    ministry = people.make_organisation(OrganisationKind.MINISTRY)
    (asked,) = casework.ask_bodies(case=parties.case, bodies=[ministry], question="의견?", by=parties.officer)
    casework.withdraw_case(
        case=parties.case, reason="사업 중단", expected=parties.case.version, by=parties.company
    )
    asked.refresh_from_db()
    assert (parties.case.state, asked.state) == ("WITHDRAWN", "WITHDRAWN")
    assert parties.case.ended_at is not None
    with pytest.raises(Conflict):
        casework.withdraw_case(case=parties.case, expected=parties.case.version, by=parties.company)


def test_store_that_lost_a_case_or_a_decision_is_found() -> None:
    parties = make.filed()
    Case.objects.filter(pk=parties.case.pk).update(state="DECIDED")
    found = {r.id for r in check_all() if r.violations}
    assert found == {"casework.decided"}
    Case.objects.filter(pk=parties.case.pk).delete()
    assert "casework.numbers" in {r.id for r in check_all() if r.violations}
