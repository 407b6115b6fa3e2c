"""Closed cases from a file: all rows or none, each fault named by row, undone while nobody touched them."""

import csv
import io
from datetime import date

import pytest

from tests.factories import casework as make
from tests.factories import identity as people
from yunghap.casework import service as casework
from yunghap.casework.domain.closed_rows import COLUMNS
from yunghap.casework.domain.taking_over import preview_closed_cases
from yunghap.casework.invariants import decided_cases_have_decisions, numbers_run_without_gaps
from yunghap.casework.models import Case, Decision, TakeOver
from yunghap.core.actors import SYSTEM
from yunghap.core.errors import Conflict, InvalidInput, NotAllowed
from yunghap.documents import service as documents
from yunghap.documents.blocks import Document, Table
from yunghap.identity.enums import OrganisationKind, Role
from yunghap.identity.models import Organisation
from yunghap.ledger.models import Entry

pytestmark = pytest.mark.django_db
ROW = {
    "number": "2022-특례-001",
    "kind": "실증특례",
    "scheme": "산업융합",
    "title": "자율주행 배송 로봇의 보도 운행",
    "applicant": "한빛로보 주식회사",
    "filed_on": "2022. 3. 4.",
    "decided_on": "20220801",
    "outcome": "조건부 승인",
    "starts_on": "2022-09-01",
    "ends_on": "2026-08-31",
    "body": "규제특례심의위원회",
    "articles": "도로교통법 제2조|보행안전법 제3조",
    "conditions": "보험 가입 | 속도 제한",
    "content": "배송 로봇",
    "summary": "보도를 다니는 배송 로봇의 실증",
}


@pytest.fixture(autouse=True)
def _motie() -> None:
    Organisation.objects.filter(pk=people.make_organisation(OrganisationKind.MINISTRY).pk).update(key="motie")


def sheet(*rows: dict[str, str], head: list[str] | None = None) -> bytes:
    head = head or [one.id for one in COLUMNS]
    out = io.StringIO()
    csv.writer(out).writerows([head, *([row.get(name, "") for name in head] for row in rows)])
    return out.getvalue().encode()


def row(**changes: str) -> dict[str, str]:
    return {**ROW, **changes}


def take(*rows: dict[str, str], **values: object) -> TakeOver:
    fields: dict[str, object] = {"by": SYSTEM, **values}
    return casework.import_closed_cases(data=sheet(*rows), name="closed.csv", **fields)  # type: ignore[arg-type]


def faults(*rows: dict[str, str]) -> list[tuple[int, str]]:
    return [(one.row, one.column) for one in preview_closed_cases(data=sheet(*rows), by=SYSTEM).faults]


def test_a_row_becomes_a_closed_case_with_a_published_decision() -> None:
    taken = take(row())
    case = Case.objects.get()
    assert (case.number, case.state, case.origin, case.variant, case.procedure) == (
        "2022-특례-001",
        "CLOSED",
        "IMPORTED",
        "industrial-convergence",
        "sandbox.exemption",
    )
    decision = case.decision
    assert (decision.kind, decision.outcome) == ("demonstration-exemption", "CONDITIONAL")
    assert (decision.decided_on, decision.ends_on) == (date(2022, 8, 1), date(2026, 8, 31))
    assert decision.published_at is not None
    assert decision.summary == ROW["summary"]
    assert decision.articles == ["도로교통법 제2조", "보행안전법 제3조"]
    assert [one.text for one in decision.conditions.all()] == ["보험 가입", "속도 제한"]
    assert decision.facets == {"content": "배송 로봇", "articles": "도로교통법 제2조\n보행안전법 제3조"}
    assert (case.applicant.short_name, case.applicant.kind) == ("한빛로보", "COMPANY")
    assert case.handler.key == "motie"
    assert documents.open_original(taken.sha256) == sheet(row())
    [entry] = Entry.objects.filter(action="casework.cases.taken_over")
    assert entry.subject == f"take-over:{taken.pk}"
    assert list(numbers_run_without_gaps()) == list(decided_cases_have_decisions()) == []


def test_applicants_are_found_or_entered_once() -> None:
    known = people.make_organisation(OrganisationKind.COMPANY)
    take(row(applicant=known.short_name), row(number="2"), row(number="3"))
    assert len({case.applicant_id for case in Case.objects.all()}) == 2
    assert Case.objects.filter(applicant=known).count() == 1


def test_the_organisation_in_charge_can_be_named() -> None:
    office = make.handler()
    take(row(handler=office.short_name))
    assert Case.objects.get().handler == office
    assert faults(row(number="5", handler="없는 기관")) == [(2, "handler")]


