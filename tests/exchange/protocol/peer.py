"""A small scripted participant: it hears what our server sends, and says what a test wants."""

import json
import threading
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Empty, Queue
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

CONTEXT = ["https://w3id.org/dspace/2025/1/context.jsonld"]
NAME = "TCK_PARTICIPANT"
WITHIN = 30.0


class Peer:
    """Keeps every message by the id that is ours in it; `hears` sees each body, for schema checks."""

    def __init__(self, port: int, hears: Any = None) -> None:
        self.hears = hears
        self.faults: list[str] = []
        self._queues: dict[str, Queue[tuple[str, dict[str, Any]]]] = {}
        self.requests: Queue[tuple[str, dict[str, Any]]] = Queue()
        self._ids: dict[str, str] = {}
        peer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                status, answer = peer.take(self.path, json.loads(self.rfile.read(length)))
                data = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self._server.daemon_threads = True
        self.address = f"http://localhost:{port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Listen no more."""
        self._server.shutdown()
        self._server.server_close()

    def take(self, path: str, message: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """A message of the server under test."""
        if self.hears is not None:
            self.faults.extend(self.hears(message))
        kind = message["@type"]
        if path in {"/negotiations/request", "/transfers/request"}:
            ours = f"urn:uuid:{uuid.uuid4()}"
            self._ids[ours] = message["consumerPid"]
            self.requests.put((ours, message))
            answer = "ContractNegotiation" if kind == "ContractRequestMessage" else "TransferProcess"
            body = {"providerPid": ours, "consumerPid": message["consumerPid"], "state": "REQUESTED"}
            return 201, {"@context": CONTEXT, "@type": answer, **body}
        pid = path.split("/")[2]
        self._heard(pid).put((path.split("/", 3)[3], message))
        return 200, {}

    def _heard(self, pid: str) -> "Queue[tuple[str, dict[str, Any]]]":
        """The messages about a process: one queue, whoever asks for it first (two threads may at once)."""
        return self._queues.setdefault(pid, Queue())

    def wait_for(self, pid: str, path: str) -> dict[str, Any]:
        """The next message about a process of ours, which must go to that path."""
        try:
            got, message = self._heard(pid).get(timeout=WITHIN)
        except Empty:
            raise AssertionError(f"no message to {path}") from None
        assert got == path, (got, path, message)
        return message

    def nothing_more(self, pid: str, seconds: float = 0.3) -> None:
        """No message about a process comes."""
        try:
            extra = self._heard(pid).get(timeout=seconds)
        except Empty:
            return
        raise AssertionError(f"unexpected: {extra}")

    def wait_request(self) -> tuple[str, dict[str, Any]]:
        """The next first request of the server, and our id of it."""
        return self.requests.get(timeout=WITHIN)


def message(kind: str, **members: Any) -> dict[str, Any]:
    """A message as the protocol has it, with an id of its own as some peers give it."""
    return {"@context": CONTEXT, "@id": str(uuid.uuid4()), "@type": kind, **members}


def call(url: str, body: dict[str, Any] | None = None, **headers: str) -> tuple[int, Any]:
    """Status and JSON of a call."""
    data = json.dumps(body).encode() if body is not None else None
    request = Request(
        url, data=data, headers={"Content-Type": "application/json", "Authorization": "tck", **headers}
    )
    try:
        with urlopen(request, timeout=WITHIN) as response:
            text = response.read()
            return response.status, json.loads(text) if text else None
    except HTTPError as error:
        text = error.read()
        return error.code, json.loads(text) if text else None
