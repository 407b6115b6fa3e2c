"""What the commands share that call an exchange over the network, as an API client of an organisation."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click

from yunghap.client import Exchange, ExchangeError

_OPTIONS = (
    click.option("--url", envvar="YUNGHAP_URL", default="", help="The exchange; YUNGHAP_URL."),
    click.option(
        "--client-id", envvar="YUNGHAP_CLIENT_ID", default="", help="API client; YUNGHAP_CLIENT_ID."
    ),
    click.option(
        "--secret", envvar="YUNGHAP_CLIENT_SECRET", default="", help="Its secret; better in the environment."
    ),
)


def remote(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say which exchange is called, and as whom."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@contextmanager
def called(url: str, client_id: str, secret: str, language: str = "") -> Iterator[Exchange]:
    """The exchange; what it refuses is said in a sentence, with exit status 1."""
    if not url:
        raise click.UsageError("say where the exchange is: --url or YUNGHAP_URL")
    try:
        yield Exchange(url, client_id=client_id, secret=secret, language=language)
    except ExchangeError as error:
        click.echo(f"yunghap: {error}", err=True)
        raise SystemExit(1) from None
