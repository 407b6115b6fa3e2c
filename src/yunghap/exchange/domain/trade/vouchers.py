"""Vouchers: proposed, signed by three parties, in use, settled or expired."""

from datetime import date, datetime
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.core import canonical, clock
from yunghap.core.actors import SYSTEM, Actor
from yunghap.core.errors import Conflict, InvalidInput, NotAllowed, sentence
from yunghap.core.text import clean_text
from yunghap.core.versions import update_versioned
from yunghap.exchange import rules
from yunghap.exchange.domain.trade import books, numbers, orders, support
from yunghap.exchange.domain.trade.telling import tell
from yunghap.exchange.domain.trade.voucher_terms import voucher_terms
from yunghap.exchange.enums import (
    EntryKind,
    OrderState,
    Signatory,
    SupplierState,
    VoucherKind,
    VoucherState,
)
from yunghap.exchange.models import Order, Payment, Voucher, VoucherProgramme, VoucherSignature
from yunghap.identity import service as identity
from yunghap.ledger.service import record, sign_statement
from yunghap.programmes import service as programmes

KIND = "exchange.voucher_agreement"


@transaction.atomic
def propose_voucher(
    *,
    programme: VoucherProgramme,
    kind: VoucherKind,
    company: identity.Organisation,
    supplier: identity.Organisation,
    amount_krw: int,
    purpose: str,
    generated: bool = False,
    by: Actor,
    at: datetime | None = None,
) -> Voucher:
    """Propose support for a company that buys from a supplier; the company or the agency does it.

    Raises InvalidInput above the ceiling of the kind, for a supplier that is not registered, and without a purpose.
    """
    at = at or clock.now()
    if not identity.can(by, rules.SUPPORT, organisation=programme.agency_id):
        identity.require(by, rules.CONSUME, organisation=company.pk)
    if company.pk == supplier.pk:
        raise InvalidInput(_("Nobody buys from oneself."), field="supplier")
    ceiling = int(programme.ceilings.get(kind, 0))
    if not 1 <= amount_krw <= ceiling:
        raise InvalidInput(
            _("The support is at most KRW %(ceiling)s for this kind.") % {"ceiling": f"{ceiling:,}"},
            field="amount_krw",
        )
    _must_supply(programme, supplier.pk)
    purpose = clean_text(purpose)
    if not purpose:
        raise InvalidInput(_("Say what the data are for."), field="purpose")
    number = numbers.next_number(numbers.VOUCHER, at)
    terms = voucher_terms(
        programme=programme,
        kind=kind,
        company=company,
        supplier=supplier,
        amount_krw=amount_krw,
        purpose=purpose,
        number=number,
    )
    voucher = Voucher.objects.create(
        number=number,
        programme=programme,
        kind=kind,
        company=company,
        supplier=supplier,
        amount_krw=amount_krw,
        terms=terms,
        digest=sha256(canonical.encode(terms)).hexdigest(),
        starts_on=programme.starts_on,
        ends_on=programme.ends_on,
        proposed_at=at,
        generated=generated,
        created_at=at,
    )
    _note(voucher, "proposed", by, at, {"krw": amount_krw, "digest": voucher.digest})
    for permission, organisation in (
        (rules.CONSUME, voucher.company_id),
        (rules.PROVIDE, voucher.supplier_id),
        (rules.SUPPORT, programme.agency_id),
    ):
        _tell(
            voucher,
            _("A voucher agreement waits for your signature"),
            permission=permission,
            organisation=organisation,
            by=by,
            at=at,
        )
    return voucher


def _must_supply(programme: VoucherProgramme, organisation: str) -> None:
    if not programme.suppliers.filter(organisation=organisation, state=SupplierState.REGISTERED).exists():
        raise InvalidInput(
            _("This supplier is not registered under the voucher programme."), field="supplier"
        )


def party_of(voucher: Voucher, party: Signatory) -> tuple[str, str]:
    """The organisation of a party, and the permission with which its people sign."""
    return {
        Signatory.COMPANY: (voucher.company_id, rules.CONSUME),
        Signatory.SUPPLIER: (voucher.supplier_id, rules.PROVIDE),
        Signatory.AGENCY: (voucher.programme.agency_id, rules.SUPPORT),
    }[party]


