"""What is done around a case by hand: decisions looked after, earlier versions of documents, supplements asked for."""

import contextlib
import json
from datetime import date

import pypdfium2 as pdfium
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.casework.web.test_apply import client_of, text_of
from tests.factories import casework as make
from yunghap.casework import service as casework
from yunghap.casework.enums import Outcome
from yunghap.casework.models import Case, Decision
from yunghap.core import outbox
from yunghap.documents import service as documents

pytestmark = pytest.mark.django_db


def over(parties: make.Parties) -> Case:
    """The case with its procedure over, as those taken over from records are."""
    Case.objects.filter(pk=parties.case.pk).update(
        instance=None, state="CLOSED", ended_at=parties.case.filed_at
    )
    return Case.objects.get(pk=parties.case.pk)


def test_a_grant_whose_procedure_is_over_is_extended_and_revoked() -> None:
    parties = make.granted()
    running = client_of(parties.approver)
    assert (
        running.get(f"/en/cases/{parties.case.pk}/decision/extend/").status_code == 404
    )  # its procedure asks
    case = over(parties)
    casework.issue_certificate(decision=case.decision, expected=case.decision.version, by=parties.approver)
    first = case.decision.certificate
    approver, address = client_of(parties.approver), f"/en/cases/{case.pk}/decision/"
    assert client_of(parties.officer).get(f"{address}extend/").status_code == 404
    assert "Revoke the decision" in text_of(approver.get(f"/en/cases/{case.pk}/"))
    seen = {"version": case.decision.version}
    early = approver.post(f"{address}extend/", {"ends_on": "2027-01-01", "reason": "x", **seen})
    assert early.status_code == 422
    assert f'name="version" value="{case.decision.version}"' in text_of(approver.get(f"{address}extend/"))
    longer = {"ends_on": "2030-06-02", "reason": "법령정비가 늦다"}
    assert approver.post(f"{address}extend/", longer).status_code == 422  # of no version
    later = approver.post(f"{address}extend/", {**longer, **seen})
    assert later.status_code == 302
    decision = Case.objects.get(pk=case.pk).decision
    assert decision.ends_on == date(2030, 6, 2)
    assert decision.certificate not in {"", first}
    revoked = {"on": "2029-01-01", "reason": "조건 위반"}
    late = approver.post(f"{address}revoke/", {**revoked, **seen})
    assert (late.status_code, "in the meantime" in text_of(late)) == (422, True)
    assert approver.post(f"{address}revoke/", {**revoked, "version": decision.version}).status_code == 302
    decision.refresh_from_db()
    assert decision.revoked_on == date(2029, 1, 1)
    assert approver.get(f"{address}revoke/").status_code == 404


def test_published_words_are_written_anew_and_the_certificate_is_printed() -> None:
    parties = make.granted()
    case, by = parties.case, parties.approver
    decision = casework.issue_certificate(decision=case.decision, expected=case.decision.version, by=by)
    approver, address = client_of(by), f"/en/cases/{case.pk}/decision/publish/"
    printed = f"/en/decisions/{case.number}/certificate.pdf"
    assert approver.get(address).status_code == 404  # not published yet
    assert client_of(parties.company).get(printed).status_code == 404
    casework.publish_decision(decision=decision, summary="부여", expected=decision.version, by=by)
    assert "부여" in text_of(approver.get(address))
    Decision.objects.filter(pk=decision.pk).update(summary_original="김 아무개의 부여")  # once redacted
    seen = {"version": decision.version}
    assert approver.post(address, {"summary": "로봇 통행을 허용한다", **seen}).status_code == 302
    assert approver.post(address, {"summary": "남의 것을 덮어쓴다", **seen}).status_code == 422
    assert Decision.objects.get(pk=decision.pk).summary_original == "김 아무개의 부여"
    page = client_of(parties.company).get(f"/en/decisions/{case.number}/")
    assert "로봇 통행을 허용한다" in text_of(page)
    assert printed in text_of(page)
    pdf = client_of(parties.company).get(printed)
    text = "\n".join(documents.read_document(pdf.content, name="c.pdf").lines)
    assert case.number in text
    assert decision.certificate in text
    assert "REVOKED" not in text
    signed = client_of(parties.company).get(f"/en/decisions/{case.number}/certificate.json").json()
    with contextlib.closing(pdfium.PdfDocument(pdf.content)) as carried:
        [file] = [carried.get_attachment(number) for number in range(carried.count_attachments())]
        assert json.loads(bytes(file.get_data())) == signed
    decision.refresh_from_db()
    casework.revoke_decision(
        decision=decision, on=date(2027, 1, 2), reason="조건 위반", expected=decision.version, by=by
    )
    pdf = client_of(parties.company).get(printed)
    text = "\n".join(documents.read_document(pdf.content, name="c.pdf").lines)
    assert all(
        words in text for words in ("취소일 2027. 1. 2.", "조건 위반", "not valid from 2 Jan 2027", "REVOKED")
    )


