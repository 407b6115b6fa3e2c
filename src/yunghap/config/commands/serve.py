"""`yunghap serve`: the site and API."""

import click
from django.core.management import call_command
from granian import Granian
from granian.constants import Interfaces


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--workers", default=1, show_default=True, help="Processes; SQLite does best with one.")
@click.option("--threads", default=4, show_default=True, help="Threads of a process.")
def serve(host: str, port: int, workers: int, threads: int) -> None:
    """Serve the site and API until SIGTERM or Ctrl+C."""
    call_command("check", database=["default"], verbosity=0)
    server = Granian(
        "yunghap.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        workers_kill_timeout=10,
        log_access=False,
    )
    server.serve()
