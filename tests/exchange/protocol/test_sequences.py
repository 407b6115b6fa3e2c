"""The conformity suite's sequences against a real server of ours; every message both ways is held to the schemas."""

import time
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from tests.exchange.protocol import schemas, sequences
from tests.exchange.protocol.peer import NAME, Peer, call, message
from tests.tck.run import free_port, serving

PATHS = {
    "offer": "offers",
    "agree": "agreement",
    "finalize": "events",
    "accept": "events",
    "verify": "agreement/verification",
    "counter": "request",
    "terminate": "termination",
    "start": "start",
    "suspend": "suspension",
    "complete": "completion",
}
STATES = {
    "request": "REQUESTED",
    "counter": "REQUESTED",
    "offer": "OFFERED",
    "accept": "ACCEPTED",
    "agree": "AGREED",
    "verify": "VERIFIED",
    "finalize": "FINALIZED",
    "terminate": "TERMINATED",
    "start": "STARTED",
    "suspend": "SUSPENDED",
    "complete": "COMPLETED",
}
USE = [{"action": "use"}]
FORMAT = "Tck-PULL"
pytestmark = pytest.mark.xdist_group("protocol")


@pytest.fixture(scope="module")
def under_test() -> Iterator[SimpleNamespace]:
    """Our server in the suite's profile, and the peer it talks to."""
    peer_port = free_port()
    peer = Peer(peer_port, schemas.faults if schemas.available() else None)
    with serving(peer_port, delay=0) as (port, _folder):
        yield SimpleNamespace(
            url=f"http://127.0.0.1:{port}", base=f"http://127.0.0.1:{port}/dsp/tck/2025-1", peer=peer
        )
    peer.close()


def body_of(
    what: str, pids: dict[str, str], asset: str, *, first: bool = False, address: str = ""
) -> dict[str, Any]:
    """The message of a step."""
    offer = {"@type": "Offer", "@id": f"CD123:{asset}:456", "target": asset, "permission": USE}
    agreement = {
        "@type": "Agreement", "@id": f"agreement-{time.monotonic_ns()}", "target": asset, "permission": USE,
        "assigner": NAME, "assignee": "CONNECTOR_UNDER_TEST", "timestamp": "2026-11-27T00:00:00Z",
    }  # fmt: skip
    if first:
        return message(
            "ContractRequestMessage", consumerPid=pids["consumerPid"], offer=offer, callbackAddress=address
        )
    made: dict[str, dict[str, Any]] = {
        "counter": {"@type": "ContractRequestMessage", "offer": offer},
        "offer": {"@type": "ContractOfferMessage", "offer": offer},
        "accept": {"@type": "ContractNegotiationEventMessage", "eventType": "ACCEPTED"},
        "finalize": {"@type": "ContractNegotiationEventMessage", "eventType": "FINALIZED"},
        "agree": {"@type": "ContractAgreementMessage", "agreement": agreement},
        "verify": {"@type": "ContractAgreementVerificationMessage"},
        "start": {"@type": "TransferStartMessage"},
        "complete": {"@type": "TransferCompletionMessage"},
        "suspend": {"@type": "TransferSuspensionMessage", "code": "1", "reason": ["test"]},
    }
    members = dict(made[what])
    return message(members.pop("@type"), **pids, **members)


def terminate(pids: dict[str, str], transfer: bool) -> dict[str, Any]:
    kind = "TransferTerminationMessage" if transfer else "ContractNegotiationTerminationMessage"
    return message(kind, **pids, code="1", reason=["test"])


def wait_for_state(url: str, wanted: str) -> None:
    deadline = time.monotonic() + 15
    while True:
        status, body = call(url)
        assert status == 200, body
        assert not schemas.available() or schemas.faults(body) == []
        if body["state"] == wanted:
            return
        assert time.monotonic() < deadline, (body["state"], wanted)
        time.sleep(0.02)


def run(  # noqa: PLR0917
    it: SimpleNamespace,
    steps: list[tuple[str, str, bool]],
    ours: str,
    root: str,
    pids: dict[str, str],
    asset: str,
) -> None:
    """Say the peer's steps and wait for those of the server; `ours` is the side that the server is on."""
    under, peer_pid = (
        (pids["providerPid"], pids["consumerPid"])
        if ours == "p"
        else (pids["consumerPid"], pids["providerPid"])
    )
    transfer = root == "transfers"
    last = "request"
    for who, what, illegal in steps[1:]:
        if who == ours:
            it.peer.wait_for(peer_pid, PATHS[what])
        else:
            body = terminate(pids, transfer) if what == "terminate" else body_of(what, pids, asset)
            assert not schemas.available() or schemas.faults(body) == []
            status, answer = call(f"{it.base}/{root}/{under}/{PATHS[what]}", body)
            if illegal:
                assert 400 <= status < 500, answer
                assert status != 404, answer
                assert not schemas.available() or schemas.faults(answer) == []
                break
            assert status == 200, answer
        last = what
    wait_for_state(f"{it.base}/{root}/{under}", STATES[last])
    it.peer.nothing_more(peer_pid, 0.05)
    assert it.peer.faults == []


