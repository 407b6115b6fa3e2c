"""A meeting of a committee, from its plan to its minutes, and each matter on its agenda."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yunghap.casework.domain import meetings, votes
from yunghap.casework.domain.minutes import draft_minutes
from yunghap.casework.enums import ItemKind, MeetingState, Vote
from yunghap.casework.models import AgendaItem, Meeting
from yunghap.casework.queries.committees import agenda_of, members_on
from yunghap.core import clock
from yunghap.core.actors import Actor

from . import committee_forms as pages
from .committees import MEETING_TONES, panel_or_404, step_page


def _meeting_or_404(request: HttpRequest, id: str, *, run: bool = False) -> tuple[Meeting, Actor, bool]:  # noqa: A002
    meeting = Meeting.objects.select_related("panel__organisation").filter(pk=id).first()
    if meeting is None:
        raise Http404
    panel, by, runs = panel_or_404(request, meeting.panel_id, run=run)
    if not runs and meeting.state == MeetingState.PLANNED:
        raise Http404  # members learn of a meeting by its call
    meeting.panel = panel
    return meeting, by, runs


@require_safe
def meeting(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """A meeting: its agenda, what each member does about it, and what the secretary does next."""
    row, by, runs = _meeting_or_404(request, id)
    context = {
        "meeting": row,
        "panel": row.panel,
        "tone": MEETING_TONES.get(row.state, "outline"),
        "agenda": agenda_of(row, by, runs=runs),
        "runs": runs,
        "present": row.attendance.select_related("member__person"),
        "members": members_on(row.panel, clock.local_date(row.starts_at)),
    }
    return render(request, "casework/meeting.html", context)


def _at_meeting(meeting: Meeting) -> str:
    return reverse("casework:meeting", args=[meeting.pk])


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Put a matter on the agenda."""
    row, by, _runs = _meeting_or_404(request, id, run=True)
    form = pages.ItemForm(request.POST or None, panel=row.panel, initial={"kind": ItemKind.DECISION})
    return step_page(
        request,
        form,
        lambda: meetings.add_item(
            meeting=row,
            title=form.cleaned_data["title"],
            kind=ItemKind(form.cleaned_data["kind"]),
            case=form.cases.get(form.cleaned_data["case"]),
            proposal=form.cleaned_data["proposal"],
            by=by,
        ),
        title=_("Put a matter on the agenda"),
        button=_("Add"),
        back=_at_meeting(row),
        done=_("The matter is on the agenda."),
    )


class _Step(NamedTuple):
    """What a meeting goes on by: a form, what it does, and the words around it."""

    form: forms.Form
    verb: Callable[[], object]
    title: str
    button: str
    done: str


def _call(meeting: Meeting, by: Actor, data: Any) -> _Step:
    form = pages.CallForm(data, initial={"version": meeting.version})
    return _Step(
        form,
        lambda: meetings.call_meeting(
            meeting=meeting,
            urgent_reason=form.cleaned_data["urgent_reason"],
            expected=form.cleaned_data["version"],
            by=by,
        ),
        _("Call the meeting"),
        _("Call"),
        _("The members were told."),
    )


def _who_is_there(
    meeting: Meeting, by: Actor, data: Any, verb: Callable[..., object], noted: list[str]
) -> tuple[forms.Form, Callable[[], object]]:
    members = list(members_on(meeting.panel, clock.local_date(meeting.starts_at)))
    form = pages.OpenForm(data, members=members, initial={"version": meeting.version, "present": noted})
    return form, lambda: verb(
        meeting=meeting,
        present=[one for one in members if one.pk in form.cleaned_data["present"]],
        expected=form.cleaned_data["version"],
        by=by,
    )


def _open(meeting: Meeting, by: Actor, data: Any) -> _Step:
    title = _("Open the session")
    form, verb = _who_is_there(meeting, by, data, meetings.open_meeting, [])
    return _Step(form, verb, title, title, _("The session is open."))


def _attendance(meeting: Meeting, by: Actor, data: Any) -> _Step:
    title, noted = _("Correct who is there"), list(meeting.attendance.values_list("member", flat=True))
    form, verb = _who_is_there(meeting, by, data, meetings.note_attendance, noted)
    return _Step(form, verb, title, title, _("Who is there was corrected."))


def _close(meeting: Meeting, by: Actor, data: Any) -> _Step:
    draft = draft_minutes(meeting) if meeting.state == MeetingState.OPEN else ""
    form = pages.CloseForm(data, initial={"version": meeting.version, "minutes": draft})
    title = _("Close the session")
    return _Step(
        form,
        lambda: meetings.close_meeting(
            meeting=meeting,
            minutes=form.cleaned_data["minutes"],
            expected=form.cleaned_data["version"],
            by=by,
        ),
        title,
        title,
        _("The session is closed."),
    )


