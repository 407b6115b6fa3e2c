"""How benchmarks measure: CPU seconds and peak memory, the median of several runs.

Wall time says as much about the neighbours of a machine as about the program; CPU time does not.
"""

import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure. `against` names the peer or the limit, measured or stated in the same run."""

    name: str
    value: float
    unit: str
    against: str = ""

    def as_json(self) -> str:
        """One line for `--json`."""
        fields = {
            "name": self.name,
            "value": round(self.value, 4),
            "unit": self.unit,
            "against": self.against,
        }
        return json.dumps(fields, ensure_ascii=False)


LONG = 2.0  # seconds: what takes so long is measured once


def cpu_seconds(action: Callable[[], object], *, runs: int = 5) -> float:
    """Median CPU seconds of the action, processes it starts included, after one run that does not count.

    An action of more than `LONG` seconds is measured by that one run: what is warm by then weighs little. So is one
    with no further `runs`.
    """
    first = _timed(action)
    return first if first > LONG or not runs else statistics.median(_timed(action) for _ in range(runs))


def _timed(action: Callable[[], object]) -> float:
    start = _spent()
    action()
    return _spent() - start


def _spent() -> float:
    ours, theirs = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return ours.ru_utime + ours.ru_stime + theirs.ru_utime + theirs.ru_stime


def of_command(arguments: Sequence[str], *, runs: int = 3) -> tuple[float, float]:
    """Median CPU seconds and peak resident megabytes of `yunghap ARGUMENTS` as a whole process.

    One run is enough where it takes more than five times `LONG`.
    """
    program = [sys.executable, "-c", "from yunghap.config.cli import main; main()", *arguments]
    times: list[float] = []
    peak = 0.0
    for _ in range(runs):
        # A child of a child, so that the accounting of finished children is this run's alone.
        script = (
            "import resource, subprocess, sys\n"
            "code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode\n"
            "usage = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
            "print(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, code)\n"
        )
        finished = subprocess.run(  # noqa: S603
            [sys.executable, "-c", script, *program], capture_output=True, text=True, check=True
        )
        cpu, memory, code = finished.stdout.split()
        if int(code) not in {0, 1}:
            raise RuntimeError(f"yunghap {' '.join(arguments)} ended with {code}")
        times.append(float(cpu))
        peak = max(peak, float(memory))
        if times[0] > 5 * LONG:
            break
    return statistics.median(times), peak


def resident_megabytes() -> float:
    """Peak resident memory of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def median_milliseconds(action: Callable[[], object], *, runs: int) -> float:
    """CPU milliseconds of this thread, the median of several runs after one that does not count."""
    action()
    times = []
    for _ in range(runs):
        start = time.thread_time()
        action()
        times.append(time.thread_time() - start)
    return statistics.median(times) * 1000


def stored_bytes() -> int:
    """What the tables and indexes of all databases take."""
    return sum(map(_stored, connections.all()))


def _stored(connection: BaseDatabaseWrapper) -> int:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT (SELECT page_count FROM pragma_page_count) - (SELECT freelist_count FROM pragma_freelist_count)"
            )
            [pages] = cursor.fetchone()
            cursor.execute("PRAGMA page_size")
            [size] = cursor.fetchone()
            return int(pages * size)
        cursor.execute(
            "SELECT sum(pg_total_relation_size(c.oid)) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE c.relkind = 'r' AND n.nspname = 'public'"
        )
        [total] = cursor.fetchone()
        return int(total)
