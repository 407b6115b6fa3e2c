"""What the words of an index say about a word that was typed."""

import math
import re

import tantivy

from . import hangul, shelf
from .words import STEM, bigrams, stem, word_terms

CLOSE = 0.6  # how much worse than the likeliest another guess may be
GUESSES = 3
CANDIDATES = 400
AS_KEYWORD = 3


class ShelfLexicon:
    """The words of one collection, at one state of its index; made anew for each question, which asks often of one."""

    def __init__(self, collection: str) -> None:
        self._index = shelf.items_index(collection)
        self._items = self._index.searcher()
        words = shelf.words_index(collection)
        self._schema, self._words = words.schema, words.searcher()
        self._titles: dict[str, int] = {}
        self._anywhere: dict[str, bool] = {}

    @property
    def index(self) -> tantivy.Index:
        """The items."""
        return self._index

    @property
    def searcher(self) -> tantivy.Searcher:
        """The items, at this state."""
        return self._items

    def titles_with(self, run: str) -> int:
        """How many titles carry it, in one piece however spaced."""
        if len(run) <= 2:
            return int(self._items.doc_freq("title", run))
        if run not in self._titles:
            phrase = tantivy.Query.phrase_query(self._index.schema, "tight", bigrams(run))
            self._titles[run] = self._count(phrase)
        return self._titles[run]

    def word_in_titles(self, word: str) -> bool:
        """Whether a title carries a word of Latin letters, in any of its English forms."""
        return any(self._items.doc_freq("title", term) for term in (word, STEM + stem(word)))

    def side_by_side(self, left: str, right: str) -> bool:
        """Whether two words of Latin letters stand next to each other in a title, the second in any number."""
        if not self._items.doc_freq("title", left) or not self.word_in_titles(right):
            return False
        return any(
            self._count(tantivy.Query.phrase_query(self._index.schema, "tight", [left, form]))
            for form in dict.fromkeys((right, stem(right), f"{right}s"))
        )

    def anywhere(self, run: str) -> bool:
        """Whether any record carries it."""
        if run not in self._anywhere:
            self._anywhere[run] = self._is_anywhere(run)
        return self._anywhere[run]

    def _is_anywhere(self, run: str) -> bool:
        if "가" <= run[0] <= "힣" or "一" <= run[0] <= "鿿":
            if self.titles_with(run):
                return True
            return len(run) == 1 or bool(self._count(self._all("text", bigrams(run))))
        words = [word_terms(run)[0], *([STEM + stem(run)] if run.isalpha() else [])]
        return any(self._items.doc_freq("text", word) for word in words)

    def near(self, *typed: str) -> list[tuple[str, float]]:
        """Words in use that differ by a slip from what was typed, the likeliest first, with their weight.

        A slip is a letter or a syllable wrong, missing or too many; two letters in long words. Of words as near,
        the one in more titles is likelier.
        """
        rated: dict[str, float] = {}
        for word in typed:
            if len(word) < 2 or any(map(str.isdigit, word)):
                continue
            own = hangul.letters(word)
            for other in self._found(self._slips(word, own)):
                if other not in typed and (used := self._use(other)):
                    cost = hangul.distance(own, hangul.letters(other)) - 0.4 * math.log10(1 + used)
                    rated[other] = min(cost, rated.get(other, cost))
        return self._likeliest([(cost, word) for word, cost in rated.items()])

    def _slips(self, word: str, own: str) -> tantivy.Query:
        slips = 1 if not word.isascii() or len(word) < 8 else 2
        queries = []
        if word.isascii() or len(word) > 2:  # another syllable of two is another word
            queries.append(tantivy.Query.fuzzy_term_query(self._schema, "word", word, distance=slips))
        if not word.isascii() and len(own) > 4:
            slips = 1 if len(own) < 9 else 2  # 주자창 for 주차장 in a longer word
            queries.append(tantivy.Query.fuzzy_term_query(self._schema, "letters", own, distance=slips))
        if not queries:
            return tantivy.Query.empty_query()
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])

    def with_initials(self, pattern: str) -> list[tuple[str, float]]:
        """Words in use that fit a pattern of syllables and initials, likewise."""
        known = hangul.initials(pattern)
        fits = [
            word
            for word in self._found(tantivy.Query.term_query(self._schema, "initials", known))
            if _fits(word, pattern)
        ]
        if not fits:
            wanted = tantivy.Query.regex_query(self._schema, "initials", f".*{re.escape(known)}.*")
            fits = list({part for word in self._found(wanted) for part in _inside(word, pattern, known)})
        use = {word: self._use(word) or self.titles_with(word) for word in fits}
        return self._likeliest([(-0.8 * math.log10(1 + used), word) for word, used in use.items() if used])

    def beginning_with(self, start: str, *, limit: int) -> list[tuple[str, int]]:
        """Words that begin so, half-typed syllables and initials included, with how many titles carry them."""
        field, typed = (
            ("initials", hangul.initials(start))
            if all(map(hangul.is_initial, start))
            else ("letters", hangul.letters(start))
        )
        query = tantivy.Query.regex_query(self._schema, field, f"{re.escape(typed)}.*")
        rated = [(word, self._use(word)) for word in self._found(query, limit=1000)]
        return sorted(((word, used) for word, used in rated if used), key=lambda pair: (-pair[1], pair[0]))[
            :limit
        ]

    def _found(self, query: tantivy.Query, *, limit: int = CANDIDATES) -> list[str]:
        hits = self._words.search(query, limit=limit, count=False).hits
        return [self._words.doc(address)["word"][0] for _, address in hits]

    def _use(self, word: str) -> int:
        """In how many titles it stands alone; as a keyword it counts more, since names of places are in titles only."""
        return int(self._items.doc_freq("runs", word)) + AS_KEYWORD * int(
            self._items.doc_freq("subjects", word)
        )

    def _all(self, field: str, terms: list[str]) -> tantivy.Query:
        schema = self._index.schema
        return tantivy.Query.boolean_query(
            [(tantivy.Occur.Must, tantivy.Query.term_query(schema, field, term, "basic")) for term in terms]
        )

    def _count(self, query: tantivy.Query) -> int:
        return int(self._items.search(query, limit=1, count=True).count)

    @staticmethod
    def _likeliest(rated: list[tuple[float, str]]) -> list[tuple[str, float]]:
        rated.sort()
        best = rated[0][0] if rated else 0.0
        return [
            (word, round(0.95 - 0.3 * (cost - best) / CLOSE, 3))
            for cost, word in rated[:GUESSES]
            if cost - best <= CLOSE
        ]


def _fits(word: str, pattern: str) -> bool:
    return len(word) == len(pattern) and all(
        typed in (own, hangul.initial(own)) for own, typed in zip(word, pattern, strict=True)
    )


def _inside(word: str, pattern: str, known: str) -> list[str]:
    """The pieces of a longer word that fit."""
    own = hangul.initials(word)
    places = [at for at in range(len(own) - len(known) + 1) if own.startswith(known, at)]
    return [piece for at in places if _fits(piece := word[at : at + len(pattern)], pattern)]
