"""HWPX made by hand, piece by piece."""

import pytest

from tests.factories.documents import hwpx_section, make_document, rezip, zip_of
from yunghap.core.errors import InvalidInput
from yunghap.documents import blocks
from yunghap.documents.service import read_document
from yunghap.documents.writers.hwpx import write_hwpx


def p(inner: str, shape: str = "0") -> str:
    return f'<hp:p paraPrIDRef="{shape}"><hp:run>{inner}</hp:run></hp:p>'


def t(text: str) -> str:
    return f"<hp:t>{text}</hp:t>"


def tc(inner: str, row: int = -1, column: int = -1, rows: int = 1, columns: int = 1) -> str:
    address = f'<hp:cellAddr colAddr="{column}" rowAddr="{row}"/>' if row >= 0 else ""
    return (
        f"<hp:tc><hp:subList>{inner}</hp:subList>{address}"
        f'<hp:cellSpan colSpan="{columns}" rowSpan="{rows}"/></hp:tc>'
    )


def tbl(*rows: str, caption: str = "") -> str:
    return f"<hp:tbl>{caption}{''.join(f'<hp:tr>{row}</hp:tr>' for row in rows)}</hp:tbl>"


def read(body: str, **more: object) -> tuple[str, ...]:
    return read_document(hwpx_section(body, **more)).lines  # type: ignore[arg-type]


def test_own_document_reads_back_as_its_lines() -> None:
    document = make_document()
    source = read_document(write_hwpx(document))
    assert source.lines == blocks.lines(document)
    assert source.title == document.title
    assert source.media_type == "application/hwp+zip"


def test_inline_elements_print_what_they_show() -> None:
    inner = (
        "<hp:t>가<hp:tab/>나<hp:nbSpace/>다<hp:fwSpace/>라<hp:hyphen/>마<hp:lineBreak/>바<hp:markpenBegin/>사</hp:t>"
        "<hp:equation><hp:script>x over y</hp:script></hp:equation><hp:equation/>"
        '<hp:compose composeText="⑪"/><hp:dutmal><hp:mainText>본말</hp:mainText></hp:dutmal>'
        "<hp:unknown/>"
    )
    assert read(p(inner)) == ("가 나 다 라-마", "바사x over y⑪본말")


def test_deleted_text_is_left_out_also_across_runs() -> None:
    inner = (
        "<hp:t>가<hp:deleteBegin/>나</hp:t><hp:t>다<hp:deleteEnd/>라</hp:t><hp:t><hp:insertBegin/>마</hp:t>"
    )
    assert read(p(inner)) == ("가라마",)


def test_table_cells_merge_and_nested_tables_follow() -> None:
    nested = tbl(tc(p(t("안1"))) + tc(p(t("안2"))), tc(p(t("안3"))) + tc(p(t("안4"))))
    table = tbl(
        tc(p(t("가")) + p(t("나")), 0, 0, rows=2) + tc(p(t("머리")), 0, 1, columns=2),
        tc(p(t("다") + nested), 1, 1) + tc(p(t("라")), 1, 2),
    )
    assert read(p(t("앞") + table + t("뒤"))) == (
        "앞",
        "가 나\t머리\t",
        "\t다\t라",
        "",
        "안1\t안2",
        "안3\t안4",
        "뒤",
    )


def test_cells_without_address_take_the_next_free_place() -> None:
    table = tbl(tc(p(t("1")), rows=2) + tc(p(t("2"))), tc(p(t("3"))))
    assert read(p(table)) == ("1\t2", "\t3")


def test_frame_around_text_and_single_row_are_no_tables() -> None:
    box = tbl(tc(p(t("틀 안")) + p(t("둘째")), 0, 0))
    title = tbl(tc(p(t("Ⅰ")), 0, 0) + tc(p(""), 0, 1) + tc(p(t("추진 배경")), 0, 2))
    assert read(p(box) + p(title)) == ("틀 안", "둘째", "Ⅰ 추진 배경")


