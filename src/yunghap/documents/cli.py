"""`yunghap documents …`."""

import json
from pathlib import Path
from typing import BinaryIO

import click

from yunghap.core.errors import InvalidInput
from yunghap.core.gate import read_limited

from . import service


@click.group()
def documents() -> None:
    """Text, HWPX, HWP 5, DOCX, PDF and XLSX files."""


@documents.command()
@click.argument("file", type=click.File("rb"))
@click.option("--json", "as_json", is_flag=True, help="One object per line: its number and text.")
def read(file: BinaryIO, *, as_json: bool) -> None:
    """Print the lines of FILE ("-" for standard input); exit status 2 where it cannot be read."""
    try:
        source = service.read_document(
            read_limited(file, service.MAX_BYTES), name=Path(getattr(file, "name", "")).name
        )
    except InvalidInput as refusal:
        click.echo(str(refusal), err=True)
        raise SystemExit(2) from None
    click.echo(f"{source.media_type}\t{source.sha256}\t{source.title}", err=True)
    for number, line in enumerate(source.lines, start=1):
        shown = json.dumps({"line": number, "text": line}, ensure_ascii=False) if as_json else line
        click.echo(shown.encode("utf-8", errors="backslashreplace"))


@documents.command()
def sweep() -> None:
    """Remove files that a kill or a failed act left in the store; originals that were kept are never touched."""
    click.echo(f"{service.sweep_strays()}", err=True)
