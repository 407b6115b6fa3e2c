"""Decisions hold together, are published in fit words, and their certificates verify offline."""

from datetime import date

import pytest

from tests.factories import casework as make
from yunghap.casework import service as casework
from yunghap.casework.enums import Facet, Outcome
from yunghap.casework.models import Condition
from yunghap.core import clock
from yunghap.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from yunghap.ledger.service import verify_statement

pytestmark = pytest.mark.django_db


def decide(parties: make.Parties, **values: object) -> casework.Decision:
    fields = {"kind": "permit", "outcome": Outcome.GRANTED, "reasons": "", **values}
    return casework.decide_case(case=parties.case, by=parties.approver, **fields)  # type: ignore[arg-type]


def test_decision_takes_what_cases_are_compared_by_from_the_form() -> None:
    parties = make.filed()
    decision = decide(parties, articles=["도로교통법 제2조", " 도로교통법 제2조 "])
    assert decision.facets == {Facet.CONTENT: "보도를 다니는 배송 로봇"}
    assert decision.articles == ["도로교통법 제2조"]
    assert parties.case.state == "DECIDED"
    with pytest.raises(Conflict):
        decide(parties)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"outcome": Outcome.REFUSED}, "reasons"),
        ({"outcome": Outcome.GRANTED_WITH_CONDITIONS}, "conditions"),
        ({"conditions": [casework.ConditionInput("보험")]}, "conditions"),
        ({"outcome": Outcome.REFUSED, "reasons": "위험", "starts_on": date(2026, 1, 1)}, "starts_on"),
        ({"starts_on": date(2026, 2, 1), "ends_on": date(2026, 1, 1)}, "ends_on"),
        ({"ends_on": date(2026, 1, 1)}, "ends_on"),
    ],
)
def test_decision_that_does_not_hold_together_is_refused(values: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        decide(make.filed(), **values)
    assert caught.value.details["field"] == field


def test_only_deciding_officers_of_the_office_decide() -> None:
    parties = make.filed()
    for stranger in (parties.officer, parties.company):
        with pytest.raises(NotAllowed):
            casework.decide_case(
                case=parties.case, kind="permit", outcome=Outcome.GRANTED, reasons="", by=stranger
            )


def test_conditions_are_numbered_added_and_met_once() -> None:
    parties = make.granted(
        outcome=Outcome.GRANTED_WITH_CONDITIONS,
        conditions=[casework.ConditionInput("보험 가입", date(2026, 7, 1)), casework.ConditionInput(" ")],
    )
    decision = parties.case.decision
    casework.add_condition(
        decision=decision, condition=casework.ConditionInput("월별 보고"), by=parties.approver
    )
    first, second = decision.conditions.all()
    assert [(c.position, str(c)) for c in (first, second)] == [(1, "보험 가입"), (2, "월별 보고")]
    casework.meet_condition(condition=first, note="증권 확인", expected=1, by=parties.officer)
    with pytest.raises(Conflict):
        casework.meet_condition(condition=first, expected=first.version, by=parties.officer)
    assert Condition.objects.filter(met_at__isnull=False).count() == 1


def test_condition_is_added_only_where_there_are_conditions() -> None:
    parties = make.granted()
    with pytest.raises(InvalidInput):
        casework.add_condition(
            decision=parties.case.decision, condition=casework.ConditionInput("가"), by=parties.approver
        )


def test_publication_needs_words_for_everybody_and_keeps_its_first_day() -> None:
    parties = make.granted()
    decision = parties.case.decision
    with pytest.raises(InvalidInput):
        casework.publish_decision(decision=decision, summary=" ", expected=1, by=parties.approver)
    casework.publish_decision(decision=decision, summary="배송 로봇", expected=1, by=parties.approver)
    first = decision.published_at
    casework.publish_decision(
        decision=decision, summary="배송 로봇 실증", expected=decision.version, by=parties.approver
    )
    assert (decision.published_at, decision.summary) == (first, "배송 로봇 실증")


def test_extension_ends_later_and_says_why() -> None:
    parties = make.granted()
    decision = parties.case.decision
    values = {"decision": decision, "by": parties.approver}
    with pytest.raises(InvalidInput):
        casework.extend_decision(ends_on=date(2028, 6, 2), reason="가", expected=1, **values)
    with pytest.raises(InvalidInput):
        casework.extend_decision(ends_on=date(2030, 6, 2), reason=" ", expected=1, **values)
    casework.extend_decision(ends_on=date(2030, 6, 2), reason="법령정비 중", expected=1, **values)
    assert decision.ends_on == date(2030, 6, 2)
    casework.revoke_decision(on=date(2026, 9, 1), reason="거짓 신청", expected=2, **values)
    with pytest.raises(Conflict):
        casework.extend_decision(ends_on=date(2031, 1, 1), reason="가", expected=3, **values)


def test_certificate_verifies_and_dies_with_the_decision() -> None:
    parties = make.granted()
    decision = parties.case.decision
    with pytest.raises(NotFound):
        casework.certificate_document(decision)
    now = clock.now()
    casework.issue_certificate(decision=decision, expected=1, by=parties.approver, at=now)
    document = casework.certificate_document(decision)
    assert verify_statement(document).valid
    first = decision.certificate
    casework.issue_certificate(decision=decision, expected=2, by=parties.approver, at=now)
    assert decision.certificate != first
    assert not verify_statement(document).valid
    newest = casework.certificate_document(decision)
    casework.revoke_decision(
        decision=decision, on=date(2026, 9, 1), reason="거짓", expected=3, by=parties.approver
    )
    assert not verify_statement(newest).valid
    with pytest.raises(Conflict):
        casework.issue_certificate(decision=decision, expected=4, by=parties.approver)
    with pytest.raises(Conflict):
        casework.revoke_decision(
            decision=decision, on=date(2026, 9, 1), reason="거짓", expected=4, by=parties.approver
        )


def test_revocation_needs_a_reason() -> None:
    parties = make.granted()
    with pytest.raises(InvalidInput):
        casework.revoke_decision(
            decision=parties.case.decision, on=date(2026, 9, 1), reason=" ", expected=1, by=parties.approver
        )


def test_certificate_of_an_open_end_has_none() -> None:
    parties = make.granted(ends_on=None)
    decision = parties.case.decision
    casework.issue_certificate(decision=decision, expected=1, by=parties.approver)
    assert verify_statement(casework.certificate_document(decision)).valid
    with pytest.raises(Conflict):
        casework.extend_decision(
            decision=decision, ends_on=date(2030, 1, 1), reason="가", expected=2, by=parties.approver
        )
