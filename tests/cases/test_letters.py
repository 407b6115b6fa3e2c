"""Letters of the shipped procedures: what they say, and those that go to others than the applicant."""

from datetime import date

import pytest
from django.utils import translation

from tests.casework.web.test_apply import client_of, text_of
from tests.factories import casework as make
from tests.factories import identity as people
from yunghap.cases import service as cases
from yunghap.cases.library import definitions
from yunghap.casework import service as casework
from yunghap.casework.domain.letter_text import letter_document, letter_values
from yunghap.casework.domain.letters import send_letter
from yunghap.casework.models import Case
from yunghap.casework.registry import get_kind
from yunghap.core import clock, outbox
from yunghap.core.actors import SYSTEM
from yunghap.core.errors import InvalidInput
from yunghap.documents.blocks import Paragraph
from yunghap.identity import service as identity
from yunghap.identity.enums import OrganisationKind, Role
from yunghap.identity.models import Notification
from yunghap.procedures import service as procedures

pytestmark = pytest.mark.django_db


def filed(kind: str, answers: dict[str, str]) -> Case:
    """A case of a shipped procedure, filed today."""
    identity.load_public_bodies(by=SYSTEM, at=clock.now())
    if not procedures.Procedure.objects.filter(code=kind).exists():
        cases.draft_shipped(by=SYSTEM)
        cases.put_in_force(by=people.editors(2))
    [applicant_kind, *_] = sorted(get_kind(kind).applicants)
    case = casework.open_case(
        kind=kind,
        title=answers["title"],
        applicant=people.make_organisation(OrganisationKind(applicant_kind)),
        by=SYSTEM,
    )
    casework.save_answers(case=case, answers=answers, expected=case.version, by=SYSTEM)
    return casework.file_case(case=case, expected=case.version, by=SYSTEM)


def finish(case: Case, **values: object) -> None:
    for item in casework.work_of(case):
        casework.finish_work(case=case, item=item, values=values, by=SYSTEM)
    while outbox.dispatch_pending():
        pass


def lines(case: Case, letter: str, values: dict[str, object]) -> list[str]:
    """The paragraphs of a letter of the case."""
    now = clock.now()
    with translation.override("ko"):
        filled = letter_values(case, values, now)
        document = letter_document(get_kind(case.procedure).letters[letter], case, filled, now)
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def test_a_recommendation_goes_to_the_body_concerned_with_what_is_recommended() -> None:
    case = filed("ombudsman", {"title": "중복 인증", "grievance": "같은 시험을 두 번 받는다"})
    body = identity.Organisation.objects.get(key="molit")
    company = make.member(case.applicant, Role.COMPANY_MEMBER)
    officer = make.member(body, Role.MINISTRY_OFFICER)
    stranger = make.member(identity.Organisation.objects.get(key="msit"), Role.MINISTRY_OFFICER)
    finish(case, handling="recommend", agency=body.pk)
    finish(case, recommendation="시험 성적을 서로 인정한다")
    [letter] = case.letters.all()
    assert (letter.kind, letter.body, letter.addressee, letter.attention) == (
        "recommendation",
        body,
        "국토교통부",  # in the language of office, whatever that of the page
        "",
    )
    told = Notification.objects.filter(person=officer.id).values_list("subject_ko", flat=True)
    assert "기관 앞으로 문서가 왔습니다" in told
    said = lines(case, "recommendation", {"recommendation": "시험 성적을 서로 인정한다"})
    assert "시험 성적을 서로 인정한다" in said
    at = f"/en/cases/{case.pk}/letters/{letter.pk}.pdf"
    assert client_of(company).get(at).status_code == client_of(stranger).get(at).status_code == 404
    assert letter.title not in text_of(client_of(company).get(f"/ko/cases/{case.pk}/"))
    page = client_of(officer).get(f"/en/cases/{case.pk}/")
    assert at in page.content.decode()
    assert client_of(officer).get(at).content.startswith(b"%PDF")
    letter.refresh_from_db()
    assert letter.opened_by == officer.id


def test_who_does_not_follow_a_recommendation_is_warned_and_published_or_not() -> None:
    case = filed("ombudsman", {"title": "중복 인증", "grievance": "같은 시험을 두 번 받는다"})
    finish(case, handling="recommend", agency=identity.Organisation.objects.get(key="molit").pk)
    finish(case, recommendation="시험 성적을 서로 인정한다")
    finish(case, accepted=False)
    finish(case, implemented=False, remarks="시험을 그대로 둔다")
    finish(case)  # the chance to explain
    finish(case, publish=True, publication="권고를 이행하지 않음")
    finish(case)  # the committee took note
    kinds = list(case.letters.values_list("kind", "body__key"))
    assert kinds == [
        ("recommendation", "molit"),
        ("chance", "molit"),
        ("publication", "molit"),
        ("result", None),
    ]
    case.refresh_from_db()
    assert case.state == "CLOSED"


