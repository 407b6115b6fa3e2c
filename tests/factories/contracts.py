"""Participants, negotiations and agreements for tests."""

import base64
from itertools import count

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.factories.identity import make_organisation
from yunghap.core import clock
from yunghap.core.actors import SYSTEM
from yunghap.exchange.domain.connector import roster
from yunghap.exchange.domain.connector.machine import Move
from yunghap.exchange.domain.connector.negotiations import note
from yunghap.exchange.domain.policies.duties import write_obligations
from yunghap.exchange.domain.policies.terms import Terms, write_terms
from yunghap.exchange.enums import Side
from yunghap.exchange.models import Agreement, Message, Negotiation, Participant
from yunghap.identity.enums import OrganisationKind
from yunghap.identity.models import Organisation

_numbers = count(1)
USE: dict[str, object] = {"permission": [{"action": "use"}]}


def make_participant(organisation: Organisation | None = None, *, state: str = "ADMITTED") -> Participant:
    """An organisation here that takes part."""
    organisation = organisation or make_organisation(OrganisationKind.COMPANY)
    row = roster.apply_participant(organisation=organisation, slug=f"p{next(_numbers)}", by=SYSTEM)
    if state == "ADMITTED":
        roster.admit_participant(participant=row, by=SYSTEM)
    return row


def make_peer(*, state: str = "ADMITTED", port: int = 1, region: str = "KR", **values: str) -> Participant:
    """A participant elsewhere, with a key of which nobody has the private half (unless given)."""
    number = next(_numbers)
    raw = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    fields = {
        "key": f"urn:example:peer:{number}",
        "name": f"상대 기관 {number}",
        "address": f"http://127.0.0.1:{port + 20_000}/dsp/peer",
        "public_key": base64.urlsafe_b64encode(raw).decode().rstrip("="),
        **values,
    }
    row = roster.enter_participant(region=region, by=SYSTEM, **fields)
    if state == "ADMITTED":
        roster.admit_participant(participant=row, by=SYSTEM)
    return row


def make_negotiation(
    own: Participant, peer: Participant, *, side: str = "PROVIDER", state: str = "REQUESTED"
) -> Negotiation:
    """A negotiation in a state in which something can be done, with one message of ours."""
    at = clock.now()
    terms = {"@type": "Offer", "@id": "offer", "target": "data", **USE}
    row = Negotiation.objects.create(
        side=side,
        participant_id=own.organisation_id,
        counterparty=peer.key,
        counterparty_address=peer.address,
        peer_pid=f"pid-{next(_numbers)}",
        asset="data",
        offer_key="offer",
        terms=terms,
        requested=terms,
        state="OFFERED" if side == "CONSUMER" else "REQUESTED",
        opened_at=at,
        changed_at=at,
    )
    entry_of_first_step(row)
    assert row.state == state
    return row


def entry_of_first_step(row: Negotiation) -> None:
    """The message and entry that began it."""
    side = Side.CONSUMER if row.side == "PROVIDER" else Side.PROVIDER
    move = Move.REQUEST if row.side == "PROVIDER" else Move.OFFER
    entry = note(row, move, side, SYSTEM, row.opened_at)
    Message.objects.create(
        participant_id=row.participant_id,
        process=row.pk,
        counterparty=row.counterparty,
        direction="IN",
        kind="ContractRequestMessage" if row.side == "PROVIDER" else "ContractOfferMessage",
        body="{}",
        digest=f"{next(_numbers):064d}",
        at=row.opened_at,
        settled_at=row.opened_at,
        state="DELIVERED",
        entry=entry.entry_id,
    )


def make_agreement(
    own: Participant, peer: Participant, *, side: str = "PROVIDER", duty: bool = False, **terms: object
) -> Agreement:
    """An agreement in force."""
    key, at = f"agreement-{next(_numbers)}", clock.now()
    rules = write_terms(Terms(**({"delete_days": 30} if duty else {}), **terms))  # type: ignore[arg-type]
    row = Agreement.objects.create(
        key=key,
        side=side,
        participant_id=own.organisation_id,
        counterparty=peer.key,
        counterparty_address=peer.address,
        asset="data",
        policy={
            "@type": "Agreement",
            "@id": key,
            "target": "data",
            "assigner": own.key,
            "assignee": peer.key,
            **rules,
        },
        agreed_at=at,
    )
    write_obligations(row, at=at)
    return row
