"""`yunghap exchange get`: the data of a contract into a file."""

import json
import sys
from pathlib import Path

import click

from yunghap.client import Contract, Downloaded

from .remote import called, remote


@click.command()
@click.argument("agreement")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="File.")
@click.option(
    "--form", type=click.Choice(["parquet", "csv", "ndjson"]), help="Form; the provider's without it."
)
@click.option("--since", default="", help="Only what came after this cursor of an earlier run.")
@remote
@click.option("--json", "as_json", is_flag=True, help="One object: path, bytes, sha256, rows, cursor.")
def get(  # noqa: PLR0917 - options of a command
    agreement: str,
    output: Path,
    form: str | None,
    since: str,
    url: str,
    client_id: str,
    secret: str,
    as_json: bool,
) -> None:
    """Fetch the data of a contract; the same command again goes on where it broke off.

    The file is there when it is whole and its SHA-256 is right. Exit status 1 where the provider refuses.
    """
    with called(url, client_id, secret) as exchange:
        result = _with_bar(exchange.contract(agreement), output, form or "", since, quiet=as_json)
    said = {
        "path": str(result.path),
        "bytes": result.bytes,
        "sha256": result.sha256,
        "rows": result.rows,
        "cursor": result.cursor,
    }
    if as_json:
        click.echo(json.dumps(said, ensure_ascii=False))
    else:
        click.echo(f"{result.path}  {result.bytes:,} bytes  sha256 {result.sha256}")


def _with_bar(contract: Contract, output: Path, form: str, since: str, *, quiet: bool) -> Downloaded:
    if quiet:
        return contract.download(output, form=form, since=since)
    with click.progressbar(length=1, label=contract.title[:30], file=sys.stderr) as bar:

        def advance(there: int, size: int) -> None:
            bar.length = size
            bar.update(there - bar.pos)

        return contract.download(output, form=form, since=since, progress=advance)
