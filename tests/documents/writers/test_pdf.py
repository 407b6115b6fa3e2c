"""PDF: tagged, the same bytes twice, nothing read that was not handed over."""

import io
import re
import time

import pdfplumber
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.factories.documents import documents, make_document, words
from yunghap.documents.blocks import Block, Document, Figure, Paragraph, Table, lines
from yunghap.documents.writers import pdf
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
    "url", ["file:///etc/passwd", "http://127.0.0.1:1/a", "yunghap-font:../../etc/passwd", "data:,a"]
)
def test_nothing_else_is_fetched(url: str) -> None:
    with pytest.raises(ValueError, match="Not handed over"):
        pdf._Handed().fetch(url)


def test_picture_from_outside_is_not_loaded(caplog: pytest.LogCaptureFixture) -> None:
    svg = '<svg viewBox="0 0 10 10" width="10" height="10"><image href="file:///etc/hostname" width="5" height="5"/></svg>'
    write_pdf(make_document(Figure(svg, "그림", Table("", ["a"], []))))
    assert "Not handed over" in caplog.text or "Failed to load" in caplog.text


@given(st.sampled_from(["ko", "en"]))
@settings(max_examples=2, deadline=None)
def test_language_of_the_document_is_that_of_the_file(language: str) -> None:
    with pdfplumber.open(io.BytesIO(write_pdf(make_document(language=language)))) as document:
        assert language in str(document.doc.catalog["Lang"])
