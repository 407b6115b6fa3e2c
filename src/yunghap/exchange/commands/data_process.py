"""`yunghap exchange data-process`: data of transfers, beside the site."""

import os
from pathlib import Path

import click
from django.conf import settings
from granian import Granian
from granian.constants import Interfaces

STOP_WITHIN = 30


@click.command("data-process")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8001, show_default=True, type=click.IntRange(1, 65535), help="Port.")
@click.option("--pid-file", type=click.Path(path_type=Path), help="Write the process id to a file.")
def data_process(host: str, port: int, pid_file: Path | None) -> None:
    """Give data of transfers, as the site does, without taking its threads: set YUNGHAP_DATA_URL to its address."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunghap.config.settings")
    click.echo(f"http://{host}:{port}/data/", err=True)
    Granian(
        "yunghap.exchange.web.transfer.process:application",
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        workers=1,
        workers_kill_timeout=STOP_WITHIN,
        respawn_failed_workers=True,
        log_dictconfig=settings.LOGGING,
        pid_file=pid_file,
        websockets=False,
    ).serve()
