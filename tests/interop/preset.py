"""What our side begins with: one participant that offers one data set and asks for others, and the EDC in its roster."""

import json

from django.db import transaction

from tests.factories.exchange import CSV, make_product, make_provider
from tests.interop.edc import KEY
from yunghap.core.actors import SYSTEM
from yunghap.exchange.domain.connector import roster


@transaction.atomic
def prepare(address: str) -> None:
    """Write it all and say what is where."""
    organisation, by = make_provider()
    product, offer, _by = make_product(organisation, by)
    own = roster.apply_participant(organisation=organisation, slug="ours", by=SYSTEM)
    peer = roster.enter_participant(key=KEY, name="EDC", address=address, by=SYSTEM)
    for one in (own, peer):
        roster.admit_participant(participant=one, by=SYSTEM)
    ids = {"product": product.pk, "offer": offer.pk}
    print(json.dumps({"key": own.key, "address": own.address, "data": CSV.decode(), **ids}))
