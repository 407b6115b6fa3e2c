"""Reading the books: accounts and statements."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet, Sum

from yunghap.core import clock
from yunghap.exchange.models import Account, Posting


@dataclass(frozen=True, slots=True)
class Line:
    """One posting as seen from an account: won in or out, and the balance after it."""

    at: datetime
    kind: str
    text: str
    subject: str
    in_krw: int
    out_krw: int
    balance_krw: int


@dataclass(frozen=True, slots=True)
class Statement:
    """An account over a period of whole days; opening + in − out = closing."""

    account: Account
    start: date
    end: date
    opening_krw: int
    lines: tuple[Line, ...]

    @property
    def closing_krw(self) -> int:
        """The balance at the end of the last day."""
        return self.lines[-1].balance_krw if self.lines else self.opening_krw


def accounts_of(organisation: str) -> QuerySet[Account]:
    """The accounts of an organisation in which there is or was something."""
    used = Posting.objects.filter(Q(source__owner=organisation) | Q(target__owner=organisation))
    ids = {one for pair in used.values_list("source", "target").distinct() for one in pair}
    return Account.objects.filter(owner=organisation, pk__in=ids).order_by("kind", "key")


def statement(account: Account, *, start: date, end: date) -> Statement:
    """What happened in an account from the first to the last day, both included, in Korean time."""
    since, before = clock.start_of(start), clock.end_of(end)
    opening = _sum(account, before=since)
    return Statement(account, start, end, opening, tuple(_lines(account, opening, since, before)))


def _sum(account: Account, *, before: datetime) -> int:
    rows = Posting.objects.filter(entry__posted_at__lt=before)
    into = rows.filter(target=account).aggregate(total=Sum("amount_krw"))["total"] or 0
    out = rows.filter(source=account).aggregate(total=Sum("amount_krw"))["total"] or 0
    return into - out


def _lines(account: Account, balance: int, since: datetime, before: datetime) -> Iterator[Line]:
    rows = Posting.objects.filter(
        Q(source=account) | Q(target=account), entry__posted_at__gte=since, entry__posted_at__lt=before
    )
    for row in rows.select_related("entry").order_by("entry__posted_at", "id"):
        into = row.amount_krw if row.target_id == account.pk else 0
        out = row.amount_krw - into
        balance += into - out
        yield Line(
            row.entry.posted_at,
            row.entry.get_kind_display(),
            row.entry.text,
            row.entry.subject,
            into,
            out,
            balance,
        )
