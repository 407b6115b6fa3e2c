"""My transfers."""

import pytest

from tests.exchange.web.transfer.test_data import Consumer
from tests.factories.exchange import make_consumer
from tests.factories.identity import make_member, signed_in
from yunghap.identity.enums import Role

pytestmark = pytest.mark.django_db


def test_a_provider_sees_what_was_had() -> None:
    consumer = Consumer()
    consumer.get()
    consumer.get(Range="bytes=0-9")
    page = signed_in(make_member(consumer.product.provider, Role.DATA_PROVIDER))
    listed = page.get("/transfers/").content.decode()
    assert consumer.product.title in listed
    assert consumer.product.title in page.get(f"/transfers/?q={consumer.product.title}").content.decode()
    assert consumer.product.title not in page.get("/transfers/?q=없는말").content.decode()
    shown = page.get(f"/transfers/{consumer.transfer.pk}/").content.decode()
    assert "<svg" in shown
    assert "계약" in shown
    english = page.get(f"/en/transfers/{consumer.transfer.pk}/").content.decode()
    assert "Delivered by day" in english


def test_nothing_yet_and_nothing_of_others() -> None:
    consumer = Consumer()
    other = signed_in(make_member(make_consumer()[0], Role.DATA_CONSUMER))
    assert "아직" in other.get("/transfers/").content.decode()
    assert other.get(f"/transfers/{consumer.transfer.pk}/").status_code == 404
    nobody = signed_in(make_member(make_consumer()[0]))
    assert nobody.get("/transfers/").status_code == 404
