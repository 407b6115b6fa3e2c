"""Erasing personal details."""

import pytest

from tests.factories.ledger import AT, OFFICER, make_entry
from yunghap.core import outbox
from yunghap.core.invariants import check_all
from yunghap.core.outbox import Event
from yunghap.ledger import service
from yunghap.ledger.models import PersonalDetail

pytestmark = pytest.mark.django_db


def test_erase_personal_drops_salt_and_value_and_leaves_the_entry_as_it_was() -> None:
    entry = make_entry(personal={"name": "홍길동"}, person="person:1")
    other = make_entry(personal={"name": "홍길순"}, person="person:2")
    before = service.get_entry(entry.entry_id).body
    erased = service.erase_personal(subject="person:1", reason="PIPA art. 36", by=OFFICER, at=AT)
    row = PersonalDetail.objects.get(entry_id=entry.entry_id, name="name")
    assert (row.salt, row.value, row.erased_at) == (None, None, AT)
    assert service.get_entry(entry.entry_id).body == before
    assert "name" not in service.personal_of(entry)
    assert service.personal_of(other)["name"] == "홍길순"
    assert service.details_of(erased) == {"details": 1}
    assert service.personal_of(erased)["reason"] == "PIPA art. 36"
    assert [result for result in check_all() if result.violations] == []


def test_erase_personal_of_an_actor_drops_the_addresses() -> None:
    entry = make_entry()
    service.erase_personal(subject=OFFICER.id, reason="r", by=OFFICER, at=AT)
    assert service.personal_of(entry) == {}


def test_erase_personal_twice_records_that_nothing_was_left() -> None:
    make_entry(personal={"name": "홍길동"}, person="person:1")
    service.erase_personal(subject="person:1", reason="r", by=OFFICER, at=AT)
    again = service.erase_personal(subject="person:1", reason="r", by=OFFICER, at=AT)
    assert service.details_of(again)["details"] == 0


@pytest.mark.parametrize("name", ["reason", "note", "because"])
def test_what_somebody_typed_is_committed_to_and_never_stands_in_clear(name: str) -> None:
    typed = "홍길동 대표가 전화로 요청함"
    entry = make_entry(details={"krw": 5, name: typed}, subject="case:1")
    assert service.details_of(entry) == {"krw": 5}
    assert typed not in service.get_entry(entry.entry_id).body.decode()
    assert service.personal_of(entry)[name] == typed
    service.erase_personal(subject="case:1", reason="보존기간 만료", by=OFFICER, at=AT)
    assert name not in service.personal_of(entry)
    assert [result for result in check_all() if result.violations] == []


def test_events_do_not_carry_what_somebody_typed() -> None:
    told: list[Event] = []
    outbox.receiver("ledger.test.typed", name="test.typed")(told.append)
    make_entry(action="ledger.test.typed", details={"krw": 5, "reason": "전화로 요청함", "note": ""})
    outbox.dispatch_pending()
    outbox.unregister("test.typed")
    assert [event.payload["details"] for event in told] == [{"krw": 5}]