@transaction.atomic
def sign_voucher(
    *, voucher: Voucher, party: Signatory, digest: str, by: Actor, at: datetime | None = None
) -> Voucher:
    """Sign the agreement as one of its three parties; with the third signature the voucher is issued.

    `digest` is of the words that were read. With the agency's signature the money is committed on the budget line.
    Raises Conflict for other words, a second signature or a budget line without enough left, NotAllowed, also for who
    has signed for another party.
    """
    at = at or clock.now()
    organisation, permission = party_of(voucher, party)
    identity.require(by, permission, organisation=organisation)
    if by.kind != "person":
        raise NotAllowed(_("Only a person signs."))
    voucher = _locked(voucher)
    if voucher.state != VoucherState.PROPOSED or digest != voucher.digest:
        raise Conflict(_("These are not the words that wait for a signature."))
    if voucher.signatures.filter(party=party).exists():
        raise Conflict(_("This party has signed already."))
    if voucher.signatures.filter(signed_by=by.id).exists():
        raise NotAllowed(_("Nobody signs for two parties."))
    VoucherSignature.objects.create(
        voucher=voucher,
        party=party,
        organisation_id=organisation,
        digest=digest,
        signed_by=by.id,
        signed_at=at,
        created_at=at,
    )
    if party == Signatory.AGENCY:
        _must_supply(voucher.programme, voucher.supplier_id)
        programmes.commit_money(
            line=voucher.programme.budget_line,
            subject=f"{support.SUBJECT}:{voucher.pk}",
            amount_krw=voucher.amount_krw,
            by=by,
            at=at,
        )
    _note(voucher, "signed", by, at, {"party": str(party), "digest": digest})
    if voucher.signatures.count() == len(Signatory):
        _issue(voucher, by, at)
    return voucher


def _issue(voucher: Voucher, by: Actor, at: datetime) -> None:
    """All three have signed: the agreement becomes a signed statement, and the money lies in the voucher."""
    signatures = [
        {
            "party": str(one.party),
            "organisation": one.organisation_id,
            "signed_by": one.signed_by,
            "at": one.signed_at,
        }
        for one in voucher.signatures.all()
    ]
    statement = sign_statement(
        kind=KIND,
        subject=f"voucher:{voucher.pk}",
        content={"terms": voucher.terms, "digest": voucher.digest, "signatures": signatures},
        by=by,
        at=at,
    )
    update_versioned(
        voucher,
        expected=voucher.version,
        changes={"state": VoucherState.ACTIVE, "issued_at": at, "statement": statement.pk},
    )
    books.post(
        kind=EntryKind.VOUCHER_ISSUED,
        subject=f"voucher:{voucher.pk}",
        moves=[(support.budget_of(voucher), support.voucher_purse(voucher), voucher.amount_krw)],
        text=voucher.number,
        by=by,
        at=at,
    )
    _note(voucher, "issued", by, at, {"statement": statement.pk, "krw": voucher.amount_krw})
    for permission, organisation in (
        (rules.CONSUME, voucher.company_id),
        (rules.PROVIDE, voucher.supplier_id),
    ):
        _tell(
            voucher,
            _("A voucher is ready to be used"),
            permission=permission,
            organisation=organisation,
            by=by,
            at=at,
        )


@transaction.atomic
def cancel_voucher(*, voucher: Voucher, reason: str, by: Actor, at: datetime | None = None) -> Voucher:
    """Take back a voucher that not all have signed. Raises Conflict for one in use, InvalidInput without a reason."""
    at = at or clock.now()
    if not identity.can(by, rules.SUPPORT, organisation=voucher.programme.agency_id):
        identity.require(by, rules.CONSUME, organisation=voucher.company_id)
    if not reason.strip():
        raise InvalidInput(_("Say why."), field="reason")
    voucher = _locked(voucher)
    if voucher.state != VoucherState.PROPOSED:
        raise Conflict(_("This voucher is issued already."))
    for commitment in programmes.Commitment.objects.filter(
        subject=f"{support.SUBJECT}:{voucher.pk}", released_at__isnull=True
    ):
        programmes.release_commitment(commitment=commitment, by=by, at=at)
    update_versioned(
        voucher,
        expected=voucher.version,
        changes={"state": VoucherState.CANCELLED, "ended_at": at, "report": reason.strip()},
    )
    _note(voucher, "cancelled", by, at, {"reason": reason.strip()})
    return voucher


