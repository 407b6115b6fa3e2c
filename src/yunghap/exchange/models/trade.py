"""What is bought and sold: quotes, orders, invoices, payments, refunds."""

from django.db import models
from django.db.models import F, Q

from yunghap.core.models import Entity
from yunghap.exchange.enums import (
    MeteredUnit,
    OrderState,
    PaymentMeans,
    PriceForm,
    QuoteState,
    Vat,
)

_MOST_KRW = 10**15


class TradeNumber(models.Model):
    """The last number given in a series and year: ORD-2026-00017, without gaps."""

    id = models.BigAutoField(primary_key=True)
    series = models.CharField(max_length=8)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "year"], name="trade_number_once")]

    def __str__(self) -> str:
        return f"{self.series}-{self.year}-{self.last}"


class Terms(models.Model):
    """Price terms, as in `Offer`; `quantity` is the number of periods or units meant, null where it is open.

    `unit_krw` is the price of one period or unit, or the lump sum, in won without VAT; `share` in parts of ten
    thousand.
    """

    price_form = models.CharField(max_length=14, choices=PriceForm.choices)
    unit_krw = models.BigIntegerField(null=True)
    period = models.CharField(max_length=10, blank=True)
    metered_unit = models.CharField(max_length=10, blank=True, choices=MeteredUnit.choices)
    share = models.PositiveIntegerField(null=True)
    quantity = models.BigIntegerField(null=True)
    vat = models.CharField(max_length=10, choices=Vat.choices, default=Vat.TAXABLE)

    class Meta:
        abstract = True


class Quote(Entity, Terms):
    """A buyer asks for a price on an offer, the provider answers with terms that hold until a day."""

    offer = models.ForeignKey("Offer", on_delete=models.PROTECT, related_name="quotes")
    buyer = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=QuoteState.choices, default=QuoteState.ASKED)
    question = models.TextField(blank=True)
    reply = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    given_at = models.DateTimeField(null=True)
    valid_until = models.DateField(null=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        indexes = [
            models.Index(fields=["buyer", "state"], name="quote_buyer"),
            models.Index(fields=["provider", "state"], name="quote_provider"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=QuoteState.values), name="quote_state"),
            models.CheckConstraint(condition=~Q(buyer=F("provider")), name="quote_two_parties"),
            models.CheckConstraint(
                condition=~Q(state__in=[QuoteState.GIVEN, QuoteState.ORDERED])
                | Q(given_at__isnull=False, valid_until__isnull=False),
                name="quote_given",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.offer_id} {self.buyer_id}"


class Order(Entity, Terms):
    """What a buyer ordered from a provider, under which terms, and how far it has come.

    `title` says what is bought. `offer` is an offer here; without one the `agreement`, ours as consumer, was concluded
    with a provider on another platform. `supply_krw` is the total without VAT as far as it is known beforehand (null:
    metered without a limit, revenue share); `support_krw` the part of it that `voucher` is to pay. `reason` says why
    it was cancelled.
    """

    number = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=300)
    offer = models.ForeignKey("Offer", on_delete=models.PROTECT, null=True, related_name="orders")
    quote = models.OneToOneField(Quote, on_delete=models.PROTECT, null=True, related_name="order")
    buyer = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    agreement = models.OneToOneField("Agreement", on_delete=models.PROTECT, null=True, related_name="order")
    voucher = models.ForeignKey("Voucher", on_delete=models.PROTECT, null=True, related_name="orders")
    supply_krw = models.BigIntegerField(null=True)
    support_krw = models.BigIntegerField(default=0)
    state = models.CharField(max_length=9, choices=OrderState.choices, default=OrderState.PLACED)
    placed_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    generated = models.BooleanField(default=False)

    class Meta:
        ordering = ["-placed_at", "-id"]
        indexes = [
            models.Index(fields=["buyer", "state"], name="order_buyer"),
            models.Index(fields=["provider", "state"], name="order_provider"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=OrderState.values), name="order_state"),
            models.CheckConstraint(condition=~Q(buyer=F("provider")), name="order_two_parties"),
            models.CheckConstraint(
                condition=Q(offer__isnull=False) | Q(agreement__isnull=False), name="order_of_something"
            ),
            models.CheckConstraint(
                condition=Q(voucher__isnull=True, support_krw=0)
                | Q(voucher__isnull=False, support_krw__gt=0, support_krw__lte=F("supply_krw")),
                name="order_support",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[OrderState.CLOSED, OrderState.CANCELLED], ended_at__isnull=False)
                | (~Q(state__in=[OrderState.CLOSED, OrderState.CANCELLED]) & Q(ended_at__isnull=True)),
                name="order_ended_when_over",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def label(self) -> str:
        """What was ordered, in the language of the page where that is known: of data on offer here."""
        return self.offer.product.label if self.offer is not None else self.title


