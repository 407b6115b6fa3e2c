"""`yunghap procedure render`: a diagram as SVG."""

import sys
from pathlib import Path

import click
from django.utils import translation

from yunghap.core.errors import InvalidInput
from yunghap.core.lazy import speak
from yunghap.procedures.drawing import draw

from .common import FILE, LANGUAGE, read_diagram


@click.command("render")
@click.argument("file", type=FILE)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The SVG file; else standard output.",
)
@click.option("--only", metavar="ID", default="", help="Only the diagram with this id, or of this element.")
@click.option("--language", type=LANGUAGE, default="ko", help="Language of what is read aloud.")
def render(file: Path, *, output: Path | None, only: str, language: str) -> None:
    """Draw the BPMN diagrams in FILE as one SVG; what has no place in the file gets one."""
    speak()
    with translation.override(language):
        try:
            drawing = draw(read_diagram(file), only=only)
        except InvalidInput as refusal:
            click.echo(f"{file}: {refusal}", err=True)
            sys.exit(2)
        except KeyError:
            raise click.UsageError(f"no diagram {only} in {file}") from None
    if output is None:
        click.echo(drawing, nl=False)
        return
    try:
        output.write_text(drawing, encoding="utf-8")
    except OSError as problem:
        click.echo(f"{output}: {problem.strerror}", err=True)
        sys.exit(2)
