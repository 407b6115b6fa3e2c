"""Data over HTTP, with a good token and with bad ones."""

import base64
import hashlib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from tests.factories.exchange import CSV, make_agreement, make_product, make_transfer
from yunghap.core import clock
from yunghap.exchange.domain.connector.planes import data_planes
from yunghap.exchange.domain.transfer.deliveries import properties_of
from yunghap.exchange.domain.transfer.grants import ACCESS, Tokens
from yunghap.exchange.domain.transfer.planes import data_address, start_pull, stop_pull
from yunghap.exchange.enums import TransferState
from yunghap.exchange.models import Delivery, Meter, TransferProcess
from yunghap.exchange.web.transfer import data as views

pytestmark = pytest.mark.django_db
DIGEST = hashlib.sha256(CSV).hexdigest()


class Consumer:
    """Somebody with tokens."""

    def __init__(self, policy: dict[str, Any] | None = None, data: bytes = CSV) -> None:
        self.product, offer, self.by = make_product(data=data)
        self.agreement = make_agreement(self.product, offer, policy=policy)
        self.transfer = make_transfer(self.agreement)
        address = data_planes.get("HttpData-PULL").start(self.transfer, clock.now())
        assert address is not None
        self.properties = properties_of(address)
        self.path = "/data/" + address["endpoint"].rpartition("/data/")[2]
        self.client = Client()

    def get(self, query: str = "", method: str = "GET", token: str | None = None, **headers: str) -> Any:
        bearer = self.properties["authorization"] if token is None else token
        sent = {"Authorization": f"Bearer {bearer}", **{k.replace("_", "-"): v for k, v in headers.items()}}
        response = self.client.generic(method, self.path + query, headers=sent)
        response.data = b"".join(response.streaming_content) if response.streaming else response.content
        return response


@pytest.fixture
def consumer(tmp_path: Any, settings: Any) -> Consumer:
    settings.CONTENT_DIR = tmp_path
    return Consumer()


@pytest.fixture(autouse=True)
def _places() -> Iterator[None]:
    """Every place of the server is free after a test."""
    yield
    for _place in range(views.MOST_AT_A_TIME):
        assert views._places.acquire(blocking=False)
    views._places.release(views.MOST_AT_A_TIME)


def test_the_whole(consumer: Consumer) -> None:
    answer = consumer.get()
    assert (answer.status_code, answer.data) == (200, CSV)
    assert answer["ETag"] == f'"{DIGEST}"'
    assert answer["Repr-Digest"] == f"sha-256=:{base64.b64encode(bytes.fromhex(DIGEST)).decode()}:"
    assert answer["Content-Length"] == str(len(CSV))
    assert answer["Accept-Ranges"] == "bytes"
    assert "no-transform" in answer["Cache-Control"]
    assert Meter.objects.get().bytes == len(CSV)


def test_head_says_the_same_and_counts_nothing(consumer: Consumer) -> None:
    answer = consumer.get(method="HEAD")
    assert (answer.status_code, answer.data, answer["Content-Length"]) == (200, b"", str(len(CSV)))
    assert not Meter.objects.exists()


def test_a_part(consumer: Consumer) -> None:
    answer = consumer.get(Range="bytes=5-9")
    assert (answer.status_code, answer.data) == (206, CSV[5:10])
    assert answer["Content-Range"] == f"bytes 5-9/{len(CSV)}"
    assert consumer.get(Range="bytes=-3").data == CSV[-3:]
    assert consumer.get(Range="bytes=0-1,3-4").status_code == 200
    beyond = consumer.get(Range="bytes=9999-")
    assert (beyond.status_code, beyond["Content-Range"]) == (416, f"bytes */{len(CSV)}")


def test_resuming_only_what_is_the_same(consumer: Consumer) -> None:
    assert consumer.get(Range="bytes=5-", If_Range=f'"{DIGEST}"').status_code == 206
    assert consumer.get(Range="bytes=5-", If_Range='"other"').data == CSV
    assert consumer.get(If_None_Match=f'"{DIGEST}"').status_code == 304
    assert consumer.get(If_Match='"other"').status_code == 412
    assert consumer.get(If_Match="*").status_code == 200


def test_a_view_in_another_form() -> None:
    columns = {"leftOperand": "yunghap:columns", "operator": "isPartOf", "rightOperand": ["온도"]}
    row = {"leftOperand": "yunghap:row:온도", "operator": "lt", "rightOperand": "813"}
    consumer = Consumer({"permission": [{"action": "use", "constraint": [columns, row]}]})
    answer = consumer.get("?form=csv")
    assert answer.data.decode().split() == ["온도", "812.5"]
    assert answer["Yunghap-Rows"] == "1"
    assert CSV not in consumer.get().data
    assert consumer.get("?form=parquet").data[:4] == b"PAR1"
    assert consumer.get("?form=exe").status_code == 400


