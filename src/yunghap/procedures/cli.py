"""`yunghap procedure …`: none of its commands that take a FILE needs a database."""

import click

from yunghap.core.lazy import LazyGroup

COMMANDS: dict[str, str] = {
    "export": "yunghap.procedures.commands.export:export",
    "lay-out": "yunghap.procedures.commands.lay_out:lay_out",
    "render": "yunghap.procedures.commands.render:render",
    "shipped": "yunghap.procedures.commands.shipped:shipped",
    "simulate": "yunghap.procedures.commands.simulate:simulate_",
    "validate": "yunghap.procedures.commands.validate:validate",
}
LIGHT = frozenset(COMMANDS) - {"export", "shipped"}  # which read the database


@click.group(cls=LazyGroup, lazy=COMMANDS, light=LIGHT)
def procedure() -> None:
    """Validate, draw and simulate procedures."""
