"""The page that ranks granted cases beside one case."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yunghap.casework.enums import Facet
from yunghap.casework.queries.similar import Similar, is_open_to_comparison, similar_to
from yunghap.casework.similarity import FacetEvidence

from .common import case_or_404

MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class FacetRow:
    """One facet as it is shown."""

    name: object
    score: float | None
    percent: int
    text: str
    words: list[str]


@dataclass(frozen=True, slots=True)
class SimilarRow:
    """One granted case as it is shown."""

    similar: Similar
    facets: list[FacetRow]

    @property
    def decision(self) -> object:
        """The granted decision."""
        return self.similar.decision

    @property
    def evidence(self) -> object:
        """What speaks for it."""
        return self.similar.evidence


@require_safe
def similar(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Granted cases nearest to this one: the office sees all of them, the applicant those that are published."""
    case, standing, _by = case_or_404(request, id)
    if standing.auditor or not is_open_to_comparison(case):
        raise Http404
    rows = similar_to(case, published_only=not standing.handler)
    context = {
        "case": case,
        "rows": [SimilarRow(row, [_facet(one) for one in row.evidence.facets]) for row in rows],
    }
    return render(request, "casework/similar.html", context)


def _facet(evidence: FacetEvidence) -> FacetRow:
    percent = round(100 * (evidence.score or 0))
    words = [word for word, _weight in evidence.terms[:MOST_WORDS]]
    return FacetRow(Facet(evidence.facet).label, evidence.score, percent, f"{percent}", words)
