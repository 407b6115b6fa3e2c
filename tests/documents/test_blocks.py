"""The block model: what it takes, cleans and refuses."""

from datetime import datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given, settings

from tests.factories.documents import documents, make_document, texts
from yunghap.documents.blocks import (
    Bullet,
    Bullets,
    Cell,
    Document,
    Figure,
    Heading,
    Note,
    Paragraph,
    Run,
    Table,
    lines,
    one_line,
    paragraph_text,
)


@settings(deadline=None)
@given(texts)
def test_cleaned_text_stays_as_it_is(text: str) -> None:
    assert paragraph_text(paragraph_text(text)) == paragraph_text(text)
    assert one_line(one_line(text)) == one_line(text)
    assert "\n" not in one_line(text)


def test_text_that_no_format_holds_is_dropped_or_replaced() -> None:
    assert one_line(" a\x00b\tc\r\nd\u2028e  f\ud800\uffff ") == "ab c d e f\ufffd\ufffd"


def test_runs_are_cleaned_as_one_text() -> None:
    paragraph = Paragraph([Run(" a "), Run(" b\n "), Run(" c "), Run("", note=" 주 ")])
    assert paragraph.text == "a b\nc"
    assert [run.text for run in paragraph.runs] == ["a ", "b\n", "c", ""]
    assert paragraph.runs[3].note == "주"


@pytest.mark.parametrize("level", [0, 5])
def test_heading_of_unknown_level_is_refused(level: int) -> None:
    with pytest.raises(ValueError, match="level"):
        Heading(level, "a")


def test_bullet_of_unknown_level_and_document_without_title_are_refused() -> None:
    with pytest.raises(ValueError, match="level"):
        Bullet("a", 3)
    with pytest.raises(ValueError, match="title"):
        Document(" \n", "ko", ())


def test_numbers_are_printed_with_thousands_and_stand_right() -> None:
    table = Table("", ["이름", "금액", "수"], [["a", Decimal("1234.50"), 5], ["b", -1000, None]])
    assert table.grid() == [["이름", "금액", "수"], ["a", "1,234.50", "5"], ["b", "-1,000", ""]]
    assert table.align == ("left", "right", "right")


@pytest.mark.parametrize(
    ("header", "rows", "more", "said"),
    [
        ([], [], {}, "at least one column"),
        (["a", "b"], [["1"]], {}, "equally wide"),
        (["a"], [["1", "2"]], {}, "equally wide"),
        (["a", "b"], [[Cell("1", rows=2), "2"], ["3", "4"]], {}, "equally wide"),
        (["a", "b", "c"], [["0", Cell("1", rows=2), "2"], [Cell("3", columns=2), "4"]], {}, "overlap"),
        (["a"], [[Cell("1", rows=2)]], {}, "below"),
        (["a"], [], {"widths": [1, 2]}, "per column"),
        (["a"], [], {"widths": [0]}, "per column"),
        (["a"], [], {"align": ["left", "left"]}, "per column"),
    ],
)
def test_tables_that_are_no_grid_are_refused(header: list, rows: list, more: dict, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Table("", header, rows, **more)


def test_cell_that_covers_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Cell("a", columns=0)


def test_lines_of_every_block() -> None:
    figure = Figure("<svg/>", "그림 1", Table("", ["a"], [["1"], ["2"]]))
    document = make_document(
        Heading(1, "가"),
        Paragraph([Run("나", note="주1"), Run("다\n라", note="주2")]),
        Bullets(["마", Bullet("바", 1)]),
        figure,
        Table("표", ["하나"], []),
        Note("사"),
        title="제목",
        subtitle="부제",
    )
    assert lines(document) == (
        "제목", "부제", "가", "나다", "라", "1) 주1", "2) 주2", "○ 마", "- 바",
        "그림 1", "a", "1", "2", "표", "하나", "※ 사",
    )  # fmt: skip
    assert document.notes == ("주1", "주2")
    assert len(document.tables) == 2


def test_moment_is_kept_in_universal_time() -> None:
    moment = datetime(2024, 1, 1, 9, 0, 0, 5, tzinfo=timezone(timedelta(hours=9)))
    assert make_document(created=moment).created.isoformat() == "2024-01-01T00:00:00+00:00"


@settings(deadline=None)
@given(documents())
def test_any_document_has_lines_without_breaks(document: Document) -> None:
    assert all("\n" not in line for line in lines(document))
    assert lines(document)[0] == document.title
