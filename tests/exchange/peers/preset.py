"""What each of the two installations begins with; run inside it."""

from typing import Any

from django.db import transaction

from tests.factories.exchange import make_consumer, make_product, make_provider
from tests.factories.identity import make_member
from yunghap.core.actors import SYSTEM, Actor
from yunghap.exchange.domain.connector import roster
from yunghap.exchange.models import Participant
from yunghap.identity.domain.clients import create_client
from yunghap.identity.enums import Role
from yunghap.identity.models import Organisation


@transaction.atomic
def provide() -> dict[str, Any]:
    """A participant with one data set."""
    organisation, by = make_provider()
    product, offer, _by = make_product(organisation, by)
    return _facts(_admitted(organisation, "provider"), product=product.pk, offer=offer.pk)


@transaction.atomic
def consume() -> dict[str, Any]:
    """A participant with somebody who acts for it, and an API client."""
    organisation, by = make_consumer()
    manager = make_member(organisation, Role.ORGANISATION_MANAGER)
    client, secret = create_client(
        organisation=organisation,
        name="분석",
        scopes=["exchange.contract.consume"],
        by=Actor("person", manager.pk, organisation.pk),
    )
    return _facts(
        _admitted(organisation, "consumer"),
        organisation=organisation.pk,
        person=by.id,
        client=client.pk,
        secret=secret,
    )


@transaction.atomic
def introduce(*, key: str, address: str, public_key: str) -> None:
    """Have the other side in the roster."""
    peer = roster.enter_participant(
        key=key, name="다른 쪽", address=address, public_key=public_key, by=SYSTEM
    )
    roster.admit_participant(participant=peer, by=SYSTEM)


def _admitted(organisation: Organisation, slug: str) -> Participant:
    own = roster.apply_participant(organisation=organisation, slug=slug, by=SYSTEM)
    roster.admit_participant(participant=own, by=SYSTEM)
    return own


def _facts(own: Participant, **more: str | None) -> dict[str, Any]:
    return {"key": own.key, "address": own.address, "public_key": own.public_key, **more}
