"""Publishing what lies elsewhere: a query in an allowed database, an API in pages with a key."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from tests.exchange.servers import serve
from tests.factories.exchange import make_product
from tests.factories.identity import make_member, make_organisation, signed_in
from yunghap.core.actors import SYSTEM
from yunghap.core.models import OutboxEvent
from yunghap.exchange.domain.products.beginning import LEFT
from yunghap.exchange.jobs import read_version
from yunghap.exchange.models import Content, Credential, Database, Product, ProductVersion, QualityReport
from yunghap.identity.enums import OrganisationKind, Role
from yunghap.identity.models import Notification, Organisation

pytestmark = pytest.mark.django_db
QUERY = "SELECT id, name, value FROM t ORDER BY id"


@pytest.fixture
def provider(tmp_path: Path, settings: Any) -> tuple[Client, Organisation]:
    """An organisation whose folder holds the database `plant.db`."""
    settings.CONTENT_DIR, settings.SOURCES_DIR = tmp_path / "content", tmp_path / "sources"
    organisation = make_organisation(OrganisationKind.COMPANY)
    folder = settings.SOURCES_DIR / organisation.pk
    folder.mkdir(parents=True)
    with closing(sqlite3.connect(folder / "plant.db")) as database, database:
        database.execute("CREATE TABLE t (id INTEGER, name TEXT, value REAL)")
        database.executemany("INSERT INTO t VALUES (?, ?, ?)", [(1, "압연", 1.5), (2, "주조", 2.5)])
    return signed_in(make_member(organisation, Role.DATA_PROVIDER)), organisation


@pytest.fixture
def operator() -> Client:
    return signed_in(make_member(make_organisation(OrganisationKind.AGENCY), Role.AGENCY_OFFICER))


def name(client: Client, organisation: Organisation, **values: Any) -> Any:
    data = {"owner": organisation.pk, "name": "공장", "kind": "SQLITE", "path": "plant.db", "port": "5432"}
    return client.post("/databases/new/", data | values)


def begin(client: Client, organisation: Organisation, way: str, **values: Any) -> Any:
    data = {"provider": organisation.pk, "title": "공장 값", "media_type": "application/json"}
    return client.post(f"/provide/new/?from={way}", data | values)


def test_a_query_is_published_once_an_operator_allowed_its_database(
    provider: tuple[Client, Organisation], operator: Client
) -> None:
    client, organisation = provider
    assert "이름을 올리면" in client.get("/provide/new/?from=database").text
    assert name(client, organisation).status_code == 302
    database = Database.objects.get()
    waiting = begin(client, organisation, "database", database=database.pk, query=QUERY)
    assert (waiting.status_code, Product.objects.count()) == (422, 0)
    assert Notification.objects.filter(link="/databases/").exists()
    assert "공장" in operator.get("/databases/").text
    assert client.post(f"/databases/{database.pk}/allow/").status_code == 404
    operator.post(f"/databases/{database.pk}/allow/")

    assert begin(client, organisation, "database", database=database.pk, query=QUERY).status_code == 302
    product = Product.objects.get()
    assert [one["type"] for one in product.fields["fields"]] == ["integer", "string", "number"]
    page = client.get(f"/provide/{product.pk}/").text
    assert "압연" in page  # read at once, since it is small
    client.get(f"/provide/{product.pk}/quality/")
    assert QualityReport.objects.get().rows == 2

    again = client.get(f"/provide/{product.pk}/version/").text
    assert "ORDER BY id" in again
    more = {"database": database.pk, "query": "SELECT id FROM t", "cursor": "id", "note": "적게"}
    assert client.post(f"/provide/{product.pk}/version/?from=database", more).status_code == 302
    closed = client.post(f"/databases/{database.pk}/close/", {"reason": "이전"})
    assert closed.status_code == 302
    Content.objects.all().delete()
    client.post(f"/provide/{product.pk}/read/")
    assert "닫혔습니다" in client.get(f"/provide/{product.pk}/").text


@pytest.mark.parametrize(
    "query",
    ["DELETE FROM t", "SELECT 1) AS q; SELECT (1", "ATTACH '/etc/passwd' AS x", "SELECT * FROM nothing"],
)
def test_what_is_no_query_is_refused_and_nothing_is_begun(
    provider: tuple[Client, Organisation], operator: Client, query: str
) -> None:
    client, organisation = provider
    name(client, organisation)
    database = Database.objects.get()
    operator.post(f"/databases/{database.pk}/allow/")
    answer = begin(client, organisation, "database", database=database.pk, query=query)
    assert (answer.status_code, Product.objects.count()) == (422, 0)


@pytest.mark.parametrize(
    "values",
    [
        {"path": "../other/plant.db"},
        {"path": "/etc/passwd"},
        {"path": ""},
        {"kind": "POSTGRESQL"},
        {"kind": "POSTGRESQL", "host": "10.0.0.1", "database": "d", "user": "u", "password": "p"},
    ],
)
def test_a_database_elsewhere_cannot_be_named(
    provider: tuple[Client, Organisation], values: dict[str, str]
) -> None:
    client, organisation = provider
    assert name(client, organisation, **values).status_code == 422
    assert not Database.objects.exists()
    assert not Credential.objects.exists()


def test_databases_of_others_cannot_be_asked(provider: tuple[Client, Organisation], operator: Client) -> None:
    client, organisation = provider
    name(client, organisation)
    database = Database.objects.get()
    operator.post(f"/databases/{database.pk}/allow/")
    other = make_organisation(OrganisationKind.COMPANY)
    stranger = signed_in(make_member(other, Role.DATA_PROVIDER))
    assert stranger.get(f"/databases/{database.pk}/close/").status_code == 404
    assert begin(stranger, other, "database", database=database.pk, query=QUERY).status_code == 422
    assert "공장" not in stranger.get("/databases/").text
    assert name(client, organisation).status_code == 422  # the name is in use


def test_a_server_s_password_is_sealed_and_forgotten_with_it(
    provider: tuple[Client, Organisation], operator: Client
) -> None:
    server = {"host": "localhost", "database": "plant", "user": "reader", "password": "geheim"}
    client, organisation = provider
    assert name(client, organisation, kind="POSTGRESQL", path="", **server).status_code == 302
    database = Database.objects.get()
    assert database.where == {"host": "localhost", "port": 5432, "database": "plant"}
    assert "geheim" not in client.get("/databases/").text
    declined = operator.post(f"/databases/{database.pk}/close/", {"reason": "누구의 서버인지 모름"})
    assert declined.status_code == 302
    assert bytes(Credential.objects.get().sealed) == b""
    assert "누구의 서버인지 모름" in client.get("/databases/").text
    assert operator.post(f"/databases/{database.pk}/close/", {"reason": "다시"}).status_code == 422
    assert operator.post(f"/databases/{database.pk}/allow/").status_code == 302
    database.refresh_from_db()
    assert database.allowed_at is None


def test_an_api_in_pages_with_a_key(provider: tuple[Client, Organisation]) -> None:
    client, organisation = provider
    asked: list[dict[str, list[str]]] = []

    def answer(path: str, _headers: dict[str, str]) -> tuple[int, bytes]:
        query = parse_qs(urlsplit(path).query)
        asked.append(query)
        if query.get("serviceKey") != ["비밀"]:
            return 403, b"{}"
        rows = [{"역": "서울", "수": 1}, {"역": "부산", "수": 2}] if query["pageNo"] in (["1"], ["2"]) else []
        return 200, json.dumps({"response": {"items": rows}}).encode()

    with serve(answer) as url:
        values = {
            "url": f"{url}/data",
            "records": "response.items",
            "page": "pageNo",
            "first": "1",
            "size_parameter": "numOfRows",
            "size": "2",
            "key_in": "parameter",
            "key_name": "serviceKey",
        }
        wrong = begin(client, organisation, "api", **values, key_value="falsch")
        assert (wrong.status_code, Product.objects.count(), Credential.objects.count()) == (422, 0, 0)
        assert "403" in wrong.text
        assert begin(client, organisation, "api", **values, key_value="비밀").status_code == 302
        product = Product.objects.get()
        assert [one["name"] for one in product.fields["fields"]] == ["역", "수"]
        assert [one["pageNo"] for one in asked] == [["1"], ["1"]]  # no more than the first page
        page = client.get(f"/provide/{product.pk}/").text
        assert "지금 읽기" in page
        assert "비밀" not in page
        assert "지금 읽기" in client.get(f"/provide/{product.pk}/quality/").text
        read = client.post(f"/provide/{product.pk}/read/", {"measure": "1"})
        assert read.headers["Location"].endswith("/quality/")
        assert "부산" in client.get(f"/provide/{product.pk}/").text
        kept = {**values, "key_value": "", "note": "같은 키"}
        done = client.post(f"/provide/{product.pk}/version/", {"media_type": "application/json", **kept})
        assert done.status_code == 302
        left = [one.subject for one in OutboxEvent.objects.filter(topic=LEFT).order_by("pk")]
        versions = ProductVersion.objects.order_by("number").values_list("pk", flat=True)
        assert left == [
            f"version:{one}" for one in versions
        ]  # more than one page: read behind the site's own
        read_version.func(left[-1].partition(":")[2])
        page = client.get(f"/provide/{product.pk}/").text
        assert "부산" in page
        assert "지금 읽기" not in page
        elsewhere: list[str] = []
        with serve(lambda path, _headers: (elsewhere.append(path), (200, b"{}"))[1]) as other:
            moved = {"media_type": "application/json", **kept, "url": f"{other}/data"}
            assert client.post(f"/provide/{product.pk}/version/", moved).status_code == 422
        assert elsewhere == []  # a key that is shown to nobody is sent to no other server either
    first, second = ProductVersion.objects.order_by("number")
    assert first.where["credential"] == second.where["credential"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-Key", "비밀"),
        ("X-Key", "a\r\nX-Other: b"),
        ("X Key", "a"),
        ("Host", "localhost"),
        ("Transfer-Encoding", "chunked"),
    ],
)
def test_a_key_that_is_no_header_is_refused(
    provider: tuple[Client, Organisation], name: str, value: str
) -> None:
    client, organisation = provider
    with serve(lambda *_asked: (200, b"{}")) as url:
        key = {"key_in": "header", "key_name": name, "key_value": value}
        assert begin(client, organisation, "api", url=url, **key).status_code == 422
    assert not Credential.objects.exists()


def test_an_api_that_answers_with_a_file(provider: tuple[Client, Organisation]) -> None:
    client, organisation = provider
    asked: list[str] = []
    with serve(lambda path, _h: (asked.append(path), (200, "일시,온도\n2026-01-01,1\n".encode()))[1]) as url:
        assert begin(client, organisation, "api", url=url, media_type="text/csv").status_code == 302
    assert len(asked) == 1  # what was looked at is what is kept
    assert (Content.objects.get().bytes, Content.objects.get().media_type) == (27, "text/csv")
    product = Product.objects.get()
    assert [one["type"] for one in product.fields["fields"]] == ["date", "integer"]
    assert "2026-01-01" in client.get(f"/provide/{product.pk}/").text


def test_what_is_no_table_has_no_fields(provider: tuple[Client, Organisation]) -> None:
    client, organisation = provider
    with serve(lambda *_asked: (200, b'{"one": 1}')) as url:
        assert begin(client, organisation, "api", url=url).status_code == 302
    product = Product.objects.get()
    assert product.fields == {}
    assert client.get(f"/provide/{product.pk}/fields/").status_code == 200


def test_reading_again_what_is_a_file_changes_nothing(provider: tuple[Client, Organisation]) -> None:
    client, organisation = provider
    product, _offer, _by = make_product(organisation, SYSTEM)
    assert client.post(f"/provide/{product.pk}/read/").status_code == 302
