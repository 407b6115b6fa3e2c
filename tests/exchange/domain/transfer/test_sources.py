"""Sources, on real databases and loopback servers, and what they must not reach."""

import hashlib
import json
import sqlite3
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from django.db import connection, transaction

from tests.exchange.servers import serve
from tests.factories.exchange import make_draft, make_provider
from yunghap.core import clock
from yunghap.core.errors import DomainError, InvalidInput, NotFound
from yunghap.core.fetch import Unreachable
from yunghap.documents import service as documents
from yunghap.exchange.contracts import DataPlace
from yunghap.exchange.domain import products
from yunghap.exchange.domain.products.data import place_of_file
from yunghap.exchange.domain.tables import opening
from yunghap.exchange.domain.transfer import contents, sampling
from yunghap.exchange.domain.transfer.contents import BeingMade, Changed, content_of, path_of
from yunghap.exchange.domain.transfer.credentials import keep_credential, opened, revoke_credential
from yunghap.exchange.domain.transfer.sampling import sampled
from yunghap.exchange.domain.transfer.sources import Place, kinds, s3
from yunghap.exchange.domain.transfer.tables import Format
from yunghap.exchange.domain.transfer.views import Condition, View
from yunghap.exchange.models import Content, ProductVersion

pytestmark = pytest.mark.django_db
SEOUL = View(("name", "value"), (Condition("region", "eq", "서울"),))
ROWS = [(1, "가", "서울", 1.5), (2, "나", "부산", 2.5), (3, "다", "서울", None), (4, "라", None, 4.0)]
CSV = "id,name,region,value\n1,가,서울,1.5\n2,나,부산,2.5\n3,다,서울,\n4,라,,4\n".encode()
MakeVersion = Callable[..., ProductVersion]


@pytest.fixture
def version(tmp_path: Path, settings: Any) -> MakeVersion:
    """Makes a version of a draft; "path" of a source is in its owner's folder."""
    settings.CONTENT_DIR = tmp_path / "content"
    settings.SOURCES_DIR = tmp_path / "sources"

    def make(kind: str, media_type: str = "text/csv", sha256: str = "", **where: Any) -> ProductVersion:
        with transaction.atomic():
            owner, by = make_provider()
        (settings.SOURCES_DIR / owner.pk).mkdir(parents=True)
        if isinstance(where.get("data"), bytes):
            where["document"] = documents.keep_original(data=where.pop("data"), by=by).sha256
        if callable(where.get("file")):
            path = settings.SOURCES_DIR / owner.pk / "file"
            where.pop("file")(path)
            where["path"] = "file"
        if isinstance(where.get("secret"), dict):
            where["credential"] = keep_credential(owner=owner, name="s", words=where.pop("secret"), by=by).pk
        product, by = make_draft(owner, by)
        place = DataPlace(kind=kind, where=where, media_type=media_type, sha256=sha256)
        return products.add_version(product=product, place=place, by=by)

    return make


def rows_of(content: Content) -> list[tuple[Any, ...]]:
    path = path_of(content)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == content.sha256
    assert path.stat().st_size == content.bytes
    reader = {"parquet": "read_parquet", "csv": "read_csv", "ndjson": "read_json"}[content.form or "csv"]
    return duckdb.sql(f"SELECT * FROM {reader}('{path}')").fetchall()  # noqa: S608


