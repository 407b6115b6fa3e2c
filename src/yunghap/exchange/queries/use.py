"""The usage diagnosis (활용도 진단): what is looked for and not found, what is used and what is not; what to do."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import OuterRef, Subquery, Sum

from yunghap.core import clock
from yunghap.exchange.contracts import Entry
from yunghap.exchange.enums import LEAST_SCORE, ProductState, Side
from yunghap.exchange.models import Follow, Meter, Participant, Product, QualityReport, SearchCount, UseCount
from yunghap.exchange.queries.entries import get_entries
from yunghap.identity.service import OrganisationKind

DAYS = 90
MOST = 20


@dataclass(frozen=True, slots=True)
class Contracted:
    """What was had of a product by contract: by how many organisations and of which kinds, how often, bytes.

    `kinds` are (label, number); those of organisations on other platforms are not known here and stand under "".
    """

    product: Product
    organisations: int
    kinds: tuple[tuple[object, int], ...]
    deliveries: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """`missed`: words with how often they were looked for and how often nothing was found: open such data.

    `used`: records with views, calls and followers. `contracted`: products had by contract. `poor`: published products
    that are looked at and whose newest version would not be certified, with views and score in per cent: mend
    them. `unused`: published products that nobody looked at: describe them better, or retire them.
    """

    since: date
    searches: int
    in_vain: int
    missed: tuple[tuple[str, int, int], ...]
    asked: tuple[tuple[str, int], ...]
    used: tuple[tuple[Entry, int, int, int], ...]
    contracted: tuple["Contracted", ...]
    poor: tuple[tuple[Product, int, float], ...]
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
        contracted=_contracted(since),
        poor=_poor(since),
        unused=tuple(unused.exclude(id__in=uses.values("entry"))[:MOST]),
    )


def _contracted(since: date) -> tuple[Contracted, ...]:
    """Products of ours by the bytes that were had of them."""
    meters = (
        Meter.objects.filter(day__gte=since, agreement__side=Side.PROVIDER, agreement__offer__isnull=False)
        .values("agreement__offer__product", "agreement__counterparty")
        .annotate(times=Sum("deliveries"), size=Sum("bytes"))
    )
    of = defaultdict(list)
    for row in meters:
        of[row["agreement__offer__product"]].append(row)
    most = sorted(of, key=lambda product: (-sum(row["size"] for row in of[product]), product))[:MOST]
    keys = {row["agreement__counterparty"] for product in most for row in of[product]}
    kinds = dict(Participant.objects.filter(key__in=keys).values_list("key", "organisation__kind"))
    products = Product.objects.in_bulk(most)
    found = []
    for product in most:
        mine = of[product]
        counted = Counter(kinds.get(row["agreement__counterparty"]) or "" for row in mine)
        found.append(
            Contracted(
                product=products[product],
                organisations=len(mine),
                kinds=tuple(
                    (OrganisationKind(kind).label if kind else "", number)
                    for kind, number in counted.most_common()
                ),
                deliveries=sum(row["times"] for row in mine),
                bytes=sum(row["size"] for row in mine),
            )
        )
    return tuple(found)


def _poor(since: date) -> tuple[tuple[Product, int, float], ...]:
    """Products that are looked at though their newest report is too poor for a certificate, the most viewed first."""
    newest = QualityReport.objects.filter(of__product=OuterRef("pk")).order_by("-of__number", "-made_at")
    poor = (
        Product.objects.filter(state=ProductState.PUBLISHED)
        .annotate(score=Subquery(newest.values("score")[:1]))
        .filter(score__lt=LEAST_SCORE)
    )
    views = list(
        UseCount.objects.filter(day__gte=since, entry__in=poor.values("pk"))
        .values("entry")
        .annotate(v=Sum("views"))
        .order_by("-v", "entry")[:MOST]
    )
    by_id = poor.in_bulk([row["entry"] for row in views])
    return tuple((by_id[row["entry"]], row["v"], by_id[row["entry"]].score / 100) for row in views)


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
