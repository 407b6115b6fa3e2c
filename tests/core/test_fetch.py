"""Calls to other servers, on loopback."""

import gzip
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from yunghap.core.errors import InvalidInput
from yunghap.core.fetch import Unreachable, fetch, stream


class Handler(BaseHTTPRequestHandler):
    """Answers by path."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.path == "/plain":
            self._answer(200, b"hello")
        elif self.path == "/host":
            self._answer(200, self.headers["Host"].encode())
        elif self.path == "/bomb":
            self._answer(200, gzip.compress(b"0" * 1_000_000), {"Content-Encoding": "gzip"})
        elif self.path.startswith("/go/"):
            steps = int(self.path.removeprefix("/go/"))
            self._answer(302, b"", {"Location": f"/go/{steps - 1}" if steps else "/plain"})
        elif self.path == "/inside":
            self._answer(302, b"", {"Location": "http://169.254.169.254/latest/"})
        else:
            self._answer(404, b"nothing")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(201, body[::-1])

    def _answer(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        pass


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_whole_answers(address: str) -> None:
    assert fetch(f"{address}/plain").body == b"hello"
    assert fetch(f"{address}/none").status == 404
    posted = fetch(f"{address}/x", method="POST", body=b"abc", headers={"Content-Type": "text/plain"})
    assert (posted.status, posted.body) == (201, b"cba")


def test_the_name_is_sent_and_the_checked_address_called(address: str) -> None:
    assert fetch(f"{address.replace('127.0.0.1', 'localhost')}/host").body.decode() == (
        address.replace("http://127.0.0.1", "localhost")
    )


def test_redirects_only_as_far_as_allowed(address: str) -> None:
    assert fetch(f"{address}/go/1").status == 302
    reached = fetch(f"{address}/go/1", redirects=2)
    assert (reached.body, reached.url) == (b"hello", f"{address}/plain")
    assert fetch(f"{address}/go/5", redirects=2).status == 302


def test_a_redirect_into_a_private_network_is_refused(address: str) -> None:
    with pytest.raises(InvalidInput):
        fetch(f"{address}/inside", redirects=1)


def test_private_addresses_are_refused_where_none_is_allowed(address: str, settings: Any) -> None:
    settings.ALLOWED_NETWORKS = []
    with pytest.raises(InvalidInput):
        fetch(f"{address}/plain", schemes=("http", "https"))


def test_size_counts_after_unpacking(address: str) -> None:
    with pytest.raises(InvalidInput):
        fetch(f"{address}/bomb", largest=100_000)
    assert len(fetch(f"{address}/bomb").body) == 1_000_000


def test_a_body_left_unread_does_not_spoil_the_next_answer(address: str) -> None:
    with stream(f"{address}/bomb") as answer:
        assert next(answer.pieces)
    assert fetch(f"{address}/plain").body == b"hello"


def test_nobody_there() -> None:
    with socket.socket() as taken:  # bound, not listening
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(Unreachable, match=r"127\.0\.0\.1"):
            fetch(f"http://127.0.0.1:{taken.getsockname()[1]}/", seconds=1)
