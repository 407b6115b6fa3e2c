"""Where data come from: a product begun with a file, an API or a query, its next versions, its source read now."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST

from yunghap.core.posted import attempt, attempt_and_tell
from yunghap.exchange.domain.products import add_data, begin_product
from yunghap.exchange.domain.transfer.contents import content_of
from yunghap.exchange.models import ProductVersion
from yunghap.exchange.queries.products import databases_to_ask
from yunghap.identity import service as identity

from .views import form_page, own_product_or_404, providers_or_404
from .ways import WAYS, DataForm, QueryData, way_of


def _ways(here: str) -> list[dict[str, object]]:
    return [
        {"label": name, "url": f"?from={key}", "current": key == here}
        for key, (name, *_forms) in WAYS.items()
    ]


def _form(request: HttpRequest, kind: type[DataForm], owners: set[str], **more: Any) -> Any:
    """The form of a way; one for queries offers the databases of these organisations."""
    if issubclass(kind, QueryData):
        more["databases"] = databases_to_ask(owners)
    return kind(request.POST or None, request.FILES or None, **more)


def _lead(form: forms.Form) -> str:
    """What is missing before a query can be put."""
    if isinstance(form, QueryData) and not form.databases:
        return _("None of your databases may be asked yet: name one, and an operator allows it.")
    return ""


@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a product with its data."""
    by = identity.actor_of(request)
    providers = providers_or_404(by)
    way = chosen if (chosen := request.GET.get("from", "")) in WAYS else "file"
    form = _form(request, WAYS[way][1], {one.pk for one in providers}, providers=providers)
    if request.method == "POST":
        product = attempt(
            form,
            lambda: begin_product(
                provider=next(one for one in providers if one.pk == form.cleaned_data["provider"]),
                title=form.cleaned_data["title"],
                place=form.place(by=by),
                secret=form.secret(),
                by=by,
            ),
        )
        if product is not None:
            return redirect("exchange:describe", id=product.pk)
    return form_page(
        request,
        form,
        title=_("Publish data"),
        verb=_("Continue"),
        back=reverse("exchange:mine"),
        lead=_lead(form),
        ways=_ways(way),
        databases=way == "database",
    )


@require_http_methods(["GET", "POST"])
def new_version(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Add the next version of the data, by the way of the last one where no other is chosen."""
    found, by = own_product_or_404(request, id)
    last: ProductVersion | None = found.versions.first()
    before = way_of(last.kind) if last else "file"
    way = chosen if (chosen := request.GET.get("from", "")) in WAYS else before
    kind = WAYS[way][2]
    initial = kind.values_of(last) if last and way == before else {}
    form = _form(request, kind, {found.provider_id}, initial=initial)
    if request.method == "POST":
        version = attempt(
            form,
            lambda: add_data(
                product=found,
                place=form.place(by=by),
                secret=form.secret(),
                note=form.cleaned_data["note"],
                by=by,
            ),
        )
        if version is not None:
            messages.success(request, _("Version %(number)s is there.") % {"number": version.number})
            return redirect("exchange:product", id=id)
    return form_page(
        request,
        form,
        title=pgettext("data", "New version"),
        verb=_("Add"),
        product=found,
        lead=_lead(form),
        ways=_ways(way),
        databases=way == "database",
    )


@require_POST
def read_now(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Read all data of the newest version from where they lie, to show and to measure them."""
    found, _by = own_product_or_404(request, id)
    version = found.versions.select_related("product").first()
    if version is not None:
        attempt_and_tell(request, lambda: content_of(version), _("The data were read."))
    return redirect("exchange:quality" if "measure" in request.POST else "exchange:product", id=id)
