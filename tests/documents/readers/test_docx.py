"""DOCX: files written by python-docx, and bodies made by hand."""

import io
from typing import Any

import docx
import pytest

from tests.factories.documents import zip_of
from yunghap.core.errors import InvalidInput
from yunghap.documents.service import read_document

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def made(body: str, **parts: str) -> bytes:
    """A DOCX file with this body; other parts by name without ending."""
    wrap = f'<w:{{0}} xmlns:w="{W}" xmlns:mc="urn:mc" xmlns:wp="urn:wp" xmlns:m="urn:m">{{1}}</w:{{0}}>'
    names = {"numbering": "numbering", "styles": "styles", "footnotes": "footnotes", "endnotes": "endnotes"}
    more = {f"word/{name}.xml": wrap.format(names[name], content) for name, content in parts.items()}
    document = wrap.format("document", f"<w:body>{body}</w:body>")
    return zip_of({"[Content_Types].xml": "<Types/>", "word/document.xml": document, **more})


def p(inner: str, properties: str = "") -> str:
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"


def r(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def test_document_written_by_python_docx() -> None:
    document = docx.Document()
    document.core_properties.title = "실행계획"
    document.add_heading("추진 배경", 1)
    document.add_paragraph("예산은\t59.2억원이다.\n둘째 줄")
    table = document.add_table(3, 3)
    for row in range(3):
        for column in range(3):
            table.cell(row, column).text = f"{row}{column}"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "머리"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "합친\n칸"
    document.add_paragraph("끝")
    document.sections[0].header.paragraphs[0].text = "머리말"
    source = read_document(saved(document))
    assert source.title == "실행계획"
    assert source.lines == (
        "추진 배경",
        "예산은 59.2억원이다.",
        "둘째 줄",
        "00\t머리\t",
        "합친 칸\t11\t12",
        "\t21\t22",
        "끝",
    )


def test_built_in_lists_of_python_docx_print_their_marks() -> None:
    document = docx.Document()
    for text, style in (("가", "List Number"), ("나", "List Number"), ("다", "List Bullet")):
        document.add_paragraph(text, style=style)
    assert read_document(saved(document)).lines == ("1. 가", "2. 나", "• 다")


def test_list_numbers_by_list_level_style_and_restart() -> None:
    def level(index: int, kind: str, text: str, start: int = 1) -> str:
        return (
            f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>'
            f'<w:lvlText w:val="{text}"/></w:lvl>'
        )

    numbering = (
        '<w:abstractNum w:abstractNumId="0">'
        f"{level(0, 'upperRoman', '제%1장')}{level(1, 'ganada', '%1.%2)', 2)}"
        f"{level(2, 'none', '')}</w:abstractNum>"
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride '
        'w:val="7"/>'
        "</w:lvlOverride></w:num>"
        '<w:num w:numId="4"><w:abstractNumId w:val="99"/></w:num>'
    )
    styles = (
        '<w:style w:styleId="List"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="Child"><w:basedOn w:val="List"/><w:pPr><w:jc/></w:pPr></w:style>'
        '<w:style w:styleId="Loop"><w:basedOn w:val="Loop"/></w:style>'
    )

    def item(identity: int, depth: int = 0) -> str:
        return p(r("글"), f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{identity}"/></w:numPr>')

    body = (
        item(1) + item(1, 1) + item(2) + item(3) + item(1, 2) + item(4) + item(0)
        + p(r("글"), '<w:pStyle w:val="Child"/>') + p(r("글"), '<w:pStyle w:val="Loop"/>')
        + p(r("글"), '<w:pStyle w:val="Nowhere"/>')
    )  # fmt: skip
    assert read_document(made(body, numbering=numbering, styles=styles)).lines == (
        "제I장 글", "I.나) 글", "제II장 글", "제VII장 글", "글", "글", "글", "제III장 글", "글", "글",
    )  # fmt: skip


def test_inline_elements_print_what_they_show() -> None:
    body = p(
        '<w:r><w:t>가</w:t><w:noBreakHyphen/><w:softHyphen/><w:t>나</w:t><w:sym w:char="F0B7"/><w:sym '
        'w:char="2460"/>'
        '<w:sym w:char="zz"/><w:cr/></w:r>'
        "<w:ins><w:r><w:t>더함</w:t></w:r></w:ins><w:del><w:r><w:delText>뺌</w:delText></w:r></w:del>"
        "<w:hyperlink><w:r><w:t> 연결</w:t></w:r></w:hyperlink><w:fldSimple><w:r><w:t> 칸</w:t></w:r>"
        "</w:fldSimple>"
        "<w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t> 안</w:t></w:r></w:sdtContent></w:sdt>"
        "<m:oMath><m:r><m:t>x+1</m:t></m:r></m:oMath><w:r><w:t/></w:r>"
    )
    assert read_document(made(body)).lines == ("가-나•①", "더함 연결 칸 안x+1")


def test_text_boxes_are_read_once() -> None:
    box = f"<w:txbxContent>{p(r('상자'))}</w:txbxContent>"
    drawing = (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing><wp:inline>{box}</wp:inline></w:drawing>"
        "</mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    empty = "<w:r><mc:AlternateContent><mc:Choice/></mc:AlternateContent></w:r>"
    assert read_document(made(p(r("앞") + drawing + empty + r("뒤")))).lines == ("앞", "상자", "뒤")


def test_notes_follow_the_paragraph() -> None:
    notes = f'<w:footnote w:id="2">{p(r("첫 주"))}</w:footnote><w:footnote w:id="3">{p(r("둘째 주"))}</w:footnote>'
    ends = f'<w:endnote w:id="2">{p(r("끝 주"))}</w:endnote>'
    refer = (
        '<w:r><w:footnoteReference w:id="3"/><w:footnoteReference w:id="2"/><w:footnoteReference w:id="9"/>'
        '<w:endnoteReference w:id="2"/></w:r>'
    )
    data = made(p(r("59.2억원") + refer + r(" 투입")), footnotes=notes, endnotes=ends)
    assert read_document(data).lines == ("59.2억원 투입", "1) 둘째 주", "2) 첫 주", "1) 끝 주")


def test_tables_in_content_controls_nested_and_shifted() -> None:
    def cell(inner: str, more: str = "") -> str:
        return f"<w:tc>{f'<w:tcPr>{more}</w:tcPr>' if more else ''}{inner}</w:tc>"

    nested = f"<w:tbl><w:tr>{cell(p(r('1')))}</w:tr><w:tr>{cell(p(r('2')))}</w:tr></w:tbl>"
    table = (
        f"<w:tbl><w:sdt><w:sdtContent><w:tr>{cell(p(r('가')))}{cell(p(r('나')) + nested + p(''))}</w:tr>"
        "</w:sdtContent>"
        f'</w:sdt><w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{cell(p(r("다")))}</w:tr>'
        f"<w:tr>{cell(p(r('라')), '<w:vMerge/>')}{cell(p(r('마')))}</w:tr></w:tbl>"
    )
    assert read_document(made(f"<w:sdt><w:sdtContent>{table}</w:sdtContent></w:sdt>{p('')}{p(r('끝'))}")).lines == (
        "가\t나", "\t다", "라\t마", "", "1", "2", "", "끝",
    )  # fmt: skip


def test_macros_and_broken_files_are_refused() -> None:
    good = saved(docx.Document())
    with pytest.raises(InvalidInput, match="macros"):
        read_document(
            zip_of({"[Content_Types].xml": "<a/>", "word/document.xml": "<a/>", "word/vbaProject.bin": "x"})
        )
    with pytest.raises(InvalidInput, match="no text"):
        read_document(good)
    with pytest.raises(InvalidInput, match="damaged"):
        read_document(zip_of({"[Content_Types].xml": "<a/>", "word/document.xml": "<a/>"}))
    with pytest.raises(InvalidInput, match="XML"):
        read_document(made("<w:tbl>" * 300))
