"""Every hostile file ends in the right lines or in one clear sentence."""

import random
import re
import unicodedata

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.documents.hostile import files
from yunghap.core.errors import DomainError, InvalidInput
from yunghap.documents.service import read_document


@pytest.mark.parametrize("name", files.GOOD)
def test_disguised_file_gives_its_line(name: str) -> None:
    lines = read_document(files.GOOD[name](), name=f"{name}.exe").lines
    plain = [
        unicodedata.normalize("NFKC", line).replace("\u200b", "").strip("\ufeff\x1a\r\x0c \u2029")
        for line in lines
    ]
    assert any(files.LINE in line for line in plain)


@pytest.mark.parametrize("name", files.BAD)
def test_bad_file_is_refused_with_a_sentence(name: str) -> None:
    make, said = files.BAD[name]
    with pytest.raises(InvalidInput) as caught:
        read_document(make(), name=f"{name}.hwpx")
    with translation.override("en"):
        assert re.search(said, str(caught.value))
        assert str(caught.value).endswith(".")
    with translation.override("ko"):  # put together when it is shown, in the reader's language
        assert any("가" <= letter <= "힣" for letter in str(caught.value))


@settings(max_examples=60, deadline=None)
@given(
    name=st.sampled_from(["hwpx", "hwp 5", "xlsx", "docx", "cp949", "utf-16 with mark"]),
    seed=st.integers(0, 2**32),
    count=st.sampled_from([1, 2, 8, 40]),
)
def test_flipped_bits_are_read_or_refused(name: str, seed: int, count: int) -> None:
    data = bytearray(files.GOOD[name]())
    chance = random.Random(seed)  # noqa: S311 - repeatable
    for _ in range(count):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    try:
        source = read_document(bytes(data))
    except DomainError:
        return
    "\n".join(source.lines).encode()  # no half letters
