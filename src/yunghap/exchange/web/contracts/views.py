"""My contracts, one contract, one negotiation, and what people do with them."""

import json

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.posted import attempt, attempt_and_tell
from yunghap.exchange import rules
from yunghap.exchange.domain.connector import negotiations, notices, peers
from yunghap.exchange.domain.connector.machine import Move, moves_of
from yunghap.exchange.domain.connector.messages import AgreementNotice, read
from yunghap.exchange.domain.connector.obligations import fulfil_obligation
from yunghap.exchange.domain.connector.processes import own_participant
from yunghap.exchange.domain.policies.explain import say_policy
from yunghap.exchange.domain.policies.terms import read_terms, write_terms
from yunghap.exchange.enums import AgreementState, ObligationState, Side
from yunghap.exchange.models import Agreement, Message, Negotiation, Obligation, Participant
from yunghap.exchange.queries.contracts import (
    accessible_agreements,
    accessible_negotiations,
    may_look,
    messages_of,
    names_of,
    transfers_of,
)
from yunghap.exchange.queries.transfers import title_of
from yunghap.identity import service as identity
from yunghap.ledger.service import get_entry, receipt

from .common import TONES, acting_or_404, agreement_or_404, form_page, may_act, negotiation_or_404
from .forms import NoteForm, ReasonForm, TermsForm
from .picture import draw_messages, name_of

PER_PAGE = 30


@require_safe
def contracts(request: HttpRequest) -> HttpResponse:
    """The contracts of my organisations, and the negotiations about new ones."""
    by = identity.actor_of(request)
    if not may_look(by):
        raise Http404
    words, state = request.GET.get("q", "")[:200], request.GET.get("state", "")
    rows = accessible_agreements(by)
    if words:
        rows = rows.filter(offer__product__title__icontains=words) | rows.filter(asset__icontains=words)
    if state in AgreementState.values:
        rows = rows.filter(state=state)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    running = accessible_negotiations(by).exclude(state="FINALIZED").order_by("-waiting", "-changed_at")
    context = {
        "page": page,
        "rows": [{"row": row, "tone": TONES[row.state], "title": title_of(row)} for row in page],
        "negotiations": [
            {"row": row, "tone": TONES.get(row.state, "information"), "title": title_of(row)}
            for row in running[:PER_PAGE]
        ],
        "names": names_of(
            {row.counterparty for row in page} | {row.counterparty for row in running[:PER_PAGE]}
        ),
        "words": words,
        "state": state,
        "states": AgreementState.choices,
        "may_ask": identity.can(by, rules.CONSUME),
        "may_rule": identity.can(by, rules.PROVIDE),
    }
    return render(request, "exchange/contracts/contracts.html", context)


