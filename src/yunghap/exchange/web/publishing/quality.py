"""Fields, quality, versions compared, certificates."""

from dataclasses import replace
from pathlib import Path

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yunghap.core import clock
from yunghap.core.errors import DomainError, InvalidInput
from yunghap.core.posted import attempt, version_in
from yunghap.exchange import rules
from yunghap.exchange.domain.products import describe_product, description_of
from yunghap.exchange.domain.quality import (
    assess_version,
    is_read,
    is_table,
    issue_certificate,
    revoke_certificate,
    table_place,
)
from yunghap.exchange.domain.quality.rules import compile_rules
from yunghap.exchange.domain.tables import compare_tables
from yunghap.exchange.enums import ProductState
from yunghap.exchange.models import Product, ProductVersion, QualityCertificate, QualityReport
from yunghap.exchange.queries.products import latest_report, reports_to_certify
from yunghap.exchange.web.signed import statement_file
from yunghap.identity import service as identity

from .fields import FieldForms, TableForm, initial_fields, initial_table, schema_of
from .forms import ReasonForm, VersionsForm
from .looks import LARGEST_LOOK, quality_context, shows_rows
from .views import form_page, own_product_or_404

PER_PAGE = 20


@require_http_methods(["GET", "POST"])
def fields(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Say of each column what it means and what its values must hold."""
    product, by = own_product_or_404(request, id)
    columns = [str(one["name"]) for one in product.fields.get("fields", [])]
    forms = FieldForms(request.POST or None, initial=initial_fields(product.fields), prefix="field")
    table = TableForm(request.POST or None, initial=initial_table(product.fields), columns=columns)
    if request.method == "POST" and forms.is_valid():

        def save() -> Product:
            schema = schema_of(forms.forms, table)
            compile_rules(schema, tuple(columns))  # says what makes no sense before anything is kept
            described = replace(description_of(product), fields=schema)
            return describe_product(
                product=product, description=described, expected=version_in(request), by=by
            )

        if attempt(table, save) is not None:
            messages.success(request, _("The fields are saved."))
            return redirect("exchange:quality", id=id)
    context = {"product": product, "forms": forms, "table": table}
    status = 422 if table.errors or (request.method == "POST" and not forms.is_valid()) else 200
    return render(request, "exchange/publishing/fields.html", context, status=status)


@require_safe
def quality(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """How good the newest version is, rule by rule; measured now where it was not yet."""
    product, by = own_product_or_404(request, id)
    version = product.versions.select_related("product").first()
    if version is None:
        raise Http404
    problem = ""
    try:
        report: QualityReport | None = assess_version(version=version, by=by)
    except DomainError as error:
        report, problem = latest_report(product), str(error)
    context = {
        "product": product,
        "problem": problem,
        "is_unread": is_table(version) and not is_read(version),
        **quality_context(report),
    }
    return render(request, "exchange/publishing/quality.html", context)


@require_safe
def compare(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """What changed from one version to another."""
    product, _by = own_product_or_404(request, id)
    return comparison(request, product, inside=True)


def comparison(request: HttpRequest, product: Product, *, inside: bool = False) -> HttpResponse:
    """The page of a comparison; rows are shown only to who may see them."""
    numbers = list(product.versions.values_list("number", flat=True))
    if len(numbers) < 2:
        raise Http404
    chosen = request.GET if "before" in request.GET else {"before": str(numbers[1]), "after": str(numbers[0])}
    form = VersionsForm(chosen, numbers=numbers)
    found, problem = None, ""
    if form.is_valid():
        pair = {
            name: product.versions.select_related("product").get(number=form.cleaned_data[name])
            for name in ("before", "after")
        }
        try:
            before, after = (_place(pair[name]) for name in ("before", "after"))
            found = compare_tables(before, after, tuple(_key(product)))
        except DomainError as error:
            problem = str(error)
    context = {
        "product": product,
        "form": form,
        "difference": found,
        "problem": problem,
        "shows_rows": inside or shows_rows(product),
        "inside": inside,
    }
    return render(request, "exchange/publishing/compare.html", context)


def _place(version: ProductVersion) -> tuple[Path, str]:
    """Where a version's table lies; raises InvalidInput for one that is too large to compare on a page."""
    path, media_type = table_place(version)
    if path.stat().st_size > LARGEST_LOOK:
        raise InvalidInput(_("These tables are too large to be compared here."))
    return path, media_type


@require_safe
@identity.public_page
def public_comparison(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """What changed in published data; how much for everybody, which rows only under an open licence."""
    product = Product.objects.exclude(state=ProductState.DRAFT).filter(pk=id).first()
    if product is None:
        raise Http404
    return comparison(request, product)


def _key(product: Product) -> list[str]:
    key = product.fields.get("primaryKey") or []
    return [key] if isinstance(key, str) else list(key)


@require_safe
def certificates(request: HttpRequest) -> HttpResponse:
    """What can be certified, and what was."""
    if not identity.can(identity.actor_of(request), rules.OPERATE):
        raise Http404
    page = Paginator(reports_to_certify(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "reports": [(report, quality_context(report)) for report in page],
        "issued": QualityCertificate.objects.select_related("report__of__product")[:50],
    }
    return render(request, "exchange/publishing/certificates.html", context)


@require_safe
@identity.public_page
def certificate(request: HttpRequest, number: str) -> HttpResponse:
    """One certificate for everybody: what it says, whether it still holds, and its signed file."""
    row = _certificate_or_404(number)
    product = row.report.of.product
    newest = product.versions.values_list("number", flat=True).first()
    context = {
        **quality_context(row.report),
        "certificate": row,
        "product": product,
        "expired": row.expires_on < clock.today(),
        "newest": newest if newest != row.report.of.number else None,
    }
    return render(request, "exchange/publishing/certificate.html", context)


@require_safe
@identity.public_page
def certificate_file(request: HttpRequest, number: str) -> HttpResponse:  # noqa: ARG001
    """The signed certificate, to be verified here or offline."""
    row = _certificate_or_404(number)
    subject = f"product:{row.report.of.product_id}"
    return statement_file(subject=subject, statement=row.statement, name=row.number)


def _certificate_or_404(number: str) -> QualityCertificate:
    rows = QualityCertificate.objects.select_related("report__of__product__provider")
    row = rows.filter(number=number).first()
    if row is None:
        raise Http404
    return row


@require_POST
def certify(request: HttpRequest, report: str) -> HttpResponse:
    """Certify a version on its report."""
    by = identity.actor_of(request)
    row = QualityReport.objects.select_related("of__product").filter(pk=report).first()
    if row is None or not identity.can(by, rules.OPERATE):
        raise Http404
    try:
        certificate = issue_certificate(report=row, by=by)
        messages.success(request, _("Certificate %(number)s is issued.") % {"number": certificate.number})
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("exchange:certificates")


@require_http_methods(["GET", "POST"])
def revoke(request: HttpRequest, number: str) -> HttpResponse:
    """Revoke a certificate."""
    by = identity.actor_of(request)
    row = QualityCertificate.objects.filter(number=number).first()
    if row is None or not identity.can(by, rules.OPERATE):
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method == "POST":
        done = attempt(
            form,
            lambda: revoke_certificate(certificate=row, reason=form.cleaned_data["reason"], by=by) or True,
        )
        if done:
            return redirect("exchange:certificates")
    return form_page(
        request,
        form,
        title=_("Revoke the certificate"),
        verb=_("Revoke"),
        back=reverse("exchange:certificates"),
        tone="danger",
    )
