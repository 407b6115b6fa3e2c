"""Committees: who sits, when they meet, and each meeting from its plan to its minutes."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yunghap.casework import rules
from yunghap.casework.domain import meetings, votes
from yunghap.casework.domain.committees import members_on, seat_member
from yunghap.casework.enums import ItemKind, MeetingState, Vote
from yunghap.casework.models import AgendaItem, Meeting, Panel
from yunghap.casework.queries.committees import agenda_of, panels_of
from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.posted import attempt
from yunghap.identity import service as identity

from . import committee_forms as pages

MEETING_TONES: dict[str, str] = {
    MeetingState.PLANNED: "neutral",
    MeetingState.CALLED: "information",
    MeetingState.OPEN: "success",
}


@require_safe
def committees(request: HttpRequest) -> HttpResponse:
    """The committees on which I sit or which I run."""
    by = identity.actor_of(request)
    if not (identity.can(by, rules.VOTE) or identity.can(by, rules.RUN_COMMITTEE)):
        raise Http404
    return render(request, "casework/committees.html", {"panels": panels_of(by)})


def _panel_or_404(request: HttpRequest, id: str, *, run: bool = False) -> tuple[Panel, Actor, bool]:  # noqa: A002
    """A committee, the reader, and whether they run it; 404 for whoever neither runs it nor sits on it."""
    by = identity.actor_of(request)
    panel = Panel.objects.select_related("organisation", "secretariat").filter(pk=id).first()
    if panel is None:
        raise Http404
    runs = identity.can(by, rules.RUN_COMMITTEE, organisation=panel.secretariat_id)
    sits = members_on(panel, clock.today()).filter(person=by.id).exists()
    if not (runs or (sits and not run)):
        raise Http404
    return panel, by, runs


def _meeting_or_404(request: HttpRequest, id: str, *, run: bool = False) -> tuple[Meeting, Actor, bool]:  # noqa: A002
    meeting = Meeting.objects.select_related("panel__organisation").filter(pk=id).first()
    if meeting is None:
        raise Http404
    panel, by, runs = _panel_or_404(request, meeting.panel_id, run=run)
    if not runs and meeting.state == MeetingState.PLANNED:
        raise Http404  # members learn of a meeting by its call
    meeting.panel = panel
    return meeting, by, runs


@require_safe
def committee(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """A committee: members and meetings."""
    panel, _by, runs = _panel_or_404(request, id)
    rows = panel.meetings.all() if runs else panel.meetings.exclude(state=MeetingState.PLANNED)
    context = {
        "panel": panel,
        "members": members_on(panel, clock.today()),
        "meetings": [{"meeting": row, "tone": MEETING_TONES.get(row.state, "outline")} for row in rows],
        "runs": runs,
    }
    return render(request, "casework/committee.html", context)


def _step(
    request: HttpRequest,
    form: forms.Form,
    verb: Callable[[], object],
    *,
    title: object,
    button: object,
    back: str,
    done: str,
    lead: object = "",
    tone: str = "primary",
) -> HttpResponse:
    """One step: its form, its verb, and the way back."""
    if request.method == "POST":
        form.is_valid()
        if attempt(form, lambda: (verb(), True)[1]):
            messages.success(request, done)
            return redirect(back)
    context = {"form": form, "title": title, "verb": button, "back": back, "lead": lead, "tone": tone}
    return render(request, "casework/committee_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def seat(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Give somebody of the committee a seat for a term."""
    panel, by, _runs = _panel_or_404(request, id, run=True)
    form = pages.SeatForm(request.POST or None, panel=panel, initial={"starts_on": clock.today()})
    return _step(
        request,
        form,
        lambda: seat_member(
            panel=panel,
            person=form.people[form.cleaned_data["person"]],
            starts_on=form.cleaned_data["starts_on"],
            ends_on=form.cleaned_data["ends_on"],
            is_chair=form.cleaned_data["is_chair"],
            by=by,
        ),
        title=_("Give a seat"),
        button=_("Give the seat"),
        back=reverse("casework:committee", args=[panel.pk]),
        done=_("The seat was given."),
    )


