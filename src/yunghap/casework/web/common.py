"""What the pages of cases share: finding a case without telling of foreign ones, pages of one form."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from yunghap.casework.contracts import Standing
from yunghap.casework.enums import CaseState
from yunghap.casework.models import Case
from yunghap.casework.queries.access import standing_in
from yunghap.core.actors import Actor
from yunghap.identity import service as identity

TONES: dict[str, str] = {
    CaseState.DRAFT: "neutral",
    CaseState.OPEN: "information",
    CaseState.DECIDED: "success",
    CaseState.CLOSED: "outline",
    CaseState.WITHDRAWN: "outline",
}

LOOKED_WITHIN = 60 * 60  # seconds between a look at something and what is then done with it


def look_token(salt: str, by: Actor, **seen: object) -> str:
    """What somebody looked at, signed for the form that does it."""
    return signing.dumps({**seen, "by": by.id}, salt=salt)


def looked_at(request: HttpRequest, salt: str, by: Actor) -> Mapping[str, Any] | None:
    """What the same person looked at; None where the token is too old, another's or made up."""
    try:
        told: dict[str, Any] = signing.loads(request.POST.get("token", ""), salt=salt, max_age=LOOKED_WITHIN)
    except signing.BadSignature:
        return None
    return told if told.get("by") == by.id else None


def case_or_404(request: HttpRequest, id: str) -> tuple[Case, Standing, Actor]:  # noqa: A002
    """A case that exists for the reader, what they are to it, and who they are."""
    by = identity.actor_of(request)
    case = Case.objects.select_related("applicant", "handler").filter(pk=id).first()
    standing = standing_in(case, by) if case is not None else Standing()
    if case is None or not standing.any:
        raise Http404
    return case, standing, by


def own_case_or_404(request: HttpRequest, id: str) -> tuple[Case, Actor]:  # noqa: A002
    """A case of the reader's own organisation."""
    case, standing, by = case_or_404(request, id)
    if not standing.applicant:
        raise Http404
    return case, by


def handled_case_or_404(request: HttpRequest, id: str) -> tuple[Case, Actor]:  # noqa: A002
    """A case of which the reader's organisation is in charge."""
    case, standing, by = case_or_404(request, id)
    if not standing.handler:
        raise Http404
    return case, by


def form_page(
    request: HttpRequest,
    form: forms.Form,
    *,
    title: object,
    verb: object,
    back: str,
    case: Case | None = None,
    lead: object = "",
    tone: str = "primary",
    version: int | None = None,
    up: tuple[object, str] | None = None,
) -> HttpResponse:
    """A page with one form and a way back; the form names the `version` that it was made for.

    `up` is the name and the address of the page above it, where that is neither the case nor the procedures.
    """
    context = {
        "form": form,
        "title": title,
        "verb": verb,
        "back": back,
        "case": case,
        "lead": lead,
        "tone": tone,
        "version": version,
        "up": up,
    }
    return render(request, "casework/form_page.html", context, status=422 if form.errors else 200)
