"""Whose trade somebody may see: their own organisation's, the vouchers of their agency, as auditor everything."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet, Sum

from yunghap.core.actors import Actor
from yunghap.exchange import rules
from yunghap.exchange.enums import PaymentMeans, Purse
from yunghap.exchange.models import (
    Account,
    Agreement,
    Order,
    Participant,
    Payment,
    Quote,
    Voucher,
    VoucherProgramme,
)
from yunghap.identity import service as identity


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody is to an order, quote or voucher."""

    buyer: bool = False
    provider: bool = False
    agency: bool = False
    auditor: bool = False

    @property
    def any(self) -> bool:
        """They may see it."""
        return self.buyer or self.provider or self.agency or self.auditor


def _in(by: Actor, permission: str, path: str) -> Q:
    where = identity.organisations_where(by, permission)
    return Q() if where is None else Q(**{f"{path}__in": where})


def _audits(by: Actor) -> bool:
    return identity.can(by, rules.AUDIT)


def orders_for(by: Actor) -> QuerySet[Order]:
    """The orders somebody may see."""
    rows = Order.objects.select_related("buyer", "provider", "voucher__programme")
    if _audits(by):
        return rows
    return rows.filter(
        _in(by, rules.CONSUME, "buyer")
        | _in(by, rules.PROVIDE, "provider")
        | _in(by, rules.SUPPORT, "voucher__programme__agency")
    )


def quotes_for(by: Actor) -> QuerySet[Quote]:
    """The quotes somebody may see."""
    rows = Quote.objects.select_related("offer__product", "buyer", "provider")
    if _audits(by):
        return rows
    return rows.filter(_in(by, rules.CONSUME, "buyer") | _in(by, rules.PROVIDE, "provider"))


def vouchers_for(by: Actor) -> QuerySet[Voucher]:
    """The vouchers somebody may see."""
    rows = Voucher.objects.select_related("programme__agency", "company", "supplier")
    if _audits(by):
        return rows
    return rows.filter(
        _in(by, rules.CONSUME, "company")
        | _in(by, rules.PROVIDE, "supplier")
        | _in(by, rules.SUPPORT, "programme__agency")
    )


def standing(by: Actor, *, buyer: str, provider: str, agency: str | None = None) -> Standing:
    """What somebody is between two organisations and an agency."""
    return Standing(
        buyer=identity.can(by, rules.CONSUME, organisation=buyer),
        provider=identity.can(by, rules.PROVIDE, organisation=provider),
        agency=agency is not None and identity.can(by, rules.SUPPORT, organisation=agency),
        auditor=_audits(by),
    )


@dataclass(frozen=True, slots=True)
class VoucherMoney:
    """Where a voucher's money is, in won: amount = left + reserved + spent + returned, once it is issued."""

    amount_krw: int
    left_krw: int
    reserved_krw: int
    spent_krw: int
    returned_krw: int


def money_of(voucher: Voucher) -> VoucherMoney:
    """Where the money of a voucher is."""
    orders = [f"{Purse.RESERVED}:{pk}" for pk in voucher.orders.values_list("pk", flat=True)]
    balances = dict(
        Account.objects.filter(key__in=[f"{Purse.VOUCHER}:{voucher.pk}", *orders]).values_list(
            "key", "balance_krw"
        )
    )
    left = balances.pop(f"{Purse.VOUCHER}:{voucher.pk}", 0)
    paid = Payment.objects.filter(invoice__order__voucher=voucher, means=PaymentMeans.VOUCHER).aggregate(
        amount=Sum("amount_krw"), refunded=Sum("refunded_krw")
    )
    spent = (paid["amount"] or 0) - (paid["refunded"] or 0)
    return VoucherMoney(voucher.amount_krw, left, sum(balances.values()), spent, voucher.returned_krw)


def programmes_for(by: Actor) -> QuerySet[VoucherProgramme]:
    """Every voucher programme: they are public to whoever takes part in trade."""
    del by
    return VoucherProgramme.objects.select_related("agency", "budget_line__programme")


@dataclass(frozen=True, slots=True)
class Reward:
    """What a provider got for its data, in won without VAT."""

    orders: int
    invoiced_krw: int
    received_krw: int
    by_voucher_krw: int


def reward_of(organisation: str) -> Reward:
    """The reward of a provider over all its orders."""
    orders = Order.objects.filter(provider=organisation).exclude(state="CANCELLED")
    invoiced = orders.aggregate(total=Sum("invoices__supply_krw"))["total"] or 0
    paid = Payment.objects.filter(invoice__order__provider=organisation)
    received = paid.aggregate(amount=Sum("amount_krw"), refunded=Sum("refunded_krw"))
    vouchers = paid.filter(means=PaymentMeans.VOUCHER).aggregate(
        amount=Sum("amount_krw"), refunded=Sum("refunded_krw")
    )
    return Reward(
        orders.count(),
        invoiced,
        (received["amount"] or 0) - (received["refunded"] or 0),
        (vouchers["amount"] or 0) - (vouchers["refunded"] or 0),
    )


def likely_provider(
    agreement: Agreement, among: QuerySet[identity.Organisation]
) -> identity.Organisation | None:
    """Who of these is paid for what an agreement gives: the provider of the last order from the same participant, the
    organisation that the participant is or is called like, or the only one; None where that is open.
    """
    counterparty = agreement.counterparty
    before = Order.objects.filter(agreement__counterparty=counterparty, agreement__side="CONSUMER")
    participant = Participant.objects.filter(key=counterparty).first()
    named = identity.find_organisation(participant.name) if participant else None
    last = before.order_by("-created_at").first()
    for id in (  # noqa: A001
        last.provider_id if last else None,
        participant.organisation_id if participant else None,
        named.pk if named else None,
    ):
        found = among.filter(pk=id).first() if id else None
        if found is not None:
            return found
    return among.first() if among.count() == 1 else None
