"""What the pages of contracts share."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from yunghap.core.actors import Actor
from yunghap.exchange import rules
from yunghap.exchange.enums import AgreementState, NegotiationState, Side
from yunghap.exchange.models import Agreement, Negotiation, TransferProcess
from yunghap.exchange.queries.contracts import accessible_agreements, accessible_negotiations
from yunghap.identity import service as identity

TONES: dict[str, str] = {
    AgreementState.ACTIVE: "success",
    AgreementState.SUSPENDED: "warning",
    AgreementState.RETIRED: "outline",
    AgreementState.EXPIRED: "outline",
    NegotiationState.FINALIZED: "success",
    NegotiationState.TERMINATED: "danger",
}


def negotiation_or_404(request: HttpRequest, id: str) -> tuple[Negotiation, Actor]:  # noqa: A002
    """A negotiation that exists for the reader."""
    by = identity.actor_of(request)
    row = accessible_negotiations(by).filter(pk=id).first()
    if row is None:
        raise Http404
    return row, by


def agreement_or_404(request: HttpRequest, id: str) -> tuple[Agreement, Actor]:  # noqa: A002
    """An agreement that exists for the reader."""
    by = identity.actor_of(request)
    row = accessible_agreements(by).filter(pk=id).first()
    if row is None:
        raise Http404
    return row, by


def may_act(row: Negotiation | Agreement | TransferProcess, by: Actor) -> bool:
    """Whether the reader acts for our side of it, rather than only looks."""
    permission = rules.PROVIDE if row.side == Side.PROVIDER else rules.CONSUME
    return identity.can(by, permission, organisation=row.participant_id)


def acting_or_404(row: Negotiation | Agreement, by: Actor) -> None:
    """What is there to be done is not there for those who only look."""
    if not may_act(row, by):
        raise Http404


def form_page(
    request: HttpRequest,
    form: forms.Form,
    *,
    title: object,
    verb: object,
    back: str,
    lead: object = "",
    tone: str = "primary",
    up: tuple[object, str] | None = None,
) -> HttpResponse:
    """A page with one form and a way back; `up` is the page above it, the contracts where none is told."""
    up = up or (_("Contracts"), reverse("exchange:contracts"))
    context = {"form": form, "title": title, "verb": verb, "back": back, "lead": lead, "tone": tone, "up": up}
    return render(request, "exchange/contracts/form.html", context, status=422 if form.errors else 200)
