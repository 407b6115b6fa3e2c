"""`yunghap serve` and `yunghap connector`: the site and API, and the protocol between participants by itself."""

import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from django.conf import settings
from django.db import connection
from granian import Granian
from granian.constants import Interfaces

from yunghap.core.lazy import set_up

STOP_WITHIN = 30


def _options(port: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Where to listen and how much at a time."""

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        for option in (
            click.option(
                "--pid-file", type=click.Path(path_type=Path), help="Write the process id to a file."
            ),
            click.option(
                "--threads",
                default=4,
                show_default=True,
                type=click.IntRange(1, 64),
                help="Requests at a time.",
            ),
            click.option(
                "--port", default=port, show_default=True, type=click.IntRange(0, 65535), help="Port."
            ),
            click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on."),
        ):
            command = option(command)
        return command

    return decorate


@click.command()
@_options(port=8000)
@click.option(
    "--with-worker", is_flag=True, help="Run jobs and deliver events here too; for small installations."
)
def serve(*, with_worker: bool, **where: Any) -> None:
    """Serve the site and the API; SIGTERM ends it when the requests at hand are answered."""
    _listen(f"yunghap.config.{'wsgi_with_worker' if with_worker else 'wsgi'}:application", "/", **where)


@click.command()
@_options(port=8002)
def connector(**where: Any) -> None:
    """Serve the protocol between participants alone, beside the site, at less than half its memory: no page, no API."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "yunghap.config.connector.settings"
    set_up()
    _listen("yunghap.config.connector.wsgi:application", "/dsp/", **where)


def _listen(
    application: str, path: str, *, host: str, port: int, threads: int, pid_file: Path | None
) -> None:
    from .store import refuse_old_database  # noqa: PLC0415 - it needs the set-up

    refuse_old_database()
    _refuse_taken(host, port)
    click.echo(f"http://{host}:{port}{path}", err=True)
    connection.close()
    Granian(
        application,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=threads,
        workers_kill_timeout=STOP_WITHIN,
        respawn_failed_workers=True,
        log_dictconfig=settings.LOGGING,
        pid_file=pid_file,
        websockets=False,
    ).serve()


def _refuse_taken(host: str, port: int) -> None:
    """A second server on the same port would silently share the requests with the first."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise click.UsageError(f"Cannot listen on {host}:{port}: {error.strerror}") from None
