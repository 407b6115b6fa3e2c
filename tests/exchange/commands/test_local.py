"""Asking for a contract from the command line, in the database of this machine."""

import click
import pytest

from tests.factories.contracts import make_participant
from tests.factories.exchange import make_product
from yunghap.core.actors import SYSTEM
from yunghap.exchange.commands.local import negotiate_here
from yunghap.exchange.domain.connector.machine import NEGOTIATION_OVER

pytestmark = pytest.mark.django_db


def test_it_is_asked_for_and_looked_after():
    provider, consumer = make_participant(), make_participant()
    product, _offer, _by = make_product(provider.organisation, SYSTEM)
    told: list[str] = []
    found = negotiate_here(product.pk, peer="", offer="", own=consumer.slug, wait=0, told=told.append)
    assert told
    assert found["state"] == told[-1]
    assert found["state"] not in NEGOTIATION_OVER, "nobody serves the other side"
    assert found["agreement"] is None


def test_only_a_participant_here_asks():
    with pytest.raises(click.UsageError, match="nobody"):
        negotiate_here("data", peer="", offer="", own="nobody", wait=0, told=None)
