"""Recording acts."""

import hashlib
import json
from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction

from tests.factories.ledger import AT, OFFICER
from yunghap.core.actors import SYSTEM
from yunghap.core.models import OutboxEvent
from yunghap.ledger import service
from yunghap.ledger.proofs import commitment


@pytest.mark.django_db
def test_record_writes_canonical_bytes_and_their_leaf_hash() -> None:
    entry = service.record(
        action="plan.edition.published",
        subject="edition:2023",
        by=OFFICER,
        at=AT,
        details={"total": 34_561, "share": Decimal("0.50"), "on": date(2023, 3, 31), "b": [True, None]},
    )
    entry.refresh_from_db()
    body = entry.body
    assert entry.leaf_hash == hashlib.sha256(b"\x00" + body).hexdigest()
    assert json.loads(body)["details"] == {
        "b": [True, None],
        "on": "2023-03-31",
        "share": "0.50",
        "total": 34561,
    }
    assert b" " not in body
    assert list(json.loads(body)) == sorted(json.loads(body))


@pytest.mark.django_db
@pytest.mark.usefixtures("told")
def test_record_publishes_an_event_with_the_action_as_topic() -> None:
    entry = service.record(action="a.b.c", subject="s:1", by=OFFICER, at=AT, details={"n": 1})
    event = OutboxEvent.objects.get()
    assert (event.topic, event.subject) == ("a.b.c", "s:1")
    assert event.payload == {"entry": entry.entry_id, "details": {"n": 1}}


@pytest.mark.django_db
@pytest.mark.usefixtures("told")
def test_note_writes_the_entry_and_tells_no_more_than_it_is_asked_to() -> None:
    service.note(
        action="a.b.c", subject="s:1", by=OFFICER, at=AT, details={"n": 1}, tell={"reference": "case"}
    )
    [entry] = service.entries_for("s:1")
    assert service.details_of(entry) == {"n": 1}
    assert service.personal_of(entry) == {"actor.address": "192.0.2.7"}
    assert OutboxEvent.objects.get().payload == {"entry": entry.entry_id, "reference": "case"}


@pytest.mark.django_db
def test_record_commits_to_personal_details_without_holding_them() -> None:
    entry = service.record(
        action="a.b.c", subject="s:1", by=OFFICER, at=AT, details={}, personal={"name": "홍길동"}
    )
    body = entry.body
    assert "홍길동".encode() not in body
    assert b"192.0.2.7" not in body
    assert service.personal_of(entry) == {"actor.address": "192.0.2.7", "name": "홍길동"}
    assert set(json.loads(body)["personal"]) == {"actor.address", "name"}


def test_commitment_depends_on_salt_name_and_value() -> None:
    given = commitment(b"s" * 32, "name", "홍길동")
    assert given != commitment(b"t" * 32, "name", "홍길동")
    assert given != commitment(b"s" * 32, "phone", "홍길동")
    assert given != commitment(b"s" * 32, "name", "홍길순")


@pytest.mark.django_db(transaction=True)
def test_record_outside_of_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        service.record(action="a.b.c", subject="s:1", by=OFFICER, at=AT, details={})


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("told")
def test_record_is_undone_with_its_transaction() -> None:
    with transaction.atomic():
        service.record(action="a.b.c", subject="s:1", by=OFFICER, at=AT, details={})
        transaction.set_rollback(True)
    assert service.entries_for("s:1") == []
    assert not OutboxEvent.objects.exists()


@pytest.mark.django_db
def test_entries_for_gives_the_acts_of_a_subject_in_order() -> None:
    for number in range(3):
        service.record(action="a.b.c", subject="s:1", by=OFFICER, at=AT, details={"n": number})
    service.record(action="a.b.c", subject="s:2", by=OFFICER, at=AT, details={})
    assert [service.details_of(entry)["n"] for entry in service.entries_for("s:1")] == [0, 1, 2]
    assert len(service.entries_for("s:2")) == 1


@pytest.mark.django_db
def test_record_by_the_system_commits_to_no_address() -> None:
    entry = service.record(action="a.b.c", subject="s:1", by=SYSTEM, at=AT, details={})
    assert service.personal_of(entry) == {}
