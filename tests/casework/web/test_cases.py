"""A case on one page, for each of those around it; work, opinions, letters and committees through the pages."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.casework.web.test_apply import client_of, text_of
from tests.factories import casework as make
from tests.factories import identity as people
from yunghap.casework import service as casework
from yunghap.casework.domain import running
from yunghap.casework.domain.letters import serve_letter, write_letter
from yunghap.casework.models import AgendaItem, Meeting, Message
from yunghap.core import clock, outbox
from yunghap.core.actors import SYSTEM
from yunghap.identity.enums import OrganisationKind, Role
from yunghap.identity.models import PersonalAccess
from yunghap.ledger.service import Entry
from yunghap.procedures import service as procedures

pytestmark = pytest.mark.django_db


@pytest.fixture
def parties() -> make.Parties:
    return make.filed()


def page_of(actor: make.Actor, case: casework.Case) -> str:
    return text_of(client_of(actor).get(f"/en/cases/{case.pk}/"))


def number_of(case: casework.Case, name: str) -> int:
    return next(item.number for item in running.work_of(case) if item.name == name)


def test_each_side_sees_what_it_needs(parties: make.Parties) -> None:
    case = parties.case
    mine, theirs = page_of(parties.company, case), page_of(parties.officer, case)
    assert "원가" in mine
    assert "<svg" in mine
    assert "Withdraw" in mine
    assert "What is to be done by you" not in mine
    assert "What is to be done by you" in theirs
    assert "Ask for opinions" in theirs
    body = people.make_organisation(OrganisationKind.MINISTRY)
    answerer = make.member(body, Role.MINISTRY_OFFICER)
    casework.ask_bodies(case=case, bodies=[body], question="의견?", by=parties.officer)
    asked = page_of(answerer, case)
    assert "배송 로봇" in asked
    assert "원가" not in asked
    auditor = people.make_member(people.make_organisation(OrganisationKind.PLATFORM), Role.AUDITOR)
    audited = text_of(people.signed_in(auditor).get(f"/en/cases/{case.pk}/"))
    assert case.number in audited
    assert "배송 로봇" not in audited


def test_messages_go_both_ways_and_notes_stay_inside(parties: make.Parties) -> None:
    path = f"/en/cases/{parties.case.pk}/messages/"
    office, company = client_of(parties.officer), client_of(parties.company)
    office.post(path, {"text": "검토 메모", "internal": "on"})
    office.post(path, {"text": "서류를 확인했습니다."})
    page = page_of(parties.company, parties.case)
    assert "서류를 확인했습니다." in page
    assert "검토 메모" not in page
    assert "검토 메모" in page_of(parties.officer, parties.case)
    assert company.post(path, {"text": ""}).status_code == 422
    assert Message.objects.count() == 2


def test_documents_are_added_as_versions(parties: make.Parties) -> None:
    case, browser = parties.case, client_of(parties.officer)
    path = f"/en/cases/{case.pk}/papers/"
    sent = {"file": SimpleUploadedFile("검토서.txt", b"1"), "title": "검토서", "secrecy": "CASE"}
    assert browser.post(path, sent).url.endswith("#papers")
    first = case.papers.get(title="검토서")
    assert "검토서" in text_of(browser.get(f"{path}?replaces={first.pk}"))
    again = {**sent, "file": SimpleUploadedFile("검토서2.txt", b"2"), "secrecy": "PERSONAL"}
    browser.post(f"{path}?replaces={first.pk}", again)
    newest = case.papers.get(title="검토서", replaced_by=None)
    assert newest.replaces == first
    response = browser.get(f"{path}{newest.pk}/")
    assert response.content == b"2"
    assert list(PersonalAccess.objects.values_list("subject", "fields")) == [(case.pk, ["paper"])]
    assert "attachment" in response["Content-Disposition"]
    assert browser.get(f"{path}none/").status_code == 404
    assert browser.post(path, {"title": "x"}).status_code == 422


def test_nobody_puts_a_document_in_the_place_of_another_side_s(parties: make.Parties) -> None:
    case, people_of = parties.case, {"company": parties.company, "office": parties.officer}
    path = f"/en/cases/{case.pk}/papers/"

    def send(who: str, replaces: str = "") -> int:
        sent = {"file": SimpleUploadedFile(f"{who}.txt", b"x"), "title": who, "secrecy": "CASE"}
        query = f"?replaces={replaces}" if replaces else ""
        return client_of(people_of[who]).post(f"{path}{query}", sent).status_code

    body = people.make_organisation(OrganisationKind.MINISTRY)
    people_of["body"] = make.member(body, Role.MINISTRY_OFFICER)
    casework.ask_bodies(case=case, bodies=[body], question="의견?", by=parties.officer)
    assert [send(who) for who in people_of] == [302, 302, 302]
    for owner in people_of:
        theirs = case.papers.get(title=owner)
        assert [send(who, theirs.pk) for who in people_of if who != owner] == [404, 404]
    filed = case.papers.get(field="plan")
    assert [send(who, filed.pk) for who in ("office", "body", "company")] == [404, 404, 302]


def test_application_is_withdrawn_after_a_question(parties: make.Parties) -> None:
    path, browser = f"/en/cases/{parties.case.pk}/withdraw/", client_of(parties.company)
    assert "The procedure ends here" in text_of(browser.get(path))
    browser.post(path, {"version": parties.case.version, "reason": "사업 중단"})
    parties.case.refresh_from_db()
    assert parties.case.state == "WITHDRAWN"
    # What people write can be erased.
    assert not any("사업 중단" in details for details in Entry.objects.values_list("details", flat=True))
    assert browser.get(path).status_code == 404


def test_office_asks_and_a_body_answers(parties: make.Parties) -> None:
    body = people.make_organisation(OrganisationKind.MINISTRY)
    answerer = make.member(body, Role.MINISTRY_OFFICER)
    path, browser = f"/en/cases/{parties.case.pk}/ask/", client_of(parties.officer)
    assert body.pk in text_of(browser.get(path))
    assert browser.post(path, {"question": "의견?"}).status_code == 422
    due = clock.today() + timedelta(days=3)
    browser.post(path, {"bodies": [body.pk], "question": "의견?", "due_on": due.isoformat()})
    row = parties.case.consultations.get()
    assert body.pk not in text_of(browser.get(path))  # it has been asked
    waiting = text_of(client_of(answerer).get("/en/work/"))
    assert "의견?" in waiting
    assert "3 days left" in waiting
    here = f"/en/consultations/{row.pk}/"
    refused = client_of(answerer).post(here, {"opinion": "OBJECT", "reply": "", "version": 1})
    assert refused.status_code == 422
    client_of(answerer).post(here, {"opinion": "OBJECT", "reply": "안전 기준 필요", "version": 1})
    assert "안전 기준 필요" in page_of(parties.officer, parties.case)
    assert browser.get("/en/consultations/none/").status_code == 404


def test_work_is_taken_given_back_and_done_by_its_form(parties: make.Parties) -> None:
    case, browser = parties.case, client_of(parties.officer)
    number = number_of(case, "Completeness")
    path = f"/en/cases/{case.pk}/work/{number}/"
    assert "Completeness" in text_of(browser.get("/en/work/"))
    browser.post(f"{path}take/")
    assert "Taken by me" in text_of(browser.get("/en/work/"))
    other = make.member(make.handler(), Role.MINISTRY_OFFICER)
    assert client_of(other).get(path).status_code == 404
    browser.post(f"{path}take/")
    assert client_of(other).get(path).status_code == 200
    assert browser.post(path, {"complete": ""}).status_code == 422
    assert "is done" in text_of(browser.post(path, {"complete": "no"}, follow=True))
    assert browser.get(path).status_code == 404
    assert browser.post(f"{path}take/").status_code == 404
    # What the applicant has to do leads to the application, which can be changed and handed in again.
    mine = client_of(parties.company)
    supplement = number_of(case, "Supplement")
    assert mine.get(f"/en/cases/{case.pk}/work/{supplement}/").url == f"/en/cases/{case.pk}/check/"
    assert "Hand in the supplement" in text_of(mine.get(f"/en/cases/{case.pk}/check/"))
    mine.post(f"/en/cases/{case.pk}/check/", {"version": case.version})
    assert number_of(case, "Completeness")


def test_deadline_is_explained_day_by_day(parties: make.Parties) -> None:
    case = parties.case
    (deadline,) = procedures.deadlines_of(case.instance or "")
    page = text_of(client_of(parties.company).get(f"/en/cases/{case.pk}/deadlines/{deadline.number}/"))
    assert "Act art. 1" in page
    assert page.count("<tr>") > 10
    assert client_of(parties.company).get(f"/en/cases/{case.pk}/deadlines/99/").status_code == 404


def test_letter_is_read_by_the_applicant_once_it_is_served() -> None:
    parties = make.granted()
    case = parties.case
    letter = write_letter(case=case, kind="result", by=parties.officer)
    path = f"/en/cases/{case.pk}/letters/{letter.pk}"
    mine = client_of(parties.company)
    assert mine.get(f"{path}.pdf").status_code == 404
    serve_letter(letter=letter, by=parties.officer)
    assert mine.get(f"{path}.pdf").content.startswith(b"%PDF")
    letter.refresh_from_db()
    assert letter.opened_by == parties.company.id
    assert client_of(parties.officer).get(f"{path}.hwpx").content.startswith(b"PK")
    assert client_of(parties.officer).get(f"{path}.doc").status_code == 404
    assert "결과 통지" in page_of(parties.company, case)
    auditor = people.make_member(people.make_organisation(OrganisationKind.PLATFORM), Role.AUDITOR)
    watching = people.signed_in(auditor)
    assert case.number in watching.get(f"/en/cases/{case.pk}/").content.decode()
    assert "결과 통지" not in watching.get(f"/en/cases/{case.pk}/").content.decode()
    assert watching.get(f"{path}.pdf").status_code == 404


def test_inbox_is_for_offices(parties: make.Parties) -> None:
    assert client_of(parties.company).get("/en/work/").status_code == 404
    empty = make.member(people.make_organisation(OrganisationKind.MINISTRY), Role.MINISTRY_OFFICER)
    assert "Nothing waits" in text_of(client_of(empty).get("/en/work/"))


def deliver() -> None:
    while outbox.dispatch_pending():
        pass


def test_committee_decides_through_the_pages(parties: make.Parties) -> None:
    case = parties.case
    body = people.make_organisation(OrganisationKind.MINISTRY)
    procedures.correct_values(
        instance=case.instance or "", values={"bodies": [body.pk]}, reason="시험", by=SYSTEM
    )
    office = client_of(parties.officer)
    office.post(
        f"/en/cases/{case.pk}/work/{number_of(case, 'Completeness')}/", {"complete": "yes", "remarks": "확인"}
    )
    deliver()
    opinion = number_of(case, "Opinion")
    answerer = client_of(make.member(body, Role.MINISTRY_OFFICER))
    row = case.consultations.get()
    assert answerer.get(f"/en/cases/{case.pk}/work/{opinion}/").url == f"/en/consultations/{row.pk}/"
    answerer.post(f"/en/consultations/{row.pk}/", {"opinion": "AGREE", "reply": "", "version": 1})
    deliver()
    group = make.committee(1)
    agenda_work = number_of(case, "Resolution")
    assert office.get(f"/en/cases/{case.pk}/work/{agenda_work}/").url == "/en/committees/"
    _meet(group, case, office)
    deliver()
    approver = client_of(parties.approver)
    decide = f"/en/cases/{case.pk}/work/{number_of(case, 'Decision')}/"
    assert approver.post(decide, {"outcome": "CONDITIONAL"}).status_code == 422
    approver.post(
        decide,
        {
            "outcome": "CONDITIONAL",
            "conditions": "책임보험 가입\n월별 보고",
            "articles": "도로교통법 제2조",
            "starts_on": "2026-12-01",
            "ends_on": "2028-11-30",
        },
    )
    deliver()
    case.refresh_from_db()
    assert [str(one) for one in case.decision.conditions.all()] == ["책임보험 가입", "월별 보고"]
    assert "책임보험 가입" in page_of(parties.company, case)
    publish = f"/en/cases/{case.pk}/work/{number_of(case, 'Publication')}/"
    approver.post(publish, {"summary": "배송 로봇의 보도 통행"})
    deliver()
    case.refresh_from_db()
    assert case.state == "CLOSED"


def _meet(group: make.Committee, case: casework.Case, office: Client) -> None:
    """A meeting from its plan to its minutes, by the secretary and the only member."""
    panel = group.panel.pk
    assert group.panel.organisation.label() in text_of(office.get("/en/committees/"))
    moment = (clock.now() + timedelta(days=9)).strftime("%Y-%m-%dT%H:%M")
    office.post(f"/en/committees/{panel}/meetings/", {"starts_at": moment, "place": "세종"})
    meeting = Meeting.objects.get()
    member = client_of(group.actor(0))
    here = f"/en/meetings/{meeting.pk}/"
    assert member.get(here).status_code == 404  # not called yet
    office.post(
        f"{here}agenda/", {"kind": "DECISION", "case": case.pk, "title": "특례 부여", "proposal": "원안"}
    )
    office.post(f"{here}agenda/", {"kind": "DECISION", "title": "뺄 안건"})
    extra = AgendaItem.objects.get(title="뺄 안건")
    assert "off the agenda?" in text_of(office.get(f"/en/agenda/{extra.pk}/remove/"))
    office.post(f"/en/agenda/{extra.pk}/remove/")
    office.post(f"{here}steps/call/", {"version": 1, "urgent_reason": ""})
    item = AgendaItem.objects.get()
    waiting = f"/en/cases/{case.pk}/work/{number_of(case, 'Resolution')}/"
    assert office.get(waiting).url == here
    assert "특례 부여" in text_of(member.get(here))
    assert case.number in text_of(member.get(f"/en/cases/{case.pk}/"))
    there = {"version": 2, "present": [group.members[0].pk]}
    assert "opens on that day" in text_of(office.post(f"{here}steps/open/", there))
    Meeting.objects.update(starts_at=clock.now())
    office.post(f"{here}steps/open/", there)
    assert office.get(f"/en/agenda/{item.pk}/vote/").status_code == 404
    assert member.post(f"/en/agenda/{item.pk}/vote/", {"vote": "FOR"}).status_code == 422
    member.post(f"/en/agenda/{item.pk}/interest/", {"stands_aside": "no"})
    member.post(f"/en/agenda/{item.pk}/vote/", {"vote": "FOR"})
    assert "You voted: In favour" in text_of(member.get(here))
    office.post(f"/en/agenda/{item.pk}/outcome/", {"version": item.version, "resolution": "원안 가결"})
    office.post(f"{here}steps/close/", {"version": 3, "minutes": "회의록"})
    page = text_of(member.get(here))
    assert "회의록" in page
    assert "1 in favour of 1 present" in page
    assert office.get(f"{here}steps/none/").status_code == 404


def test_secretary_seats_members_and_calls_meetings_off() -> None:
    group = make.committee(2)
    office = client_of(group.secretary)
    panel = f"/en/committees/{group.panel.pk}/"
    person = people.make_member(group.panel.organisation, Role.COMMITTEE_MEMBER)
    full = office.post(f"{panel}seats/", {"person": person.pk, "starts_on": clock.today().isoformat()})
    assert full.status_code == 422
    office.post(
        f"{panel}seats/",
        {"person": person.pk, "starts_on": "2019-01-01", "ends_on": "2020-12-31", "is_chair": "on"},
    )
    assert group.panel.members.filter(person=person).exists()
    meeting, _item = make.called(group)
    here = f"/en/meetings/{meeting.pk}/"
    office.post(f"{here}steps/cancel/", {"version": meeting.version})
    assert "Cancelled" in text_of(office.get(here))
    stranger = client_of(
        make.member(people.make_organisation(OrganisationKind.MINISTRY), Role.MINISTRY_OFFICER)
    )
    for path in (panel, here, f"{panel}seats/"):
        assert stranger.get(path).status_code == 404
    for path in ("committees/none/", "meetings/none/", "agenda/none/outcome/"):
        assert office.get(f"/en/{path}").status_code == 404
    nobody = people.signed_in(people.make_person())
    assert nobody.get("/en/committees/").status_code == 404


def test_expiry_and_dates_are_shown() -> None:
    parties = make.granted(starts_on=date(2020, 1, 1), ends_on=date(2021, 1, 1))
    assert "1\u00a0Jan\u00a02020 – 1\u00a0Jan\u00a02021" in page_of(parties.company, parties.case)
