"""The data process: gives data as the site does, but its bytes pass neither Python nor a thread.

An RSGI application for granian: Python says which part of which file, in a few threads; the server's own code sends it
at the reader's pace. Slow readers take nothing from the site (docs/adr/0103).
"""

import asyncio
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from yunghap.core.lazy import set_up

set_up()

from django.db import close_old_connections  # noqa: E402 - after the set-up

from . import answers  # noqa: E402
from .answers import Answer, Request  # noqa: E402

THREADS = 8
_LARGEST_FORM = 16 * 1024
_PATH = re.compile(r"/data/([0-9A-Za-z]{1,26})(/token)?")
_workers = ThreadPoolExecutor(THREADS, thread_name_prefix="data")


async def application(scope: Any, protocol: Any) -> None:
    """One request."""
    if scope.proto != "http":
        return
    found = _PATH.fullmatch(scope.path)
    act = _action(scope.method, found[2] or "") if found else None
    if found is None or act is None:
        protocol.response_empty(405 if found else 404, [("content-length", "0")])
        return
    headers = {name.lower(): value for name, value in scope.headers.items()}
    body = b""
    if scope.method == "POST":
        length = headers.get("content-length", "")
        if not length.isdigit() or int(length) > _LARGEST_FORM:
            protocol.response_empty(413, [("content-length", "0"), ("connection", "close")])
            return
        body = await protocol()
    request = Request(scope.method, scope.path, scope.query_string, headers, body)
    loop = asyncio.get_running_loop()
    answer = await loop.run_in_executor(_workers, _run, act, request, found[1])
    sent = [(name.lower(), value) for name, value in answer.headers.items()]
    if answer.path is None:
        protocol.response_bytes(answer.status, sent, answer.body)
    else:
        protocol.response_file_range(answer.status, sent, str(answer.path), answer.first, answer.last + 1)


def _action(method: str, end: str) -> Callable[[Request, str], Answer] | None:
    return {
        ("GET", ""): answers.data,
        ("HEAD", ""): answers.data,
        ("POST", "/token"): answers.token,
    }.get((method, end))


def _run(act: Callable[[Request, str], Answer], request: Request, transfer: str) -> Answer:
    close_old_connections()
    try:
        return act(request, transfer)
    finally:
        close_old_connections()
