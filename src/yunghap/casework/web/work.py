"""Work: the inbox of an officer, and one work item of a case."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yunghap.casework import rules
from yunghap.casework.domain import running
from yunghap.casework.domain.kinds import kind_of
from yunghap.casework.domain.requests import form_of, make_request, requests_of
from yunghap.casework.enums import MeetingState
from yunghap.casework.models import Case
from yunghap.casework.queries.inbox import inbox_of
from yunghap.core.errors import DomainError, NotAllowed, NotFound
from yunghap.core.posted import attempt
from yunghap.identity import service as identity
from yunghap.procedures import service as procedures
from yunghap.procedures.service import WorkItem

from . import dashboard
from .common import case_or_404, form_page
from .forms import Questions
from .tasks import task_of

# Work that a committee does: its page is that of the meeting.
_SETTLED = frozenset({running.AGENDA, running.REPORT})


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """What waits for me and my organisations, the most urgent first, overdue ones marked."""
    by = identity.actor_of(request)
    if not any(identity.can(by, permission) for permission in rules.HAS_INBOX):
        raise Http404
    rows = inbox_of(by)
    context = {
        "rows": rows,
        "may_see_figures": any(identity.can(by, permission) for permission in dashboard.OFFICES),
        "overdue": sum(row.days_left is not None and row.days_left < 0 for row in rows),
        "this_week": sum(row.days_left is not None and 0 <= row.days_left <= 7 for row in rows),
    }
    return render(request, "casework/inbox.html", context)


@require_http_methods(["GET", "POST"])
def work(request: HttpRequest, id: str, number: int) -> HttpResponse:  # noqa: A002
    """One work item: what is asked, and the end of it."""
    case, _standing, by = case_or_404(request, id)
    try:
        item = running.get_work(case, number, by)
    except (NotFound, NotAllowed):
        raise Http404 from None
    elsewhere = _elsewhere(case, item)
    task = task_of(request.POST or None, case, item, by)
    if elsewhere or task is None:
        if item.form in _SETTLED:
            messages.info(
                request,
                _(
                    "This goes on by what the committee settles: put the case on the agenda of a meeting, "
                    "and record the outcome there."
                ),
            )
        return redirect(elsewhere or reverse("casework:case", args=[case.pk]))
    if request.method == "POST":
        task.form.is_valid()
        if attempt(task.form, lambda: (task.verb(), True)[1]):
            messages.success(request, _("“%(work)s” is done.") % {"work": item.name})
            return redirect("casework:case", id=case.pk)
    return form_page(
        request,
        task.form,
        case=case,
        title=item.name,
        lead=_letter_told(case, item),
        verb=_("Finish"),
        back=reverse("casework:case", args=[case.pk]),
    )


def _letter_told(case: Case, item: WorkItem) -> str:
    """That a letter goes out with the end of the work, where one does."""
    letter = kind_of(case).letters.get(item.letter)
    return (
        _("“%(letter)s” is written and served when this is finished.") % {"letter": letter.title}
        if letter
        else ""
    )


def _elsewhere(case: Case, item: WorkItem) -> str:
    """Where work is done that has a page of its own; empty where this is it."""
    if item.form == running.SUPPLEMENT:
        return reverse("casework:check", args=[case.pk])
    if item.form == running.CONSULTATION:
        row = case.consultations.filter(item=item.number).first()
        return reverse("casework:answer", args=[row.pk]) if row else ""
    if item.form in _SETTLED:
        on = (
            case.agenda_items.filter(settled_at__isnull=True)
            .exclude(meeting__state=MeetingState.CANCELLED)
            .last()
        )
        return reverse("casework:meeting", args=[on.meeting_id]) if on else reverse("casework:committees")
    return ""


@require_http_methods(["GET", "POST"])
def request(request: HttpRequest, id: str, name: str) -> HttpResponse:  # noqa: A002
    """Ask something of a running case: an extension, a change, a hearing."""
    case, _standing, by = case_or_404(request, id)
    found = next((one for one in requests_of(case, by) if one.request.id == name and not one.closed), None)
    if found is None:
        raise Http404
    asked = Questions(request.POST or None, questions=tuple(form_of(case, found.request).fields()))
    if request.method == "POST":
        asked.is_valid()
        made = attempt(asked, lambda: make_request(case=case, request=name, answers=asked.answers(), by=by))
        if made is not None:
            messages.success(request, _("“%(request)s” was handed in.") % {"request": found.request.name})
            return redirect("casework:case", id=case.pk)
    return form_page(
        request,
        asked,
        case=case,
        title=found.request.name,
        lead=f"{found.request.about} {found.article}".strip(),
        verb=_("Hand in"),
        back=reverse("casework:case", args=[case.pk]),
    )


@require_POST
def take(request: HttpRequest, id: str, number: int) -> HttpResponse:  # noqa: A002
    """Take work, or give it back."""
    case, _standing, by = case_or_404(request, id)
    try:
        item = running.get_work(case, number, by)
        verb = procedures.release_item if item.assignee else procedures.claim_item
        verb(instance=item.instance, item=item.number, by=running.acting_in(case, item, by))
    except (NotFound, NotAllowed):
        raise Http404 from None
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("casework:case", id=case.pk)
