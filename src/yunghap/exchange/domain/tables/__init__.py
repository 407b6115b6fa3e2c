"""Tabular data: opened in a DuckDB that can read nothing else, looked at, compared."""

from .difference import Difference, compare_tables
from .opening import Table, can_open, open_table, open_tables
from .profile import Column, infer_schema, preview, profile

__all__ = [
    "Column",
    "Difference",
    "Table",
    "can_open",
    "compare_tables",
    "infer_schema",
    "open_table",
    "open_tables",
    "preview",
    "profile",
]
