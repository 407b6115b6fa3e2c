"""`yunghap demo federation`: a hub and three platforms on this machine, each with its own data folder and server."""

import json
import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from django.conf import settings

from yunghap.config.federation.members import HUB, MEMBERS, Member

from .running import PROGRAM, bare_environment, kept_port, leave_when_told, stop, wait_until_ready

DATABASES = ("yunghap.sqlite3", "yunghap-harvest.sqlite3")


@dataclass(frozen=True)
class Place:
    """Where a member runs."""

    member: Member
    folder: Path
    port: int

    @property
    def address(self) -> str:
        """Of its site."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """What its processes see: nothing of this one's settings."""
        return bare_environment() | {
            "YUNGHAP_PROFILE": "demo",
            "YUNGHAP_DATA_DIR": str(self.folder),
            "YUNGHAP_SITE_URL": self.address,
            "YUNGHAP_LOG_LEVEL": os.environ.get("YUNGHAP_LOG_LEVEL", "ERROR"),
        }

    def python(self, module: str, *arguments: str, **options: Any) -> subprocess.Popen[str]:
        """A module of ours in the member's installation."""
        command = [sys.executable, "-m", f"yunghap.config.federation.{module}", *arguments]
        return subprocess.Popen(command, env=self.environment, text=True, **options)  # noqa: S603


@click.command()
@click.option(
    "--port", default=8100, show_default=True, help="First of four; others are taken where they are in use."
)
@click.option(
    "--folder", type=click.Path(path_type=Path, file_okay=False), help="Where the four keep their data."
)
@click.option("--walk", is_flag=True, help="Harvest, agree, pay by voucher and transfer, telling each step.")
@click.option("--end", is_flag=True, help="With --walk: end after the last step.")
def federation(port: int, folder: Path | None, walk: bool, end: bool) -> None:
    """Start a hub and three platforms on loopback, with generated data, and print addresses and one-time sign-ins."""
    if settings.PROFILE == "production":
        raise click.UsageError("Demo people and production do not go together.")
    root = (folder or settings.DATA_DIR / "federation").resolve()
    places = _places(root, port)
    leave_when_told()
    _copy_databases(places)
    click.echo("preparing the hub and the platforms …", err=True)
    sign_ins = _prepare(places)
    servers: list[subprocess.Popen[bytes]] = []
    try:
        for place in places:
            command = [*PROGRAM, "serve", "--port", str(place.port), "--with-worker"]
            servers.append(subprocess.Popen(command, env=place.environment))  # noqa: S603
        for place in places:
            wait_until_ready(f"{place.address}/health", servers)
        _announce(places, sign_ins)
        if walk:
            _walk(places)
        while not (walk and end) and all(server.poll() is None for server in servers):
            time.sleep(0.5)
        if any(server.poll() is not None for server in servers):
            raise click.ClickException("a server ended")
    finally:
        stop(servers)


def _places(root: Path, port: int) -> list[Place]:
    """A folder and a port for each; addresses are part of contracts, so ports that were used before are used again."""
    places = []
    for number, member in enumerate(MEMBERS):
        folder = root / member.name
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        known = kept_port(folder, port + number)
        places.append(Place(member, folder, known))
    return places


def _copy_databases(places: list[Place]) -> None:
    """Migrate one empty installation and copy it: four times the same would take four times as long."""
    new = [place for place in places if not (place.folder / DATABASES[0]).exists()]
    if not new:
        return
    click.echo("migrating …", err=True)
    first, *rest = new
    subprocess.run([*PROGRAM, "migrate"], env=first.environment, check=True, stderr=subprocess.DEVNULL)  # noqa: S603
    for place in rest:
        for name in DATABASES:
            _copy_database(first.folder / name, place.folder / name)


def _copy_database(source: Path, target: Path) -> None:
    """Copy through SQLite: what a process wrote last may lie in the log beside the file."""
    with closing(sqlite3.connect(source)) as given, closing(sqlite3.connect(target)) as taken:
        given.backup(taken)


def _prepare(places: list[Place]) -> dict[str, list[list[str]]]:
    """Prepare all at once: each says its line of the roster, then hears those of all."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    running = [place.python("prepare", place.member.name, **pipes) for place in places]
    told = [json.loads(process.stdout.readline() or "null") for process in running]  # type: ignore[union-attr]
    if not all(told):
        stop(running)  # type: ignore[arg-type]
        raise click.ClickException("a member could not be prepared")
    lines = json.dumps([one["line"] for one in told])
    for process in running:
        process.communicate(f"{lines}\n")
    if any(process.returncode for process in running):
        raise click.ClickException("a member could not be prepared")
    return {place.member.name: one["sign_ins"] for place, one in zip(places, told, strict=True)}


def _announce(places: list[Place], sign_ins: dict[str, list[list[str]]]) -> None:
    for place in reversed(places):
        click.echo(
            f"\n  {place.member.title} · {place.member.title_en}   {place.address}/   {place.address}/en/"
        )
        for role, english, name, path in sign_ins[place.member.name]:
            click.echo(f"    {f'{role} · {english}':<40} {name:<10} {place.address}{path}")
    click.echo("\n  모든 데이터는 시연을 위해 생성한 것입니다 · all data are generated")
    click.echo("  Ctrl+C 로 끝냅니다 · ends with Ctrl+C\n")


def _walk(places: list[Place]) -> None:
    hub = next(place for place in places if place.member.name == HUB)
    process = hub.python("walk")
    try:
        status = process.wait()
    finally:
        process.terminate()
    if status:
        raise click.ClickException("the story broke off")
