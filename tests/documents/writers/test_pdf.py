"""PDF: tagged, the same bytes twice, nothing read that was not handed over."""

import io
import re
import time

import pdfplumber
import pytest
from django.utils import translation
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.factories.documents import documents, make_document, words
from yunghap.core.errors import InvalidInput
from yunghap.documents.blocks import Block, Document, Figure, Heading, Paragraph, Table, lines
from yunghap.documents.charts import bar_chart
from yunghap.documents.writers import pdf, pdf_worker
from yunghap.documents.writers.fonts import spelled_out
from yunghap.documents.writers.pdf import write_pdf


def text_of(data: bytes) -> str:
    with pdfplumber.open(io.BytesIO(data)) as document:
        return re.sub(r"\s", "", "".join(page.extract_text() for page in document.pages))


def noted(block: Block) -> bool:
    return isinstance(block, Paragraph) and any(run.note for run in block.runs)


def test_file_is_tagged_and_says_what_it_is() -> None:
    data = write_pdf(make_document(creator="산업부", language="ko"))
    with pdfplumber.open(io.BytesIO(data)) as document:
        catalogue = document.doc.catalog
        assert document.metadata["Title"] == "2024년 실행계획"
        assert document.metadata["Author"] == "산업부"
        assert document.metadata["CreationDate"].startswith("D:20000101000000")
        assert "StructTreeRoot" in catalogue
        assert catalogue["Lang"] in (b"ko", "ko")
        assert b"pdfuaid" in catalogue["Metadata"].resolve().get_data()


def test_same_document_gives_same_bytes() -> None:
    first = write_pdf(make_document())
    time.sleep(1.1)
    assert write_pdf(make_document()) == first


@settings(max_examples=6, deadline=None, phases=[Phase.generate])
@given(documents(words))
def test_any_document_shows_its_words(document: Document) -> None:
    shown = text_of(write_pdf(document))
    # The number of a note stands in the midst of the text that it belongs to.
    plain = [block for block in document.blocks if not noted(block)]
    for line in [*lines(Document(document.title, "ko", tuple(plain))), *document.notes]:
        for word in line.split():
            assert word in shown


@pytest.mark.parametrize(
    "text", ["新社△5%", "≒◈뷁", "😀\ue000", "a\u200bb\u2060c", "#emph[x] *y* $z$ @w <v> \\n // u", "𠮷"]
)
def test_every_letter_is_shown_or_spelled_out(text: str) -> None:
    document = make_document(Heading(1, text), Paragraph(text), Table(text, [text], [[text]]), title="제목")
    shown = text_of(write_pdf(document))
    expected = spelled_out(text) if spelled_out(text) in shown else text
    visible = re.sub(r"[\s\u200b\u2060]", "", expected)
    assert re.sub(r"[\u200b\u2060]", "", shown).count(visible) == 5


def test_letters_without_a_shape_are_spelled_out() -> None:
    assert spelled_out("가新△ x\n") == "가新△ x\n"
    assert spelled_out("😀\U000e0001") == "<U+1F600>"


@pytest.mark.parametrize(
    "place", ["file:///etc/hostname", "/etc/hostname", "../../etc/hostname", "http://127.0.0.1:1/a"]
)
def test_a_drawing_that_reaches_for_a_file_is_refused(place: str) -> None:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><image href="{place}" width="5" height="5"/></svg>'
    with pytest.raises(ValueError, match="cannot be set"):
        write_pdf(make_document(Figure(svg, "그림", Table("", ["a"], []))))


def test_charts_are_set_with_their_table() -> None:
    svg = bar_chart(title="투자", description="부처별", categories=["산업부"], values=[1], unit="억원")
    shown = text_of(
        write_pdf(make_document(Figure(svg, "그림 1", Table("", ["부처", "금액"], [["산업부", 1]]))))
    )
    assert "그림1부처금액산업부1" in shown


def test_worker_in_this_process_gives_the_same_file() -> None:
    """What coverage sees; the other tests go through the process."""
    document = make_document()
    order = pdf._order(pdf._source(document), document)
    assert pdf_worker.compose(order) == write_pdf(document)


def test_document_beyond_the_limits_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with translation.override("en"):
        monkeypatch.setattr(pdf, "COMMAND", ["sh", "-c", "kill -9 $$"])
        with pytest.raises(InvalidInput, match="too large"):
            write_pdf(make_document())
        monkeypatch.setattr(pdf, "COMMAND", ["sleep", "9"])
        monkeypatch.setattr(pdf, "WAIT", 0.01)
        with pytest.raises(InvalidInput, match="too large"):
            write_pdf(make_document())


@given(st.sampled_from(["ko", "en"]))
@settings(max_examples=2, deadline=None)
def test_language_of_the_document_is_that_of_the_file(language: str) -> None:
    with pdfplumber.open(io.BytesIO(write_pdf(make_document(language=language)))) as document:
        assert language in str(document.doc.catalog["Lang"])
