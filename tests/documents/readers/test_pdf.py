"""PDF: files set by Typst, and files made by hand."""

import re
import zlib

import pytest
import typst

from tests.factories.documents import make_document
from yunghap.core.errors import InvalidInput
from yunghap.documents.blocks import Document, Paragraph, Table
from yunghap.documents.readers import pdf as reader
from yunghap.documents.readers import pdf_worker
from yunghap.documents.readers.lines import TooLong
from yunghap.documents.service import read_document
from yunghap.documents.writers.pdf import write_pdf


def pdf_of(*objects: bytes, trailer: bytes = b"") -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    out = bytearray(b"%PDF-1.7\n")
    offsets = []
    for number, item in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, item)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        trailer,
        start,
    )
    return bytes(out)


def page_of(content: bytes, *, filters: bytes = b"", count: int = 1) -> bytes:
    """A PDF with one content stream on `count` pages."""
    kids = b" ".join(b"%d 0 R" % number for number in [3, *range(6, 5 + count)])
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R "
        b"/Resources << /Font << /F 5 0 R >> >> >>"
    )
    return pdf_of(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count),
        page,
        b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), filters, content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *[page] * (count - 1),
    )


def test_own_document_gives_lines_and_tables() -> None:
    source = read_document(write_pdf(make_document()))
    assert source.title == "2024년 실행계획"
    assert source.media_type == "application/pdf"
    for line in (
        "추진 배경",
        "○ 가 & 나",
        "산업부\t59.2\t1,234,567",
        "과기부\t-3.10\t5",
        "\t0\t",
        "a\tb",
        "2\ty",
    ):
        assert line in source.lines


def test_table_over_pages_is_one_table() -> None:
    rows = [[f"사업 {number}", number] for number in range(120)]
    source = read_document(
        write_pdf(Document("긴 표", "ko", (Table("", ["이름", "금액"], rows), Paragraph("끝"))))
    )
    cells = [line for line in source.lines if "\t" in line]
    assert cells == ["이름\t금액", *(f"사업 {number}\t{number}" for number in range(120))]


def test_table_in_a_table_is_read_once() -> None:
    source = b"#table(columns: 2, [out1], table(columns: 2, [in1], [in2], [in3], [in4]), [out2], [out3])"
    data = typst.compile(source, format="pdf", ignore_system_fonts=True)
    assert isinstance(data, bytes)
    text = "\n".join(read_document(data).lines)
    assert [text.count(word) for word in ("out1", "in1", "in4", "out3")] == [1, 1, 1, 1]


def test_page_numbers_in_the_margin_are_left_out() -> None:
    text = b"BT /F 12 Tf 10 100 Td (Budget 59.2) Tj 0 -90 Td (- 12 -) Tj 0 30 Td (34) Tj ET"
    assert read_document(page_of(text, count=2)).lines == ("Budget 59.2", "34") * 2


def test_pages_without_text_are_refused_as_scanned() -> None:
    with pytest.raises(InvalidInput, match="no text layer"):
        read_document(page_of(b"0 0 100 100 re f"))
    with pytest.raises(InvalidInput, match="no text layer"):
        read_document(b"\x89PNG\r\n\x1a\n" + bytes(100))


def test_font_without_characters_is_refused() -> None:
    data = page_of(b"BT /F 12 Tf 10 100 Td <00010002> Tj ET").replace(
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [<< /Type /Font /Subtype "
        b"/CIDFontType2 /BaseFont /X /CIDSystemInfo << /Registry (A) /Ordering (B) /Supplement 0 >> >>] >>",
    )
    with pytest.raises(InvalidInput, match="fonts"):
        read_document(data)


def test_encrypted_file_is_refused() -> None:
    data = page_of(b"BT /F 12 Tf 10 100 Td (secret) Tj ET")
    encrypt = (
        b"/Encrypt << /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O <"
        + b"28" * 32
        + b"> /U <"
        + b"11" * 32
        + b"> >>"
        b" /ID [<00><00>]"
    )
    with pytest.raises(InvalidInput, match="encrypted"):
        read_document(re.sub(rb"/Root 1 0 R", b"/Root 1 0 R " + encrypt, data))


def test_too_many_pages_are_refused() -> None:
    with pytest.raises(InvalidInput, match="too large"):
        read_document(page_of(b"BT ET", count=1_001))


def test_bomb_is_stopped() -> None:
    """1.75 GB of blanks in one stream."""
    packer = zlib.compressobj(1)
    packed = b"".join(packer.compress(bytes(1 << 24)) for _ in range(112)) + packer.flush()
    with pytest.raises(InvalidInput, match=r"too large|damaged"):
        read_document(page_of(packed, filters=b"/Filter /FlateDecode"))


@pytest.mark.parametrize("data", [b"%PDF-1.7\nnothing", b"%PDF-", b"%PDF-1.4\n" + bytes(range(256)) * 40])
def test_broken_files_are_refused(data: bytes) -> None:
    with pytest.raises(InvalidInput, match="damaged"):
        read_document(data)


def test_worker_in_this_process_gives_the_same_lines() -> None:
    """What coverage sees; the other tests go through the process."""
    rows = [[f"사업 {number}", number] for number in range(60)]
    data = write_pdf(make_document(*make_document().blocks, Table("긴 표", ["이름", "금액"], rows)))
    title, lines = pdf_worker.read(data)
    assert (title, lines) == ("2024년 실행계획", read_document(data).lines)
    assert lines.count("이름\t금액") == 1


@pytest.mark.parametrize(
    ("data", "error", "said"),
    [
        (b"%PDF-1.7", pdf_worker.Refused, "damaged"),
        (
            pdf_of(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"),
            pdf_worker.Refused,
            "damaged",
        ),
        (page_of(b"0 0 9 9 re f"), pdf_worker.Refused, "no_text_layer"),
        (page_of(b"BT ET", count=1_001), TooLong, "^$"),
    ],
)
def test_worker_names_the_reason(data: bytes, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        pdf_worker.read(data)


def test_worker_answers_whatever_happens(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    for data, answer in (
        (b"%PDF", b'{"error": "damaged"}'),
        (page_of(b"BT ET", count=1_001), b'{"error": "too_long"}'),
    ):
        assert pdf_worker.answer_to(data) == answer.decode()
    assert b'"lines": ["x"]' in pdf_worker.answer_to(page_of(b"BT /F 9 Tf 9 99 Td (x) Tj ET")).encode()


def test_worker_that_takes_too_long_or_dies_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    data = page_of(b"BT /F 9 Tf 9 99 Td (x) Tj ET")
    monkeypatch.setattr(reader, "WAIT", 0.001)
    with pytest.raises(InvalidInput, match="too large"):
        read_document(data)
    monkeypatch.setattr(reader, "WAIT", 60)
    monkeypatch.setattr(reader, "COMMAND", ["sh", "-c", "kill -9 $$"])
    with pytest.raises(InvalidInput, match="too large"):
        read_document(data)
    monkeypatch.setattr(reader, "COMMAND", ["false"])
    with pytest.raises(InvalidInput, match="damaged"):
        read_document(data)
