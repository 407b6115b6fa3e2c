"""Installations that serve: real servers on loopback, that can be killed and started again."""

import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.installation import PROGRAM, ROOT, Installation

START_WITHIN = 240.0  # no verdict hangs on how busy the machine is


@dataclass
class Site:
    """An installation behind a port of its own; it keeps its port and its data through every start."""

    installation: Installation
    port: int
    command: str = "serve"
    process: "subprocess.Popen[bytes] | None" = field(default=None, repr=False)

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Serve, and wait until it answers."""
        self.begin()
        self.wait()

    def begin(self) -> None:
        """Serve; a group of processes of its own, so that all of it can be killed at once."""
        with Path(self.installation.folder, "serve.log").open("ab") as log:
            self.process = subprocess.Popen(
                [*PROGRAM, self.command, "--port", str(self.port)],
                env=self.installation.environment,
                cwd=ROOT,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def wait(self) -> None:
        """Until it answers."""
        deadline = time.monotonic() + START_WITHIN
        while time.monotonic() < deadline and self.process is not None and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.url}/health", timeout=30):
                    return
            except OSError:
                time.sleep(0.05)
        raise AssertionError(Path(self.installation.folder, "serve.log").read_text()[-4000:])

    def kill(self) -> None:
        """SIGKILL for the server and all its workers."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Finish what is at hand and end."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self.process is None:
            return
        target = os.killpg if how == signal.SIGKILL else os.kill
        target(self.process.pid, how)
        self.process.wait(timeout=120)
        self.process = None


@contextmanager
def served(installation: Installation) -> Iterator[Site]:
    """A site on a free port, not yet started, ended at the end whatever happened."""
    site = Site(installation, free_port())
    installation.settings["YUNGHAP_SITE_URL"] = site.url
    try:
        yield site
    finally:
        site.kill()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
