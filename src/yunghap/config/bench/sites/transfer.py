"""One gibibyte by contract: each of our ways beside nginx giving the same file, in the same run, fetched by curl.

By turns, so that what else the machine does weighs on all alike; medians of speeds, ratios round by round.
"""

import getpass
import json
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from yunghap.config.bench.measure import Figure
from yunghap.config.commands.running import PROGRAM, free_port

from .servers import START_WITHIN, Server

MEBIBYTES, ROUNDS, FIRST = 1024, 5, 20
NGINX = """
daemon off; pid nginx.pid; error_log stderr crit; worker_processes 1; {user}
events {{}}
http {{
  access_log off; sendfile on; tcp_nopush on;
  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path f; uwsgi_temp_path u; scgi_temp_path s;
  server {{
    listen 127.0.0.1:{port};
    location /plain/ {{ alias {files}/; }}
    location /inside/ {{ internal; alias {folder}/; }}
    location /data/ {{ proxy_pass http://127.0.0.1:{behind}; }}
  }}
}}
"""
# The Python client in a process of its own: seconds and how much its memory grew.
CLIENT = """
import resource, sys, time, urllib3
from pathlib import Path
from yunghap.client.download import download
class Access:
    endpoint, token = sys.argv[1:3]
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
began = time.perf_counter()
download(urllib3.PoolManager(), Access(), Path(sys.argv[3]))
print(time.perf_counter() - began, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)
"""


@dataclass(frozen=True)
class Way:
    """A way for the bytes: where it answers, and the servers that have a part in it."""

    name: str
    address: str
    servers: tuple[Server, ...]


def figures(_size: int) -> Iterator[Figure]:
    """Says so and gives nothing where curl or nginx is not there; the size of the catalogue does not matter here."""
    missing = [name for name in ("nginx", "curl") if shutil.which(name) is None]
    if missing:
        click.echo(f"transfer: NOT MEASURED, {' and '.join(missing)} is not installed", err=True)
        return
    with TemporaryDirectory(prefix="yunghap-bench-") as name, ExitStack() as stack:
        folder = Path(name)
        site, data, behind, nginx = _servers(folder / "data", folder / "nginx")
        for server in (site, data, behind, nginx):
            stack.callback(server.stop)
        site.run("migrate")
        site.start()
        behind.start()
        kept = json.loads(site.trial("agree", "--mebibytes", str(MEBIBYTES)))
        _start_beside(data, nginx, behind, folder)
        yield from _first_bytes(site)
        yield from _speeds(_ways(site, data, behind, nginx, kept), site)
        yield from _client(data, site, folder)


def _servers(folder: Path, beside: Path) -> tuple[Server, Server, Server, Server]:
    site, data, behind = (Server(folder, free_port()) for _one in range(3))
    for server in (site, behind):
        server.settings["YUNGHAP_DATA_URL"] = f"http://127.0.0.1:{data.port}"
        server.settings["YUNGHAP_SITE_URL"] = f"http://127.0.0.1:{site.port}"
    behind.settings["YUNGHAP_ACCEL"] = "/inside"
    return site, data, behind, Server(beside, free_port())


def _start_beside(data: Server, nginx: Server, behind: Server, folder: Path) -> None:
    data.launch(*PROGRAM, "exchange", "data-process", "--port", str(data.port))
    nginx.folder.mkdir()
    user = f"user {getpass.getuser()};" if getpass.getuser() == "root" else ""
    told = NGINX.format(
        user=user,
        port=nginx.port,
        behind=behind.port,
        folder=folder / "data",
        files=folder / "data" / "files",
    )
    Path(nginx.folder, "nginx.conf").write_text(told)
    nginx.launch("nginx", "-p", str(nginx.folder), "-c", str(nginx.folder / "nginx.conf"))
    for server in (data, nginx):
        _wait_for(server)


def _wait_for(server: Server) -> None:
    end = time.monotonic() + START_WITHIN
    while time.monotonic() < end and server.process is not None and server.process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", server.port), timeout=5).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("a server did not start")


def _ways(site: Server, data: Server, behind: Server, nginx: Server, kept: dict[str, str]) -> list[Way]:
    [file] = Path(site.folder, "files").rglob(kept["sha256"] + "*")
    plain = f"http://127.0.0.1:{nginx.port}/plain/{file.relative_to(site.folder / 'files')}"
    return [
        Way("nginx, the file by itself", plain, (nginx,)),
        Way("data process", f"http://127.0.0.1:{data.port}", (data,)),
        Way("nginx before the site (X-Accel)", f"http://127.0.0.1:{nginx.port}", (nginx, behind)),
        Way("site alone", f"http://127.0.0.1:{site.port}", (site,)),
    ]


