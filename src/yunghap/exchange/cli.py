"""`yunghap exchange …`: the catalogue, contracts and data at the command line."""

import click

from yunghap.core.lazy import LazyGroup

COMMANDS: dict[str, str] = {
    "commit": "yunghap.exchange.commands.commit:commit",
}


@click.group(cls=LazyGroup, lazy=COMMANDS)
def exchange() -> None:
    """Search, harvest, negotiate and transfer data."""