def asset_of(name: str) -> str:
    group, number = name.split(":")
    return {"CN": "ACN", "CN_C": "ACNC", "TP": "ATP", "TP_C": "ATPC"}[group] + number.replace("-", "")


@pytest.mark.parametrize(("name", "text"), sequences.PROVIDER_NEGOTIATIONS.items())
def test_negotiation_as_provider(under_test, name, text):
    steps, asset = sequences.steps_of(text), asset_of(name)
    pids = {"consumerPid": f"urn:uuid:c-{name}-{time.monotonic_ns()}"}
    first = body_of("request", pids, asset, first=True, address=under_test.peer.address)
    status, answer = call(f"{under_test.base}/negotiations/request", first)
    assert (status, answer["state"]) == (201, "REQUESTED"), answer
    pids["providerPid"] = answer["providerPid"]
    # the same request again is the same negotiation
    assert call(f"{under_test.base}/negotiations/request", first)[1]["providerPid"] == answer["providerPid"]
    run(under_test, steps, "p", "negotiations", pids, asset)


@pytest.mark.parametrize(("name", "text"), sequences.CONSUMER_NEGOTIATIONS.items())
def test_negotiation_as_consumer(under_test, name, text):
    steps, asset = sequences.steps_of(text), asset_of(name)
    wanted = {
        "providerId": NAME,
        "offerId": f"CD123:{asset}:456",
        "datasetId": asset,
        "connectorAddress": under_test.peer.address,
    }
    assert call(f"{under_test.url}/tck/negotiations", wanted)[0] == 200
    provider_pid, request = under_test.peer.wait_request()
    pids = {"providerPid": provider_pid, "consumerPid": request["consumerPid"]}
    run(under_test, steps, "c", "negotiations", pids, asset)


@pytest.mark.parametrize(("name", "text"), sequences.PROVIDER_TRANSFERS.items())
def test_transfer_as_provider(under_test, name, text):
    steps, agreement = sequences.steps_of(text), asset_of(name)
    pids = {"consumerPid": f"urn:uuid:t-{name}-{time.monotonic_ns()}"}
    first = message(
        "TransferRequestMessage",
        consumerPid=pids["consumerPid"],
        agreementId=agreement,
        format=FORMAT,
        callbackAddress=under_test.peer.address,
    )
    status, answer = call(f"{under_test.base}/transfers/request", first)
    assert (status, answer["state"]) == (201, "REQUESTED"), answer
    pids["providerPid"] = answer["providerPid"]
    run(under_test, steps, "p", "transfers", pids, agreement)


@pytest.mark.parametrize(("name", "text"), sequences.CONSUMER_TRANSFERS.items())
def test_transfer_as_consumer(under_test, name, text):
    steps = sequences.steps_of(text)
    agreement = asset_of("TP_C:01-04") if name == "TP_C:01-05" else asset_of(name)
    wanted = {
        "providerId": NAME,
        "agreementId": agreement,
        "format": FORMAT,
        "connectorAddress": under_test.peer.address,
    }
    assert call(f"{under_test.url}/tck/transfers", wanted)[0] == 200
    provider_pid, request = under_test.peer.wait_request()
    run(
        under_test,
        steps,
        "c",
        "transfers",
        {"providerPid": provider_pid, "consumerPid": request["consumerPid"]},
        agreement,
    )


def test_metadata_met_01_01(under_test):
    for path in ("/.well-known/dspace-version", "/dsp/tck/.well-known/dspace-version"):
        status, body = call(under_test.url + path)
        assert status == 200
        assert body["protocolVersions"][0]["version"] == "2025-1"
        assert not schemas.available() or schemas.version_faults(body) == []
    assert body["protocolVersions"][0]["path"] == "/2025-1"


def test_catalogue_cat_01_01(under_test):
    status, body = call(f"{under_test.base}/catalog/request", message("CatalogRequestMessage", filter=[]))
    assert status == 200
    assert {"CAT0101", "CAT0102"} <= {one["@id"] for one in body["dataset"]}
    assert not schemas.available() or schemas.faults(body) == []


def test_dataset_cat_01_02(under_test):
    status, body = call(f"{under_test.base}/catalog/datasets/CAT0102")
    assert (status, body["@id"]) == (200, "CAT0102")
    assert not schemas.available() or schemas.faults(body) == []


def test_unknown_dataset_cat_01_03(under_test):
    status, body = call(f"{under_test.base}/catalog/datasets/CAT0103")
    assert (status, body["@type"]) == (404, "CatalogError")
    assert not schemas.available() or schemas.faults(body) == []


def test_there_are_65_sequences():
    tables = (
        sequences.PROVIDER_NEGOTIATIONS,
        sequences.CONSUMER_NEGOTIATIONS,
        sequences.PROVIDER_TRANSFERS,
        sequences.CONSUMER_TRANSFERS,
    )
    assert [len(one) for one in tables] == [15, 16, 15, 15]
    assert sum(map(len, tables)) + 4 == 65
