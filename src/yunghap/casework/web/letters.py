"""Letters of a case: opened, written by hand, and the proof of service by other ways than this site."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from yunghap.casework.domain.letters import ON_THE_SITE, open_letter, serve_letter, write_letter_by_hand
from yunghap.casework.models import Case
from yunghap.casework.queries.letters import letters_seen, receives
from yunghap.core import clock
from yunghap.core.posted import attempt
from yunghap.documents import service as documents

from .common import case_or_404, form_page, handled_case_or_404
from .forms import MomentInput

LETTER_TYPES = {"pdf": "application/pdf", "hwpx": "application/hwp+zip"}
# As it is kept -> as it is called. Administrative Procedures Act art. 14 and 15.
WAYS = {
    ON_THE_SITE: gettext_lazy("on this site"),
    "registered post": gettext_lazy("registered post"),
    "in person": gettext_lazy("in person"),
    "public notice": gettext_lazy("public notice"),
}


class LetterForm(forms.Form):
    """A letter in the office's own words."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    text = forms.CharField(label=gettext_lazy("Text"), max_length=20_000, widget=forms.Textarea({"rows": 12}))
    tells_decision = forms.BooleanField(
        label=gettext_lazy("This is the notice of the decision"),
        required=False,
        help_text=gettext_lazy(
            "The term for an objection begins when it is served. How to object is written below the text."
        ),
    )

    def __init__(self, *args: Any, decided: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not decided:
            del self.fields["tells_decision"]


class ServiceForm(forms.Form):
    """How and when a letter was served, and what proves it."""

    how = forms.ChoiceField(
        label=gettext_lazy("How it is served"), choices=WAYS.items(), widget=forms.RadioSelect
    )
    served_at = forms.DateTimeField(
        label=gettext_lazy("Served on"),
        required=False,
        widget=MomentInput(),
        help_text=gettext_lazy("Needed for all but service on this site, which is now."),
    )
    proof = forms.CharField(
        label=gettext_lazy("Proof of service"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Number of the registered item, who received it, or where it was published."),
    )

    def clean(self) -> dict[str, object]:
        """Service by other ways has a day and a proof."""
        given = super().clean() or {}
        if given.get("how") in {None, ON_THE_SITE}:
            return given | {"served_at": None, "proof": ""}
        for name in ("served_at", "proof"):
            if name not in self.errors and not given.get(name):
                self.add_error(name, _("This is needed for service by other ways."))
        return given


def _at_letters(case: Case) -> str:
    return reverse("casework:case", args=[case.pk]) + "#letters"


@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Write a letter by hand."""
    case, by = handled_case_or_404(request, id)
    if case.ended_at is not None or case.filed_at is None:
        raise Http404
    form = LetterForm(request.POST or None, decided=hasattr(case, "decision"))
    if request.method == "POST":
        letter = attempt(form, lambda: write_letter_by_hand(case=case, by=by, **form.cleaned_data))
        if letter is not None:
            messages.success(request, _("The letter was written. Say how it is served."))
            return redirect("casework:serve_letter", id=case.pk, letter=letter.pk)
    return form_page(
        request,
        form,
        case=case,
        title=_("Write a letter"),
        lead=_("Number, addressee, sender and date are put above it."),
        verb=_("Write the letter"),
        back=_at_letters(case),
    )


@require_http_methods(["GET", "POST"])
def serve(request: HttpRequest, id: str, letter: str) -> HttpResponse:  # noqa: A002
    """Record how and when a letter was served, and what proves it; or serve it on this site, now."""
    case, by = handled_case_or_404(request, id)
    found = case.letters.filter(pk=letter, served_at__isnull=True).first()
    if found is None:
        raise Http404
    form = ServiceForm(
        request.POST or None, initial={"how": ON_THE_SITE, "served_at": clock.local(clock.now())}
    )
    if request.method == "POST":
        done = attempt(form, lambda: serve_letter(letter=found, by=by, **form.cleaned_data))
        if done is not None:
            messages.success(request, _("The service was recorded."))
            return redirect(_at_letters(case))
    return form_page(
        request,
        form,
        case=case,
        title=_("Service of “%(title)s”") % {"title": found.title},
        verb=_("Record the service"),
        back=_at_letters(case),
    )


@require_safe
def letter(request: HttpRequest, id: str, letter: str, form: str) -> HttpResponse:  # noqa: A002
    """A letter as HWPX or PDF; its addressee's first opening is the proof of receipt."""
    row, standing, by = case_or_404(request, id)
    found = letters_seen(row, standing, by).filter(pk=letter).first()
    if found is None or form not in LETTER_TYPES:
        raise Http404
    if receives(found, by):
        open_letter(letter=found, by=by)
    sha256 = found.pdf_sha256 if form == "pdf" else found.hwpx_sha256
    response = HttpResponse(documents.open_original(sha256), content_type=LETTER_TYPES[form])
    header = content_disposition_header(as_attachment=True, filename=f"{row.number} {found.title}.{form}")
    response["Content-Disposition"] = header or "attachment"
    return response
