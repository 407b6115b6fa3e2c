"""The plan desk: what waits for a ministry's officers, and the board of the compiling officer."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yunghap.core import clock
from yunghap.identity import service as identity
from yunghap.identity.service import Organisation
from yunghap.plan import rules
from yunghap.plan.domain.submissions import OPEN_EDITIONS, open_submission
from yunghap.plan.models import Edition, Submission
from yunghap.plan.queries.board import Board, board_of

from .common import OF_EDITIONS, OF_SUBMISSIONS, need_any, slug_of, works_on_editions

TONES = {
    "NOT_BEGUN": "outline",
    "DRAFT": "neutral",
    "SUBMITTED": "information",
    "RETURNED": "warning",
    "ACCEPTED": "success",
}


@dataclass(frozen=True, slots=True)
class Mine:
    """An open edition and my ministry's part of it; `days_left` is negative after the statutory date."""

    edition: Edition
    organisation: Organisation
    submission: Submission | None
    days_left: int
    tone: str

    @property
    def days_over(self) -> int:
        """Days since the statutory date, 0 before it."""
        return max(-self.days_left, 0)


@dataclass(frozen=True, slots=True)
class BoardPage:
    """The board of an edition with its address."""

    board: Board
    slug: str
    rows: list[dict[str, object]]


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What I have to do for the plan, by role."""
    by = need_any(request, *OF_SUBMISSIONS, rules.REVIEW_SUBMISSION, *OF_EDITIONS, rules.REPORT_ACTUAL)
    reviews = identity.can(by, rules.REVIEW_SUBMISSION)
    editions = list(Edition.objects.filter(status__in=OPEN_EDITIONS).order_by("-year", "-seq"))
    context = {
        "mine": _mine(request, editions),
        "boards": [_board(edition) for edition in editions if edition.seq == 1] if reviews else [],
        "reviews": reviews,
        "may_compile": identity.can(by, rules.COMPILE_EDITION),
        "works_on_editions": works_on_editions(by),
        "may_report": identity.can(by, rules.REPORT_ACTUAL),
        "today": clock.today(),
    }
    return render(request, "plan/desk/desk.html", context)


def _mine(request: HttpRequest, editions: list[Edition]) -> list[Mine]:
    by = identity.actor_of(request)
    own = identity.organisations_where(by, rules.EDIT_SUBMISSION) or frozenset()
    own |= identity.organisations_where(by, rules.SUBMIT_SUBMISSION) or frozenset()
    ministries = Organisation.objects.filter(pk__in=own, kind=Organisation.Kind.MINISTRY)
    known = {
        (row.edition_id, row.organisation_id): row
        for row in Submission.objects.filter(edition__in=editions, organisation__in=own)
    }
    today = clock.today()
    return [
        Mine(
            edition,
            ministry,
            row := known.get((edition.pk, ministry.pk)),
            (edition.due_on - today).days,
            TONES[row.state if row else "NOT_BEGUN"],
        )
        for edition in editions
        for ministry in ministries.order_by(*identity.PLAN_ORDER)
        if edition.seq == 1
    ]


def _board(edition: Edition) -> BoardPage:
    board = board_of(edition)
    labels = {"NOT_BEGUN": _("not begun"), **dict(Submission._meta.get_field("state").flatchoices)}
    rows: list[dict[str, object]] = [
        {"row": row, "label": labels[row.state], "tone": TONES[row.state]} for row in board.rows
    ]
    return BoardPage(board, slug_of(edition), rows)


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begin my ministry's part of an edition."""
    by = identity.actor_of(request)
    edition = Edition.objects.filter(pk=request.POST.get("edition", "")[:26]).first()
    ministry = Organisation.objects.filter(pk=request.POST.get("organisation", "")[:26]).first()
    if edition is None or ministry is None:
        raise Http404
    if not identity.can(by, rules.EDIT_SUBMISSION, organisation=ministry.pk):
        raise Http404
    submission = open_submission(edition=edition, organisation=ministry, by=by)
    messages.success(request, _("Your ministry's part is open. Add its rows."))
    return redirect("plan:desk_submission", id=submission.pk)
