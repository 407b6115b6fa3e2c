"""Contracts between two installations: how many in a second, how long one takes, what start and memory cost.

The limit is what the same machine does in the same run with as many HTTP calls and as many commits of the same
durability, and nothing else.
"""

import json
import statistics
from collections.abc import Iterator
from typing import Any

from yunghap.config.bench.measure import Figure

from .floor import floor_of
from .servers import Server, two_servers

ALONE, TOGETHER, IN_FLIGHT = 40, 320, 32


def figures(_size: int) -> Iterator[Figure]:
    """Both ends ours; the size of the catalogue does not matter here."""
    with two_servers() as (provider, consumer):
        offered = json.loads(provider.trial("provide"))
        asking = json.loads(consumer.trial("consume"))
        for server, other in ((provider, asking), (consumer, offered)):
            enter = ("exchange", "participants", "enter", other["key"], "B", other["address"])
            server.run(*enter, "--public-key", other["public_key"])
            server.run("exchange", "participants", "admit", other["key"])
        started = statistics.median(server.start() for server in (provider, consumer))
        began = provider.cpu_seconds()
        yield Figure(
            "server: start to the first answer", started, "s", f"goal 2; {began:.1f} s of processor time"
        )
        yield from _negotiations(provider, consumer, offered)
        yield _first_byte(consumer)
        memory = max(server.resident_megabytes() for server in (provider, consumer))
        once = max(server.shared_megabytes() for server in (provider, consumer))
        against = f"goal 150; at the end {once:.0f} with pages that its processes share counted once"
        yield Figure("server: peak memory after that", memory, "MB", against)


def _negotiations(provider: Server, consumer: Server, offered: dict[str, str]) -> Iterator[Figure]:
    _drive(consumer, offered, 5, 1)  # connections are open, statements built
    alone = _drive(consumer, offered, ALONE, 1)
    ordered = sorted(alone["took"])
    p50, p99 = statistics.median(ordered) * 1_000, ordered[int(len(ordered) * 0.99)] * 1_000
    durability = f"{provider.durability()}, both ends"
    yield Figure("negotiation: one at a time, median", p50, "ms", f"goal 25; {durability}")
    yield Figure("negotiation: one at a time, 99th percentile", p99, "ms", "goal 100")
    before = provider.cpu_seconds() + consumer.cpu_seconds()
    many = _drive(consumer, offered, TOGETHER, IN_FLIGHT)
    spent = provider.cpu_seconds() + consumer.cpu_seconds() - before + many["spent"]
    rate, limit = TOGETHER / many["seconds"], floor_of(TOGETHER, IN_FLIGHT)
    against = (
        f"goal 150; bare HTTP and commits on SQLite {limit:.0f}/s, ratio {rate / limit:.2f}; {durability}"
    )
    yield Figure(f"negotiations with {IN_FLIGHT} in flight", rate, "/s", against)
    yield Figure("negotiation: processor time of both ends", spent / TOGETHER * 1_000, "ms", "")


def _first_byte(consumer: Server) -> Figure:
    took = json.loads(consumer.trial("fetch", "--number", str(ALONE)))["took"]
    return Figure(
        "asking for the data to their first byte, median",
        statistics.median(took) * 1_000,
        "ms",
        "goal 50; one at a time",
    )


def _drive(consumer: Server, offered: dict[str, str], number: int, most: int) -> dict[str, Any]:
    wanted = ("--peer", offered["key"], "--product", offered["product"], "--offer", offered["offer"])
    done: dict[str, Any] = json.loads(
        consumer.trial("drive", *wanted, "--number", str(number), "--most", str(most))
    )
    if len(done["took"]) != number:
        raise RuntimeError(f"{number - len(done['took'])} of {number} negotiations came to nothing")
    return done
