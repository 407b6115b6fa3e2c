"""HWPX: valid, read back equal by two readers, the same bytes twice, fast."""

import io
import time
import warnings
import zipfile
from typing import Any

import pytest
from hwpx import HwpxDocument
from hwpx.tools.package_validator import validate_editor_open_safety, validate_package
from hypothesis import given, settings

from tests.factories.documents import documents, make_document
from yunghap.documents import blocks
from yunghap.documents.blocks import Document, Figure, Table
from yunghap.documents.service import read_document
from yunghap.documents.writers.hwpx import write_hwpx

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 320"><title>그림</title></svg>'


def opened(data: bytes) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return HwpxDocument.open(io.BytesIO(data))


@settings(max_examples=60, deadline=None)
@given(documents())
def test_any_document_reads_back_as_its_lines(document: Document) -> None:
    assert read_document(write_hwpx(document)).lines == blocks.lines(document)


@settings(max_examples=15, deadline=None)
@given(documents())
def test_any_document_is_valid_for_python_hwpx(document: Document) -> None:
    assert opened(write_hwpx(document)).validate().issues == ()


def test_package_is_one_that_programs_open() -> None:
    table = Table("", ["a"], [["1"]])
    data = write_hwpx(
        make_document(Figure(SVG, "그림", table), *make_document().blocks, subtitle="부제", creator="A & B")
    )
    report = validate_package(data)
    assert [issue.message for issue in report.issues if issue.level == "error"] == []
    assert validate_editor_open_safety(data).ok


def test_tables_read_back_equal_by_python_hwpx() -> None:
    document = make_document()
    tables = opened(write_hwpx(document)).tables
    for ours, theirs in zip(document.tables, tables, strict=True):
        cells = {(place.row, place.column): place.cell.text for place in ours.placed}
        for (row, column), text in cells.items():
            assert theirs.cell(row, column).text == text


def test_same_document_gives_same_bytes() -> None:
    first = write_hwpx(make_document())
    time.sleep(0.01)
    assert write_hwpx(make_document()) == first
    assert write_hwpx(make_document(title="다른")) != first


def test_chart_goes_in_as_svg_with_its_table() -> None:
    document = make_document(
        Figure(SVG, "그림 1. 추이", Table("", ["연도", "값"], [["2023", 1]]), "오름세 & 내림세")
    )
    data = write_hwpx(document)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.read("BinData/image1.svg").decode() == SVG
        assert archive.namelist()[0] == "mimetype"
    assert read_document(data).lines == ("2024년 실행계획", "그림 1. 추이", "연도\t값", "2023\t1")
    assert opened(data).validate().issues == ()


def test_chart_without_view_box_is_refused() -> None:
    with pytest.raises(ValueError, match="view box"):
        write_hwpx(make_document(Figure("<svg/>", "", Table("", ["a"], []))))
