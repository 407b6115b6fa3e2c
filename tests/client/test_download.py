"""One file from providers that break off, lie and refuse; no Django, a server of raw bytes on loopback."""

import base64
import hashlib
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import urllib3

from tests.exchange.servers import Reply, serve_replies
from yunghap.client import ExchangeError, Interrupted, WrongContent
from yunghap.client import download as module
from yunghap.client.download import download

DATA = bytes(range(256)) * 4096  # 1 MiB
OTHER = DATA[::-1]


def digest(data: bytes) -> str:
    return f"sha-256=:{base64.b64encode(hashlib.sha256(data).digest()).decode()}:"


@dataclass
class Provider:
    """Gives DATA; `spoil` changes what it does with the n-th request (from 0)."""

    spoil: Callable[[int, Reply], Reply | None] = lambda _number, _reply: None
    data: bytes = DATA
    asked: list[dict[str, str]] = field(default_factory=list)

    def __call__(self, path: str, headers: dict[str, str]) -> Reply:
        self.asked.append({"path": path, **headers})
        if headers.get("authorization") != "Bearer good":
            return Reply(401, {"Content-Type": "application/problem+json"}, b'{"code": "invalid-token"}')
        start = int(headers["range"].removeprefix("bytes=").rstrip("-")) if "range" in headers else 0
        size = len(self.data)
        said = {
            "Repr-Digest": digest(self.data),
            "Content-Location": f"?content={hashlib.sha256(self.data).hexdigest()}",
            "Yunghap-Rows": "7",
            "Yunghap-Cursor": "2026-01-01 00:00:00+09",
        }
        if start:
            said["Content-Range"] = f"bytes {start}-{size - 1}/{size}"
        reply = Reply(206 if start else 200, said, self.data[start:])
        return self.spoil(len(self.asked) - 1, reply) or reply


@dataclass(frozen=True)
class Token:
    endpoint: str
    token: str = "good"

    def renewed(self) -> "Token":
        return Token(self.endpoint)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "wait_before", lambda *_given: 0.0)


@pytest.fixture
def pool() -> Iterator[urllib3.PoolManager]:
    with urllib3.PoolManager(retries=False, timeout=5) as made:
        yield made


