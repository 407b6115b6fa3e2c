"""Korean text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunghap.core.errors import InvalidInput
from yunghap.core.text import (
    clean_name,
    clean_text,
    has_invisible,
    mixed_scripts,
    name_key,
    nfc,
    pick_josa,
    with_josa,
    without_invisible,
)


def test_nfc_composes_decomposed_hangul() -> None:
    typed_on_a_mac = unicodedata.normalize("NFD", "산업융합")
    assert len(typed_on_a_mac) == 12
    assert nfc(typed_on_a_mac) == "산업융합"


@pytest.mark.parametrize(
    "character",
    [
        "\u3164",
        "\u115f",
        "\u1160",
        "\uffa0",
        "\u202e",
        "\u200b",
        "\u2066",
        "\ufeff",
        "\u00ad",
        "\u034f",
        "\ufe0f",
        "\x00",
        "\x1b",
        "\ud800",
        "\u2028",
        "\U000e0041",
        "\u2800",
    ],
)
def test_clean_name_refuses_an_invisible_character(character: str) -> None:
    assert has_invisible(f"산업{character}부")
    assert without_invisible(f"산업{character}부") == "산업부"
    with pytest.raises(InvalidInput, match=r"U\+"):
        clean_name(f"산업{character}부")


@pytest.mark.parametrize("name", ["", "  ", "\u3000", "가" * 201])
def test_clean_name_refuses_an_empty_or_endless_name(name: str) -> None:
    with pytest.raises(InvalidInput):
        clean_name(name)


@pytest.mark.parametrize("name", ["АI융합", "Αpple", "раураl", "ΑΒ", "αа"])
def test_clean_name_refuses_letters_that_look_alike(name: str) -> None:
    assert mixed_scripts(name)
    with pytest.raises(InvalidInput):
        clean_name(name)


@pytest.mark.parametrize(
    "name",
    ["AI융합 실증", "β-카로틴", "산업융합(IoT)", "μm급 센서", "α", "И", "Москва", "산業", "5G·6G", "R&D"],
)
def test_clean_name_takes_ordinary_names(name: str) -> None:
    assert clean_name(name) == name


def test_clean_name_composes_and_joins_spaces() -> None:
    assert clean_name(unicodedata.normalize("NFD", "  산업 \t융합\u3000사업 ")) == "산업 융합 사업"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("산업융합", unicodedata.normalize("NFD", "산업융합")),
        ("ＡＩ 융합", "ai융합"),
        ("산업\u200b융합 사업", "산업융합사업"),
        ("산업\u3164융합", "산업 융합"),
        ("㈜한국", "(주)한국"),
    ],
)
def test_name_key_is_the_same_for_spellings_of_one_name(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@given(st.text(max_size=40))
def test_name_key_is_stable(text: str) -> None:
    key = name_key(text)
    assert name_key(key) == key
    assert not has_invisible(key)


@given(st.text(max_size=40))
def test_clean_name_is_stable_or_refuses(text: str) -> None:
    try:
        name = clean_name(text)
    except InvalidInput:
        return
    assert clean_name(name) == name
    assert name_key(name) == name_key(text)


@pytest.mark.parametrize(
    ("word", "pair", "particle"),
    [
        ("산업부", "을/를", "를"),
        ("예산", "을/를", "을"),
        ("사업", "이/가", "이"),
        ("과제", "은/는", "는"),
        ("계획", "과/와", "과"),
        ("서울", "으로/로", "로"),
        ("부산", "으로/로", "으로"),
        ("제주", "으로/로", "로"),
        ("산업부(MOTIE)", "이/가", "가"),
        ("“예산”", "을/를", "을"),
        ("2023", "을/를", "을"),
        ("2", "이/가", "가"),
        ("7", "으로/로", "로"),
        ("1,000", "이/가", "이"),
        ("1000000000000", "이/가", "가"),
        ("35%", "을/를", "를"),
        ("R&D", "을/를", "를"),
        ("AI", "을/를", "를"),
        ("LLM", "을/를", "을"),
        ("URL", "으로/로", "로"),
        ("ABC", "으로/로", "로"),
        ("platform", "을/를", "을(를)"),
        ("platform", "으로/로", "(으)로"),
        ("", "이/가", "이(가)"),
        ("(주)", "이/가", "가"),
    ],
)
def test_pick_josa_follows_the_final_sound(word: str, pair: str, particle: str) -> None:
    assert pick_josa(word, pair) == particle
    assert with_josa(word, pair) == word + particle


def test_pick_josa_refuses_an_unknown_pair() -> None:
    with pytest.raises(KeyError):
        pick_josa("산업", "을/을")


def test_clean_text_keeps_what_was_meant() -> None:
    assert clean_text(" \u1112\u1161\u11ab\u200b글 \u3164") == "한글"