def test_tables_that_touch_are_kept_apart() -> None:
    table = tbl(tc(p(t("a"))) + tc(p(t("b"))), tc(p(t("c"))) + tc(p(t("d"))))
    empty = tbl(tc(p("")) + tc(p("")), tc(p("")) + tc(p("")))
    assert read(p(table) + p(empty) + p(table)) == ("a\tb", "c\td", "", "a\tb", "c\td")


def test_caption_stands_where_it_is_printed() -> None:
    rows = (tc(p(t("a"))) + tc(p(t("b"))), tc(p(t("c"))) + tc(p(t("d"))))
    over = f'<hp:caption side="TOP"><hp:subList>{p(t("위"))}</hp:subList></hp:caption>'
    under = f'<hp:caption side="BOTTOM"><hp:subList>{p(t("아래"))}</hp:subList></hp:caption>'
    assert read(p(tbl(*rows, caption=over))) == ("위", "a\tb", "c\td")
    assert read(p(tbl(*rows, caption=under))) == ("a\tb", "c\td", "아래")


def test_notes_follow_the_paragraph_and_notes_in_cells_the_table() -> None:
    def note(number: int, text: str) -> str:
        return (
            f'<hp:ctrl><hp:footNote><hp:subList><hp:p><hp:run><hp:ctrl><hp:autoNum num="{number}">'
            "<hp:autoNumFormat "
            f'type="DIGIT" suffixChar=")"/></hp:autoNum></hp:ctrl>{t(" " + text)}</hp:run></hp:p>'
            "</hp:subList>"
            "</hp:footNote></hp:ctrl>"
        )

    cells = tc(p(t("5억원") + note(2, "칸의 주"))) + tc(p(t("b")))
    body = p(t("3억원") + note(1, "본문의 주") + t(" 투입")) + p(tbl(cells, cells.replace('"2"', '"3"')))
    assert read(body) == ("3억원 투입", "1) 본문의 주", "5억원\tb", "5억원\tb", "2) 칸의 주", "3) 칸의 주")


def test_text_boxes_and_picture_captions_stand_on_lines_of_their_own() -> None:
    box = f"<hp:rect><hp:drawText><hp:subList>{p(t('상자'))}</hp:subList></hp:drawText></hp:rect>"
    group = f"<hp:container>{box}<hp:ellipse/></hp:container>"
    picture = f"<hp:pic><hp:caption><hp:subList>{p(t('그림 1'))}</hp:subList></hp:caption></hp:pic>"
    assert read(p(t("앞") + group + picture + t("뒤"))) == ("앞", "상자", "그림 1", "뒤")


def test_page_headers_footers_and_comments_are_left_out() -> None:
    skipped = "".join(
        f"<hp:ctrl><hp:{name}><hp:subList>{p(t('숨김'))}</hp:subList></hp:{name}></hp:ctrl>"
        for name in ("header", "footer", "hiddenComment", "pageNum")
    )
    assert read(p(skipped + t("본문"))) == ("본문",)


def test_list_numbers_are_printed() -> None:
    header = (
        '<hh:numbering id="1"><hh:paraHead level="1" numFormat="DIGIT">^1.</hh:paraHead>'
        '<hh:paraHead level="2" numFormat="HANGUL_SYLLABLE" start="2">^1-^2)</hh:paraHead></hh:numbering>'
        '<hh:bullet id="1" char="□"/><hh:bullet id="2" char="\uf0b7"/>'
        '<hh:paraPr id="1"><hh:heading type="NUMBER" idRef="1" level="0"/></hh:paraPr>'
        '<hh:paraPr id="2"><hp:switch><hp:case><hh:heading type="NUMBER" idRef="1" level="1"/></hp:case>'
        "</hp:switch>"
        "</hh:paraPr>"
        '<hh:paraPr id="3"><hh:heading type="BULLET" idRef="1" level="0"/></hh:paraPr>'
        '<hh:paraPr id="4"><hh:heading type="BULLET" idRef="2" level="0"/></hh:paraPr>'
        '<hh:paraPr id="5"><hh:heading type="OUTLINE" idRef="0" level="0"/></hh:paraPr>'
        '<hh:paraPr id="6"><hh:heading type="NUMBER" idRef="9" level="0"/></hh:paraPr>'
        '<hh:paraPr id="7"><hh:heading type="NUMBER" idRef="1" level="6"/></hh:paraPr>'
    )
    body = "".join(p(t("글"), shape) for shape in "1221234567")
    assert read(body, header=header) == (
        "1. 글", "1-나) 글", "1-다) 글", "2. 글", "2-나) 글", "□ 글", "• 글", "글", "글", "글",
    )  # fmt: skip


