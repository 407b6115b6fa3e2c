"""What commands that take a FILE share. They need neither a database nor Django's set-up, so they start quickly."""

import sys
from pathlib import Path
from typing import NoReturn

import click

from yunghap.core.errors import InvalidInput
from yunghap.core.gate import read_limited
from yunghap.core.lazy import set_up
from yunghap.documents.readers.document import read_document  # the service would load the models
from yunghap.documents.readers.lines import MAX_BYTES
from yunghap.plan.contracts import PlanText
from yunghap.plan.domain.extract import extract_plan
from yunghap.plan.domain.vocabulary import load_vocabulary

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def read_plan(file: Path, vocabulary: Path | None = None) -> PlanText:
    """The facts of a document on disk, by the shipped words and those of `vocabulary`. Raises InvalidInput."""
    with file.open("rb") as stream:
        lines = read_document(read_limited(stream, MAX_BYTES), name=file.name).lines
    return extract_plan(lines, vocabulary=load_vocabulary(vocabulary) if vocabulary else None)


def refuse(file: Path, error: InvalidInput) -> NoReturn:
    """Say why the file cannot be read, in the user's language; exit status 2."""
    set_up()  # the sentence is translated
    click.echo(f"{file}: {error}", err=True)
    sys.exit(2)
