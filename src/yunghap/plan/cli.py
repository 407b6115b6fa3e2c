"""`yunghap plan …`: subcommands loaded when they run; those that take a FILE do without Django's set-up."""

import importlib

import click
import django

# name -> "module:attribute" of a click command
COMMANDS = {
    "check": "yunghap.plan.commands.check:check",
    "export": "yunghap.plan.commands.export:export",
    "extract": "yunghap.plan.commands.extract:extract",
    "seed-edition": "yunghap.plan.commands.seed:seed_edition",
}
WITHOUT_DJANGO = frozenset({"check", "extract"})


class PlanGroup(click.Group):
    """Imports a subcommand only when it runs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *COMMANDS})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        if cmd_name not in WITHOUT_DJANGO:
            django.setup()
        module, attribute = COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command


@click.group(cls=PlanGroup)
def plan() -> None:
    """Read, check, load and write out action plans."""
