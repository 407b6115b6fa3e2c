"""Large sources made ready to be sent: what each kind costs beside DuckDB copying the same rows, and whether the memory
it takes depends on the size.

Every reading is a process of its own in an installation without data; a policy leaves out a column and some of the
rows, so that nothing is sent as it lies.
"""

import functools
import hashlib
import hmac
import http.server
import json
import re
import sqlite3
import statistics
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import duckdb

from yunghap.config.bench.measure import Figure
from yunghap.config.commands.running import free_port

from .servers import Server

ROWS, FEWER, ROUNDS = 6_000_000, 3_000_000, 3
PAGED, PAGE = 20, 10_000  # pages of JSON are read for one row in 20, so many to a page
KEYS = {"access_key": "AKIDEXAMPLE", "secret_key": "secret"}
OWNER = "provider"
QUERY = "SELECT id, site, moment, reading, note FROM readings"
GENERATED = """
CREATE TABLE readings AS
SELECT range AS id, 'site-' || (range % 97) AS site, TIMESTAMP '2026-01-01' + to_seconds(range) AS moment,
       ((range * 7919) % 100000) / 100.0 AS reading, md5(range::VARCHAR) AS note
FROM range({rows})
"""
# What every reading is measured by: processor seconds, and peak megabytes beyond those of a program that is ready.
MEASURED = """
import json, sys, time
from pathlib import Path
told = json.loads(sys.argv[1])
Path(told["into"]).unlink(missing_ok=True)
def used():
    [peak] = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")]
    return time.process_time(), int(peak.split()[1]) / 1024
{ready}
cpu, peak = used()
{read}
after, top = used()
print(json.dumps([after - cpu, top - peak]))
"""
OURS = MEASURED.format(
    ready="""
from yunghap.exchange.domain.transfer.sources import Place, kinds
from yunghap.exchange.domain.transfer.tables import Format, convert, table_format
from yunghap.exchange.domain.transfer.views import Condition, View
view = View(("id", "site", "moment", "reading"), (Condition("reading", "lt", "900"),))
place = Place(where=told["where"], secret=told.get("secret", {}), media_type=told["media_type"], owner=told["owner"])
source, into, fetched = kinds.get(told["kind"]), Path(told["into"]), Path(told["into"] + ".raw")
""",
    read="""
if source.query is not None:
    source.query(place, view, Format.PARQUET, into)
else:
    form = table_format(place.media_type)
    convert(source.fetch(place, fetched).path, form, view, into=into, wanted=Format.PARQUET)
assert into.stat().st_size > 1_000
""",
)
PEER = MEASURED.format(
    ready="import duckdb",
    read="""
connection = duckdb.connect(config={"threads": 1, "memory_limit": "512MB"})
connection.execute(
    "COPY (SELECT id, site, moment, reading FROM read_parquet(?) WHERE reading < 900) TO '" + told["into"]
    + "' (FORMAT parquet, COMPRESSION zstd)", [told["from"]])
""",
)


def figures(_size: int) -> Iterator[Figure]:
    """The size of the catalogue does not matter here; PostgreSQL is measured by its own `COPY` in the tests only."""
    with TemporaryDirectory(prefix="yunghap-bench-") as name:
        folder = Path(name)
        site = Server(folder / "data", free_port())
        site.folder.mkdir()
        site.settings["YUNGHAP_SOURCES_DIR"] = str(folder)
        home = folder / OWNER
        home.mkdir()
        for rows in (FEWER, ROWS):
            _generate(home, rows)
        with _served(home) as address:
            yield from _compared(site, home, address)


def _compared(site: Server, home: Path, address: str) -> Iterator[Figure]:
    into = str(home / "made")
    peer = {rows: {"from": str(home / f"{rows}.parquet"), "into": into} for rows in (FEWER, ROWS)}
    base, base_grown = _measured(site, PEER, peer)
    yield Figure(f"{ROWS:,} rows, DuckDB by itself, Parquet", base, "s", "the peer")
    yield Figure("the same: memory more than for half the rows", base_grown, "MB", "")
    for name in ("PARQUET", "CSV", "DUCKDB", "SQLITE", "HTTP", "S3", "PAGES"):
        told = {rows: _place(name, rows, address) | {"owner": OWNER, "into": into} for rows in (FEWER, ROWS)}
        spent, grown = _measured(site, OURS, told)
        paged = name == "PAGES"
        what = f"{ROWS // PAGED:,} records of an API, {PAGE:,} a page" if paged else f"{ROWS:,} rows, {name}"
        share = spent / base * (PAGED if paged else 1)
        yield Figure(what, spent, "s", f"{share:.1f} of DuckDB by itself{', a row' if paged else ''}")
        yield Figure(f"{name}: memory more than for half the rows", grown, "MB", "goal 64")


