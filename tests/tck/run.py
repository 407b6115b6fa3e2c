"""Run the public conformity suite against a server of ours: python -m tests.tck.run --classpath FILE --suite NAME.

The suite's exit status says nothing, so its output is read: every test by name, the number that passed, and the time.
All runs are against one server. Exit status: 0 where all 65 passed in so many runs in a row, 1 where they did not in
twice as many. A run that fails is shown whole: the suite hears a message before it knows its own state now and then on a
busy machine, with its own connector too, and waits in vain.
"""

import argparse
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.installation import copy_migrated
from tests.tck.ids import properties

ROOT = Path(__file__).resolve().parents[2]
WANTED = 65
ANSI = re.compile(r"\x1b\[[0-9;]*m")
RESULT = re.compile(r"\b(SUCCESSFUL|FAILED|ABORTED): ([A-Z_]+:\d\d-\d\d)")
COUNT = re.compile(r"(Passed|Failed) tests: (\d+)")
START_WITHIN = 240.0
SUITE_WITHIN = 900.0


def main() -> int:
    """Set up, serve, run, judge."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--classpath", type=Path, required=True)
    parser.add_argument("--suite", required=True, help="what it is called")
    parser.add_argument("--runs", type=int, default=1, help="that pass in a row")
    given = parser.parse_args()
    command = suite_command(given.classpath.read_text().strip())
    theirs, in_a_row = free_port(), 0
    with serving(theirs) as (ours, folder):
        config = Path(folder, "tck.properties")
        config.write_text(properties(ours, theirs))
        for number in range(1, 2 * given.runs + 1):
            began = time.monotonic()
            output = run_suite([*command, str(config)])
            well = judge(output, f"{given.suite}, run {number}", time.monotonic() - began)
            in_a_row = in_a_row + 1 if well else 0
            if in_a_row == given.runs:
                return 0
    return 1


def suite_command(classpath: str) -> list[str]:
    """How the suite is started: the whole has a program of its own, its modules have ours."""
    # A short run: start fast.
    java = ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", classpath]
    if "/dsp-tck-" in classpath:
        return [*java, "org.eclipse.dataspacetck.dsp.suite.DspTckSuite", "-config"]
    return [*java, str(Path(__file__).with_name("RunSuite.java"))]


@contextmanager
def serving(peer_port: int, *, delay: float | None = None) -> Iterator[tuple[int, str]]:
    """A server in the profile of the suite on an empty store: its port and its data folder."""
    with tempfile.TemporaryDirectory(prefix="yunghap-tck-") as folder:
        port = free_port()
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.tck.settings",
            "YUNGHAP_PROFILE": "test",
            "YUNGHAP_DATA_DIR": folder,
            "YUNGHAP_DATABASE_URL": f"sqlite:///{folder}/tck.sqlite3",
            "YUNGHAP_SITE_URL": f"http://127.0.0.1:{port}",
            "YUNGHAP_LOG_LEVEL": "WARNING",
            "PYTHONPATH": str(ROOT),
        }
        if delay is not None:
            environment["TCK_DELAY"] = str(delay)
        Path(folder, "static").mkdir()
        program = "from yunghap.config.cli import main; main()"
        copy_migrated(Path(folder), "tck.sqlite3")
        subprocess.run([sys.executable, "-c", program, "migrate"], env=environment, cwd=ROOT, check=True)
        prepare = (
            "import django; django.setup(); from tests.tck.preset import prepare;"
            f" prepare('http://localhost:{peer_port}')"
        )
        subprocess.run([sys.executable, "-c", prepare], env=environment, cwd=ROOT, check=True)
        server = subprocess.Popen(
            [sys.executable, "-c", program, "serve", "--port", str(port), "--threads", "16"],
            env=environment,
            cwd=ROOT,
        )
        try:
            wait_for(f"http://127.0.0.1:{port}/health")
            yield port, folder
        finally:
            server.terminate()
            server.wait(timeout=60)


def run_suite(command: list[str]) -> str:
    """The suite's output."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=SUITE_WITHIN, check=False)
    return ANSI.sub("", done.stdout + done.stderr)


def judge(output: str, name: str, seconds: float) -> bool:
    """Read the output, show what it says of each test; whether all that there are passed."""
    counts = {kind: int(count) for kind, count in COUNT.findall(output)}
    results = {test: how for how, test in RESULT.findall(output)}
    passed = {test for test, how in results.items() if how == "SUCCESSFUL"}
    well = len(passed) == len(results) == WANTED == counts.get("Passed") and counts.get("Failed") == 0
    groups = Counter(test.partition(":")[0] for test in passed)
    print(
        f"{name}: {len(passed)} of {WANTED} passed ({seconds:.0f} s):",
        *(f"{k} {n}" for k, n in groups.items()),
    )
    for test in sorted(results.keys() - passed):
        print(f"  {results[test]} {test}")
    if not well:
        print(output[-20_000:])
    sys.stdout.flush()
    return well


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(url: str) -> None:
    """Until the server answers."""
    deadline = time.monotonic() + START_WITHIN
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the server did not start")


if __name__ == "__main__":
    sys.exit(main())
