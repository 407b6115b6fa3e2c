"""A server on loopback, with a contract between two organisations on it."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction

from tests.factories.exchange import CSV, make_agreement, make_consumer, make_product, make_transfer
from tests.factories.identity import make_member
from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.exchange.domain.transfer.planes import start_pull
from yunghap.exchange.enums import Side, TransferState
from yunghap.exchange.models import Agreement, TransferProcess
from yunghap.identity.domain.clients import create_client
from yunghap.identity.enums import Role
from yunghap.identity.models import User


@dataclass
class Contract:
    """Both sides of a contract, with a running pull, and the consumer's API client."""

    url: str
    provided: Agreement
    consumed: Agreement
    provider_transfer: TransferProcess
    consumer_transfer: TransferProcess
    client_id: str
    secret: str
    by: Actor


@pytest.fixture
def contract(live_server: Any, settings: Any, tmp_path: Any) -> Contract:
    settings.DATA_URL = live_server.url
    settings.CONTENT_DIR = tmp_path / "content"
    settings.MEDIA_ROOT = tmp_path / "files"
    with transaction.atomic():
        return _contract(live_server.url)


def _contract(url: str, policy: dict[str, Any] | None = None, data: bytes = CSV) -> Contract:
    product, offer, by = make_product(data=data)
    consumer, _who = make_consumer()
    provided = make_agreement(product, offer, consumer, policy=policy)
    consumed = make_agreement(product, offer, consumer, side=Side.CONSUMER, key=provided.key)
    ours = make_transfer(provided)
    address = start_pull(ours, clock.now())
    theirs = make_transfer(consumed, data_address=address, peer_pid=ours.pk, state=TransferState.STARTED)
    manager = make_member(consumer, Role.ORGANISATION_MANAGER)
    client, secret = create_client(
        organisation=consumer,
        name="분석",
        scopes=["exchange.contract.consume"],
        by=Actor("person", manager.pk, consumer.pk),
    )
    assert User.objects.filter(pk=manager.pk).exists()
    return Contract(url, provided, consumed, ours, theirs, client.pk, secret, by)
