"""What always holds of the exchange; `yunghap fsck` looks at it."""

from collections import Counter
from collections.abc import Iterator

from django.db.models import Sum

from yunghap.core.invariants import invariant
from yunghap.exchange.enums import Purse
from yunghap.exchange.models import Account, JournalEntry, Posting
from yunghap.exchange.models.guard import missing_triggers


@invariant("exchange.books.guard", "The database itself keeps the books: its triggers are there")
def books_are_guarded() -> Iterator[str]:
    for name in sorted(missing_triggers()):
        yield f"trigger {name} is absent"


@invariant(
    "exchange.books.balance", "Every balance is the sum of its postings, and all of them are zero together"
)
def balances_are_sums() -> Iterator[str]:
    sums: Counter[str] = Counter()
    for sign, end in ((-1, "source"), (1, "target")):
        rows = Posting.objects.order_by().values_list(end).annotate(total=Sum("amount_krw"))
        for account, total in rows.iterator():
            sums[account] += sign * total
    total = 0
    for account in Account.objects.order_by("pk").iterator():
        total += account.balance_krw
        if account.balance_krw != sums[account.pk]:
            yield f"account {account.key} says {account.balance_krw}, its postings {sums[account.pk]}"
    if total:
        yield f"all balances together are {total}, not nothing"


@invariant("exchange.books.side", "No purse is below nothing, no origin above")
def accounts_keep_their_side() -> Iterator[str]:
    for account in Account.objects.filter(kind__in=Purse.values, balance_krw__lt=0).iterator():
        yield f"purse {account.key} holds {account.balance_krw}"
    for account in Account.objects.exclude(kind__in=Purse.values).filter(balance_krw__gt=0).iterator():
        yield f"origin {account.key} holds {account.balance_krw}"


@invariant("exchange.books.entries", "Every entry has postings, and a reversal mirrors what it reverses")
def entries_are_whole() -> Iterator[str]:
    for entry in JournalEntry.objects.filter(postings__isnull=True).iterator():
        yield f"entry {entry.pk} has no postings"
    for entry in JournalEntry.objects.filter(reverses__isnull=False).select_related("reverses").iterator():
        mine = Counter((one.source_id, one.target_id, one.amount_krw) for one in entry.postings.all())
        theirs = Counter(
            (one.target_id, one.source_id, one.amount_krw)
            for one in Posting.objects.filter(entry=entry.reverses_id)
        )
        if mine != theirs:
            yield f"entry {entry.pk} is not the mirror of {entry.reverses_id}"
