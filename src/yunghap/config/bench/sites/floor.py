"""What a machine can do at best: as many HTTP calls and durable commits as a negotiation has, and nothing else."""

import http.client
import sqlite3
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory

CALLS, COMMITS = 4, 8  # of one negotiation; each message is committed where it leaves and where it arrives


def floor_of(number: int, at_once: int) -> float:
    """Negotiations a second if they were nothing but calls and commits."""
    with TemporaryDirectory() as folder, _echo() as port:
        store = sqlite3.connect(Path(folder, "floor.sqlite3"), check_same_thread=False, isolation_level=None)
        store.execute("PRAGMA journal_mode=WAL")
        store.execute("PRAGMA synchronous=FULL")
        store.execute("CREATE TABLE written (body TEXT)")
        lock, own = threading.Lock(), threading.local()

        def one(_number: int) -> None:
            if not hasattr(own, "connection"):
                own.connection = http.client.HTTPConnection("127.0.0.1", port)
            for _call in range(CALLS):
                own.connection.request("POST", "/", body=b"x" * 600)
                own.connection.getresponse().read()
            for _commit in range(COMMITS):
                with lock:
                    store.execute("INSERT INTO written VALUES (?)", ("x" * 600,))

        began = time.perf_counter()
        with ThreadPoolExecutor(at_once) as pool:
            list(pool.map(one, range(number)))
        seconds = time.perf_counter() - began
        store.close()
    return number / seconds


@contextmanager
def _echo() -> Iterator[int]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    class Server(ThreadingHTTPServer):
        request_queue_size = 128

    server = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