def test_what_was_begun_is_resumed_after_a_new_version(consumer: Consumer) -> None:
    from yunghap.documents.service import keep_original  # noqa: PLC0415
    from yunghap.exchange.contracts import DataPlace  # noqa: PLC0415
    from yunghap.exchange.domain.products import add_version  # noqa: PLC0415

    location = consumer.get(Range="bytes=0-4")["Content-Location"]
    file = keep_original(data=b"a\n2\n", name="b.csv", by=consumer.by)
    place = DataPlace("FILE", {"document": file.sha256}, "text/csv", file.sha256, 4)
    add_version(product=consumer.product, place=place, by=consumer.by)
    assert consumer.get().data == b"a\n2\n"
    assert consumer.get("?" + location.partition("?")[2], Range="bytes=5-").data == CSV[5:]
    assert consumer.get("?version=1").data == CSV
    assert consumer.get("?version=9").status_code == 404
    assert consumer.get("?version=x").status_code == 404
    assert consumer.get(f"?content={'0' * 64}").status_code == 404


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer x", "Basic x", "x" * 5000, "Bearer \u00e9"])
def test_without_a_good_token(consumer: Consumer, header: str) -> None:
    answer = consumer.client.get(consumer.path, headers={"Authorization": header} if header else {})
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert answer.json()["code"] == "invalid-token"


def test_the_token_without_the_name_of_its_scheme(consumer: Consumer) -> None:
    answer = consumer.client.get(
        consumer.path, headers={"Authorization": consumer.properties["authorization"]}
    )
    assert b"".join(answer.streaming_content) == CSV  # type: ignore[arg-type]


def test_suspended_and_over(consumer: Consumer) -> None:
    TransferProcess.objects.update(state=TransferState.SUSPENDED)
    answer = consumer.get(Accept_Language="en")
    assert (answer.status_code, answer.json()["code"], answer.json()["state"]) == (
        403,
        "withdrawn",
        "suspended",
    )
    assert "suspended" in answer.json()["detail"]
    stop_pull(consumer.transfer, clock.now())
    TransferProcess.objects.update(state=TransferState.STARTED)
    assert consumer.get().status_code == 401
    consumer.properties = properties_of(start_pull(consumer.transfer, clock.now()))
    assert consumer.get().status_code == 200


def test_a_quota_is_told_with_what_is_left() -> None:
    volume = {"leftOperand": "yunghap:volume", "operator": "lteq", "rightOperand": "10"}
    consumer = Consumer({"permission": [{"action": "use", "constraint": [volume]}]})
    answer = consumer.get(Accept_Language="en")
    assert (answer.status_code, answer.json()["code"], answer.json()["limit"]) == (403, "quota-used", 10)
    assert consumer.get(Range="bytes=0-9").status_code == 206
    daily = {"leftOperand": "yunghap:volumePerDay", "operator": "lteq", "rightOperand": "10"}
    answer = Consumer({"permission": [{"action": "use", "constraint": [daily]}]}).get()
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0


def test_tokens_are_refreshed(consumer: Consumer) -> None:
    def refresh(**form: str) -> Any:
        return consumer.client.post(
            consumer.path + "/token", urlencode(form), content_type="application/x-www-form-urlencoded"
        )

    answer = refresh(grant_type="refresh_token", refresh_token=consumer.properties["refreshToken"])
    assert "no-store" in answer["Cache-Control"]
    fresh = answer.json()
    assert fresh["expires_in"] == ACCESS.total_seconds()
    assert consumer.get(token=fresh["access_token"]).data == CSV
    assert consumer.get().status_code == 401, "the old one went with the first use of the new one"
    assert refresh(grant_type="refresh_token", refresh_token="x").status_code == 401
    assert refresh(grant_type="password", refresh_token="x").status_code == 400
    assert refresh(grant_type="refresh_token").status_code == 400
    later = clock.now() + ACCESS + timedelta(seconds=1)
    with clock.use(lambda: later):
        assert consumer.get(token=fresh["access_token"]).json()["code"] == "invalid-token"


def test_no_more_at_a_time_than_there_are_places(consumer: Consumer) -> None:
    open_ones = [
        consumer.client.get(consumer.path, headers={"Authorization": consumer.properties["authorization"]})
        for _place in range(views.MOST_AT_A_TIME)
    ]
    refused = consumer.get()
    assert (refused.status_code, refused["Retry-After"]) == (503, "1")
    for one in open_ones:
        assert b"".join(one.streaming_content) == CSV  # type: ignore[arg-type]
    assert consumer.get().status_code == 200


def test_nginx_sends_the_bytes(consumer: Consumer, settings: Any) -> None:
    settings.ACCEL = "/inside"
    answer = consumer.get(Range="bytes=0-3")
    assert answer["X-Accel-Redirect"] == f"/inside/files/{DIGEST[:2]}/{DIGEST[2:4]}/{DIGEST}"
    assert (answer.status_code, answer.data) == (200, b"")
    assert "Content-Range" not in answer
    assert Delivery.objects.get().covered == [[0, 3]]


def test_an_address_tells_how_to_refresh() -> None:
    address = data_address("X", Tokens("a", "r", 600))
    assert properties_of(address)["refreshEndpoint"].endswith("/data/X/token")
    assert properties_of({"endpointProperties": ["x", {"name": "a"}]}) == {}
    assert properties_of("x") == {}


def test_other_verbs_are_refused(consumer: Consumer) -> None:
    for verb in ("POST", "PUT", "DELETE"):
        assert consumer.client.generic(verb, consumer.path).status_code == 405
