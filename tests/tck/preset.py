"""What must be there before the suite begins: the two participants, data sets, agreements."""

from datetime import datetime

from tests.tck import scripts
from tests.tck.ids import OWN
from yunghap.core import clock
from yunghap.core.actors import SYSTEM
from yunghap.exchange.domain.connector import roster
from yunghap.exchange.models import Agreement, Offer, Participant, Product
from yunghap.identity.enums import OrganisationKind
from yunghap.identity.models import Organisation
from yunghap.identity.service import create_organisation

CATALOGUED = ("CAT0101", "CAT0102")
PROVIDED = tuple(
    [f"ACN010{n}" for n in range(1, 5)]
    + [f"ACN020{n}" for n in range(1, 8)]
    + [f"ACN030{n}" for n in range(1, 5)]
)
CONSUMED = tuple(
    [f"ACNC010{n}" for n in range(1, 5)]
    + [f"ACNC020{n}" for n in range(1, 7)]
    + [f"ACNC030{n}" for n in range(1, 7)]
)
TRANSFERS = (*range(101, 106), *range(201, 206), *range(301, 307))
POLICY = {"permission": [{"action": "use"}]}


def prepare(peer_address: str) -> Participant:
    """Write it all; returns our participant."""
    at = clock.now()
    organisation = create_organisation(
        kind=OrganisationKind.COMPANY, long="시험 참여기관", short="시험기관", english="Tested", by=SYSTEM
    )
    own = roster.apply_participant(organisation=organisation, slug="tck", key=OWN, by=SYSTEM)
    peer = roster.enter_participant(key=scripts.PEER, name="TCK", address=peer_address, by=SYSTEM)
    for one in (own, peer):
        roster.admit_participant(participant=one, by=SYSTEM)
    for key in (*CATALOGUED, *PROVIDED):
        product = Product.objects.create(
            pk=key,
            slug=key.lower(),
            provider=organisation,
            title=key,
            state="PUBLISHED",
            published_at=at,
            changed_at=at,
            generated=True,
        )
        Offer.objects.create(pk=f"CD123:{key}:456", product=product, title=key, policy=POLICY, made_at=at)
    for number in TRANSFERS:
        _agreement(organisation, peer, f"ATP{number:04d}", "PROVIDER", at)
        _agreement(organisation, peer, f"ATPC{number:04d}", "CONSUMER", at)
    return own


def _agreement(organisation: Organisation, peer: Participant, key: str, side: str, at: datetime) -> None:
    Agreement.objects.create(
        key=key,
        side=side,
        participant=organisation,
        counterparty=peer.key,
        counterparty_address=peer.address,
        asset=key,
        policy={"@type": "Agreement", "@id": key, "target": key, **POLICY},
        agreed_at=at,
    )
