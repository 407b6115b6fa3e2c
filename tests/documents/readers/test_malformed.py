"""Good files of every format, cut off and with flipped bits: refused or read, never a traceback, never grown beyond measure."""

import random
from collections.abc import Callable
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.documents.readers.test_docx import made as docx_of
from tests.documents.readers.test_docx import p, r
from tests.factories.documents import hwp5_of, make_document, xlsx_of
from yunghap.core.errors import InvalidInput
from yunghap.documents.readers.detect import detect
from yunghap.documents.service import read_document
from yunghap.documents.writers.hwpx import write_hwpx
from yunghap.documents.writers.pdf import write_pdf

SMALL = 1024 * 1024  # below it a ratio says nothing
RATIO = 100  # as of archives: what is read costs time by its size
FILES: dict[str, Callable[[], bytes]] = {
    "text": lambda: "산업융합 59.2억원\n가\t나\n".encode() * 20,
    "cp949": lambda: ("산업융합 59.2억원\n" * 20).encode("cp949"),
    "hwpx": lambda: write_hwpx(make_document()),
    "hwp5": lambda: hwp5_of(write_hwpx(make_document())),
    "docx": lambda: docx_of(p(r("글")) + f"<w:tbl><w:tr><w:tc>{p(r('a'))}</w:tc></w:tr></w:tbl>"),
    "xlsx": lambda: xlsx_of({"a": [["글", 1.5], ["b", 2]]}),
}


@cache
def good(name: str) -> bytes:
    return FILES[name]()


def survives(data: bytes) -> None:
    """Read it or be told why not."""
    try:
        source = read_document(data)
    except InvalidInput:
        pass
    else:
        assert all("\n" not in line for line in source.lines)
        assert sum(map(len, source.lines)) <= max(SMALL, RATIO * len(data))


@pytest.mark.parametrize("name", FILES)
def test_cut_off_files(name: str) -> None:
    data = good(name)
    read_document(data)
    step = max(1, len(data) // 60)
    for end in range(0, len(data), step):
        survives(data[:end])


@pytest.mark.parametrize("name", FILES)
def test_files_with_flipped_bits(name: str) -> None:
    data = good(name)
    chance = random.Random(name)  # noqa: S311 - repeatable
    for _ in range(150):
        broken = bytearray(data)
        for _ in range(chance.choice([1, 1, 4, 32])):
            broken[chance.randrange(len(broken))] ^= 1 << chance.randrange(8)
        survives(bytes(broken))


@pytest.mark.parametrize("name", ["hwpx", "hwp5", "docx", "xlsx"])
def test_files_with_stretches_doubled_or_blanked(name: str) -> None:
    data = good(name)
    chance = random.Random(name)  # noqa: S311 - repeatable
    for _ in range(60):
        start, size = chance.randrange(len(data)), chance.randrange(1, 400)
        survives(data[:start] + data[start : start + size] + data[start:])
        survives(data[:start] + bytes(size) + data[start + size :])


def test_broken_pdf_files() -> None:
    """Few, because each one starts a process."""
    data = write_pdf(make_document())
    chance = random.Random("pdf")  # noqa: S311 - repeatable
    for _ in range(8):
        broken = bytearray(data[: chance.randrange(len(data) // 2, len(data))])
        for _ in range(20):
            broken[chance.randrange(len(broken))] ^= 1 << chance.randrange(8)
        survives(bytes(broken))


@settings(deadline=None)
@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf"]),
)
def test_any_bytes(data: bytes, start: bytes) -> None:
    survives(start + data)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"{\\rtf1 a}", "RTF files"),
        (b"HWP Document File V3.00 \x1a", "HWP 3 files"),
        (b"PK\x05\x06" + bytes(18), "ZIP"),
    ],
)
def test_known_formats_that_are_not_read_are_named(data: bytes, said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        detect(data)
