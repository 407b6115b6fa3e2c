"""`yunghap openapi`: the description of the HTTP API."""

from pathlib import Path

import click

from yunghap.config.api import description


@click.command()
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to a file.")
@click.option(
    "--check",
    type=click.Path(exists=True, path_type=Path),
    help="Compare with a file; exit 1 where it differs.",
)
def openapi(output: Path | None, check: Path | None) -> None:
    """Print the OpenAPI description of the HTTP API."""
    text = description()
    if check is not None:
        if check.read_text(encoding="utf-8") != text:
            click.echo(f"{check} differs from the API", err=True)
            raise SystemExit(1)
        return
    if output is not None:
        output.write_text(text, encoding="utf-8")
    else:
        click.echo(text, nl=False)
