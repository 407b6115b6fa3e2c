"""Closed cases on pages: looked at, taken over with a token of one's own, undone."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.casework.domain.test_taking_over import ROW, row, sheet
from tests.casework.web.test_apply import text_of
from tests.factories import casework as make
from tests.factories import identity as people
from yunghap.casework.models import Case, TakeOver
from yunghap.core.actors import Actor
from yunghap.documents.service import read_tables
from yunghap.identity.enums import OrganisationKind, Role
from yunghap.identity.models import Organisation, User

pytestmark = pytest.mark.django_db
HERE = "/en/records/"


@pytest.fixture
def approver() -> Actor:
    motie = people.make_organisation(OrganisationKind.MINISTRY)
    Organisation.objects.filter(pk=motie.pk).update(key="motie")
    return make.member(motie, Role.MINISTRY_APPROVER)


@pytest.fixture
def officer(client: Client, approver: Actor) -> Client:
    client.force_login(User.objects.get(pk=approver.id))
    return client


def look(client: Client, data: bytes):
    return client.post(HERE, {"file": SimpleUploadedFile("closed.csv", data)})


def test_a_file_is_looked_at_taken_over_and_undone(officer: Client) -> None:
    assert "Choose a file" in text_of(officer.get(HERE))
    seen = look(officer, sheet(row(), row(number="2")))
    page = text_of(seen)
    assert seen.status_code == 200
    assert "2 cases can be taken over" in page
    assert ROW["applicant"] in page
    assert not Case.objects.exists()
    done = officer.post(f"{HERE}take/", {"token": seen.context["token"]}, follow=True)
    assert "2 closed cases were taken over." in text_of(done)
    assert "closed.csv" in text_of(done)
    again = officer.post(f"{HERE}take/", {"token": seen.context["token"]}, follow=True)
    assert "nothing was taken over" in text_of(again)
    taken = TakeOver.objects.get()
    assert officer.get(f"{HERE}{taken.pk}/undo/").status_code == 200
    assert officer.post(f"{HERE}{taken.pk}/undo/", {"reason": ""}).status_code == 422
    undone = officer.post(f"{HERE}{taken.pk}/undo/", {"reason": "다른 파일"}, follow=True)
    assert "Undone" in text_of(undone)
    assert not Case.objects.exists()


def test_faults_are_shown_by_row_and_nothing_is_kept(officer: Client) -> None:
    seen = look(officer, sheet(row(title="=1+1")))
    assert seen.status_code == 422
    assert "It begins like a formula" in text_of(seen)
    assert "token" not in seen.context or not seen.context["token"]
    assert look(officer, b"a,b\n1,2\n").status_code == 422


def test_a_token_of_somebody_else_takes_nothing(officer: Client, approver: Actor) -> None:
    token = look(officer, sheet(row())).context["token"]
    other = make.member(Organisation.objects.get(pk=approver.organisation), Role.MINISTRY_APPROVER)
    officer.force_login(User.objects.get(pk=other.id))
    for sent in (token, "x"):
        assert "once more" in text_of(officer.post(f"{HERE}take/", {"token": sent}, follow=True))
    assert not Case.objects.exists()


def test_templates_have_the_headings(officer: Client) -> None:
    for form in ("csv", "xlsx"):
        for language in ("", "/en"):
            data = officer.get(f"{language}/records/template.{form}").content
            table = next(one for one in read_tables(data) if len(one[0][1]) > 5)
            assert "번호" in table[0][1] or "Number" in table[0][1]
    assert officer.get(f"{HERE}template.pdf").status_code == 404


def test_only_who_may_take_over_sees_the_page(client: Client) -> None:
    company = make.member(people.make_organisation(OrganisationKind.COMPANY), Role.COMPANY_MEMBER)
    client.force_login(User.objects.get(pk=company.id))
    assert client.get(HERE).status_code == 404
