"""Contracts between two EDCs, at its own pace and tuned, and between two installations of ours, by turns in one run.

bin/interop bench. All six keep what they know in the same PostgreSQL, which waits for the disk at each commit.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import django
from django.db import connection

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunghap.config.settings")
django.setup()

from tests.interop.edc import PACES, Edc, edc  # noqa: E402 - after the set-up
from yunghap.config.bench.sites.contracts import IN_FLIGHT, Traders, traders  # noqa: E402
from yunghap.config.bench.sites.servers import administer  # noqa: E402

ROUNDS, ALONE, TOGETHER = 5, 5, 64
OVER = ("FINALIZED", "TERMINATED")
LOOK = 0.005  # seconds between two looks at one contract that is under way


@dataclass(frozen=True)
class Round:
    """What one round gave: ms a contract alone, contracts a second together, processor ms each."""

    alone: float
    rate: float
    spent: float


@dataclass(frozen=True)
class Edcs:
    """Two EDCs; one offers, the other asks."""

    provider: Edc
    consumer: Edc
    offer: str
    started: float

    def round(self) -> Round:
        """Alone, then together."""
        alone = statistics.median(self._drive(1, 1) for _one in range(ALONE)) * 1_000
        before = self._spent()
        seconds = self._drive(TOGETHER, IN_FLIGHT)
        return Round(alone, TOGETHER / seconds, (self._spent() - before) / TOGETHER * 1_000)

    def memory(self) -> float:
        """Peak, of the larger side, MB."""
        return max(peak_megabytes(one) for one in (self.provider, self.consumer))

    def _drive(self, number: int, most: int) -> float:
        """Seconds for so many contracts with at most so many under way."""
        began, asked, running = time.perf_counter(), 0, set[str]()
        while asked < number or running:
            while asked < number and len(running) < most:
                address, key = self.provider.address, self.provider.key
                running.add(self.consumer.negotiate(address, key, "asset", self.offer))
                asked += 1
            time.sleep(LOOK * len(running))  # each look is a call, which the EDC has to answer
            running = {one for one in running if self._state(one) not in OVER}
        return time.perf_counter() - began

    def _state(self, negotiation: str) -> str:
        return str(self.consumer.call("GET", f"contractnegotiations/{negotiation}/state")["state"])

    def _spent(self) -> float:
        return cpu_seconds(self.provider) + cpu_seconds(self.consumer)


@dataclass(frozen=True)
class Ours:
    """Two installations of ours."""

    both: Traders

    @property
    def started(self) -> float:
        """Seconds until the first answer."""
        return self.both.started

    def round(self) -> Round:
        """Alone, then together."""
        alone = statistics.median(self.both.drive(ALONE, 1)["took"]) * 1_000
        many = self.both.drive(TOGETHER, IN_FLIGHT)
        return Round(alone, TOGETHER / many["seconds"], many["spent"] / TOGETHER * 1_000)

    def memory(self) -> float:
        """Peak, of the larger side, MB."""
        return max(one.resident_megabytes() for one in (self.both.provider, self.both.consumer))


def main() -> int:
    """Start all, go round by round, print medians."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--control", type=Path, required=True, help="a file with the class path")
    classpath = parser.parse_args().control.read_text().strip()
    with tempfile.TemporaryDirectory(prefix="yunghap-edc-") as folder, ExitStack() as stack:
        rivals: dict[str, Edcs | Ours] = {"ours": Ours(stack.enter_context(traders()))}
        for pace in sorted(PACES):
            rivals[f"EDC, {pace}"] = stack.enter_context(two_edcs(Path(folder, pace), classpath, pace))
        rounds = [{name: one.round() for name, one in rivals.items()} for _round in range(ROUNDS)]
        print(
            f"medians of {ROUNDS} rounds by turns; {rivals['ours'].both.provider.durability()}, all of them"
        )  # type: ignore[union-attr]
        for name, one in rivals.items():
            mine = [each[name] for each in rounds]
            ratio = statistics.median(each["ours"].rate / each[name].rate for each in rounds)
            print(
                f"{name}: {statistics.median(r.alone for r in mine):.0f} ms one at a time, "
                f"{statistics.median(r.rate for r in mine):.1f}/s with {IN_FLIGHT} under way (ours {ratio:.2f} times that), "
                f"{statistics.median(r.spent for r in mine):.0f} processor ms each at both ends, "
                f"start {one.started:.1f} s, peak memory of a server {one.memory():.0f} MB",
                flush=True,
            )
    return 0


@contextmanager
def two_edcs(folder: Path, classpath: str, pace: str) -> Iterator[Edcs]:
    """Two control planes of a pace, each with a database of its own; one has an offer."""
    with ExitStack() as stack:
        made, began = [], 0.0
        for name in ("provider", "consumer"):
            database = f"edc_{pace}_{name}_{os.getpid()}"
            administer(f"CREATE DATABASE {database}")
            stack.callback(administer, f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
            one = stack.enter_context(edc(folder / name, name))
            began = time.perf_counter()
            one.start_control(classpath, pace, jdbc(database))
            made.append(one)
        started = time.perf_counter() - began
        provider, consumer = made
        provider.offer("asset", "http://127.0.0.1:9/")
        both = Edcs(provider, consumer, offer_of(consumer.catalogue(provider.address, provider.key)), started)
        both._drive(4, 2)  # warm
        yield both


def jdbc(database: str) -> str:
    """The address of a database beside that of this installation."""
    said = connection.settings_dict
    return f"jdbc:postgresql://{said['HOST']}:{said['PORT']}/{database}"


def offer_of(catalogue: dict[str, object]) -> str:
    """The id of the one offer of the one data set."""
    dataset = catalogue.get("dcat:dataset", catalogue.get("dataset"))
    dataset = dataset[0] if isinstance(dataset, list) else dataset
    assert isinstance(dataset, dict), catalogue
    policy = dataset.get("odrl:hasPolicy", dataset.get("hasPolicy"))
    policy = policy[0] if isinstance(policy, list) else policy
    return str(policy["@id"])


def cpu_seconds(one: Edc) -> float:
    """Processor time of its processes so far."""
    stats = [
        Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split() for process in one.processes
    ]
    return sum(sum(map(int, stat[11:13])) for stat in stats) / os.sysconf("SC_CLK_TCK")


def peak_megabytes(one: Edc) -> float:
    """Peak resident memory of its processes."""
    lines = [line for p in one.processes for line in Path(f"/proc/{p.pid}/status").read_text().splitlines()]
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


if __name__ == "__main__":
    sys.exit(main())
