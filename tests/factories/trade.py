"""Voucher programmes, orders and their people for tests."""

from dataclasses import dataclass, field
from datetime import timedelta

from tests.factories import exchange as make
from tests.factories.identity import make_member, make_organisation
from yunghap.core import clock, ids, invariants
from yunghap.core.actors import SYSTEM, Actor
from yunghap.exchange.contracts import Price
from yunghap.exchange.domain.trade import vouchers
from yunghap.exchange.domain.trade.voucher_programmes import (
    apply_as_supplier,
    open_voucher_programme,
    settle_supplier,
    state_trading_party,
)
from yunghap.exchange.enums import Signatory, SupplierState, VoucherKind
from yunghap.exchange.models import Offer, Voucher, VoucherProgramme
from yunghap.identity.enums import OrganisationKind, Role
from yunghap.identity.models import Organisation
from yunghap.programmes import service as programmes

LUMP_SUM = Price(form="LUMP_SUM", krw=10_000_000)


def violations() -> list[str]:
    """What `yunghap fsck` would find wrong with the exchange."""
    return [
        text
        for name, item in invariants.registry.items()
        if name.startswith("exchange.")
        for text in item.check()
    ]


def make_line(krw: int = 100_000_000) -> programmes.BudgetLine:
    """A planned budget line of this year."""
    programme = programmes.ensure_programmes(names=[f"데이터 바우처 {ids.new_id()}"], by=SYSTEM)
    year = clock.today().year
    statement = programmes.LineStatement(
        key="a",
        programme=next(iter(programme.values())).pk,
        phase=programmes.Phase.PLANNED,
        year=year,
        year_to=year,
        amount_krw=krw,
    )
    return programmes.state_lines(stated_in=ids.new_id(), lines=[statement], by=SYSTEM)["a"]


@dataclass
class Market:
    """An agency with a voucher programme, a company, a registered supplier with an offer, and their people."""

    programme: VoucherProgramme
    agency: Actor
    company: Organisation
    buyer: Actor
    supplier: Organisation
    seller: Actor
    offer: Offer
    line: programmes.BudgetLine
    signers: dict[Signatory, Actor] = field(default_factory=dict)


def make_market(*, price: Price = LUMP_SUM, krw: int = 100_000_000, own_share: int = 2_500) -> Market:
    """Everything a purchase by voucher needs."""
    house = make_organisation(OrganisationKind.AGENCY)
    officer = make_member(house, Role.AGENCY_OFFICER)
    agency = Actor(kind="person", id=officer.pk, organisation=house.pk)
    company, buyer = make.make_consumer()
    supplier, seller = make.make_provider()
    _product, offer, _by = make.make_product(supplier, seller, price=price)
    line = make_line(krw)
    today = clock.today()
    programme = open_voucher_programme(
        title="데이터 바우처",
        agency=house,
        budget_line=line,
        starts_on=today - timedelta(days=30),
        ends_on=today + timedelta(days=200),
        own_share=own_share,
        by=agency,
    )
    register_supplier(programme, supplier, seller, agency)
    return Market(
        programme,
        agency,
        company,
        buyer,
        supplier,
        seller,
        offer,
        line,
        {Signatory.COMPANY: buyer, Signatory.SUPPLIER: seller, Signatory.AGENCY: agency},
    )


def register_supplier(
    programme: VoucherProgramme, organisation: Organisation, by: Actor, agency: Actor
) -> None:
    """A supplier under the programme."""
    state_trading_party(
        organisation=organisation, representative=f"대표 {organisation.pk}", address=organisation.pk, by=by
    )
    supplier = apply_as_supplier(programme=programme, organisation=organisation, by=by)
    settle_supplier(supplier=supplier, state=SupplierState.REGISTERED, expected=supplier.version, by=agency)


def propose(market: Market, amount_krw: int = 10_000_000, kind: str = VoucherKind.PURCHASE) -> Voucher:
    """A voucher that waits for its signatures."""
    return vouchers.propose_voucher(
        programme=market.programme,
        kind=VoucherKind(kind),
        company=market.company,
        supplier=market.supplier,
        amount_krw=amount_krw,
        purpose="공정 불량 예측",
        by=market.buyer,
    )


def make_voucher(market: Market, amount_krw: int = 10_000_000, kind: str = VoucherKind.PURCHASE) -> Voucher:
    """A voucher in use."""
    voucher = propose(market, amount_krw, kind)
    for party, by in market.signers.items():
        voucher = vouchers.sign_voucher(voucher=voucher, party=party, digest=voucher.digest, by=by)
    return voucher
