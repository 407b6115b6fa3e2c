"""The compiling officer looks at a submission: accepts it, or returns it with remarks."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from yunghap.core.errors import InvalidInput
from yunghap.core.posted import version_in
from yunghap.core.text import name_key
from yunghap.plan import rules
from yunghap.plan.domain.submissions import TRANSITIONS, accept_submission, return_submission
from yunghap.plan.enums import EditionStatus, SubmissionState
from yunghap.plan.models import Edition, Observation, Submission, SubmissionRow
from yunghap.plan.queries.board import get_submission
from yunghap.plan.queries.common import in_use
from yunghap.programmes.service import BudgetLine

from .board import TONES
from .common import slug_of, submission_or_404


@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """The rows beside last year's values; a post returns the submission with the remarks typed."""
    part, by = submission_or_404(request, id, rules.REVIEW_SUBMISSION)
    typed: dict[str, str] = {}
    error = ""
    if request.method == "POST":
        typed = {row: request.POST.get(f"remark_{row}", "")[:2000] for row in _row_ids(part)}
        try:
            return_submission(submission=part, remarks=typed, expected=version_in(request), by=by)
        except InvalidInput as problem:
            error = str(problem)
        else:
            messages.success(request, _("The part was returned with your remarks."))
            return redirect("plan:desk")
    view = get_submission(part.pk)
    before = _last_year(part.edition, view.rows)
    states = TRANSITIONS[part.state]
    returned = max((remark.made_at for remark in view.remarks), default=None)
    context = {
        "submission": view.submission,
        "slug": slug_of(part.edition),
        "tone": TONES[part.state],
        "rows": [
            {
                "row": row,
                "before": before.get(row.pk),
                "typed": typed.get(row.pk, ""),
                "changed": returned is not None and row.edited_at > returned,
            }
            for row in view.rows
        ],
        "general": typed.get("", ""),
        "remarks": view.remarks,
        "may_return": SubmissionState.RETURNED in states,
        "may_accept": SubmissionState.ACCEPTED in states,
        "error": error,
    }
    return render(request, "plan/desk/review.html", context, status=422 if error else 200)


def _row_ids(part: Submission) -> list[str]:
    return ["", *part.rows.values_list("pk", flat=True)]


def _last_year(edition: Edition, rows: tuple[SubmissionRow, ...]) -> dict[str, Observation]:
    """Row id -> what the newest published edition of the year before says of the same thing in the same role."""
    before = (
        Edition.objects.filter(year=edition.year - 1, status=EditionStatus.PUBLISHED).order_by("-seq").first()
    )
    if before is None:
        return {}
    numbers = in_use(before).select_related("span", "indicator")
    found: dict[tuple[str, str], Observation] = {}
    lines = dict(BudgetLine.objects.filter(stated_in=before.pk).values_list("pk", "programme__name"))
    for number in numbers:
        name = number.indicator.name if number.indicator else lines.get(number.budget_line_id or "", "")
        if name:
            found.setdefault((name_key(name), number.role), number)
    return {
        row.pk: found[key]
        for row in rows
        if (key := (name_key(row.indicator_name or row.programme_name), row.kind)) in found
    }


@require_POST
def accept(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Take the submission into the edition."""
    part, by = submission_or_404(request, id, rules.REVIEW_SUBMISSION)
    accept_submission(submission=part, expected=version_in(request), by=by)
    messages.success(request, _("The part is accepted; its numbers are in the edition."))
    return redirect("plan:desk")
