"""Objecting to a decision: what the page of a case says of it, and its beginning."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from yunghap.casework.contracts import Standing
from yunghap.casework.domain.kinds import kind_of
from yunghap.casework.domain.objecting import objection_of, objection_term, open_objection
from yunghap.casework.enums import CaseState
from yunghap.casework.models import Case
from yunghap.core import clock
from yunghap.core.errors import DomainError

from .common import own_case_or_404


def objection_of_page(case: Case, standing: Standing) -> dict[str, object]:
    """What applicant and office see of an objection to the decision: its term, or the objection itself."""
    if not (standing.applicant or standing.handler):
        return {}
    term, made = objection_term(case), objection_of(case)
    if made is not None and made.state == CaseState.DRAFT and not standing.applicant:
        made = None
    may = standing.applicant and made is None and term is not None and not term.is_over(clock.today())
    return {"objection_term": term, "objection": made, "may_object": may}


@require_POST
def objection(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Begin an objection to the decision."""
    row, by = own_case_or_404(request, id)
    try:
        made = open_objection(case=row, by=by)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("casework:case", id=row.pk)
    return redirect("casework:form", id=made.pk, section=kind_of(made).form.sections[0].id)
