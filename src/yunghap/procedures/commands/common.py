"""What commands that take a FILE share. They need no database."""

import sys
from pathlib import Path

import click
from django.utils.translation import get_language

from yunghap.core.gate import read_limited
from yunghap.procedures.bpmn import LARGEST, read_bpmn
from yunghap.procedures.bpmn.model import Definitions

FILE = click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path)
FILE_OR_FOLDER = click.Path(exists=True, allow_dash=True, path_type=Path)
LANGUAGE = click.Choice(["ko", "en"])
DIAGRAM = "diagram.bpmn"


def diagram_of(path: Path) -> Path:
    """The file of a diagram: of a folder of a procedure, the one in it or in the folder around it."""
    if not path.is_dir():
        return path
    found = [file for file in (path / DIAGRAM, path.parent / DIAGRAM) if file.is_file()]
    if not found:
        raise click.UsageError(f"{path} has no {DIAGRAM}.")
    return found[0]


def read_diagram(file: Path) -> Definitions:
    """The diagram in a file, "-" for standard input, in the active language. Raises BpmnError."""
    language = get_language() or ""
    if str(file) == "-":
        return read_bpmn(read_limited(sys.stdin.buffer, LARGEST + 1), name="-", language=language)
    with file.open("rb") as stream:
        # One byte more than allowed is enough to be told so, with the element named.
        return read_bpmn(stream.read(LARGEST + 1), name=file.name, language=language)
