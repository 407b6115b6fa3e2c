"""From the words of a question to a query whose score can be said in words.

A word scores its rarity (idf over titles) where it stands in the title, a part of that in the keywords or the text.
Everything is a sum of such constants, so a rank can be explained; BM25 over the title only breaks ties.
"""

import math
from dataclasses import dataclass
from itertools import pairwise, starmap

from tantivy import Occur, Query

from .known import known
from .lexicon import ShelfLexicon
from .question import Form, How, Word
from .shelf import START
from .words import STEM, bigrams, compact, is_korean, stem, word_terms

IN_KEYWORDS = 0.25
IN_TEXT = 0.1
TOGETHER = 0.25  # more, where the parts of a word stand together in the title
NEXT_TO = 0.15  # more, where two words do
AT_START = 0.12  # more, where a stretch of the title begins with the word
ALONE = 0.08  # more, where it is a stretch of its own
GENERIC = 0.08  # of its weight, for a word that says nothing
LIGHT = 0.5  # of its weight, for one that says what is done with a thing
AS_STEM = 0.9
TIES = 0.02
NARROW = 0.05  # of all records

Must, Should = Occur.Must, Occur.Should


# What scores, and how much.
Mark = tuple[Query, float]


@dataclass(frozen=True, slots=True)
class Scored:
    """What scores for one form of a word: its parts in the title, how they stand there, and elsewhere."""

    title: tuple[Mark, ...]
    start: tuple[Mark, ...]
    how: tuple[Mark, ...]
    elsewhere: tuple[Mark, ...]

    def in_title(self, more: float) -> Query:
        """Titles with all parts, scored for them and so much more."""
        found = _all([query for query, _ in self.title])
        return Query.const_score_query(found, more + sum(weight for _, weight in self.title))

    def beside_title(self) -> list[Query]:
        """What scores besides in such titles."""
        return list(starmap(Query.const_score_query, (*self.start, *self.how)))

    def anywhere(self) -> list[Query]:
        """What scores in any record."""
        found = [query for query, _ in self.title]
        starts = ((_all([query, *found]), weight) for query, weight in self.start)
        return list(starmap(Query.const_score_query, (*self.title, *starts, *self.how, *self.elsewhere)))


@dataclass(frozen=True, slots=True)
class Ranked:
    """A word as queries: all of `needs` find it; `weight` is its rarity.

    `in_titles` and `in_records` are how many there are of each at most.
    """

    word: Word
    needs: tuple[Query, ...]
    forms: tuple[Scored, ...]
    weight: float
    in_titles: int
    in_records: int

    def in_title(self) -> Query:
        """Titles that carry the word, scored for it and for being one of those that carry every word."""
        return _best([form.in_title(self.weight) for form in self.forms])

    def beside_title(self) -> list[Query]:
        """What scores besides, among titles that carry it."""
        return self._sum([form.beside_title() for form in self.forms])

    def anywhere(self) -> list[Query]:
        """What scores among any records."""
        return self._sum([form.anywhere() for form in self.forms])

    @staticmethod
    def _sum(forms: list[list[Query]]) -> list[Query]:
        """Of one form each score; of several the best form's."""
        return forms[0] if len(forms) == 1 else [_best([_any(form) for form in forms if form])]


