"""Asking for a contract on a record of the catalogue: whose data it is, under which offers it can be had."""

from datetime import datetime
from typing import Any

import msgspec
from django.utils.translation import gettext_lazy as _

from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, InvalidInput, NotFound
from yunghap.exchange import rules
from yunghap.exchange.domain.connector import catalogue, peers
from yunghap.exchange.domain.connector.negotiations import request_contract
from yunghap.exchange.domain.connector.processes import own_participant
from yunghap.exchange.enums import ParticipantState
from yunghap.exchange.models import Negotiation, Participant
from yunghap.exchange.queries.entries import get_entry
from yunghap.identity.service import require


def provider_of(dataset: str, *, peer: str = "") -> tuple[Participant, str]:
    """Who provides a data set, and its id there: of a record of the catalogue, or of what `peer` calls so.

    Raises NotFound, Conflict where the provider takes no part in the exchange.
    """
    if peer:
        return _admitted(Participant.objects.filter(key=peer).first()), dataset
    entry = get_entry(dataset)
    if entry is None:
        raise NotFound(_("There is no such data set."))
    if entry.source:
        return _admitted(Participant.objects.filter(key=entry.provider).first()), entry.source_key
    return _admitted(Participant.objects.filter(organisation=entry.provider).first()), entry.id


def dataset_of(own: Participant, provider: Participant, asset: str) -> dict[str, Any]:
    """The data set as its provider tells us of it; one of this installation is not called by way of the network.

    Raises NotFound, Unreachable.
    """
    if provider.organisation_id is None:
        return peers.fetch_dataset(own, provider, asset)
    told: dict[str, Any] = msgspec.json.decode(catalogue.dataset_bytes(provider, own, asset))
    return told


def offers_for(own: Participant, provider: Participant, asset: str) -> list[dict[str, Any]]:
    """The offers that are open to us."""
    return peers.offers_of(dataset_of(own, provider, asset))


def ask_for(
    *,
    dataset: str,
    offer: str = "",
    peer: str = "",
    organisation: str,
    by: Actor,
    at: datetime | None = None,
) -> Negotiation:
    """Ask for a contract under an offer as it stands, the first one where none is named.

    Raises NotAllowed, NotFound, Conflict where either side takes no part, Unreachable.
    """
    require(by, rules.CONSUME, organisation=organisation)
    provider, asset = provider_of(dataset, peer=peer)
    found = offers_for(own_participant(organisation), provider, asset)
    wanted = next((one for one in found if offer in {"", one.get("@id")}), None)
    if wanted is None:
        raise InvalidInput(_("The data set has no such offer for you."), field="offer")
    return request_contract(peer=provider, asset=asset, offer=wanted, organisation=organisation, by=by, at=at)


def _admitted(row: Participant | None) -> Participant:
    if row is None or row.state != ParticipantState.ADMITTED:
        raise Conflict(
            _("The provider of this data takes no part in the exchange: no contract can be asked for.")
        )
    return row