def test_answers_are_in_words_and_paragraphs_without_any_are_left_out() -> None:
    case = filed("ombudsman", {"title": "중복 인증", "grievance": "같은 시험을 두 번 받는다"})
    body = identity.Organisation.objects.get(key="molit")
    said = lines(case, "result", {"agency": body.pk, "implemented": True, "accepted": None})
    assert f"권고한 기관: {body.short_name}" in said
    assert "이행 여부: 예" in said
    assert not [one for one in said if one.startswith(("기관의 수용", "공표 내용", "권고 내용"))]
    Case.objects.filter(pk=case.pk).update(procedure="sandbox.rapid-confirmation")
    case.refresh_from_db()
    replies = [
        {"agency": body.pk, "competent": True, "permit_needed": False, "conditions": "성적서를 갖춘다"}
    ]
    assert (
        f"- {body.short_name}, 소관 업무임: 예, 허가 등이 필요함: 아니요, 조건과 절차: 성적서를 갖춘다"
        in lines(case, "rapid-result", {"replies": replies})
    )
    Case.objects.filter(pk=case.pk).update(procedure="testbed")
    case.refresh_from_db()
    offer = lines(case, "offer", {"slot_on": date(2026, 12, 1), "fee": 120_000})
    assert offer[1:] == [
        "이용 시간과 이용료를 알립니다. 7일 안에 확정해 주십시오.",
        "이용일: 2026. 12. 1.",
        "이용료: 120000원",
    ]


def test_a_letter_to_a_body_that_nobody_named_is_refused() -> None:
    case = filed("ombudsman", {"title": "중복 인증", "grievance": "같은 시험을 두 번 받는다"})
    with pytest.raises(InvalidInput, match="agency"):
        send_letter(case=case, kind="recommendation", values={}, by=SYSTEM, at=clock.now())


def test_the_notice_of_a_decision_says_how_to_object_and_appeal() -> None:
    told = [
        letter for one in definitions() for letter in get_kind(one).letters.values() if letter.tells_decision
    ]
    assert len(told) >= 10
    case = filed(
        "public-demand",
        {
            "title": "수위 감시",
            "description": "사람이 읽는다",
            "quantity": "3",
            "budget": "1000",
            "places": "하천",
        },
    )
    finish(case, adopted=True, evaluators=1)
    finish(case, score=88)
    [item] = casework.work_of(case)
    casework.decide_in_work(
        case=case, item=item, decided=casework.DecisionInput(casework.Outcome.GRANTED), by=SYSTEM
    )
    [letter] = case.letters.all()
    assert (letter.kind, letter.served_how) == ("selection-result", "on this site")


def test_the_official_form_is_named_where_the_decree_of_the_scheme_gives_one() -> None:
    letter = get_kind("sandbox.rapid-confirmation").letters["rapid-result"]
    assert letter.form_in("industrial-convergence") == "별지 제2호서식"
    assert letter.form_in("financial") == ""
    assert get_kind("leading-company").letters["certificate"].form_in("") == "별지 제18호서식"


@pytest.mark.parametrize(
    ("variant", "kind", "article"),
    [
        ("industrial-convergence", "permit", "산업융합 촉진법 시행령 제11조의6제4항"),
        ("financial", "demonstration", "행정절차법 제17조제6항"),
        ("mobility", "demonstration", "모빌리티 혁신 및 활성화 지원에 관한 법률 시행령 제7조제4항"),
    ],
)
def test_a_return_names_the_article_of_the_act_of_the_scheme(variant: str, kind: str, article: str) -> None:
    case = Case(
        procedure="sandbox.exemption",
        title="자율주행 로봇",
        variant=variant,
        answers={"kind": kind},
        applicant=people.make_organisation(OrganisationKind.COMPANY),
        handler=people.make_organisation(OrganisationKind.MINISTRY),
    )
    said = lines(case, "return", {"return_ground": "not-covered", "remarks": "요건에 해당하지 않음"})
    assert any(f"({article})" in line for line in said)


def test_a_refusal_of_data_is_told_to_the_ministry_of_the_interior_and_safety() -> None:
    case = filed("data-request", {"title": "충전기 고장 기록", "content": "고장 시각"})
    finish(case, answer="refuse", reasons="제17조제1항제2호의 정보가 들어 있음")
    sent = case.letters.order_by("created_at").values_list("kind", "body__key")
    assert list(sent) == [("refusal", None), ("refusal-report", "mois")]
    case.refresh_from_db()
    assert case.state == "CLOSED"


def test_a_recommendation_may_go_to_an_agency() -> None:
    case = filed("ombudsman", {"title": "중복 인증", "grievance": "같은 시험을 두 번 받는다"})
    agency = people.make_organisation(OrganisationKind.AGENCY)
    office = identity.Organisation.objects.get(key="motie")
    [item] = casework.work_of(case)
    page = client_of(make.member(office, Role.MINISTRY_OFFICER)).get(
        f"/en/cases/{case.pk}/work/{item.number}/"
    )
    assert f'value="{agency.pk}"' in page.content.decode()
    finish(case, handling="recommend", agency=agency.pk)
    finish(case, recommendation="시험 성적을 서로 인정한다")
    [letter] = case.letters.all()
    assert (letter.kind, letter.body) == ("recommendation", agency)
    [reply] = casework.work_of(case)
    assert reply.organisation == agency.pk