def _cancel(meeting: Meeting, by: Actor, data: Any) -> _Step:
    form = pages.StepForm(data, initial={"version": meeting.version})
    return _Step(
        form,
        lambda: meetings.cancel_meeting(meeting=meeting, expected=form.cleaned_data["version"], by=by),
        _("Call the meeting off"),
        _("Call off"),
        _("The meeting was called off; the members were told."),
    )


_STEPS = {"call": _call, "open": _open, "attendance": _attendance, "close": _close, "cancel": _cancel}


@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, id: str, step: str) -> HttpResponse:  # noqa: A002
    """Call, open, close or call off a meeting."""
    row, by, _runs = _meeting_or_404(request, id, run=True)
    if step not in _STEPS:
        raise Http404
    found = _STEPS[step](row, by, request.POST or None)
    return step_page(
        request,
        found.form,
        found.verb,
        title=found.title,
        button=found.button,
        back=_at_meeting(row),
        done=found.done,
        tone="danger" if step == "cancel" else "primary",
    )


def _item_or_404(request: HttpRequest, id: str, *, run: bool = False) -> tuple[AgendaItem, Actor]:  # noqa: A002
    item = AgendaItem.objects.select_related("case").filter(pk=id).first()
    if item is None:
        raise Http404
    meeting, by, runs = _meeting_or_404(request, item.meeting_id, run=run)
    if not run and runs and not members_on(meeting.panel, clock.today()).filter(person=by.id).exists():
        raise Http404  # the secretary does not vote
    item.meeting = meeting
    return item, by


@require_http_methods(["GET", "POST"])
def declare(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Declare an interest in a matter, or none."""
    item, by = _item_or_404(request, id)
    form = pages.DeclareForm(request.POST or None)
    return step_page(
        request,
        form,
        lambda: votes.declare_interest(
            item=item,
            stands_aside=form.cleaned_data["stands_aside"] == "yes",
            reason=form.cleaned_data["reason"],
            by=by,
        ),
        title=item.title,
        lead=_("Whoever stands aside does not see the case any more and does not vote."),
        button=_("Declare now"),
        back=_at_meeting(item.meeting),
        done=_("Your declaration was kept."),
    )


@require_http_methods(["GET", "POST"])
def vote(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Vote on a matter, once."""
    item, by = _item_or_404(request, id)
    form = pages.VoteForm(request.POST or None)
    return step_page(
        request,
        form,
        lambda: votes.cast_vote(item=item, vote=Vote(form.cleaned_data["vote"]), by=by),
        title=item.title,
        lead=item.proposal,
        button=_("Cast the vote"),
        back=_at_meeting(item.meeting),
        done=_("Your vote was kept."),
    )


@require_http_methods(["GET", "POST"])
def enter_votes(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Enter what members said in the room, for those who did not do it themselves."""
    item, by = _item_or_404(request, id, run=True)
    waiting = votes.silent_members(item)
    form = pages.SaidForm(request.POST or None, members=waiting)
    return step_page(
        request,
        form,
        lambda: votes.enter_votes(item=item, said=form.said(), reason=form.cleaned_data["reason"], by=by),
        title=_("Votes given in the room: %(title)s") % {"title": item.title},
        lead=_("For members who do not vote here themselves. It is kept that you entered them."),
        button=_("Enter the votes"),
        back=_at_meeting(item.meeting),
        done=_("The votes were entered."),
    )


@require_http_methods(["GET", "POST"])
def settle(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Record what came of a matter."""
    item, by = _item_or_404(request, id, run=True)
    form = pages.SettleForm(request.POST or None, initial={"version": item.version})
    return step_page(
        request,
        form,
        lambda: votes.settle_item(
            item=item,
            resolution=form.cleaned_data["resolution"],
            defer=form.cleaned_data["defer"],
            expected=form.cleaned_data["version"],
            by=by,
        ),
        title=item.title,
        button=_("Record it"),
        back=_at_meeting(item.meeting),
        done=_("The matter is settled."),
    )


@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Take a matter off the agenda."""
    item, by = _item_or_404(request, id, run=True)
    return step_page(
        request,
        forms.Form(request.POST if request.method == "POST" else None),
        lambda: meetings.remove_item(item=item, by=by),
        title=_("Take “%(title)s” off the agenda?") % {"title": item.title},
        button=_("Take off"),
        back=_at_meeting(item.meeting),
        done=_("The matter was taken off."),
        tone="danger",
    )
