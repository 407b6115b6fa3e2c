"""Documents ranked for a text, each score taken apart into what it consists of."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .postings import Codes, Numbers, Postings
from .terms import Terms

# What a text is about stands at its beginning: there a word counts up to 1 + LEAD times, a little further on less.
LEAD = 10.0
LEAD_CHARACTERS = 20.0
CHARACTERS_SHARE = 0.2  # of the fused score; the rest is morphology
MOST_POSTINGS = 1_000_000
TERMS_TOLD = 8


@dataclass(frozen=True, slots=True)
class Why:
    """What a score consists of: its parts by morphology and by characters, and the words that weigh most."""

    morphology: float
    characters: float
    terms: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Match:
    """A document found; `score` is the share of the query's weight that it holds, about 0 to 1."""

    id: str
    score: float
    why: Why


class Index:
    """An index that grows: documents are added, replaced and removed at any time; a search sees them all."""

    def __init__(self) -> None:
        self._words: dict[str, int] = {}
        self._forms: list[str] = []
        self._ids: list[str] = []
        self._numbers: dict[str, int] = {}
        self._live: list[bool] = []
        self._morphology, self._characters = Postings(), Postings()

    def __len__(self) -> int:
        return len(self._numbers)

    def add(self, id_: str, terms: Terms) -> None:
        """Add a document, in place of one with the same id."""
        self.remove(id_)
        self._numbers[id_] = len(self._ids)
        self._ids.append(id_)
        self._live.append(True)
        codes = [self._code(word) for word in terms.words]
        self._morphology.add(*_counted(_phrases(codes), np.ones(_phrase_count(codes), np.float32)))
        pairs = _pairs(terms.letters)
        self._characters.add(*_counted(pairs, np.ones(len(pairs), np.float32)))

    def remove(self, id_: str) -> None:
        """Forget a document, if there is one."""
        number = self._numbers.pop(id_, None)
        if number is not None:
            self._live[number] = False

    def _code(self, word: str) -> int:
        code = self._words.get(word)
        if code is None:
            code = self._words[word] = len(self._forms)
            self._forms.append(word)
        return code

    def search(self, query: Terms, *, top: int = 10) -> list[Match]:
        """The best documents, best first; of equal ones the one added first. None that shares nothing."""
        self._morphology.settle()
        self._characters.settle()
        if not self._ids:
            return []
        by_words = self._weighted_words(query)
        by_letters = self._weighted_letters(query)
        words, letters = by_words.scores(self._morphology), by_letters.scores(self._characters)
        score = (1 - CHARACTERS_SHARE) * words + CHARACTERS_SHARE * letters
        score[~np.asarray(self._live)] = 0
        best = _best(score, top)
        told = self._told(by_words, best)
        return [
            Match(
                self._ids[number],
                round(float(score[number]), 6),
                Why(
                    round(float((1 - CHARACTERS_SHARE) * words[number]), 6),
                    round(float(CHARACTERS_SHARE * letters[number]), 6),
                    terms,
                ),
            )
            for number, terms in zip(best, told, strict=True)
        ]

    def _weighted_words(self, query: Terms) -> "_Weighted":
        # Words nobody knows get codes beyond the known ones: they weigh, but are found nowhere.
        unknown: dict[str, int] = {}
        codes = [
            self._words[word]
            if word in self._words
            else unknown.setdefault(word, len(self._forms) + len(unknown))
            for word in query.words
        ]
        places = np.asarray([*query.places, *query.places[:-1]], np.float32)
        return _Weighted(self._morphology, _phrases(codes), places)

    def _weighted_letters(self, query: Terms) -> "_Weighted":
        pairs = _pairs(query.letters)
        return _Weighted(self._characters, pairs, np.arange(len(pairs), dtype=np.float32))

    def _told(self, query: "_Weighted", best: Sequence[int]) -> list[tuple[tuple[str, float], ...]]:
        """For each document the words and pairs of words that add most to its score."""
        shares = (1 - CHARACTERS_SHARE) * query.shares(self._morphology, best)
        told = []
        for column in range(len(best)):
            rows = np.argsort(-shares[:, column], kind="stable")[:TERMS_TOLD]
            told.append(
                tuple(
                    (self._written(int(query.codes[row])), round(float(shares[row, column]), 6))
                    for row in rows
                    if shares[row, column] > 0
                )
            )
        return told

    def _written(self, code: int) -> str:
        first, second = divmod(code, _SECOND)
        return self._forms[second] if not first else f"{self._forms[first - 1]} {self._forms[second]}"


class _Weighted:
    """The terms of a query, each once, with weights that sum to 1."""

    def __init__(self, postings: Postings, codes: Codes, places: Numbers) -> None:
        lead = 1 + LEAD * np.exp(-places / np.float32(LEAD_CHARACTERS))
        self.codes, counts = _counted(codes, lead.astype(np.float32))
        weights = counts * postings.rarity(self.codes)
        self.weights: Numbers = weights / (weights.sum() or np.float32(1))

    def scores(self, postings: Postings) -> Numbers:
        return postings.scores(self.codes, self.weights, most=MOST_POSTINGS)

    def shares(self, postings: Postings, documents: Sequence[int]) -> Numbers:
        return postings.shares(self.codes, self.weights, documents)


_SECOND = 1 << 32  # a pair of words is one code: the first above, the second below


def _phrases(words: Sequence[int]) -> Codes:
    """Codes of the words, then of each two that follow one another."""
    single = np.asarray(words, np.int64)
    return np.concatenate([single, (single[:-1] + 1) * _SECOND + single[1:]])


def _phrase_count(words: Sequence[int]) -> int:
    return max(2 * len(words) - 1, 0)


def _pairs(letters: str) -> Codes:
    """Codes of each two letters that follow one another; a single letter stands for itself."""
    points = np.frombuffer(letters.encode("utf-32-le"), np.uint32).astype(np.int64)
    return points if len(points) < 2 else points[:-1] * _SECOND + points[1:]


def _counted(codes: Codes, weights: Numbers) -> tuple[Codes, Numbers]:
    """Each code once, with the sum of its weights."""
    each, places = np.unique(codes, return_inverse=True)
    return each, np.bincount(places, weights, len(each)).astype(np.float32)


def _best(score: Numbers, top: int) -> list[int]:
    """The numbers of the highest scores above nothing."""
    if len(score) > top:
        limit = np.partition(score, len(score) - top)[len(score) - top]
        candidates = np.flatnonzero((score >= limit) & (score > 0))
    else:
        candidates = np.flatnonzero(score > 0)
    order = np.argsort(-score[candidates], kind="stable")
    return [int(number) for number in candidates[order][:top]]
