"""Asking for a contract on the site: the offers come by themselves where it is known what is asked for."""

import pytest
from django.test import Client

from tests.factories.contracts import make_participant, make_peer
from tests.factories.exchange import make_consumer, make_product, make_provider
from tests.factories.identity import signed_in
from yunghap.exchange.models import Negotiation, Participant, Product
from yunghap.identity.models import User

pytestmark = pytest.mark.django_db
ASK = "/en/contracts/ask/"


@pytest.fixture
def asking() -> tuple[Client, Participant, Product, dict[str, str]]:
    """Somebody who uses data, a provider of this installation, its data set, and the form as filled in."""
    organisation, by = make_provider()
    product, _offer, _by = make_product(organisation, by)
    provider = make_participant(organisation)
    consumer, person = make_consumer()
    make_participant(consumer)
    wanted = {"organisation": consumer.pk, "peer": provider.key, "dataset": product.pk}
    return signed_in(User.objects.get(pk=person.id)), provider, product, wanted


def test_the_page_of_a_known_data_set_fetches_its_offers_itself(
    asking: tuple[Client, Participant, Product, dict[str, str]],
) -> None:
    client, _provider, product, wanted = asking
    page = client.get(ASK, {"peer": wanted["peer"], "dataset": product.pk}).content.decode()
    assert 'hx-trigger="load"' in page
    assert f'value="{wanted["organisation"]}" selected' in page
    found = client.post(ASK, wanted, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in found
    assert "Ask for this contract" in found
    whole = client.post(ASK, wanted).content.decode()  # without scripts
    assert "<html" in whole
    assert "Ask for this contract" in whole
    assert 'hx-trigger="load"' not in client.get(ASK).content.decode()


def test_offers_that_cannot_be_fetched_are_told_in_their_place(
    asking: tuple[Client, Participant, Product, dict[str, str]],
) -> None:
    client, _provider, _product, wanted = asking
    for away in ({"dataset": "nothing"}, {"peer": make_peer().key}):
        found = client.post(ASK, {**wanted, **away}, headers={"HX-Request": "true"})
        assert found.status_code == 200
        assert "The offers could not be fetched" in found.content.decode()
        assert client.post(ASK, {**wanted, **away}).status_code == 422
    assert not Negotiation.objects.exists()


def test_asking_for_an_offer_opens_a_negotiation(
    asking: tuple[Client, Participant, Product, dict[str, str]],
) -> None:
    client, _provider, product, wanted = asking
    at = "/en/contracts/ask/offer/"
    assert client.post(at, wanted).status_code == 404  # no offer is named
    offer = product.offers.get()
    page = client.post(at, {**wanted, "offer": offer.pk}, follow=True).content.decode()
    assert "The request was sent" in page
    assert Negotiation.objects.filter(side="CONSUMER", asset=product.pk).count() == 1
