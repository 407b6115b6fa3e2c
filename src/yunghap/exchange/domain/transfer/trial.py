"""A contract on data of any size between two participants of one installation: what `yunghap bench exchange` measures.

Each function is run inside the installation, while its site serves, and prints one JSON object.
"""

import json
import random
import time
import urllib.request
from collections.abc import Callable, Iterator

from django.conf import settings
from django.db import transaction

from yunghap.core.actors import SYSTEM
from yunghap.documents import service as documents
from yunghap.exchange.contracts import DataPlace, Description, Price
from yunghap.exchange.domain import products
from yunghap.exchange.domain.connector import roster
from yunghap.exchange.domain.connector.negotiations import request_contract
from yunghap.exchange.domain.connector.sender import start_sending, stop_sending
from yunghap.exchange.domain.connector.transfers import request_transfer
from yunghap.exchange.enums import AgreementState, Side, TransferState
from yunghap.exchange.models import Agreement, Participant, TransferProcess
from yunghap.identity.service import Organisation, OrganisationKind, create_organisation

from .deliveries import properties_of
from .planes import PULL

USE = {"permission": [{"action": "use"}]}
MEBIBYTE = 1024 * 1024
_LOOK = 0.002  # seconds between two looks at what is under way
_WITHIN = 60.0


def agree(*, mebibytes: int) -> None:
    """Keep generated data of that size, offer them and have the other participant agree on them."""
    file = documents.keep_pieces(
        pieces=_noise(mebibytes),
        media_type="application/octet-stream",
        largest=settings.LARGEST_SOURCE,
        by=SYSTEM,
    )
    with transaction.atomic():
        provider, owner = _admitted("data-provider")
        _consumer, asking = _admitted("data-consumer")
        product = products.create_product(provider=owner, description=Description(title="Trial"), by=SYSTEM)
        where = {"document": file.sha256}
        place = DataPlace("FILE", where, "application/octet-stream", file.sha256, file.size)
        products.add_version(product=product, place=place, by=SYSTEM)
        offer = products.make_offer(product=product, title="Use", policy=USE, price=Price(), by=SYSTEM)
        products.publish_product(product=product, expected=product.version, by=SYSTEM)
    request_contract(
        peer=provider, asset=product.pk, offer={"@id": offer.pk, **USE}, organisation=asking.pk, by=SYSTEM
    )
    rows = Agreement.objects.filter(side=Side.CONSUMER, state=AgreementState.ACTIVE)
    _wait_for(rows.exists)
    print(json.dumps({"sha256": file.sha256, "bytes": file.size}))  # noqa: T201 - what this is for


def start() -> None:
    """Begin a transfer: its id and token, good for ten minutes."""
    row = _started()
    token = properties_of(row.data_address)["authorization"]
    print(json.dumps({"transfer": row.peer_pid, "token": token}))  # noqa: T201


def first_bytes(*, number: int) -> None:
    """So many times from the agreement to the first byte: ask for a transfer, wait for its start, read one byte."""
    took = []
    start_sending()  # as the consumer's site, whose requests leave where they are made
    for _one in range(number):
        began = time.perf_counter()
        row = _started()
        token = properties_of(row.data_address)["authorization"]
        address = urllib.request.Request(  # noqa: S310 - an address of our own
            row.data_address["endpoint"], headers={"Authorization": f"Bearer {token}"}
        )
        with urllib.request.urlopen(address, timeout=_WITHIN) as answer:  # noqa: S310
            answer.read(1)
            took.append(time.perf_counter() - began)
    stop_sending()
    print(json.dumps({"took": took}))  # noqa: T201


def _started() -> TransferProcess:
    agreement = Agreement.objects.get(side=Side.CONSUMER, state=AgreementState.ACTIVE)
    row = request_transfer(agreement=agreement, format=PULL, by=SYSTEM)
    _wait_for(TransferProcess.objects.filter(pk=row.pk, state=TransferState.STARTED).exists)
    row.refresh_from_db()
    return row


def _wait_for(done: Callable[[], bool]) -> None:
    end = time.monotonic() + _WITHIN
    while not done():
        if time.monotonic() > end:
            raise TimeoutError("the other participant does not answer")
        time.sleep(_LOOK)


def _admitted(slug: str) -> tuple[Participant, Organisation]:
    organisation = create_organisation(
        kind=OrganisationKind.COMPANY, long=f"Trial {slug}", short=slug, english=slug, by=SYSTEM
    )
    own = roster.apply_participant(organisation=organisation, slug=slug, by=SYSTEM)
    roster.admit_participant(participant=own, by=SYSTEM)
    return own, organisation


def _noise(mebibytes: int) -> Iterator[bytes]:
    """Bytes that do not compress, the same in each run."""
    source = random.Random(1)  # noqa: S311 - not a secret
    for _one in range(mebibytes):
        yield source.randbytes(MEBIBYTE)
