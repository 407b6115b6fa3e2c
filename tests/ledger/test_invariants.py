"""What `fsck` finds when somebody was at the database."""

from collections.abc import Callable

import pytest
from django.db import connection

from tests.factories.ledger import AT, OFFICER, make_entry
from yunghap.core.invariants import check_all
from yunghap.core.models import OutboxEvent
from yunghap.ledger import service
from yunghap.ledger.models import Entry, PersonalDetail, Statement, guard
from yunghap.ledger.proofs import leaf_hash

pytestmark = pytest.mark.django_db


def violated() -> dict[str, tuple[str, ...]]:
    """The violations by invariant."""
    return {result.id: result.violations for result in check_all() if result.violations}


@pytest.fixture
def store(told: None) -> None:
    """A store in which everything holds."""
    for number in range(3):
        make_entry(details={"n": number}, personal={"name": f"이름{number}"})
    service.sign_statement(kind="k", subject="s:1", content={}, by=OFFICER, at=AT)
    assert violated() == {}


def rewrite(**columns: object) -> None:
    """A clever edit of the first entry: the leaf hash fits what the columns say now."""
    first = Entry.objects.order_by("position")[:1].get()
    for name, value in columns.items():
        setattr(first, name, value)
    Entry.objects.filter(pk=first.pk).update(leaf=bytes.fromhex(leaf_hash(first.body)), **columns)


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("tamper", "expected"),
    [
        (lambda: Entry.objects.filter(subject="thing:1").update(details="{}"), {"ledger.leaf"}),
        (lambda: Entry.objects.filter(subject="thing:1").update(details="no JSON"), {"ledger.leaf"}),
        (
            lambda: Entry.objects.filter(subject="thing:1").update(personal="no JSON"),
            {"ledger.leaf", "ledger.personal"},
        ),
        (lambda: Entry.objects.update(leaf=b"0" * 32), {"ledger.leaf"}),
        (lambda: Entry.objects.filter(subject="s:1").update(actor_id="x"), {"ledger.leaf"}),
        (lambda: rewrite(personal="[]"), {"ledger.personal"}),
        (lambda: rewrite(subject="thing:2"), {"ledger.outbox"}),
        (lambda: Entry.objects.filter(subject="thing:1").delete(), {"ledger.outbox", "ledger.personal"}),
        (
            lambda: Entry.objects.filter(subject="s:1").delete(),
            {"ledger.outbox", "ledger.personal", "ledger.statements"},
        ),
        (
            lambda: OutboxEvent.objects.filter(subject="thing:1").update(subject="x"),
            {"core.inbox.subject", "ledger.outbox"},
        ),
        (lambda: OutboxEvent.objects.filter(subject="s:1").update(topic="x"), {"ledger.outbox"}),
        (
            lambda: OutboxEvent.objects.filter(subject="thing:1").update(
                payload={"entry": Entry.objects.filter(subject="thing:1")[:1].get().entry_id}
            ),
            {"ledger.outbox"},
        ),
        (lambda: PersonalDetail.objects.filter(name="name").update(value='"x"'), {"ledger.personal"}),
        (lambda: PersonalDetail.objects.filter(name="name").update(salt=b"x"), {"ledger.personal"}),
        (lambda: PersonalDetail.objects.filter(name="name").update(name="nickname"), {"ledger.personal"}),
        (lambda: Entry.objects.filter(subject="s:1").update(idx=1), {"ledger.index"}),
        (
            lambda: Statement.objects.update(document=Statement.objects.get().document.replace("s:1", "s:2")),
            {"ledger.statements"},
        ),
    ],
)
def test_invariants_find_tampering(tamper: Callable[[], object], expected: set[str]) -> None:
    with guard.lifted():
        tamper()
    assert set(violated()) == expected


@pytest.mark.usefixtures("store")
def test_invariants_find_a_dropped_guard() -> None:
    with guard.lifted():
        assert set(violated()) == {"ledger.guard"}


@pytest.mark.usefixtures("store")
def test_invariants_hold_with_places_in_the_tree() -> None:
    for idx, entry in enumerate(Entry.objects.order_by("position")):
        Entry.objects.filter(pk=entry.pk).update(idx=idx)
    assert violated() == {}


@pytest.mark.usefixtures("store")
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
