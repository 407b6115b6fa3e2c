"""The usage diagnosis (활용도 진단): what is looked for and not found, what is used and what is not; what to do."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Sum

from yunghap.core import clock
from yunghap.exchange.contracts import Entry
from yunghap.exchange.enums import ProductState
from yunghap.exchange.models import Follow, Product, SearchCount, UseCount
from yunghap.exchange.queries.entries import get_entries

DAYS = 90
MOST = 20


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """`missed`: words with how often they were looked for and how often nothing was found: open such data.

    `used`: records with views, calls and followers. `unused`: published products that nobody looked at: describe them
    better, or retire them.
    """

    since: date
    searches: int
    in_vain: int
    missed: tuple[tuple[str, int, int], ...]
    asked: tuple[tuple[str, int], ...]
    used: tuple[tuple[Entry, int, int, int], ...]
    unused: tuple[Product, ...]


def diagnose(*, days: int = DAYS) -> Diagnosis:
    """The diagnosis of the last days."""
    since = clock.today() - timedelta(days=days)
    counts = SearchCount.objects.filter(day__gte=since)
    sums = counts.aggregate(number=Sum("number"), nothing=Sum("nothing"))
    words = counts.values("words").annotate(all=Sum("number"), none=Sum("nothing"))
    uses = UseCount.objects.filter(day__gte=since)
    most = list(
        uses.values("entry").annotate(v=Sum("views"), c=Sum("calls")).order_by("-v", "-c", "entry")[:MOST]
    )
    entries = get_entries(row["entry"] for row in most)
    followers = {id_: Follow.objects.filter(entry=id_).count() for id_ in entries}
    unused = Product.objects.filter(state=ProductState.PUBLISHED, published_at__date__lt=since)
    return Diagnosis(
        since=since,
        searches=sums["number"] or 0,
        in_vain=sums["nothing"] or 0,
        missed=tuple(
            (row["words"], row["all"], row["none"])
            for row in words.filter(none__gt=0).order_by("-none", "words")[:MOST]
        ),
        asked=tuple((row["words"], row["all"]) for row in words.order_by("-all", "words")[:MOST]),
        used=tuple(
            (entries[row["entry"]], row["v"], row["c"], followers[row["entry"]])
            for row in most
            if row["entry"] in entries
        ),
        unused=tuple(unused.exclude(id__in=uses.values("entry"))[:MOST]),
    )


@dataclass(frozen=True, slots=True)
class Use:
    """How often a record was looked at, asked for by programs and fetched without a contract; and who follows it."""

    views: int
    calls: int
    downloads: int
    followers: int


def use_of(entry: str, *, days: int = DAYS) -> Use:
    """The use of one record in the last days."""
    since = clock.today() - timedelta(days=days)
    sums = UseCount.objects.filter(entry=entry, day__gte=since).aggregate(
        views=Sum("views"), calls=Sum("calls"), downloads=Sum("downloads")
    )
    return Use(
        **{name: number or 0 for name, number in sums.items()},
        followers=Follow.objects.filter(entry=entry).count(),
    )
