"""What a benchmark has its installations do: `python -m yunghap.config.bench.sites.trial provide|consume|drive …`.

Each command is run inside one of the two installations and prints one JSON object.
"""

import time
from typing import Any

import click
import django

django.setup()

from urllib.request import Request, urlopen  # noqa: E402 - after the set-up

import msgspec  # noqa: E402

from yunghap.core import clock  # noqa: E402
from yunghap.core.actors import SYSTEM  # noqa: E402
from yunghap.exchange import service as exchange  # noqa: E402
from yunghap.identity.service import Organisation, OrganisationKind, create_organisation  # noqa: E402

USE = {"permission": [{"action": "use"}]}
LOOK = 0.02  # seconds between two looks at what is under way
WITHIN = 300.0  # seconds for what must come about


@click.group()
def trial() -> None:
    """Two participants that try each other out."""


@trial.command()
def provide() -> None:
    """Take part and offer one data set."""
    organisation, own = _taking_part("provider")
    [product] = exchange.publish_samples(
        provider=organisation, samples=exchange.PLATFORMS["transport"][:1], by=SYSTEM, at=clock.now()
    )
    offer = product.offers.get()
    _say(**own, product=product.pk, offer=offer.pk)


@trial.command()
def consume() -> None:
    """Take part."""
    _organisation, own = _taking_part("consumer")
    _say(**own)


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
@click.option("--number", type=int, required=True)
def fetch(number: int) -> None:
    """Ask for the data of so many contracts, one after the other; `took` is until the first byte, in seconds."""
    exchange.start_sending(threads=1)
    took = []
    for agreement in exchange.Agreement.objects.filter(side="CONSUMER", state="ACTIVE")[:number]:
        began = time.perf_counter()
        asked = exchange.request_transfer(agreement=agreement, format="HttpData-PULL", by=SYSTEM)
        address = _started(asked.pk)
        properties = {one["name"]: one["value"] for one in address["endpointProperties"]}
        headers = {"Authorization": f"Bearer {properties['authorization']}"}
        with urlopen(Request(address["endpoint"], headers=headers), timeout=60) as answer:  # noqa: S310 - loopback
            answer.read(1)
            took.append(time.perf_counter() - began)
            answer.read()
    exchange.stop_sending()
    _say(took=took)


def _started(transfer: str) -> dict[str, Any]:
    """Where the data are, once the provider has said so."""
    until = time.monotonic() + WITHIN
    while time.monotonic() < until:
        row = exchange.TransferProcess.objects.get(pk=transfer)
        if row.state != "REQUESTED":
            return dict(row.data_address)
        time.sleep(LOOK / 10)
    raise click.ClickException("the transfer did not start")


def _taking_part(slug: str) -> tuple[Organisation, dict[str, str]]:
    organisation = create_organisation(
        kind=OrganisationKind.COMPANY, long=f"Trial {slug}", short=slug, english=slug, by=SYSTEM
    )
    own = exchange.take_part(organisation=organisation, slug=slug, at=clock.now())
    return organisation, {"key": own.key, "address": own.address, "public_key": own.public_key}


def _say(**values: object) -> None:
    click.echo(msgspec.json.encode(values).decode())


if __name__ == "__main__":
    trial()