@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Plan a meeting."""
    panel, by, _runs = _panel_or_404(request, id, run=True)
    form = pages.MeetingForm(request.POST or None)
    return _step(
        request,
        form,
        lambda: meetings.plan_meeting(panel=panel, by=by, **form.cleaned_data),
        title=_("Plan a meeting"),
        lead=_("Members are told when you call it, %(days)d days before.") % {"days": panel.notice_days},
        button=_("Plan the meeting"),
        back=reverse("casework:committee", args=[panel.pk]),
        done=_("The meeting was planned."),
    )


@require_safe
def meeting(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """A meeting: its agenda, what each member does about it, and what the secretary does next."""
    row, by, runs = _meeting_or_404(request, id)
    context = {
        "meeting": row,
        "panel": row.panel,
        "tone": MEETING_TONES.get(row.state, "outline"),
        "agenda": agenda_of(row, by),
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
    return _step(
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


# step -> (form, verb, title, button, what is said after it)
def _steps(
    meeting: Meeting, by: Actor, data: Any
) -> dict[str, tuple[forms.Form, Callable[[], object], str, str, str]]:
    version = {"version": meeting.version}
    call = pages.CallForm(data, initial=version)
    members = list(members_on(meeting.panel, clock.local_date(meeting.starts_at)))
    there = pages.OpenForm(data, members=members, initial=version)
    close = pages.CloseForm(data, initial=version)
    cancel = pages.CallForm(data, initial=version)
    del cancel.fields["urgent_reason"]
    return {
        "call": (
            call,
            lambda: meetings.call_meeting(
                meeting=meeting,
                urgent_reason=call.cleaned_data["urgent_reason"],
                expected=call.cleaned_data["version"],
                by=by,
            ),
            _("Call the meeting"),
            _("Call"),
            _("The members were told."),
        ),
        "open": (
            there,
            lambda: meetings.open_meeting(
                meeting=meeting,
                present=[one for one in members if one.pk in there.cleaned_data["present"]],
                expected=there.cleaned_data["version"],
                by=by,
            ),
            _("Open the session"),
            _("Open the session"),
            _("The session is open."),
        ),
        "close": (
            close,
            lambda: meetings.close_meeting(
                meeting=meeting,
                minutes=close.cleaned_data["minutes"],
                expected=close.cleaned_data["version"],
                by=by,
            ),
            _("Close the session"),
            _("Close the session"),
            _("The session is closed."),
        ),
        "cancel": (
            cancel,
            lambda: meetings.cancel_meeting(meeting=meeting, expected=cancel.cleaned_data["version"], by=by),
            _("Call the meeting off"),
            _("Call off"),
            _("The meeting was called off; the members were told."),
        ),
    }


@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, id: str, step: str) -> HttpResponse:  # noqa: A002
    """Call, open, close or call off a meeting."""
    row, by, _runs = _meeting_or_404(request, id, run=True)
    found = _steps(row, by, request.POST or None).get(step)
    if found is None:
        raise Http404
    form, verb, title, button, done = found
    return _step(
        request,
        form,
        verb,
        title=title,
        button=button,
        back=_at_meeting(row),
        done=done,
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
    return _step(
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
    return _step(
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
def settle(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Record what came of a matter."""
    item, by = _item_or_404(request, id, run=True)
    form = pages.SettleForm(request.POST or None, initial={"version": item.version})
    return _step(
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
    return _step(
        request,
        forms.Form(request.POST or None) if request.method != "POST" else forms.Form({}),
        lambda: meetings.remove_item(item=item, by=by),
        title=_("Take “%(title)s” off the agenda?") % {"title": item.title},
        button=_("Take off"),
        back=_at_meeting(item.meeting),
        done=_("The matter was taken off."),
        tone="danger",
    )
