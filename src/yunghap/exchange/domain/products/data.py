"""What a provider hands over as data: a file, kept here, or the address of an API."""

import csv
import io
from collections.abc import Mapping
from datetime import datetime
from pathlib import PurePath

from django.utils.translation import gettext_lazy as _

from yunghap.core.actors import Actor
from yunghap.core.errors import InvalidInput, sentence
from yunghap.core.gate import SafeZip, check_url, safe_table
from yunghap.documents import service as documents
from yunghap.exchange.contracts import DataPlace
from yunghap.exchange.domain.tables import can_open, open_table, profile
from yunghap.exchange.enums import SourceKind

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP = "application/zip"
DATABASE = "database"  # of the two kinds whose files are taken
MEDIA_TYPES = {
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".parquet": "application/vnd.apache.parquet",
    ".json": "application/json",
    ".ndjson": "application/x-ndjson",
    ".jsonl": "application/x-ndjson",
    ".geojson": "application/geo+json",
    ".xml": "application/xml",
    ".zip": ZIP,
    ".pdf": "application/pdf",
    ".xlsx": XLSX,
    ".sqlite": DATABASE,
    ".sqlite3": DATABASE,
    ".db": DATABASE,
    ".duckdb": DATABASE,
}
_TABLES = frozenset({".csv", ".tsv", ".parquet", ".ndjson", ".jsonl"})
LARGEST_FILE = 200_000_000


def place_of_file(
    *, data: bytes, name: str, table: str = "", by: Actor, at: datetime | None = None
) -> DataPlace:
    """Keep a file and say where it lies.

    The first sheet of a workbook is kept as CSV and the one table of a ZIP archive as itself, so that it can be
    queried; of a database file its one table, or the one named `table`, as Parquet. Raises InvalidInput for an empty
    file, one of a kind that is not taken, and a table that cannot be read.
    """
    if not data:
        raise InvalidInput(_("The file is empty."), field="file")
    suffix = PurePath(name).suffix.lower()
    media_type = MEDIA_TYPES.get(suffix)
    if media_type is None:
        raise InvalidInput(
            sentence(
                _("Files of this kind are not taken; these are: %(kinds)s."), kinds=", ".join(MEDIA_TYPES)
            ),
            field="file",
        )
    if media_type == ZIP:
        data, name, media_type = _one_table(data, name)
    if media_type == DATABASE:
        found, data = safe_table(data, table=table.strip())
        name, media_type = f"{found}.parquet", MEDIA_TYPES[".parquet"]
    if media_type == XLSX:
        data, name, media_type = _as_csv(data), f"{PurePath(name).stem}.csv", "text/csv"
    file = documents.keep_original(data=data, name=name, by=by, at=at)
    rows = None
    if can_open(media_type):
        with open_table(documents.original_path(file.sha256), media_type) as opened:
            rows, _columns = profile(opened)
    return DataPlace(
        kind=SourceKind.FILE,
        where={"document": file.sha256, "name": name},
        media_type=media_type,
        sha256=file.sha256,
        bytes=len(data),
        rows=rows,
    )


def _one_table(data: bytes, name: str) -> tuple[bytes, str, str]:
    """The one table in an archive with its name and media type; else, or where it is not safe to open, the archive."""
    try:
        archive = SafeZip(data)
        tables = [inner for inner in archive.names() if PurePath(inner).suffix.lower() in _TABLES]
        if len(tables) == 1:
            inner = PurePath(tables[0])
            return archive.read(tables[0]), inner.name, MEDIA_TYPES[inner.suffix.lower()]
    except InvalidInput:
        pass
    return data, name, ZIP


def place_of_address(
    *, url: str, media_type: str = "application/json", how: Mapping[str, object] | None = None
) -> DataPlace:
    """The address of an API, checked as every address that the server may be sent to.

    `how` says where records and pages are found, and names a kept secret; see `transfer.sources.http`. Raises
    InvalidInput.
    """
    checked = check_url(url.strip(), schemes=("https", "http"))
    return DataPlace(kind=SourceKind.HTTP, where={"url": checked.url, **(how or {})}, media_type=media_type)


def _as_csv(data: bytes) -> bytes:
    """The first sheet with text; the data is for programs, so nothing is put before what looks like a formula."""
    tables = [rows for rows in documents.read_tables(data) if rows]
    if not tables:
        raise InvalidInput(_("This workbook holds no table."), field="file")
    width = max(len(cells) for _number, cells in tables[0])
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([*cells, *[""] * (width - len(cells))] for _number, cells in tables[0])
    return text.getvalue().encode()
