"""Tells the story at the hub while the servers run: `python -m yunghap.config.federation.walk`."""

import click
import django

django.setup()

from django.utils import translation  # noqa: E402 - after the set-up

from yunghap.core import clock  # noqa: E402
from yunghap.exchange import service as exchange  # noqa: E402

from .members import HUB, MEMBERS  # noqa: E402
from .prepare import open_market, person  # noqa: E402


def main() -> None:
    """Print each step as it is done."""
    translation.activate("ko")
    hub = next(one for one in MEMBERS if one.name == HUB)
    voucher = open_market(clock.now())
    steps = exchange.walk(voucher=voucher, buyer=person(hub, 0), seller=person(hub, 1))
    for number, (korean, english) in enumerate(steps, 1):
        click.echo(f"  {number}. {korean} · {english}")


if __name__ == "__main__":
    main()
