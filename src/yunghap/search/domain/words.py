"""How text becomes index terms: character bigrams of Korean, whole words and stems of everything else.

Korean has no reliable word boundaries, so the index holds character bigrams: nothing is lost to a wrong
segmentation, and morphology is needed only for questions. Measured on 80 queries over 200,000 records, this beats
morphology on both sides and bigrams on both sides.
"""

import os
import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import tantivy

if TYPE_CHECKING:
    from kiwipiepy import Kiwi, Token

# Hangul, Hanja and Kana run together without spaces; everything else that is a letter or digit forms words.
CJK = "가-힣一-鿿ぁ-ヿ"
_RUNS = re.compile(rf"(?P<cjk>[{CJK}]+)|(?P<word>(?:(?![{CJK}])[^\W_])+(?:[.\-/](?:(?![{CJK}])[^\W_])+)*)")
_CJK = re.compile(f"[{CJK}]")
JOINTS = re.compile(r"[.\-/]")
_ACCENTS = re.compile("[\u0300-\u036f]")
# What may hold an accent once it is taken apart: letters of Europe, and signs struck through.
_ACCENTED = re.compile("[\u00c0-\u1fff\u2190-\u22ff]")
# Between two letters or more and a capital that begins another word: BikeRacks, TourAPI, XMLFile; not iPhone or IoT.
_HUMPS = re.compile(r"(?<=[a-z][a-z])(?=[A-Z][A-Za-z])|(?<=[A-Z][A-Z])(?=[A-Z][a-z]{2})")
STEM = "~"  # marks a stem among words


def normalise(text: str) -> str:
    """Compatibility-composed lower case without Latin accents: "Ｅ́cole" and "école" are one word."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKC", text).casefold()
    if plain.isascii() or not _ACCENTED.search(plain):
        return plain
    return unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", plain)))


def compact(text: str) -> str:
    """The stretches of words in one piece: "한국 수자원공사" and "한국수자원공사" are one name."""
    return "".join(run for run, _, _ in runs_of(normalise(text)))


def spellings(text: str) -> list[str]:
    """The text, and beside it one with spaces in names that programs write in one piece: "bikeParkingRacks"."""
    if text.lower() == text:
        return [text]  # without capitals there is none
    apart = _HUMPS.sub(" ", text)
    return [text] if apart == text else [text, apart]


def runs_of(plain: str) -> list[tuple[str, bool, int]]:
    """The stretches of normalised text that carry words: (stretch, whether it is Korean or the like, where)."""
    return [(run[0], run.lastgroup == "cjk", run.start()) for run in _RUNS.finditer(plain)]


def is_korean(run: str) -> bool:
    """Whether a stretch is of the characters that run together."""
    return _CJK.search(run) is not None


def bigrams(run: str) -> list[str]:
    """Overlapping pairs; a single character stands for itself."""
    return [run] if len(run) == 1 else [run[i : i + 2] for i in range(len(run) - 1)]


@cache
def _stemmer() -> tantivy.TextAnalyzer:
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw()).filter(tantivy.Filter.stemmer("english")).build()
    )


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The English stem: "stations" → "station"."""
    return _stemmer().analyze(word)[0] if len(word) > 2 and word.isalpha() else word


def word_terms(word: str) -> list[str]:
    """What a word of letters or digits is indexed as: itself, its parts, their stems."""
    parts = JOINTS.split(word)
    words = [word, *parts] if len(parts) > 1 else parts
    return [*words, *(STEM + stem(part) for part in parts if part.isalpha())]


def terms_of(plain: str) -> list[str]:
    """The unordered terms of normalised text."""
    terms: list[str] = []
    for run, korean, _ in runs_of(plain):
        terms.extend(bigrams(run) if korean else word_terms(run))
    return terms


def tight_terms(plain: str) -> list[str]:
    """The terms of normalised text in order, as if Korean were written without spaces or punctuation.

    A phrase of them finds a compound however it was spaced: 전기차충전소, 전기차 충전소, 전기차_충전소.
    """
    terms: list[str] = []
    joined = ""
    for run, korean, _ in runs_of(plain):
        if korean:
            joined += run
            continue
        terms += bigrams(joined) if joined else []
        terms += JOINTS.split(run)
        joined = ""
    return [*terms, *(bigrams(joined) if joined else [])]


class Morphology:
    """Kiwi takes a second and some hundred megabytes to load, so a thread loads it while the site already answers.

    `full` loads its dictionaries of names and of several words too, which questions do without.
    """

    def __init__(self, *, full: bool) -> None:
        self._full = full
        self._kiwi: Kiwi | None = None
        self._loading = threading.Lock()

    def load(self) -> "Kiwi":
        """Loaded at the first call."""
        with self._loading:
            if self._kiwi is None:
                from kiwipiepy import Kiwi  # noqa: PLC0415 - half a second that a question may do without

                more = {} if self._full else {"load_default_dict": False, "load_multi_dict": False}
                self._kiwi = Kiwi(num_workers=1, **more)
            return self._kiwi

    @property
    def loaded(self) -> "Kiwi | None":
        """None until it is loaded."""
        return self._kiwi


@cache
def _of_questions() -> Morphology:
    return Morphology(full=False)


@cache
def _of_texts() -> Morphology:
    return Morphology(full=True)


def warm_up(*, within: float = 0) -> None:
    """Load the morphology of questions; in the background where that has `within` seconds of time."""
    if within:
        timer = threading.Timer(within, _of_questions().load)
        timer.name, timer.daemon = "load-morphology", True
        timer.start()
    else:
        _of_questions().load()


@lru_cache(maxsize=10_000)
def morphemes(plain: str) -> tuple[tuple[str, str, int, int], ...]:
    """The morphemes of a normalised question: (form, tag, start, length)."""
    return tuple(
        (token.form, token.tag.split("-")[0], token.start, token.len)
        for token in _of_questions().load().tokenize(plain)
    )


# What carries the meaning of a text that is compared: nouns, foreign words, roots, verbs and adjectives.
_MEANING_TAGS = frozenset({"NNG", "NNP", "SL", "SH", "XR", "VV", "VA"})


def content_morphemes(text: str) -> list[tuple[str, int]]:
    """The morphemes that carry meaning, in order, with the characters they stand at; loads the morphology."""
    return _meaningful(_of_texts().load().tokenize(text))


def content_morphemes_of(texts: Iterable[str]) -> Iterator[list[tuple[str, int]]]:
    """The same of many texts, on every core."""
    from kiwipiepy import Kiwi  # noqa: PLC0415 - as above

    kiwi = Kiwi(num_workers=os.cpu_count() or 1)
    yield from map(_meaningful, kiwi.tokenize(texts))


def _meaningful(tokens: "Iterable[Token]") -> list[tuple[str, int]]:
    return [(token.form, token.start) for token in tokens if token.tag.split("-")[0] in _MEANING_TAGS]
