"""Similarity determination (유사·동일성 판단): ranks what was granted before, and says why; an officer decides.

Korean morphology and character bigrams are fused; no score is ever a verdict. Pure values, no database.
"""

from .articles import cited_articles
from .facets import FACETS, CaseText, Evidence, FacetEvidence, SimilarCases
from .index import Index, Match, Why
from .terms import Terms, analyse, analyse_many

__all__ = [
    "FACETS",
    "CaseText",
    "Evidence",
    "FacetEvidence",
    "Index",
    "Match",
    "SimilarCases",
    "Terms",
    "Why",
    "analyse",
    "analyse_many",
    "cited_articles",
]
