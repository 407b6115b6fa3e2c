"""`yunghap migrate`, `yunghap check`: the store before it is served."""

import click
from django.core.management import CommandError, call_command
from django.core.management.base import SystemCheckError


@click.command()
def migrate() -> None:
    """Bring the database to the form this version needs."""
    call_command("migrate", verbosity=1)


@click.command()
@click.option("--deploy", is_flag=True, help="Also what matters in production only.")
def check(deploy: bool) -> None:
    """Check settings and database; exit status 1 where something is wrong."""
    try:
        call_command("check", deploy=deploy, database=["default"])
    except (SystemCheckError, CommandError) as error:
        click.echo(str(error), err=True)
        raise SystemExit(1) from error
