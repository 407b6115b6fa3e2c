"""The roster: who takes part, and how one comes in and goes."""

import json
from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yunghap.core.posted import attempt, attempt_and_tell
from yunghap.exchange import rules
from yunghap.exchange.domain.connector import roster
from yunghap.exchange.models import Participant
from yunghap.identity import service as identity

from .common import form_page
from .forms import ParticipantForm, ReasonForm

PER_PAGE = 50
TONES = {"APPLIED": "warning", "ADMITTED": "success", "SUSPENDED": "danger", "REMOVED": "outline"}
_WITH_REASON: dict[str, Callable[..., None]] = {
    "suspend": roster.suspend_participant,
    "remove": roster.remove_participant,
}


@require_safe
def participants(request: HttpRequest) -> HttpResponse:
    """Who takes part; those who applied first for whoever admits them."""
    by = identity.actor_of(request)
    operates = identity.can(by, rules.OPERATE)
    rows = Participant.objects.all() if operates else Participant.objects.filter(state="ADMITTED")
    words = request.GET.get("q", "")[:200]
    if words:
        rows = rows.filter(name__icontains=words) | rows.filter(key__icontains=words)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [{"row": row, "tone": TONES[row.state]} for row in page],
        "words": words,
        "operates": operates,
        "may_apply": [
            one for one in _organisations(request) if not Participant.objects.filter(organisation=one)
        ],
    }
    return render(request, "exchange/contracts/participants.html", context)


def _form_page(request: HttpRequest, form: Form, *, title: str, verb: str, **look: str) -> HttpResponse:
    back = reverse("exchange:participants")
    return form_page(request, form, title=title, verb=verb, back=back, up=(_("Participants"), back), **look)


@require_POST
def apply(request: HttpRequest) -> HttpResponse:
    """Apply for an organisation of one's own."""
    by = identity.actor_of(request)
    found = next((one for one in _organisations(request) if one.pk == request.POST.get("organisation")), None)
    if found is None:
        raise Http404
    attempt_and_tell(
        request,
        lambda: roster.apply_participant(organisation=found, by=by),
        _("The application was noted; whoever operates the exchange decides about it."),
    )
    return redirect("exchange:participants")


@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Enter a participant of another installation."""
    by = identity.actor_of(request)
    if not identity.can(by, rules.OPERATE):
        raise Http404
    form = ParticipantForm(request.POST or None)
    if request.method == "POST":
        row = attempt(form, lambda: roster.enter_participant(**form.cleaned_data, by=by))
        if row is not None:
            messages.success(request, _("The participant is entered. Admit it to let it take part."))
            return redirect("exchange:participants")
    return _form_page(request, form, title=_("Enter a participant"), verb=_("Enter"))


@require_POST
def admit(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Admit one that has applied, or take a suspended one back."""
    by = identity.actor_of(request)
    if not identity.can(by, rules.OPERATE):
        raise Http404
    row = get_object_or_404(Participant, pk=id)
    attempt_and_tell(
        request,
        lambda: roster.admit_participant(participant=row, by=by),
        _("%(name)s takes part from now on.") % {"name": row.name},
    )
    return redirect("exchange:participants")


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, id: str, how: str) -> HttpResponse:  # noqa: A002
    """Suspend or remove a participant."""
    by = identity.actor_of(request)
    if not identity.can(by, rules.OPERATE) or how not in _WITH_REASON:
        raise Http404
    row = get_object_or_404(Participant, pk=id)
    title = _("Suspend %(name)s") if how == "suspend" else _("Remove %(name)s")
    title = title % {"name": row.name}
    form = ReasonForm(request.POST or None)
    if request.method == "POST":
        verb = _WITH_REASON[how]
        done = attempt(form, lambda: verb(participant=row, reason=form.cleaned_data["reason"], by=by) or row)
        if done is not None:
            told = _("%(name)s is suspended.") if how == "suspend" else _("%(name)s no longer takes part.")
            messages.success(request, told % {"name": row.name})
            return redirect("exchange:participants")
    lead = (
        _("Messages of a suspended participant are refused.")
        if how == "suspend"
        else _("Negotiations and contracts with a removed participant end. This cannot be taken back.")
    )
    return _form_page(request, form, title=title, verb=_("Confirm"), lead=lead, tone="danger")


@identity.public_page
@require_safe
def signed_roster(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The last roster that was signed, for other installations; 404 where none was."""
    document = roster.last_signed()
    if document is None:
        raise Http404
    return HttpResponse(json.dumps(json.loads(document), ensure_ascii=False), content_type="application/json")


@require_POST
def sign(request: HttpRequest) -> HttpResponse:
    """Sign the roster as it is now."""
    by = identity.actor_of(request)
    if not identity.can(by, rules.OPERATE):
        raise Http404
    attempt_and_tell(request, lambda: roster.sign_roster(by=by), _("The roster was signed."))
    return redirect("exchange:participants")


def _organisations(request: HttpRequest) -> list[identity.Organisation]:
    """Organisations for which the reader provides or uses data."""
    by = identity.actor_of(request)
    found: set[str] = set()
    for permission in (rules.PROVIDE, rules.CONSUME):
        found |= identity.organisations_where(by, permission) or frozenset()
    return identity.organisations_by_ids(found)
