"""Contracts between two EDCs, measured as `yunghap bench exchange --part contracts` measures ours.

python -m tests.interop.bench --control FILE [--pace default|tuned]; FILE is a class path. Both keep what they know in
memory, so that nothing is written to the disk.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from tests.interop.edc import PACES, Edc, edc

ALONE, TOGETHER, IN_FLIGHT = 10, 128, 32
OVER = ("FINALIZED", "TERMINATED")


def main() -> int:
    """Start two, let one ask the other."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--control", type=Path, required=True)
    parser.add_argument("--pace", choices=sorted(PACES), default="default")
    given = parser.parse_args()
    classpath = given.control.read_text().strip()
    with (
        tempfile.TemporaryDirectory(prefix="yunghap-edc-") as folder,
        edc(Path(folder, "one"), "provider") as provider,
        edc(Path(folder, "other"), "consumer") as consumer,
    ):
        began = time.perf_counter()
        provider.start_control(classpath, given.pace)
        started, cost = time.perf_counter() - began, cpu_seconds(provider)
        consumer.start_control(classpath, given.pace)
        provider.offer("asset", "http://127.0.0.1:9/")
        offer = offer_of(consumer.catalogue(provider.address, provider.key))
        drive(consumer, provider, offer, 2, 1)  # warm
        alone = [drive(consumer, provider, offer, 1, 1) * 1_000 for _one in range(ALONE)]
        before = cpu_seconds(provider) + cpu_seconds(consumer)
        seconds = drive(consumer, provider, offer, TOGETHER, IN_FLIGHT)
        spent = cpu_seconds(provider) + cpu_seconds(consumer) - before
        print(
            json.dumps(
                {
                    "pace": given.pace,
                    "start, s": round(started, 1),
                    "start, processor s": round(cost, 1),
                    "one at a time, median ms": round(statistics.median(alone)),
                    "in flight": IN_FLIGHT,
                    "negotiations/s": round(TOGETHER / seconds, 1),
                    "processor ms each, both ends": round(spent / TOGETHER * 1_000, 1),
                    "peak memory, MB": round(max(peak_megabytes(one) for one in (provider, consumer))),
                }
            )
        )
    return 0


def drive(consumer: Edc, provider: Edc, offer: str, number: int, most: int) -> float:
    """Seconds for so many contracts with at most so many under way."""
    began, asked, running = time.perf_counter(), 0, set[str]()
    while asked < number or running:
        while asked < number and len(running) < most:
            running.add(consumer.negotiate(provider.address, provider.key, "asset", offer))
            asked += 1
        states = {one: consumer.call("GET", f"contractnegotiations/{one}/state")["state"] for one in running}
        running = {one for one, state in states.items() if state not in OVER}
        time.sleep(0.02)
    return time.perf_counter() - began


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