def test_the_whole(pool: urllib3.PoolManager, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    with serve_replies(Provider()) as address:
        got = download(
            pool, Token(f"{address}/d"), tmp_path / "a" / "f", progress=lambda *at: seen.append(at)
        )
    assert (tmp_path / "a" / "f").read_bytes() == DATA
    assert (got.bytes, got.rows, got.cursor) == (len(DATA), 7, "2026-01-01 00:00:00+09")
    assert seen[-1] == (len(DATA), len(DATA))
    assert [one.name for one in (tmp_path / "a").iterdir()] == ["f"]


def test_nothing_at_all(pool: urllib3.PoolManager, tmp_path: Path) -> None:
    with serve_replies(Provider(data=b"")) as address:
        assert download(pool, Token(f"{address}/d"), tmp_path / "f").bytes == 0


def test_what_breaks_off_goes_on(pool: urllib3.PoolManager, tmp_path: Path) -> None:
    def cut(number: int, reply: Reply) -> Reply | None:
        return Reply(reply.status, reply.headers, reply.body, sent=300_000) if number < 3 else None

    provider = Provider(cut)
    with serve_replies(provider) as address:
        download(pool, Token(f"{address}/d"), tmp_path / "f")
    assert (tmp_path / "f").read_bytes() == DATA
    starts = [int(one.get("range", "bytes=0-")[6:-1]) for one in provider.asked]
    assert starts == sorted(starts)
    assert starts[-1] > 0
    assert all("content=" in one["path"] for one in provider.asked[1:]), "exactly the bytes that were begun"


def test_another_process_goes_on(
    pool: urllib3.PoolManager, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "ATTEMPTS", 1)
    broken = Provider(
        lambda number, reply: Reply(reply.status, reply.headers, reply.body, sent=0 if number else 500_000)
    )
    with serve_replies(broken) as address, pytest.raises(Interrupted):
        download(pool, Token(f"{address}/d"), tmp_path / "f")
    assert not (tmp_path / "f").exists()
    have = (tmp_path / "f.part").stat().st_size
    assert have > 0
    # The same address with the same question, as the next process would ask.
    notes = tmp_path / "f.part.json"
    provider = Provider()
    with serve_replies(provider) as address:
        old = module.json.loads(notes.read_text())
        notes.write_text(module.json.dumps({**old, "asked": f"{address}/d?"}))
        download(pool, Token(f"{address}/d"), tmp_path / "f")
    assert (tmp_path / "f").read_bytes() == DATA
    assert provider.asked[0]["range"] == f"bytes={have}-"


def test_a_token_that_has_run_out_is_renewed(pool: urllib3.PoolManager, tmp_path: Path) -> None:
    with serve_replies(Provider()) as address:
        download(pool, Token(f"{address}/d", "old"), tmp_path / "f")
    assert (tmp_path / "f").read_bytes() == DATA


@pytest.mark.parametrize(
    "lie",
    [
        lambda reply: Reply(reply.status, {**reply.headers, "Repr-Digest": digest(OTHER)}, reply.body),
        lambda reply: Reply(reply.status, reply.headers, OTHER),
        lambda reply: Reply(206, {**reply.headers, "Content-Range": "bytes 5-9/10"}, b"12345"),
        lambda reply: Reply(206, reply.headers, reply.body),
        lambda reply: Reply(
            200, {**reply.headers, "Transfer-Encoding": "chunked"}, b"0\r\n\r\n", length=False
        ),
    ],
)
def test_what_is_not_what_was_announced_is_never_given(
    pool: urllib3.PoolManager, tmp_path: Path, lie: Callable[[Reply], Reply]
) -> None:
    provider = Provider(lambda _number, reply: lie(reply))
    with serve_replies(provider) as address, pytest.raises(WrongContent):
        download(pool, Token(f"{address}/d"), tmp_path / "f")
    assert not (tmp_path / "f").exists()
    assert not (tmp_path / "f.part").exists()
    assert len(provider.asked) == 2, "it is tried once more from the start"


def test_the_rest_of_another_file_is_not_added(pool: urllib3.PoolManager, tmp_path: Path) -> None:
    def swap(number: int, reply: Reply) -> Reply | None:
        if number == 0:
            return Reply(200, reply.headers, reply.body, sent=200_000)
        return (
            Reply(206, {**reply.headers, "Repr-Digest": digest(OTHER)}, reply.body) if number == 1 else None
        )

    with serve_replies(Provider(swap)) as address:
        download(pool, Token(f"{address}/d"), tmp_path / "f")
    assert (tmp_path / "f").read_bytes() == DATA


def test_a_busy_provider_is_asked_again(pool: urllib3.PoolManager, tmp_path: Path) -> None:
    provider = Provider(lambda number, reply: Reply(503, {"Retry-After": "1"}, b"") if number < 2 else None)
    with serve_replies(provider) as address:
        download(pool, Token(f"{address}/d"), tmp_path / "f")
    assert len(provider.asked) == 3


def test_a_refusal_is_told(pool: urllib3.PoolManager, tmp_path: Path) -> None:
    body = b'{"code": "quota-used", "detail": "used up", "limit": 5}'
    said = {"Content-Type": "application/problem+json"}
    refusing = Provider(lambda _number, _reply: Reply(403, said, body))
    with serve_replies(refusing) as address, pytest.raises(ExchangeError, match="used up") as refused:
        download(pool, Token(f"{address}/d"), tmp_path / "f")
    assert (refused.value.status, refused.value.code, refused.value.details["limit"]) == (
        403,
        "quota-used",
        5,
    )


def test_the_token_goes_nowhere_else(pool: urllib3.PoolManager, tmp_path: Path) -> None:
    """A provider names another address as the content's location, or redirects there."""
    thief: Any = Provider()
    with serve_replies(thief) as elsewhere:
        located = Provider(
            lambda n, reply: (
                Reply(
                    200, {**reply.headers, "Content-Location": f"{elsewhere}/x?content=1"}, reply.body, sent=9
                )
                if n == 0
                else None
            )
        )
        with serve_replies(located) as address:
            download(pool, Token(f"{address}/d"), tmp_path / "f")
        moved = Provider(lambda _n, _reply: Reply(302, {"Location": f"{elsewhere}/x"}, b""))
        with serve_replies(moved) as address, pytest.raises(ExchangeError):
            download(pool, Token(f"{address}/d"), tmp_path / "g")
    assert thief.asked == []


def test_the_client_needs_nothing_of_the_platform() -> None:
    code = (
        "import sys, yunghap.client; "
        "print([n for n in sys.modules if n.split('.')[0] in ('django', 'duckdb', 'pandas', 'polars')"
        " or (n.startswith('yunghap.') and not n.startswith('yunghap.client'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
