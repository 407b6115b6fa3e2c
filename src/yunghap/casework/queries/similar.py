"""Granted cases that come nearest to a case, with what speaks for it; an officer decides (Act art. 10-3 (8))."""

from dataclasses import dataclass
from threading import Lock

from django.db.models import QuerySet

from yunghap.casework.enums import GRANTED, CaseState
from yunghap.casework.forms import Form
from yunghap.casework.models import Case, Decision
from yunghap.casework.registry import get_kind
from yunghap.casework.similarity import FACETS, CaseText, Evidence, SimilarCases, cited_articles

MOST = 200  # ranked before the case's own decision is left out


@dataclass(frozen=True, slots=True)
class Similar:
    """One granted case beside the case looked at."""

    decision: Decision
    evidence: Evidence


class _Shelf:
    """The granted decisions indexed in this process; brought up to date before each search, by their versions.

    The `public` one holds what everybody may read of them and nothing else: by what is found, and by which words, a
    reader could else find out word by word what an application says.
    """

    def __init__(self, *, public: bool) -> None:
        self._public = public
        self._cases, self._versions, self._lock = SimilarCases(), dict[str, int](), Lock()

    def decisions(self) -> QuerySet[Decision]:
        """Those that belong on it."""
        rows = Decision.objects.filter(outcome__in=GRANTED, revoked_on__isnull=True)
        return rows.filter(published_at__isnull=False) if self._public else rows

    def rank(self, text: CaseText, *, top: int, without: str) -> list[Evidence]:
        """The best of the shelf, one left out."""
        with self._lock:
            self._refresh()
            found = self._cases.rank(text, top=MOST) if self._versions else []
        return [evidence for evidence in found if evidence.id != without][:top]

    def _refresh(self) -> None:
        rows = self.decisions()
        current = dict(rows.values_list("pk", "version"))
        for gone in self._versions.keys() - current.keys():
            self._cases.remove(gone)
        changed = [pk for pk, version in current.items() if self._versions.get(pk) != version]
        for decision in rows.filter(pk__in=changed).select_related("case").iterator():
            self._cases.add(_text_of(decision, public=self._public))
        self._versions = current


_inside, _published = _Shelf(public=False), _Shelf(public=True)


def _text_of(decision: Decision, *, public: bool) -> CaseText:
    facets = {facet: "" if public else decision.facets.get(facet, "") for facet in FACETS}
    if not any(facets.values()):
        facets["content"] = f"{decision.case.title}\n{decision.summary}"
    return CaseText(decision.pk, facets, frozenset(decision.articles))


def similar_to(case: Case, *, published_only: bool, top: int = 10) -> list[Similar]:
    """The granted decisions nearest to a case, its own left out; a draft is compared as far as it is written.

    With `published_only` it is compared with their titles and published words alone.
    """
    shelf = _published if published_only else _inside
    own = getattr(case, "decision", None)
    found = shelf.rank(_text(case), top=top, without=own.pk if own else "")
    decisions = shelf.decisions().select_related("case", "case__applicant").in_bulk([one.id for one in found])
    return [Similar(decisions[one.id], one) for one in found if one.score > 0]


def _text(case: Case) -> CaseText:
    """What the case says in each facet: by its form's questions, else its title."""
    facets = dict.fromkeys(FACETS, "")
    form: Form = get_kind(case.procedure).form
    for question in form.fields():
        if question.facet in facets and case.answers.get(question.id):
            facets[question.facet] = f"{facets[question.facet]}\n{case.answers[question.id]}".strip()
    facets["content"] = f"{case.title}\n{facets['content']}"
    named = " ".join(
        case.answers.get(question.id, "") for question in form.fields() if question.facet == "articles"
    )
    return CaseText(case.pk, facets, frozenset(cited_articles(named)))


def is_open_to_comparison(case: Case) -> bool:
    """Whether comparing still helps: before the decision."""
    return case.state in {CaseState.DRAFT, CaseState.OPEN}