@pytest.mark.parametrize(
    ("changes", "columns"),
    [
        ({"number": ""}, ["number"]),
        ({"number": "a b"}, ["number"]),
        ({"number": "SB-2022-00001"}, ["number"]),
        ({"kind": "특례"}, ["kind"]),
        ({"kind": ""}, ["kind"]),
        ({"scheme": "우주"}, ["scheme"]),
        ({"scheme": ""}, ["scheme"]),
        ({"kind": "ombudsman"}, ["scheme"]),
        ({"title": ""}, ["title"]),
        ({"title": '=HYPERLINK("http://a")'}, ["title"]),
        ({"summary": "@cmd"}, ["summary"]),
        ({"summary": ""}, ["summary"]),
        ({"summary": "가" * 20_001}, ["summary", "summary"]),
        ({"body": "가" * 121}, ["body"]),
        ({"applicant": ""}, ["applicant"]),
        ({"applicant": "p\u0430ypal"}, ["applicant"]),
        ({"filed_on": "2022-13-01"}, ["filed_on"]),
        ({"filed_on": ""}, ["filed_on"]),
        ({"filed_on": "2023-01-01"}, ["decided_on"]),
        ({"decided_on": "2999-01-01", "starts_on": "2999-01-01", "ends_on": ""}, ["decided_on"]),
        ({"outcome": "모름"}, ["outcome"]),
        ({"outcome": ""}, ["outcome"]),
        ({"outcome": "REFUSED", "conditions": ""}, ["starts_on"]),
        ({"ends_on": "2022-08-31"}, ["ends_on"]),
        ({"starts_on": ""}, ["ends_on"]),
        ({"conditions": ""}, ["conditions"]),
        ({"outcome": "승인"}, ["conditions"]),
    ],
)
def test_what_is_wrong_is_named_by_row_and_column(changes: dict[str, str], columns: list[str]) -> None:
    found = faults(row(number="1-1"), row(**changes))
    assert [column for _row, column in found] == columns
    assert {number for number, _column in found} == {3}
    with pytest.raises(InvalidInput) as refused:
        take(row(number="1-1"), row(**changes))
    assert [one["column"] for one in refused.value.details["faults"]] == columns
    assert all(one["reason"] for one in refused.value.details["faults"])
    assert not Case.objects.exists()
    assert not TakeOver.objects.exists()


def test_numbers_are_taken_once() -> None:
    take(row())
    assert faults(row()) == [(2, "number")]
    assert faults(row(number="7"), row(number="7")) == [(2, "number"), (3, "number")]


def test_a_workbook_is_read_like_text() -> None:
    table = Table(
        "종결 사건", [one.heading.ko for one in COLUMNS], [[ROW.get(one.id, "") for one in COLUMNS]]
    )
    data = documents.write_xlsx(Document("가져오기", "ko", (table,)))
    [seen] = preview_closed_cases(data=data, by=SYSTEM).cases
    assert (seen.row.row, seen.row.title) == (2, ROW["title"])


@pytest.mark.parametrize(
    "data",
    [
        b"a,b\r\n1,2\r\n",
        sheet(),
        sheet(row(), head=["number", *ROW]),
        b"",
        b"PK\x03\x04broken",
        b'"open',
        b"\xff\xfe\x00",
    ],
)
def test_a_file_that_is_no_such_table_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidInput):
        casework.import_closed_cases(data=data, name="x.csv", by=SYSTEM)


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yunghap.casework.domain.closed_rows.MOST_ROWS", 1)
    with pytest.raises(InvalidInput):
        take(row(), row(number="2"))


def test_a_procedure_without_schemes_or_kinds() -> None:
    take(row(kind="ombudsman", scheme="", outcome="회신", conditions="", starts_on="", ends_on=""))
    decision = Decision.objects.get()
    assert (decision.kind, decision.outcome, decision.case.variant) == ("ombudsman", "ANSWERED", "")


def test_only_officers_of_the_organisation_in_charge_take_over() -> None:
    motie = Organisation.objects.get(key="motie")
    approver = make.member(motie, Role.MINISTRY_APPROVER)
    stranger = make.member(make.handler(), Role.MINISTRY_APPROVER)
    company = make.member(people.make_organisation(OrganisationKind.COMPANY), Role.COMPANY_MEMBER)
    with pytest.raises(NotAllowed):
        take(row(), by=company)
    with pytest.raises(InvalidInput) as refused:
        take(row(), by=stranger)
    assert refused.value.details["faults"][0]["column"] == "handler"
    taken = take(row(), by=approver)
    assert taken.taken_for_id == motie.pk
    with pytest.raises(NotAllowed):
        casework.undo_import(taken=taken, reason="x", by=stranger)
    with pytest.raises(NotAllowed):
        casework.undo_import(taken=taken, reason="x", by=company)


def test_generated_cases_are_marked_and_filed_ones_are_not_taken_over() -> None:
    take(row(), origin=casework.CaseOrigin.GENERATED)
    case = Case.objects.get()
    assert (case.origin, case.applicant.is_demo) == ("GENERATED", True)
    with pytest.raises(InvalidInput):
        take(row(number="9"), origin=casework.CaseOrigin.FILED)


def test_an_import_is_undone_while_nobody_touched_it() -> None:
    taken = take(row(), row(number="2"))
    with pytest.raises(InvalidInput):
        casework.undo_import(taken=taken, reason=" ", by=SYSTEM)
    casework.undo_import(taken=taken, reason="잘못된 파일", by=SYSTEM)
    assert not Case.objects.exists()
    taken.refresh_from_db()
    assert taken.undone_reason == "잘못된 파일"
    with pytest.raises(Conflict):
        casework.undo_import(taken=taken, reason="again", by=SYSTEM)
    take(row())
    assert Case.objects.count() == 1


def test_what_was_worked_on_stays() -> None:
    taken = take(row())
    decision = Decision.objects.get()
    casework.extend_decision(
        decision=decision, ends_on=date(2027, 8, 31), reason="연장", expected=decision.version, by=SYSTEM
    )
    with pytest.raises(Conflict):
        casework.undo_import(taken=taken, reason="x", by=SYSTEM)
    assert Case.objects.exists()
