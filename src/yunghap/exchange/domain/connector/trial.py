"""Two participants that try each other out: what `yunghap bench exchange` has its installations do.

Each function is run inside one of the two installations and prints one JSON object.
"""

import json
import time

from django.db import transaction

from yunghap.core.actors import SYSTEM
from yunghap.exchange.contracts import DataPlace, Description, Price
from yunghap.exchange.domain import products
from yunghap.exchange.models import Negotiation, Participant
from yunghap.identity.service import Organisation, OrganisationKind, create_organisation

from . import roster
from .machine import NEGOTIATION_OVER
from .negotiations import request_contract

USE = {"permission": [{"action": "use"}]}
LOOK = 0.02  # seconds between two looks at what is under way


@transaction.atomic
def provide() -> None:
    """A participant that offers one data set."""
    own, organisation = _admitted("provider")
    description = Description(title="Trial", keywords=("trial",))
    product = products.create_product(provider=organisation, description=description, by=SYSTEM)
    place = DataPlace(kind="HTTP", where={"url": "http://127.0.0.1:9/"}, media_type="text/csv")
    products.add_version(product=product, place=place, by=SYSTEM)
    offer = products.make_offer(product=product, title="Use", policy=USE, price=Price(), by=SYSTEM)
    products.publish_product(product=product, expected=product.version, by=SYSTEM)
    _say(own, product=product.pk, offer=offer.pk)


@transaction.atomic
def consume() -> None:
    """A participant that asks."""
    _say(_admitted("consumer")[0])


def drive(*, peer: str, product: str, offer: str, number: int, most: int) -> None:
    """Make so many contracts, at most `most` of them under way at a time; `took` is in seconds, each."""
    own = Participant.objects.get(slug="consumer")
    other = Participant.objects.get(key=peer)
    known = set(Negotiation.objects.values_list("pk", flat=True))
    rows = Negotiation.objects.exclude(pk__in=known)
    began, asked = time.perf_counter(), 0
    while True:
        over = rows.filter(state__in=NEGOTIATION_OVER).count()
        if over == number:
            break
        for _one in range(min(most - (asked - over), number - asked)):
            request_contract(
                peer=other,
                asset=product,
                offer={"@id": offer, **USE},
                organisation=str(own.organisation_id),
                by=SYSTEM,
            )
            asked += 1
        time.sleep(LOOK if most > 1 else LOOK / 10)
    seconds = time.perf_counter() - began
    took = [(row.changed_at - row.opened_at).total_seconds() for row in rows.filter(state="FINALIZED")]
    print(json.dumps({"seconds": seconds, "took": took}))  # noqa: T201 - what this is for


def _admitted(slug: str) -> tuple[Participant, Organisation]:
    organisation = create_organisation(
        kind=OrganisationKind.COMPANY, long=f"Trial {slug}", short=slug, english=slug, by=SYSTEM
    )
    own = roster.apply_participant(organisation=organisation, slug=slug, by=SYSTEM)
    roster.admit_participant(participant=own, by=SYSTEM)
    return own, organisation


def _say(own: Participant, **more: str) -> None:
    print(json.dumps({"key": own.key, "address": own.address, "public_key": own.public_key, **more}))  # noqa: T201
