"""Rows written without the ORM's statements are the same rows."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from yunghap.core.models import OutboxEvent, Schedule
from yunghap.core.rows import delete_rows, insert_row, insert_rows, together, update_rows

pytestmark = pytest.mark.django_db
AT = datetime(2026, 9, 7, 1, 2, 3, 456, tzinfo=UTC)
COLUMNS = ("name", "every_seconds", "next_at", "last_at")


def row(name: str, **values: object) -> dict[str, object]:
    return {"name": name, "every_seconds": 60, "next_at": AT, "last_at": None, **values}


def test_rows_are_inserted_changed_and_deleted():
    insert_rows(Schedule, COLUMNS, [row("a"), row("b"), row("c")])
    changed = [row("a", next_at=AT + timedelta(days=1), last_at=AT), row("absent")]
    update_rows(Schedule, COLUMNS[1:], ("name",), changed)
    delete_rows(Schedule, ("name",), [row("b")])
    a, c = Schedule.objects.filter(name__in="abc").order_by("name")
    assert (a.next_at, a.last_at, a.every_seconds) == (AT + timedelta(days=1), AT, 60)
    assert (c.next_at, c.last_at) == (AT, None)


def test_no_rows_are_no_statement(django_assert_num_queries):
    with django_assert_num_queries(0):
        insert_rows(Schedule, COLUMNS, [])
        delete_rows(Schedule, ("name",), [])
        update_rows(Schedule, COLUMNS[1:], ("name",), [])


def test_a_row_knows_the_key_it_was_given():
    values = {
        "event_id": "0" * 26,
        "topic": "t",
        "subject": "s",
        "payload": {"값": [1, None]},
        "created_at": AT,
    }
    position = insert_row(OutboxEvent, values)
    event = OutboxEvent.objects.get(pk=position)
    assert (event.event_id, event.payload, event.created_at) == ("0" * 26, {"값": [1, None]}, AT)


def test_statements_together_do_what_they_do_one_by_one():
    with together():
        insert_rows(Schedule, COLUMNS, [row("a")])
        insert_rows(Schedule, COLUMNS, [row("b"), row("c")])
        update_rows(Schedule, COLUMNS[1:], ("name",), [row("b", every_seconds=7)])
        assert Schedule.objects.get(name="b").every_seconds == 7
        delete_rows(Schedule, ("name",), [row("c")])
    assert list(Schedule.objects.filter(name__in="abc").order_by("name").values_list("name", flat=True)) == [
        "a",
        "b",
    ]


def insert_twice(name: str) -> None:
    with together():
        insert_rows(Schedule, COLUMNS, [row(name)])
        insert_rows(Schedule, COLUMNS, [row(name)])


def test_an_error_among_statements_together_undoes_them_all():
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_twice("a")
    assert not Schedule.objects.filter(name="a").exists()