def sqlite_file(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE t (id INTEGER, name TEXT, region TEXT, value REAL, mixed)")
        database.executemany("INSERT INTO t VALUES (?, ?, ?, ?, ?)", [(*row, row[0]) for row in ROWS])
        database.execute("INSERT INTO t VALUES (5, 'a,\"b\"\n\\N', '', 5.5, 'text')")
    database.close()


def duckdb_file(path: Path) -> None:
    with duckdb.connect(str(path)) as database:
        database.execute("CREATE TABLE t (id BIGINT, name VARCHAR, region VARCHAR, value DOUBLE)")
        database.executemany("INSERT INTO t VALUES (?, ?, ?, ?)", ROWS)


# --- files ---------------------------------------------------------------------------------------


def test_a_file_is_sent_as_it_is_kept(version: MakeVersion) -> None:
    content = content_of(version("FILE", data=CSV))
    assert path_of(content).read_bytes() == CSV
    assert (content.original, content.media_type) == (True, "text/csv")


@pytest.mark.parametrize("form", [Format.PARQUET, Format.CSV, Format.NDJSON])
def test_a_view_of_a_file_in_every_form(version: MakeVersion, form: Format) -> None:
    content = content_of(version("FILE", data=CSV), SEOUL, form)
    assert rows_of(content) == [("가", 1.5), ("다", None)]
    assert (content.rows, content.form) == (2, form)


def test_the_same_content_is_made_once(version: MakeVersion) -> None:
    made = version("FILE", data=CSV)
    first, second = (content_of(made, SEOUL, Format.PARQUET) for _time in range(2))
    assert first.pk == second.pk
    path_of(first).unlink()
    assert rows_of(content_of(made, SEOUL, Format.PARQUET)) == [("가", 1.5), ("다", None)]


def test_a_korean_encoding_is_read(version: MakeVersion) -> None:
    data = CSV.decode().encode("cp949")
    content = content_of(version("FILE", data=data), SEOUL)
    assert rows_of(content) == [("가", 1.5), ("다", None)]
    with pytest.raises(InvalidInput):
        content_of(version("FILE", data=b"a\n\xff\xff\xff\n"), SEOUL)


def test_parquet_in_and_csv_out(version: MakeVersion, tmp_path: Path) -> None:
    duckdb.sql(
        f"COPY (SELECT * FROM (VALUES {ROWS[0]}, {ROWS[1]}) t(id, name, region, value)) TO '{tmp_path}/p.parquet'"  # noqa: S608
    )
    data = (tmp_path / "p.parquet").read_bytes()
    made = version("FILE", media_type="application/vnd.apache.parquet", data=data)
    assert content_of(made, wanted=Format.PARQUET).original
    assert [(name, float(value)) for name, value in rows_of(content_of(made, SEOUL, Format.CSV))] == [
        ("가", 1.5)
    ]


def test_what_is_no_table_is_had_whole_or_not_at_all(version: MakeVersion) -> None:
    made = version("FILE", media_type="application/pdf", data=b"%PDF-1.7")
    assert content_of(made).bytes == 8
    with pytest.raises(InvalidInput):
        content_of(made, SEOUL)
    with pytest.raises(InvalidInput):
        content_of(made, wanted=Format.CSV)


def test_a_column_that_is_not_there_is_an_error(version: MakeVersion) -> None:
    with pytest.raises(InvalidInput, match="nothing"):
        content_of(version("FILE", data=CSV), View(("nothing",)))


def test_files_of_the_owners_folder_only(version: MakeVersion, tmp_path: Path, settings: Any) -> None:
    made = version("FILE", file=lambda path: path.write_bytes(CSV), sha256=hashlib.sha256(CSV).hexdigest())
    content = content_of(made)
    assert path_of(content).read_bytes() == CSV
    (settings.SOURCES_DIR / made.product.provider_id / "file").write_bytes(b"other")
    assert path_of(content_of(made)).read_bytes() == CSV, "what was promised is still sent"
    path_of(content).unlink()
    with pytest.raises(Changed):
        content_of(made)
    (tmp_path / "secret").write_text("secret")
    (settings.SOURCES_DIR / made.product.provider_id / "link").symlink_to(tmp_path / "secret")
    for path in ("../../secret", "/etc/passwd", str(tmp_path / "secret"), "link", "."):
        with pytest.raises(InvalidInput):
            content_of(version("FILE", path=path))
    settings.SOURCES_DIR = None
    with pytest.raises(InvalidInput):
        content_of(made)


def test_one_process_at_a_time_makes_a_content(version: MakeVersion) -> None:
    made = version("FILE", data=CSV)
    order = contents._Order(made, SEOUL, Format.AS_IS, "", growing=False)
    with contents._alone(order.key), pytest.raises(BeingMade):
        content_of(made, SEOUL)
    assert content_of(made, SEOUL).rows == 2


def test_room_is_made_of_what_was_unused_longest(version: MakeVersion) -> None:
    made = version("FILE", data=CSV)
    old, new = content_of(made, SEOUL, Format.CSV), content_of(made, SEOUL, Format.NDJSON)
    assert contents.make_room(limit=0) == 0, "both are in use"
    later = clock.now() + timedelta(hours=2)
    Content.objects.filter(pk=new.pk).update(used_at=later)
    with clock.use(lambda: later):
        assert contents.make_room(limit=new.bytes) == 1
    assert not path_of(old).exists()
    assert path_of(new).exists()


# --- queries -------------------------------------------------------------------------------------

QUERY = "SELECT id, name, region, value FROM t WHERE id < 5 -- a remark"


def test_an_sqlite_query(version: MakeVersion) -> None:
    made = version("SQLITE", file=sqlite_file, query=QUERY)
    assert rows_of(content_of(made, SEOUL)) == [("가", 1.5), ("다", None)]
    assert rows_of(content_of(made)) == ROWS
    assert content_of(made, wanted=Format.CSV).media_type.startswith("text/csv")


def test_an_sqlite_query_keeps_every_character(version: MakeVersion) -> None:
    made = version("SQLITE", file=sqlite_file, query="SELECT name, region, mixed FROM t WHERE id >= 4;")
    assert rows_of(content_of(made)) == [("라", None, "4"), ('a,"b"\n\\N', "", "text")]


def test_a_number_is_not_compared_with_a_text_in_sqlite(version: MakeVersion) -> None:
    made = version("SQLITE", file=sqlite_file, query="SELECT mixed FROM t")
    below = View(rows=(Condition("mixed", "lt", "3"),))
    assert rows_of(content_of(made, below)) == [(1,), (2,)]
    assert rows_of(content_of(made, View(rows=(Condition("mixed", "lt", "abc"),)))) == []


def test_a_duckdb_query(version: MakeVersion) -> None:
    made = version("DUCKDB", file=duckdb_file, query=QUERY + "\n;")
    assert rows_of(content_of(made, SEOUL)) == [("가", 1.5), ("다", None)]
    assert rows_of(content_of(made)) == ROWS


def test_a_growing_source_gives_its_changes(version: MakeVersion, settings: Any) -> None:
    made = version("SQLITE", file=sqlite_file, query="SELECT id, name FROM t", cursor="id")
    first = content_of(made)
    assert (first.rows, first.cursor) == (5, "5")
    with sqlite3.connect(settings.SOURCES_DIR / made.product.provider_id / "file") as database:
        database.execute("INSERT INTO t (id, name) VALUES (10, '마')")
    database.close()
    assert content_of(made).pk == first.pk, "fresh enough"
    change = content_of(made, since=first.cursor)
    assert (rows_of(change), change.cursor) == ([(10, "마")], "10")
    none = content_of(made, since="10")
    assert (none.rows, none.cursor) == (0, "10")
    with clock.use(lambda: datetime.now(UTC) + timedelta(minutes=2)):
        assert content_of(made).rows == 6
    with pytest.raises(InvalidInput):
        content_of(made, View(("name",)), since="1")
    with pytest.raises(InvalidInput):
        content_of(version("FILE", data=CSV), since="1")


HOSTILE = [
    "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM '/etc/passwd'",
    "SELECT * FROM glob('/etc/*')",
    "SELECT * FROM read_parquet('https://example.org/x.parquet')",
    "COPY t TO '/tmp/yunghap-out.csv'",
    "SELECT 1) TO '/tmp/yunghap-out.csv'; COPY (SELECT 1",
    "SELECT 1) AS q; ATTACH '/tmp/x' AS y; SELECT * FROM (SELECT 1",
    "ATTACH '/tmp/x.db' AS x",
    "INSTALL httpfs",
    "LOAD httpfs",
    "PRAGMA database_list",
    "PRAGMA temp_store_directory = '/tmp'",
    "SET memory_limit = '100GB'",
    "DELETE FROM t",
    "CREATE TABLE u AS SELECT 1",
    "SELECT load_extension('/tmp/x.so')",
    "SELECT * FROM pragma_database_list",
    "SELECT 1; SELECT 2",
    "EXPORT DATABASE '/tmp/yunghap-out'",
    "SELECT * FROM query('COPY t TO ''/tmp/yunghap-out.csv''')",
    "VACUUM INTO '/tmp/yunghap-out.db'",
    "SELECT * FROM duckdb_secrets()",
    "EXPLAIN SELECT 1; SELECT 1 /*",
    "SELECT 1 --\n) UNION SELECT (1",
    "SELECT writefile('/tmp/yunghap-out', 'x')",
    "",
]


# These show no more than the file's own name and that there are no secrets.
HARMLESS_IN_DUCKDB = ("SELECT * FROM pragma_database_list", "SELECT * FROM duckdb_secrets()")


@pytest.mark.parametrize("query", HOSTILE)
@pytest.mark.parametrize("kind", ["SQLITE", "DUCKDB"])
def test_a_query_reaches_nothing_but_its_file(version: MakeVersion, kind: str, query: str) -> None:
    made = version(kind, file=sqlite_file if kind == "SQLITE" else duckdb_file, query=query)
    if kind == "DUCKDB" and query in HARMLESS_IN_DUCKDB:
        assert content_of(made).rows is not None
    else:
        with pytest.raises(DomainError):
            content_of(made)
    assert not list(Path("/tmp").glob("yunghap-out*"))  # noqa: S108


def test_a_query_does_not_see_what_else_is_sent(version: MakeVersion) -> None:
    other = path_of(content_of(version("FILE", data=CSV), SEOUL, Format.PARQUET))
    with pytest.raises(InvalidInput):
        content_of(version("DUCKDB", file=duckdb_file, query=f"FROM read_parquet('{other}')"))


def test_memory_and_time_are_limited(version: MakeVersion, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contents, "SECONDS", 0.5)
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    for kind, make in (("SQLITE", sqlite_file), ("DUCKDB", duckdb_file)):
        with pytest.raises(InvalidInput):
            content_of(version(kind, file=make, query=endless))


# --- PostgreSQL ----------------------------------------------------------------------------------


@pytest.fixture
def role(transactional_db: None) -> Iterator[dict[str, Any]]:
    """An ordinary role in the test database, and a table that it may read."""
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL as the database of the run")
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS source_t")
        cursor.execute("DO $$ BEGIN CREATE ROLE reader LOGIN; EXCEPTION WHEN duplicate_object THEN END $$")
        cursor.execute(
            "CREATE TABLE source_t (id bigint, name text, region text, value numeric(6,2), at timestamptz, "
            "sum numeric, ok boolean, day date, what jsonb)"
        )
        cursor.executemany(
            "INSERT INTO source_t VALUES (%s, %s, %s, %s, '2026-01-01 09:00+09', 1234567890123, true, "
            "'2026-01-01', '{\"a\": 1}')",
            [*ROWS, (5, 'a,"b"\n\\N', "", 5.5)],
        )
        cursor.execute("GRANT SELECT ON source_t TO reader")
    values = connection.settings_dict
    yield {
        "host": values["HOST"],
        "port": int(values["PORT"]),
        "database": values["NAME"],
        "secret": {"user": "reader"},
    }
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE source_t")


@pytest.mark.django_db(transaction=True)
def test_a_postgresql_query(version: MakeVersion, role: dict[str, Any]) -> None:
    made = version("POSTGRESQL", query="SELECT * FROM source_t ORDER BY id -- all;", **role)
    content = content_of(made)
    [first, *_rest, last] = rows_of(content)
    assert first[1:4] == ("가", "서울", Decimal("1.50"))  # type: ignore[index]
    assert (first[4].astimezone(UTC), first[5], first[6]) == (
        datetime(2026, 1, 1, tzinfo=UTC),
        1234567890123,
        True,
    )
    assert json.loads(first[8]) == {"a": 1}
    assert last[1:3] == ('a,"b"\n\\N', "")
    assert [row[0] for row in rows_of(content_of(made, SEOUL))] == ["가", "다"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "query",
    [
        "DELETE FROM source_t RETURNING *",
        "SELECT 1) TO STDOUT; DROP TABLE source_t; COPY (SELECT 1",
        "SELECT 1; COMMIT; DROP TABLE source_t",
        "COPY (SELECT 1) TO PROGRAM 'id'",
        "SELECT pg_read_file('/etc/passwd')",
        "SELECT * FROM identity_user",
        "SELECT pg_sleep(3)",
        "SET statement_timeout = 0",
        "LISTEN x",
        "",
    ],
)
def test_a_postgresql_query_does_nothing_but_read(
    version: MakeVersion, role: dict[str, Any], query: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contents, "SECONDS", 1.0)
    with pytest.raises(InvalidInput):
        content_of(version("POSTGRESQL", query=query, **role))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM source_t")
        assert cursor.fetchone() == (5,)


@pytest.mark.django_db(transaction=True)
def test_a_postgresql_query_is_looked_at_before_it_is_published(
    version: MakeVersion, role: dict[str, Any]
) -> None:
    made = version("POSTGRESQL", query="SELECT id, name, day FROM source_t", **role)
    place = DataPlace(kind="POSTGRESQL", where=made.where, media_type=made.media_type)
    with sampled(place, owner=made.product.provider_id) as sample:
        pass
    assert [one["type"] for one in sample.schema["fields"]] == ["integer", "string", "date"]
    assert sample.whole


@pytest.mark.django_db(transaction=True)
def test_a_superuser_is_refused(version: MakeVersion, role: dict[str, Any]) -> None:
    role["secret"] = {"user": connection.settings_dict["USER"]}
    with pytest.raises(InvalidInput):
        content_of(version("POSTGRESQL", query="SELECT 1", **role))


def test_a_database_in_a_private_network_is_not_called(version: MakeVersion, settings: Any) -> None:
    made = version("POSTGRESQL", host="127.0.0.1", port=5999, database="x", query="SELECT 1")
    with pytest.raises(Unreachable):
        content_of(made)
    settings.ALLOWED_NETWORKS = []
    with pytest.raises(InvalidInput):
        content_of(made)
    with pytest.raises(InvalidInput):
        content_of(version("POSTGRESQL", host="127.0.0.1", port=22, database="x", query="SELECT 1"))
    with pytest.raises(InvalidInput):
        content_of(version("POSTGRESQL", host="/var/run/postgresql", database="x", query="SELECT 1"))
    settings.DATABASE_HOSTS = ["localhost", "10.0.0.0/8"]
    with pytest.raises(InvalidInput):
        content_of(made)
    settings.DATABASE_HOSTS = ["127.0.0.0/8"]
    with pytest.raises(Unreachable, match="PostgreSQL"):
        content_of(made)


# --- other servers -------------------------------------------------------------------------------

KEYS = {"access_key": "AKIAIOSFODNN7EXAMPLE", "secret_key": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}


def test_the_signature_is_that_of_amazons_example() -> None:
    """Amazon S3 API reference, "Signature calculations: transferring payload in a single chunk", GET lifecycle."""
    place = Place(
        {"endpoint": "https://s3.amazonaws.com", "bucket": "examplebucket", "key": "x"}, "", "", KEYS
    )
    headers = s3.signed(
        "https://examplebucket.s3.amazonaws.com/?lifecycle=", place, at=datetime(2013, 5, 24, tzinfo=UTC)
    )
    assert headers["Authorization"].endswith(
        "Signature=fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"
    )


@pytest.mark.parametrize("style", ["path", "virtual"])
def test_an_object_of_a_store(version: MakeVersion, style: str) -> None:
    seen: list[tuple[str, str]] = []

    def answer(path: str, headers: dict[str, str]) -> tuple[int, bytes]:
        seen.append((headers["host"], path))
        if not headers.get("authorization", "").startswith(
            "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/"
        ):
            return 403, b"<Error/>"
        return 200, CSV

    with serve(answer) as address:
        # A bucket named 127 of the host 0.0.1 is 127.0.0.1: a name that needs no name server.
        bucket, endpoint = ("data", address) if style == "path" else ("127", address.replace("127.0", "0"))
        made = version(
            "S3", endpoint=endpoint, bucket=bucket, key="2026/한글 a+b.csv", style=style, secret=KEYS
        )
        assert path_of(content_of(made)).read_bytes() == CSV
        assert rows_of(content_of(made, SEOUL)) == [("가", 1.5), ("다", None)]
        with pytest.raises(Unreachable, match="403"):
            content_of(version("S3", endpoint=endpoint, bucket=bucket, key="a", style=style))
    host, path = seen[0]
    assert path == ("/data" if style == "path" else "") + "/2026/%ED%95%9C%EA%B8%80%20a%2Bb.csv"
    assert host.startswith("127.0.0.1:")


def test_an_object_that_changed_is_not_sent_as_the_published_one(version: MakeVersion) -> None:
    with serve(lambda path, headers: (200, b"other")) as address:
        made = version("S3", endpoint=address, bucket="b", key="k", sha256=hashlib.sha256(CSV).hexdigest())
        with pytest.raises(Changed):
            content_of(made)


def test_an_api_as_it_answers(version: MakeVersion, settings: Any) -> None:
    def answer(path: str, headers: dict[str, str]) -> tuple[int, bytes]:
        return (200, CSV) if headers.get("x-key") == "k" else (401, b"")

    with serve(answer) as address:
        made = version("HTTP", url=f"{address}/d", secret={"header": "X-Key", "value": "k"})
        assert path_of(content_of(made)).read_bytes() == CSV
        with pytest.raises(Unreachable, match="401"):
            content_of(version("HTTP", url=f"{address}/d"))
        settings.LARGEST_SOURCE = 10
        with pytest.raises(InvalidInput):
            content_of(version("HTTP", url=f"{address}/d", secret={"header": "X-Key", "value": "k"}))
    assert not list((settings.CONTENT_DIR / "incoming").iterdir()), "nothing is left behind"


def test_records_of_a_paged_api(version: MakeVersion) -> None:
    def answer(path: str, headers: dict[str, str]) -> tuple[int, bytes]:
        number = int(path.partition("pageNo=")[2].partition("&")[0])
        assert "serviceKey=a%2Fb" in path
        assert "numOfRows=2" in path
        items = [{"id": i, "name": f"n{i}"} for i in range(number * 2 - 1, min(number * 2, 3) + 1)]
        return 200, json.dumps({"response": {"body": {"items": items}}}).encode()

    with serve(answer) as address:
        made = version(
            "HTTP",
            "application/json",
            url=f"{address}/d?type=json",
            records="response.body.items",
            page={"parameter": "pageNo", "size_parameter": "numOfRows", "size": 2},
            secret={"parameter": "serviceKey", "value": "a/b"},
        )
        content = content_of(made)
        assert content.media_type == "application/x-ndjson"
        assert [json.loads(line)["id"] for line in path_of(content).read_text().splitlines()] == [1, 2, 3]
        assert rows_of(content_of(made, View(("name",)), Format.PARQUET)) == [("n1",), ("n2",), ("n3",)]


def test_private_addresses_are_not_called(version: MakeVersion, settings: Any) -> None:
    settings.ALLOWED_NETWORKS = []
    for kind, where in (
        ("HTTP", {"url": "http://169.254.169.254/latest"}),
        ("S3", {"endpoint": "https://127.0.0.1:9000", "bucket": "b", "key": "k"}),
        ("S3", {"endpoint": "file:///etc", "bucket": "passwd", "key": "k"}),
    ):
        with pytest.raises(InvalidInput):
            content_of(version(kind, **where))


@pytest.mark.parametrize(
    ("kind", "where"),
    [
        ("FILE", {}),
        ("S3", {"endpoint": "https://x"}),
        ("S3", {"endpoint": "https://x", "bucket": "b", "key": "k", "style": "x"}),
        ("HTTP", {}),
        ("HTTP", {"url": "https://x", "page": {}}),
        ("HTTP", {"url": 5}),
        ("SQLITE", {"path": "x"}),
        ("HTTP", {"url": "https://x", "page": {"parameter": "p", "first": "a"}}),
        ("DUCKDB", {"query": "SELECT 1"}),
        ("POSTGRESQL", {"host": "x", "database": "d", "query": "q", "port": "5432"}),
    ],
)
def test_a_source_that_lacks_something(kind: str, where: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        kinds.get(kind).check(Place(where, "text/csv", "owner"))


# --- secrets -------------------------------------------------------------------------------------


def test_a_secret_is_sealed_and_its_owners_alone() -> None:
    owner, by = make_provider()
    kept = keep_credential(owner=owner, name="창고", words=KEYS, by=by)
    assert b"wJalr" not in bytes(kept.sealed)
    assert opened(kept.pk, owner=owner.pk) == KEYS
    with pytest.raises(NotFound):
        opened(kept.pk, owner=make_provider()[0].pk)
    with pytest.raises(DomainError):
        keep_credential(owner=owner, name="창고", words=KEYS, by=by)
    with pytest.raises(InvalidInput):
        keep_credential(owner=owner, name="b", words={"shell": "x"}, by=by)
    revoke_credential(credential=kept, by=by)
    with pytest.raises(NotFound):
        opened(kept.pk, owner=owner.pk)
    with pytest.raises(DomainError):
        revoke_credential(credential=kept, by=by)


def test_a_secret_survives_a_rotated_key(settings: Any) -> None:
    owner, by = make_provider()
    kept = keep_credential(owner=owner, name="a", words={"user": "u"}, by=by)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new" * 20, [settings.SECRET_KEY]
    assert opened(kept.pk, owner=owner.pk) == {"user": "u"}
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(NotFound):
        opened(kept.pk, owner=owner.pk)


@pytest.mark.parametrize("kind", ["SQLITE", "DUCKDB"])
def test_a_query_writes_no_more_than_a_source_may_give(
    kind: str, version: MakeVersion, settings: Any
) -> None:
    """Nor does it keep in memory what it is to write."""
    settings.LARGEST_SOURCE = 20_000_000
    queries = {
        "SQLITE": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200)"
        " SELECT hex(randomblob(1000000)) AS x FROM n",
        "DUCKDB": "SELECT random() AS x FROM range(1000000000)",
    }
    row = version(kind, file=empty(kind), query=queries[kind])
    tracemalloc.start()
    try:
        with pytest.raises(InvalidInput, match="20"):
            content_of(row, wanted=Format.CSV)
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 60_000_000


@pytest.mark.parametrize("kind", ["SQLITE", "DUCKDB"])
def test_who_waits_for_a_page_does_not_wait_for_a_query_without_end(
    kind: str, version: MakeVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) AS x FROM n"
    row = version(kind, file=empty(kind), query=query)
    monkeypatch.setattr(sampling, "SECONDS", 0.3)
    with pytest.raises(InvalidInput):
        begin_with(row)


@pytest.mark.parametrize("kind", ["SQLITE", "DUCKDB"])
def test_who_waits_for_a_page_does_not_wait_for_rows_without_end(
    kind: str, version: MakeVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    """1,000 rows can be of any width; the limit holds for what was written between two looks too."""
    wide = {"SQLITE": "SELECT hex(randomblob(50000)) AS x", "DUCKDB": "SELECT random() AS x"}[kind]
    row = version(kind, file=empty(kind), query=wide)
    monkeypatch.setattr(sampling, "LARGEST", 100)
    assert begin_with(row) == sampling.Sample()


def empty(kind: str) -> Callable[[Path], None]:
    """Makes a database with an empty table."""

    def make(path: Path) -> None:
        with closing({"SQLITE": sqlite3.connect, "DUCKDB": duckdb.connect}[kind](str(path))) as database:
            database.execute("CREATE TABLE t (x INTEGER)")

    return make


def begin_with(row: ProductVersion) -> sampling.Sample:
    """The first look at the source of a version."""
    place = DataPlace(kind=row.kind, where=row.where, media_type=row.media_type)
    with sampled(place, owner=row.product.provider_id) as sample:
        return sample


def test_a_small_file_that_stands_for_billions_of_rows_is_given_up(
    version: MakeVersion, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bomb = tmp_path / "bomb.parquet"
    many = duckdb.sql("SELECT 'x' AS x FROM range(30000000)")
    many.write_parquet(str(bomb), row_group_size=30_000_000)
    data = bomb.read_bytes()
    assert len(data) < 10_000
    _owner, by = make_provider()
    monkeypatch.setattr(opening, "SECONDS", 0.3)
    with pytest.raises(InvalidInput, match="0"):
        place_of_file(data=data, name="bomb.parquet", by=by)
    settings.LARGEST_SOURCE = 1_000_000
    row = version("FILE", "application/vnd.apache.parquet", data=data)
    with pytest.raises(InvalidInput, match="1 MB"):
        content_of(row, wanted=Format.CSV)
