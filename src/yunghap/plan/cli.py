"""`yunghap plan …`."""

import click


@click.group()
def plan() -> None:
    """Read, check, load and write out action plans."""
