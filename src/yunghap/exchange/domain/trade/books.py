"""The books: open accounts, post entries, reverse them. Nothing else writes there."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import connection
from django.utils.translation import gettext_lazy as _

from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, InvalidInput, NotFound
from yunghap.core.ids import new_id
from yunghap.core.money import LIMIT
from yunghap.exchange.enums import EntryKind, Origin, Purse
from yunghap.exchange.models import Account, JournalEntry, Posting
from yunghap.ledger.service import record

# From where, to where, how many won.
Move = tuple[Account, Account, int]


def account_of(kind: Purse | Origin, of: str = "", *, owner: str | None = None) -> Account:
    """The account of that kind of an organisation, voucher, order or budget line (`of` is its id); opened at first."""
    key = f"{kind}:{of}" if of else str(kind)
    return Account.objects.get_or_create(key=key, defaults={"kind": kind, "owner_id": owner})[0]


def purse_of(kind: Purse | Origin, organisation: str) -> Account:
    """An organisation's own account of that kind."""
    return account_of(kind, organisation, owner=organisation)


def post(
    *,
    kind: EntryKind,
    subject: str,
    moves: Sequence[Move],
    by: Actor,
    at: datetime,
    text: str = "",
    reverses: JournalEntry | None = None,
) -> JournalEntry:
    """Post one entry in the caller's transaction; moves of nothing are left out.

    Raises Conflict where a purse has not enough (`details["account"]`), InvalidInput for an amount below nothing or
    beyond 10¹⁵ won and for an entry that moves nothing.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("posting needs the transaction of the change it tells of")
    moved = [move for move in moves if move[2]]
    if not moved or any(not 0 < amount <= LIMIT for _source, _target, amount in moved):
        raise InvalidInput(_("This amount cannot be posted."))
    balances = _lock(account for source, target, _amount in moved for account in (source, target))
    entry = JournalEntry.objects.create(
        id=new_id(),
        kind=kind,
        subject=subject,
        text=text[:200],
        posted_at=at,
        posted_by=by.id,
        reverses=reverses,
        created_at=at,
    )
    for position, (source, target, amount) in enumerate(moved, 1):
        _move(balances, source, target, amount)
        Posting.objects.create(
            entry=entry, position=position, source=source, target=target, amount_krw=amount
        )
    record(
        action="exchange.journal.posted",
        subject=subject,
        by=by,
        at=at,
        details={"entry": entry.pk, "kind": str(kind), "krw": sum(amount for _s, _t, amount in moved)},
    )
    return entry


def reverse(*, entry: JournalEntry, text: str, by: Actor, at: datetime) -> JournalEntry:
    """Undo an entry by its mirror. Raises NotFound, Conflict where it was reversed before or the money has moved on."""
    found = JournalEntry.objects.select_for_update().filter(pk=entry.pk).first()
    if found is None:
        raise NotFound(_("There is no such entry."))
    if found.kind == EntryKind.REVERSED or JournalEntry.objects.filter(reverses=found).exists():
        raise Conflict(_("This entry was reversed before."))
    postings = found.postings.select_related("source", "target").order_by("-position")
    return post(
        kind=EntryKind.REVERSED,
        subject=found.subject,
        moves=[(one.target, one.source, one.amount_krw) for one in postings],
        text=text,
        reverses=found,
        by=by,
        at=at,
    )


def _lock(accounts: Iterable[Account]) -> dict[str, int]:
    """Lock the accounts, always in one order; id -> balance."""
    rows = Account.objects.select_for_update().filter(pk__in={account.pk for account in accounts})
    return dict(rows.order_by("pk").values_list("pk", "balance_krw"))


def _move(balances: dict[str, int], source: Account, target: Account, amount: int) -> None:
    """Move the balances on; says in a sentence what the database would refuse anyway."""
    balances[source.pk] -= amount
    balances[target.pk] += amount
    for account in (source, target):
        balance = balances[account.pk]
        if balance < 0 if account.kind in Purse.values else balance > 0:
            raise Conflict(_("There is not enough money for this."), account=account.key)
