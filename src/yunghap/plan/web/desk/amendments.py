"""The recorded changes of an amendment, and the committee that some of them wait for (Decree art. 6)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from yunghap.core.actors import Actor
from yunghap.core.errors import InvalidInput
from yunghap.core.posted import attempt, version_in
from yunghap.plan import rules
from yunghap.plan.domain.amending import record_committee, refer_to_committee
from yunghap.plan.domain.amending_numbers import add_indicator, add_number, drop_indicator, drop_number
from yunghap.plan.domain.amending_places import move_item
from yunghap.plan.domain.amending_programmes import add_programme, drop_programme
from yunghap.plan.domain.amending_tasks import add_task, drop_task
from yunghap.plan.domain.amending_undo import undo_change
from yunghap.plan.enums import Better, EditionStatus
from yunghap.plan.models import AmendmentItem, Edition, Observation

from .amendment_forms import (
    DropIndicatorForm,
    DropProgrammeForm,
    DropTaskForm,
    MoveForm,
    NewIndicatorForm,
    NewNumberForm,
    NewProgrammeForm,
    NewTaskForm,
)
from .common import edition_or_404, need_any, slug_of
from .forms import CommitteeForm, ReasonForm


def _item(id: str) -> AmendmentItem:  # noqa: A002
    found = AmendmentItem.objects.select_related("edition").filter(pk=id).first()
    if found is None:
        raise Http404
    return found


def _side(side: dict[str, str]) -> str:
    """A number before or after a change; a dash where there was or is none."""
    return f"{side['value']} {side['unit']}".strip() if side["value"] else "–"


@require_http_methods(["GET", "POST"])
def committee(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """What the committee decided about a change, and when."""
    by = need_any(request, rules.AMEND_EDITION)
    item = _item(id)
    form = CommitteeForm(request.POST or None, initial={"version": item.version})
    made = None
    if request.method == "POST":
        made = attempt(
            form,
            lambda: record_committee(
                item=item,
                on=form.cleaned_data["on"],
                decision=form.cleaned_data["decision"],
                expected=version_in(request),
                by=by,
            ),
        )
    back = reverse("plan:desk_edition", args=[slug_of(item.edition)])
    if made is not None:
        messages.success(request, _("The committee's decision is recorded."))
        return redirect(back)
    context = {
        "form": form,
        "title": _("Decision of the committee"),
        "verb": _("Record"),
        "lead": f"{item.label}: {_side(item.before)} → {_side(item.after)}",
        "back": back,
    }
    return render(request, "plan/desk/form.html", context, status=422 if request.method == "POST" else 200)


def _amendment(request: HttpRequest, edition: str) -> tuple[Edition, Actor]:
    """The amendment that is being worked on; 404 for any other edition."""
    by = need_any(request, rules.AMEND_EDITION)
    row = edition_or_404(edition)
    if row.supersedes_id is None or row.status != EditionStatus.REVIEW:
        raise Http404
    return row, by


@dataclass(frozen=True, slots=True)
class Way:
    """One way to change an amendment: its form, and what to do with the form once it holds."""

    title: Promise
    form: Callable[..., Any]
    verb: Callable[[Edition, Any, Actor], AmendmentItem]
    button: Promise


def _add_number(row: Edition, form: NewNumberForm, by: Actor) -> AmendmentItem:
    data = form.cleaned_data
    return add_number(
        edition=row,
        subject=data["subject"],
        values=form.values(),
        baseline=form.baseline,
        reason=data["reason"],
        by=by,
    )


def _add_indicator(row: Edition, form: NewIndicatorForm, by: Actor) -> AmendmentItem:
    names = ("programme", "better", "cumulative", "definition", "reason")
    typed = {name: form.cleaned_data[name] for name in names}
    return add_indicator(edition=row, values=form.values(), baseline=form.baseline, by=by, **typed)


def _add_programme(row: Edition, form: NewProgrammeForm, by: Actor) -> AmendmentItem:
    return add_programme(edition=row, values=form.values(), reason=form.cleaned_data["reason"], by=by)


ADD, DROP = gettext_lazy("Add"), gettext_lazy("Drop")
WAYS = {
    "add-number": Way(gettext_lazy("Add a number"), NewNumberForm, _add_number, ADD),
    "add-indicator": Way(gettext_lazy("Add an indicator"), NewIndicatorForm, _add_indicator, ADD),
    "drop-indicator": Way(
        gettext_lazy("Drop an indicator"),
        DropIndicatorForm,
        lambda row, form, by: drop_indicator(edition=row, by=by, **form.cleaned_data),
        DROP,
    ),
    "add-programme": Way(gettext_lazy("Add a programme"), NewProgrammeForm, _add_programme, ADD),
    "drop-programme": Way(
        gettext_lazy("Drop a programme"),
        DropProgrammeForm,
        lambda row, form, by: drop_programme(edition=row, by=by, **form.cleaned_data),
        DROP,
    ),
    "move": Way(
        gettext_lazy("Move to another task or area"),
        MoveForm,
        lambda row, form, by: move_item(edition=row, by=by, **form.cleaned_data),
        gettext_lazy("Move"),
    ),
    "add-task": Way(
        gettext_lazy("Add a direction, task or area"),
        NewTaskForm,
        lambda row, form, by: add_task(edition=row, by=by, **form.cleaned_data),
        ADD,
    ),
    "drop-task": Way(
        gettext_lazy("Drop a direction, task or area"),
        DropTaskForm,
        lambda row, form, by: drop_task(edition=row, by=by, **form.cleaned_data),
        DROP,
    ),
}


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, edition: str, way: str) -> HttpResponse:
    """Take something into an amendment or out of it."""
    row, by = _amendment(request, edition)
    if way not in WAYS:
        raise Http404
    chosen = WAYS[way]
    initial = {"year": row.year, "source": "ALL", "better": Better.UP}
    if chosen.form == NewProgrammeForm:
        initial["unit"] = "억원"
    form = chosen.form(request.POST or None, initial=initial, edition=row)
    return _change(
        request, row, form, lambda: chosen.verb(row, form, by), title=chosen.title, button=chosen.button
    )


@require_POST
def drop_one(request: HttpRequest, edition: str, id: str) -> HttpResponse:  # noqa: A002
    """Take one number out of an amendment."""
    row, by = _amendment(request, edition)
    found = Observation.objects.select_related("span", "edition").filter(pk=id, edition=row).first()
    if found is None:
        raise Http404
    reason = request.POST.get("reason", "")[:1000]
    try:
        drop_number(observation=found, reason=reason, expected=version_in(request), by=by)
    except InvalidInput as error:
        messages.error(request, str(error))
        return redirect("plan:desk_number", edition=slug_of(row), id=found.pk)
    messages.success(request, _("The number was dropped by the amendment."))
    return redirect("plan:desk_edition", edition=slug_of(row))


@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, edition: str, id: str) -> HttpResponse:  # noqa: A002
    """In an amendment, take back a change of it or of an earlier one."""
    row, by = _amendment(request, edition)
    item = _item(id)
    form = ReasonForm(request.POST or None)

    def verb() -> AmendmentItem:
        return undo_change(edition=row, item=item, reason=form.cleaned_data["reason"], by=by)

    lead = f"{item.label}: {_side(item.after)} → {_side(item.before)}"
    return _change(
        request, row, form, verb, title=_("Undo a change"), button=_("Undo this change"), lead=lead
    )


def _change(
    request: HttpRequest,
    row: Edition,
    form: forms.Form,
    verb: Callable[[], AmendmentItem],
    *,
    title: object,
    button: object,
    lead: str = "",
) -> HttpResponse:
    made = attempt(form, verb) if request.method == "POST" else None
    back = reverse("plan:desk_edition", args=[slug_of(row)])
    if made is not None:
        messages.success(request, _("The change is recorded."))
        return redirect(back)
    context = {"form": form, "title": title, "verb": button, "lead": lead or row.title_here, "back": back}
    return render(request, "plan/desk/form.html", context, status=422 if request.method == "POST" else 200)


@require_POST
def refer(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Send a change to the committee, which named it as weighty."""
    by = need_any(request, rules.AMEND_EDITION)
    item = _item(id)
    refer_to_committee(item=item, expected=version_in(request), by=by)
    messages.success(request, _("The change waits for the committee."))
    return redirect("plan:desk_edition", edition=slug_of(item.edition))
