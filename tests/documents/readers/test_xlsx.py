"""XLSX: workbooks written by openpyxl, and sheets made by hand."""

import datetime as dt

import pytest

from tests.factories.documents import rezip, xlsx_of, zip_of
from yunghap.core.errors import InvalidInput
from yunghap.documents.service import read_document

SHEET = "xl/worksheets/sheet1.xml"
SPACES = 'xmlns="urn:main" xmlns:r="urn:r"'


def made(sheet: str, **parts: str) -> bytes:
    """A workbook with one sheet of these rows; other parts by name."""
    return zip_of(
        {
            "[Content_Types].xml": "<Types/>",
            "xl/workbook.xml": f'<workbook {SPACES}><sheets><sheet name="자료" sheetId="1" r:id="rId1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": '<R><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></R>',
            SHEET: f"<worksheet {SPACES}><sheetData>{sheet}</sheetData></worksheet>",
            **{f"xl/{name}.xml": content for name, content in parts.items()},
        }
    )


def test_values_are_printed_as_stored() -> None:
    rows = [
        ["부처", "금액", "비율", "날짜"],
        ["산업부", 59.2, 0.1234, dt.date(2023, 11, 30)],
        ["과기부\n둘째 줄", 3456155000000, -0.5, dt.datetime.fromisoformat("2023-01-02T09:30")],
        [None, 0.1 + 0.2, True, dt.time(9, 5)],
        [None, None, None, None],
        ["끝"],
    ]
    data = xlsx_of({"투자": rows, "비고": [["참고"]]}, formats={"C2": "0.00%", "C3": "0%", "B2": "#,##0.00"})
    source = read_document(data)
    assert source.lines == (
        "투자",
        "부처\t금액\t비율\t날짜",
        "산업부\t59.2\t12.34%\t2023-11-30",
        "과기부 둘째 줄\t3456155000000\t-50%\t2023-01-02 09:30",
        "\t0.3\tTRUE\t09:05",
        "끝",
        "비고",
        "참고",
    )
    assert source.media_type.endswith("spreadsheetml.sheet")


def test_formula_gives_its_stored_result() -> None:
    row = (
        '<row><c r="A1"><f>SUM(B1)</f><v>3</v></c><c r="B1" t="str"><f>A1</f><v>글</v></c>'
        '<c r="C1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    )
    assert read_document(made(row)).lines == ("자료", "3\t글\t#DIV/0!")


def test_formula_without_result_is_refused_by_address() -> None:
    with pytest.raises(InvalidInput, match="Cell A2 of sheet “투자”"):
        read_document(xlsx_of({"투자": [[1], ["=A1+1"]]}))


def test_strings_shared_inline_and_formatted() -> None:
    strings = "<sst><si><t>공유</t></si><si><r><t>두 </t></r><r><t>조각_x000D_</t></r><rPh><t>후리가나</t></rPh></si></sst>"
    row = (
        '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="inlineStr"><is><t>안</t></is></c><c '
        't="inlineStr"/>'
        '<c t="b"><v>0</v></c><c t="d"><v>2023-11-30</v></c><c/></row>'
    )
    assert read_document(made(row, sharedStrings=strings)).lines == (
        "자료",
        "공유\t두 조각\t안\t\tFALSE\t2023-11-30",
    )


@pytest.mark.parametrize(
    ("code", "serial", "shown"),
    [
        ("yyyy&quot;년&quot; m&quot;월&quot;", "45260", "2023-11-30"),
        ("[$-412]h:mm", "0.5", "12:00"),
        ("yyyy-mm-dd hh:mm", "45260.75", "2023-11-30 18:00"),
        ("yyyy-mm-dd", "1", "1900-01-01"),
        ("#,##0&quot;days&quot;", "45260", "45260"),
        ("[Red]0.0_d", "3.5", "3.5"),
        ("0.0%;[Red]-0.0%", "-0.125", "-12.5%"),
        ("0&quot;%&quot;", "5", "5"),
    ],
)
def test_number_formats_tell_dates_from_numbers(code: str, serial: str, shown: str) -> None:
    styles = (
        f'<styleSheet><numFmts><numFmt numFmtId="200" formatCode="{code}"/></numFmts>'
        '<cellXfs><xf numFmtId="200"/></cellXfs></styleSheet>'
    )
    assert read_document(made(f"<row><c><v>{serial}</v></c></row>", styles=styles)).lines[1] == shown


def test_calendar_of_1904() -> None:
    styles = '<styleSheet><numFmts><numFmt numFmtId="200" formatCode="yyyy.mm.dd"/></numFmts><cellXfs><xf numFmtId="200"/></cellXfs></styleSheet>'
    data = made('<row><c r="A1" s="0"><v>100</v></c><c r="C1" s="9"><v>1.5E+3</v></c></row>', styles=styles)
    assert read_document(data).lines == ("자료", "1900-04-09\t\t1500")
    mac = rezip(
        data,
        lambda name, content: (
            content.replace(b"<sheets>", b'<workbookPr date1904="1"/><sheets>')
            if name == "xl/workbook.xml"
            else content
        ),
    )
    assert read_document(mac).lines == ("자료", "1904-04-10\t\t1500")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ('<row><c t="s"><v>5</v></c></row>', "damaged"),
        ('<row><c t="s"><v>-1</v></c></row>', "damaged"),
        ("<row><c><v>1e999999</v></c></row>", "damaged"),
        ("<row><c><v>NaN</v></c></row>", "damaged"),
        ("<row><c><v>abc</v></c></row>", "damaged"),
        ('<row><c r="XFD1"><v>1</v></c></row>', "too large"),
        ('<row><c s="1"><v>1e12</v></c></row>', "damaged"),
    ],
)
def test_broken_cells_are_refused(row: str, said: str) -> None:
    styles = '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    with pytest.raises(InvalidInput, match=said):
        read_document(made(row, styles=styles))