def _measured(site: Server, code: str, told: Mapping[int, Mapping[str, Any]]) -> tuple[float, float]:
    """Median processor seconds for all rows, and how many megabytes more they take than half of them."""
    runs = {rows: [_one(site, code, one) for _round in range(ROUNDS)] for rows, one in told.items()}
    spent = statistics.median(cpu for cpu, _peak in runs[ROWS])
    fewer, all_of_them = (statistics.median(peak for _cpu, peak in runs[rows]) for rows in (FEWER, ROWS))
    return spent, all_of_them - fewer


def _one(site: Server, code: str, told: Mapping[str, Any]) -> tuple[float, float]:
    cpu, peak = json.loads(site.python(code, json.dumps(told)).splitlines()[-1])  # behind a bar of progress
    return cpu, peak


def _place(name: str, rows: int, address: str) -> dict[str, Any]:
    """How an offer names the source."""
    parquet, csv = "application/vnd.apache.parquet", "text/csv"
    match name:
        case "PARQUET" | "CSV":
            media_type = parquet if name == "PARQUET" else csv
            return {"kind": "FILE", "media_type": media_type, "where": {"path": f"{rows}.{name.lower()}"}}
        case "HTTP":
            return {"kind": name, "media_type": csv, "where": {"url": f"{address}/{rows}.csv"}}
        case "S3":
            where = {"endpoint": address, "bucket": "bucket", "key": f"{rows}.csv"}
            return {"kind": name, "media_type": csv, "where": where, "secret": KEYS}
        case "PAGES":
            page: dict[str, Any] = {"parameter": "page", "size_parameter": "of", "size": rows // PAGED}
            paged = {"url": f"{address}/pages", "records": "body.items", "page": page}
            return {"kind": "HTTP", "media_type": "application/x-ndjson", "where": paged}
        case _:
            where = {"path": f"{rows}.{name.lower()}", "query": QUERY}
            return {"kind": name, "media_type": parquet, "where": where}


def _generate(home: Path, rows: int) -> None:
    """The same rows as Parquet, CSV, DuckDB and SQLite."""
    with closing(duckdb.connect(str(home / f"{rows}.duckdb"))) as connection:
        connection.execute(GENERATED.format(rows=rows))
        connection.execute(f"COPY readings TO '{home / f'{rows}.parquet'}' (FORMAT parquet)")
        connection.execute(f"COPY readings TO '{home / f'{rows}.csv'}' (HEADER true)")
        found = connection.execute(
            "SELECT id, site, CAST(moment AS VARCHAR), CAST(reading AS DOUBLE), note FROM readings"
        )
        with closing(sqlite3.connect(home / f"{rows}.sqlite")) as store, store:
            store.execute(
                "CREATE TABLE readings (id INTEGER, site TEXT, moment TEXT, reading REAL, note TEXT)"
            )
            while part := found.fetchmany(10_000):
                store.executemany("INSERT INTO readings VALUES (?, ?, ?, ?, ?)", part)


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    """The files over HTTP on loopback; its address."""
    handler = functools.partial(_Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    """Files as they are, a bucket that asks for a signature, and an API that gives its records in pages."""

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        if parts.path == "/pages":
            asked = {name: int(value) for name, value in parse_qsl(parts.query)}
            self._answer(_page_of(asked["page"], asked["of"]))
        elif not parts.path.startswith("/bucket/"):
            super().do_GET()
        elif _is_signed(self):
            self.path = parts.path.removeprefix("/bucket")
            super().do_GET()
        else:
            self.send_error(403)

    def _answer(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_told: object) -> None:
        pass


def _is_signed(request: http.server.BaseHTTPRequestHandler) -> bool:
    """Whether the keys of the bucket signed the request (AWS Signature Version 4), counted again from what came."""
    found = re.search(
        r"Credential=(\S+?)/(\S+), SignedHeaders=(\S+), Signature=(\w+)",
        request.headers.get("Authorization", ""),
    )
    if found is None or found[1] != KEYS["access_key"]:
        return False
    headers = "".join(f"{name}:{request.headers[name]}\n" for name in found[3].split(";"))
    path, _mark, query = request.path.partition("?")
    asked = "\n".join(
        [request.command, path, query, headers, found[3], request.headers["x-amz-content-sha256"]]
    )
    digest = hashlib.sha256(asked.encode()).hexdigest()
    key = f"AWS4{KEYS['secret_key']}".encode()
    for word in (
        *found[2].split("/"),
        "\n".join(["AWS4-HMAC-SHA256", request.headers["x-amz-date"], found[2], digest]),
    ):
        key = hmac.new(key, word.encode(), hashlib.sha256).digest()
    return hmac.compare_digest(key.hex(), found[4])


@functools.lru_cache(maxsize=4)
def _page_of(page: int, of: int) -> bytes:
    """A page of an API with `of` records; empty after the last."""
    first = (page - 1) * PAGE
    items = [
        {
            "id": number,
            "site": f"site-{number % 97}",
            "moment": f"2026-01-01T{number // 3600 % 24:02}:{number // 60 % 60:02}:{number % 60:02}",
            "reading": number * 7919 % 100000 / 100,
            "note": f"{number:032x}",
        }
        for number in range(first, min(first + PAGE, of))
    ]
    return json.dumps({"body": {"items": items}}).encode()
