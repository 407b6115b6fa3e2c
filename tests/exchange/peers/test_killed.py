"""Either side is killed at any moment: no agreement is lost or doubled, and both sides agree soon after the start."""

import random
import threading
import time

import pytest

from tests.exchange.peers.conftest import Pair

pytestmark = pytest.mark.xdist_group("peers")
KILLS, AT_ONCE = 4, 6
# The consumer's own process asks; its server sends, receives and is killed.
ASK = """
from yunghap.core.actors import SYSTEM
from yunghap.exchange.domain.connector.negotiations import request_contract
from yunghap.exchange.domain.connector.peers import fetch_dataset, offers_of
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


def test_kills_lose_and_double_nothing(pair: Pair) -> None:
    seed = random.randrange(10**6)  # noqa: S311
    print(f"seed {seed}")
    dice = random.Random(seed)  # noqa: S311
    theirs = pair.provider.knows
    ask = ASK.format(
        peer=theirs["key"], offer=theirs["offer"], product=theirs["product"], number=KILLS * AT_ONCE
    )
    asking = threading.Thread(target=lambda: asked.extend(pair.consumer.ask(ask)))
    asked: list[str] = []
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
