"""Voucher programmes of an agency and the registration of suppliers."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, InvalidInput
from yunghap.core.text import clean_name, clean_text
from yunghap.core.versions import update_versioned
from yunghap.exchange import rules
from yunghap.exchange.enums import SupplierState, VoucherKind
from yunghap.exchange.models import Supplier, TradingParty, VoucherProgramme
from yunghap.identity import service as identity
from yunghap.ledger.service import record
from yunghap.programmes import service as programmes

# The ceilings of the data-voucher programme of 2020 and 2021, and its company's own share: where an agency begins.
CEILINGS = {
    VoucherKind.PURCHASE: 18_000_000,
    VoucherKind.PROCESSING: 45_000_000,
    VoucherKind.AI_PROCESSING: 70_000_000,
}
OWN_SHARE = 2_500


@transaction.atomic
def open_voucher_programme(
    *,
    title: str,
    agency: identity.Organisation,
    budget_line: programmes.BudgetLine,
    starts_on: date,
    ends_on: date,
    ceilings: Mapping[VoucherKind, int] | None = None,
    own_share: int = OWN_SHARE,
    generated: bool = False,
    by: Actor,
    at: datetime | None = None,
) -> VoucherProgramme:
    """Open a programme whose vouchers are issued under a planned budget line.

    Raises InvalidInput for ceilings, shares or days that are none, and for a line of money already spent.
    """
    at = at or clock.now()
    identity.require(by, rules.SUPPORT, organisation=agency.pk)
    limits = dict(ceilings or CEILINGS)
    if not limits or any(
        kind not in VoucherKind.values or not 0 < krw < 10**12 for kind, krw in limits.items()
    ):
        raise InvalidInput(_("A ceiling is an amount of won for a kind of voucher."), field="ceilings")
    if not 0 <= own_share < 10_000:
        raise InvalidInput(_("The company's own share is below the whole."), field="own_share")
    if ends_on < starts_on:
        raise InvalidInput(_("The period ends before it begins."), field="ends_on")
    if budget_line.phase != programmes.Phase.PLANNED:
        raise InvalidInput(_("Vouchers need a planned budget line."), field="budget_line")
    programme = VoucherProgramme.objects.create(
        title=clean_name(title),
        agency=agency,
        budget_line=budget_line,
        ceilings={str(kind): krw for kind, krw in limits.items()},
        own_share=own_share,
        starts_on=starts_on,
        ends_on=ends_on,
        generated=generated,
        created_at=at,
    )
    record(
        action="exchange.voucher_programme.opened",
        subject=f"voucher_programme:{programme.pk}",
        by=by,
        at=at,
        details={"budget_line": budget_line.pk, "ceilings": programme.ceilings, "own_share": own_share},
    )
    return programme


@transaction.atomic
def state_trading_party(
    *,
    organisation: identity.Organisation,
    representative: str,
    address: str,
    by: Actor,
    at: datetime | None = None,
) -> TradingParty:
    """State who represents an organisation and where it is; its own people do it."""
    at = at or clock.now()
    if not identity.can(by, rules.PROVIDE, organisation=organisation.pk):
        identity.require(by, rules.CONSUME, organisation=organisation.pk)
    stated = {
        "representative": clean_name(representative, longest=100),
        "address": clean_name(address, longest=200),
    }
    party, _made = TradingParty.objects.update_or_create(
        organisation=organisation, defaults=stated, create_defaults={**stated, "created_at": at}
    )
    record(
        action="exchange.trading_party.stated",
        subject=f"organisation:{organisation.pk}",
        by=by,
        at=at,
        details={"stated": True},
    )
    return party


@transaction.atomic
def apply_as_supplier(
    *,
    programme: VoucherProgramme,
    organisation: identity.Organisation,
    note: str = "",
    by: Actor,
    at: datetime | None = None,
) -> Supplier:
    """Ask to be registered as supplier. Raises Conflict where it was asked before, InvalidInput without a statement
    of representative and address.
    """
    at = at or clock.now()
    identity.require(by, rules.PROVIDE, organisation=organisation.pk)
    if not TradingParty.objects.filter(organisation=organisation).exists():
        raise InvalidInput(_("State the representative and the address of your organisation first."))
    if programme.suppliers.filter(organisation=organisation).exists():
        raise Conflict(_("Your organisation has applied already."))
    supplier = Supplier.objects.create(
        programme=programme,
        organisation=organisation,
        note=clean_text(note),
        applied_at=at,
        created_at=at,
    )
    _note(supplier, "applied", "", by, at)
    identity.notify(
        to=identity.people_with_permission(rules.SUPPORT, organisation=programme.agency_id),
        subject=_("A supplier asks to be registered"),
        text=organisation.label(),
        link=f"/trade/voucher-programmes/{programme.pk}/",
        by=by,
        at=at,
    )
    return supplier


@transaction.atomic
def settle_supplier(
    *,
    supplier: Supplier,
    state: SupplierState,
    reason: str = "",
    expected: int,
    by: Actor,
    at: datetime | None = None,
) -> Supplier:
    """Register, refuse or suspend a supplier; refusing and suspending need a reason."""
    at = at or clock.now()
    identity.require(by, rules.SUPPORT, organisation=supplier.programme.agency_id)
    if state in {SupplierState.APPLIED, supplier.state}:
        raise Conflict(_("This changes nothing."))
    reason = clean_text(reason)
    if state != SupplierState.REGISTERED and not reason:
        raise InvalidInput(_("Say why."), field="reason")
    update_versioned(
        supplier,
        expected=expected,
        changes={"state": state, "settled_at": at, "note": reason or supplier.note},
    )
    _note(supplier, str(state).lower(), reason, by, at)
    identity.notify(
        to=identity.people_with_permission(rules.PROVIDE, organisation=supplier.organisation_id),
        subject=_("Your registration as supplier was decided"),
        text=supplier.programme.title,
        link=f"/trade/voucher-programmes/{supplier.programme_id}/",
        by=by,
        at=at,
    )
    return supplier


def _note(supplier: Supplier, what: str, reason: str, by: Actor, at: datetime) -> None:
    record(
        action=f"exchange.supplier.{what}",
        subject=f"voucher_programme:{supplier.programme_id}",
        by=by,
        at=at,
        details={"organisation": supplier.organisation_id, "reason": reason},
    )
