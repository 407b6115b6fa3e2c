"""Papers, messages and consultations reach those who need them and nobody else."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.factories import casework as make
from tests.factories import identity as people
from yunghap.casework import service as casework
from yunghap.casework.enums import ConsultationState, Opinion, Secrecy
from yunghap.casework.models import Consultation
from yunghap.core.actors import SYSTEM, Actor
from yunghap.core.errors import Conflict, InvalidInput, NotAllowed
from yunghap.identity.enums import OrganisationKind, Role
from yunghap.identity.models import Notification

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 1, 3, 0, tzinfo=UTC)


def paper(name: str = "a.txt", **values: object) -> casework.PaperInput:
    return casework.PaperInput(data=b"bytes", name=name, **values)  # type: ignore[arg-type]


def asked(parties: make.Parties, due_on: date | None = None) -> tuple[Consultation, Actor]:
    ministry = people.make_organisation(OrganisationKind.MINISTRY)
    answerer = make.member(ministry, Role.MINISTRY_OFFICER)
    (row,) = casework.ask_bodies(
        case=parties.case, bodies=[ministry], question="의견?", due_on=due_on, by=parties.officer, at=NOW
    )
    return row, answerer


def test_paper_takes_title_and_secrecy_from_the_question_it_answers() -> None:
    parties = make.draft()
    made = casework.add_paper(case=parties.case, paper=paper(field="plan"), by=parties.company)
    assert (made.title, made.secrecy) == ("Plan", Secrecy.BUSINESS) or made.title == "f"
    with pytest.raises(InvalidInput):
        casework.add_paper(case=parties.case, paper=paper(field="product"), by=parties.company)


def test_new_version_replaces_the_last_and_the_old_one_stays() -> None:
    parties = make.draft()
    first = casework.add_paper(case=parties.case, paper=paper("1.txt"), by=parties.company)
    second = casework.add_paper(case=parties.case, paper=paper("2.txt"), replaces=first, by=parties.company)
    assert casework.current_papers(parties.case) == [second]
    assert str(first) == "1.txt"
    first.refresh_from_db()
    with pytest.raises(Conflict):
        casework.add_paper(case=parties.case, paper=paper("3.txt"), replaces=first, by=parties.company)


def test_each_side_replaces_its_own_papers_only() -> None:
    parties = make.filed()
    one = casework.add_paper(case=parties.case, paper=paper(), by=parties.company)
    with pytest.raises(NotAllowed):
        casework.add_paper(case=parties.case, paper=paper("2.txt"), replaces=one, by=parties.officer)
    own = casework.add_paper(case=parties.case, paper=paper("3.txt"), by=parties.officer)
    with pytest.raises(NotAllowed):
        casework.add_paper(case=parties.case, paper=paper("4.txt"), replaces=own, by=parties.company)
    assert casework.add_paper(case=parties.case, paper=paper("5.txt"), replaces=own, by=parties.officer)


def test_nothing_is_written_in_a_case_that_was_not_handed_in() -> None:
    parties = make.draft()
    with pytest.raises(Conflict):
        casework.write_message(case=parties.case, text="물음", by=parties.company)


def test_paper_is_taken_out_of_a_draft_only() -> None:
    parties = make.complete(make.draft())
    (one,) = casework.current_papers(parties.case)
    with pytest.raises(NotAllowed):
        casework.remove_paper(paper=one, by=parties.officer)
    casework.remove_paper(paper=one, by=parties.company)
    casework.remove_paper(paper=one, by=parties.company)
    assert casework.current_papers(parties.case) == []
    filed = make.filed()
    (kept,) = casework.current_papers(filed.case)
    with pytest.raises(Conflict):
        casework.remove_paper(paper=kept, by=filed.company)


def test_business_secret_opens_for_the_office_and_not_for_a_consulted_body() -> None:
    parties = make.filed()
    (secret,) = casework.current_papers(parties.case)
    _row, answerer = asked(parties)
    assert casework.read_paper(paper=secret, by=parties.officer) == b"plan"
    assert casework.read_paper(paper=secret, by=SYSTEM) == b"plan"
    with pytest.raises(NotAllowed):
        casework.read_paper(paper=secret, by=answerer)
    open_one = casework.add_paper(case=parties.case, paper=paper(), by=parties.officer)
    assert casework.read_paper(paper=open_one, by=answerer) == b"bytes"


def test_strangers_add_nothing_and_nothing_is_added_to_what_is_over() -> None:
    parties = make.filed()
    stranger = make.draft().company
    with pytest.raises(NotAllowed):
        casework.add_paper(case=parties.case, paper=paper(), by=stranger)
    casework.withdraw_case(case=parties.case, expected=parties.case.version, by=parties.company)
    with pytest.raises(Conflict):
        casework.add_paper(case=parties.case, paper=paper(), by=parties.company)


def test_message_reaches_the_other_side_and_a_note_stays_inside() -> None:
    parties = make.filed()
    case, link = parties.case, f"/cases/{parties.case.pk}/"
    Notification.objects.all().delete()
    casework.write_message(case=case, text="언제 결과가 나오나요?", by=parties.company)
    assert Notification.objects.filter(person=parties.officer.id, link=link).count() == 1
    answer = casework.write_message(case=case, text="다음 주입니다.", by=parties.officer)
    assert Notification.objects.filter(person=parties.company.id, link=link).count() == 1
    casework.write_message(case=case, text="검토 메모", internal=True, by=parties.officer)
    assert Notification.objects.filter(person=parties.company.id, link=link).count() == 1
    assert str(answer) == "다음 주입니다."


def test_message_that_cannot_be_is_refused() -> None:
    parties = make.filed()
    with pytest.raises(NotAllowed):
        casework.write_message(case=parties.case, text="가", internal=True, by=parties.company)
    with pytest.raises(NotAllowed):
        casework.write_message(case=parties.case, text="가", by=make.draft().company)
    with pytest.raises(InvalidInput):
        casework.write_message(case=parties.case, text="\u200b ", by=parties.company)
    early = make.draft()
    with pytest.raises(Conflict):
        casework.write_message(case=early.case, text="가", by=early.company)


def test_bodies_are_asked_once_and_told() -> None:
    parties = make.filed()
    row, answerer = asked(parties, date(2026, 10, 1))
    notice = Notification.objects.get(person=answerer.id)
    assert notice.due_on == date(2026, 10, 1)
    assert casework.standing_in(parties.case, answerer).consulted
    assert list(casework.accessible_cases(answerer)) == [parties.case]
    with pytest.raises(Conflict):
        casework.ask_bodies(
            case=parties.case, bodies=[row.organisation], question="다시?", by=parties.officer
        )
    with pytest.raises(InvalidInput):
        casework.ask_bodies(case=parties.case, bodies=[], question="의견?", by=parties.officer)
    other = people.make_organisation(OrganisationKind.MINISTRY)
    with pytest.raises(InvalidInput):
        casework.ask_bodies(case=parties.case, bodies=[other], question=" ", by=parties.officer)
    early = make.draft()
    with pytest.raises(Conflict):
        casework.ask_bodies(case=early.case, bodies=[row.organisation], question="의견?", by=parties.officer)


def test_answer_with_conditions_needs_words_and_is_given_once() -> None:
    parties = make.filed()
    row, answerer = asked(parties)
    values = {"consultation": row, "expected": 1}
    with pytest.raises(InvalidInput):
        casework.answer_consultation(opinion=Opinion.OBJECT, reply="", by=answerer, **values)
    with pytest.raises(NotAllowed):
        casework.answer_consultation(opinion=Opinion.AGREE, reply="", by=parties.officer, **values)
    casework.answer_consultation(
        opinion=Opinion.AGREE_WITH_CONDITIONS, reply="보험 조건", by=answerer, **values
    )
    with pytest.raises(Conflict):
        casework.answer_consultation(opinion=Opinion.AGREE, reply="", by=answerer, **values)
    assert str(row).endswith("ANSWERED")


def test_silence_counts_only_after_the_term() -> None:
    parties = make.filed()
    row, _answerer = asked(parties, date(2026, 10, 1))
    with pytest.raises(Conflict):
        casework.record_silence(consultation=row, by=SYSTEM, at=datetime(2026, 10, 1, 12, tzinfo=UTC))
    over = datetime(2026, 10, 2, 0, 0, tzinfo=UTC)
    casework.record_silence(consultation=row, by=parties.officer, at=over)
    assert row.state == ConsultationState.SILENT
    with pytest.raises(Conflict):
        casework.record_silence(consultation=row, by=SYSTEM, at=over)


def test_bodies_are_reminded_once_a_day_on_the_days_before_and_after() -> None:
    parties = make.filed()
    due = date(2026, 10, 1)
    asked(parties, due)
    told = [
        casework.remind_bodies(by=SYSTEM, at=datetime(2026, 10, 1, 3, tzinfo=UTC) - timedelta(days=days))
        for days in (8, 7, 7, 5, 3, 1, 0, -1, -2)
    ]
    assert told == [0, 1, 0, 0, 1, 1, 0, 1, 1]


def test_auditor_sees_that_there_is_a_case_and_none_of_its_secrets() -> None:
    parties = make.filed()
    auditor = people.actor(
        people.make_member(people.make_organisation(OrganisationKind.PLATFORM), Role.AUDITOR)
    )
    standing = casework.standing_in(parties.case, auditor)
    assert (standing.auditor, standing.may_see) == (True, {Secrecy.OPEN})
    assert list(casework.accessible_cases(auditor)) == [parties.case]
    assert list(casework.accessible_cases(SYSTEM)) == [parties.case]
    with pytest.raises(NotAllowed):
        casework.add_paper(case=parties.case, paper=paper(), by=auditor)
