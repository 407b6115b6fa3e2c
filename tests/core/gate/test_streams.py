"""Bytes and text from outside."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunghap.core.errors import InvalidInput
from yunghap.core.gate import decode_text, read_limited


@given(st.binary(max_size=400), st.integers(0, 400))
def test_read_limited_gives_all_or_refuses(data: bytes, limit: int) -> None:
    if len(data) <= limit:
        assert read_limited(io.BytesIO(data), limit) == data
    else:
        with pytest.raises(InvalidInput):
            read_limited(io.BytesIO(data), limit)


def test_read_limited_stops_soon_after_the_limit() -> None:
    class Endless:
        given = 0

        def read(self, size: int, /) -> bytes:
            self.given += size
            return b"x" * size

    endless = Endless()
    with pytest.raises(InvalidInput):
        read_limited(endless, 100_000)
    assert endless.given <= 100_001


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp949", "euc-kr"])
def test_decode_text_reads_korean_in_the_usual_encodings(encoding: str) -> None:
    assert decode_text("산업융합\r\n실행계획".encode(encoding)) == "산업융합\r\n실행계획"


@pytest.mark.parametrize(
    "data", [b"\x00\x01", b"\xff\xfe\x00", b"\x80\x80\xff", b"PK\x03\x04\x00", b"\xff\xfe\x00\xd8"]
)
def test_decode_text_refuses_binary(data: bytes) -> None:
    with pytest.raises(InvalidInput):
        decode_text(data)


def test_decode_text_takes_nothing_as_empty() -> None:
    assert decode_text(b"") == ""
