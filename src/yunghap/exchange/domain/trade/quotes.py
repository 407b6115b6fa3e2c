"""Quotes: a buyer asks for a price, the provider states terms that hold until a day."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, InvalidInput
from yunghap.core.money import LIMIT
from yunghap.core.text import clean_text
from yunghap.core.versions import update_versioned
from yunghap.exchange import rules
from yunghap.exchange.domain.trade import pricing
from yunghap.exchange.domain.trade.telling import tell
from yunghap.exchange.enums import PriceForm, ProductState, QuoteState, Vat
from yunghap.exchange.models import Offer, Quote, Terms
from yunghap.identity import service as identity
from yunghap.ledger.service import record


@dataclass(frozen=True, slots=True)
class Quoted:
    """What a provider quotes: won per period or unit or once, or a share in parts of ten thousand."""

    valid_until: date
    unit_krw: int | None = None
    share: int | None = None
    quantity: int | None = None
    vat: str = Vat.TAXABLE
    reply: str = ""


def terms_of(offer: Offer, *, quantity: int | None = None, vat: str = Vat.TAXABLE) -> dict[str, object]:
    """The terms of an offer at its list price, as columns of `models.Terms`."""
    return {
        "price_form": offer.price_form,
        "unit_krw": offer.price_krw,
        "period": offer.period,
        "metered_unit": offer.metered_unit,
        "share": offer.share,
        "quantity": quantity,
        "vat": vat,
    }


def columns_of(terms: Terms) -> dict[str, object]:
    """Terms as columns, to be copied."""
    names = ("price_form", "unit_krw", "period", "metered_unit", "share", "quantity", "vat")
    return {name: getattr(terms, name) for name in names}


def check_offer(offer: Offer, buyer: str) -> None:
    """Raises Conflict where an offer cannot be had, or by its own provider."""
    if offer.ended_at is not None or offer.product.state != ProductState.PUBLISHED:
        raise Conflict(_("This offer has ended."))
    if offer.product.provider_id == buyer:
        raise Conflict(_("Nobody buys from oneself."))


@transaction.atomic
def ask_quote(
    *,
    offer: Offer,
    buyer: identity.Organisation,
    quantity: int | None = None,
    question: str = "",
    by: Actor,
    at: datetime | None = None,
) -> Quote:
    """Ask the provider of an offer for a price. Raises Conflict for an offer that cannot be had, InvalidInput."""
    at = at or clock.now()
    identity.require(by, rules.CONSUME, organisation=buyer.pk)
    check_offer(offer, buyer.pk)
    if offer.price_form == PriceForm.FREE:
        raise InvalidInput(_("What is free of charge needs no order."))
    if quantity is not None and not 1 <= quantity <= LIMIT:
        raise InvalidInput(_("This is no quantity."), field="quantity")
    quote = Quote.objects.create(
        offer=offer,
        buyer=buyer,
        provider_id=offer.product.provider_id,
        question=_text(question),
        asked_at=at,
        created_at=at,
        **terms_of(offer, quantity=quantity),
    )
    _note(quote, "asked", by, at)
    _tell(
        quote,
        _("A price is asked for"),
        permission=rules.PROVIDE,
        organisation=quote.provider_id,
        by=by,
        at=at,
    )
    return quote


@transaction.atomic
def give_quote(
    *, quote: Quote, quoted: Quoted, expected: int, by: Actor, at: datetime | None = None
) -> Quote:
    """Answer with terms that hold until a day. Raises InvalidInput for terms that are none, Conflict if answered."""
    at = at or clock.now()
    identity.require(by, rules.PROVIDE, organisation=quote.provider_id)
    if quote.state != QuoteState.ASKED:
        raise Conflict(_("This was answered before."))
    if quoted.valid_until < clock.local_date(at):
        raise InvalidInput(_("This day is over."), field="valid_until")
    terms: dict[str, object] = {
        **columns_of(quote),
        "unit_krw": quoted.unit_krw,
        "share": quoted.share,
        "quantity": quoted.quantity or quote.quantity,
        "vat": quoted.vat,
    }
    pricing.check_terms(Quote(**terms))
    update_versioned(
        quote,
        expected=expected,
        changes={
            **terms,
            "state": QuoteState.GIVEN,
            "reply": _text(quoted.reply),
            "valid_until": quoted.valid_until,
            "given_at": at,
        },
    )
    _note(quote, "given", by, at)
    _tell(quote, _("A quote has come"), permission=rules.CONSUME, organisation=quote.buyer_id, by=by, at=at)
    return quote


@transaction.atomic
def decline_quote(*, quote: Quote, reply: str, expected: int, by: Actor, at: datetime | None = None) -> Quote:
    """Say no, and why. Raises InvalidInput without a reason, Conflict if answered before."""
    at = at or clock.now()
    identity.require(by, rules.PROVIDE, organisation=quote.provider_id)
    if quote.state != QuoteState.ASKED:
        raise Conflict(_("This was answered before."))
    if not _text(reply):
        raise InvalidInput(_("Say why."), field="reply")
    update_versioned(quote, expected=expected, changes={"state": QuoteState.DECLINED, "reply": _text(reply)})
    _note(quote, "declined", by, at)
    _tell(quote, _("No quote was given"), permission=rules.CONSUME, organisation=quote.buyer_id, by=by, at=at)
    return quote


def _text(text: str) -> str:
    return clean_text(text)[:4_000]


def _note(quote: Quote, what: str, by: Actor, at: datetime) -> None:
    details = {"offer": quote.offer_id, "unit_krw": quote.unit_krw, "quantity": quote.quantity}
    record(action=f"exchange.quote.{what}", subject=f"quote:{quote.pk}", by=by, at=at, details=details)


def _tell(
    quote: Quote, subject: object, *, permission: str, organisation: str, by: Actor, at: datetime
) -> None:
    tell(
        permission=permission,
        organisation=organisation,
        subject=subject,
        text=quote.offer.product.title,
        link=f"/trade/quotes/{quote.pk}/",
        by=by,
        at=at,
    )
