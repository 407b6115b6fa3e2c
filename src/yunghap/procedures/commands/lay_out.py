"""`yunghap procedure lay-out`: a diagram with places for its elements."""

import sys
from pathlib import Path

import click
from django.utils import translation

from yunghap.core.errors import InvalidInput
from yunghap.core.lazy import speak
from yunghap.procedures.drawing.interchange import with_places

from .common import LANGUAGE

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("lay-out")
@click.argument("file", type=FILE)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="May be FILE itself.",
)
@click.option("--language", type=LANGUAGE, default="ko", help="Language of the sentences.")
def lay_out(file: Path, *, output: Path, language: str) -> None:
    """Write the BPMN diagram in FILE with a place for each element, so that every editor opens it."""
    speak()
    with translation.override(language):
        try:
            output.write_bytes(with_places(file.read_bytes()))
        except (InvalidInput, OSError) as refusal:
            click.echo(f"{file}: {refusal}", err=True)
            sys.exit(2)
