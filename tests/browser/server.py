"""A real server for the browser tests: its own process, its own data, static files collected and hashed."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 300  # seconds; no verdict hangs on how busy the machine is
ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = next(
    (
        path
        for name in (os.environ.get("YUNGHAP_CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
        if name and (path := shutil.which(name))
    ),
    None,
)
# Root has no sandbox and a container has a small /dev/shm; nothing that would talk to anyone.
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--no-proxy-server",
    "--disable-sync",
]


def free_port() -> int:
    """A port of the loopback that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def prepare(environment: dict[str, str]) -> dict[str, str]:
    """Tables and demo data; the path of a one-time sign-in for each demo person, by the local part of their address."""
    result = subprocess.run(
        [sys.executable, "-m", "tests.browser.prepare"],
        env=environment,
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stderr[-4000:]
    sign_ins: dict[str, str] = json.loads(result.stdout)
    return sign_ins


def wait_for(address: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    """Until the health page answers; with the log if the server gives up."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{address}/health", timeout=30) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise AssertionError(f"the server does not answer:\n{log.read_text(encoding='utf-8')[-4000:]}")


@contextmanager
def serving(folder: Path, environment: dict[str, str]) -> Iterator[str]:
    """The site over granian on a free port of the loopback; yields its address."""
    port = free_port()
    log = folder / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [
                str(Path(sys.executable).with_name("granian")),
                "--interface=wsgi",
                "--host=127.0.0.1",
                f"--port={port}",
                "--workers=1",
                "--no-ws",
                "yunghap.config.wsgi:application",
            ],
            env=environment,
            cwd=ROOT,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for(address, process, log)
            yield address
        finally:
            process.terminate()
            process.wait(timeout=PATIENCE)
