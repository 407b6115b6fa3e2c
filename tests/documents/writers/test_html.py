"""HTML: what it says can be read back, nothing in it needs an exception from the content security policy."""

import re

from hypothesis import given, settings
from lxml import html

from tests.factories.documents import documents, make_document
from yunghap.documents.blocks import BULLETS, Document, Figure, Heading, Table, lines
from yunghap.documents.writers.html import html_fragment, write_html


def read_back(document: Document) -> list[str]:
    """The lines of the fragment, notes left where they are printed: at the end."""
    root = html.fromstring(html_fragment(document))
    found: list[str] = []
    for element in root:
        if element.tag == "section":
            found += [item.text.strip() for item in element.iter("li")]
        elif element.tag == "ul":
            mark = BULLETS[int(element.get("class")[-1])]
            found += [f"{mark} {item.text or ''}".strip() for item in element]
        elif element.tag == "div":
            found += table_lines(element)
        else:
            found += text_lines(element)
    return found


def text_lines(element: html.HtmlElement) -> list[str]:
    for reference in element.xpath(".//sup"):
        reference.getparent().remove(reference) if not reference.tail else reference.drop_tree()
    for br in element.iter("br"):
        br.tail = "\n" + (br.tail or "")
    return element.text_content().split("\n")


def table_lines(element: html.HtmlElement) -> list[str]:
    caption = element.find("table/caption")
    rows = [[cell.text_content() for cell in row] for row in element.iter("tr")]
    return ([caption.text] if caption is not None else []) + ["|".join(row) for row in rows]


def expected(document: Document) -> list[str]:
    """The document's own lines, tables by their cells."""
    out: list[str] = []
    for block in document.blocks:
        if isinstance(block, Table):
            rows = [block.above] * bool(block.above) + [block.header, *block.rows]
            out += [block.caption] * bool(block.caption) + [
                "|".join(cell.text for cell in row) for row in rows
            ]
        else:
            alone = Document("x", "ko", (block, Heading(1, "끝")))
            out += [line for line in lines(alone)[1:-1] if not (alone.notes and re.match(r"\d+\) ", line))]
    return [document.title, *out, *document.notes]


@settings(deadline=None)
@given(documents())
def test_any_document_reads_back(document: Document) -> None:
    if not any(re.match(r"\d+\) ", line) for line in lines(document)):
        assert read_back(document) == expected(document)


def test_sample_reads_back_with_its_notes() -> None:
    assert read_back(make_document()) == expected(make_document())


def test_no_inline_style_and_no_script() -> None:
    figure = Figure('<svg viewBox="0 0 1 1"></svg>', "그림", Table("", ["a"], []))
    written = write_html(
        make_document(figure, *make_document().blocks, subtitle="부제", creator="A & B")
    ).decode()
    body = written[written.index("<body>") :]
    assert not re.search(r"\sstyle=|<style|<script|\son\w+=", body)
    assert "http" not in re.sub(r'xmlns="[^"]*"', "", written)
    assert '<meta name="author" content="A &amp; B">' in written


def test_headings_follow_the_page_they_stand_in() -> None:
    fragment = html_fragment(make_document(Heading(1, "가"), Heading(4, "나")), heading=3)
    assert re.findall(r"<h(\d)", fragment) == ["3", "4", "6"]
