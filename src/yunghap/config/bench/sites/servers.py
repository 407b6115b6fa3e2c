"""Servers for benchmarks: installations in temporary folders, and what the system counts for their processes."""

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

import psycopg
from django.db import connection

from yunghap.config.commands.running import PROGRAM, bare_environment, free_port

START_WITHIN = 300.0
TRIAL = "yunghap.config.bench.sites.trial"  # a program: it sets Django up for the installation it runs in
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Server:
    """An installation: on PostgreSQL where this one is, else on the embedded database."""

    folder: Path
    port: int
    database: str = ""
    process: "subprocess.Popen[bytes] | None" = field(default=None, repr=False)
    settings: dict[str, str] = field(default_factory=dict, repr=False)

    @property
    def environment(self) -> dict[str, str]:
        """What its programs see: nothing of the installation that runs the benchmark."""
        return bare_environment() | {
            "YUNGHAP_PROFILE": "development",
            "YUNGHAP_DATA_DIR": str(self.folder),
            "YUNGHAP_SITE_URL": f"http://127.0.0.1:{self.port}",
            "YUNGHAP_LOG_LEVEL": "WARNING",
            "DJANGO_SETTINGS_MODULE": "yunghap.config.settings",
            **self.settings,
            **({"YUNGHAP_DATABASE_URL": address_of(self.database)} if self.database else {}),
        }

    def run(self, *arguments: str) -> str:
        """Run `yunghap` to its end; what it prints."""
        return self._finish([*PROGRAM, *arguments])

    def python(self, code: str, *arguments: str) -> str:
        """Run a piece of Python in it; what it prints."""
        return self._finish([sys.executable, "-c", f"import django; django.setup()\n{code}", *arguments])

    def trial(self, *arguments: str) -> str:
        """Have it try something out; what that prints."""
        return self._finish([sys.executable, "-m", TRIAL, *arguments])

    def durability(self) -> str:
        """The database, and what a commit waits for."""
        if not self.database:
            return "SQLite, WAL, synchronous=FULL"
        with psycopg.connect(address_of(self.database)) as asked:
            said = [
                f"{name}={value}"
                for name in ("fsync", "synchronous_commit")
                for (value,) in asked.execute(f"SHOW {name}")
            ]
        return f"PostgreSQL, {', '.join(said)}"

    def start(self, command: str = "serve") -> float:
        """Serve the site, or with `connector` the protocol alone; seconds until it answers."""
        began = time.perf_counter()
        self.launch(*PROGRAM, command, "--port", str(self.port))
        while time.perf_counter() - began < START_WITHIN and self.process and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health", timeout=30):
                    return time.perf_counter() - began
            except OSError:
                time.sleep(0.02)
        raise RuntimeError("the server did not start")

    def launch(self, *command: str) -> None:
        """Start a program with its settings, in a session of its own: by it its processes are found again."""
        self.process = subprocess.Popen(  # noqa: S603
            command,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def stop(self) -> None:
        """End it and its workers."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def cpu_seconds(self) -> float:
        """Processor time of all its processes so far."""
        return sum(sum(map(int, stat[11:13])) for _pid, stat in self._stats()) / TICKS

    def resident_megabytes(self) -> float:
        """Peak resident memory of all its processes; pages they share are counted for each."""
        lines = [Path(f"/proc/{pid}/status").read_text().splitlines() for pid, _stat in self._stats()]
        peaks = [line for status in lines for line in status if line.startswith("VmHWM")]
        return sum(int(line.split()[1]) for line in peaks) / 1024

    def shared_megabytes(self) -> float:
        """Memory of all its processes now; a page that several share is counted once."""
        rollups = [Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines() for pid, _stat in self._stats()]
        shares = [line for rollup in rollups for line in rollup if line.startswith("Pss:")]
        return sum(int(line.split()[1]) for line in shares) / 1024

    def _stats(self) -> list[tuple[str, list[str]]]:
        """The fields of /proc/PID/stat behind the name, of each process of its session."""
        found = []
        for path in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = path.read_text().rpartition(")")[2].split()
            except OSError:  # ended meanwhile
                continue
            if self.process is not None and int(fields[3]) == self.process.pid:
                found.append((path.parent.name, fields))
        return found

    def _finish(self, command: list[str]) -> str:
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)  # noqa: S603
        if done.returncode:
            raise RuntimeError(done.stderr[-2_000:])
        return done.stdout


@contextmanager
def two_servers() -> Iterator[tuple[Server, Server]]:
    """Two migrated installations, not yet started; gone afterwards."""
    with TemporaryDirectory(prefix="yunghap-bench-") as folder, databases() as names:
        one, other = (
            Server(Path(folder, name), free_port(), database)
            for name, database in zip(("one", "other"), names, strict=True)
        )
        one.run("migrate")
        shutil.copytree(one.folder, other.folder)
        if other.database:
            administer(f"CREATE DATABASE {other.database} TEMPLATE {one.database}")
        try:
            yield one, other
        finally:
            one.stop()
            other.stop()


@contextmanager
def databases() -> Iterator[tuple[str, str]]:
    """On the PostgreSQL of this installation a database that is there and the name of one more; gone afterwards."""
    if connection.vendor != "postgresql":
        yield "", ""
        return
    names = tuple(f"yunghap_bench_{os.getpid()}_{number}" for number in (1, 2))
    administer(f"CREATE DATABASE {names[0]}")
    try:
        yield names[0], names[1]
    finally:
        for name in names:
            administer(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def administer(statement: str) -> None:
    """Have the PostgreSQL of this installation make or drop a database."""
    with psycopg.connect(address_of(str(connection.settings_dict["NAME"])), autocommit=True) as server:
        server.execute(statement)


def address_of(database: str) -> str:
    """The address of a database beside that of this installation."""
    said = connection.settings_dict
    place = f"{said['USER']}:{quote(said['PASSWORD'])}@{said['HOST']}:{said['PORT'] or 5432}"
    return f"postgres://{place}/{database}"
