"""Catalogue, contract and pushes in both directions between an EDC and a server of ours.

python -m tests.interop.run --control FILE --data FILE, each with a class path. Every step is said; exit status 1 at the
first that fails.
"""

import argparse
import hashlib
import json
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.installation import Installation, copy_migrated
from tests.interop.edc import KEY, Edc, edc
from tests.sites import served

DATA = "번호,값\n1,2\n".encode()
STATE = """
from yunghap.exchange.models import TransferProcess
from yunghap.exchange.domain.connector.transfers import request_transfer
from yunghap.exchange.models import Agreement
from yunghap.core.actors import SYSTEM
agreement = Agreement.objects.get(key={agreement!r}, side="CONSUMER")
address = {{
    "@type": "DataAddress",
    "endpointType": "HttpData",
    "endpoint": {sink!r},
    "endpointProperties": [
        {{"@type": "EndpointProperty", "name": "https://w3id.org/edc/v0.0.1/ns/type", "value": "HttpData"}},
        {{"@type": "EndpointProperty", "name": "https://w3id.org/edc/v0.0.1/ns/baseUrl", "value": {sink!r}}},
    ],
}}
print(request_transfer(agreement=agreement, format="HttpData-PUSH", data_address=address, by=SYSTEM).pk)
"""

# We ask for the data without saying where to: an inbox of ours is opened for them.
INTO_INBOX = """
import time
from yunghap.core.actors import SYSTEM
from yunghap.exchange.domain.connector.transfers import request_transfer
from yunghap.exchange.models import Agreement, Arrival, TransferProcess
agreement = Agreement.objects.get(key={agreement!r}, side="CONSUMER")
row = request_transfer(agreement=agreement, format="HttpData-PUSH", by=SYSTEM)
for _look in range(1_200):
    row.refresh_from_db()
    if row.state not in ("REQUESTED", "STARTED"):
        break
    time.sleep(0.1)
print(row.state, Arrival.objects.get(transfer=row).sha256)
"""


class Sink(ThreadingHTTPServer):
    """Serves DATA to whoever asks, keeps what is sent to it."""

    kept: dict[str, bytes]


def main() -> int:
    """Start all, go through all."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--control", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="yunghap-interop-") as folder, edc(Path(folder)) as theirs:
        theirs.start_control(given.control.read_text().strip())
        theirs.start_data(given.data.read_text().strip())
        say("an EDC is ready, control plane and data plane")
        ours = Installation(
            Path(folder, "data"), settings={"DJANGO_SETTINGS_MODULE": "tests.interop.settings"}
        )
        copy_migrated(ours.folder)
        ours.run("migrate")
        with sink() as store, served(ours) as site:
            prepare = f"from tests.interop.preset import prepare; prepare({theirs.address!r})"
            knows = json.loads(ours.shell(prepare).splitlines()[-1])
            site.start()
            say("a server of ours is ready")
            they_ask(theirs, ours, knows, store)
            we_ask(theirs, ours, store)
    return 0


def they_ask(theirs: Edc, ours: Installation, knows: dict[str, str], store: Sink) -> None:
    """The EDC as consumer."""
    found = json.dumps(theirs.catalogue(knows["address"], knows["key"]))
    assert knows["product"] in found, found
    say("EDC read our catalogue")
    asked = theirs.negotiate(knows["address"], knows["key"], knows["product"], knows["offer"])
    row = theirs.wait("contractnegotiations", asked, "FINALIZED", "TERMINATED")
    assert row["state"] == "FINALIZED", row
    say(f"EDC has a contract with us: {row['contractAgreementId']}")
    asked = theirs.push(knows["address"], row["contractAgreementId"], f"{address_of(store)}/from-us")
    theirs.wait("transferprocesses", asked, "STARTED", "COMPLETED")
    ours.run("worker", "--once")
    arrived(store, "/from-us", knows["data"].encode())
    say("our data came where EDC wanted them")


def we_ask(theirs: Edc, ours: Installation, store: Sink) -> None:
    """The EDC as provider."""
    theirs.offer("asset-1", f"{address_of(store)}/source")
    done = ours.run(
        "exchange",
        "negotiate",
        "asset-1",
        "--peer",
        KEY,
        "--as",
        "ours",
        "--wait",
        "120",
        "--json",
        status=None,
    )
    outcome = json.loads(done.stdout.splitlines()[-1])
    assert outcome["state"] == "FINALIZED", (outcome, done.stderr[-3000:])
    say(f"we have a contract with EDC: {outcome['agreement']}")
    ours.shell(STATE.format(agreement=outcome["agreement"], sink=f"{address_of(store)}/from-edc"))
    arrived(store, "/from-edc", DATA)
    say("EDC's data came where we wanted them")
    came = ours.shell(INTO_INBOX.format(agreement=outcome["agreement"])).split()
    assert came == ["COMPLETED", hashlib.sha256(DATA).hexdigest()], came
    say("EDC's data came into our inbox")


def arrived(store: Sink, path: str, data: bytes) -> None:
    """Until the bytes are there."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and path not in store.kept:
        time.sleep(0.1)
    assert store.kept.get(path) == data, store.kept


def address_of(store: Sink) -> str:
    """Where the store answers."""
    return f"http://127.0.0.1:{store.server_address[1]}"


def say(what: str) -> None:
    """A step is done."""
    print(f"ok  {what}", flush=True)


@contextmanager
def sink() -> Iterator[Sink]:
    """A store of bytes over HTTP."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/csv")
            self.send_header("Content-Length", str(len(DATA)))
            self.end_headers()
            self.wfile.write(DATA)

        def do_HEAD(self) -> None:
            self.send_response(405)
            self.end_headers()

        def do_PUT(self) -> None:
            store.kept[self.path] = self._body()
            self.send_response(201)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def do_POST(self) -> None:
            self.do_PUT()

        def _body(self) -> bytes:
            if "chunked" not in self.headers.get("Transfer-Encoding", ""):
                return self.rfile.read(int(self.headers.get("Content-Length", 0)))
            parts = []
            while size := int(self.rfile.readline().split(b";")[0], 16):
                parts.append(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
            return b"".join(parts)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            pass

    store = Sink(("127.0.0.1", 0), Handler)
    store.kept = {}
    threading.Thread(target=store.serve_forever, daemon=True).start()
    try:
        yield store
    finally:
        store.shutdown()
        store.server_close()


if __name__ == "__main__":
    sys.exit(main())
