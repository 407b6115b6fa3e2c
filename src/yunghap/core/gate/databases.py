"""SQLite and DuckDB files: one table of them, taken out by a fenced process (`database_worker`)."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import InvalidInput, sentence

WAIT = 120.0  # seconds; the worker's own limit of processor time strikes first
LARGEST = 1_000_000_000  # bytes of the table, while it is taken out
_COMMAND = [sys.executable, "-I", "-m", "yunghap.core.gate.database_worker"]
_SQLITE, _DUCKDB = b"SQLite format 3\0", b"DUCK"
_SHOWN = 20


def safe_table(data: bytes, *, table: str = "", largest: int = LARGEST) -> tuple[str, bytes]:
    """(name, Parquet) of the declared table in a database file, of its only one where none is declared.

    Nothing else of the file is read. Raises InvalidInput for what is no such file, for a table that is not there or not
    declared among several, and for what takes too long or more than `largest` bytes.
    """
    kind = "sqlite" if data.startswith(_SQLITE) else "duckdb" if data[8:12] == _DUCKDB else ""
    if not kind:
        raise InvalidInput(_("This is no SQLite or DuckDB database, or it is encrypted."), field="file")
    with tempfile.TemporaryDirectory(prefix="yunghap-database-") as folder:
        path, into = Path(folder) / "database", Path(folder) / "table.parquet"
        path.write_bytes(data)
        answer = _ask([kind, str(path), str(into), str(largest), table])
        if "error" in answer:
            raise _refusal(answer)
        return str(answer["table"]), into.read_bytes()


def _ask(arguments: Sequence[str]) -> dict[str, Any]:
    try:
        done = subprocess.run([*_COMMAND, *arguments], capture_output=True, timeout=WAIT, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        return {"error": "too_long"}
    if done.returncode < 0:  # killed by its limits, or by a file that is made to break its reader
        return {"error": "too_long"}
    answer: dict[str, Any] = json.loads(done.stdout or b'{"error": "damaged"}')
    return answer


def _refusal(answer: dict[str, Any]) -> InvalidInput:
    tables = answer.get("tables", [])
    names = ", ".join(tables[:_SHOWN]) + (" …" if len(tables) > _SHOWN else "")
    if answer["error"] == "which":
        return InvalidInput(
            sentence(
                _("This database holds several tables. Name one, and choose the file again: %(names)s."),
                names=names,
            ),
            field="table",
            tables=tables,
        )
    if answer["error"] == "no_such":
        return InvalidInput(
            sentence(_("There is no such table in this database; there are: %(names)s."), names=names),
            field="table",
            tables=tables,
        )
    said = {
        "none": _("This database holds no table."),
        "newer": _("This database was written by a newer version than can be read here. Save it as Parquet."),
        "too_much": _("This table is too large to be taken from a database file. Save it as Parquet."),
        "too_long": _("This database takes too long to be read, or breaks its reader. Save it as Parquet."),
    }
    damaged = _("This database is damaged or incomplete and cannot be read.")
    return InvalidInput(said.get(answer["error"], damaged), field="file")
