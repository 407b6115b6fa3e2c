"""`yunghap plan …`: those commands that take a FILE do without Django's set-up."""

import click

from yunghap.core.lazy import LazyGroup

COMMANDS = {
    "check": "yunghap.plan.commands.check:check",
    "export": "yunghap.plan.commands.export:export",
    "extract": "yunghap.plan.commands.extract:extract",
    "import": "yunghap.plan.commands.import_:import_edition",
    "seed-edition": "yunghap.plan.commands.seed:seed_edition",
}


@click.group(cls=LazyGroup, lazy=COMMANDS, light={"check", "extract"})
def plan() -> None:
    """Read, check, load and write out action plans."""
