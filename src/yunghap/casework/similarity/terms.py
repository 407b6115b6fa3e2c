"""A text as what is compared: its content morphemes with their places, and its letters."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# The service would load the models, and this also serves a command that needs no database.
from yunghap.search.domain.words import content_morphemes, content_morphemes_of, normalise

LONGEST = 200_000

# Numbers of articles, paragraphs and items lead elsewhere in every text.
_NUMBERS = re.compile(
    r"제\d+(?:조(?:의\d+)?|항|호(?:의\d+)?|장|절|관)(?:제\d+(?:항|호(?:의\d+)?))*(?:[가-하]목)?"
    r"|[①-⑳㉑-㉟]|(?<!\d)\d+(?:의\d+)?\.(?!\d)|(?<![가-힣])[가-하]\.(?=\s)"
)
_SPACE = re.compile(r"\s+")
_NOT_LETTERS = re.compile(r"[^가-힣a-z0-9一-鿿]+")


@dataclass(frozen=True, slots=True)
class Terms:
    """`words` are content morphemes in order, `places` the characters they stand at, `letters` the bare letters."""

    words: tuple[str, ...]
    places: tuple[int, ...]
    letters: str


def clean(text: str) -> str:
    """What is compared of a text: composed lower case without the numbers of articles and items."""
    return _SPACE.sub(" ", normalise(_NUMBERS.sub(" ", text[:LONGEST]))).strip()


def analyse(text: str) -> Terms:
    """The terms of one text; of more than 200,000 characters the rest is left out."""
    plain = clean(text)
    return _terms(plain, content_morphemes(plain))


def analyse_many(texts: Iterable[str]) -> Iterator[Terms]:
    """The terms of many texts in their order, on every core."""
    plain = [clean(text) for text in texts]
    for one, morphemes in zip(plain, content_morphemes_of(plain), strict=True):
        yield _terms(one, morphemes)


def _terms(plain: str, morphemes: Iterable[tuple[str, int]]) -> Terms:
    found = list(morphemes)
    return Terms(
        tuple(word for word, _place in found),
        tuple(place for _word, place in found),
        _NOT_LETTERS.sub("", plain),
    )
