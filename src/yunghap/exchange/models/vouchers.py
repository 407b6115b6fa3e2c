"""Purchase support: voucher programmes, their suppliers, vouchers, signatures, findings of misuse."""

from django.db import models
from django.db.models import F, Q

from yunghap.core.models import Entity
from yunghap.exchange.enums import Signatory, SupplierState, VoucherKind, VoucherState


class VoucherProgramme(Entity):
    """Under which budget line and rules an agency issues vouchers.

    `ceilings` gives the largest support in won by `VoucherKind`; `own_share` is the company's part of the supply value
    in parts of ten thousand. VAT is never supported. Vouchers are used from `starts_on` to `ends_on`.
    """

    title = models.CharField(max_length=200)
    agency = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    budget_line = models.ForeignKey("programmes.BudgetLine", on_delete=models.PROTECT, related_name="+")
    ceilings = models.JSONField()
    own_share = models.PositiveIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    generated = models.BooleanField(default=False)

    class Meta:
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(own_share__gte=0, own_share__lt=10_000), name="voucher_own_share"
            ),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="voucher_programme_days"),
            models.CheckConstraint(condition=~Q(title=""), name="voucher_programme_titled"),
        ]

    def __str__(self) -> str:
        return self.title


class TradingParty(Entity):
    """What an organisation states about itself for trade: who represents it, and where it is. Asked of suppliers and
    companies under a voucher programme, to see whether they are related.
    """

    organisation = models.OneToOneField(
        "identity.Organisation", on_delete=models.PROTECT, related_name="trading_party"
    )
    representative = models.CharField(max_length=100)
    address = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(representative="") & ~Q(address=""), name="trading_party_stated"
            )
        ]

    def __str__(self) -> str:
        return self.organisation_id


class Supplier(Entity):
    """An organisation's registration as supplier under a voucher programme."""

    programme = models.ForeignKey(VoucherProgramme, on_delete=models.PROTECT, related_name="suppliers")
    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=SupplierState.choices, default=SupplierState.APPLIED)
    note = models.TextField(blank=True)
    applied_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["programme", "-applied_at"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "organisation"], name="supplier_once"),
            models.CheckConstraint(condition=Q(state__in=SupplierState.values), name="supplier_state"),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} {self.organisation_id}"


class Voucher(Entity):
    """Support for one company to buy from one supplier; usable once all three parties have signed its agreement.

    `amount_krw` is the support, committed on the programme's budget line; the company's own part comes on top.
    `terms` is the agreement's text as all three sign it, `digest` the SHA-256 over its canonical form, `statement` the
    signed statement made of it when the last of the three has signed.
    """

    number = models.CharField(max_length=20, unique=True)
    programme = models.ForeignKey(VoucherProgramme, on_delete=models.PROTECT, related_name="vouchers")
    kind = models.CharField(max_length=14, choices=VoucherKind.choices)
    company = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    supplier = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    amount_krw = models.BigIntegerField()
    terms = models.JSONField()
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=9, choices=VoucherState.choices, default=VoucherState.PROPOSED)
    starts_on = models.DateField()
    ends_on = models.DateField()
    proposed_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    returned_krw = models.BigIntegerField(default=0)
    report = models.TextField(blank=True)
    statement = models.CharField(max_length=26, blank=True)
    generated = models.BooleanField(default=False)

    class Meta:
        ordering = ["-proposed_at", "-id"]
        indexes = [
            models.Index(fields=["company", "state"], name="voucher_company"),
            models.Index(fields=["supplier", "state"], name="voucher_supplier"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=VoucherState.values), name="voucher_state"),
            models.CheckConstraint(condition=Q(kind__in=VoucherKind.values), name="voucher_kind"),
            models.CheckConstraint(condition=~Q(company=F("supplier")), name="voucher_two_parties"),
            models.CheckConstraint(
                condition=Q(amount_krw__gt=0, returned_krw__gte=0, returned_krw__lte=F("amount_krw")),
                name="voucher_amount",
            ),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="voucher_days"),
            models.CheckConstraint(
                condition=~Q(state=VoucherState.ACTIVE) | Q(issued_at__isnull=False), name="voucher_issued"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class VoucherSignature(Entity):
    """One party's signature under a voucher agreement: who signed which words when."""

    voucher = models.ForeignKey(Voucher, on_delete=models.PROTECT, related_name="signatures")
    party = models.CharField(max_length=8, choices=Signatory.choices)
    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    signed_by = models.CharField(max_length=26)
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ["signed_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["voucher", "party"], name="voucher_signature_once"),
            models.CheckConstraint(condition=Q(party__in=Signatory.values), name="voucher_signature_party"),
        ]

    def __str__(self) -> str:
        return f"{self.voucher_id} {self.party}"


class MisuseFinding(Entity):
    """What a check found about an order paid by voucher; it stands in the way until an officer waives it."""

    order = models.ForeignKey("Order", on_delete=models.PROTECT, related_name="findings")
    check_id = models.CharField(max_length=40)
    text_ko = models.TextField()
    text_en = models.TextField()
    found_at = models.DateTimeField()
    waived_at = models.DateTimeField(null=True)
    waived_by = models.CharField(max_length=26, blank=True)
    waived_because = models.TextField(blank=True)

    class Meta:
        ordering = ["found_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["order", "check_id"], name="misuse_once"),
            models.CheckConstraint(
                condition=Q(waived_at__isnull=True, waived_by="", waived_because="")
                | (Q(waived_at__isnull=False) & ~Q(waived_by="") & ~Q(waived_because="")),
                name="misuse_waived",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.check_id}"
