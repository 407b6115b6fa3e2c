"""From the catalogue to the data, between two installations that know nothing of each other but the roster."""

from pathlib import Path

import pytest

from tests.exchange.peers.conftest import Pair
from tests.factories.exchange import CSV

pytestmark = pytest.mark.xdist_group("peers")
# Asks by the pages, as the person of the consumer, and prints where the pages lead.
BY_PAGES = """
from django.test import Client
from yunghap.identity.models import User
client = Client(SERVER_NAME="127.0.0.1")
client.force_login(User.objects.get(pk={person!r}), backend="django.contrib.auth.backends.ModelBackend")
wanted = dict(organisation={organisation!r}, peer={peer!r}, dataset={product!r})
offers = client.post("/en/exchange/contracts/ask/", wanted)
assert offers.status_code == 200 and {offer!r} in offers.content.decode(), offers.content.decode()
sent = client.post("/en/exchange/contracts/ask/offer/", dict(wanted, offer={offer!r}))
print(json.dumps(sent["Location"]))
"""
STEPS = """
from yunghap.exchange.models import Message, Negotiation
from yunghap.ledger.service import get_entry, receipt, verify_document
row = Negotiation.objects.get(agreement__key={key!r})
given = Message.objects.filter(process=row.pk).order_by("pk")
print(json.dumps([[one.kind, one.direction, one.digest, bool(receipt(get_entry(one.entry)))] for one in given]))
"""


def test_from_the_catalogue_to_the_data(pair: Pair, tmp_path: Path) -> None:
    outcome = pair.negotiate()
    assert outcome["state"] == "FINALIZED", outcome
    key = outcome["agreement"]
    assert pair.provider.agreements() == pair.consumer.agreements() == [(key, "ACTIVE")]
    steps = [side.ask(STEPS.format(key=key)) for side in (pair.provider, pair.consumer)]
    assert [kind for kind, *_rest in steps[0]] == [
        "ContractRequestMessage",
        "ContractAgreementMessage",
        "ContractAgreementVerificationMessage",
        "ContractNegotiationEventMessage",
    ]
    assert all(kept for side in steps for *_rest, kept in side), "a step without a receipt"
    # What is said goes out with a place for the other side's id, which is not known yet; what came in is kept as it came.
    assert {direction for _kind, direction, *_rest in steps[0]} == {"IN", "OUT"}
    target = tmp_path / "data.csv"
    knows = pair.consumer.knows
    client = ("--url", pair.consumer.site.url, "--client-id", knows["client"], "--secret", knows["secret"])
    pair.consumer.yunghap("exchange", "get", key, "-o", str(target), *client)
    assert target.read_bytes() == CSV


def test_by_the_pages(pair: Pair) -> None:
    theirs, ours = pair.provider.knows, pair.consumer.knows
    location = pair.consumer.ask(
        BY_PAGES.format(
            person=ours["person"],
            organisation=ours["organisation"],
            peer=theirs["key"],
            product=theirs["product"],
            offer=theirs["offer"],
        )
    )
    assert pair.outcome_of(location.rstrip("/").rpartition("/")[2]) == "FINALIZED"
