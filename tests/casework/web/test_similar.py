"""Granted cases are ranked beside a case; applicants see published ones only, and revoked ones are gone."""

from datetime import date

import pytest

from tests.casework.web.test_apply import client_of, text_of
from tests.factories import casework as make
from yunghap.casework import service as casework
from yunghap.casework.enums import Facet
from yunghap.core.actors import SYSTEM

pytestmark = pytest.mark.django_db


def granted(title: str, content: str, *, publish: bool) -> casework.Decision:
    parties = make.granted(facets={Facet.CONTENT: content}, articles=["도로교통법 제2조"])
    casework.Case.objects.filter(pk=parties.case.pk).update(title=title)
    decision = parties.case.decision
    if publish:
        casework.publish_decision(decision=decision, summary=content, expected=1, by=parties.approver)
    return decision


def test_nearest_granted_cases_come_first_with_their_words() -> None:
    near = granted("실외 로봇 배달", "보도를 다니며 물건을 배송하는 로봇", publish=True)
    granted("수소 충전소", "셀프 수소 충전 설비의 안전 기준", publish=True)
    hidden = granted("건물 안 로봇", "승강기를 타는 배송 로봇", publish=False)
    parties = make.filed()
    page = f"/en/cases/{parties.case.pk}/similar/"
    office, mine = (
        text_of(client_of(parties.officer).get(page)),
        text_of(client_of(parties.company).get(page)),
    )
    assert office.index("실외 로봇 배달") < office.index("건물 안 로봇")
    assert "로봇" in office
    assert "실외 로봇 배달" in mine
    assert "건물 안 로봇" not in mine
    casework.revoke_decision(
        decision=near, on=date(2026, 9, 1), reason="거짓", expected=near.version, by=SYSTEM
    )
    assert "실외 로봇 배달" not in text_of(client_of(parties.officer).get(page))
    assert hidden.case.number in text_of(client_of(parties.officer).get(page))


def test_an_applicant_learns_nothing_of_what_others_wrote_and_nobody_published() -> None:
    before = granted("실외 로봇", "보도를 다니는 초전도영구자석 구동 로봇", publish=False)
    casework.publish_decision(decision=before, summary="보도 로봇을 허가함", expected=1, by=SYSTEM)
    parties = make.draft()
    casework.save_answers(
        case=parties.case,
        answers={"product": "초전도영구자석 펌프"},
        expected=parties.case.version,
        by=parties.company,
    )
    casework.Case.objects.filter(pk=parties.case.pk).update(title="펌프")
    mine = text_of(client_of(parties.company).get(f"/en/cases/{parties.case.pk}/similar/"))
    assert "실외 로봇" not in mine
    assert "초전도영구자석" not in mine


def test_nothing_granted_is_told_and_a_decided_case_is_not_compared() -> None:
    parties = make.draft()
    page = text_of(client_of(parties.company).get(f"/en/cases/{parties.case.pk}/similar/"))
    assert "No granted case comes near" in page
    over = make.granted()
    assert client_of(over.officer).get(f"/en/cases/{over.case.pk}/similar/").status_code == 404