def test_chart_sheet_has_no_lines() -> None:
    data = rezip(
        made("<row><c><v>1</v></c></row>"),
        lambda name, content: content.replace(b"worksheet", b"chartsheet") if name == SHEET else content,
    )
    with pytest.raises(InvalidInput, match="no text"):
        read_document(data)


def test_far_corner_is_not_padded_to() -> None:
    data = xlsx_of({"멀리": [[1]]})
    far = rezip(
        data,
        lambda name, content: (
            content.replace(
                b"</sheetData>", b'<row r="1048576"><c r="ALL1048576"><v>2</v></c></row></sheetData>'
            )
            if name == SHEET
            else content
        ),
    )
    lines = read_document(far).lines
    assert lines[-1].endswith("\t2")
    assert sum(map(len, lines)) < 2_000


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"xl/vbaProject.bin": "x"}, "macros"),
        ({"xl/macrosheets/sheet1.xml": "<a/>"}, "macros"),
        ({"xl/_rels/workbook.xml.rels": None}, "damaged"),
        ({SHEET: None}, "damaged"),
        ({"xl/workbook.xml": None, "xl/workbook.bin": "x"}, "XLSB files"),
        ({"xl/workbook.xml": None, "ppt/a.xml": "<a/>"}, "PPTX files"),
        ({"xl/workbook.xml": None}, "ZIP files"),
        ({"[Content_Types].xml": None, "content.xml": "<a/>"}, "ODF files"),
        ({SHEET: "<!DOCTYPE a><a/>"}, "DOCTYPE"),
    ],
)
def test_other_and_broken_packages_are_refused(parts: dict[str, str | None], said: str) -> None:
    base = made("<row><c><v>1</v></c></row>")
    added = {name: content for name, content in parts.items() if content is not None}
    kept: dict[str, bytes | str] = {}
    rezip(base, lambda name, content: kept.setdefault(name, content) and content)  # type: ignore[arg-type]
    data = zip_of({**{name: content for name, content in kept.items() if name not in parts}, **added})
    with pytest.raises(InvalidInput, match=said):
        read_document(data)
