"""A company applies through the pages: begins, stops, returns, is told what is missing, files."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.factories import casework as make
from tests.factories import identity as people
from yunghap.casework.models import Case
from yunghap.identity.enums import OrganisationKind
from yunghap.identity.models import User

pytestmark = pytest.mark.django_db


def client_of(actor: make.Actor) -> Client:
    return people.signed_in(User.objects.get(pk=actor.id))


def text_of(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined]


@pytest.fixture
def parties() -> make.Parties:
    return make.draft()


def test_everybody_reads_what_one_can_apply_for(client: Client) -> None:
    make.kind()
    make.handler()
    page = text_of(client.get("/en/apply/"))
    assert "Test permit" in page
    assert "Other procedures" in page  # the kind of the tests is in no group
    page = text_of(client.get(f"/en/apply/{make.KIND}/"))
    assert "Product" in page
    assert client.get("/en/apply/none/").status_code == 404


def test_application_is_begun_written_and_filed(parties: make.Parties) -> None:
    browser = client_of(parties.company)
    begun = browser.post(
        f"/en/apply/{make.KIND}/begin/",
        {"applicant": parties.case.applicant_id, "variant": "ict", "title": "안전모 센서"},
    )
    case = Case.objects.get(title="안전모 센서")
    form = f"/en/cases/{case.pk}/form/1/"
    assert begun.url == form
    saved = browser.post(form, {"version": 1, "product": "안전모", "insured": "no", "users": "many"})
    assert saved.status_code == 422
    assert "is not a number" in text_of(saved)
    # An answer that asks for more comes back to the same page; "later" leaves it.
    again = browser.post(
        form, {"version": 1, "product": "안전모", "insured": "no", "seen": ["product", "insured"]}
    )
    assert again.url == form
    assert 'name="reason"' in text_of(browser.get(form))
    later = browser.post(form, {"version": 2, "product": "안전모", "insured": "no", "later": "1"})
    assert later.url == "/en/cases/"
    check = browser.get(f"/en/cases/{case.pk}/check/")
    assert "2 answers are needed" in text_of(check)
    assert 'class="is-done"' not in text_of(check)
    refused = browser.post(f"/en/cases/{case.pk}/check/", {"version": 3})
    assert "not complete" in text_of(refused)
    done = browser.post(
        form,
        {
            "version": 3,
            "product": "안전모",
            "insured": "no",
            "reason": "cost",
            "seen": ["product", "secret", "users", "cost", "start", "insured", "reason", "plan"],
            "file-plan": SimpleUploadedFile("계획.txt", b"plan"),
        },
    )
    assert done.url == f"/en/cases/{case.pk}/check/"
    filed = browser.post(done.url, {"version": 4}, follow=True)
    assert "was filed as TP-" in text_of(filed)
    case.refresh_from_db()
    assert case.state == "OPEN"


def test_document_is_replaced_and_taken_out(parties: make.Parties) -> None:
    browser, case = client_of(parties.company), parties.case
    form = f"/en/cases/{case.pk}/form/1/"
    for number in (1, 2):
        browser.post(
            form,
            {
                "version": case.version,
                "later": "1",
                "file-plan": SimpleUploadedFile(f"{number}.txt", b"plan%d" % number),
            },
        )
        case.refresh_from_db()
    assert case.papers.count() == 2
    last = case.papers.get(replaced_by=None)
    assert browser.get(f"/en/cases/{case.pk}/papers/{last.pk}/").content == b"plan2"
    assert "2.txt" in text_of(browser.get(f"/en/cases/{case.pk}/check/"))
    browser.post(f"/en/cases/{case.pk}/papers/{last.pk}/remove/")
    assert "2.txt" not in text_of(browser.get(f"/en/cases/{case.pk}/check/"))
    assert browser.post(f"/en/cases/{case.pk}/papers/none/remove/").status_code == 404
    empty = browser.post(
        form, {"version": case.version, "file-plan": SimpleUploadedFile("0.txt", b"")}, follow=True
    )
    assert empty.status_code == 200


def test_draft_is_thrown_away_after_a_question(parties: make.Parties) -> None:
    browser, case = client_of(parties.company), parties.case
    page = f"/en/cases/{case.pk}/discard/"
    assert "cannot be undone" in text_of(browser.get(page))
    assert browser.post(page, {"version": case.version}).url == "/en/cases/"
    assert not Case.objects.exists()


def test_others_find_neither_the_draft_nor_the_way_to_begin(parties: make.Parties) -> None:
    officer = client_of(parties.officer)
    for path in ("", "check/", "form/1/", "discard/"):
        assert officer.get(f"/en/cases/{parties.case.pk}/{path}").status_code == 404
    assert officer.get(f"/en/apply/{make.KIND}/begin/").status_code == 404
    browser = client_of(parties.company)
    assert browser.get(f"/en/cases/{parties.case.pk}/form/9/").status_code == 404
    assert browser.get(f"/en/cases/{parties.case.pk}/").url == f"/en/cases/{parties.case.pk}/check/"


def test_list_is_narrowed_by_words_state_and_procedure(parties: make.Parties) -> None:
    browser = client_of(parties.company)
    assert "자율주행 배송" in text_of(browser.get("/en/cases/?q=배송&state=DRAFT&procedure=test.permit"))
    for query in ("q=없는말", "state=CLOSED", "procedure=other"):
        assert "No cases here" in text_of(browser.get(f"/en/cases/?{query}"))
    stranger = people.signed_in(people.make_member(people.make_organisation(OrganisationKind.COMPANY)))
    assert "No cases here" in text_of(stranger.get("/en/cases/"))
