"""Servers that a command starts, waits for and stops."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from urllib.error import URLError

import click

PROGRAM = (sys.executable, "-c", "from yunghap.config.cli import main; main()")
READY_WITHIN = 180  # seconds; a busy or small machine takes its time
STOP_WITHIN = 30


def bare_environment() -> dict[str, str]:
    """The environment for another installation: nothing of this one's settings."""
    return {name: value for name, value in os.environ.items() if not name.startswith("YUNGHAP_")}


def free_port(wanted: int = 0) -> int:
    """That port on loopback, or any other where none is wanted or it is in use."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise click.ClickException("no free port")


def kept_port(folder: Path, wanted: int) -> int:
    """The port that an installation had before, or the wanted or any other free one, which is noted in its folder.

    Addresses are part of contracts: participants that were reached under one port are not found under another.
    Where the one it had is in use, that is an error.
    """
    note = folder / "port"
    if not note.exists():
        note.write_text(str(free_port(wanted)))
    known = int(note.read_text())
    if free_port(known) != known:
        raise click.ClickException(f"port {known}, which {folder} had before, is in use")
    return known


def leave_when_told() -> None:
    """End in good order on SIGTERM and Ctrl+C."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _leave)


def wait_until_ready(url: str, children: Sequence[subprocess.Popen[bytes]]) -> None:
    """Wait for an answer. Raises ClickException where a child ended or none came in time."""
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline:
        if any(child.poll() is not None for child in children):
            break
        try:
            with urllib.request.urlopen(url, timeout=10):  # noqa: S310
                return
        except (URLError, OSError):
            time.sleep(0.2)
    raise click.ClickException("the server did not start")


def stop(children: Sequence[subprocess.Popen[bytes]]) -> None:
    """Ask all to end, then wait for each; one that does not is killed."""
    for child in children:
        child.terminate()
    for child in children:
        try:
            child.wait(timeout=STOP_WITHIN)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _leave(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
    raise SystemExit(0)
