"""What a benchmark has its installations do: `python -m yunghap.config.bench.sites.trial COMMAND …`.

Each command is run inside an installation, while its site serves, and prints one JSON object.
"""

import random
import time
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from typing import Any
from urllib.request import Request, urlopen

import click
import django
import msgspec
from django.conf import settings

django.setup()

from yunghap.core import clock  # noqa: E402 - after the set-up
from yunghap.core.actors import SYSTEM  # noqa: E402
from yunghap.documents import service as documents  # noqa: E402
from yunghap.exchange import service as exchange  # noqa: E402
from yunghap.identity.service import Organisation, OrganisationKind, create_organisation  # noqa: E402

USE = {"permission": [{"action": "use"}]}
LOOK = 0.02  # seconds between two looks at what is under way
WITHIN = 300.0  # seconds for what must come about


@click.group()
def trial() -> None:
    """Participants that try each other out."""


@trial.command()
def provide() -> None:
    """Take part and offer one data set."""
    organisation, own = _taking_part("provider")
    offer = _offered(organisation)
    _say(**_facts(own), product=offer.product_id, offer=offer.pk)


@trial.command()
def consume() -> None:
    """Take part."""
    _organisation, own = _taking_part("consumer")
    _say(**_facts(own))


@trial.command()
@click.option("--peer", required=True)
@click.option("--product", required=True)
@click.option("--offer", required=True)
@click.option("--number", type=int, required=True)
@click.option("--most", type=int, required=True)
def drive(peer: str, product: str, offer: str, number: int, most: int) -> None:
    """Make so many contracts, at most `most` of them under way at a time; `took` is in seconds, each.

    Requests leave from here; the server takes what comes back. `spent` is the processor time of this side of it.
    """
    own = exchange.Participant.objects.get(slug="consumer")
    other = exchange.Participant.objects.get(key=peer)
    known = set(exchange.Negotiation.objects.values_list("pk", flat=True))
    rows = exchange.Negotiation.objects.exclude(pk__in=known)
    exchange.start_sending(threads=4)
    began, spent, asked, over = time.perf_counter(), time.process_time(), 0, 0
    while over < number:
        for _one in range(min(most - (asked - over), number - asked)):
            exchange.request_contract(
                peer=other,
                asset=product,
                offer={"@id": offer, **USE},
                organisation=str(own.organisation_id),
                by=SYSTEM,
            )
            asked += 1
        time.sleep(LOOK if most > 1 else LOOK / 10)
        over = rows.filter(state__in=["FINALIZED", "TERMINATED"]).count()
    seconds, spent = time.perf_counter() - began, time.process_time() - spent
    exchange.stop_sending()
    final = rows.filter(state="FINALIZED")
    took = [(row.changed_at - row.opened_at).total_seconds() for row in final]
    _say(seconds=seconds, spent=spent, took=took)


@trial.command()
@click.option("--mebibytes", type=int, required=True)
def agree(mebibytes: int) -> None:
    """Offer generated data of that size and have another participant of this installation agree on them."""
    provider, theirs = _taking_part("provider")
    consumer, _own = _taking_part("consumer")
    offered = _offered(provider)
    kind = "application/octet-stream"
    file = documents.keep_pieces(
        pieces=_noise(mebibytes), media_type=kind, largest=settings.LARGEST_SOURCE, by=SYSTEM
    )
    place = exchange.DataPlace("FILE", {"document": file.sha256}, kind, file.sha256, file.size)
    exchange.add_version(product=offered.product, place=place, by=SYSTEM)
    exchange.request_contract(
        peer=theirs,
        asset=offered.product_id,
        offer={"@id": offered.pk, **USE},
        organisation=consumer.pk,
        by=SYSTEM,
    )
    _wait_for(exchange.Agreement.objects.filter(side="CONSUMER", state="ACTIVE").exists)
    _say(sha256=file.sha256)


@trial.command()
def begin() -> None:
    """Begin a transfer: its id at the provider, and its token, good for ten minutes."""
    row = _started(exchange.Agreement.objects.get(side="CONSUMER", state="ACTIVE"))
    _say(transfer=row.peer_pid, token=_properties(row)["authorization"])


@trial.command()
@click.option("--number", type=int, required=True)
def fetch(number: int) -> None:
    """So many times ask for the data of a contract; `took` is from there to their first byte, in seconds."""
    exchange.start_sending(threads=1)
    took = []
    agreements = exchange.Agreement.objects.filter(side="CONSUMER", state="ACTIVE")[:number]
    for agreement in islice(cycle(agreements), number):
        began = time.perf_counter()
        row = _started(agreement)
        headers = {"Authorization": f"Bearer {_properties(row)['authorization']}"}
        address = Request(row.data_address["endpoint"], headers=headers)  # noqa: S310 - loopback
        with urlopen(address, timeout=WITHIN) as answer:  # noqa: S310
            answer.read(1)
            took.append(time.perf_counter() - began)
    exchange.stop_sending()
    _say(took=took)


def _started(agreement: exchange.Agreement) -> exchange.TransferProcess:
    """A transfer of the data, once the provider has said where they are."""
    row = exchange.request_transfer(agreement=agreement, format="HttpData-PULL", by=SYSTEM)
    _wait_for(exchange.TransferProcess.objects.filter(pk=row.pk, state="STARTED").exists)
    row.refresh_from_db()
    return row


def _properties(row: exchange.TransferProcess) -> dict[str, str]:
    return {one["name"]: one["value"] for one in row.data_address["endpointProperties"]}


def _wait_for(done: Callable[[], bool]) -> None:
    until = time.monotonic() + WITHIN
    while not done():
        if time.monotonic() > until:
            raise click.ClickException("the other participant does not answer")
        time.sleep(LOOK / 10)


def _offered(organisation: Organisation) -> Any:
    """The offer of a small data set, published."""
    [product] = exchange.publish_samples(
        provider=organisation, samples=exchange.PLATFORMS["transport"][:1], by=SYSTEM, at=clock.now()
    )
    return product.offers.get()


def _noise(mebibytes: int) -> Iterator[bytes]:
    """Bytes that do not compress, the same in each run."""
    source = random.Random(1)  # noqa: S311 - not a secret
    for _one in range(mebibytes):
        yield source.randbytes(1024 * 1024)


def _taking_part(slug: str) -> tuple[Organisation, exchange.Participant]:
    organisation = create_organisation(
        kind=OrganisationKind.COMPANY, long=f"Trial {slug}", short=slug, english=slug, by=SYSTEM
    )
    return organisation, exchange.take_part(organisation=organisation, slug=slug, at=clock.now())


def _facts(own: exchange.Participant) -> dict[str, str]:
    return {"key": own.key, "address": own.address, "public_key": own.public_key}


def _say(**values: object) -> None:
    click.echo(msgspec.json.encode(values).decode())


if __name__ == "__main__":
    trial()
