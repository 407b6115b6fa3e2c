"""`yunghap procedure shipped`: which versions come with the software and are not in this installation."""

import dataclasses
import json
import sys

import click

from yunghap.procedures.shipped import undrafted


@click.command("shipped")
@click.option("--json", "as_json", is_flag=True, help="One object per version.")
def shipped(*, as_json: bool) -> None:
    """List the versions of procedures that come with this release and are not in this installation.

    `yunghap cases install` drafts them; two people then approve them. Exit status 1 where there are any.
    """
    found = undrafted()
    for one in found:
        state = "newer" if one.newer else "not here"
        click.echo(
            json.dumps(dataclasses.asdict(one), ensure_ascii=False)
            if as_json
            else f"{one.code}\t{one.label}\t{state}\t{one.name_en}"
        )
    if found:
        click.echo("Draft them with: yunghap cases install", err=True)
        sys.exit(1)
