"""A support agreement spends a budget line: agreed, paid, settled through the pages, seen on the programme's page."""

import dataclasses

import pytest

from tests.casework.web.test_apply import client_of, text_of
from tests.factories import casework as make
from tests.factories import identity as people
from tests.factories.procedures import make_version
from tests.procedures.diagrams import diagram
from yunghap.casework import registry
from yunghap.casework import service as casework
from yunghap.casework.domain import money
from yunghap.core.actors import SYSTEM
from yunghap.core.errors import Conflict, InvalidInput, NotFound
from yunghap.core.ids import new_id
from yunghap.identity.enums import OrganisationKind, Role
from yunghap.procedures.service import Procedure, define_procedure
from yunghap.programmes import service as programmes
from yunghap.programmes.service import BudgetLine, LineStatement, PartStatement

pytestmark = pytest.mark.django_db
CALL = "test.call"
ELEMENTS = """
<startEvent id="start"/>
<userTask id="agree" name="Agreement" y:role="handler" y:form="casework:agreement"/>
<userTask id="pay" name="Payment" y:role="handler" y:form="casework:payment"/>
<exclusiveGateway id="more" default="more_settle"/>
<userTask id="settle" name="Settlement" y:role="handler" y:form="casework:settlement"/>
<endEvent id="end"/>
"""
ARROWS = """
start -> agree
agree -> pay
pay -> more
more -> pay [more_instalments = true]
more -> settle
settle -> end
"""


@pytest.fixture
def line() -> BudgetLine:
    """Ten million won of a programme of the office."""
    office, edition = make.handler(), new_id()
    [programme] = programmes.ensure_programmes(names=["융합 실증"], by=SYSTEM).values()
    programmes.state_participations(
        stated_in=edition, parts=[PartStatement(programme.pk, office.pk, "LEAD")], by=SYSTEM
    )
    statement = LineStatement(
        key="a", programme=programme.pk, phase="PLANNED", year=2026, year_to=2026, amount_krw=10_000_000
    )
    made = programmes.state_lines(stated_in=edition, lines=[statement], by=SYSTEM)["a"]
    if "test" not in programmes.STATEMENTS:
        programmes.STATEMENTS.register("test", lambda: BudgetLine.objects.values_list("stated_in", flat=True))
    return made


@pytest.fixture
def parties() -> make.Parties:
    kind = make.kind()
    if CALL not in registry.REGISTRY:
        registry.register(dataclasses.replace(kind, id=CALL, series="TC"))
    office = make.handler()
    if not Procedure.objects.filter(code=CALL).exists():
        make_version(
            diagram(ELEMENTS, ARROWS),
            procedure=define_procedure(code=CALL, name_ko="공모", name_en="Call", by=SYSTEM),
        )
    company = people.make_organisation(OrganisationKind.COMPANY)
    applicant = make.member(company, Role.COMPANY_MEMBER)
    case = casework.open_case(kind=CALL, title="시제품", applicant=company, variant="ict", by=applicant)
    parties = make.Parties(
        case,
        applicant,
        make.member(office, Role.MINISTRY_OFFICER),
        make.member(office, Role.MINISTRY_APPROVER),
    )
    make.complete(parties)
    casework.file_case(case=case, expected=case.version, by=applicant)
    return parties


def test_agreed_paid_and_settled_through_the_pages(parties: make.Parties, line: BudgetLine) -> None:
    client, case = client_of(parties.officer), parties.case

    def do(status: int = 302, **answers: object) -> str:
        [item] = casework.work_of(case)
        address = f"/en/cases/{case.pk}/work/{item.number}/"
        page = text_of(client.get(address))
        answer = client.post(address, answers)
        assert answer.status_code == status, text_of(answer)
        return page if status == 302 else text_of(answer)

    assert "has not enough left" in do(422, line=line.pk, amount_krw="10,000,001")
    assert "10,000,000 won" in do(line=line.pk, amount_krw="6,000,000")
    assert programmes.left_krw(line) == 4_000_000
    assert "More than was promised" in do(422, amount_krw="7000000", more="no")
    do(amount_krw="4000000", more="yes")
    assert "2,000,000 won" in do(amount_krw="2000000", more="no")
    assert "at most what was paid" in do(422, returned_krw="6000001")
    do(returned_krw="1000000", remarks="")
    assert programmes.left_krw(line) == 5_000_000
    found = casework.commitment_of(case)
    assert found is not None
    assert (found.label, found.spent_krw, found.settled_at is not None) == (case.number, 5_000_000, True)


def test_only_lines_of_the_office_and_once(parties: make.Parties, line: BudgetLine) -> None:
    [item] = casework.work_of(parties.case)
    given = {"case": parties.case, "item": item, "by": parties.officer}
    with pytest.raises(NotFound):
        money.agree_in_work(line=new_id(), amount_krw=1, **given)
    with pytest.raises(InvalidInput):
        money.pay_in_work(amount_krw=1, more=False, **given)
    money.agree_in_work(line=line.pk, amount_krw=1, **given)
    with pytest.raises(Conflict):
        money.agree_in_work(line=line.pk, amount_krw=1, **given)
