"""Data products: described, published, offered, retired."""

import io
import zipfile

import pytest

from tests.factories.exchange import FREE_USE, make_consumer, make_draft, make_product, make_provider
from yunghap.core.errors import Conflict, InvalidInput, NotAllowed
from yunghap.exchange.contracts import DataPlace, Description, Price
from yunghap.exchange.domain.products import (
    add_version,
    create_product,
    describe_product,
    end_offer,
    make_offer,
    publish_product,
    retire_product,
)
from yunghap.exchange.domain.products.data import place_of_file
from yunghap.exchange.enums import ProductState
from yunghap.exchange.models import Product
from yunghap.ledger.service import Entry

pytestmark = pytest.mark.django_db

PLACE = DataPlace(kind="HTTP", where={"url": "https://data.example.org/"}, media_type="application/json")


def topics() -> list[str]:
    """What was recorded, which is what others are told."""
    return list(Entry.objects.order_by("position").values_list("action", flat=True))


def test_a_product_is_published_with_its_data_and_its_offer() -> None:
    product, offer, _by = make_product()
    assert product.state == ProductState.PUBLISHED
    assert product.versions.get().number == 1
    assert offer.price_form == "FREE"
    assert topics()[-1] == "exchange.product.published"


def test_what_lacks_data_or_an_offer_is_not_published() -> None:
    product, by = make_draft()
    with pytest.raises(Conflict):
        publish_product(product=product, expected=1, by=by)
    add_version(product=product, place=PLACE, by=by)
    with pytest.raises(Conflict):
        publish_product(product=product, expected=1, by=by)
    make_offer(product=product, title="이용", policy=FREE_USE, price=Price(), by=by)
    assert publish_product(product=product, expected=1, by=by).published_at
    with pytest.raises(Conflict):
        publish_product(product=product, expected=2, by=by)


def test_versions_count_up_and_are_told_of() -> None:
    product, _offer, by = make_product()
    assert add_version(product=product, place=PLACE, note=" 고침 ", by=by).number == 2
    assert topics()[-1] == "exchange.version.added"
    with pytest.raises(InvalidInput):
        add_version(product=product, place=DataPlace(kind="TAPE", where={}, media_type="x"), by=by)


def test_a_changed_description_is_told_of() -> None:
    draft, by = make_draft()
    described = describe_product(
        product=draft, description=Description(title="새 이름", keywords=("가", "가", " ")), expected=1, by=by
    )
    assert (described.title, described.keywords, described.changed_at) == ("새 이름", ["가"], None)
    product, _offer, by = make_product()
    describe_product(
        product=product, description=Description(title="또 다른 이름"), expected=product.version, by=by
    )
    assert topics()[-1] == "exchange.product.described"
    with pytest.raises(Conflict):
        describe_product(product=product, description=Description(title="늦음"), expected=1, by=by)


def test_a_retired_product_has_no_more_offers() -> None:
    product, offer, by = make_product()
    with pytest.raises(InvalidInput):
        retire_product(product=product, reason=" ", expected=product.version, by=by)
    retire_product(product=product, reason="수집 중단", expected=product.version, by=by)
    offer.refresh_from_db()
    assert offer.ended_at
    for attempt in (
        lambda: add_version(product=product, place=PLACE, by=by),
        lambda: make_offer(product=product, title="이용", policy=FREE_USE, price=Price(), by=by),
        lambda: retire_product(product=product, reason="다시", expected=product.version, by=by),
        lambda: end_offer(offer=offer, by=by),
    ):
        with pytest.raises(Conflict):
            attempt()


def test_an_offer_ends_once() -> None:
    _product, offer, by = make_product()
    end_offer(offer=offer, by=by)
    assert offer.ended_at


@pytest.mark.parametrize(
    "price",
    [
        Price(form="BARTER"),
        Price(form="FREE", krw=1),
        Price(form="FIXED", krw=1),
        Price(form="METERED", krw=1, period="P1M"),
        Price(form="LUMP_SUM"),
        Price(form="LUMP_SUM", krw=-1),
        Price(form="REVENUE_SHARE", share=10_001),
    ],
)
def test_a_price_states_what_its_form_needs(price: Price) -> None:
    product, by = make_draft()
    with pytest.raises(InvalidInput):
        make_offer(product=product, title="이용", policy=FREE_USE, price=price, by=by)


@pytest.mark.parametrize(
    "values",
    [
        {"licence": "MINE"},
        {"title": " "},
        {"description": "x" * 20_001},
        {"keywords": tuple(str(n) for n in range(51))},
        {"fields": {"fields": [{"name": ""}]}},
        {"fields": {"fields": "a"}},
        {"fields": {"fields": [{"name": "a"}, {"name": "a"}]}},
    ],
)
def test_a_description_that_cannot_be_stored_is_refused(values: dict[str, object]) -> None:
    with pytest.raises(InvalidInput):
        make_draft(**values)


def test_names_in_addresses() -> None:
    product, by = make_draft()
    assert product.slug == f"p-{product.pk.lower()}"
    named = create_product(
        provider=product.provider, description=Description(title="가"), slug="rolling-mill", by=by
    )
    assert Product.objects.get(slug="rolling-mill") == named
    for slug, error in (("rolling-mill", Conflict), ("Rolling", InvalidInput), ("a", InvalidInput)):
        with pytest.raises(error):
            create_product(provider=product.provider, description=Description(title="가"), slug=slug, by=by)


def test_only_providers_of_the_organisation_may() -> None:
    product, offer, _by = make_product()
    _organisation, stranger = make_consumer()
    for attempt in (
        lambda: create_product(provider=product.provider, description=Description(title="가"), by=stranger),
        lambda: add_version(product=product, place=PLACE, by=stranger),
        lambda: end_offer(offer=offer, by=stranger),
        lambda: retire_product(product=product, reason="가", expected=product.version, by=stranger),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def _packed(*names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, "a,b\n1,2\n3,4\n")
    return stream.getvalue()


def test_the_one_table_of_an_archive_is_the_data() -> None:
    _provider, by = make_provider()
    one = place_of_file(data=_packed("readme.txt", "folder/값.csv"), name="x.zip", by=by)
    assert (one.media_type, one.where["name"], one.rows) == ("text/csv", "값.csv", 2)
    for data in (_packed("a.csv", "b.csv"), _packed("readme.txt"), b"PK\x03\x04 broken"):
        whole = place_of_file(data=data, name="x.zip", by=by)
        assert (whole.media_type, whole.bytes) == ("application/zip", len(data))
