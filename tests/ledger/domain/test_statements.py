"""Receipts, statements and status lists."""

import copy
import json
from datetime import timedelta
from typing import Any

import pytest

from tests.factories.ledger import AT, OFFICER, make_entry
from yunghap.core import clock
from yunghap.core.errors import Conflict, InvalidInput, NotFound
from yunghap.ledger import keyring, proofs, service

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def trusted() -> dict[str, service.PublicKey]:
    """The keys of this installation."""
    return {key.id: key for key in keyring.public_keys()}


def make_statement(**changes: Any) -> service.Statement:
    """A signed statement about an edition."""
    arguments = {
        "kind": "plan.edition",
        "subject": "edition:2023",
        "content": {"total": 1},
        "by": OFFICER,
        "at": AT,
    }
    return service.sign_statement(**(arguments | changes))


def codes(verdict: service.Verdict) -> list[str]:
    """What was found."""
    return [finding.code for finding in verdict.findings]


def test_receipt_verifies_and_holds_the_entry() -> None:
    entry = make_entry(details={"이름": "융합"})
    document = json.loads(json.dumps(service.receipt(entry, at=AT)))
    verdict = proofs.verify(document, trusted())
    assert verdict.valid
    assert verdict.status == "none"
    assert verdict.payload["entry_id"] == entry.entry_id
    assert json.loads(document["entry"])["details"] == {"이름": "융합"}


def test_receipt_is_of_now_where_no_moment_is_given() -> None:
    assert proofs.verify(service.receipt(make_entry()), trusted()).valid


def test_receipt_with_another_entry_does_not_verify() -> None:
    document = service.receipt(make_entry(details={"n": 1}), at=AT)
    document["entry"] = document["entry"].replace('"n":1', '"n":2')
    assert codes(proofs.verify(document, trusted())) == ["entry-differs"]


def test_receipt_without_the_entry_verifies_alone() -> None:
    document = service.receipt(make_entry(), at=AT)
    del document["entry"]
    assert proofs.verify(document, trusted()).valid


def test_receipt_signed_by_a_statement_key_does_not_verify() -> None:
    entry = make_entry()
    payload = {"entry_id": entry.entry_id, "leaf_hash": entry.leaf_hash, "time": AT}
    document = proofs.signed("yunghap-receipt/1", payload, keyring.signing_keys("statement", AT))
    assert codes(proofs.verify(document, trusted())) == ["key-unknown"]


def test_statement_verifies_and_is_recorded() -> None:
    statement = make_statement(valid_until=AT + DAY)
    with clock.use(lambda: AT + DAY / 2):
        verdict = service.verify_statement(json.loads(statement.document))
    assert (verdict.valid, verdict.status) == (True, "good")
    assert verdict.payload["valid_until"] == "2023-04-01T09:00:00.000000Z"
    [entry] = service.entries_for("edition:2023")
    assert service.details_of(entry)["statement"] == statement.id
    assert service.statements_for("edition:2023") == [statement]


@pytest.mark.parametrize("part", ["id", "kind", "subject", "issued_at", "content"])
def test_statement_with_anything_changed_does_not_verify(part: str) -> None:
    document = json.loads(make_statement().document)
    document["payload"][part] = "2023-04-01T00:00:00.000000Z"
    assert "signature-wrong" in codes(proofs.verify(document, trusted()))


def test_statement_of_strangers_does_not_verify() -> None:
    document = json.loads(make_statement().document)
    assert codes(proofs.verify(document, {})) == ["key-unknown"]


def test_statement_without_status_list_leaves_revocation_unknown() -> None:
    verdict = proofs.verify(json.loads(make_statement().document), trusted())
    assert (verdict.valid, verdict.status, verdict.status_at) == (True, "unknown", None)


def test_revoked_statement_shows_offline_by_a_dated_status_list() -> None:
    statement, other = make_statement(), make_statement()
    before = service.status_list(at=AT + DAY)
    service.revoke_statement(statement_id=statement.id, reason=" superseded ", by=OFFICER, at=AT + 2 * DAY)
    after = json.loads(json.dumps(service.status_list(at=AT + 3 * DAY)))
    document = json.loads(statement.document)
    assert proofs.verify(document, trusted(), before).status == "good"
    verdict = proofs.verify(document, trusted(), after)
    assert (verdict.valid, verdict.status, verdict.status_at) == (
        False,
        "revoked",
        "2023-04-03T09:00:00.000000Z",
    )
    assert codes(verdict) == ["revoked"]
    assert after["payload"]["revoked"][0]["reason"] == "superseded"
    assert proofs.verify(json.loads(other.document), trusted(), after).status == "good"
    assert service.verify_statement(document).status == "revoked"
    assert service.personal_of(service.entries_for("edition:2023")[-1])["reason"] == "superseded"


