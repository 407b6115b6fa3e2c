"""The register shows what is published and nothing else; certificates verify, altered ones do not."""

import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.casework.web.test_apply import text_of
from tests.factories import casework as make
from yunghap.casework import service as casework
from yunghap.casework.enums import Outcome
from yunghap.core import clock
from yunghap.core.actors import SYSTEM
from yunghap.ledger.service import revoke_statement
from yunghap.search import service as search

pytestmark = pytest.mark.django_db


def published(**values: object) -> casework.Decision:
    parties = make.granted(**values)
    decision = parties.case.decision
    casework.issue_certificate(decision=decision, expected=1, by=parties.approver)
    return casework.publish_decision(
        decision=decision, summary="보도를 다니는 로봇", expected=decision.version, by=parties.approver
    )


def test_register_lists_searches_and_narrows(client: Client) -> None:
    decision = published(
        outcome=Outcome.GRANTED_WITH_CONDITIONS,
        conditions=[casework.ConditionInput("보험", date(2026, 7, 1))],
        articles=["도로교통법 제2조"],
        decided_on=date(2026, 5, 1),
        ends_on=date(2099, 1, 1),
    )
    hidden = make.granted().case
    number = decision.case.number
    page = text_of(client.get("/en/decisions/"))
    assert number in page
    assert hidden.number not in page
    for query in ("q=로봇", "kind=permit", "year=2026", "year=0000", "in_force=1", "variant=industrial"):
        assert number in text_of(client.get(f"/en/decisions/?{query}")), query
    for query in ("q=없는말", "kind=other", "year=1999", "variant=ict"):
        assert "No decision fits" in text_of(client.get(f"/en/decisions/?{query}")), query
    one = text_of(client.get(f"/en/decisions/{number}/"))
    assert "보험" in one
    assert "도로교통법 제2조" in one
    assert client.get(f"/en/decisions/{hidden.number}/").status_code == 404


def test_expired_and_revoked_decisions_say_so(client: Client) -> None:
    old = published(starts_on=date(2020, 1, 1), ends_on=date(2021, 1, 1))
    assert "Expired" in text_of(client.get(f"/en/decisions/{old.case.number}/"))
    casework.revoke_decision(
        decision=old, on=date(2020, 6, 1), reason="거짓 신청", expected=old.version, by=SYSTEM
    )
    page = text_of(client.get(f"/en/decisions/{old.case.number}/"))
    assert "거짓 신청" in page
    assert "No decision fits" in text_of(client.get("/en/decisions/?in_force=1"))


def test_register_is_open_data(client: Client) -> None:
    decision = published()
    table = client.get("/en/decisions.csv?q=로봇").content.decode("utf-8-sig")
    assert table.splitlines()[0].startswith("number,procedure")
    assert decision.case.number in table
    (row,) = json.loads(client.get("/en/decisions.json").content)["decisions"]
    assert (row["variant"], row["ends_on"]) == ("industrial", "2028-06-02")
    assert client.get("/en/decisions.xml").status_code == 404
    feed = client.get("/en/decisions/feed/")
    assert decision.case.title in text_of(feed)
    assert feed["Content-Type"].startswith("application/atom+xml")


def test_decisions_are_found_by_the_search(client: Client) -> None:
    decision = published()
    (item,) = search.sources.get("casework.decision").items([decision.pk])
    assert item.url == f"/decisions/{decision.case.number}/"
    assert list(search.sources.get("casework.decision").items())


def test_certificate_verifies_as_downloaded_and_not_when_altered(client: Client) -> None:
    decision = published()
    data = client.get(f"/en/decisions/{decision.case.number}/certificate.json").content
    holds = client.post("/en/verify/", {"file": SimpleUploadedFile("c.json", data)})
    assert "The certificate holds" in text_of(holds)
    assert decision.case.applicant.label() in text_of(holds)
    assert "Decided on" in text_of(holds)
    assert "procedure_name" not in text_of(holds)  # words, not the names under which they were signed
    altered = data.replace("자율주행".encode(), "수동주행".encode())
    assert "does not hold" in text_of(client.post("/en/verify/", {"text": altered.decode()}))
    revoke_statement(statement_id=decision.certificate, reason="오기", by=SYSTEM, at=clock.now())
    assert "does not hold" in text_of(client.post("/en/verify/", {"text": data.decode()}))
    bare = make.granted()
    casework.publish_decision(decision=bare.case.decision, summary="가", expected=1, by=bare.approver)
    assert client.get(f"/en/decisions/{bare.case.number}/certificate.json").status_code == 404


@pytest.mark.parametrize("text", ["", "{", "[]", '{"type": "x"}'])
def test_what_is_no_certificate_is_refused_in_words(client: Client, text: str) -> None:
    response = client.post("/en/verify/", {"text": text})
    assert response.status_code == 422
    assert "alert" in text_of(response)


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("exchange.quality", {"rows": "x", "scores": [1]}),
        ("casework.certificate", {"ends_on": "2026-02-30"}),
        ("exchange.voucher", [1]),
    ],
)
def test_what_nobody_signed_is_not_read(client: Client, kind: str, content: object) -> None:
    payload = {"kind": kind, "content": content, "id": "x", "issued_at": "2026-11-28T00:00:00Z"}
    document = {"type": "yunghap-statement/1", "payload": payload, "signatures": []}
    answer = client.post("/en/verify/", {"text": json.dumps(document)})
    assert answer.status_code == 200
    assert "does not hold" in text_of(answer)
    bare = client.post("/en/verify/", {"text": json.dumps({**document, "payload": {"content": content}})})
    assert (bare.status_code, "no signed document" in text_of(bare)) == (422, True)


def test_keys_and_status_list_are_there_for_those_who_verify_offline(client: Client) -> None:
    published()
    assert client.get("/en/verify/").status_code == 200
    assert json.loads(client.get("/en/verify/keys.json").content)["keys"]
    assert json.loads(client.get("/en/verify/status.json").content)["type"] == "yunghap-status-list/1"
