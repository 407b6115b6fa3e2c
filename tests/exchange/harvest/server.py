"""A catalogue's server on the loopback."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

Answer = Callable[[str, dict[str, str]], tuple[int, dict[str, str], bytes]]


class Server:
    """What it answers can be set; headers and body are of the last request."""

    def __init__(self) -> None:
        self.answer: Answer = lambda _path, _query: (404, {}, b"")
        self.headers: dict[str, str] = {}
        self.body = b""
        self.address = ""


@contextmanager
def serving() -> Iterator[Server]:
    """A server for the block."""
    server = Server()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._serve()

        def do_POST(self) -> None:
            self._serve()

        def _serve(self) -> None:
            server.body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            server.headers = {name.lower(): value for name, value in self.headers.items()}
            parts = urlsplit(self.path)
            status, headers, body = server.answer(parts.path, dict(parse_qsl(parts.query)))
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as made:
        server.address = f"http://127.0.0.1:{made.server_port}"
        thread = threading.Thread(target=made.serve_forever, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            made.shutdown()
            thread.join()
