"""Versions of procedures on the site: written from one before, checked, handed in, approved by two others."""

from datetime import date
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.casework.web.test_apply import client_of, text_of
from tests.factories import identity as people
from tests.factories.procedures import make_version
from tests.procedures.diagrams import diagram
from yunghap.identity.enums import OrganisationKind, Role
from yunghap.procedures.bpmn import LARGEST
from yunghap.procedures.models import ProcedureVersion

pytestmark = pytest.mark.django_db
ELEMENTS = """
<startEvent id="start"/>
<userTask id="check" name="검토" y:name_en="Check" y:role="handler" y:deadline="reply"/>
<endEvent id="end"/>
"""
ARROWS = """
start -> check
check -> end
"""
DEADLINES = ({"id": "reply", "name": "회신", "counting": "civil-act", "article": "법 제1조", "term": "P30D"},)
FIELDS = {"label": "2027", "effective_from": "2027-01-01", "transition": "pending-too"}


@pytest.fixture
def version() -> ProcedureVersion:
    return make_version(diagram(ELEMENTS, ARROWS), deadlines=DEADLINES)


def editors(number: int) -> list[Client]:
    """People who may write and approve versions."""
    house = people.make_organisation(OrganisationKind.PLATFORM)
    members = [people.make_member(house, Role.ADMINISTRATOR) for _ in range(number)]
    return [client_of(people.actor(one, house)) for one in members]


def test_a_version_is_drafted_handed_in_and_approved_by_two_others(version: ProcedureVersion) -> None:
    author, first, second = editors(3)
    page = text_of(author.get("/en/desk/procedures/"))
    assert f"/en/desk/procedures/{version.pk}/" in page
    assert "법 제1조" in text_of(author.get(f"/en/desk/procedures/{version.pk}/"))
    changed = diagram(ELEMENTS.replace("검토", "다시 검토"), ARROWS).decode()
    answer = author.post(f"/en/desk/procedures/{version.pk}/edit/", {**FIELDS, "drawn": changed})
    made = ProcedureVersion.objects.get(label="2027")
    assert answer.headers["Location"] == f"/en/desk/procedures/{made.pk}/"
    assert "다시 검토" in bytes(made.program.diagram).decode()
    assert (made.program.deadlines, made.state) == (list(DEADLINES), "draft")
    address = f"/en/desk/procedures/{made.pk}"
    assert first.get(f"{address}/approve/").status_code == 404  # not handed in
    assert author.post(f"{address}/submit/").status_code == 302
    assert author.get(f"{address}/approve/").status_code == 404  # one's own
    for one in (first, second):
        assert one.post(f"{address}/approve/").status_code == 302
        assert one.get(f"{address}/approve/").status_code == 404
    made.refresh_from_db()
    assert (made.state, made.effective_from) == ("approved", date(2027, 1, 1))
    assert author.post(f"{address}/withdraw/", {"reason": ""}).status_code == 422
    assert author.post(f"{address}/withdraw/", {"reason": "법이 바뀌지 않았다"}).status_code == 302
    made.refresh_from_db()
    assert made.state == "withdrawn"


def test_a_diagram_is_checked_with_the_tables_and_terms_of_its_version(version: ProcedureVersion) -> None:
    [author] = editors(1)
    address = f"/en/desk/procedures/{version.pk}/check/"
    json = {"headers": {"Accept": "application/json"}}
    fine = author.post(address, {**FIELDS, "drawn": diagram(ELEMENTS, ARROWS).decode()}, **json).json()
    assert (fine["executable"], fine["faults"]) == (True, [])
    unknown = diagram(ELEMENTS.replace('"reply"', '"answer"'), ARROWS)
    told = author.post(address, {"drawn": unknown.decode()}, **json).json()
    assert (told["executable"], told["faults"][0]["element"]) == (False, "check")
    sent = SimpleUploadedFile("d.bpmn", b"<a/>")
    page = text_of(author.post(address, {"file": sent}))
    assert "Readable: no" in page
    empty = author.post(address, {"file": SimpleUploadedFile("d.bpmn", b"")})
    assert (empty.status_code, "is empty" in text_of(empty)) == (422, True)
    padded = diagram(ELEMENTS, ARROWS).decode() + f"<!--{' ' * 3_000_000}-->"
    assert author.post(address, {"drawn": padded}, **json).json()["executable"]
    larger = author.post(address, {"drawn": " " * (LARGEST + 1)}, **json)
    assert (larger.status_code, larger.json()["said"]) == (422, ["This is too large."])
    far_larger = author.post(address, {"drawn": " " * 6_100_000}, **json)
    assert (far_larger.status_code, "larger than 6 MB" in far_larger.json()["said"][0]) == (413, True)
    page = author.post(f"/en/desk/procedures/{version.pk}/edit/", {**FIELDS, "drawn": " " * 6_100_000})
    assert (page.status_code, "larger than 6 MB" in text_of(page)) == (413, True)
    answer = author.post(f"/en/desk/procedures/{version.pk}/edit/", {**FIELDS, "drawn": unknown.decode()})
    assert answer.status_code == 422
    assert not ProcedureVersion.objects.filter(label="2027").exists()


def test_the_page_offers_files_without_script(version: ProcedureVersion) -> None:
    [author] = editors(1)
    given = author.get(f"/en/desk/procedures/{version.pk}/diagram.bpmn")
    assert given.content == diagram(ELEMENTS, ARROWS)
    assert (
        given["Content-Disposition"]
        == f'attachment; filename="{version.procedure.code}-{version.label}.bpmn"'
    )
    page = text_of(author.get(f"/en/desk/procedures/{version.pk}/edit/"))
    assert f"/en/desk/procedures/{version.pk}/diagram.bpmn" in page
    assert "<noscript>" in page
    sent = SimpleUploadedFile("d.bpmn", diagram(ELEMENTS.replace("검토", "새 검토"), ARROWS))
    fields = {**FIELDS, "label": "개정\r\n2027", "file": sent}
    assert author.post(f"/en/desk/procedures/{version.pk}/edit/", fields).status_code == 302
    made = ProcedureVersion.objects.get(label="개정 2027")
    assert "새 검토" in bytes(made.program.diagram).decode()
    named = author.get(f"/en/desk/procedures/{made.pk}/diagram.bpmn")["Content-Disposition"]
    assert named == f"attachment; filename*=utf-8''{quote(f'{made.procedure.code}-개정 2027.bpmn')}"
