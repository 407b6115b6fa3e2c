"""A case and its procedure move together: from filing through consultation and committee to the certificate."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.factories import casework as make
from tests.factories import identity as people
from tests.factories.procedures import make_version
from tests.procedures.diagrams import diagram
from yunghap.casework.domain import acting, running, votes
from yunghap.casework.domain.consultations import ask_bodies
from yunghap.casework.domain.decisions import DecisionInput
from yunghap.casework.domain.drafts import save_answers
from yunghap.casework.domain.filing import file_case, withdraw_case
from yunghap.casework.domain.following import follow_procedure
from yunghap.casework.domain.letters import open_letter, serve_letter, write_letter
from yunghap.casework.enums import CaseState, ConsultationState, Opinion, Outcome, Vote
from yunghap.casework.models import Case
from yunghap.casework.queries.inbox import inbox_of
from yunghap.core import clock, outbox
from yunghap.core.actors import SYSTEM, Actor
from yunghap.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from yunghap.core.invariants import check_all
from yunghap.documents import service as documents
from yunghap.identity.enums import OrganisationKind, Role
from yunghap.identity.models import Notification, Organisation
from yunghap.procedures import service as procedures

pytestmark = pytest.mark.django_db


@pytest.fixture
def settle(django_capture_on_commit_callbacks: Callable[..., object]) -> Callable[[], None]:
    """Deliver every event, as the worker does."""

    def deliver() -> None:
        while outbox.dispatch_pending():
            pass

    return deliver


def work(case: Case, name: str) -> procedures.WorkItem:
    return next(item for item in running.work_of(case) if item.name == name)


def check(parties: make.Parties, answer: str = "yes", *bodies: str) -> None:
    """The office finds the application complete (or not); the bodies to ask are set with it."""
    case = parties.case
    if case.instance and bodies:
        procedures.correct_values(
            instance=case.instance, values={"bodies": list(bodies)}, reason="시험", by=SYSTEM
        )
    running.answer_work(
        case=case,
        item=work(case, "Completeness"),
        answers={"complete": answer, "remarks": "확인"},
        by=parties.officer,
    )


def ministry() -> tuple[str, Actor]:
    body = people.make_organisation(OrganisationKind.MINISTRY)
    return body.pk, make.member(body, Role.MINISTRY_OFFICER)


def test_filing_starts_the_procedure_in_force_with_the_answers(settle: Callable[[], None]) -> None:
    parties = make.filed()
    case = parties.case
    assert case.instance
    view = procedures.get_instance(case.instance)
    assert (view.procedure, view.reference) == (make.KIND, case.pk)
    assert view.values["insured"] is True
    assert view.values["variant"] == "industrial"
    assert view.values["users"] is None
    assert "product" not in view.values  # long texts stay with the case
    settle()
    (waiting,) = inbox_of(parties.officer)
    assert (waiting.title, waiting.case, waiting.number) == (
        "Completeness",
        case,
        work(case, "Completeness").number,
    )
    assert waiting.days_left is not None
    assert inbox_of(parties.company) == []


def test_a_kind_without_a_procedure_in_force_is_not_filed() -> None:
    parties = make.complete(make.draft())
    procedures.Procedure.objects.filter(code=make.KIND).update(code="elsewhere")
    with pytest.raises(NotFound):
        file_case(case=parties.case, expected=parties.case.version, by=parties.company)
    assert Case.objects.get().state == CaseState.DRAFT


def test_answers_to_work_must_hold_and_only_its_people_do_it() -> None:
    parties = make.filed()
    item = work(parties.case, "Completeness")
    assert running.get_work(parties.case, item.number, parties.officer) == item
    with pytest.raises(InvalidInput) as caught:
        running.answer_work(case=parties.case, item=item, answers={"complete": "perhaps"}, by=parties.officer)
    assert set(caught.value.details["fields"]) == {"complete"}
    with pytest.raises(NotAllowed):
        running.answer_work(case=parties.case, item=item, answers={"complete": "yes"}, by=parties.company)
    with pytest.raises(NotAllowed):
        running.get_work(parties.case, item.number, parties.company)
    with pytest.raises(NotFound):
        running.get_work(parties.case, 999, parties.officer)
    with pytest.raises(NotFound):
        running.get_work(make.draft().case, 1, parties.officer)


def test_supplement_opens_the_application_again_and_goes_back_to_the_office() -> None:
    parties = make.filed()
    case = parties.case
    check(parties, "no")
    assert running.is_supplementing(case)
    save_answers(case=case, answers={"users": "30", "product": ""}, expected=case.version, by=parties.company)
    with pytest.raises(InvalidInput) as caught:
        running.hand_in_supplement(case=case, by=parties.company)
    assert set(caught.value.details["fields"]) == {"product"}
    save_answers(case=case, answers={"product": "로봇"}, expected=case.version, by=parties.company)
    running.hand_in_supplement(case=case, by=parties.company)
    assert procedures.get_instance(case.instance or "").values["users"] == 30
    assert work(case, "Completeness")
    with pytest.raises(Conflict):
        running.hand_in_supplement(case=case, by=parties.company)
    with pytest.raises(Conflict):
        save_answers(case=case, answers={}, expected=case.version, by=parties.company)


def test_bodies_are_asked_answer_or_stay_silent(settle: Callable[[], None]) -> None:
    parties = make.filed()
    case = parties.case
    (first, answerer), (second, silent) = ministry(), ministry()
    check(parties, "yes", first, second)
    settle()
    rows = {row.organisation_id: row for row in case.consultations.all()}
    assert set(rows) == {first, second}
    assert all(row.due_on for row in rows.values())
    assert Notification.objects.filter(person=answerer.id, link=f"/cases/{case.pk}/").count() == 1
    assert [row.consultation for row in inbox_of(answerer)] == [rows[first].pk]
    acting.answer_in_work(
        consultation=rows[first], opinion=Opinion.OBJECT, reply="위험", expected=1, by=answerer
    )
    settle()
    late = clock.now() + timedelta(days=60)
    with clock.use(lambda: late):
        procedures.fire_due(at=late)
        settle()
    rows[second].refresh_from_db()
    assert rows[second].state == ConsultationState.SILENT
    assert inbox_of(silent) == []
    assert work(case, "Resolution")


def test_answer_to_work_that_is_gone_is_told(settle: Callable[[], None]) -> None:
    parties = make.filed()
    body, answerer = ministry()
    check(parties, "yes", body)
    settle()
    row = parties.case.consultations.get()
    item = work(parties.case, "Opinion")
    procedures.complete_item(instance=item.instance, item=item.number, values={"opinion": "AGREE"}, by=SYSTEM)
    with pytest.raises(Conflict):
        acting.answer_in_work(consultation=row, opinion=Opinion.AGREE, reply="", expected=1, by=answerer)
    settle()
    row.refresh_from_db()
    assert row.state == ConsultationState.DONE


def test_consultation_that_the_procedure_gives_up_is_withdrawn(settle: Callable[[], None]) -> None:
    parties = make.filed()
    body, _answerer = ministry()
    check(parties, "yes", body)
    settle()
    procedures.cancel_instance(instance=parties.case.instance or "", reason="시험", by=SYSTEM)
    settle()
    assert parties.case.consultations.get().state == ConsultationState.WITHDRAWN


def test_opinion_asked_outside_the_procedure_is_just_answered() -> None:
    parties = make.filed()
    body, answerer = ministry()

    (row,) = ask_bodies(
        case=parties.case,
        bodies=[Organisation.objects.get(pk=body)],
        question="의견?",
        by=parties.officer,
    )
    acting.answer_in_work(consultation=row, opinion=Opinion.AGREE, reply="", expected=1, by=answerer)
    assert row.state == ConsultationState.ANSWERED


def resolved(settle: Callable[[], None], *, vote: Vote = Vote.FOR) -> make.Parties:
    """A case that went through consultation and committee and waits for its decision."""
    parties = make.filed()
    body, answerer = ministry()
    check(parties, "yes", body)
    settle()
    row = parties.case.consultations.get()
    acting.answer_in_work(consultation=row, opinion=Opinion.AGREE, reply="", expected=1, by=answerer)
    group = make.committee(1)
    _meeting, item = make.in_session(group, parties.case)
    votes.declare_interest(item=item, stands_aside=False, by=group.actor(0))
    votes.cast_vote(item=item, vote=vote, by=group.actor(0))
    votes.settle_item(item=item, resolution="의결", expected=item.version, by=group.secretary)
    settle()
    return parties


def test_grant_ends_with_certificate_letter_publication_and_a_closed_case(settle: Callable[[], None]) -> None:
    parties = resolved(settle)
    case = parties.case
    values = procedures.get_instance(case.instance or "").values
    assert values["resolution"] == "PASSED"
    decided = DecisionInput(
        Outcome.GRANTED, starts_on=date(2026, 6, 3), ends_on=date(2028, 6, 2), articles=("도로교통법 제2조",)
    )
    acting.decide_in_work(case=case, item=work(case, "Decision"), decided=decided, by=parties.approver)
    settle()
    case.refresh_from_db()
    assert case.decision.certificate
    (letter,) = case.letters.all()
    assert (letter.title, letter.form) == ("결과 통지", "별지 제2호서식")
    assert letter.served_at is not None
    lines = "\n".join(documents.read_original(letter.hwpx_sha256).lines)
    assert f"{case.number} 자율주행 배송: 승인" in lines
    open_letter(letter=letter, by=parties.company)
    open_letter(letter=letter, by=parties.company)
    assert letter.opened_by == parties.company.id
    acting.publish_in_work(
        case=case, item=work(case, "Publication"), summary="배송 로봇", by=parties.approver
    )
    settle()
    case.refresh_from_db()
    assert (case.state, case.decision.summary) == ("CLOSED", "배송 로봇")
    assert [r.id for r in check_all() if r.violations] == []


def test_refusal_has_no_certificate(settle: Callable[[], None]) -> None:
    parties = resolved(settle, vote=Vote.AGAINST)
    case = parties.case
    assert procedures.get_instance(case.instance or "").values["resolution"] == "REJECTED"
    with pytest.raises(NotFound):
        acting.publish_in_work(case=case, item=work(case, "Decision"), summary="가", by=parties.approver)
    acting.decide_in_work(
        case=case,
        item=work(case, "Decision"),
        decided=DecisionInput(Outcome.REFUSED, reasons="안전성"),
        by=parties.approver,
    )
    settle()
    case.refresh_from_db()
    assert (case.decision.certificate, case.letters.count()) == ("", 1)


def test_deferred_matter_goes_on_waiting(settle: Callable[[], None]) -> None:
    parties = make.filed()
    body, answerer = ministry()
    check(parties, "yes", body)
    settle()
    acting.answer_in_work(
        consultation=parties.case.consultations.get(),
        opinion=Opinion.AGREE,
        reply="",
        expected=1,
        by=answerer,
    )
    group = make.committee(1)
    _meeting, item = make.in_session(group, parties.case)
    votes.settle_item(item=item, resolution="", defer=True, expected=item.version, by=group.secretary)
    assert work(parties.case, "Resolution")
    assert not running.finish_waiting(case=parties.case, form="none", values={}, at=clock.now())


def test_withdrawal_ends_the_procedure(settle: Callable[[], None]) -> None:
    parties = make.filed()
    withdraw_case(case=parties.case, expected=parties.case.version, by=parties.company)
    settle()
    assert procedures.get_instance(parties.case.instance or "").status != "running"
    parties.case.refresh_from_db()
    assert parties.case.state == "WITHDRAWN"


def test_letters_are_written_and_served_by_hand_too() -> None:
    parties = make.granted()
    case = parties.case
    letter = write_letter(case=case, kind="result", by=parties.officer)
    with pytest.raises(InvalidInput):
        serve_letter(letter=letter, served_at=datetime(2100, 1, 1, tzinfo=UTC), by=parties.officer)
    serve_letter(letter=letter, how="등기우편", by=parties.officer)
    assert (letter.served_how, str(letter)) == ("등기우편", "결과 통지")
    with pytest.raises(Conflict):
        serve_letter(letter=letter, by=parties.officer)
    with pytest.raises(NotFound):
        write_letter(case=case, kind="none", by=parties.officer)


def test_letter_that_names_what_the_case_has_not_is_refused() -> None:
    parties = make.filed()
    with pytest.raises(InvalidInput, match="outcome"):
        write_letter(case=parties.case, kind="result", by=parties.officer)


def test_due_day_of_a_consultation_follows_the_procedure(settle: Callable[[], None]) -> None:
    parties = make.filed()
    body, _answerer = ministry()
    check(parties, "yes", body)
    settle()
    row = parties.case.consultations.get()
    type(row).objects.filter(pk=row.pk).update(due_on=date(2020, 1, 1))
    follow_procedure(instance=parties.case.instance or "", at=clock.now())
    follow_procedure(instance="none", at=clock.now())
    fresh = parties.case.consultations.get()
    assert fresh.due_on == row.due_on


def test_choices_and_dates_reach_the_procedure() -> None:
    parties = make.complete(make.draft())
    case = parties.case
    answers = {"insured": "no", "reason": "cost", "start": "2026-12-01", "cost": "3억원"}
    save_answers(case=case, answers=answers, expected=case.version, by=parties.company)
    file_case(case=case, expected=case.version, by=parties.company)
    values = procedures.get_instance(case.instance or "").values
    assert (values["reason"], values["start"], values["cost"]) == ("cost", date(2026, 12, 1), 300_000_000)


def test_work_without_a_form_of_its_own_is_just_finished() -> None:
    parties = make.filed()
    item = replace(work(parties.case, "Completeness"), form="")
    done = running.answer_work(case=parties.case, item=item, answers={}, by=parties.officer)
    assert done.status == "running"
    with pytest.raises(NotAllowed):
        running.finish_work(case=parties.case, item=item, values={}, by=parties.company)


def test_work_of_a_role_that_casework_does_not_know_is_the_systems() -> None:
    parties = make.filed()
    item = replace(work(parties.case, "Completeness"), role="nobody")
    assert not running.may_do(parties.case, item, parties.officer)
    assert running.may_do(parties.case, item, SYSTEM)
    assert running.acting_in(parties.case, item, SYSTEM) == SYSTEM


def test_a_task_that_names_no_body_asks_nobody(settle: Callable[[], None]) -> None:
    parties = make.filed()
    check(parties, "yes", "no such organisation")
    settle()
    assert parties.case.consultations.count() == 0
    assert work(parties.case, "Opinion")


def test_services_of_an_instance_that_is_no_case_become_an_incident() -> None:
    started = procedures.start_instance(procedure=service_only(), by=SYSTEM)
    while outbox.dispatch_pending():
        pass
    (problem,) = procedures.open_items(instance=started.instance, problems=True)
    assert problem.node == "certify"


def service_only() -> str:
    """A procedure that asks for a certificate at once."""
    elements = (
        '<startEvent id="s"/><serviceTask id="certify" y:service="casework.certificate"/><endEvent id="e"/>'
    )
    return make_version(diagram(elements, "s -> certify\ncertify -> e")).procedure.code


def test_withdrawing_what_never_ran_does_nothing() -> None:
    parties = make.draft()
    running.withdraw_procedure(case=parties.case, reason="x", by=SYSTEM, at=clock.now())
    assert running.work_of(parties.case) == []
