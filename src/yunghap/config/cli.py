"""The `yunghap` program: one group per module, loaded when it is asked for.

Exit status: 0 done, 1 a negative verdict, 2 bad input or use.
"""

import os
import sys
from typing import Any

import click

from yunghap.core.errors import DomainError
from yunghap.core.lazy import LazyGroup, set_up

COMMANDS = {
    "backup": "yunghap.config.commands.store:backup",
    "bench": "yunghap.config.commands.bench:bench",
    "cases": "yunghap.cases.cli:cases",
    "check": "yunghap.config.commands.store:check",
    "connector": "yunghap.config.commands.serve:connector",
    "deadline": "yunghap.procedures.commands.deadline:deadline",
    "demo": "yunghap.config.commands.demo:demo",
    "documents": "yunghap.documents.cli:documents",
    "exchange": "yunghap.exchange.cli:exchange",
    "fsck": "yunghap.config.commands.store:fsck",
    "ledger": "yunghap.ledger.cli:ledger",
    "migrate": "yunghap.config.commands.store:migrate",
    "openapi": "yunghap.config.commands.openapi:openapi",
    "people": "yunghap.identity.cli:people",
    "plan": "yunghap.plan.cli:plan",
    "procedure": "yunghap.procedures.cli:procedure",
    "restore": "yunghap.config.commands.store:restore",
    "search": "yunghap.search.cli:search",
    "serve": "yunghap.config.commands.serve:serve",
    "similar": "yunghap.casework.commands.similar:similar",
    "upgrade": "yunghap.config.commands.store:upgrade",
    "worker": "yunghap.config.commands.worker:worker",
}

# Those that do without Django's set-up, and groups that do it themselves for the subcommands that need it.
LIGHT = frozenset({"connector", "deadline", "exchange", "plan", "procedure", "similar"})

# Those that bring a database to this version, need none, or say themselves what it lacks.
ANY_STORE = frozenset(
    {
        "backup",
        "bench",
        "check",
        "demo",
        "documents",
        "fsck",
        "migrate",
        "openapi",
        "restore",
        "serve",
        "upgrade",
        "worker",
    }
)


class Program(LazyGroup):
    """Says what is wrong with the input in one sentence."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except DomainError as error:
            set_up()  # the sentence is translated
            click.echo(f"yunghap: {error}", err=True)
            ctx.exit(2)
        except Exception as error:
            if type(error).__module__ == "django.db.utils":
                from yunghap.config.commands.store import refuse_old_database  # noqa: PLC0415

                refuse_old_database()  # what the database lacks is what is wrong
            raise


@click.group(cls=Program, lazy=COMMANDS, light=LIGHT, any_store=ANY_STORE)
@click.version_option(package_name="yunghap")
def yunghap() -> None:
    """Run an industrial-convergence action plan."""


def main() -> None:
    """Entry point of the wheel."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunghap.config.settings")
    sys.exit(yunghap())
