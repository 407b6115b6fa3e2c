"""Cases compared facet by facet, as the law asks: content, method and form, and the articles regulated.

The test is whether what is applied for is in substance the same as, or similar to, what was granted before (산업융합
촉진법 §10조의3⑧). Callers hand in granted cases only. Nothing here decides: there is no threshold.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .articles import cited_articles
from .index import Index, Match
from .terms import analyse

FACETS = ("content", "method", "form")  # 내용ㆍ방식ㆍ형태
_ARTICLES_SHARE = 0.25  # of the score; the facets share the rest
_POOL = 5  # times as many candidates per facet as are asked for


@dataclass(frozen=True, slots=True)
class CaseText:
    """What a case says in each facet (any may be missing), and the articles of regulations it concerns.

    Without articles of its own, those that its texts name count.
    """

    id: str
    facets: Mapping[str, str]
    articles: frozenset[str] = field(default_factory=frozenset)

    @property
    def all_articles(self) -> frozenset[str]:
        """The articles given, else those that the texts name."""
        return self.articles or frozenset(
            article for text in self.facets.values() for article in cited_articles(text)
        )


@dataclass(frozen=True, slots=True)
class FacetEvidence:
    """One facet of a pair: its score (None where one of the two says nothing) and the words both share."""

    facet: str
    score: float | None
    terms: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """A granted case beside the one applied for, for an officer to judge."""

    id: str
    score: float
    facets: tuple[FacetEvidence, ...]
    shared_articles: tuple[str, ...]
    other_articles: tuple[str, ...]  # of the granted case alone


class SimilarCases:
    """Granted cases, indexed by facet; grows and shrinks with the register."""

    def __init__(self, cases: Iterable[CaseText] = ()) -> None:
        self._cases: dict[str, CaseText] = {}
        self._indexes = {facet: Index() for facet in FACETS}
        for case in cases:
            self.add(case)

    def __len__(self) -> int:
        return len(self._cases)

    def add(self, case: CaseText) -> None:
        """Add a granted case, in place of one with the same id. Raises ValueError for an unknown facet."""
        if not set(case.facets) <= set(FACETS):
            raise ValueError(f"A case has the facets {', '.join(FACETS)}")
        self.remove(case.id)
        self._cases[case.id] = case
        for facet, text in case.facets.items():
            if text.strip():
                self._indexes[facet].add(case.id, analyse(text))

    def remove(self, id_: str) -> None:
        """Forget a case, such as one that was revoked."""
        self._cases.pop(id_, None)
        for index in self._indexes.values():
            index.remove(id_)

    def rank(self, case: CaseText, *, top: int = 10) -> list[Evidence]:
        """The granted cases that come nearest, with what speaks for each facet."""
        found: dict[str, dict[str, Match]] = {}
        for facet, text in case.facets.items():
            if text.strip():
                for match in self._indexes[facet].search(analyse(text), top=top * _POOL):
                    found.setdefault(match.id, {})[facet] = match
        articles = case.all_articles
        for id_, other in self._cases.items():
            if articles & other.all_articles:
                found.setdefault(id_, {})
        evidence = [
            self._evidence(case, articles, self._cases[id_], matches)
            for id_, matches in found.items()
            if id_ != case.id
        ]
        return sorted(evidence, key=lambda one: (-one.score, one.id))[:top]

    def _evidence(
        self, case: CaseText, articles: frozenset[str], other: CaseText, matches: Mapping[str, Match]
    ) -> Evidence:
        facets = []
        for facet in FACETS:
            both = case.facets.get(facet, "").strip() and other.facets.get(facet, "").strip()
            match = matches.get(facet)
            score = (match.score if match else 0.0) if both else None
            facets.append(FacetEvidence(facet, score, match.why.terms if match else ()))
        known = [one.score for one in facets if one.score is not None]
        theirs = other.all_articles
        shared = articles & theirs
        by_facet = sum(known) / len(known) if known else 0.0
        by_article = len(shared) / len(articles | theirs) if shared else 0.0
        return Evidence(
            other.id,
            round((1 - _ARTICLES_SHARE) * by_facet + _ARTICLES_SHARE * by_article, 6),
            tuple(facets),
            tuple(sorted(shared)),
            tuple(sorted(theirs - articles)),
        )
