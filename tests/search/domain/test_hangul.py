import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunghap.search.domain import hangul

SYLLABLES = st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), max_size=6)


@pytest.mark.parametrize(
    ("keys", "word"),
    [
        ("wnckwkd", "주차장"),
        ("ehtjrhks", "도서관"),
        ("rkqt", "값"),
        ("dmldnjs", "의원"),
        ("parking", ""),
        ("rrr", ""),
        ("ehfmdt", ""),
        ("k", ""),
        ("", ""),
    ],
)
def test_from_keys(keys, word):
    assert hangul.from_keys(keys) == word


def test_letters_are_as_typed():
    assert hangul.letters("주찾") == hangul.letters("주차ㅈ") == "ㅈㅜㅊㅏㅈ"
    assert hangul.letters("값a") == "ㄱㅏㅂㅅa"
    assert hangul.initials("주차장") == "ㅈㅊㅈ"
    assert hangul.initial("\u110c") == "ㅈ"
    assert hangul.is_initial("ㅈ")
    assert hangul.is_initial("\u110c")
    assert not hangul.is_initial("주")


@given(SYLLABLES)
def test_compose_undoes_letters(word):
    made = hangul.compose(hangul.letters(word))
    assert hangul.letters(made) == hangul.letters(word)


@given(st.text(max_size=8), st.text(max_size=8))
def test_distance_is_a_distance(one, other):
    assert hangul.distance(one, other) == hangul.distance(other, one)
    assert (hangul.distance(one, other) == 0) == (one == other)
    assert hangul.distance(one, other) <= max(len(one), len(other))
