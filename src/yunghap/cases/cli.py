"""`yunghap cases …`: the statutory procedures of an installation."""

import json

import click

from yunghap.cases.service import draft_shipped, put_in_force
from yunghap.core.actors import SYSTEM, Actor
from yunghap.identity import service as identity

PEOPLE = 2


@click.group()
def cases() -> None:
    """The statutory procedures that come with Yunghap."""


@cases.command("install")
@click.option("--by", "people", multiple=True, metavar="EMAIL", help="Who approves them; give two people.")
@click.option("--json", "as_json", is_flag=True, help="One object on standard output.")
def install(people: tuple[str, ...], *, as_json: bool) -> None:
    """Bring in the shipped procedures that are not there yet, as drafts.

    With two people, the drafts are approved in their names and in force by their dates.
    """
    if len(set(people)) not in {0, PEOPLE}:
        raise click.UsageError("Two different people approve a version: give --by twice, or not at all.")
    actors = [_person(email) for email in people]
    drafted = len(draft_shipped(by=SYSTEM))
    approved = len(put_in_force(by=actors)) if actors else 0
    said = {"drafted": drafted, "approved": approved}
    click.echo(json.dumps(said) if as_json else f"{drafted} versions drafted, {approved} approved")


def _person(email: str) -> Actor:
    found = identity.actor_by_address(email)
    if found is None:
        raise click.UsageError(f"Nobody signs in with the address {email!r}.")
    return found
