"""The letters inside Hangul syllables: for initials, half-typed words and slips of the finger."""

from collections.abc import Mapping

_FIRST = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_FINALS = (
    " ㄱ ㄲ ㄱㅅ ㄴ ㄴㅈ ㄴㅎ ㄷ ㄹ ㄹㄱ ㄹㅁ ㄹㅂ ㄹㅅ ㄹㅌ ㄹㅍ ㄹㅎ ㅁ ㅂ ㅂㅅ ㅅ ㅆ ㅇ ㅈ ㅊ ㅋ ㅌ ㅍ ㅎ"
)
_LAST = _FINALS.split(" ")
# Vowels made of two, as they are typed.
_MIDDLES = "ㅏ ㅐ ㅑ ㅒ ㅓ ㅔ ㅕ ㅖ ㅗ ㅗㅏ ㅗㅐ ㅗㅣ ㅛ ㅜ ㅜㅓ ㅜㅔ ㅜㅣ ㅠ ㅡ ㅡㅣ ㅣ"
_VOWELS = _MIDDLES.split()
# The two-set keyboard, as somebody types who forgot to switch.
_KEYS = dict(
    zip(
        "rRseEfaqQtTdwWczxvgkoiOjpuPhynbml",
        "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎㅏㅐㅑㅒㅓㅔㅕㅖㅗㅛㅜㅠㅡㅣ",
        strict=True,
    )
)
_ORDER = {letter: place for place, letter in enumerate(_FIRST)}
_MIDDLE = {letters: place for place, letters in enumerate(_VOWELS)}
_FINAL = {letters: place for place, letters in enumerate(_LAST)}


def _is_syllable(character: str) -> bool:
    return "가" <= character <= "힣"


def initial(character: str) -> str:
    """The first letter of a syllable; a letter that stands alone, and anything else, is its own."""
    if _is_syllable(character):
        return _FIRST[(ord(character) - 0xAC00) // 588]
    if "\u1100" <= character <= "\u1112":  # what NFKC makes of a lone ㄱ
        return _FIRST[ord(character) - 0x1100]
    return character


def is_initial(character: str) -> bool:
    """Whether it is a consonant that stands alone."""
    return character in _ORDER or "\u1100" <= character <= "\u1112"


def initials(word: str) -> str:
    """주차장 → ㅈㅊㅈ."""
    return "".join(map(initial, word))


def letters(word: str) -> str:
    """The letters as they are typed: 주찾 and 주차ㅈ are the same, 과 is ㄱㅗㅏ."""
    typed = []
    for character in word:
        if _is_syllable(character):
            place = ord(character) - 0xAC00
            typed += [_FIRST[place // 588], _VOWELS[place % 588 // 28], _LAST[place % 28]]
        else:
            typed.append(initial(character))
    return "".join(typed)


def distance(one: str, other: str) -> int:
    """How many letters must be added, dropped or replaced (Levenshtein)."""
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, right in enumerate(other, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (left != right))
    return row[-1]


def from_keys(word: str) -> str:
    """What the keys would have typed in Korean: "wnckwkd" → 주차장; "" where they make no syllables."""
    return compose("".join(_KEYS.get(key, " ") for key in word))


def compose(typed: str) -> str:
    """Letters as syllables: ㅎㅗㅏㅈㅏㅇㅅㅣㄹ → 화장실; "" where they make none."""
    made, at = "", 0
    while at < len(typed):
        vowel = _first_of(typed, at + 1, _MIDDLE, (2, 1))
        if typed[at] not in _ORDER or not vowel:
            return ""
        end = at + 1 + len(vowel)
        final = _first_of(typed, end, _FINAL, (2, 1, 0))
        if final is None:
            return ""
        made += chr(0xAC00 + _ORDER[typed[at]] * 588 + _MIDDLE[vowel] * 28 + _FINAL[final])
        at = end + len(final)
    return made


def _first_of(typed: str, at: int, known: Mapping[str, int], lengths: tuple[int, ...]) -> str | None:
    """The longest of the known letters that stands there and after which another syllable, or nothing, begins."""
    for length in lengths:
        letters_ = typed[at : at + length]
        if (
            letters_ in known
            and len(letters_) == length
            and (known is _MIDDLE or _begins(typed, at + length))
        ):
            return letters_
    return None


def _begins(typed: str, at: int) -> bool:
    return at == len(typed) or (typed[at] in _ORDER and typed[at + 1 : at + 2] in _MIDDLE)
