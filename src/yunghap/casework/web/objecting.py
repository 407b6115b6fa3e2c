"""Objecting to a decision: what the page of a case says of it, and its beginning."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from yunghap.casework.contracts import Standing
from yunghap.casework.domain.kinds import kind_of
from yunghap.casework.domain.objecting import last_day_to_object, objection_of, open_objection
from yunghap.casework.enums import CaseState
from yunghap.casework.models import Case
from yunghap.core import clock
from yunghap.core.errors import DomainError

from .common import own_case_or_404


def objection_of_page(case: Case, standing: Standing) -> dict[str, object]:
    """What applicant and office see of an objection to the decision: the last day, or the objection itself."""
    if not (standing.applicant or standing.handler):
        return {}
    last, made = last_day_to_object(case), objection_of(case)
    if made is not None and made.state == CaseState.DRAFT and not standing.applicant:
        made = None
    may = standing.applicant and made is None and last is not None and clock.today() <= last
    return {"last_day_to_object": last, "objection": made, "may_object": may}


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
