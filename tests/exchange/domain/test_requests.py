"""A request for unopened data, from the form to the data set that answers it."""

import pytest
from django.test import Client

from tests.factories import casework as make
from tests.factories import identity as people
from tests.factories.exchange import make_product
from tests.factories.procedures import make_version
from yunghap.cases.library import definitions
from yunghap.casework import service as casework
from yunghap.core import clock, outbox
from yunghap.core.actors import SYSTEM, Actor
from yunghap.exchange.models import Follow, FulfilledRequest
from yunghap.identity import service as identity
from yunghap.identity.enums import OrganisationKind, Role
from yunghap.identity.models import Notification
from yunghap.procedures import service as procedures

pytestmark = pytest.mark.django_db
CODE = "data-request"


@pytest.fixture(autouse=True)
def _own_index(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def asked() -> tuple[casework.Case, Actor, Actor]:
    """A request under way, who asked and who decides."""
    identity.load_public_bodies(by=SYSTEM, at=clock.now())
    shipped = definitions()[CODE].versions[-1]
    make_version(
        shipped.diagram,
        procedure=procedures.define_procedure(code=CODE, name_ko="신청", name_en="Request", by=SYSTEM),
        deadlines=shipped.deadlines,
    )
    company = people.make_organisation(OrganisationKind.COMPANY)
    person = make.member(company, Role.COMPANY_MEMBER)
    case = casework.open_case(kind=CODE, title="충전기 고장 기록", applicant=company, by=person)
    answers = {"title": "충전기 고장 기록", "content": "충전기별 고장 시각과 원인"}
    casework.save_answers(case=case, answers=answers, expected=case.version, by=person)
    casework.file_case(case=case, expected=case.version, by=person)
    office = identity.Organisation.objects.get(key="motie")
    return case, person, make.member(office, Role.MINISTRY_OFFICER)


def finish(case: casework.Case, **values: object) -> None:
    [item] = casework.work_of(case)
    casework.finish_work(case=case, item=item, values=values, by=SYSTEM)
    while outbox.dispatch_pending():
        pass


def test_the_data_set_that_answers_a_request_is_bound_to_it(
    asked: tuple[casework.Case, Actor, Actor],
) -> None:
    case, person, _officer = asked
    product, _offer, _by = make_product(title="충전기 고장")
    [item] = casework.work_of(case)
    assert item.node == "decide"
    finish(case, answer="provide", reasons="")
    finish(case, dataset=f"https://data.example.kr/datasets/{product.pk}/")
    row = FulfilledRequest.objects.get()
    assert (row.case, row.entry) == (case.pk, product.pk)
    assert Follow.objects.filter(person=person.id, entry=product.pk).exists()
    assert "The data you asked for is in the catalogue" in told(person)
    page = Client().get(f"/en/datasets/{product.pk}/")
    assert row.number in page.content.decode()


def test_a_data_set_that_is_not_there_is_told_to_the_office(
    asked: tuple[casework.Case, Actor, Actor],
) -> None:
    case, _person, officer = asked
    finish(case, answer="part", reasons="제17조제1항제1호")
    finish(case, dataset="곧 올림")
    assert not FulfilledRequest.objects.exists()
    assert "The data set that answers a request is not in the catalogue" in told(officer)


def test_a_data_set_is_looked_up_while_it_is_typed(asked: tuple[casework.Case, Actor, Actor]) -> None:
    case, _person, officer = asked
    product, _offer, _by = make_product(title="충전기 고장")
    finish(case, answer="provide", reasons="")
    [item] = casework.work_of(case)
    client = people.signed_in(identity.User.objects.get(pk=officer.id))
    page = client.get(f"/en/cases/{case.pk}/work/{item.number}/").content.decode()
    assert "/en/work/named/dataset/" in page
    ask = "/en/work/named/dataset/"
    assert "충전기 고장" in client.get(ask, {"dataset": product.pk.lower()}).content.decode()
    assert "nothing of that name" in client.get(ask, {"dataset": "곧 올림"}).content.decode()
    assert client.get(ask).content.strip() == b""
    assert client.get("/en/work/named/other/").status_code == 200
    assert client.get("/en/work/named/other/", {"x": "y"}).status_code == 404
    sent = client.post(f"/en/cases/{case.pk}/work/{item.number}/", {"dataset": "곧 올림"})
    assert "nothing of that name" in sent.content.decode()


def test_a_refusal_binds_nothing(asked: tuple[casework.Case, Actor, Actor]) -> None:
    case, _person, _officer = asked
    finish(case, answer="refuse", reasons="제17조제1항제2호")
    assert casework.Case.objects.get(pk=case.pk).state == casework.CaseState.CLOSED
    assert not FulfilledRequest.objects.exists()


def told(person: Actor) -> list[str]:
    return list(Notification.objects.filter(person=person.id).values_list("subject_en", flat=True))