def _first_bytes(site: Server) -> Iterator[Figure]:
    took = sorted(json.loads(site.trial("fetch", "--number", str(FIRST)))["took"])
    median, slowest = (1_000 * one for one in (statistics.median(took), took[-1]))
    yield Figure("agreement to first byte, median", median, "ms", "goal 50; SQLite, WAL, synchronous=FULL")
    yield Figure(f"agreement to first byte, slowest of {FIRST}", slowest, "ms", "")


def _speeds(ways: list[Way], site: Server) -> Iterator[Figure]:
    started = json.loads(site.trial("begin"))
    for way in ways:
        _curl(way, started, "--range", "0-1048575")
    before = {way.name: sum(one.resident_megabytes() for one in way.servers) for way in ways}
    speeds: dict[str, list[float]] = {way.name: [] for way in ways}
    spent = dict.fromkeys(speeds, 0.0)
    for _round in range(ROUNDS):
        started = json.loads(site.trial("begin"))
        for way in ways:
            cpu = sum(one.cpu_seconds() for one in way.servers)
            speeds[way.name].append(MEBIBYTES / _curl(way, started))
            spent[way.name] += sum(one.cpu_seconds() for one in way.servers) - cpu
    peer = speeds[ways[0].name]
    for way in ways:
        mine = speeds[way.name]
        ratio = statistics.median(one / other for one, other in zip(mine, peer, strict=True))
        against = "the peer" if mine is peer else f"goal 0.9 of nginx: {ratio:.2f}"
        yield Figure(f"1 GiB, {way.name}", statistics.median(mine), "MiB/s", against)
        yield Figure(f"1 GiB, {way.name}: processor time", spent[way.name] / ROUNDS, "s", "")
        grown = sum(one.resident_megabytes() for one in way.servers) - before[way.name]
        yield Figure(f"1 GiB, {way.name}: memory grew by", grown, "MB", "goal 64")


def _curl(way: Way, started: dict[str, str], *more: str) -> float:
    """Seconds of a download by curl, to nowhere."""
    address = way.address if "/plain/" in way.address else f"{way.address}/data/{started['transfer']}"
    given = (
        "-H",
        f"Authorization: Bearer {started['token']}",
        "-o",
        "/dev/null",
        "-w",
        "%{time_total} %{http_code}",
    )
    done = subprocess.run(  # noqa: S603
        ["curl", "-sS", *given, *more, address],  # noqa: S607
        capture_output=True,
        text=True,
        check=True,
    )
    seconds, status = done.stdout.split()
    if status not in {"200", "206"}:
        raise RuntimeError(f"{way.name} answers {status}")
    return float(seconds)


def _client(data: Server, site: Server, folder: Path) -> Iterator[Figure]:
    """The client writes and checks what it gets; beside it curl that writes, and sha256sum."""
    ours, theirs, grown = [], [], 0.0
    for _round in range(ROUNDS):
        started = json.loads(site.trial("begin"))
        address = f"http://127.0.0.1:{data.port}/data/{started['transfer']}"
        call = [sys.executable, "-c", CLIENT, address, started["token"], str(folder / "got")]
        said = subprocess.run(call, capture_output=True, text=True, check=True).stdout.split()  # noqa: S603
        ours.append(float(said[0]))
        grown = max(grown, float(said[1]))
        began = time.perf_counter()
        given = [
            "-sS",
            "-H",
            f"Authorization: Bearer {started['token']}",
            "-o",
            str(folder / "curl"),
            address,
        ]
        subprocess.run(["curl", *given], check=True)  # noqa: S603, S607
        subprocess.run(["sha256sum", str(folder / "curl")], check=True, capture_output=True)  # noqa: S603, S607
        theirs.append(time.perf_counter() - began)
    ratio = statistics.median(one / other for one, other in zip(ours, theirs, strict=True))
    against = f"{ratio:.2f} of the time of curl and sha256sum"
    yield Figure("1 GiB, Python client, on disk and checked", statistics.median(ours), "s", against)
    yield Figure("1 GiB, Python client: memory grew by", grown, "MB", "goal 64")
