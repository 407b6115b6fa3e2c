"""Orders: placed by a buyer, agreed, delivered, accepted, closed or cancelled."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, InvalidInput
from yunghap.core.outbox import publish
from yunghap.core.text import clean_name, clean_text
from yunghap.core.versions import update_versioned
from yunghap.exchange import rules
from yunghap.exchange.domain.trade import invoices, misuse, numbers, pricing, support
from yunghap.exchange.domain.trade.quotes import check_offer, columns_of, terms_of
from yunghap.exchange.domain.trade.telling import tell
from yunghap.exchange.enums import AgreementState, OrderState, PriceForm, QuoteState, Side
from yunghap.exchange.models import Agreement, Offer, Order, Quote, Terms, Voucher
from yunghap.identity import service as identity
from yunghap.ledger.service import record

OVER = (OrderState.CLOSED, OrderState.CANCELLED)


@transaction.atomic
def place_order(
    *,
    offer: Offer,
    buyer: identity.Organisation,
    quantity: int | None = None,
    quote: Quote | None = None,
    voucher: Voucher | None = None,
    generated: bool = False,
    by: Actor,
    at: datetime | None = None,
) -> Order:
    """Order at the list price, or on the terms of a quote; with a voucher its support is reserved at once.

    Raises Conflict for an offer or a quote that does not hold, InvalidInput for terms without what their form needs and
    for a voucher that does not fit.
    """
    at = at or clock.now()
    identity.require(by, rules.CONSUME, organisation=buyer.pk)
    check_offer(offer, buyer.pk)
    if quote is not None:
        _take_quote(quote, offer, buyer, at)
    order = Order(
        title=offer.product.title,
        offer=offer,
        quote=quote,
        buyer=buyer,
        provider_id=offer.product.provider_id,
        generated=generated,
        **(columns_of(quote) if quote is not None else terms_of(offer, quantity=quantity)),
    )
    return _place(order, voucher, by, at)


@transaction.atomic
def order_under_agreement(
    *,
    agreement: Agreement,
    provider: identity.Organisation,
    title: str,
    terms: Terms,
    voucher: Voucher | None = None,
    generated: bool = False,
    by: Actor,
    at: datetime | None = None,
) -> Order:
    """Order what an agreement of ours with a provider on another platform gives, at the terms agreed there.

    `provider` is that provider as an organisation here, whose people agree to the terms and receive the money. Raises
    Conflict for an agreement that does not hold or was ordered before.
    """
    at = at or clock.now()
    identity.require(by, rules.CONSUME, organisation=agreement.participant_id)
    if agreement.side != Side.CONSUMER or agreement.state != AgreementState.ACTIVE:
        raise Conflict(_("This agreement gives nothing to order."))
    if Order.objects.filter(agreement=agreement).exists():
        raise Conflict(_("There is an order for this agreement."))
    if provider.pk == agreement.participant_id:
        raise Conflict(_("Nobody buys from oneself."))
    order = Order(
        title=clean_name(title, longest=300),
        agreement=agreement,
        buyer_id=agreement.participant_id,
        provider=provider,
        generated=generated,
        **columns_of(terms),
    )
    return _place(order, voucher, by, at)


def _place(order: Order, voucher: Voucher | None, by: Actor, at: datetime) -> Order:
    pricing.check_terms(order)
    order.number = numbers.next_number(numbers.ORDER, at)
    order.placed_at = order.created_at = at
    order.supply_krw = pricing.supply_of(order)
    if voucher is not None:
        order.voucher = voucher
        order.support_krw = support.supportable(order, voucher, at)
    order.save(force_insert=True)
    if voucher is not None:
        support.reserve(order, by=by, at=at)
        misuse.look(order, "order", by=by, at=at)
    _note(order, "placed", by, at, {"supply_krw": order.supply_krw, "support_krw": order.support_krw})
    _tell(
        order, _("An order has come"), permission=rules.PROVIDE, organisation=order.provider_id, by=by, at=at
    )
    return order


def _take_quote(quote: Quote, offer: Offer, buyer: identity.Organisation, at: datetime) -> None:
    if (quote.offer_id, quote.buyer_id) != (offer.pk, buyer.pk):
        raise InvalidInput(_("This quote is for something else."))
    if quote.state != QuoteState.GIVEN or quote.valid_until is None:
        raise Conflict(_("This quote does not stand."))
    if quote.valid_until < clock.local_date(at):
        raise Conflict(_("The quote held until %(day)s.") % {"day": quote.valid_until})
    update_versioned(quote, expected=quote.version, changes={"state": QuoteState.ORDERED})


@transaction.atomic
def agree_order(
    *, order: Order, agreement: Agreement | None = None, expected: int, by: Actor, at: datetime | None = None
) -> Order:
    """The provider agrees, or the connector reports the agreement that was concluded. Raises Conflict out of turn."""
    at = at or clock.now()
    if by.kind != "system":
        identity.require(by, rules.PROVIDE, organisation=order.provider_id)
    _must_be(order, OrderState.PLACED)
    changes: dict[str, object] = {"state": OrderState.AGREED, "agreed_at": at}
    if agreement is not None:
        changes["agreement"] = agreement
    update_versioned(order, expected=expected, changes=changes)
    _note(order, "agreed", by, at, {"agreement": agreement.key if agreement else None})
    _tell(
        order, _("Your order is agreed"), permission=rules.CONSUME, organisation=order.buyer_id, by=by, at=at
    )
    return order


@transaction.atomic
def deliver_order(*, order: Order, expected: int, by: Actor, at: datetime | None = None) -> Order:
    """The data can be had: the provider says so, or the exchange saw the first transfer.

    Raises Conflict out of turn.
    """
    at = at or clock.now()
    if by.kind != "system":
        identity.require(by, rules.PROVIDE, organisation=order.provider_id)
    _must_be(order, OrderState.AGREED)
    update_versioned(order, expected=expected, changes={"state": OrderState.DELIVERED, "delivered_at": at})
    _note(order, "delivered", by, at, {})
    _tell(
        order,
        _("Your order is delivered: please look and accept"),
        permission=rules.CONSUME,
        organisation=order.buyer_id,
        by=by,
        at=at,
    )
    return order


@transaction.atomic
def accept_delivery(*, order: Order, expected: int, by: Actor, at: datetime | None = None) -> Order:
    """The buyer accepts: what is due now is invoiced, and the voucher pays its part unless a finding stands in the way.

    Raises Conflict out of turn.
    """
    at = at or clock.now()
    identity.require(by, rules.CONSUME, organisation=order.buyer_id)
    _must_be(order, OrderState.DELIVERED)
    update_versioned(order, expected=expected, changes={"state": OrderState.ACCEPTED, "accepted_at": at})
    _note(order, "accepted", by, at, {})
    if order.price_form in {PriceForm.LUMP_SUM, PriceForm.FIXED}:
        invoices.draw_invoice(order, by=by, at=at)
    if order.voucher_id:
        misuse.look(order, "acceptance", by=by, at=at)
        support.spend_open(order, by=by, at=at)
    _tell(
        order,
        _("Your delivery was accepted"),
        permission=rules.PROVIDE,
        organisation=order.provider_id,
        by=by,
        at=at,
    )
    return order


@transaction.atomic
def cancel_order(*, order: Order, reason: str, expected: int, by: Actor, at: datetime | None = None) -> Order:
    """Either side cancels before acceptance; reserved support goes back. Raises InvalidInput, Conflict, NotAllowed."""
    at = at or clock.now()
    if by.kind != "system":
        side = (
            (rules.PROVIDE, order.provider_id)
            if by.organisation == order.provider_id
            else (
                rules.CONSUME,
                order.buyer_id,
            )
        )
        identity.require(by, side[0], organisation=side[1])
    _must_be(order, OrderState.PLACED, OrderState.AGREED, OrderState.DELIVERED)
    reason = clean_text(reason)
    if not reason:
        raise InvalidInput(_("Say why."), field="reason")
    update_versioned(
        order,
        expected=expected,
        changes={"state": OrderState.CANCELLED, "ended_at": at, "reason": reason},
    )
    if order.voucher_id:
        support.release(order, by=by, at=at)
    _note(order, "cancelled", by, at, {"reason": reason})
    for permission, organisation in ((rules.CONSUME, order.buyer_id), (rules.PROVIDE, order.provider_id)):
        if organisation != by.organisation:
            _tell(
                order,
                _("An order was cancelled"),
                permission=permission,
                organisation=organisation,
                by=by,
                at=at,
            )
    return order


@transaction.atomic
def close_order(*, order: Order, expected: int, by: Actor, at: datetime | None = None) -> Order:
    """End an accepted order whose invoices are settled; support that was not used goes back.

    Raises Conflict out of turn or while something is unpaid.
    """
    at = at or clock.now()
    if by.kind != "system":
        identity.require(by, rules.PROVIDE, organisation=order.provider_id)
    _must_be(order, OrderState.ACCEPTED)
    if any(invoice.open_krw for invoice in order.invoices.all()):
        raise Conflict(_("An invoice is not settled yet."))
    update_versioned(order, expected=expected, changes={"state": OrderState.CLOSED, "ended_at": at})
    if order.voucher_id:
        support.release(order, by=by, at=at)
    _note(order, "closed", by, at, {})
    return order


def _must_be(order: Order, *states: OrderState) -> None:
    if order.state not in states:
        raise Conflict(_("This order is at another step: %(state)s.") % {"state": order.get_state_display()})


def _note(order: Order, what: str, by: Actor, at: datetime, details: dict[str, object]) -> None:
    record(
        action=f"exchange.order.{what}",
        subject=f"order:{order.pk}",
        by=by,
        at=at,
        details={"number": order.number, **details},
    )
    publish(
        topic=f"exchange.order.{what}",
        subject=f"order:{order.pk}",
        payload={"order": order.pk, "offer": order.offer_id, "buyer": order.buyer_id},
        at=at,
    )


def _tell(
    order: Order, subject: object, *, permission: str, organisation: str, by: Actor, at: datetime
) -> None:
    tell(
        permission=permission,
        organisation=organisation,
        subject=subject,
        text=f"{order.number} {order.title}",
        link=f"/trade/orders/{order.pk}/",
        by=by,
        at=at,
    )
