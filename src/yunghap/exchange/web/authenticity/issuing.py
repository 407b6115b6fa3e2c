"""The issuer's side: open a check, register commitments in bulk, revoke, see how it is used."""

import re
from datetime import date, timedelta

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import InvalidInput
from yunghap.core.gate import read_limited
from yunghap.core.posted import attempt, attempt_and_tell, version_in
from yunghap.documents import service as documents
from yunghap.exchange import rules
from yunghap.exchange.domain.authenticity.issuers import (
    Registered,
    close_issuer,
    open_issuer,
    register_commitments,
    revoke_commitment,
)
from yunghap.exchange.enums import AnswerMethod
from yunghap.exchange.models import Issuer
from yunghap.exchange.web.trade.common import acting_for, form_page, form_step, sent
from yunghap.identity import service as identity

_FIELD_NAME = re.compile(r"[a-z][a-z0-9_]*")


class IssuerForm(forms.Form):
    """A new check."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    title_en = forms.CharField(label=gettext_lazy("Title in English"), max_length=200, required=False)
    slug = forms.CharField(
        label=gettext_lazy("Name in addresses"),
        max_length=60,
        help_text=gettext_lazy("Lower-case letters a to z, digits and “-”. It never changes."),
    )
    method = forms.ChoiceField(
        label=gettext_lazy("How it is answered"),
        choices=[one for one in AnswerMethod.choices if one[0] != AnswerMethod.CERTIFICATES],
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Commitments: only a hash of each record lies here, and its holder has the salt. An endpoint: your own"
            " server is asked each time."
        ),
    )
    endpoint = forms.URLField(
        label=gettext_lazy("Address of the endpoint"),
        required=False,
        assume_scheme="https",
        help_text=gettext_lazy("Only where your own server is asked."),
    )
    fields_text = forms.CharField(
        label=gettext_lazy("Fields of a record"),
        widget=forms.Textarea({"rows": 5}),
        help_text=gettext_lazy("One a line: name = Korean label = English label."),
    )
    per_minute = forms.IntegerField(
        label=gettext_lazy("Records a minute"), min_value=1, max_value=10_000, initial=60
    )

    def clean_fields_text(self) -> list[dict[str, str]]:
        """The fields; raises ValidationError for a line that is none."""
        found = []
        for line in self.cleaned_data["fields_text"].splitlines():
            if not line.strip():
                continue
            name, *labels = (part.strip() for part in line.split("="))
            if not _FIELD_NAME.fullmatch(name) or len(labels) > 2:
                raise forms.ValidationError(_("“%(line)s” names no field.") % {"line": line[:40]})
            label, label_en, *_none = (*labels, "", "")
            found.append({"name": name, "label": label, "label_en": label_en})
        return found


class RegisterForm(forms.Form):
    """A table of commitments."""

    file = forms.FileField(
        label=gettext_lazy("Table of commitments (CSV)"),
        help_text=gettext_lazy("Columns digest, holder_digest and, if they end, expires_on."),
    )


class RevokeForm(forms.Form):
    """Which record, and why."""

    digest = forms.CharField(label=gettext_lazy("Commitment (digest)"), max_length=64)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)


def own_issuer_or_404(request: HttpRequest, id: str) -> tuple[Issuer, Actor]:  # noqa: A002
    """A check of the reader's organisation."""
    by = identity.actor_of(request)
    found = Issuer.objects.select_related("organisation").filter(pk=id, organisation__isnull=False).first()
    if found is None or not identity.can(by, rules.ISSUE, organisation=found.organisation_id):
        raise Http404
    return found, by


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The checks of the organisation one acts for."""
    organisation = acting_for(identity.actor_of(request), rules.ISSUE)
    rows = Issuer.objects.filter(organisation=organisation).annotate(
        records=Count("commitments", distinct=True)
    )
    context = {"rows": rows, "organisation": organisation, "english": get_language() == "en"}
    return render(request, "exchange/authenticity/mine.html", context)


@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Open a check."""
    by = identity.actor_of(request)
    organisation = acting_for(by, rules.ISSUE)
    form = IssuerForm(sent(request)[0])
    if request.method == "POST":

        def verb() -> Issuer:
            given = form.cleaned_data
            return open_issuer(
                organisation=organisation,
                slug=given["slug"],
                method=AnswerMethod(given["method"]),
                title=given["title"],
                title_en=given["title_en"],
                endpoint=given["endpoint"],
                fields=given["fields_text"],
                per_minute=given["per_minute"],
                by=by,
            )

        made = attempt(form, verb)
        if made is not None:
            return redirect("exchange:issuer", id=made.pk)
    return form_page(
        request,
        form,
        title=_("Open an authenticity check"),
        verb=_("Open"),
        up=_("Own authenticity checks"),
        back=reverse("exchange:own_issuers"),
    )


