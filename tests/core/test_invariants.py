"""What must always hold of the store."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import connection

from yunghap.core import invariants
from yunghap.core.invariants import check_all, invariant
from yunghap.core.models import InboxMessage, OutboxEvent

AT = datetime(2023, 1, 1, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def rows() -> list[InboxMessage]:
    """Three events about one subject, delivered."""
    made = []
    for _number in range(3):
        event = OutboxEvent.objects.create(topic="t", subject="s", payload={}, created_at=AT)
        made.append(
            InboxMessage.objects.create(
                event=event, receiver="r", subject="s", next_attempt_at=AT, state="DONE", settled_at=AT
            )
        )
    return made


def violated() -> list[str]:
    """The ids of the violated invariants."""
    return [result.id for result in check_all() if result.violations]


def change(**values: object) -> Callable[[list[InboxMessage]], object]:
    """Change the first inbox row."""
    return lambda rows: InboxMessage.objects.filter(pk=rows[0].pk).update(**values)


def test_invariants_hold_of_delivered_events(rows: list[InboxMessage]) -> None:
    assert violated() == []


@pytest.mark.parametrize(
    ("tamper", "expected"),
    [
        (change(state="PENDING", settled_at=None), ["core.inbox.order"]),
        (change(state="PENDING", settled_at=None, revived=True), []),
        (change(state="DEAD"), []),
        (change(subject="other"), ["core.inbox.subject"]),
    ],
)
def test_invariants_find_changed_rows(
    rows: list[InboxMessage], tamper: Callable[[list[InboxMessage]], object], expected: list[str]
) -> None:
    tamper(rows)
    assert violated() == expected


def test_invariants_find_doubles_where_the_constraints_were_lost(rows: list[InboxMessage]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            # The copy of a table has its rows, not its constraints.
            for table in ("core_inboxmessage", "core_outboxevent"):
                cursor.execute(f"CREATE TEMPORARY TABLE {table} AS SELECT * FROM main.{table}")  # noqa: S608
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # or the table has pending checks
            for table in ("core_inboxmessage", "core_outboxevent"):
                for name, found in connection.introspection.get_constraints(cursor, table).items():
                    if found["unique"] and not found["primary_key"]:
                        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    InboxMessage.objects.update(event=rows[0].event)
    OutboxEvent.objects.update(event_id=rows[0].event.event_id)
    ids = violated()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE temp.core_inboxmessage")
            cursor.execute("DROP TABLE temp.core_outboxevent")
    assert {"core.inbox.once", "core.outbox.id"} <= set(ids)


def test_check_all_gathers_no_more_than_asked() -> None:
    @invariant("test.many", "Nothing")
    def _many() -> list[str]:
        return [str(number) for number in range(10)]

    [result] = [result for result in check_all(most=3) if result.id == "test.many"]
    del invariants.registry._items["test.many"]
    assert result.violations == ("0", "1", "2")


def test_invariants_find_rows_that_point_nowhere() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL cannot be made to hold such a row")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys")
        cursor.execute(
            "INSERT INTO core_inboxmessage (event_id, receiver, subject, state, attempts, next_attempt_at, fence, "
            "last_error, revived) VALUES (999, 'r', 's', 'PENDING', 0, '2023-01-01', 0, '', 0)"
        )
        assert "core.database" in violated()
        cursor.execute("DELETE FROM core_inboxmessage")
