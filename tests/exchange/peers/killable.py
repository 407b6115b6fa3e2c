"""An installation's site that ends itself by SIGKILL at a point that a test names, and is there again at once.

python -m tests.exchange.peers.killable PORT: one process sets everything up and waits; a fork of it serves the site and
sends its messages, as the server does. Starting anew is a fork, so that a hundred kills take seconds. What a point is
called, `PLACE:MESSAGE`, stands in a line of the file `points` of the data folder until who was killed there is dead.
"""

import io
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django
import msgspec
from django.conf import settings
from django.db import connections
from django.test import Client

# Where it can end, in the order of a message's way. The sender: before the call, when the answer is there, when that
# is written down. The receiver: with all written and nothing committed, when that is committed and not yet answered.
SENDER, RECEIVER = ("leased", "answered", "settled"), ("taking", "taken")
DO = "/-/do"  # the body names a function of `preset` or `steps` and its arguments
OTHERS_FIRST = 3.0  # seconds
_reaching = threading.Lock()


def reach(place: str, kind: str) -> None:
    """End here if this point is named.

    A point named before it goes first for a while: what was settled in another thread a moment ago is not sent again,
    and its point would never be reached.
    """
    folder, here = Path(settings.DATA_DIR), f"{place}:{kind}"
    if here not in points(folder):
        return
    end = time.monotonic() + OTHERS_FIRST
    while points(folder)[0] != here and time.monotonic() < end:
        time.sleep(0.01)
    with _reaching:
        (folder / "reached").write_text(here)
        os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(60)


def points(folder: Path) -> list[str]:
    """Where a site ends itself, and has not yet."""
    file = folder / "points"
    return file.read_text().split() if file.exists() else []


def name_points(folder: Path, named: Iterable[str]) -> None:
    """Say where it ends itself; whoever reads meanwhile sees those of before or these."""
    new = folder / "points.new"
    new.write_text("\n".join(named))
    new.replace(folder / "points")


def forget_reached(folder: Path) -> None:
    """Strike the point where the last fork was killed, so that the next passes it."""
    reached = folder / "reached"
    if reached.exists():
        left = points(folder)
        left.remove(reached.read_text())
        name_points(folder, left)
        reached.unlink()


def set_points() -> None:
    """Lay the points into the sending and the receiving of messages."""
    from yunghap.exchange.domain.connector import delivery, notices, receiving, transfers  # noqa: PLC0415

    send, delivered = delivery.send, delivery._delivered

    def sending(row: Any) -> None:
        reach("leased", row.kind)
        send(row)
        reach("settled", row.kind)

    def answered(row: Any, answer: Any) -> None:
        reach("answered", row.kind)
        delivered(row, answer)

    delivery.send, delivery._delivered = sending, answered
    for module in (receiving, transfers, notices):
        module.keep_received = _keeping(module.keep_received)  # type: ignore[attr-defined]


def _keeping(keep: Callable[..., None]) -> Callable[..., None]:
    @wraps(keep)
    def keeping(*arguments: Any, kind: str, **more: Any) -> None:
        keep(*arguments, kind=kind, **more)
        reach("taking", kind)

    return keeping


def serve(port: int) -> None:
    """The site, its messages and what tests ask of it, until the end."""
    from django.core.wsgi import get_wsgi_application  # noqa: PLC0415 - after the set-up

    from tests.exchange.peers import preset, steps  # noqa: PLC0415
    from yunghap.exchange import service as exchange  # noqa: PLC0415

    site = get_wsgi_application()

    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        if environ["PATH_INFO"] == DO:
            name, given = msgspec.json.decode(body)
            do = getattr(steps, name, None) or getattr(preset, name)
            said = msgspec.json.encode(do(**given))
            start_response("200 OK", [("Content-Type", "application/json")])
            return [said]
        answer = site({**environ, "wsgi.input": io.BytesIO(body)}, start_response)
        if body:
            reach("taken", str(msgspec.json.decode(body)["@type"]).rpartition(":")[2])
        return answer

    exchange.start_sending()
    Path(settings.DATA_DIR, "born").touch()
    make_server("127.0.0.1", port, application, _Server, _Quiet).serve_forever()


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads, request_queue_size = True, 64


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        pass


def main() -> None:
    """Fork, and again whenever the fork was killed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunghap.config.settings")
    django.setup()
    set_points()
    Client().get("/dsp/nobody/2025-1/negotiations/none")  # what a first call imports is there for every fork
    connections.close_all()
    while True:
        child = os.fork()
        if child == 0:
            serve(int(sys.argv[1]))
        _pid, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            sys.exit(1)
        forget_reached(Path(settings.DATA_DIR))


if __name__ == "__main__":
    main()
