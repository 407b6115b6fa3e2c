"""An objection to a decision whose procedure has none: 30 days to file it, 14 (and 10) to answer it, by one office."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from tests.casework.web.test_apply import client_of, text_of
from tests.factories import casework as make
from tests.factories import identity as people
from yunghap.cases import service as cases
from yunghap.casework import registry
from yunghap.casework import service as casework
from yunghap.casework.domain.letters import serve_letter, write_letter, write_letter_by_hand
from yunghap.casework.domain.objecting import ObjectionTerm, objection_of, objection_term, open_objection
from yunghap.casework.domain.redeciding import close_ended_grants, decide_again
from yunghap.casework.domain.running import answer_work
from yunghap.casework.models import Case, Decision, Letter
from yunghap.core import clock, outbox
from yunghap.core.actors import SYSTEM
from yunghap.core.errors import Conflict, NotFound
from yunghap.identity import service as identity
from yunghap.procedures import service as procedures

pytestmark = pytest.mark.django_db
DECIDED = datetime(2026, 9, 7, 1, tzinfo=UTC)  # a Monday
LAST = date(2026, 10, 7)


@pytest.fixture
def parties() -> make.Parties:
    identity.load_public_bodies(by=SYSTEM, at=DECIDED)
    if not procedures.Procedure.objects.filter(code="objection").exists():
        cases.draft_shipped(by=SYSTEM)
        cases.put_in_force(by=people.editors(2))
    with clock.use(lambda: DECIDED):
        return make.granted(decided_on=clock.today())


def test_thirty_days_to_file_and_fourteen_to_answer_by_the_same_office(parties: make.Parties) -> None:
    case = parties.case
    told = write_letter_by_hand(
        case=case,
        title="결정 통지",
        text="결정을 알립니다",
        tells_decision=True,
        by=parties.officer,
        at=DECIDED,
    )
    assert objection_term(case) == ObjectionTerm(None)
    with clock.use(lambda: DECIDED):
        page = text_of(client_of(parties.company).get(f"/en/cases/{case.pk}/"))
        assert "begin when its notice is served" in page
    serve_letter(letter=told, by=parties.officer, at=DECIDED)
    assert objection_term(case) == ObjectionTerm(LAST)
    with pytest.raises(Conflict, match=r"2026\. 10\. 7\.|7 Oct 2026"):
        open_objection(case=case, by=parties.company, at=DECIDED + timedelta(days=31))
    with clock.use(lambda: DECIDED + timedelta(days=9)):
        client = client_of(parties.company)
        assert "7\u00a0Oct\u00a02026" in text_of(client.get(f"/en/cases/{case.pk}/"))
        answer = client.post(f"/en/cases/{case.pk}/objection/")
        assert answer.status_code == 302
        made = objection_of(case)
        assert made is not None
        assert answer.headers["Location"].startswith(f"/en/cases/{made.pk}/form/")
        assert (made.handler, made.applicant, made.objects_to) == (case.handler, case.applicant, case)
        with pytest.raises(Conflict):
            open_objection(case=case, by=parties.company)
        casework.save_answers(
            case=made, answers={"grounds": "안전성은 입증되었다"}, expected=made.version, by=parties.company
        )
    with pytest.raises(Conflict):
        casework.file_case(
            case=made, expected=made.version, by=parties.company, at=DECIDED + timedelta(days=31)
        )
    at = DECIDED + timedelta(days=10)  # 17 September
    casework.file_case(case=made, expected=made.version, by=parties.company, at=at)
    [deadline] = procedures.deadlines_of(made.instance or "")
    assert (deadline.due, deadline.can_extend) == (date(2026, 10, 1), True)
    [item] = casework.work_of(made)
    with clock.use(lambda: at):
        answer_work(
            case=made, item=item, answers={"upheld": "no", "result": "기각: 근거가 없다"}, by=parties.approver
        )
        while outbox.dispatch_pending():
            pass
    made.refresh_from_db()
    [letter] = made.letters.all()
    assert (made.state, letter.kind) == ("CLOSED", "objection-result")
    assert letter.served_at is not None


def test_the_term_runs_from_the_service_of_the_notice_of_the_decision_alone(parties: make.Parties) -> None:
    case, office = parties.case, parties.officer

    def serve(letter: Letter, days: int) -> None:
        serve_letter(letter=letter, by=office, at=DECIDED + timedelta(days=days))

    Case.objects.filter(pk=case.pk).update(procedure="sandbox.exemption")
    case.refresh_from_db()
    by_hand = write_letter_by_hand(case=case, title="안내", text="현장을 봅니다", by=office, at=DECIDED)
    serve(by_hand, 1)
    serve(write_letter(case=case, kind="law-revision-result", by=office, at=DECIDED), 2)
    assert objection_term(case) == ObjectionTerm(None)
    notice = write_letter(case=case, kind="certificate", by=office, at=DECIDED)
    assert objection_term(case) == ObjectionTerm(None)  # written, not served yet
    serve(notice, 3)
    assert objection_term(case) == ObjectionTerm(date(2026, 10, 12))  # the tenth is a Saturday
    serve(write_letter(case=case, kind="certificate", by=office, at=DECIDED), 20)
    assert objection_term(case) == ObjectionTerm(date(2026, 10, 12))


def filed_objection(parties: make.Parties) -> Case:
    """An objection to the decision in the case, filed on the day of the decision."""
    made = open_objection(case=parties.case, by=parties.company)
    casework.save_answers(
        case=made, answers={"grounds": "안전성은 입증되었다"}, expected=made.version, by=parties.company
    )
    return casework.file_case(case=made, expected=made.version, by=parties.company)


def uphold(parties: make.Parties, objection: Case, decided: casework.DecisionInput) -> None:
    """Uphold the objection and decide anew; the procedure then waits for the publication."""
    [item] = casework.work_of(objection)
    answers = {"upheld": "yes", "result": "인용: 안전성이 입증됨"}
    answer_work(case=objection, item=item, answers=answers, by=parties.approver)
    deliver()
    [item] = casework.work_of(objection)
    form = client_of(parties.approver).get(f"/en/cases/{objection.pk}/work/{item.number}/").context["form"]
    held = parties.case.decision
    held.refresh_from_db()
    assert (form["outcome"].value(), form["starts_on"].value()) == (held.outcome, held.starts_on)
    casework.decide_in_work(case=objection, item=item, decided=decided, by=parties.approver)
    deliver()
    parties.case.refresh_from_db()


def deliver() -> None:
    while outbox.dispatch_pending():
        pass


def test_an_upheld_objection_changes_the_decision_of_a_case_that_was_over(parties: make.Parties) -> None:
    case = parties.case
    decision = case.decision
    Decision.objects.filter(pk=decision.pk).update(
        outcome="REFUSED", reasons="안전성 미흡", starts_on=None, ends_on=None
    )
    Case.objects.filter(pk=case.pk).update(instance=None, state="CLOSED", ended_at=DECIDED)
    with clock.use(lambda: DECIDED):
        case.refresh_from_db()
        decision = case.decision
        casework.publish_decision(
            decision=decision, summary="안전성 미흡", expected=decision.version, by=parties.approver
        )
        objection = filed_objection(parties)
        uphold(
            parties,
            objection,
            casework.DecisionInput(
                casework.Outcome.GRANTED_WITH_CONDITIONS,
                conditions=(casework.ConditionInput("보험에 든다"),),
                starts_on=date(2026, 9, 8),
                ends_on=date(2028, 9, 7),
            ),
        )
        decision.refresh_from_db()
        assert (case.state, case.ended_at, decision.outcome) == ("DECIDED", None, "CONDITIONAL")
        assert decision.certificate
        assert decision.published_at is None  # until the new words are published
        [before] = case.earlier_decisions.all()
        assert (before.outcome, before.reasons, before.because) == ("REFUSED", "안전성 미흡", objection)
        [told] = case.letters.filter(kind="new-decision")
        with translation.override("ko"):
            assert (told.addressee, told.served_at) == (case.applicant.label(), DECIDED)
        assert "Refused" in text_of(client_of(parties.company).get(f"/en/cases/{case.pk}/"))
        [item] = casework.work_of(objection)
        casework.publish_in_work(case=objection, item=item, summary="조건부 부여", by=parties.approver)
        deliver()
        objection.refresh_from_db()
        assert objection.state == "CLOSED"
        page = text_of(client_of(parties.company).get(f"/en/decisions/{case.number}/"))
        assert "Granted with conditions" in page
        assert "Before: Refused, decided on 7\u00a0Sep\u00a02026" in page
    assert close_ended_grants(by=SYSTEM, at=datetime(2028, 9, 7, 1, tzinfo=UTC)) == 0
    assert close_ended_grants(by=SYSTEM, at=datetime(2028, 9, 8, 1, tzinfo=UTC)) == 1
    assert Case.objects.get(pk=case.pk).state == "CLOSED"


def test_a_procedure_that_runs_goes_on_with_the_changed_decision(parties: make.Parties) -> None:
    case = parties.case
    with clock.use(lambda: DECIDED):
        decision = case.decision
        casework.issue_certificate(decision=decision, expected=decision.version, by=parties.approver)
        objection = filed_objection(parties)
        longer = casework.DecisionInput(
            casework.Outcome.GRANTED, starts_on=date(2026, 6, 3), ends_on=date(2029, 6, 2)
        )
        uphold(parties, objection, longer)
        values = procedures.get_instance(case.instance or "").values
        assert (case.state, values["ends_on"]) == ("DECIDED", date(2029, 6, 2))
        first = decision.certificate
        decision.refresh_from_db()
        assert decision.certificate not in {first, ""}
        assert (
            close_ended_grants(by=SYSTEM, at=datetime(2030, 1, 1, tzinfo=UTC)) == 0
        )  # its procedure closes it


def test_nothing_is_decided_anew_where_nothing_was_decided() -> None:
    bare = make.filed()
    with pytest.raises(Conflict):
        decide_again(
            case=bare.case,
            decided=casework.DecisionInput(casework.Outcome.GRANTED),
            because=bare.case,
            by=bare.approver,
        )


def test_only_decisions_without_an_objection_of_their_own(parties: make.Parties) -> None:
    bare = make.filed()
    assert objection_term(bare.case) is None
    with pytest.raises(NotFound):
        open_objection(case=bare.case, by=bare.company)
    assert registry.get_kind("conformity-certification").own_objection
    Case.objects.filter(pk=parties.case.pk).update(procedure="conformity-certification")
    assert objection_term(Case.objects.get(pk=parties.case.pk)) is None
    assert client_of(parties.company).get("/en/apply/objection/begin/").status_code == 404


def test_what_an_earlier_decision_had_is_kept_and_a_case_decided_twice_is_closed_once(
    parties: make.Parties,
) -> None:
    case, by = parties.case, parties.approver
    Case.objects.filter(pk=case.pk).update(instance=None)
    case.refresh_from_db()
    decided = casework.DecisionInput(
        casework.Outcome.GRANTED_WITH_CONDITIONS,
        conditions=(casework.ConditionInput("보험에 든다"),),
        starts_on=date(2026, 9, 8),
        ends_on=date(2028, 9, 7),
    )
    decide_again(case=case, decided=decided, because=case, by=by, at=DECIDED)
    decision = Decision.objects.get(case=case)
    condition = decision.conditions.get()
    casework.meet_condition(
        condition=condition, note="증권 확인", expected=condition.version, by=by, at=DECIDED
    )
    casework.publish_decision(
        decision=decision, summary="부여", original="김씨 부여", expected=decision.version, by=by, at=DECIDED
    )
    casework.revoke_decision(
        decision=decision,
        on=date(2026, 10, 1),
        reason="조건 위반",
        expected=decision.version,
        by=by,
        at=DECIDED,
    )
    decide_again(case=case, decided=decided, because=case, by=by, at=DECIDED)
    kept = case.earlier_decisions.get(outcome="CONDITIONAL")
    assert (kept.revoked_on, kept.revoked_reason) == (date(2026, 10, 1), "조건 위반")
    assert (kept.summary_original, kept.published_by) == ("김씨 부여", by.id)
    [met] = kept.conditions
    assert (met["met_at"], met["met_by"], met["note"]) == (DECIDED.isoformat(), by.id, "증권 확인")
    assert Decision.objects.get(case=case).summary_original == ""
    assert close_ended_grants(by=SYSTEM, at=datetime(2028, 9, 8, 1, tzinfo=UTC)) == 1
