"""Erasing personal details."""

import pytest

from tests.factories.ledger import AT, OFFICER, make_entry
from yunghap.core.invariants import check_all
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
    assert service.details_of(erased) == {"details": 1, "reason": "PIPA art. 36"}
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
