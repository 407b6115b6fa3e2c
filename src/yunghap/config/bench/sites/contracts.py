"""Contracts between two installations: how many in a second, how long one takes, what start and memory cost.

The limit is what the same machine does in the same run with as many HTTP calls and as many commits of the same
durability, and nothing else.
"""

import json
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from yunghap.config.bench.measure import Figure

from .floor import floor_of
from .servers import Server, two_servers

ALONE, TOGETHER, IN_FLIGHT = 40, 320, 32


@dataclass(frozen=True)
class Traders:
    """Two installations in each other's rosters, serving; one offers `offered`, the other asks."""

    provider: Server
    consumer: Server
    offered: dict[str, str]
    started: float  # seconds until the first answer

    def restart(self, command: str) -> float:
        """End both servers and start others in their place; seconds until the first answer."""
        for server in (self.provider, self.consumer):
            server.stop()
        return statistics.median(server.start(command) for server in (self.provider, self.consumer))

    def memory(self) -> tuple[float, float]:
        """Peak of the larger server in MB: pages that its processes share counted for each, and at the end once."""
        servers = (self.provider, self.consumer)
        return (
            max(server.resident_megabytes() for server in servers),
            max(server.shared_megabytes() for server in servers),
        )

    def drive(self, number: int, most: int) -> dict[str, Any]:
        """Make so many contracts, at most so many under way: `seconds` for all, `took` each, `spent` at both ends."""
        before = self._cpu_seconds()
        wanted = (
            "--peer",
            self.offered["key"],
            "--product",
            self.offered["product"],
            "--offer",
            self.offered["offer"],
        )
        done: dict[str, Any] = json.loads(
            self.consumer.trial("drive", *wanted, "--number", str(number), "--most", str(most))
        )
        if len(done["took"]) != number:
            raise RuntimeError(f"{number - len(done['took'])} of {number} negotiations came to nothing")
        return {**done, "spent": done["spent"] + self._cpu_seconds() - before}

    def _cpu_seconds(self) -> float:
        return self.provider.cpu_seconds() + self.consumer.cpu_seconds()


@contextmanager
def traders() -> Iterator[Traders]:
    """Both ends ours."""
    with two_servers() as (provider, consumer):
        offered = json.loads(provider.trial("provide"))
        asking = json.loads(consumer.trial("consume"))
        for server, other in ((provider, asking), (consumer, offered)):
            enter = ("exchange", "participants", "enter", other["key"], "B", other["address"])
            server.run(*enter, "--public-key", other["public_key"])
            server.run("exchange", "participants", "admit", other["key"])
        started = statistics.median(server.start() for server in (provider, consumer))
        made = Traders(provider, consumer, offered, started)
        made.drive(5, 1)  # connections are open, statements built
        yield made


def figures(_size: int) -> Iterator[Figure]:
    """The size of the catalogue does not matter here."""
    with traders() as both:
        yield Figure("server: start to the first answer", both.started, "s", "goal 2")
        yield from _negotiations(both)
        yield _first_byte(both.consumer)
        yield _memory("server", both)
        yield Figure("connector process: start to the first answer", both.restart("connector"), "s", "goal 2")
        many = both.drive(TOGETHER, IN_FLIGHT)
        against = f"{many['spent'] / TOGETHER * 1_000:.0f} ms of processor time a contract"
        yield Figure(f"connector processes: {IN_FLIGHT} in flight", TOGETHER / many["seconds"], "/s", against)
        yield _memory("connector process", both)


def _memory(name: str, both: Traders) -> Figure:
    peak, once = both.memory()
    against = f"goal 150; at the end {once:.0f} with pages that its processes share counted once"
    return Figure(f"{name}: peak memory after that", peak, "MB", against)


def _negotiations(both: Traders) -> Iterator[Figure]:
    ordered = sorted(both.drive(ALONE, 1)["took"])
    p50, p99 = statistics.median(ordered) * 1_000, ordered[int(len(ordered) * 0.99)] * 1_000
    durability = f"{both.provider.durability()}, both ends"
    yield Figure("negotiation: one at a time, median", p50, "ms", f"goal 25; {durability}")
    yield Figure("negotiation: one at a time, 99th percentile", p99, "ms", "goal 100")
    many = both.drive(TOGETHER, IN_FLIGHT)
    rate, limit = TOGETHER / many["seconds"], floor_of(TOGETHER, IN_FLIGHT)
    against = (
        f"goal 150; bare HTTP and commits on SQLite {limit:.0f}/s, ratio {rate / limit:.2f}; {durability}"
    )
    yield Figure(f"negotiations with {IN_FLIGHT} in flight", rate, "/s", against)
    spent = many["spent"] / TOGETHER * 1_000
    yield Figure("negotiation: processor time of both ends", spent, "ms", "")


def _first_byte(consumer: Server) -> Figure:
    took = json.loads(consumer.trial("fetch", "--number", str(ALONE)))["took"]
    return Figure(
        "asking for the data to their first byte, median",
        statistics.median(took) * 1_000,
        "ms",
        "goal 50; one at a time",
    )
