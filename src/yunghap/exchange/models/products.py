"""Data products of organisations here: what is described, which versions there are, under which offers."""

from django.db import models
from django.db.models import Q

from yunghap.core.language import said
from yunghap.core.models import Entity
from yunghap.exchange.enums import Licence, PriceForm, ProductState, SourceKind


class Product(Entity):
    """A data product (a dcat:Dataset of our own), as its provider describes it.

    `slug` stands in its address and in the CKAN API: it never changes once published. `fields` describes the columns
    as a Frictionless Table Schema ({"fields": [{"name", "type", "title", "constraints"}], "primaryKey": …}), empty for
    data that is no table. `keywords`, `themes` and `languages` are lists of words.
    """

    slug = models.SlugField(max_length=100, unique=True)
    provider = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=ProductState.choices, default=ProductState.DRAFT)
    title = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300, blank=True)
    description = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    keywords = models.JSONField(default=list)
    themes = models.JSONField(default=list)
    languages = models.JSONField(default=list)
    licence = models.CharField(max_length=10, choices=Licence.choices, default=Licence.CONTRACT)
    contact = models.CharField(max_length=200, blank=True)
    frequency = models.CharField(max_length=40, blank=True)
    spatial = models.CharField(max_length=200, blank=True)
    temporal = models.CharField(max_length=80, blank=True)
    fields = models.JSONField(default=dict)
    published_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)
    generated = models.BooleanField(default=False)

    class Meta:
        ordering = ["-published_at", "-id"]
        indexes = [models.Index(fields=["provider", "state"], name="product_provider_state")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ProductState.values), name="product_state"),
            models.CheckConstraint(condition=Q(licence__in=Licence.values), name="product_licence"),
            models.CheckConstraint(condition=~Q(title=""), name="product_titled"),
            models.CheckConstraint(
                condition=Q(state=ProductState.DRAFT, published_at__isnull=True)
                | (~Q(state=ProductState.DRAFT) & Q(published_at__isnull=False)),
                name="product_published_when_seen",
            ),
            models.CheckConstraint(
                condition=Q(state=ProductState.RETIRED, retired_at__isnull=False)
                | (~Q(state=ProductState.RETIRED) & Q(retired_at__isnull=True)),
                name="product_retired_when_over",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def label(self) -> str:
        """The title in the language of the page."""
        return said(self.title, self.title_en)


class ProductVersion(Entity):
    """The data of a product at one moment; never changed, followed by the next.

    `where` names the source: {"document": sha256} of a file kept here, {"url"}, {"bucket", "key", …} or {"query", …};
    secrets are never in it. `sha256` and `bytes` are of the content where it is fixed, `rows` of a table.
    """

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=SourceKind.choices)
    where = models.JSONField(default=dict)
    media_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64, blank=True)
    bytes = models.BigIntegerField(null=True)
    rows = models.BigIntegerField(null=True)
    note = models.TextField(blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=26)

    class Meta:
        ordering = ["product", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["product", "number"], name="product_version_once"),
            models.CheckConstraint(condition=Q(kind__in=SourceKind.values), name="product_version_kind"),
            models.CheckConstraint(condition=Q(number__gte=1), name="product_version_number"),
        ]

    def __str__(self) -> str:
        return f"{self.product_id} v{self.number}"


class Offer(Entity):
    """Under which policy and price a product can be had (the ODRL offer on it).

    `policy` is an ODRL policy in the form of `domain.policies` without target and assigner, which are the product and
    its provider. `price_krw` is in won: per period (FIXED), per `metered_unit` (METERED), once (LUMP_SUM); `share`
    in parts of ten thousand of the revenue (REVENUE_SHARE). An offer is never changed once an agreement refers to it:
    it ends, and a new one takes its place.
    """

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="offers")
    title = models.CharField(max_length=200)
    policy = models.JSONField(default=dict)
    price_form = models.CharField(max_length=14, choices=PriceForm.choices, default=PriceForm.FREE)
    price_krw = models.BigIntegerField(null=True)
    period = models.CharField(max_length=10, blank=True)
    metered_unit = models.CharField(max_length=10, blank=True)
    share = models.PositiveIntegerField(null=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["product", "made_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(price_form__in=PriceForm.values), name="offer_price_form"),
            models.CheckConstraint(
                condition=Q(price_krw__isnull=True) | Q(price_krw__gte=0, price_krw__lt=10**15),
                name="offer_price",
            ),
            models.CheckConstraint(
                condition=Q(share__isnull=True) | Q(share__gte=1, share__lte=10_000), name="offer_share"
            ),
        ]

    def __str__(self) -> str:
        return self.title
