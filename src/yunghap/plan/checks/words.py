"""Korean words without a dictionary: jamo, squeezed text, particles, words that may stand for each other."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources


@cache
def _lexicon() -> dict[str, frozenset[str]]:
    """The shipped lists of words: `[name]` and the words under it."""
    text = (resources.files("yunghap.plan.checks") / "data" / "lexicon.txt").read_text(encoding="utf-8")
    lists: dict[str, list[str]] = {}
    name = ""
    for line in text.splitlines():
        if line.startswith("["):
            name = line.strip("[]")
        elif not line.startswith("#"):
            lists.setdefault(name, []).extend(line.split())
    return {key: frozenset(words) for key, words in lists.items()}


def lexicon(name: str) -> frozenset[str]:
    """A shipped list of words; KeyError where there is none of that name."""
    return _lexicon()[name]


HANGUL_FIRST, HANGUL_LAST = 0xAC00, 0xD7A3

# Syllables that are opposites, ranks, directions or layers of government: one in the place of the other is
# another thing, not a slip of conversion.
COUNTERPARTS = (
    "상하",
    "내외",
    "전후",
    "신구",
    "남여녀",
    "동서남북",
    "대중소",
    "초중고",
    "국도시군구읍면동리",
    "입출",
    "유무",
    "고저",
    "선후",
    "증감",
    "좌우",
    "일이삼사오육칠팔구십",
    "갑을병정",
    "가나다라마바사아자차카타파하",
    "월화수목금토일",
    "육해공",
    "의화농수",
    "형성식적화",
    "년월일",
)

# Endings and particles: a difference inside them is grammar.
ENDINGS = frozenset(
    "은는이가을를의에로와과도만한할해하함인임된될되됨돼여고며면서기지든던게께요다등및나라자진신실"
)

# Two-syllable words of everyday plan language that are one stroke apart: both are right words, so one in the
# place of the other is an editor's choice.
EVERYDAY = lexicon("everyday")


_LOOKALIKES: dict[int, str] = {full: chr(full - 0xFEE0) for full in range(0xFF01, 0xFF5F)}
for _sign, _variants in {
    " ": "\u3000\xa0\u2002\u2003\u2009",
    "'": "‘’‛´`′",
    '"': "“”„″",
    "~": "∼〜",
    "-": "‐‑−–—―",
    "·": "ㆍ・･‧∙⋅•",
}.items():
    _LOOKALIKES.update(dict.fromkeys(map(ord, _variants), _sign))


def plain(text: str) -> str:
    """One form of each sign, code point for code point: full-width letters, quotes, dashes, middle dots."""
    return text.translate(_LOOKALIKES)


def squeeze(text: str) -> str:
    """Letters and digits only, case folded: spacing, quotes and punctuation do not tell texts apart.

    >>> squeeze("AI 기반 '스마트-하우스'")
    'ai기반스마트하우스'
    """
    return "".join(
        char
        for char in unicodedata.normalize("NFC", plain(text)).casefold().replace("社", "사")
        if char.isalnum()
    )


def is_hangul(char: str) -> bool:
    """One composed syllable."""
    return len(char) == 1 and HANGUL_FIRST <= ord(char) <= HANGUL_LAST


def jamo(syllable: str) -> tuple[str, ...]:
    """Initial, vowel and (if there is one) final of a syllable; any other character is its own part.

    >>> jamo("산") == ("i9", "v0", "f4")
    True
    """
    if not is_hangul(syllable):
        return (syllable,)
    index = ord(syllable) - HANGUL_FIRST
    parts = (f"i{index // 588}", f"v{index % 588 // 28}", f"f{index % 28}")
    return parts if index % 28 else parts[:2]


def jamo_distance(one: str, other: str) -> int:
    """How many of initial, vowel and final differ (0 to 3) between two syllables; letters differ by 1."""
    if not (is_hangul(one) and is_hangul(other)):
        return int(one != other)
    left, right = ord(one) - HANGUL_FIRST, ord(other) - HANGUL_FIRST
    return (left // 588 != right // 588) + (left % 588 // 28 != right % 588 // 28) + (left % 28 != right % 28)


def counterparts(one: str, other: str) -> bool:
    """Both syllables belong to one set of opposites, ranks or layers."""
    return any(one in group and other in group for group in COUNTERPARTS)


def slip(one: str, other: str) -> int | None:
    """Summed jamo distance where two words of equal length may be one word garbled, else None.

    Ignored: syllables that are counterparts of each other (국비, 구비), and words that differ in length.
    """
    if len(one) != len(other):
        return None
    distance = 0
    for left, right in zip(one, other, strict=True):
        if left == right:
            continue
        if (
            counterparts(left, right)
            or left.isdigit()
            or right.isdigit()
            or left.isalpha() != right.isalpha()
        ):
            return None
        distance += jamo_distance(left, right)
    return distance


def particle(word: str, pair: str) -> str:
    """The particle that fits the word: `particle("합계", "은는")` is "는"; without Hangul the second."""
    after_consonant, after_vowel = (pair[0], pair[1]) if len(pair) == 2 else (pair[:-1], pair[-1])
    last = unicodedata.normalize("NFC", word).rstrip(")」』'\"”’ ")[-1:]
    if is_hangul(last):
        final = (ord(last) - HANGUL_FIRST) % 28
        if pair == "으로" and final == 8:
            return "로"
        if pair == "으로":
            return "으로" if final else "로"
        return after_consonant if final else after_vowel
    if last.isdigit():
        spoken = last in "013678"
        if pair == "으로":
            return "으로" if last in "036" else "로"
        return after_consonant if spoken else after_vowel
    return "로" if pair == "으로" else after_vowel


def with_particle(word: str, pair: str) -> str:
    """The word with its particle."""
    return word + particle(word, pair)


@dataclass(frozen=True, slots=True)
class Word:
    """A run of letters in a line; offsets count code points of the text given."""

    text: str
    start: int
    end: int


def words(text: str) -> Iterator[Word]:
    """Runs of Hangul, Latin letters, Hanja and digits."""
    for match in re.finditer(r"[^\W_]+", text):
        yield Word(match.group(), match.start(), match.end())
