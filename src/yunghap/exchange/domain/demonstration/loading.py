"""What a demonstration is made of: published samples, participants who know each other, a market with a voucher."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from yunghap.core import clock
from yunghap.core.actors import SYSTEM, Actor
from yunghap.core.errors import NotAllowed
from yunghap.documents import service as documents
from yunghap.exchange.contracts import DataPlace
from yunghap.exchange.domain import products
from yunghap.exchange.domain.connector import roster
from yunghap.exchange.domain.harvest.sources import find_or_add_source
from yunghap.exchange.domain.trade import voucher_programmes, vouchers
from yunghap.exchange.enums import HarvestKind, ParticipantState, Signatory, SupplierState, VoucherKind
from yunghap.exchange.models import Participant, Product, Voucher
from yunghap.identity.service import Organisation
from yunghap.programmes.service import BudgetLine

from .samples import Sample

USE: Mapping[str, object] = {"permission": [{"action": "use"}]}


@transaction.atomic
def publish_samples(
    *, provider: Organisation, samples: Iterable[Sample], by: Actor, at: datetime
) -> list[Product]:
    """Publish generated tables, each once. Raises NotAllowed in production."""
    _refuse_in_production()
    made = []
    for sample in samples:
        if Product.objects.filter(provider=provider, title=sample.description.title).exists():
            continue
        product = products.create_product(
            provider=provider, description=sample.description, generated=True, by=by, at=at
        )
        file = documents.keep_original(data=sample.data(), name="data.csv", by=by, at=at)
        place = DataPlace("FILE", {"document": file.sha256}, "text/csv", sha256=file.sha256, bytes=file.size)
        products.add_version(product=product, place=place, by=by, at=at)
        title = "한 번 사고 계속 이용" if sample.price.krw else "자유 이용"
        products.make_offer(product=product, title=title, policy=USE, price=sample.price, by=by, at=at)
        product.refresh_from_db()
        made.append(products.publish_product(product=product, expected=product.version, by=by, at=at))
    return made


@transaction.atomic
def take_part(*, organisation: Organisation, slug: str, at: datetime) -> Participant:
    """An organisation here takes part in the exchange, once."""
    found = Participant.objects.filter(organisation=organisation).first()
    if found is None:
        found = roster.apply_participant(organisation=organisation, slug=slug, by=SYSTEM, at=at)
        roster.admit_participant(participant=found, by=SYSTEM, at=at)
    return found


def know(*, neighbour: Mapping[str, str], gather: bool, at: datetime) -> None:
    """Admit a participant of another installation, once; with `gather` its catalogue is read, again every day."""
    row = Participant.objects.filter(key=neighbour["key"]).first()
    if row is None:
        row = roster.enter_participant(**neighbour, region="KR", by=SYSTEM, at=at)
    if row.state == ParticipantState.APPLIED:
        roster.admit_participant(participant=row, by=SYSTEM, at=at)
    if gather:
        address = f"{row.address}/catalog/request"
        find_or_add_source(kind=HarvestKind.DSP, address=address, name=row.name, by=SYSTEM, at=at)


@dataclass(frozen=True, slots=True)
class Parties:
    """Who takes part in a purchase by voucher: the organisations and the people who sign for them."""

    agency: Organisation
    company: Organisation
    supplier: Organisation
    signers: Mapping[Signatory, Actor]


@transaction.atomic
def issue_voucher(
    *, parties: Parties, line: BudgetLine, amount_krw: int, purpose: str, at: datetime
) -> Voucher:
    """A voucher programme with a registered supplier, and a voucher that all three have signed."""
    _refuse_in_production()
    officer, seller = parties.signers[Signatory.AGENCY], parties.signers[Signatory.SUPPLIER]
    today = clock.local_date(at)
    programme = voucher_programmes.open_voucher_programme(
        title="데이터 바우처 (시연)",
        agency=parties.agency,
        budget_line=line,
        starts_on=today,
        ends_on=today + timedelta(days=180),
        generated=True,
        by=officer,
        at=at,
    )
    for organisation, person, address in (
        (parties.supplier, seller, "시연로 1"),
        (parties.company, parties.signers[Signatory.COMPANY], "시연로 2"),
    ):
        voucher_programmes.state_trading_party(
            organisation=organisation,
            representative=f"{organisation.short_name} 대표 (시연)",
            address=address,
            by=person,
            at=at,
        )
    supplier = voucher_programmes.apply_as_supplier(
        programme=programme, organisation=parties.supplier, by=seller, at=at
    )
    voucher_programmes.settle_supplier(
        supplier=supplier, state=SupplierState.REGISTERED, expected=supplier.version, by=officer, at=at
    )
    voucher = vouchers.propose_voucher(
        programme=programme,
        kind=VoucherKind.PURCHASE,
        company=parties.company,
        supplier=parties.supplier,
        amount_krw=amount_krw,
        purpose=purpose,
        generated=True,
        by=parties.signers[Signatory.COMPANY],
        at=at,
    )
    for party, person in parties.signers.items():
        voucher = vouchers.sign_voucher(voucher=voucher, party=party, digest=voucher.digest, by=person, at=at)
    return voucher


def generated_voucher() -> Voucher | None:
    """The voucher that was issued for a demonstration."""
    return Voucher.objects.filter(generated=True).order_by("pk").first()


def _refuse_in_production() -> None:
    if settings.PROFILE == "production":
        raise NotAllowed("generated records are for demonstrations")
