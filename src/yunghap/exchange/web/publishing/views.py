"""Pages of those who provide data: my data, and one product from its file to its end."""

from collections.abc import Mapping, Sequence

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yunghap.core.actors import Actor
from yunghap.core.posted import attempt, attempt_and_tell, version_in
from yunghap.exchange import rules
from yunghap.exchange.domain.policies.templates import TEMPLATES, Template, find_template
from yunghap.exchange.domain.policies.terms import write_terms
from yunghap.exchange.domain.products import (
    describe_product,
    end_offer,
    make_offer,
    publish_product,
    retire_product,
)
from yunghap.exchange.domain.quality import is_read, is_table
from yunghap.exchange.enums import ProductState
from yunghap.exchange.models import Product
from yunghap.exchange.queries.products import products_of
from yunghap.identity import service as identity

from .forms import DescriptionForm, OfferForm, ReasonForm
from .looks import table_context

PER_PAGE = 20
TONES = {ProductState.DRAFT: "neutral", ProductState.PUBLISHED: "success", ProductState.RETIRED: "outline"}


def providers_or_404(by: Actor) -> list[identity.Organisation]:
    """The organisations for which the reader may publish; 404 where there is none."""
    where = identity.organisations_where(by, rules.PROVIDE)
    found = [] if where is None else identity.organisations_by_ids(set(where))
    if not found:
        raise Http404
    return found


def own_product_or_404(request: HttpRequest, id: str) -> tuple[Product, Actor]:  # noqa: A002
    """A product of an organisation for which the reader publishes."""
    by = identity.actor_of(request)
    product = Product.objects.select_related("provider").filter(pk=id).first()
    if product is None or not identity.can(by, rules.PROVIDE, organisation=product.provider_id):
        raise Http404
    return product, by


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """My data: every product of the reader's organisations."""
    providers = providers_or_404(identity.actor_of(request))
    page = Paginator(products_of({one.pk for one in providers}), PER_PAGE).get_page(request.GET.get("page"))
    for product in page:
        product.tone = TONES[ProductState(product.state)]  # type: ignore[attr-defined]
    return render(request, "exchange/publishing/mine.html", {"page": page})


@require_safe
def product(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """One product: what is done, what is still to do, and what its data looks like."""
    found, _by = own_product_or_404(request, id)
    offers = list(found.offers.all())
    versions = list(found.versions.select_related("product")[:50])
    open_offers = [offer for offer in offers if offer.ended_at is None]
    done = [
        (_("Data"), reverse("exchange:add_version", args=[id]), bool(versions)),
        (_("Description"), reverse("exchange:describe", args=[id]), bool(found.description)),
        (_("Fields"), reverse("exchange:fields", args=[id]), bool(found.fields)),
        (_("Terms and price"), reverse("exchange:make_offer", args=[id]), bool(open_offers)),
        (pgettext("data", "Publish"), "", found.state != ProductState.DRAFT),
    ]
    context = {
        **table_context(found, inside=True),
        "tone": TONES[ProductState(found.state)],
        "steps": done,
        "step": next((number for number, one in enumerate(done, 1) if not one[2]), len(done)),
        "ready": found.state == ProductState.DRAFT and bool(versions) and bool(open_offers),
        "versions": versions,
        "offers": offers,
        "is_table": any(is_table(one) for one in versions[:2]),
        "is_unread": bool(versions) and is_table(versions[0]) and not is_read(versions[0]),
    }
    return render(request, "exchange/publishing/product.html", context)


@require_http_methods(["GET", "POST"])
def describe(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Say what a product is."""
    found, by = own_product_or_404(request, id)
    form = DescriptionForm(request.POST or None, initial=DescriptionForm.values_of(found))
    if request.method == "POST":
        saved = attempt(
            form,
            lambda: describe_product(
                product=found, description=form.described(found), expected=version_in(request), by=by
            ),
        )
        if saved is not None:
            messages.success(request, _("The description is saved."))
            return redirect("exchange:product", id=id)
    return form_page(request, form, title=_("Description"), verb=_("Save"), product=found)


@require_http_methods(["GET", "POST"])
def new_offer(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Offer a product."""
    found, by = own_product_or_404(request, id)
    chosen = find_template(request.GET.get("template", ""))
    form = OfferForm(request.POST or None, initial=OfferForm.values_of(chosen.terms) if chosen else None)
    if request.method == "POST":
        offer = attempt(
            form,
            lambda: make_offer(
                product=found,
                title=form.cleaned_data["title"],
                policy=write_terms(form.terms()),
                price=form.price(),
                by=by,
            ),
        )
        if offer is not None:
            return redirect("exchange:product", id=id)
    return form_page(
        request, form, title=_("Terms and price"), verb=_("Offer"), product=found, templates=TEMPLATES
    )


@require_POST
def close_offer(request: HttpRequest, id: str, offer: str) -> HttpResponse:  # noqa: A002
    """End an offer."""
    found, by = own_product_or_404(request, id)
    row = found.offers.filter(pk=offer).first()
    if row is None:
        raise Http404
    attempt_and_tell(request, lambda: end_offer(offer=row, by=by))
    return redirect("exchange:product", id=id)


@require_POST
def publish(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Show a product in the catalogue."""
    found, by = own_product_or_404(request, id)
    attempt_and_tell(
        request,
        lambda: publish_product(product=found, expected=version_in(request), by=by),
        _("The product stands in the catalogue."),
    )
    return redirect("exchange:product", id=id)


@require_http_methods(["GET", "POST"])
def retire(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """End a product, after showing who depends on it."""
    found, by = own_product_or_404(request, id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST":
        ended = attempt(
            form,
            lambda: retire_product(
                product=found, reason=form.cleaned_data["reason"], expected=version_in(request), by=by
            ),
        )
        if ended is not None:
            return redirect("exchange:product", id=id)
    number = sum(offer.agreements.filter(state="ACTIVE").count() for offer in found.offers.all())
    lead = _("%(number)s agreements rest on this product. They run on to their own end.") % {"number": number}
    return form_page(
        request, form, title=_("End this product"), verb=_("End"), product=found, lead=lead, tone="danger"
    )


def form_page(
    request: HttpRequest,
    form: object,
    *,
    title: str,
    verb: str,
    product: Product | None = None,
    back: str = "",
    lead: str = "",
    tone: str = "primary",
    templates: Sequence[Template] = (),
    ways: Sequence[Mapping[str, object]] = (),
    databases: bool = False,
) -> HttpResponse:
    """A page with one form and a way back; `templates` are standard contracts to begin with.

    `ways` are tabs with other forms for the same; `databases` leads to the page where
    databases are named.
    """
    context = {
        "form": form,
        "title": title,
        "verb": verb,
        "product": product,
        "back": back or reverse("exchange:product", args=[product.pk] if product else []),
        "lead": lead,
        "tone": tone,
        "templates": templates,
        "ways": ways,
        "databases": databases,
    }
    errors = bool(getattr(form, "errors", None))
    return render(request, "exchange/publishing/form.html", context, status=422 if errors else 200)