class Ranking:
    """Queries over one state of an index."""

    def __init__(self, lexicon: ShelfLexicon) -> None:
        self._lexicon = lexicon
        self._schema = lexicon.index.schema
        self._searcher = lexicon.searcher
        self._size = max(self._searcher.num_docs, 1)
        self._weights: dict[str, float] = {}

    def sum_of(self, required: Query, scores: list[Query], most: int) -> Query:
        """The required records, of which there are at most so many, scored by the sum.

        Few are looked up one by one in each list of what scores; of many, the lists are read through.
        """
        if most > NARROW * self._size:
            return Query.boolean_query([(Must, required), *((Should, score) for score in scores)])
        query = required
        for score in scores:
            query = Query.boolean_query([(Must, query), (Should, score)])
        return query

    def rank(self, word: Word) -> Ranked:
        """The word as a query."""
        factor = GENERIC if word.generic else 1.0
        typed = word.forms[0].parts
        in_records = self._most("text", word)
        weight = sum(map(self._weight, typed))
        cap = weight if in_records[0] else math.inf
        return Ranked(
            word=word,
            needs=self._needs(word),
            forms=tuple(
                self._form(form, factor, cap / len(form.parts) if form.how is How.EQUAL else math.inf)
                for form in word.forms
            ),
            weight=max(weight * factor, 0.01),
            in_titles=sum(self._most("title", word)),
            in_records=sum(in_records),
        )

    def parts(self, word: Word) -> list[Mark]:
        """What finds a part of the word, with how much it says."""
        return [
            (self._anywhere(part), self._weight(part) * form.weight * _factor(part))
            for form in word.forms
            for part in form.parts
            if self._lexicon.anywhere(part)
        ]

    def aside(self, word: Word) -> list[Query]:
        """What ranks records that carry the word outside the title and the keywords.

        Of use where not every record carries it.
        """
        factor = GENERIC if word.generic else 1.0
        return [
            Query.const_score_query(
                self._anywhere(part), IN_TEXT * self._weight(part) * form.weight * factor * _factor(part)
            )
            for form in word.forms
            for part in form.parts
        ]

    def _most(self, field: str, word: Word) -> list[int]:
        """In how many records the field has each form of the word at most."""
        counts = (
            [self._searcher.doc_freq(field, term) for part in form.parts for term in _needed_terms(part)]
            for form in word.forms
        )
        return [min(some, default=0) for some in counts]

    def together(self, words: list[Ranked]) -> list[Query]:
        """More for words that stand side by side in the title, as they did in the question."""
        pairs = []
        for left, right in pairwise(words):
            terms = [*_sequence(left.word.forms[0].text), *_sequence(right.word.forms[0].text)]
            one, other = left.word.forms[0].text, right.word.forms[0].text
            if is_korean(one) and is_korean(other):
                terms = bigrams(one + other)
            if len(terms) > 1:
                phrase = Query.phrase_query(self._schema, "tight", terms)
                pairs.append(Query.const_score_query(phrase, NEXT_TO * (left.weight + right.weight)))
        return pairs

    def as_line(self, question: str, more: float) -> list[Query]:
        """So much more for records of which the question is a whole line of `also`, such as who publishes them."""
        found = Query.term_query(self._schema, "lines", compact(question), "basic")
        return [Query.const_score_query(found, more)]

    def ties(self, words: list[Ranked]) -> list[Query]:
        """BM25 over the title: of two that score the same, the shorter title comes first."""
        terms = {term for ranked in words for part in ranked.word.forms[0].parts for term in _terms(part)}
        return [
            Query.boost_query(Query.term_query(self._schema, "title", term, "freq"), TIES)
            for term in sorted(terms)
        ]

    def _form(self, form: Form, factor: float, cap: float) -> Scored:
        title: list[Mark] = []
        start: list[Mark] = []
        how: list[Mark] = []
        elsewhere: list[Mark] = []
        for part in form.parts:
            weight = min(self._weight(part), cap) * form.weight * factor * _factor(part)
            if part.isalpha() and not is_korean(part):
                title.append((self._in_title(part), AS_STEM * weight))
                how.append((Query.term_query(self._schema, "title", part, "freq"), (1 - AS_STEM) * weight))
            else:
                title.append((self._in_title(part), weight))
            if factor < 1:
                continue  # a generic word stands everywhere, and how says nothing
            how.append((self._alone(part), ALONE * weight))
            if is_korean(part):
                begun = Query.term_query(self._schema, "title", START + bigrams(part)[0], "freq")
                start.append((begun, AT_START * weight))
            elsewhere.append((self._in("keywords", part), IN_KEYWORDS * weight))
        if len(form.parts) > 1:
            whole = min(sum(map(self._weight, form.parts)), cap * len(form.parts)) * form.weight * factor
            how.append((self._in_one(form), TOGETHER * whole))
        return Scored(tuple(title), tuple(start), tuple(how), tuple(elsewhere))

    def _needs(self, word: Word) -> tuple[Query, ...]:
        """Term by term where there is one form only: the rarest term then leads, whatever word it belongs to."""
        if len(word.forms) == 1:
            parts = word.forms[0].parts
            if not any((part.isalpha() and not is_korean(part)) or len(part) == 1 for part in parts):
                return tuple(
                    Query.term_query(self._schema, "text", term, "basic")
                    for part in parts
                    for term in _terms(part)
                )
        return (_any([_all([self._anywhere(part) for part in form.parts]) for form in word.forms]),)

    def _weight(self, part: str) -> float:
        """Rarity over titles; a word of several pairs is as rare as its rarest pair."""
        if part not in self._weights:
            self._weights[part] = self._rarity(part)
        return self._weights[part]

    def _rarity(self, part: str) -> float:
        terms = _terms(part)
        common = min((int(self._searcher.doc_freq("title", term)) for term in terms), default=0)
        return math.log(1 + self._size / (common + 1))

    def _anywhere(self, part: str) -> Query:
        if len(part) == 1 and is_korean(part):
            return _any([self._starting_with(part), self._in("text", part)])
        return self._in("text", part)

    def _in(self, field: str, part: str) -> Query:
        found = _all([Query.term_query(self._schema, field, term, "basic") for term in _terms(part)])
        if part.isalpha() and not is_korean(part):
            return _any([found, Query.term_query(self._schema, field, STEM + stem(part), "basic")])
        return found

    def _in_title(self, part: str) -> Query:
        if not is_korean(part):
            term = STEM + stem(part) if part.isalpha() else part
            return Query.term_query(self._schema, "title", term, "freq")
        if len(part) == 1:
            return self._starting_with(part)
        if len(part) == 2:
            return Query.term_query(self._schema, "title", part, "freq")
        return Query.phrase_query(self._schema, "tight", bigrams(part))

    def _in_one(self, form: Form) -> Query:
        """The parts of a form together in the title."""
        if is_korean(form.text):
            return self._in_title(form.text)
        return Query.phrase_query(self._schema, "tight", list(form.parts))

    def _starting_with(self, syllable: str) -> Query:
        """A lone syllable: a stretch that begins with it."""
        return Query.regex_query(self._schema, "title", rf"\^{syllable}.?")

    def _alone(self, part: str) -> Query:
        return Query.term_query(self._schema, "runs", part, "basic")


def _factor(part: str) -> float:
    return LIGHT if part in known().light else 1.0


def _terms(part: str) -> list[str]:
    return bigrams(part) if is_korean(part) else word_terms(part)[:1]


def _needed_terms(part: str) -> list[str]:
    """Terms of which a record with the word has each; the stem stands in for the forms of a Latin word."""
    return [STEM + stem(part)] if part.isalpha() and not is_korean(part) else _terms(part)


def _sequence(part: str) -> list[str]:
    return bigrams(part) if is_korean(part) else part.split()


def _all(queries: list[Query]) -> Query:
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Must, query) for query in queries])


def _any(queries: list[Query]) -> Query:
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Should, query) for query in queries])


def _best(queries: list[Query]) -> Query:
    return queries[0] if len(queries) == 1 else Query.disjunction_max_query(queries)
