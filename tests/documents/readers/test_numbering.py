"""List numbers as programs print them."""

import pytest

from yunghap.documents.readers.numbering import Counter, Level, bullet_text, number_text


@pytest.mark.parametrize(
    ("kind", "number", "printed"),
    [
        ("DIGIT", 12, "12"),
        ("UNKNOWN", 3, "3"),
        ("ROMAN_CAPITAL", 1994, "MCMXCIV"),
        ("ROMAN_SMALL", 4, "iv"),
        ("LATIN_CAPITAL", 27, "AA"),
        ("LATIN_SMALL", 3, "c"),
        ("LATIN_SMALL", 600, "600"),
        ("CIRCLED_DIGIT", 1, "①"),
        ("CIRCLED_DIGIT", 20, "⑳"),
        ("CIRCLED_DIGIT", 21, "㉑"),
        ("CIRCLED_DIGIT", 36, "㊱"),
        ("CIRCLED_DIGIT", 51, "(51)"),
        ("CIRCLED_LATIN_CAPITAL", 2, "Ⓑ"),
        ("CIRCLED_LATIN_SMALL", 26, "ⓩ"),
        ("CIRCLED_LATIN_SMALL", 27, "(27)"),
        ("HANGUL_SYLLABLE", 3, "다"),
        ("HANGUL_SYLLABLE", 15, "가가"),
        ("CIRCLED_HANGUL_SYLLABLE", 2, "㉯"),
        ("HANGUL_JAMO", 14, "ㅎ"),
        ("CIRCLED_HANGUL_JAMO", 1, "㉠"),
        ("CIRCLED_HANGUL_JAMO", 15, "(15)"),
        ("HANGUL_PHONETIC", 1, "일"),
        ("HANGUL_PHONETIC", 11, "십일"),
        ("HANGUL_PHONETIC", 30, "삼십"),
        ("IDEOGRAPH", 25, "二十五"),
        ("IDEOGRAPH", 100, "100"),
        ("CIRCLED_IDEOGRAPH", 10, "㊉"),
        ("DIGIT", 0, "0"),
        ("ROMAN_CAPITAL", 10_000, "10000"),
    ],
)
def test_numbers_of_every_kind(kind: str, number: int, printed: str) -> None:
    assert number_text(number, kind) == printed


def test_ten_levels_are_told_from_one() -> None:
    counter = Counter({level: Level("") for level in range(9)} | {9: Level("^10/^1")})
    counter.next(0)
    counter.next(0)
    assert counter.next(9) == "1/2"


def test_deeper_levels_start_again() -> None:
    counter = Counter({0: Level("^1."), 1: Level("^1.^2")})
    assert [counter.next(level) for level in (0, 1, 1, 0, 1, 5)] == ["1.", "1.1", "1.2", "2.", "2.1", ""]


@pytest.mark.parametrize(("symbol", "printed"), [("□", "□"), ("\uf06c", "•"), ("", "•"), (" ○ ", "○")])
def test_bullets(symbol: str, printed: str) -> None:
    assert bullet_text(symbol) == printed