@require_safe
def issuer(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """A check of one's own: how many records, and how often they were asked about."""
    row, _by = own_issuer_or_404(request, id)
    checks = row.checks.all()
    context = {
        "issuer": row,
        "records": row.commitments.count(),
        "revoked": row.commitments.filter(revoked_at__isnull=False).count(),
        "asked": checks.aggregate(
            all=Count("id"), yes=Count("id", filter=Q(answer=True)), no=Count("id", filter=Q(answer=False))
        ),
        "month": checks.filter(asked_at__gte=clock.now() - timedelta(days=30)).count(),
        "recent": checks.select_related("organisation")[:50],
        "english": get_language() == "en",
    }
    return render(request, "exchange/authenticity/issuer.html", context)


def read_commitments(data: bytes) -> list[Registered]:
    """The rows of a table of commitments; raises InvalidInput, saying which row."""
    tables = documents.read_tables(data)
    rows = tables[0] if tables else []
    names = [cell.strip() for cell in rows[0][1]] if rows else []
    if not {"digest", "holder_digest"} <= set(names):
        raise InvalidInput(_("The first row names the columns digest and holder_digest."), field="file")
    found = []
    for number, cells in rows[1:]:
        row = dict(zip(names, [*cells, *[""] * len(names)], strict=False))
        last = row.get("expires_on", "").strip()
        try:
            expires_on = date.fromisoformat(last) if last else None
        except ValueError:
            raise InvalidInput(
                _("Row %(row)s: “%(day)s” is no day.") % {"row": number, "day": last[:20]}, field="file"
            ) from None
        found.append(Registered(row["digest"].strip(), row["holder_digest"].strip(), expires_on))
    return found


@require_http_methods(["GET", "POST"])
def register(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Register commitments from a table."""
    row, by = own_issuer_or_404(request, id)
    form = RegisterForm(*sent(request))
    if request.method == "POST":

        def verb() -> int:
            rows = read_commitments(read_limited(form.cleaned_data["file"], documents.MAX_BYTES))
            return register_commitments(issuer=row, rows=rows, by=by)

        new = attempt(form, verb)
        if new is not None:
            messages.success(request, _("%(new)s new records are registered.") % {"new": new})
            return redirect("exchange:issuer", id=row.pk)
    return form_page(
        request,
        form,
        title=_("Register records"),
        lead=_("Make the table with: %(command)s. Salts and keys stay with the holders.")
        % {"command": f"yunghap exchange commit FILE --issuer {row.slug} --out FOLDER"},
        verb=_("Register"),
        up=row.title,
        back=reverse("exchange:issuer", args=[row.pk]),
    )


@require_http_methods(["GET", "POST"])
def revoke(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """From now on the answer about a record is no."""
    row, by = own_issuer_or_404(request, id)
    form = RevokeForm(sent(request)[0])
    return form_step(
        request,
        form,
        lambda: revoke_commitment(issuer=row, by=by, **form.cleaned_data),
        done=_("The record is revoked."),
        title=_("Revoke a record"),
        verb=_("Revoke"),
        up=row.title,
        back=reverse("exchange:issuer", args=[row.pk]),
        tone="danger",
    )


@require_POST
def close(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Answer no more."""
    row, by = own_issuer_or_404(request, id)
    attempt_and_tell(request, lambda: close_issuer(issuer=row, expected=version_in(request), by=by))
    return redirect("exchange:issuer", id=row.pk)