def test_outline_numbers_come_from_the_section() -> None:
    header = (
        '<hh:numbering id="3"><hh:paraHead level="1" numFormat="ROMAN_CAPITAL">^1.</hh:paraHead>'
        "</hh:numbering>"
        '<hh:paraPr id="5"><hh:heading type="OUTLINE" idRef="0" level="0"/></hh:paraPr>'
    )
    section = p('<hp:secPr outlineShapeIDRef="3"/>' + t("개요"), "5")
    assert read(section + p(t("둘"), "5"), header=header) == ("I. 개요", "II. 둘")


def test_sections_come_in_the_order_of_the_spine_else_by_number() -> None:
    def section(text: str) -> str:
        return f'<hs:sec xmlns:hp="urn:p" xmlns:hs="urn:s">{p(t(text))}</hs:sec>'

    parts = {f"Contents/section{number}.xml": section(str(number)) for number in (10, 2, 1)}
    assert read_document(zip_of({"Contents/section0.xml": section("0"), **parts})).lines == (
        "0",
        "1",
        "2",
        "10",
    )
    package = (
        '<package><metadata><title> 제목 </title></metadata><manifest><item id="a" '
        'href="Contents/section2.xml"/>'
        '<item id="b" href="Contents/section1.xml"/></manifest><spine><itemref idref="a"/><itemref '
        'idref="b"/>'
        '<itemref idref="nowhere"/></spine></package>'
    )
    source = read_document(zip_of({**parts, "Contents/content.hpf": package}))
    assert source.lines == ("2", "1")
    assert source.title == "제목"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (zip_of({"Contents/content.hpf": "<package/>"}), "damaged"),
        (hwpx_section(p(t("a")), more={"META-INF/manifest.xml": "<m><encryption-data/></m>"}), "encrypted"),
        (hwpx_section(p(tbl(tc(p(t("a")), 0, 5_000_000), tc(p(t("b")), 1, 0)))), "too large"),
        (hwpx_section(p(tbl(tc(p(t("a")), 900_000, 0), tc(p(t("b")), 1, 0)))), "too large"),
        (hwpx_section(p("<hp:tbl>" * 90 + "</hp:tbl>" * 90)), "no text"),
        (hwpx_section("<p>" * 9_000 + "</p>" * 9_000), "XML"),
        (hwpx_section("<hp:p>"), "XML"),
        (zip_of({"Contents/section0.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "DOCTYPE"),
    ],
)
def test_hostile_and_broken_files_are_refused(data: bytes, said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        read_document(data)


def test_merged_cell_over_the_whole_world_costs_nothing() -> None:
    cells = tc(p(t("a")), 0, 0, rows=199_999, columns=999) + tc(p(t("b")), 1, 999)
    with pytest.raises(InvalidInput, match="too large"):
        read_document(hwpx_section(p(tbl(cells, cells))))


def test_file_without_its_section_is_refused() -> None:
    with pytest.raises(InvalidInput, match="damaged"):
        read_document(
            rezip(write_hwpx(make_document()), lambda name, data: None if "section" in name else data)
        )
