"""`yunghap serve`: the site and API."""

import socket
from pathlib import Path

import click
from django.conf import settings
from django.db import connection
from granian import Granian
from granian.constants import Interfaces

from .store import refuse_old_database

STOP_WITHIN = 30


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="Port.")
@click.option(
    "--threads", default=4, show_default=True, type=click.IntRange(1, 64), help="Requests at a time."
)
@click.option(
    "--with-worker", is_flag=True, help="Run jobs and deliver events here too; for small installations."
)
@click.option("--pid-file", type=click.Path(path_type=Path), help="Write the process id to a file.")
def serve(host: str, port: int, threads: int, with_worker: bool, pid_file: Path | None) -> None:
    """Serve the site and the API; SIGTERM ends it when the requests at hand are answered."""
    refuse_old_database()
    _refuse_taken(host, port)
    click.echo(f"http://{host}:{port}/", err=True)
    connection.close()
    Granian(
        f"yunghap.config.{'wsgi_with_worker' if with_worker else 'wsgi'}:application",
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
