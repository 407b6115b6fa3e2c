"""Committees: who sits, and when they meet."""

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
from yunghap.casework.domain import meetings
from yunghap.casework.domain.committees import create_panel, dismiss_member, seat_member
from yunghap.casework.enums import MeetingState
from yunghap.casework.models import Panel
from yunghap.casework.queries.committees import members_on, panels_of
from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.posted import attempt
from yunghap.identity import service as identity

from . import committee_forms as pages
from .common import form_page

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
    context = {"panels": panels_of(by), "may_set_up": identity.can(by, rules.RUN_COMMITTEE)}
    return render(request, "casework/committees.html", context)


@require_http_methods(["GET", "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    """Set a committee up: its seats, days of notice and article."""
    by = identity.actor_of(request)
    if not identity.can(by, rules.RUN_COMMITTEE):
        raise Http404
    form = pages.PanelForm(request.POST or None, by=by)
    return step_page(
        request,
        form,
        lambda: create_panel(by=by, **form.panel()),
        title=_("Set up a committee"),
        lead=_("The committee itself is an organisation, with its members; an administrator enters it."),
        button=_("Set up"),
        back=reverse("casework:committees"),
        done=_("The committee was set up. Give its members their seats."),
        onward=lambda made: reverse("casework:committee", args=[made.pk]),
    )


def panel_or_404(request: HttpRequest, id: str, *, run: bool = False) -> tuple[Panel, Actor, bool]:  # noqa: A002
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


@require_safe
def committee(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """A committee: members and meetings."""
    panel, _by, runs = panel_or_404(request, id)
    rows = panel.meetings.all() if runs else panel.meetings.exclude(state=MeetingState.PLANNED)
    context = {
        "panel": panel,
        "members": members_on(panel, clock.today()),
        "meetings": [{"meeting": row, "tone": MEETING_TONES.get(row.state, "outline")} for row in rows],
        "runs": runs,
    }
    return render(request, "casework/committee.html", context)


def step_page(
    request: HttpRequest,
    form: forms.Form,
    verb: Callable[[], Any],
    *,
    title: object,
    button: object,
    back: str,
    done: str,
    lead: object = "",
    tone: str = "primary",
    onward: Callable[[Any], str] | None = None,
) -> HttpResponse:
    """One step: its form, its verb, and the way back; `onward` is the address of what the verb made, to go on there."""
    if request.method == "POST" and (did := attempt(form, lambda: (verb(),))):
        messages.success(request, done)
        return redirect(onward(did[0]) if onward else back)
    up = (_("Committees"), reverse("casework:committees"))
    return form_page(request, form, title=title, verb=button, back=back, lead=lead, tone=tone, up=up)


@require_http_methods(["GET", "POST"])
def seat(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Give somebody of the committee a seat for a term."""
    panel, by, _runs = panel_or_404(request, id, run=True)
    form = pages.SeatForm(request.POST or None, panel=panel, initial={"starts_on": clock.today()})
    return step_page(
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
def end_seat(request: HttpRequest, id: str, member: str) -> HttpResponse:  # noqa: A002
    """End somebody's seat before its term is over."""
    panel, by, _runs = panel_or_404(request, id, run=True)
    found = panel.members.select_related("person").filter(pk=member, dismissed_on__isnull=True).first()
    if found is None:
        raise Http404
    form = pages.EndSeatForm(request.POST or None, initial={"on": clock.today()})
    return step_page(
        request,
        form,
        lambda: dismiss_member(member=found, by=by, **form.cleaned_data),
        title=_("End the seat of %(name)s?") % {"name": found.person.name},
        button=_("End the seat"),
        back=reverse("casework:committee", args=[panel.pk]),
        done=_("The seat was ended."),
        tone="danger",
    )


@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Plan a meeting."""
    panel, by, _runs = panel_or_404(request, id, run=True)
    form = pages.MeetingForm(request.POST or None)
    return step_page(
        request,
        form,
        lambda: meetings.plan_meeting(panel=panel, by=by, **form.cleaned_data),
        title=_("Plan a meeting"),
        lead=_("Members are told when you call it, %(days)d days before.") % {"days": panel.notice_days},
        button=_("Plan the meeting"),
        back=reverse("casework:committee", args=[panel.pk]),
        done=_("The meeting was planned. Put matters on its agenda, then call it."),
        onward=lambda made: reverse("casework:meeting", args=[made.pk]),
    )