def test_conditions_are_recorded_as_met_once() -> None:
    parties = make.granted(
        outcome=Outcome.GRANTED_WITH_CONDITIONS, conditions=(casework.ConditionInput("보험에 든다"),)
    )
    case, officer = parties.case, client_of(parties.officer)
    address = f"/en/cases/{case.pk}/conditions/1/met/"
    assert client_of(parties.company).post(address).status_code == 404
    assert officer.post(f"/en/cases/{case.pk}/conditions/2/met/").status_code == 404
    assert "Record as met" in text_of(officer.get(f"/en/cases/{case.pk}/"))
    assert "is recorded as met" in text_of(officer.post(address, follow=True))
    assert "was met before" in text_of(officer.post(address, follow=True))
    assert case.decision.conditions.get().met_at is not None


def test_earlier_versions_of_a_document_stay_open_to_those_who_may_see_them() -> None:
    parties = make.filed()
    case, company = parties.case, client_of(parties.company)
    [first] = case.papers.all()
    answer = company.post(
        f"/en/cases/{case.pk}/papers/?replaces={first.pk}",
        {"title": first.title, "secrecy": first.secrecy, "file": SimpleUploadedFile("plan2.txt", b"new")},
    )
    assert answer.status_code == 302
    page = text_of(company.get(f"/en/cases/{case.pk}/"))
    assert "Earlier version" in page
    assert company.get(f"/en/cases/{case.pk}/papers/{first.pk}/").content == b"plan"
    assert "Add a document" in page


def test_a_supplement_says_what_is_asked_for() -> None:
    parties = make.filed()
    case = parties.case
    [item] = casework.work_of(case)
    casework.finish_work(
        case=case, item=item, values={"complete": False, "remarks": "시험 성적서"}, by=parties.officer
    )
    while outbox.dispatch_pending():
        pass
    company = client_of(parties.company)
    for address in (f"/en/cases/{case.pk}/", f"/en/cases/{case.pk}/check/"):
        page = text_of(company.get(address))
        assert "A supplement is asked for" in page
        assert "시험 성적서" in page
    assert "A supplement is asked for" in text_of(client_of(parties.officer).get(f"/en/cases/{case.pk}/"))


def test_cases_that_go_on_stand_before_those_that_are_over() -> None:
    parties = make.filed()
    other = casework.open_case(
        kind=make.KIND, title="둘째", variant="ict", applicant=parties.case.applicant, by=parties.company
    )
    over(parties)
    Case.objects.filter(pk=parties.case.pk).update(answers={})
    client = client_of(parties.company)
    page = text_of(client.get("/en/cases/"))
    assert page.index(other.title) < page.index(parties.case.title)
    Case.objects.filter(pk=other.pk).update(created_at=parties.case.created_at.replace(year=2020))
    page = text_of(client.get("/en/cases/"))
    assert page.index(other.title) < page.index(parties.case.title)
    assert ">Application<" not in text_of(client.get(f"/en/cases/{parties.case.pk}/"))  # it says nothing