@transaction.atomic
def settle_voucher(*, voucher: Voucher, report: str, by: Actor, at: datetime | None = None) -> Voucher:
    """The company reports what became of the support; what is left returns to the budget line.

    Raises Conflict while an order is open, InvalidInput without a report.
    """
    at = at or clock.now()
    identity.require(by, rules.CONSUME, organisation=voucher.company_id)
    report = clean_text(report)
    if not report:
        raise InvalidInput(_("Report what the data were used for and what came of it."), field="report")
    voucher = _locked(voucher)
    if voucher.state == VoucherState.EXPIRED and not voucher.report:
        update_versioned(voucher, expected=voucher.version, changes={"report": report})
        _note(voucher, "reported", by, at, {})
        return voucher
    if voucher.state != VoucherState.ACTIVE:
        raise Conflict(_("This voucher is not in use."))
    running = list(voucher.orders.exclude(state__in=orders.OVER).values_list("number", flat=True))
    if running:
        told = _(
            "Orders of this voucher are not finished: %(numbers)s. Who provides the data closes an order that is paid."
        )
        raise Conflict(sentence(told, numbers=", ".join(running)))
    return _end(voucher, VoucherState.CLOSED, report, by, at)


def expire_vouchers(*, at: datetime | None = None) -> int:
    """End every voucher whose last day is over: what was not delivered is cancelled, what is left returns; how many."""
    at = at or clock.now()
    day = clock.local_date(at)
    number = 0
    for voucher in Voucher.objects.filter(state=VoucherState.ACTIVE, ends_on__lt=day):
        for order in voucher.orders.filter(state__in=[OrderState.PLACED, OrderState.AGREED]):
            _cancel_expired(order, at)
        with transaction.atomic():
            locked = _locked(voucher)
            if locked.state == VoucherState.ACTIVE:
                _end(locked, VoucherState.EXPIRED, "", SYSTEM, at)
                number += 1
    for voucher in Voucher.objects.filter(state=VoucherState.PROPOSED, ends_on__lt=day):
        cancel_voucher(voucher=voucher, reason="not signed in time", by=SYSTEM, at=at)
    return number


def _cancel_expired(order: Order, at: datetime) -> None:
    orders.cancel_order(order=order, reason="바우처 기한 만료", expected=order.version, by=SYSTEM, at=at)


def _end(voucher: Voucher, state: VoucherState, report: str, by: Actor, at: datetime) -> Voucher:
    update_versioned(
        voucher,
        expected=voucher.version,
        changes={"state": state, "ended_at": at, "report": report},
    )
    left = support.send_back(voucher, by=by, at=at)
    _note(voucher, str(state).lower(), by, at, {"returned_krw": left})
    for permission, organisation in (
        (rules.CONSUME, voucher.company_id),
        (rules.SUPPORT, voucher.programme.agency_id),
    ):
        _tell(
            voucher, _("A voucher has ended"), permission=permission, organisation=organisation, by=by, at=at
        )
    return voucher


@transaction.atomic
def record_payout(*, payment: Payment, by: Actor, at: datetime | None = None) -> Payment:
    """Record that the agency has transferred a voucher payment to the supplier. Raises Conflict if done before."""
    at = at or clock.now()
    payment = Payment.objects.select_for_update().get(pk=payment.pk)
    voucher = payment.invoice.order.voucher
    if voucher is None:
        raise Conflict(_("This was not paid by voucher."))
    identity.require(by, rules.SUPPORT, organisation=voucher.programme.agency_id)
    support.pay_out(payment, by=by, at=at)
    return payment


def days_left(voucher: Voucher, today: date) -> int:
    """Days until the last day of use."""
    return (voucher.ends_on - today).days


def _locked(voucher: Voucher) -> Voucher:
    rows = Voucher.objects.select_for_update(of=("self",)).select_related("programme__budget_line")
    return rows.get(pk=voucher.pk)


def _note(voucher: Voucher, what: str, by: Actor, at: datetime, details: dict[str, object]) -> None:
    record(
        action=f"exchange.voucher.{what}",
        subject=f"voucher:{voucher.pk}",
        by=by,
        at=at,
        details={"number": voucher.number, **details},
    )


def _tell(
    voucher: Voucher, subject: object, *, permission: str, organisation: str, by: Actor, at: datetime
) -> None:
    tell(
        permission=permission,
        organisation=organisation,
        subject=subject,
        text=voucher.number,
        link=f"/trade/vouchers/{voucher.pk}/",
        by=by,
        at=at,
    )
