"""`yunghap exchange commit`: make commitments to a table of records, without a database."""

import csv
import json
from pathlib import Path

import click

from yunghap.core.errors import InvalidInput
from yunghap.documents import service as documents
from yunghap.exchange.commitments import Held, hold

REGISTER, HOLDERS = "commitments.csv", "holders.jsonl"


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--issuer", required=True, help="Name of the authenticity check, as in its address.")
@click.option(
    "--out",
    "folder",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder to write to.",
)
@click.option("--json", "as_json", is_flag=True, help="One object with the counts.")
def commit(file: Path, issuer: str, folder: Path, as_json: bool) -> None:
    """Make commitments to the records of a table.

    FILE is CSV or XLSX: the first row names the fields, each further row is a record. Writes commitments.csv, to be
    registered on the site, and holders.jsonl with document and key for each holder, which are kept nowhere else.
    """
    held = [hold(issuer, record) for record in _records(file)]
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / REGISTER).open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["digest", "holder_digest"])
        writer.writerows([one.digest, one.holder_digest] for one in held)
    with (folder / HOLDERS).open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(_line(one), ensure_ascii=False) + "\n" for one in held)
    if as_json:
        click.echo(json.dumps({"records": len(held), "register": REGISTER, "holders": HOLDERS}))
    else:
        click.echo(f"{len(held)} records: {folder / REGISTER}, {folder / HOLDERS}")


def _line(held: Held) -> dict[str, object]:
    return {"document": held.document, "holder_key": held.holder_key, "digest": held.digest}


def _records(file: Path) -> list[dict[str, str]]:
    tables = documents.read_tables(file.read_bytes())
    rows = tables[0] if tables else []
    if len(rows) < 2:
        raise InvalidInput("The table has no records: its first row names the fields.")
    names = [cell.strip() for cell in rows[0][1]]
    if len(set(names)) != len(names) or not all(names):
        raise InvalidInput("Every column needs a name of its own in the first row.")
    return [dict(zip(names, [*cells, *[""] * len(names)], strict=False)) for _number, cells in rows[1:]]
