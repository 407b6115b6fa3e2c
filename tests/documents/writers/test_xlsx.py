"""XLSX: text is never a formula, numbers are numbers, the same bytes twice."""

import io
import time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from openpyxl import load_workbook

from tests.factories.documents import documents, make_document, texts
from yunghap.documents.blocks import Cell, Document, Figure, Table
from yunghap.documents.service import read_document
from yunghap.documents.writers.xlsx import write_xlsx

ACTIVE = ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "＝1+1", "\t=1", "{=1}", "#REF!"]


@pytest.mark.parametrize("text", ACTIVE)
def test_text_that_looks_like_a_formula_stays_text(text: str) -> None:
    document = make_document(Table("표", [text], [[text], [Cell(text, number=5)]]), title=text.strip())
    book = load_workbook(io.BytesIO(write_xlsx(document)))
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in ("s", "n")
                assert cell.data_type == "s" or isinstance(cell.value, int | type(None))


@settings(max_examples=40, deadline=None)
@given(texts)
def test_any_text_is_text(text: str) -> None:
    document = make_document(Table("", ["이름"], [[text]]))
    cell = load_workbook(io.BytesIO(write_xlsx(document))).worksheets[1]["A2"]
    assert cell.data_type in ("s", "n")
    assert (cell.value or "") == Cell(text).text


def test_numbers_are_numbers_with_their_decimals() -> None:
    rows = [[Decimal("-59.20"), 3456155000000, Cell("12.5%", number=Decimal("12.5")), 10**15 + 1]]
    book = load_workbook(io.BytesIO(write_xlsx(make_document(Table("표", list("abcd"), rows)))))
    cells = [book.worksheets[1].cell(2, column) for column in range(1, 5)]
    assert [cell.value for cell in cells] == [-59.2, 3456155000000, 12.5, "1,000,000,000,000,001"]
    assert [cell.number_format for cell in cells] == ["#,##0.00", "#,##0", "#,##0.0", "@"]


def test_choices_stand_on_a_sheet_and_are_offered_at_the_cells() -> None:
    table = Table("표", ["구분", "값", "과제"], [["", "", ""]], choices={2: ["1.1 하나", "=1"], 0: ["예산"]})
    book = load_workbook(io.BytesIO(write_xlsx(make_document(table))))
    assert [[cell.value for cell in column] for column in book.worksheets[2].columns] == [
        ["구분", "예산", None],
        ["과제", "1.1 하나", "=1"],
    ]
    offered = {str(one.sqref): one.formula1 for one in book.worksheets[1].data_validations.dataValidation}
    assert offered == {"A2:A2000": "'선택 목록'!$A$2:$A$2", "C2:C2000": "'선택 목록'!$B$2:$B$3"}


@settings(max_examples=40, deadline=None)
@given(documents())
def test_tables_read_back(document: Document) -> None:
    """Our reader gives every table's texts again; numbers plain."""
    read = read_document(write_xlsx(document)).lines
    for table in document.tables:
        for row in grid_of(table):
            if any(row):
                assert "\t".join(row).rstrip("\t") in [line.rstrip("\t") for line in read]


def grid_of(table: Table) -> list[list[str]]:
    grid = table.grid()
    for place in table.placed:
        number = place.cell.number
        if number is not None:
            plain = Decimal(number).normalize()
            grid[place.row][place.column] = f"{plain:f}" if plain else "0"
    return grid


def test_sheets_have_names_that_programs_accept() -> None:
    long = "아주 긴 이름 " * 10
    tables = [Table(name, ["a"], []) for name in ("표: [1]/2", "", long, long, "본문", "History", "'")]
    book = load_workbook(io.BytesIO(write_xlsx(make_document(*tables))))
    assert (
        book.sheetnames[:3] == ["본문", "표 1 2".replace(" 1 ", "   1  "), "표 2"]
        or len(book.sheetnames) == 8
    )
    assert len({name.casefold() for name in book.sheetnames}) == 8
    assert all(0 < len(name) <= 31 and not set("[]:*?/\\") & set(name) for name in book.sheetnames)


def test_merged_cells_and_text_of_every_kind() -> None:
    figure = Figure("<svg/>", "그림 1", Table("", ["a"], [["1"]]))
    document = make_document(figure, *make_document().blocks, subtitle="부제")
    book = load_workbook(io.BytesIO(write_xlsx(document)))
    text = [row[0] for row in book["본문"].iter_rows(values_only=True)]
    assert text == [
        "2024년 실행계획", "부제", "그림 1", "추진 배경", "융합 59.2억원 추진", "둘째 줄", "1) 근거: 1행", "○ 가 & 나",
        "- 다 < 라", "· 마", "투자", "※ 반올림으로 합계가 다를 수 있음",
    ]  # fmt: skip
    assert {str(area) for area in book.worksheets[2].merged_cells.ranges} == {"B1:C1", "A4:A5"}


def test_same_document_gives_same_bytes() -> None:
    first = write_xlsx(make_document())
    time.sleep(1.1)
    assert write_xlsx(make_document()) == first
