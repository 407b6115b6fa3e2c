"""Push: from a provider to an inbox, piece by piece, through failures."""

import base64
import hashlib
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from tests.exchange.web.transfer.conftest import _contract
from tests.factories.exchange import make_transfer
from yunghap.core import clock
from yunghap.core.errors import InvalidInput
from yunghap.core.models import OutboxEvent
from yunghap.documents import service as documents
from yunghap.exchange.domain.connector.planes import data_planes
from yunghap.exchange.domain.transfer import pushes
from yunghap.exchange.domain.transfer.arrivals import expect_arrival
from yunghap.exchange.enums import TransferState
from yunghap.exchange.models import Arrival, Meter, Push, TransferProcess

pytestmark = pytest.mark.django_db(transaction=True)
DATA = bytes(range(256)) * 100
DIGEST = f"sha-256=:{base64.b64encode(hashlib.sha256(DATA).digest()).decode()}:"


@pytest.fixture
def pushing(live_server: Any, settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Push:
    """A provider's push to the consumer's inbox on the same server, in pieces of 10,000 bytes."""
    settings.DATA_URL = settings.SITE_URL = live_server.url
    settings.CONTENT_DIR, settings.MEDIA_ROOT = tmp_path / "content", tmp_path / "files"
    monkeypatch.setattr(pushes, "PIECE", 10_000)
    with transaction.atomic():
        contract = _contract(live_server.url, data=DATA)
        theirs = make_transfer(contract.consumed, format="HttpData-PUSH")
        token = expect_arrival(transfer=theirs, at=clock.now())
        address = {
            "endpoint": f"{live_server.url}/data/{theirs.pk}/arrival",
            "endpointProperties": [{"name": "authorization", "value": token}],
        }
        ours = make_transfer(contract.provided, format="HttpData-PUSH", data_address=address)
        assert data_planes.get("HttpData-PUSH").start(ours, clock.now()) is None
    return Push.objects.get()


def put(token: str, arrival: Arrival, body: bytes, first: int = 0, **headers: str) -> Any:
    sent = {
        "Authorization": f"Bearer {token}",
        "Content-Range": f"bytes {first}-{first + len(body) - 1}/{len(DATA)}",
        "Repr-Digest": DIGEST,
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    return Client().put(
        f"/data/{arrival.transfer_id}/arrival", body, "application/octet-stream", headers=sent
    )


@pytest.fixture
def inbox(pushing: Push) -> tuple[Arrival, str]:
    """The consumer's inbox with a token of ours."""
    arrival = Arrival.objects.select_related("transfer").get()
    with transaction.atomic():
        token = expect_arrival(transfer=arrival.transfer, at=clock.now())
    arrival.refresh_from_db()
    return arrival, token


def test_a_push_arrives_whole(pushing: Push) -> None:
    assert pushes.send_due() == 1
    pushing.refresh_from_db()
    assert (pushing.sent, pushing.done_at is not None, pushing.last_error) == (len(DATA), True, "")
    arrival = Arrival.objects.get()
    assert documents.open_original(arrival.sha256) == DATA
    assert Meter.objects.get().bytes == len(DATA)
    assert OutboxEvent.objects.filter(topic=pushes.SENT).count() == 1
    assert pushes.send_due() == 0


def test_a_push_goes_on_where_it_stopped(pushing: Push, monkeypatch: pytest.MonkeyPatch) -> None:
    real, calls = pushes.fetch, []

    def breaking(address: str, **given: Any) -> Any:
        calls.append(given)
        if len(calls) == 3:
            raise pushes.Unreachable("gone")
        return real(address, **given)

    monkeypatch.setattr(pushes, "fetch", breaking)
    pushes.send_due()
    pushing.refresh_from_db()
    assert (pushing.sent, pushing.attempts, pushing.done_at) == (10_000, 1, None)
    assert pushes.send_due() == 0, "it waits"
    with clock.use(lambda: pushing.next_attempt_at + timedelta(seconds=1)):
        assert pushes.send_due() == 1
    pushing.refresh_from_db()
    assert pushing.done_at is not None
    assert [one["headers"].get("Content-Range", "") for one in calls][4] == f"bytes 10000-19999/{len(DATA)}"
    assert Meter.objects.get().bytes == len(DATA), "counted once"


def test_one_process_pushes(pushing: Push) -> None:
    Push.objects.update(lease_until=clock.now() + timedelta(minutes=1))
    assert pushes.send_due() == 0
    Push.objects.update(lease_until=clock.now() - timedelta(seconds=1))
    assert pushes.send_due() == 1, "the lease of one that was killed runs out"


def test_a_stopped_push_stays_stopped(pushing: Push) -> None:
    data_planes.get("HttpData-PUSH").stop(pushing.transfer, clock.now())
    assert pushes.send_due() == 0
    data_planes.get("HttpData-PUSH").start(pushing.transfer, clock.now())
    TransferProcess.objects.filter(pk=pushing.transfer_id).update(state=TransferState.SUSPENDED)
    assert pushes.send_due() == 1
    pushing.refresh_from_db()
    assert (pushing.sent, pushing.done_at) == (0, None)


def test_a_push_is_given_up_at_last(pushing: Push) -> None:
    Arrival.objects.update(token_hash="0" * 64)
    Push.objects.update(attempts=pushes.ATTEMPTS - 1)
    pushes.send_due()
    pushing.refresh_from_db()
    assert (pushing.next_attempt_at, pushing.done_at) == (None, None)
    assert "401" in OutboxEvent.objects.get(topic=pushes.GIVEN_UP).payload["because"]


def test_a_push_needs_an_address(pushing: Push) -> None:
    TransferProcess.objects.filter(pk=pushing.transfer_id).update(data_address={})
    pushing.transfer.refresh_from_db()
    with pytest.raises(InvalidInput):
        pushes.note_push(pushing.transfer, clock.now())


def test_where_others_say_the_address() -> None:
    named = {"name": "https://w3id.org/edc/v0.0.1/ns/baseUrl", "value": "https://sink.example/a"}
    address = {
        "endpointType": "HttpData",
        "endpointProperties": [{"name": "type", "value": "HttpData"}, named],
    }
    assert pushes.target_of(address) == "https://sink.example/a"
    assert pushes.target_of({**address, "endpoint": "https://other.example/"}) == "https://other.example/"
    assert pushes.target_of("https://sink.example/a") == pushes.target_of({}) == ""


def test_an_inbox_is_named_in_words_that_an_edc_knows(pushing: Push) -> None:
    """Without what the protocol calls authorization, the words of an EDC open it too."""
    theirs = Arrival.objects.select_related("transfer").get().transfer
    address = data_planes.get("HttpData-PUSH").expect(theirs, clock.now())
    said = [one for one in address["endpointProperties"] if one["name"].startswith("https://w3id.org/edc/")]
    TransferProcess.objects.filter(pk=pushing.transfer_id).update(data_address={"endpointProperties": said})
    pushes.send_due()
    assert documents.open_original(Arrival.objects.get().sha256) == DATA


def test_pieces_in_order(inbox: tuple[Arrival, str]) -> None:
    arrival, token = inbox
    assert put(token, arrival, DATA[:100])["Upload-Offset"] == "100"
    early = put(token, arrival, DATA[200:300], 200)
    assert (early.status_code, early["Upload-Offset"]) == (409, "100")
    again = put(token, arrival, DATA[:100])
    assert (again.status_code, again["Upload-Offset"]) == (409, "100")
    head = Client().head(f"/data/{arrival.transfer_id}/arrival", headers={"Authorization": f"Bearer {token}"})
    assert (head.status_code, head["Upload-Offset"]) == (204, "100")
    assert put(token, arrival, DATA[100:], 100).status_code == 201
    arrival.refresh_from_db()
    assert documents.open_original(arrival.sha256) == DATA
    assert put(token, arrival, DATA[:100]).status_code == 201, "what is there is there"


def test_the_whole_in_one(inbox: tuple[Arrival, str]) -> None:
    arrival, token = inbox
    sent = {"Authorization": token, "Repr-Digest": DIGEST}
    answer = Client().put(f"/data/{arrival.transfer_id}/arrival", DATA, "text/csv", headers=sent)
    assert answer.status_code == 201
    row = Arrival.objects.get()
    assert (row.media_type, row.sha256) == ("text/csv", hashlib.sha256(DATA).hexdigest())


def test_a_wrong_hash_begins_anew(inbox: tuple[Arrival, str]) -> None:
    arrival, token = inbox
    answer = put(token, arrival, DATA[::-1])
    assert (answer.status_code, answer["Upload-Offset"]) == (400, "0")
    assert put(token, arrival, DATA).status_code == 201


def test_what_was_whole_when_the_server_died_is_kept(inbox: tuple[Arrival, str], settings: Any) -> None:
    arrival, token = inbox
    put(token, arrival, DATA[:100])
    path = settings.CONTENT_DIR / "arrivals" / arrival.pk
    path.write_bytes(DATA)
    Arrival.objects.update(received=len(DATA))
    head = Client().head(f"/data/{arrival.transfer_id}/arrival", headers={"Authorization": f"Bearer {token}"})
    assert head["Upload-Offset"] == str(len(DATA))
    assert Arrival.objects.get().done_at is not None


def test_bytes_beyond_what_was_noted_are_cut(inbox: tuple[Arrival, str], settings: Any) -> None:
    arrival, token = inbox
    put(token, arrival, DATA[:100])
    with (settings.CONTENT_DIR / "arrivals" / arrival.pk).open("ab") as file:
        file.write(b"half a piece, written when the server was killed")
    assert put(token, arrival, DATA[100:], 100).status_code == 201


@pytest.mark.parametrize(
    "headers",
    [
        {"Content_Range": "bytes 0-9/10"},
        {"Content_Range": "rows 0-9/10"},
        {"Content_Range": f"bytes 0-99/{10**17}"},
        {"Content_Length": "99999999999999999999"},
        {"Content_Length": "-1"},
    ],
)
def test_lies_about_the_size(inbox: tuple[Arrival, str], headers: dict[str, str]) -> None:
    arrival, token = inbox
    assert put(token, arrival, DATA[:100], **headers).status_code == 400
    assert Arrival.objects.get().received == 0


def test_nobody_else_gets_in(inbox: tuple[Arrival, str]) -> None:
    arrival, token = inbox
    assert put("x", arrival, DATA).status_code == 401
    TransferProcess.objects.filter(pk=arrival.transfer_id).update(state=TransferState.SUSPENDED)
    assert put(token, arrival, DATA).status_code == 403
    assert Client().get(f"/data/{arrival.transfer_id}/arrival").status_code == 405