def test_a_statement_does_not_hold_beyond_its_end() -> None:
    document = json.loads(make_statement(valid_until=AT + DAY).document)
    early, late = (service.status_list(at=AT + days * DAY) for days in (0.5, 2))
    assert proofs.verify(document, trusted(), early).valid
    verdict = proofs.verify(document, trusted(), late)
    assert (codes(verdict), verdict.valid, verdict.status) == (["ended"], False, "good")


def test_status_list_older_than_the_statement_says_nothing_about_it() -> None:
    before = service.status_list(at=AT - DAY)
    keys = {key.id: key for key in keyring.public_keys()}
    verdict = proofs.verify(json.loads(make_statement().document), keys, before)
    assert (verdict.valid, verdict.status, codes(verdict)) == (True, "unknown", ["status-list-too-old"])


@pytest.mark.parametrize("wrong", ["type", "payload", "signature"])
def test_status_list_that_does_not_verify_is_fatal(wrong: str) -> None:
    document = json.loads(make_statement().document)
    status = copy.deepcopy(service.status_list(at=AT))
    if wrong == "type":
        status = document
    elif wrong == "payload":
        status["payload"]["revoked"] = [{"id": "x", "at": "y", "reason": "z"}]
    else:
        status["signatures"] = []
    assert codes(proofs.verify(document, trusted(), status)) == ["status-list-wrong"]


def test_status_list_verifies_by_itself() -> None:
    assert proofs.verify(service.status_list(at=AT), trusted()).valid


def test_revoke_statement_asks_for_a_reason_and_happens_once() -> None:
    statement = make_statement()
    with pytest.raises(InvalidInput):
        service.revoke_statement(statement_id=statement.id, reason=" ", by=OFFICER, at=AT)
    with pytest.raises(NotFound):
        service.revoke_statement(statement_id="absent", reason="r", by=OFFICER, at=AT)
    service.revoke_statement(statement_id=statement.id, reason="r", by=OFFICER, at=AT)
    with pytest.raises(Conflict):
        service.revoke_statement(statement_id=statement.id, reason="r", by=OFFICER, at=AT)


def test_statement_signed_during_an_overlap_holds_with_either_key() -> None:
    old = keyring.signing_keys("statement", AT)[0][0]
    new = service.rotate_key(role="statement", by=OFFICER, at=AT + DAY)
    document = json.loads(make_statement(at=AT + 2 * DAY).document)
    keys = trusted()
    assert proofs.verify(document, keys).keys == (old, new.id)
    assert proofs.verify(document, {old: keys[old]}).valid
    assert proofs.verify(document, {new.id: keys[new.id]}).valid


def test_statement_dated_outside_the_time_of_its_key_does_not_verify() -> None:
    private = keyring.signing_keys("statement", AT)
    service.rotate_key(role="statement", by=OFFICER, at=AT + DAY)
    for at in (AT - DAY, AT + 60 * DAY):
        document = proofs.signed("yunghap-statement/1", {"id": "x", "issued_at": at}, private)
        assert codes(proofs.verify(document, trusted())) == ["key-out-of-time", "no-key-in-time"]


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"type": "yunghap-receipt/1"},
        {"type": "x", "payload": {}, "signatures": []},
        {"type": "yunghap-receipt/1", "payload": {"time": "t"}, "signatures": ["x"]},
        {"type": "yunghap-receipt/1", "payload": {"time": "t"}, "signatures": [{"key": 1, "signature": "x"}]},
        {"type": "yunghap-receipt/1", "payload": {"time": 1}, "signatures": []},
        {"type": "yunghap-receipt/1", "payload": {"time": "t", "x": 1.5}, "signatures": []},
        {"type": "yunghap-key-handover/1", "payload": {"at": "t"}, "signatures": []},
    ],
)
def test_verify_refuses_what_is_no_such_document(document: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        proofs.verify(document, {})
