"""Where data can lie: one file for each kind, registered in `kinds`.

A source has a `where` (JSON without secrets, kept with the version) and may have a secret (a mapping of words, kept
sealed under a credential). It reads what its `where` names and nothing else.
"""

from . import duckdb, file, http, postgresql, s3, sqlite
from .kinds import Fetched, Place, Source, kinds

__all__ = ["Fetched", "Place", "Source", "kinds"]

for _kind, _source in (
    ("FILE", file.SOURCE),
    ("S3", s3.SOURCE),
    ("HTTP", http.SOURCE),
    ("POSTGRESQL", postgresql.SOURCE),
    ("SQLITE", sqlite.SOURCE),
    ("DUCKDB", duckdb.SOURCE),
):
    kinds.register(_kind, _source)
