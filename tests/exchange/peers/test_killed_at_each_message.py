"""Either side killed at each message of contracts, transfers and agreements: both hold the same soon after.

With `YUNGHAP_ALL_KILLS=1` and `-s` it says how many kills there were and how long it took both sides to agree after the
last start.
"""

import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError

import pytest

from tests.exchange.peers.killable import DO, RECEIVER, SENDER, name_points, points
from tests.installation import ROOT, Installation, _new
from tests.sites import START_WITHIN, free_port

pytestmark = pytest.mark.servers

Message = tuple[str, str]  # who sends it, its kind
PLACES = (*SENDER, *RECEIVER)
# All together they kill at each place of each message.
TURNS = len(PLACES) if os.environ.get("YUNGHAP_ALL_KILLS") else 2


@dataclass
class Killable:
    """A site of `tests.exchange.peers.killable`, and what its preset said of it."""

    installation: Installation
    port: int
    knows: dict[str, Any] = field(default_factory=dict)

    def kill_at(self, named: list[str]) -> None:
        """Name where it ends itself, once each; see `killable`."""
        name_points(self.installation.folder, named)

    def kills_left(self) -> list[str]:
        """Where it has not ended itself yet."""
        return points(self.installation.folder)

    def born(self) -> float:
        """When it last began, in seconds since the epoch."""
        return (self.installation.folder / "born").stat().st_mtime

    def do(self, verb: str, /, **given: Any) -> Any:
        """Have it do something; raises ConnectionError where it is killed meanwhile."""
        address = f"http://127.0.0.1:{self.port}{DO}"
        request = urllib.request.Request(address, data=json.dumps([verb, given]).encode(), method="POST")
        try:
            with urllib.request.urlopen(request, timeout=START_WITHIN) as answer:
                return json.loads(answer.read())
        except HTTPError:  # it is there and failed: no kill explains that
            raise
        except (URLError, ValueError, HTTPException) as error:  # nobody listens, or the answer broke off
            raise ConnectionError from error


@dataclass(frozen=True)
class Step:
    """What one side does, the messages that follow, and where that leads."""

    who: str
    verb: str
    given: dict[str, Any]
    flow: tuple[Message, ...]
    state: str


C, P = "consumer", "provider"
REQUEST, OFFER, AGREEMENT = (f"Contract{name}Message" for name in ("Request", "Offer", "Agreement"))
VERIFICATION, EVENT = "ContractAgreementVerificationMessage", "ContractNegotiationEventMessage"
BROKEN_OFF = "ContractNegotiationTerminationMessage"
FETCH, START, SUSPENSION, COMPLETION, ENDED = (
    f"Transfer{name}Message" for name in ("Request", "Start", "Suspension", "Completion", "Termination")
)
NOTICE = "AgreementNotice"
CONCLUDED = ((P, AGREEMENT), (C, VERIFICATION), (P, EVENT))


def move(who: str, name: str, flow: tuple[Message, ...], state: str, **more: Any) -> Step:
    """A move in a negotiation."""
    return Step(who, "negotiate", {"move": name, **more}, flow, f"negotiations {state}")


def walk(pair: "dict[str, Killable]") -> list[Step]:
    """Each message of either side at least once, where the protocol lets both say it from both."""
    wanted = {
        "peer": pair[P].knows["key"],
        "asset": pair[P].knows["product"],
        "offer": pair[P].knows["offer"],
    }
    asked, waits = (
        Step(C, "ask", wanted, ((C, REQUEST), *CONCLUDED), "negotiations FINALIZED"),
        "negotiations REQUESTED",
    )
    other = Step(C, "ask", {**wanted, "changed": True}, ((C, REQUEST),), waits)
    offered = Step(P, "offer", {"peer": pair[C].knows["key"]}, ((P, OFFER),), "negotiations OFFERED")
    fetched = Step(C, "fetch", {}, ((C, FETCH), (P, START)), "transfers STARTED")

    def transfer(who: str, name: str, kind: str, state: str) -> Step:
        return Step(who, "transfer", {"move": name}, ((who, kind),), f"transfers {state}")

    def agreement(who: str, verb: str, state: str) -> Step:
        return Step(who, "agreement", {"verb": verb}, ((who, NOTICE),), f"agreements {state}")

    return [
        other,
        move(C, "terminate", ((C, BROKEN_OFF),), "TERMINATED"),
        other,
        move(P, "offer", ((P, OFFER),), "OFFERED"),
        move(C, "request", ((C, REQUEST),), "REQUESTED", changed=True),
        move(P, "terminate", ((P, BROKEN_OFF),), "TERMINATED"),
        offered,
        move(C, "accept", ((C, EVENT), *CONCLUDED), "FINALIZED"),
        asked,
        fetched,
        transfer(C, "suspend", SUSPENSION, "SUSPENDED"),
        transfer(C, "start", START, "STARTED"),
        transfer(P, "suspend", SUSPENSION, "SUSPENDED"),
        transfer(P, "start", START, "STARTED"),
        transfer(C, "complete", COMPLETION, "COMPLETED"),
        fetched,
        transfer(P, "complete", COMPLETION, "COMPLETED"),
        fetched,
        transfer(P, "terminate", ENDED, "TERMINATED"),
        fetched,
        transfer(C, "terminate", ENDED, "TERMINATED"),
        agreement(P, "suspend", "SUSPENDED"),
        agreement(P, "resume", "ACTIVE"),
        agreement(C, "retire", "RETIRED"),
    ]


