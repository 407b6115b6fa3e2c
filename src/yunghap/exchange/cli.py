"""`yunghap exchange …`: the catalogue, contracts and data at the command line."""

import click

from yunghap.core.lazy import LazyGroup

COMMANDS: dict[str, str] = {
    "agreements": "yunghap.exchange.commands.agreements:agreements",
    "commit": "yunghap.exchange.commands.commit:commit",
    "data-process": "yunghap.exchange.commands.data_process:data_process",
    "get": "yunghap.exchange.commands.get:get",
    "harvest": "yunghap.exchange.commands.harvest:harvest",
    "negotiate": "yunghap.exchange.commands.negotiate:negotiate",
    "participants": "yunghap.exchange.commands.participants:participants",
    "search": "yunghap.exchange.commands.search:search",
}

# Those that do without Django's set-up, or see to it themselves as far as they need it.
LIGHT = frozenset({"get", "negotiate", "search"})


@click.group(cls=LazyGroup, lazy=COMMANDS, light=LIGHT)
def exchange() -> None:
    """Search, harvest, negotiate and transfer data."""
