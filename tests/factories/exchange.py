"""Data products, offers and their people for tests."""

from itertools import count

from tests.factories.identity import make_member, make_organisation
from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.documents import service as documents
from yunghap.exchange.contracts import DataPlace, Description, Price
from yunghap.exchange.domain import products
from yunghap.exchange.enums import Side, TransferState
from yunghap.exchange.models import Agreement, Offer, Product, TransferProcess
from yunghap.identity.enums import OrganisationKind, Role
from yunghap.identity.models import Organisation

_numbers = count(1)
CSV = "일시,공정,온도\n2026-01-01T00:00:00,압연,812.5\n2026-01-01T00:01:00,압연,815.0\n".encode()
FREE_USE: dict[str, object] = {"permission": [{"action": "use"}]}


def make_provider(kind: str = OrganisationKind.COMPANY) -> tuple[Organisation, Actor]:
    """An organisation and somebody who provides its data."""
    organisation = make_organisation(kind)
    person = make_member(organisation, Role.DATA_PROVIDER)
    return organisation, Actor(kind="person", id=person.pk, organisation=organisation.pk)


def make_consumer(kind: str = OrganisationKind.COMPANY) -> tuple[Organisation, Actor]:
    """An organisation and somebody who uses data for it."""
    organisation = make_organisation(kind)
    person = make_member(organisation, Role.DATA_CONSUMER)
    return organisation, Actor(kind="person", id=person.pk, organisation=organisation.pk)


def make_draft(
    provider: Organisation | None = None, by: Actor | None = None, **values: object
) -> tuple[Product, Actor]:
    """A product that is not published, without data and offers."""
    if provider is None or by is None:
        provider, by = make_provider()
    fields: dict[str, object] = {"title": f"공정 데이터 {next(_numbers)}", "keywords": ("압연",), **values}
    return products.create_product(provider=provider, description=Description(**fields), by=by), by  # type: ignore[arg-type]


def make_product(
    provider: Organisation | None = None,
    by: Actor | None = None,
    *,
    data: bytes = CSV,
    policy: dict[str, object] | None = None,
    price: Price | None = None,
    **values: object,
) -> tuple[Product, Offer, Actor]:
    """A published product with one file and one offer."""
    product, by = make_draft(provider, by, **values)
    file = documents.keep_original(data=data, name="data.csv", by=by)
    place = DataPlace(
        kind="FILE",
        where={"document": file.sha256},
        media_type="text/csv",
        sha256=file.sha256,
        bytes=len(data),
    )
    products.add_version(product=product, place=place, by=by)
    offer = products.make_offer(
        product=product, title="이용", policy=policy or FREE_USE, price=price or Price(), by=by
    )
    products.publish_product(product=product, expected=product.version, by=by)
    return product, offer, by


def make_agreement(
    product: Product,
    offer: Offer,
    consumer: Organisation | None = None,
    *,
    side: str = Side.PROVIDER,
    policy: dict[str, object] | None = None,
    **values: object,
) -> Agreement:
    """An agreement on a product, as one side holds it."""
    consumer = consumer or make_consumer()[0]
    ours, theirs = (product.provider, consumer) if side == Side.PROVIDER else (consumer, product.provider)
    fields: dict[str, object] = {
        "key": f"urn:agreement:{next(_numbers)}",
        "agreed_at": clock.now(),
        "policy": policy or offer.policy,
        **values,
    }
    return Agreement.objects.create(
        side=side,
        participant=ours,
        counterparty=f"urn:participant:{theirs.pk}",
        asset=product.pk,
        offer=offer if side == Side.PROVIDER else None,
        **fields,
    )


def make_transfer(agreement: Agreement, **values: object) -> TransferProcess:
    """A running transfer under an agreement."""
    fields: dict[str, object] = {
        "state": TransferState.STARTED,
        "format": "HttpData-PULL",
        "started_at": clock.now(),
        "peer_pid": f"urn:transfer:{next(_numbers)}",
        **values,
    }
    return TransferProcess.objects.create(
        agreement=agreement,
        side=agreement.side,
        participant=agreement.participant,
        counterparty=agreement.counterparty,
        counterparty_address="https://peer.example/dsp",
        opened_at=clock.now(),
        changed_at=clock.now(),
        **fields,
    )
