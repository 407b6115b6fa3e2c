"""Extracted numbers: uncertain ones first; a person confirms, corrects or rejects each, and may undo."""

from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, DomainError
from yunghap.core.numbers import written
from yunghap.core.posted import attempt, version_in
from yunghap.plan import rules
from yunghap.plan.domain.amending import amend_value
from yunghap.plan.domain.observations import (
    confirm_observation,
    correct_observation,
    reject_observation,
    undo_observation,
)
from yunghap.plan.enums import EditionStatus, ObservationRole
from yunghap.plan.models import AmendmentItem, Edition, Observation
from yunghap.plan.queries.review import QueueRow, review_queue
from yunghap.plan.queries.sources import source_of

from .common import edition_or_404, need_any, slug_of
from .forms import COMPARISONS, ChangedNumberForm, DayInput, RowForm, TypedNumber

PER_PAGE = 20
FIELDS = ("role", "comparison", "value", "value_to", "unit", "year", "period_start_on", "period_end_on")
TEXTS = ("ministry", "programme_text")


class CorrectionForm(forms.Form):
    """How a number should have been read."""

    role = forms.ChoiceField(label=gettext_lazy("Kind"), choices=ObservationRole.choices)
    comparison = forms.ChoiceField(label=gettext_lazy("Comparison"), choices=COMPARISONS)
    value = TypedNumber(label=gettext_lazy("Value"), max_digits=24, decimal_places=6)
    value_to = RowForm.base_fields["value_to"]
    unit = forms.CharField(label=gettext_lazy("Unit of count"), max_length=30)
    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=1990, max_value=2200, required=False)
    period_start_on = forms.DateField(label=gettext_lazy("From"), required=False, widget=DayInput())
    period_end_on = forms.DateField(label=gettext_lazy("Until"), required=False, widget=DayInput())
    ministry = forms.CharField(label=gettext_lazy("Ministry"), max_length=200, required=False)
    programme_text = forms.CharField(label=gettext_lazy("Subject"), max_length=300, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


@require_safe
def numbers(request: HttpRequest, edition: str) -> HttpResponse:
    """The queue, a page of it."""
    need_any(request, rules.CONFIRM_OBSERVATION)
    row = edition_or_404(edition)
    text = request.GET.get("from", "")
    offset = int(text) if text.isdecimal() and len(text) < 8 else 0
    wanted = request.GET.get("q", "").strip()[:100]
    queue = review_queue(row, text=wanted, offset=offset, limit=PER_PAGE)
    context = {
        "edition": row,
        "slug": slug_of(row),
        "queue": queue,
        "rows": [_shown(one) for one in queue.rows],
        "offset": offset,
        "wanted": wanted,
        "before": max(offset - PER_PAGE, 0) if offset else None,
        "after": offset + PER_PAGE if offset + PER_PAGE < queue.found else None,
        "changeable": row.status != EditionStatus.PUBLISHED or row.origin != "COMPILED",
    }
    return render(request, "plan/desk/numbers.html", context)


def _shown(row: QueueRow) -> dict[str, object]:
    source = source_of(row.number.observation)
    line = source.line_text
    parts = (
        None if line is None else (line[: source.start], line[source.start : source.end], line[source.end :])
    )
    return {"row": row, "parts": parts, "fields": source.fields, "rules": source.rules}


def _number(request: HttpRequest, edition: str, id: str) -> tuple[Edition, Observation, Actor]:  # noqa: A002
    by = need_any(request, rules.CONFIRM_OBSERVATION)
    row = edition_or_404(edition)
    found = Observation.objects.select_related("span", "edition").filter(pk=id, edition=row).first()
    if found is None:
        raise Http404
    return row, found, by


def _back(request: HttpRequest, edition: Edition, anchor: str = "") -> HttpResponse:
    text = request.POST.get("from", "")
    query = f"?{urlencode({'from': text})}" if text.isdecimal() and text != "0" else ""
    here = reverse("plan:desk_numbers", args=[slug_of(edition)])
    return redirect(f"{here}{query}{f'#{anchor}' if anchor else ''}")


@require_POST
def confirm(request: HttpRequest, edition: str, id: str) -> HttpResponse:  # noqa: A002
    """It was read right."""
    row, number, by = _number(request, edition, id)
    confirm_observation(observation=number, expected=version_in(request), by=by)
    undo = reverse("plan:desk_undo_number", args=[slug_of(row), number.pk])
    messages.success(
        request, _("Confirmed: %(text)s") % {"text": number.span.text}, extra_tags=f"undo:{undo}"
    )
    return _back(request, row)


@require_POST
def reject(request: HttpRequest, edition: str, id: str) -> HttpResponse:  # noqa: A002
    """It is no number of the plan."""
    row, number, by = _number(request, edition, id)
    reason = request.POST.get("reason", "")[:1000]
    reject_observation(observation=number, reason=reason, expected=version_in(request), by=by)
    undo = reverse("plan:desk_undo_number", args=[slug_of(row), number.pk])
    messages.success(request, _("Rejected: %(text)s") % {"text": number.span.text}, extra_tags=f"undo:{undo}")
    return _back(request, row)


@require_POST
def undo(request: HttpRequest, edition: str, id: str) -> HttpResponse:  # noqa: A002
    """Take back the last thing done to a number; the notice's button names no version and means the newest."""
    row, number, by = _number(request, edition, id)
    expected = version_in(request) if "version" in request.POST else number.version
    undo_observation(observation=number, expected=expected, by=by)
    messages.success(request, _("Undone: %(text)s") % {"text": number.span.text})
    return _back(request, row, f"number-{number.pk}")


def _seen(number: Observation) -> dict[str, Any]:
    """The number's fields as a form shows them."""
    initial: dict[str, Any] = {name: getattr(number, name) for name in (*FIELDS, *TEXTS, "version")}
    for name in ("value", "value_to"):
        if isinstance(initial[name], Decimal):
            initial[name] = written(initial[name])
    return initial


@require_http_methods(["GET", "POST"])
def number(request: HttpRequest, edition: str, id: str) -> HttpResponse:  # noqa: A002
    """Correct one number, its line beside the form; in an amendment, change its value with a reason."""
    row, found, by = _number(request, edition, id)
    form = CorrectionForm(request.POST or None, initial=_seen(found))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        changes = {name: data[name] for name in (*FIELDS, *TEXTS) if data[name] != getattr(found, name)}
        try:
            if changes:
                correct_observation(observation=found, changes=changes, expected=data["version"], by=by)
            else:
                confirm_observation(observation=found, expected=data["version"], by=by)
        except Conflict as error:
            form.add_error(None, str(error))
        except DomainError as error:
            field = error.details.get("field")
            form.add_error(field if field in form.fields else None, str(error))
        else:
            messages.success(request, _("Corrected: %(text)s") % {"text": found.span.text})
            return _back(request, row)
    return _number_page(request, row, found, form=form)


def _number_page(
    request: HttpRequest,
    row: Edition,
    found: Observation,
    *,
    form: CorrectionForm | None = None,
    changed: ChangedNumberForm | None = None,
) -> HttpResponse:
    """The number with its line, the form that corrects it and, in an amendment, the one that changes it."""
    seen = _seen(found)
    form = form or CorrectionForm(initial=seen)
    source = source_of(found.pk)
    line = source.line_text
    context = {
        "edition": row,
        "slug": slug_of(row),
        "form": form,
        "source": source,
        "parts": None
        if line is None
        else (line[: source.start], line[source.start : source.end], line[source.end :]),
        "from": request.GET.get("from", request.POST.get("from", "")),
        "amending": row.supersedes_id is not None and row.status == EditionStatus.REVIEW,
        "number": found,
        "changed": changed or ChangedNumberForm(initial=seen),
    }
    bad = form.is_bound or changed is not None
    return render(request, "plan/desk/number.html", context, status=422 if bad else 200)


@require_POST
def change_value(request: HttpRequest, edition: str, id: str) -> HttpResponse:  # noqa: A002
    """In an amendment: the plan now says another value, for a reason."""
    row, found, _by = _number(request, edition, id)
    by = need_any(request, rules.AMEND_EDITION)
    form = ChangedNumberForm(request.POST)

    def change() -> AmendmentItem:
        data = form.cleaned_data
        typed = {name: data[name] for name in ("value", "comparison", "value_to", "reason")}
        return amend_value(observation=found, expected=version_in(request), by=by, **typed)

    if attempt(form, change) is None:
        return _number_page(request, row, found, changed=form)
    messages.success(request, _("The value was changed by the amendment."))
    return _back(request, row)
