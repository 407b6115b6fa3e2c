"""Journal entries as few bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunghap.procedures.engine import packing
from yunghap.procedures.engine.packing import pack, unpack

TEXT = '[["v",0,{"papers_complete":true}],["i-",1,"completed"],["i+",2,0,"confirm","user","officer"]]'


@given(st.text())
def test_what_was_packed_comes_out(text: str) -> None:
    assert unpack(pack(text)) == text


def test_it_takes_half_the_room_or_less() -> None:
    assert len(pack(TEXT)) * 2 < len(TEXT)


@pytest.mark.parametrize("form", ["01", "02"])
def test_the_words_of_a_form_stay(form: str) -> None:
    """What was packed by these forms is on disks: this must never fail."""
    stored = f"{form}43282c482c482d2a8e8749a2e93344771cd80d202724e7e7a56516e562730900"
    assert unpack(bytes.fromhex(stored)) == TEXT


def test_identifiers_and_hashes_are_numbers() -> None:
    text = f'[["start","{"0123456789abcdef" * 4}","{"01HY" + "MOLTX" * 4 + "Z9"}"]]'
    assert len(pack(text)) < 70
    assert unpack(pack(text)) == text
    assert unpack(b"\x01" + pack("[]")[1:]) == "[]"


@pytest.mark.parametrize(
    "wrong", [b"", b"[[]]", b"\x03" + pack(TEXT)[1:], pack(TEXT)[:-1], pack(TEXT) + b"x", b"\x01\xff"]
)
def test_what_nobody_wrote_is_refused(wrong: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        unpack(wrong)


def test_more_than_an_entry_can_hold_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "LARGEST", 1_000)
    with pytest.raises(ValueError, match="longer"):
        unpack(pack("x" * 2_000))
