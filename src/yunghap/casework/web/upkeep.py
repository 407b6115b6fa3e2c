"""Looking after a decision: its conditions met, its published words, and its term where no procedure asks for it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from yunghap.casework import rules
from yunghap.casework.domain.certificates import issue_certificate
from yunghap.casework.domain.decisions import (
    extend_decision,
    meet_condition,
    publish_decision,
    revoke_decision,
)
from yunghap.casework.enums import GRANTED
from yunghap.casework.models import Case, Decision
from yunghap.casework.queries.access import works_on
from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.posted import attempt, attempt_and_tell, version_in
from yunghap.procedures import service as procedures

from .common import form_page, handled_case_or_404
from .decision_form import PublicationForm
from .forms import DayInput

EXTEND, REVOKE, PUBLISH = "extend", "revoke", "publish"


class TermForm(forms.Form):
    """A later last day, and why."""

    ends_on = forms.DateField(label=gettext_lazy("New last day"), widget=DayInput())
    reason = forms.CharField(label=gettext_lazy("Reasons"), widget=forms.Textarea({"rows": 6}))


class RevokeForm(forms.Form):
    """The day a decision ends early, and why."""

    on = forms.DateField(label=gettext_lazy("Revoked from"), widget=DayInput())
    reason = forms.CharField(label=gettext_lazy("Reasons"), widget=forms.Textarea({"rows": 6}))


def steps_for(case: Case, by: Actor) -> list[str]:
    """What the reader may do with the decision by hand; a procedure that runs asks for a longer or shorter term."""
    decision = Decision.objects.filter(case=case).first()
    if decision is None or case.erased_at is not None:
        return []
    steps = []
    runs = bool(case.instance) and procedures.get_instance(case.instance or "").status == "running"
    in_force = decision.outcome in GRANTED and decision.revoked_on is None
    if in_force and not runs and works_on(case, rules.DECIDE, by):
        steps = [*([EXTEND] if decision.ends_on else []), REVOKE]
    if decision.published_at is not None and works_on(case, rules.PUBLISH, by):
        steps.append(PUBLISH)
    return steps


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, id: str, step: str) -> HttpResponse:  # noqa: A002
    """Extend or revoke a decision whose procedure is over, or publish it in other words."""
    case, by = handled_case_or_404(request, id)
    if step not in steps_for(case, by):
        raise Http404
    form, title, verb = _STEPS[step](request, case, by)
    if request.method == "POST" and attempt(form, verb) is not None:
        messages.success(request, _("The decision was changed."))
        return redirect("casework:case", id=case.pk)
    return form_page(
        request,
        form,
        case=case,
        title=title,
        verb=title,
        back=reverse("casework:case", args=[case.pk]),
        version=version_in(request) if request.method == "POST" else case.decision.version,
        tone="danger" if step == REVOKE else "primary",
    )


Step = tuple[forms.Form, str, Callable[[], object]]


def _extend(request: HttpRequest, case: Case, by: Actor) -> Step:
    form, decision = TermForm(request.POST or None), case.decision

    @transaction.atomic
    def verb() -> Decision:
        extend_decision(decision=decision, expected=version_in(request), by=by, **form.cleaned_data)
        if decision.certificate:
            issue_certificate(decision=decision, expected=decision.version, by=by)
        return decision

    return form, _("Extend the term"), verb


def _revoke(request: HttpRequest, case: Case, by: Actor) -> Step:
    form, decision = RevokeForm(request.POST or None, initial={"on": clock.today()}), case.decision
    return (
        form,
        _("Revoke the decision"),
        lambda: revoke_decision(decision=decision, expected=version_in(request), by=by, **form.cleaned_data),
    )


def _publish(request: HttpRequest, case: Case, by: Actor) -> Step:
    form, decision = PublicationForm(request.POST or None, case=case), case.decision

    def verb() -> Any:
        return publish_decision(decision=decision, expected=version_in(request), by=by, **form.publication())

    return form, _("Publish in other words"), verb


_STEPS: dict[str, Callable[[HttpRequest, Case, Actor], Step]] = {
    EXTEND: _extend,
    REVOKE: _revoke,
    PUBLISH: _publish,
}


@require_POST
def condition(request: HttpRequest, id: str, number: int) -> HttpResponse:  # noqa: A002
    """Record that an attached condition has been met."""
    case, by = handled_case_or_404(request, id)
    decision = Decision.objects.filter(case=case).first()
    found = decision.conditions.filter(position=number).first() if decision else None
    if found is None:
        raise Http404
    attempt_and_tell(
        request,
        lambda: meet_condition(condition=found, expected=found.version, by=by),
        _("The condition is recorded as met."),
    )
    return redirect("casework:case", id=case.pk)
