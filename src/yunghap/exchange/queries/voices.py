"""Reads of reviews and showcases: what stands on a page, and who may say or decide something."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Avg, Count, Q, QuerySet

from yunghap.core.actors import Actor
from yunghap.exchange import rules
from yunghap.exchange.contracts import Entry
from yunghap.exchange.enums import ReviewState, ShowcaseState, Side
from yunghap.exchange.models import Agreement, Download, Product, Review, Showcase, ShowcaseUse
from yunghap.identity import service as identity


@dataclass(frozen=True, slots=True)
class Rating:
    """How many reviews are shown, and the mean of their stars to one decimal."""

    number: int = 0
    stars: Decimal = Decimal(0)


def rating_of(entry: str) -> Rating:
    """The rating of one record."""
    found = reviews_of(entry).aggregate(number=Count("pk"), mean=Avg("stars"))
    mean = Decimal(str(found["mean"] or 0)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return Rating(found["number"], mean)


def reviews_of(entry: str) -> QuerySet[Review]:
    """The reviews that stand on the page of a record, the newest first."""
    return (
        Review.objects.filter(entry=entry, state=ReviewState.SHOWN)
        .select_related("organisation")
        .prefetch_related("organisation__names")
    )


def provider_id(entry: Entry) -> str:
    """The organisation here that offers the data; "" for what was harvested."""
    return "" if entry.source else entry.provider


def has_used(entry: Entry, organisation: str) -> bool:
    """Whether an organisation has, or had, a contract on the data, or has fetched what needs none."""
    contracts = Q(side=Side.CONSUMER, participant=organisation, asset=entry.id)
    if entry.source:
        contracts = Q(
            side=Side.CONSUMER,
            participant=organisation,
            asset=entry.source_key,
            counterparty=entry.provider or entry.source,
        )
    return (
        Agreement.objects.filter(contracts).exists()
        or Download.objects.filter(entry=entry.id, organisation=organisation).exists()
    )


def showcases_of(entries: Iterable[str]) -> dict[str, list[Showcase]]:
    """What was made with each of these records, as far as it is shown; the newest first."""
    found: dict[str, list[Showcase]] = defaultdict(list)
    uses = shown_uses().filter(entry__in=list(entries)).select_related("showcase")
    for use in uses.order_by("-showcase__proposed_at", "-showcase"):
        found[use.entry].append(use.showcase)
    return dict(found)


def shown_uses() -> QuerySet[ShowcaseUse]:
    """The bonds between showcases and data that everybody sees."""
    return ShowcaseUse.objects.filter(state=ShowcaseState.ACCEPTED, showcase__withdrawn_at__isnull=True)


def shown_showcases() -> QuerySet[Showcase]:
    """What stands in the gallery: at least one of its data sets shows it."""
    return Showcase.objects.filter(pk__in=shown_uses().values("showcase"))


def waiting_uses(by: Actor) -> QuerySet[ShowcaseUse]:
    """What this person is to decide on: of their organisations' data, and all of it for operators."""
    rows = ShowcaseUse.objects.filter(state=ShowcaseState.PROPOSED, showcase__withdrawn_at__isnull=True)
    if not identity.can(by, rules.OPERATE):
        rows = rows.filter(_of_own_data(by))
    return rows.select_related("showcase", "provider").order_by("created_at", "id")


def reviews_to_answer(by: Actor) -> QuerySet[Review]:
    """Reviews of the data of this person's organisations that nobody has answered."""
    products = _providing(by)
    rows = Review.objects.filter(state=ReviewState.SHOWN, answer="").select_related("organisation")
    if products is None:
        return rows.none()
    return rows.filter(entry__in=Product.objects.filter(provider__in=products).values("pk"))


def may_decide(by: Actor, use: ShowcaseUse) -> bool:
    """Whether somebody answers for a data set: its provider, or the operator of the exchange."""
    if identity.can(by, rules.OPERATE):
        return True
    return bool(use.provider_id) and identity.can(by, rules.PROVIDE, organisation=use.provider_id)


def may_see(by: Actor, showcase: Showcase) -> bool:
    """Whether somebody sees a showcase that not everybody does: who proposed it, and who decides."""
    return showcase.proposed_by == by.id or any(may_decide(by, use) for use in showcase.uses.all())


def _providing(by: Actor) -> Collection[str] | None:
    return identity.organisations_where(by, rules.PROVIDE)


def _of_own_data(by: Actor) -> Q:
    where = _providing(by)
    return Q() if where is None else Q(provider__in=where)
