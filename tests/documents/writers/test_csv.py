"""CSV: plain numbers, text that no spreadsheet runs."""

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import given, settings

from tests.factories.documents import tables
from yunghap.documents.blocks import Cell, Table
from yunghap.documents.writers.csv import write_csv


def rows_of(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("text", ["=1+1", "+a", "-a", "@a", "＝1", "－a", "-1+1", "+1=2"])
def test_active_text_gets_an_apostrophe(text: str) -> None:
    assert rows_of(write_csv(Table("", ["a"], [[text]]))) == [["a"], [f"'{text}"]]


def test_numbers_are_plain() -> None:
    table = Table(
        "",
        ["a", "b", "c", "d"],
        [[Decimal("-1234.50"), -(10**12), "-5", Cell("△3.0", number=Decimal("-3.0"))]],
    )
    assert rows_of(write_csv(table))[1] == ["-1234.50", "-1000000000000", "-5", "-3.0"]


def test_mark_for_spreadsheet_programs_can_be_left_out() -> None:
    table = Table("", ["가"], [])
    assert write_csv(table) == b"\xef\xbb\xbf" + "가\r\n".encode()
    assert write_csv(table, mark=False) == "가\r\n".encode()


@settings(deadline=None)
@given(tables())
def test_no_cell_is_active(table: Table) -> None:
    for row in rows_of(write_csv(table)):
        assert len(row) == table.column_count
        for value in row:
            assert not value.startswith(("=", "@")), value