@pytest.fixture(scope="module")
def pair(_migrated: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Killable]]:
    """Both sides, serving, in each other's rosters; their stores are in order in the end."""
    with ExitStack() as stack:
        made = {}
        for who in (P, C):
            folder = tmp_path_factory.mktemp(who) / "data"
            shutil.copytree(_migrated.folder, folder)
            site = Killable(stack.enter_context(_new(folder, _migrated.database)), free_port())
            stack.enter_context(running(site))
            made[who] = site
        for who, preset in ((P, "provide"), (C, "consume")):
            made[who].knows = patiently(made[who], preset)
        for one, other in ((P, C), (C, P)):
            knows = {name: made[other].knows[name] for name in ("key", "address", "public_key")}
            made[one].do("introduce", **knows)
        yield made
        for site in made.values():
            site.installation.run("fsck")


@contextmanager
def running(site: Killable) -> Iterator[None]:
    """Its process, which begins anew by itself."""
    settings = {"YUNGHAP_SITE_URL": f"http://127.0.0.1:{site.port}"}
    site.installation.settings |= settings
    with (site.installation.folder / "serve.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.exchange.peers.killable", str(site.port)],
            env=site.installation.environment,
            cwd=ROOT,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def patiently(site: Killable, verb: str) -> Any:
    """Ask until it is there to answer."""
    deadline = time.monotonic() + START_WITHIN
    while time.monotonic() < deadline:
        try:
            return site.do(verb)
        except ConnectionError:
            time.sleep(0.01)
    raise AssertionError((site.installation.folder / "serve.log").read_text()[-4000:])


def agreed(pair: dict[str, Killable], state: str) -> dict[str, Any]:
    """Wait until nobody is to be killed any more and both hold the same, the newest in that state."""
    kind, wanted = state.split()
    deadline = time.monotonic() + START_WITHIN
    while time.monotonic() < deadline:
        if not any(site.kills_left() for site in pair.values()):
            one, other = (patiently(site, "held") for site in pair.values())
            if one == other and one["pending"] == 0 and one[kind][-1][-1] == wanted:
                return dict(one)
        time.sleep(0.01)
    raise AssertionError([state, {who: (site.kills_left(), site.do("held")) for who, site in pair.items()}])


@pytest.mark.parametrize("turn", range(TURNS))
def test_nothing_is_lost_or_doubled(pair: dict[str, Killable], turn: int) -> None:
    """Through all that both can say, with a kill at each message; the next turn kills at the next place."""
    number, took = turn, []
    before = len(patiently(pair[C], "held")["agreements"])
    for step in walk(pair):
        ends: dict[str, list[str]] = {C: [], P: []}
        for sender, kind in step.flow:
            place = PLACES[number % len(PLACES)]
            killed = sender if place in SENDER else {C: P, P: C}[sender]
            ends[killed].append(f"{place}:{kind}")
            number += 1
        for who, site in pair.items():
            site.kill_at(ends[who])
        with suppress(ConnectionError):  # killed before it could say that it is done
            pair[step.who].do(step.verb, **step.given)
        held = agreed(pair, step.state)
        took.append(time.time() - max(site.born() for site in pair.values()))
        assert not held["refused"]
    assert len(held["agreements"]) == before + 2, "one was lost or doubled"
    print(
        f"turn {turn}: {number - turn} kills; both agree {statistics.median(took):.2f} s after the last start"
        f" (median of {len(took)} steps; most {max(took):.2f} s)"
    )
