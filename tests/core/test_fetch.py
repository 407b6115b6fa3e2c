"""Calls to other servers, on loopback."""

import gzip
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import transaction
from django.utils import translation

from yunghap.core.deadlines import BYTES_PER_SECOND, Deadline
from yunghap.core.errors import InvalidInput
from yunghap.core.fetch import Unreachable, fetch, stream


@pytest.fixture(autouse=True)
def _korean() -> Iterator[None]:
    with translation.override("ko"):
        yield


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
        elif self.path == "/drip/head":
            self._drip(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX-Padding: " + b"x" * 30 + b"\r\n\r\n")
        elif self.path == "/drip/body":
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 60\r\n\r\n")
            self._drip(b"x" * 60)
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

    def _drip(self, data: bytes) -> None:
        """A byte now and then, each before a single wait runs out."""
        try:
            for byte in data:
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
                time.sleep(0.02)
        except OSError:
            pass  # the caller has gone
        self.close_connection = True

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
        with pytest.raises(Unreachable, match=r"127\.0\.0\.1") as raised:
            fetch(f"http://127.0.0.1:{taken.getsockname()[1]}/", seconds=1)
    assert "Error" not in str(raised.value)
    assert raised.value.details == {"reason": "NewConnectionError"}


def test_what_is_no_http_is_said_in_words() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        def answer() -> None:
            connection, _address = server.accept()
            with connection:
                connection.recv(1_000)

        thread = threading.Thread(target=answer)
        thread.start()
        with pytest.raises(Unreachable, match="끊"):
            fetch(f"http://127.0.0.1:{port}/", seconds=5)
        thread.join()


@pytest.mark.parametrize("what", ["head", "body"])
def test_a_peer_that_drips_is_left(address: str, what: str) -> None:
    """Each wait is short, all of them are not."""
    with pytest.raises(Unreachable, match="오래"):
        fetch(f"{address}/drip/{what}", seconds=0.1)


def test_what_moves_may_last(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1_000.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    deadline = Deadline(10)
    assert deadline.wait() == 10
    now[0] += 25
    assert deadline.wait() == 5
    deadline.moved(4 * BYTES_PER_SECOND)
    assert deadline.wait() == 9
    now[0] += 9
    with pytest.raises(TimeoutError):
        deadline.wait()


def test_a_resolver_that_does_not_answer_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    answered = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_given, **_more: answered.wait(10) and [])
    with pytest.raises(Unreachable, match=r"example\.kr"):
        fetch("https://example.kr/", seconds=0.1)
    answered.set()


def test_a_peer_that_never_shakes_hands_is_left() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(Unreachable):
        fetch(f"https://127.0.0.1:{silent.getsockname()[1]}/", seconds=0.1)


@pytest.fixture
def encrypted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A server that speaks TLS, by a certificate that is trusted here."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, now - timedelta(1), now + timedelta(1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    trusted, both = tmp_path / "trusted.pem", tmp_path / "both.pem"
    trusted.write_bytes(certificate.public_bytes(pem))
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain)
    both.write_bytes(private + trusted.read_bytes())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(both)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"https://localhost:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_the_same_by_tls(encrypted: str) -> None:
    assert fetch(f"{encrypted}/plain").body == b"hello"
    assert fetch(f"{encrypted}/x", method="POST", body=b"abc").body == b"cba"
    with pytest.raises(Unreachable, match="오래"):
        fetch(f"{encrypted}/drip/head", seconds=0.1)
    with pytest.raises(Unreachable):
        fetch(f"{encrypted.replace('localhost', '127.0.0.1')}/plain")  # the certificate names another host


@pytest.mark.django_db
def test_nothing_is_called_within_a_transaction(address: str) -> None:
    with transaction.atomic(), pytest.raises(RuntimeError, match="within a transaction"):
        fetch(f"{address}/plain")
    with transaction.atomic(), pytest.raises(RuntimeError, match="within a transaction"):
        fetch(f"{address.replace('127.0.0.1', 'localhost')}/plain")
    assert fetch(f"{address}/plain").status == 200