@require_safe
def negotiation(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """One negotiation: the terms on the table, its steps with their dates, what I can do."""
    row, by = negotiation_or_404(request, id)
    side = Side(row.side)
    moves = moves_of(row.state, side) if may_act(row, by) else frozenset()
    given = messages_of(row.pk)
    context = {
        "row": row,
        "title": title_of(row),
        "tone": TONES.get(row.state, "information"),
        "peer": names_of({row.counterparty}).get(row.counterparty),
        "terms": say_policy(row.terms),
        "offered": say_policy(row.offer.policy) if row.offer else [],
        "picture": draw_messages(given, us=_("We"), them=_("The other side")),
        "steps": [{"message": one, "name": name_of(one)} for one in given],
        "may_accept": {Move.ACCEPT, Move.AGREE} & moves,
        "may_counter": bool({Move.REQUEST, Move.OFFER} & moves),
        "may_end": Move.TERMINATE in moves,
    }
    return render(request, "exchange/contracts/negotiation.html", context)


@require_POST
def accept(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Accept the terms on the table."""
    row, by = negotiation_or_404(request, id)
    acting_or_404(row, by)
    move = Move.ACCEPT if row.side == Side.CONSUMER else Move.AGREE
    attempt_and_tell(
        request,
        lambda: negotiations.make_move(negotiation=row, move=move, by=by),
        _("The terms were accepted."),
    )
    return redirect("exchange:negotiation", id=id)


@require_http_methods(["GET", "POST"])
def counter(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Offer other terms."""
    row, by = negotiation_or_404(request, id)
    acting_or_404(row, by)
    known = read_terms(row.terms)
    form = TermsForm(request.POST or None, initial=TermsForm.values_of(known) if known else None)
    if request.method == "POST":
        move = Move.REQUEST if row.side == Side.CONSUMER else Move.OFFER
        done = attempt(
            form,
            lambda: negotiations.make_move(
                negotiation=row, move=move, terms=write_terms(form.terms()), by=by
            ),
        )
        if done is not None:
            messages.success(request, _("The other terms were sent."))
            return redirect("exchange:negotiation", id=id)
    lead = (
        ""
        if known
        else _("The terms on the table say more than this form can show; what you send replaces them.")
    )
    back = reverse("exchange:negotiation", args=[id])
    return form_page(request, form, title=_("Other terms"), verb=_("Send"), back=back, lead=lead)


@require_http_methods(["GET", "POST"])
def break_off(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Break a negotiation off."""
    row, by = negotiation_or_404(request, id)
    acting_or_404(row, by)
    form = ReasonForm(request.POST or None)
    if request.method == "POST":
        done = attempt(
            form,
            lambda: negotiations.make_move(
                negotiation=row, move=Move.TERMINATE, reason=form.cleaned_data["reason"], by=by
            ),
        )
        if done is not None:
            messages.success(request, _("The negotiation was broken off."))
            return redirect("exchange:negotiation", id=id)
    back = reverse("exchange:negotiation", args=[id])
    return form_page(request, form, title=_("Break off"), verb=_("Break off"), back=back, tone="danger")


@require_safe
def contract(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """One contract: its terms, duties, transfers, notices, and what I can do."""
    row, by = agreement_or_404(request, id)
    given = [*messages_of(row.negotiation), *messages_of(row.pk)]
    may = may_act(row, by)
    context = {
        "row": row,
        "tone": TONES[row.state],
        "peer": names_of({row.counterparty}).get(row.counterparty),
        "terms": say_policy(row.policy),
        "obligations": [
            {
                "row": one,
                "late": one.state == ObligationState.OPEN and bool(one.due_at and one.due_at < clock.now()),
            }
            for one in row.obligations.all()
        ],
        "transfers": transfers_of(row)[:100],
        "steps": [{"message": one, "name": name_of(one)} for one in given],
        "title": title_of(row),
        "may": may,
        "suspended_because": _why_suspended(given) if row.state == AgreementState.SUSPENDED else "",
        "may_receive": may and row.state == AgreementState.ACTIVE and row.side == Side.CONSUMER,
        "may_suspend": may and row.state == AgreementState.ACTIVE,
        "may_resume": may and row.state == AgreementState.SUSPENDED,
        "may_retire": may and row.state in {AgreementState.ACTIVE, AgreementState.SUSPENDED},
        "may_renegotiate": may and row.state == AgreementState.ACTIVE and row.side == Side.CONSUMER,
    }
    return render(request, "exchange/contracts/contract.html", context)


def _why_suspended(given: list[Message]) -> str:
    """What the side that suspended the contract said; only its notice has it."""
    notices_given = [one for one in given if one.kind == AgreementNotice.__name__]
    return read(notices_given[-1].body.encode(), AgreementNotice).why() if notices_given else ""


@require_http_methods(["GET", "POST"])
def change_contract(request: HttpRequest, id: str, how: str) -> HttpResponse:  # noqa: A002
    """Suspend or end a contract, with the reason."""
    row, by = agreement_or_404(request, id)
    acting_or_404(row, by)
    verbs = {"suspend": notices.suspend_agreement, "retire": notices.retire_agreement}
    titles = {"suspend": _("Suspend the contract"), "retire": _("End the contract")}
    if how not in verbs:
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method == "POST":
        done = attempt(form, lambda: verbs[how](agreement=row, reason=form.cleaned_data["reason"], by=by))
        if done is not None:
            messages.success(request, _("This was noted, and the other side is told."))
            return redirect("exchange:contract", id=id)
    lead = _("Running transfers stop at once.")
    back = reverse("exchange:contract", args=[id])
    return form_page(request, form, title=titles[how], verb=titles[how], back=back, lead=lead, tone="danger")


@require_POST
def resume_contract(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Take a suspended contract up again."""
    row, by = agreement_or_404(request, id)
    acting_or_404(row, by)
    attempt_and_tell(
        request,
        lambda: notices.resume_agreement(agreement=row, by=by),
        _("The contract runs again, and the other side is told."),
    )
    return redirect("exchange:contract", id=id)


@require_http_methods(["GET", "POST"])
def renegotiate(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Ask for other terms in the place of a contract; it runs on until the new one is concluded."""
    row, by = agreement_or_404(request, id)
    acting_or_404(row, by)
    known = read_terms(row.policy)
    form = TermsForm(request.POST or None, initial=TermsForm.values_of(known) if known else None)
    if request.method == "POST":
        made = attempt(form, lambda: _ask_again(row, form, by))
        if made is not None:
            messages.success(request, _("The request was sent."))
            return redirect("exchange:negotiation", id=made.pk)
    back = reverse("exchange:contract", args=[id])
    lead = _("The contract runs on until the new one is concluded.")
    return form_page(request, form, title=_("Renegotiate"), verb=_("Ask"), back=back, lead=lead)


def _ask_again(row: Agreement, form: TermsForm, by: Actor) -> Negotiation:
    own = own_participant(row.participant_id)
    peer = get_object_or_404(Participant, key=row.counterparty)
    offers = peers.offers_of(peers.fetch_dataset(own, peer, row.asset))
    key = offers[0].get("@id", row.key) if offers else row.key
    return negotiations.request_contract(
        peer=peer,
        asset=row.asset,
        offer={"@id": key, **write_terms(form.terms())},
        replaces=row,
        organisation=row.participant_id,
        by=by,
    )


@require_http_methods(["GET", "POST"])
def fulfil(request: HttpRequest, id: str, obligation: str) -> HttpResponse:  # noqa: A002
    """Note that a duty was done."""
    row, by = agreement_or_404(request, id)
    acting_or_404(row, by)
    duty = get_object_or_404(Obligation, pk=obligation, agreement=row)
    form = NoteForm(request.POST or None)
    if request.method == "POST":
        done = attempt(
            form, lambda: fulfil_obligation(obligation=duty, note=form.cleaned_data["note"], by=by)
        )
        if done is not None:
            messages.success(request, _("The duty was noted as done."))
            return redirect("exchange:contract", id=id)
    back = reverse("exchange:contract", args=[id])
    return form_page(
        request, form, title=_("Duty done"), verb=_("Note as done"), back=back, lead=_in_language(duty)
    )


@require_safe
def step_receipt(request: HttpRequest, id: str, number: int) -> HttpResponse:  # noqa: A002
    """The signed receipt of a step, which anybody can verify offline, with the message it is about."""
    by = identity.actor_of(request)
    message = get_object_or_404(Message, pk=number, process=id)
    known = (
        accessible_negotiations(by).filter(pk=id).exists() or accessible_agreements(by).filter(pk=id).exists()
    )
    if not known or not message.entry:
        raise Http404
    document = {**receipt(get_entry(message.entry)), "message": message.body}
    response = HttpResponse(json.dumps(document, ensure_ascii=False), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="receipt-{number}.json"'
    return response


def _in_language(duty: Obligation) -> str:
    return duty.text_en if get_language() == "en" else duty.text_ko
