"""From the catalogue to the data, and through kills, between two installations that know only the roster of each other."""

import json
import random
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.exchange.peers.conftest import Pair
from tests.factories.exchange import CSV
from yunghap.client import Exchange

pytestmark = pytest.mark.servers

KILLS, AT_ONCE = 2, 6
# As the person of the consumer, by the pages; prints where they lead.
BY_PAGES = """
from django.test import Client
from django.urls import reverse
from yunghap.identity.models import User
client = Client(SERVER_NAME="127.0.0.1")
client.force_login(User.objects.get(pk={person!r}), backend="django.contrib.auth.backends.ModelBackend")
wanted = dict(organisation={organisation!r}, peer={peer!r}, dataset={product!r})
offers = client.post(reverse("exchange:ask"), wanted)
assert offers.status_code == 200 and {offer!r} in offers.content.decode(), offers.content.decode()
sent = client.post(reverse("exchange:ask_for_offer"), dict(wanted, offer={offer!r}))
print(json.dumps(sent["Location"].rstrip("/").rpartition("/")[2]))
"""
STEPS = """
from yunghap.exchange.models import Agreement, Message, Negotiation
from yunghap.ledger.service import get_entry, receipt
row = Negotiation.objects.select_related("agreement").get(agreement__key={key!r})
given = Message.objects.filter(process=row.pk).order_by("pk")
kept = [[one.kind, one.direction, bool(receipt(get_entry(one.entry)))] for one in given]
print(json.dumps([row.agreement.state, kept]))
"""
TRANSFER = """
import time
from yunghap.core.actors import SYSTEM
from yunghap.exchange.domain.connector.transfers import request_transfer
from yunghap.exchange.models import Agreement, TransferProcess
agreement = Agreement.objects.get(key={key!r})
row = request_transfer(agreement=agreement, format="HttpData-PULL", by=SYSTEM)
for _look in range(2_400):
    row.refresh_from_db()
    if row.state != "REQUESTED":
        break
    time.sleep(0.1)
print(json.dumps([row.state, row.reason]))
"""
# The consumer's own process asks; its server sends, receives and is killed.
ASK = """
from yunghap.core.actors import SYSTEM
from yunghap.exchange.domain.connector.negotiations import request_contract
from yunghap.exchange.models import Participant
own = Participant.objects.get(slug="consumer")
peer = Participant.objects.get(key={peer!r})
offer = {{"@id": {offer!r}, "permission": [{{"action": "use"}}]}}
made = [
    request_contract(peer=peer, asset={product!r}, offer=offer, organisation=own.organisation_id, by=SYSTEM).pk
    for _one in range({number})
]
print(json.dumps(made))
"""
# Looks until nothing is under way, however busy the machine is; what both hold then is compared.
HELD = """
import time
from yunghap.exchange.models import Agreement, Message, Negotiation
began = time.monotonic()
while time.monotonic() - began < 300:
    if not Negotiation.objects.exclude(state__in=["FINALIZED", "TERMINATED"]).exists():
        if not Message.objects.filter(state="PENDING").exists():
            break
    time.sleep(0.05)
states = dict(Negotiation.objects.values_list("pk", "state"))
keys = sorted(Agreement.objects.values_list("key", flat=True))
print(json.dumps([states, keys, round(time.monotonic() - began, 1)]))
"""


def test_from_the_catalogue_to_the_data(pair: Pair, tmp_path: Path) -> None:
    outcome = pair.negotiate()
    assert outcome["state"] == "FINALIZED", outcome
    key = outcome["agreement"]
    for side in (pair.provider, pair.consumer):
        state, steps = side.ask(STEPS.format(key=key))
        assert state == "ACTIVE"
        assert [kind for kind, _direction, _kept in steps] == [
            "ContractRequestMessage",
            "ContractAgreementMessage",
            "ContractAgreementVerificationMessage",
            "ContractNegotiationEventMessage",
        ]
        assert all(kept for *_rest, kept in steps), "a step without a receipt"
    assert pair.consumer.ask(TRANSFER.format(key=key)) == ["STARTED", ""]
    knows = pair.consumer.knows
    exchange = Exchange(pair.consumer.site.url, client_id=knows["client"], secret=knows["secret"])
    exchange.contract(key).download(tmp_path / "data.csv")
    assert (tmp_path / "data.csv").read_bytes() == CSV


def test_the_protocol_in_a_process_of_its_own(pair: Pair) -> None:
    site = pair.provider.site
    site.stop()
    site.command = "connector"
    try:
        site.start()
        with urllib.request.urlopen(f"{site.url}/.well-known/dspace-version", timeout=30) as answer:
            spoken = json.load(answer)["protocolVersions"]
        assert [one["path"] for one in spoken] == ["/dsp/provider/2025-1"]
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(f"{site.url}/", timeout=30)
        outcome = pair.negotiate()
        assert outcome["state"] == "FINALIZED", outcome
    finally:
        site.stop()
        site.command = "serve"
        site.start()


def test_kills_lose_and_double_nothing(pair: Pair) -> None:
    seed = random.randrange(10**6)  # noqa: S311
    print(f"seed {seed}")
    dice = random.Random(seed)  # noqa: S311
    theirs, ours = pair.provider.knows, pair.consumer.knows
    named = {"peer": theirs["key"], "offer": theirs["offer"], "product": theirs["product"]}
    person = {"person": ours["person"], "organisation": ours["organisation"]}
    asked = [pair.consumer.ask(BY_PAGES.format(**named, **person))]
    ask = ASK.format(**named, number=KILLS * AT_ONCE)
    asking = threading.Thread(target=lambda: asked.extend(pair.consumer.ask(ask)))
    asking.start()
    for number in range(KILLS):
        victim = (pair.provider, pair.consumer)[(number + seed) % 2].site
        time.sleep(dice.uniform(0.2, 1.5))
        victim.kill()
        victim.start()
    asking.join()
    states, consumed, took = pair.consumer.ask(HELD)
    _states, provided, _took = pair.provider.ask(HELD)
    assert {states[one] for one in asked} == {"FINALIZED"}
    assert consumed == provided, "an agreement that one side does not know"
    assert len(consumed) == len(set(consumed)) == list(states.values()).count("FINALIZED")
    print(f"{KILLS} kills, {len(asked)} negotiations, both sides agree {took} s after the last start")
    for side in (pair.provider, pair.consumer):
        side.site.installation.run("fsck")
