"""Entries are permanent."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from tests.factories.ledger import make_entry
from yunghap.ledger.models import Entry, guard

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "change",
    [
        {"details": "{}"}, {"personal": "{}"}, {"leaf": b"0"}, {"action": "x"}, {"subject": "x"}, {"actor_id": "x"}, {"actor_kind": "x"},
        {"organisation": None}, {"entry_id": "x"}, {"at": None}, {"idx": 1, "subject": "x"},
    ],
)  # fmt: skip
def test_guard_refuses_to_change_an_entry(change: dict[str, Any]) -> None:
    make_entry()
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.update(**change)


def test_guard_lets_the_place_in_the_tree_be_set_once() -> None:
    make_entry()
    Entry.objects.update(idx=0)
    for value in (1, None):
        with pytest.raises(DatabaseError), transaction.atomic():
            Entry.objects.update(idx=value)


def test_guard_refuses_to_delete_an_entry() -> None:
    entry = make_entry()
    with pytest.raises(DatabaseError), transaction.atomic():
        entry.delete()
    assert Entry.objects.count() == 1


def test_guard_refuses_to_replace_or_truncate() -> None:
    make_entry()
    statement = (
        "INSERT OR REPLACE INTO ledger_entry SELECT * FROM ledger_entry"
        if connection.vendor == "sqlite"
        else "TRUNCATE ledger_entry"
    )
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Entry.objects.count() == 1


def test_guard_is_complete_and_can_be_lifted_in_tests_only(settings: Any) -> None:
    make_entry()
    with guard.lifted():
        assert guard.missing_triggers()
        Entry.objects.all().delete()
    assert not guard.missing_triggers()
    settings.PROFILE = "production"
    with pytest.raises(RuntimeError), guard.lifted():
        pass


def test_flush_is_refused_outside_of_tests(settings: Any) -> None:
    settings.PROFILE = "production"
    with pytest.raises(CommandError, match="permanent"):
        call_command("flush", interactive=False)
