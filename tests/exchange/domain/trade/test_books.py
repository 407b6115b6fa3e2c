"""The books: sums, sides, permanence, reversal,"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from tests.factories.exchange import make_provider
from tests.factories.trade import violations
from yunghap.core.actors import SYSTEM
from yunghap.core.errors import Conflict, InvalidInput
from yunghap.exchange.domain.trade import books
from yunghap.exchange.enums import EntryKind, Origin, Purse
from yunghap.exchange.models import Account, JournalEntry, Posting
from yunghap.exchange.queries.books import accounts_of, statement

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 3, tzinfo=UTC)


def paid_in(amount: int, at: datetime = AT) -> JournalEntry:
    provider, _by = make_provider()
    with transaction.atomic():
        outside = books.account_of(Origin.OUTSIDE)
        earned = books.purse_of(Purse.EARNED, provider.pk)
        return books.post(
            kind=EntryKind.PAID, subject="t:1", moves=[(outside, earned, amount)], by=SYSTEM, at=at
        )


def balance(key: str) -> int:
    return Account.objects.get(key=key).balance_krw


def test_posting_moves_both_balances() -> None:
    entry = paid_in(1_000)
    target = entry.postings.get().target
    assert balance(target.key) == 1_000
    assert balance("OUTSIDE") == -1_000
    assert violations() == []


def test_a_purse_is_never_below_nothing_nor_an_origin_above() -> None:
    earned = paid_in(1_000).postings.get().target
    outside = books.account_of(Origin.OUTSIDE)
    for moves in ([(earned, outside, 1_001)], [(earned, outside, 600), (earned, outside, 600)]):
        with pytest.raises(Conflict, match="enough"), transaction.atomic():
            books.post(kind=EntryKind.REFUNDED, subject="t:1", moves=moves, by=SYSTEM, at=AT)
    assert balance(earned.key) == 1_000
    assert JournalEntry.objects.count() == 1


def test_the_database_refuses_what_the_verbs_would() -> None:
    entry = paid_in(1_000)
    posting = entry.postings.get()
    refused: list[Any] = [
        lambda: Posting.objects.create(
            entry=entry, position=2, source=posting.target, target=posting.source, amount_krw=2_000
        ),
        lambda: Posting.objects.create(
            entry=entry, position=2, source=posting.source, target=posting.source, amount_krw=1
        ),
        lambda: Posting.objects.create(
            entry=entry, position=2, source=posting.source, target=posting.target, amount_krw=-1
        ),
        lambda: Posting.objects.filter(pk=posting.pk).update(amount_krw=2),
        lambda: Posting.objects.filter(pk=posting.pk).delete(),
        lambda: JournalEntry.objects.filter(pk=entry.pk).update(text="x"),
        lambda: Account.objects.filter(key="OUTSIDE").update(balance_krw=1),
    ]
    for change in refused:
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    if connection.vendor == "sqlite":
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT OR REPLACE INTO exchange_posting (id, entry_id, position, source_id, target_id, amount_krw)"
                " SELECT id, entry_id, position, source_id, target_id, 7 FROM exchange_posting"
            )
    assert violations() == []


@pytest.mark.parametrize("amounts", [[], [0], [-1], [10**15 + 1]])
def test_an_entry_moves_something_within_the_range(amounts: list[int]) -> None:
    outside, purse = books.account_of(Origin.OUTSIDE), books.account_of(Purse.VOUCHER, "v")
    moves = [(outside, purse, amount) for amount in amounts]
    with pytest.raises(InvalidInput), transaction.atomic():
        books.post(kind=EntryKind.PAID, subject="t:1", moves=moves, by=SYSTEM, at=AT)


def test_reversal_mirrors_once() -> None:
    entry = paid_in(500)
    with transaction.atomic():
        mirror = books.reverse(entry=entry, text="wrong day", by=SYSTEM, at=AT)
    assert balance("OUTSIDE") == 0
    for again in (entry, mirror):
        with pytest.raises(Conflict, match="before"), transaction.atomic():
            books.reverse(entry=again, text="again", by=SYSTEM, at=AT)
    assert violations() == []


def test_posting_needs_a_transaction(transactional_db: None) -> None:
    with pytest.raises(RuntimeError):
        books.post(kind=EntryKind.PAID, subject="t:1", moves=[], by=SYSTEM, at=AT)


def test_statement_of_a_period() -> None:
    entry = paid_in(700, AT - timedelta(days=40))
    earned, outside = entry.postings.get().target, entry.postings.get().source
    with transaction.atomic():
        for amount, days in ((100, 0), (50, 1), (25, 40)):
            books.post(
                kind=EntryKind.REFUNDED,
                subject="t:2",
                moves=[(earned, outside, amount)],
                by=SYSTEM,
                at=AT + timedelta(days=days),
            )
    found = statement(earned, start=date(2026, 3, 1), end=date(2026, 3, 31))
    assert (found.opening_krw, found.closing_krw) == (700, 550)
    assert [(line.in_krw, line.out_krw, line.balance_krw) for line in found.lines] == [
        (0, 100, 600),
        (0, 50, 550),
    ]
    assert statement(earned, start=date(2026, 5, 1), end=date(2026, 5, 2)).closing_krw == 525
    assert list(accounts_of(earned.owner_id or "")) == [earned]


def test_fsck_finds_a_balance_that_was_written_past_the_postings() -> None:
    earned = paid_in(500).postings.get().target
    Account.objects.filter(pk=earned.pk).update(balance_krw=501)
    assert any("501" in text for text in violations())
