"""Checks for everybody: ask about a document, and see as its holder who asked."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from yunghap.core.actors import Actor
from yunghap.core.errors import DomainError, InvalidInput
from yunghap.core.gate import read_limited, safe_json
from yunghap.exchange import rules
from yunghap.exchange.domain.authenticity.asking import Shown, TooMany, ask, asked_about
from yunghap.exchange.domain.authenticity.example import example
from yunghap.exchange.domain.authenticity.issuers import CERTIFICATES, own_issuer
from yunghap.exchange.enums import AnswerMethod
from yunghap.exchange.models import Issuer
from yunghap.exchange.web.trade.common import sent
from yunghap.identity import service as identity

LARGEST = 256 * 1024


class CheckForm(forms.Form):
    """A document as a file, or its fields typed."""

    file = forms.FileField(
        label=_("File of the document"),
        required=False,
        widget=forms.ClearableFileInput({"accept": ".json,application/json"}),
    )

    def __init__(self, *args: Any, issuer: Issuer, keyed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.issuer = issuer
        if issuer.method != AnswerMethod.CERTIFICATES:
            english = get_language() == "en"
            for one in issuer.fields:
                label = one["label_en"] if english else one["label"]
                self.fields[one["name"]] = forms.CharField(label=label, required=False, max_length=500)
        if issuer.method == AnswerMethod.COMMITMENTS:
            self.fields["salt"] = forms.CharField(
                label=_("Salt"),
                required=False,
                max_length=100,
                help_text=_("The letters and digits that stand in the document."),
            )
        if keyed:
            self.fields["holder_key"] = forms.CharField(label=_("Key of the holder"), max_length=100)

    def shown(self) -> Shown:
        """The document; raises InvalidInput where neither a file nor fields are there."""
        sent = self.files.get("file")
        if sent is not None:
            return document_in(safe_json(read_limited(sent, LARGEST), largest=LARGEST))
        record = {one["name"]: self.cleaned_data.get(one["name"], "") for one in self.issuer.fields}
        if not any(record.values()):
            raise InvalidInput(_("Choose the file of a document, or type what stands in it."))
        return {"record": record, "salt": self.cleaned_data.get("salt", "")}


def document_in(value: object) -> Shown:
    """The document in what a holder has: by itself, or beside its key. Raises InvalidInput where there is none."""
    if not isinstance(value, dict):
        raise InvalidInput(_("This file holds no document."))
    found = value if "record" in value else value.get("document", value)
    if not isinstance(found, dict):
        raise InvalidInput(_("This file holds no document."))
    return found


def issuer_or_404(slug: str) -> Issuer:
    """An open check."""
    if slug == CERTIFICATES:
        return own_issuer()
    found = Issuer.objects.select_related("organisation").filter(slug=slug, closed_at__isnull=True).first()
    if found is None:
        raise Http404
    return found


@require_safe
@identity.public_page
def issuers(request: HttpRequest) -> HttpResponse:
    """What can be checked here."""
    own = own_issuer()
    rows = Issuer.objects.select_related("organisation").filter(closed_at__isnull=True).exclude(pk=own.pk)
    may = request.user.is_authenticated and identity.can(identity.actor_of(request), rules.ISSUE)
    context = {"issuers": [own, *rows], "may_issue": may, "english": get_language() == "en"}
    return render(request, "exchange/authenticity/issuers.html", context)


def _asker(request: HttpRequest) -> tuple[Actor | None, str]:
    """Who asks: a person who may ask in their own name, or an address."""
    address = identity.client_address(request) or ""
    if request.user.is_authenticated:
        by = identity.actor_of(request)
        if identity.can(by, rules.ASK):
            return by, address
    return None, address


@require_http_methods(["GET", "POST"])
@identity.public_page
def check(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask: yes or no."""
    issuer = issuer_or_404(slug)
    form = CheckForm(*sent(request), issuer=issuer)
    by, address = _asker(request)
    context: dict[str, Any] = {
        "issuer": issuer,
        "form": form,
        "english": get_language() == "en",
        "may_batch": by is not None,
    }
    if request.method == "POST" and form.is_valid():
        try:
            context["answer"] = ask(issuer=issuer, shown=[form.shown()], by=by, address=address)[0]
            context["asked"] = True
        except DomainError as error:
            form.add_error(None, str(error))
            context["status"] = 429 if isinstance(error, TooMany) else 422
    status = context.get("status", 422) if form.errors else 200
    return render(request, "exchange/authenticity/check.html", context, status=status)


@require_http_methods(["GET", "POST"])
@identity.public_page
def holder(request: HttpRequest, slug: str) -> HttpResponse:
    """The holder of a document sees who asked about it and when."""
    issuer = issuer_or_404(slug)
    if issuer.method != AnswerMethod.COMMITMENTS:
        raise Http404
    form = CheckForm(*sent(request), issuer=issuer, keyed=True)
    context: dict[str, Any] = {"issuer": issuer, "form": form, "english": get_language() == "en"}
    if request.method == "POST" and form.is_valid():
        try:
            context["rows"] = asked_about(
                issuer=issuer, shown=form.shown(), holder_key=form.cleaned_data["holder_key"]
            )
            context["seen"] = True
        except DomainError as error:
            form.add_error(None, str(error))
    return render(request, "exchange/authenticity/holder.html", context, status=422 if form.errors else 200)


@require_safe
@identity.public_page
def example_file(request: HttpRequest, slug: str) -> HttpResponse:  # noqa: ARG001
    """A generated document to try the shipped example with."""
    issuer = issuer_or_404(slug)
    if not issuer.generated:
        raise Http404
    held = example(0)
    body = {"generated": True, **held.document, "holder_key": held.holder_key}
    response = JsonResponse(body, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = 'attachment; filename="example.json"'
    return response
