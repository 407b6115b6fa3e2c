"""`yunghap plan seed-edition`: the shipped edition from the plan document, for maintainers."""

import sys
from hashlib import sha256
from pathlib import Path

import click

from yunghap.core.errors import InvalidInput
from yunghap.core.gate.json import safe_json
from yunghap.plan.domain.seed import build_edition
from yunghap.plan.edition_json import to_text

from .common import FILE, read_plan, refuse


@click.command("seed-edition", hidden=True)
@click.argument("file", type=FILE)
@click.option("--structure", type=FILE, required=True)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True)
def seed_edition(file: Path, structure: Path, output: Path) -> None:
    """Make the shipped edition again from the plan document and its curated structure (for maintainers).

    Writes facts and figures only. Tells on standard error what the structure names and extraction did not
    find, and what was found and the structure does not name; exit status 1 where there is any.
    """
    try:
        seed = build_edition(
            read_plan(file), safe_json(structure.read_bytes()), sha256=sha256(file.read_bytes()).hexdigest()
        )
    except InvalidInput as error:
        refuse(file, error)
    output.write_text(to_text(seed.edition), encoding="utf-8")
    for place in seed.missing:
        click.echo(f"{place}: named in the structure, not extracted", err=True)
    for place in seed.unplaced:
        click.echo(f"{place}: extracted, not named in the structure", err=True)
    sys.exit(1 if seed.missing or seed.unplaced else 0)
