"""Plain text: encodings, line ends, what is no text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yunghap.core.errors import InvalidInput
from yunghap.documents.readers.text import decode, split_lines
from yunghap.documents.service import read_document

KOREAN = "산업융합 59.2억원\r\n둘째 줄\n\n① 넷째"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp949"])
def test_text_in_every_encoding_gives_the_same_lines(encoding: str) -> None:
    source = read_document(KOREAN.encode(encoding))
    assert source.lines == ("산업융합 59.2억원", "둘째 줄", "", "① 넷째")
    assert source.media_type == "text/plain"
    assert source.title == "산업융합 59.2억원"


def test_utf16_with_mark_in_big_endian() -> None:
    assert decode("\ufeff가".encode("utf-16-be")) == "가"


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_lines_put_together_again_are_the_text(text: str) -> None:
    """Split at LF and CRLF only: a lone CR, a form feed or U+2028 stays within its line."""
    lines = split_lines(text)
    assert "\n".join(lines) + ("\n" if text.endswith("\n") else "") == text.replace("\r\n", "\n")


def test_offsets_are_those_of_the_text_untouched() -> None:
    source = read_document("  △59.2\t억원 \u2028\u3164\n한글\n".encode())
    assert source.lines[0] == "  △59.2\t억원 \u2028\u3164"
    assert source.lines[1] == "한글", "decomposed Hangul is not composed"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no text"),
        (b" \n\t\n", "no text"),
        ("융합 계획 59억원".encode()[:-4] + b"\xff\n", "UTF-8"),
        (b"\xef\xbb\xbfa\xff", "byte 4"),
        (b"\x80\xff\xfe\x81", "neither"),
        (b"MZ\x90\x01\x03 binary", "neither"),
        (b"abc\x01def", "neither"),
        ("가".encode("utf-16") + b"\x00", "neither"),
    ],
)
def test_bytes_that_are_no_text_are_refused(data: bytes, said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        read_document(data)


def test_text_with_too_many_lines_is_refused() -> None:
    with pytest.raises(InvalidInput, match="too large"):
        read_document(b"a\n" * 200_002)


def test_file_beyond_the_limit_is_refused_before_it_is_read() -> None:
    with pytest.raises(InvalidInput, match="50 MB"):
        read_document(bytes(50 * 1024 * 1024 + 1))


def test_title_falls_back_to_the_name() -> None:
    assert read_document(b"1,2\n", name="old/plan 2023.csv").title == "plan 2023"