class Invoice(Entity):
    """What is owed for an order or one period of it; permanent, taken back only by `credited_krw`.

    `lines` are {"text", "quantity", "unit_krw", "krw"}; supply + VAT = total. `paid_krw` never exceeds what is left of
    the total, `refunded_krw` what was paid.
    """

    number = models.CharField(max_length=20, unique=True)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="invoices")
    starts_on = models.DateField()
    ends_on = models.DateField()
    lines = models.JSONField()
    vat = models.CharField(max_length=10, choices=Vat.choices)
    supply_krw = models.BigIntegerField()
    vat_krw = models.BigIntegerField()
    total_krw = models.BigIntegerField()
    support_krw = models.BigIntegerField(default=0)
    paid_krw = models.BigIntegerField(default=0)
    credited_krw = models.BigIntegerField(default=0)
    refunded_krw = models.BigIntegerField(default=0)
    issued_at = models.DateTimeField()
    due_on = models.DateField()

    class Meta:
        ordering = ["-issued_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["order", "starts_on"], name="invoice_period_once"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="invoice_period"),
            models.CheckConstraint(
                condition=Q(
                    supply_krw__gt=0,
                    vat_krw__gte=0,
                    total_krw=F("supply_krw") + F("vat_krw"),
                    total_krw__lte=_MOST_KRW,
                ),
                name="invoice_total",
            ),
            models.CheckConstraint(
                condition=Q(
                    paid_krw__gte=0,
                    credited_krw__gte=0,
                    paid_krw__lte=F("total_krw") - F("credited_krw"),
                    refunded_krw__gte=0,
                    refunded_krw__lte=F("paid_krw"),
                    support_krw__gte=0,
                    support_krw__lte=F("supply_krw"),
                ),
                name="invoice_paid",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def open_krw(self) -> int:
        """What is still to be paid."""
        return self.total_krw - self.credited_krw - self.paid_krw


class Payment(Entity):
    """Money received for an invoice. `reference` is the bank's, `refunded_krw` what went back of it."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="payments")
    means = models.CharField(max_length=8, choices=PaymentMeans.choices)
    amount_krw = models.BigIntegerField()
    received_on = models.DateField()
    reference = models.CharField(max_length=100, blank=True)
    refunded_krw = models.BigIntegerField(default=0)
    paid_out_at = models.DateTimeField(null=True)
    entry = models.OneToOneField("JournalEntry", on_delete=models.PROTECT, related_name="payment")

    class Meta:
        ordering = ["received_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(means__in=PaymentMeans.values), name="payment_means"),
            models.CheckConstraint(
                condition=Q(amount_krw__gt=0, refunded_krw__gte=0, refunded_krw__lte=F("amount_krw")),
                name="payment_amount",
            ),
            models.CheckConstraint(
                condition=Q(paid_out_at__isnull=True) | Q(means=PaymentMeans.VOUCHER), name="payment_paid_out"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.invoice_id} {self.amount_krw}"


class Refund(Entity):
    """Money given back of a payment, and why."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="refunds")
    amount_krw = models.BigIntegerField()
    reason = models.TextField()
    refunded_at = models.DateTimeField()
    entry = models.OneToOneField("JournalEntry", on_delete=models.PROTECT, related_name="refund")

    class Meta:
        ordering = ["refunded_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_krw__gt=0) & ~Q(reason=""), name="refund_amount")
        ]

    def __str__(self) -> str:
        return f"{self.payment_id} {self.amount_krw}"


class Usage(Entity):
    """What was used of an order in a period, to be invoiced once: units (metered) or revenue in won (revenue share).

    `measured` says that the exchange counted it itself; else the buyer reported it.
    """

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="usages")
    starts_on = models.DateField()
    ends_on = models.DateField()
    quantity = models.BigIntegerField()
    measured = models.BooleanField(default=False)
    invoice = models.OneToOneField(Invoice, on_delete=models.PROTECT, null=True, related_name="usage")

    class Meta:
        ordering = ["starts_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["order", "starts_on"], name="usage_period_once"),
            models.CheckConstraint(
                condition=Q(quantity__gte=0, ends_on__gte=F("starts_on")), name="usage_quantity"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.starts_on} {self.quantity}"
