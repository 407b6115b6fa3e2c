"""Ministries and agencies apply where the procedure is theirs, and nobody works on a case of their own body."""

import dataclasses

import pytest

from tests.casework.web.test_apply import client_of, text_of
from tests.factories import casework as make
from tests.factories import identity as people
from yunghap.casework import registry, rules
from yunghap.casework import service as casework
from yunghap.casework.domain import running
from yunghap.casework.queries.access import standing_in, works_on
from yunghap.casework.queries.inbox import inbox_of
from yunghap.core.actors import SYSTEM
from yunghap.core.errors import InvalidInput, NotAllowed
from yunghap.identity.domain.people import add_member
from yunghap.identity.enums import OrganisationKind, Role

pytestmark = pytest.mark.django_db
BODIES = "test.bodies"


@pytest.fixture(autouse=True)
def _kind() -> None:
    if BODIES not in registry.REGISTRY:
        registry.register(
            dataclasses.replace(
                make.kind(), id=BODIES, series="TB", applicants=frozenset({"MINISTRY", "AGENCY"})
            )
        )
    make.handler()


@pytest.mark.parametrize(
    ("kind", "role"),
    [
        (OrganisationKind.MINISTRY, Role.MINISTRY_OFFICER),
        (OrganisationKind.AGENCY, Role.AGENCY_OFFICER),
    ],
)
def test_a_body_applies(kind: OrganisationKind, role: Role) -> None:
    body = people.make_organisation(kind)
    officer = make.member(body, role)
    client = client_of(officer)
    assert "Begin an application" in text_of(client.get(f"/en/apply/{BODIES}/"))
    answer = client.post(
        f"/en/apply/{BODIES}/begin/", {"applicant": body.pk, "variant": "ict", "title": "제정안"}
    )
    assert answer.status_code == 302
    case = casework.Case.objects.get(procedure=BODIES)
    assert case.applicant == body
    assert standing_in(case, officer).applicant


def test_who_does_not_apply_in_a_procedure_finds_no_door() -> None:
    body = people.make_organisation(OrganisationKind.MINISTRY)
    officer = make.member(body, Role.MINISTRY_OFFICER)
    assert client_of(officer).get(f"/en/apply/{make.KIND}/begin/").status_code == 404
    with pytest.raises(InvalidInput, match="Organisations of this kind"):
        casework.open_case(kind=make.KIND, title="가", applicant=body, by=officer)
    company = make.member(people.make_organisation(OrganisationKind.COMPANY), Role.COMPANY_MEMBER)
    assert client_of(company).get(f"/en/apply/{BODIES}/begin/").status_code == 404


def test_a_body_does_not_apply_to_itself() -> None:
    office = make.handler()
    officer = make.member(office, Role.MINISTRY_OFFICER)
    with pytest.raises(InvalidInput, match="to itself"):
        casework.open_case(kind=BODIES, title="가", applicant=office, variant="ict", by=officer)
    assert client_of(officer).get(f"/en/apply/{BODIES}/begin/").status_code == 404


def test_nobody_works_on_a_case_of_a_body_they_belong_to() -> None:
    parties = make.filed()
    case = parties.case
    both = people.make_member(case.handler, Role.MINISTRY_OFFICER, Role.MINISTRY_APPROVER)
    add_member(person=both, organisation=case.applicant, by=SYSTEM)
    conflicted = people.actor(both, case.handler)
    [item] = running.work_of(case)
    assert works_on(case, rules.HANDLE, parties.officer)
    assert not works_on(case, rules.HANDLE, conflicted)
    assert not standing_in(case, conflicted).handler
    assert not running.may_do(case, item, conflicted)
    assert inbox_of(conflicted) == []
    assert len(inbox_of(parties.officer)) == 1
    with pytest.raises(NotAllowed):
        casework.decide_case(
            case=case, kind="permit", outcome=casework.Outcome.GRANTED, reasons="", by=conflicted
        )
