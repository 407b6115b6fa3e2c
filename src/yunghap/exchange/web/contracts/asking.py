"""Beginning a negotiation, and the rules by which requests are accepted."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yunghap.core.actors import Actor
from yunghap.core.posted import attempt, attempt_and_tell
from yunghap.exchange import rules
from yunghap.exchange.domain.asking import ask_for, dataset_of
from yunghap.exchange.domain.connector.acceptance import drop_rule, set_rule
from yunghap.exchange.domain.connector.peers import offers_of
from yunghap.exchange.domain.connector.processes import own_participant
from yunghap.exchange.domain.connector.tokens import admitted
from yunghap.exchange.domain.policies.explain import say_policy
from yunghap.exchange.models import AcceptanceRule, Offer, Participant
from yunghap.exchange.queries.contracts import names_of
from yunghap.identity import service as identity

from .common import form_page
from .forms import BeginForm, RuleForm


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Choose whom to ask and about which data set; its offers come next, at once where both are named already."""
    by = identity.actor_of(request)
    at_once = request.headers.get("HX-Request") == "true"  # asked for by the page itself
    own = _own(by, rules.CONSUME)
    peers = (
        Participant.objects.filter(state="ADMITTED").exclude(pk__in=[one.pk for one in own]).order_by("name")
    )
    named = {name: request.GET.get(name, "") for name in ("peer", "dataset")}
    initial = {**named, "organisation": by.organisation}
    form = BeginForm(request.POST or None, initial=initial, own=own, peers=list(peers[:2_000]))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        found = attempt(
            form,
            lambda: dataset_of(
                own_participant(data["organisation"]), admitted(data["peer"]), data["dataset"]
            ),
        )
        if found is not None:
            offers = [{"id": one.get("@id", ""), "terms": say_policy(one)} for one in offers_of(found)]
            context = {"data": data, "title": found.get("dct:title") or data["dataset"], "offers": offers}
            page = "offers_found" if at_once else "offers"
            return render(request, f"exchange/contracts/{page}.html", context)
    if at_once:
        return render(request, "exchange/contracts/offers_found.html", {"form": form})
    context = {"form": form, "at_once": request.method != "POST" and all(named.values())}
    return render(request, "exchange/contracts/ask.html", context, status=422 if form.errors else 200)


@require_POST
def ask_for_offer(request: HttpRequest) -> HttpResponse:
    """Ask for the contract on one of the offers."""
    by = identity.actor_of(request)
    organisation = request.POST.get("organisation", "")
    peer, offer = request.POST.get("peer", ""), request.POST.get("offer", "")
    if not (peer and offer):
        raise Http404
    dataset = request.POST.get("dataset", "")[:200]
    row = ask_for(dataset=dataset, offer=offer, peer=peer, organisation=organisation, by=by)
    messages.success(request, _("The request was sent."))
    return redirect("exchange:negotiation", id=row.pk)


@require_safe
def acceptance(request: HttpRequest) -> HttpResponse:
    """The rules by which requests for our offers are accepted."""
    by = identity.actor_of(request)
    own = _own(by, rules.PROVIDE)
    rows = AcceptanceRule.objects.filter(participant__in=[one.organisation_id for one in own]).select_related(
        "participant", "offer__product"
    )
    context = {"rows": rows, "names": names_of({row.counterparty for row in rows})}
    return render(request, "exchange/contracts/acceptance.html", context)


@require_http_methods(["GET", "POST"])
def add_rule(request: HttpRequest) -> HttpResponse:
    """Add a rule, or change the one for the same offer and consumer."""
    by = identity.actor_of(request)
    own = _own(by, rules.PROVIDE)
    organisations = [str(one.organisation_id) for one in own]
    offers = Offer.objects.filter(product__provider__in=organisations, ended_at=None).select_related(
        "product"
    )
    peers = Participant.objects.filter(state="ADMITTED").order_by("name")[:2_000]
    form = RuleForm(request.POST or None, offers=list(offers), peers=list(peers))
    if request.method == "POST" and attempt(form, lambda: _set_rules(form, list(offers), organisations, by)):
        messages.success(request, _("The rule holds for requests from now on."))
        return redirect("exchange:acceptance")
    back = reverse("exchange:acceptance")
    return form_page(request, form, title=_("Rule for requests"), verb=_("Save"), back=back)


@require_POST
def remove_rule(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Drop a rule."""
    by = identity.actor_of(request)
    own = [one.organisation_id for one in _own(by, rules.PROVIDE)]
    rule = get_object_or_404(AcceptanceRule, pk=id, participant__in=own)
    attempt_and_tell(request, lambda: drop_rule(rule=rule, by=by), _("The rule was dropped."))
    return redirect("exchange:acceptance")


@transaction.atomic
def _set_rules(form: RuleForm, offers: list[Offer], organisations: list[str], by: Actor) -> bool:
    """A rule for one offer, or for each organisation of the reader one for all its offers."""
    data = form.cleaned_data
    offer = next((one for one in offers if one.pk == data["offer"]), None)
    for organisation in [offer.product.provider_id] if offer else organisations:
        set_rule(
            organisation=organisation,
            offer=offer,
            counterparty=data["counterparty"],
            decision=data["decision"],
            by=by,
        )
    return True


def _own(by: Actor, permission: str) -> list[Participant]:
    """The participants for which the reader may act; 404 where there is no permission at all."""
    if not identity.can(by, permission):
        raise Http404
    where = identity.organisations_where(by, permission)
    rows = Participant.objects.filter(organisation__isnull=False, state="ADMITTED")
    return list(rows if where is None else rows.filter(organisation__in=where))
