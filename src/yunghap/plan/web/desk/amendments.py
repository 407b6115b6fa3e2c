"""The recorded changes of an amendment, and the committee that some of them wait for (Decree art. 6)."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from yunghap.core.actors import Actor
from yunghap.core.posted import attempt, version_in
from yunghap.plan import rules
from yunghap.plan.domain.amending import record_committee, refer_to_committee
from yunghap.plan.domain.amending_programmes import add_programme, drop_programme
from yunghap.plan.enums import EditionStatus
from yunghap.plan.models import AmendmentItem, Edition

from .amendment_forms import DropProgrammeForm, NewProgrammeForm
from .common import edition_or_404, need_any, slug_of
from .forms import CommitteeForm


def _item(id: str) -> AmendmentItem:  # noqa: A002
    found = AmendmentItem.objects.select_related("edition").filter(pk=id).first()
    if found is None:
        raise Http404
    return found


def _side(side: dict[str, str]) -> str:
    """A number before or after a change; a dash where there was or is none."""
    return f"{side['value']} {side['unit']}" if side["value"] else "–"


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


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, edition: str) -> HttpResponse:
    """Take a programme into an amendment."""
    row, by = _amendment(request, edition)
    initial = {"year": row.year, "unit": "억원", "source": "ALL"}
    form = NewProgrammeForm(request.POST or None, initial=initial, edition=row)

    def verb() -> AmendmentItem:
        return add_programme(edition=row, values=form.values(), reason=form.cleaned_data["reason"], by=by)

    return _change(request, row, form, verb, title=_("Add a programme"), button=_("Add"))


@require_http_methods(["GET", "POST"])
def drop(request: HttpRequest, edition: str) -> HttpResponse:
    """Take a programme out of an amendment."""
    row, by = _amendment(request, edition)
    form = DropProgrammeForm(request.POST or None, edition=row)

    def verb() -> AmendmentItem:
        data = form.cleaned_data
        return drop_programme(edition=row, programme=data["programme"], reason=data["reason"], by=by)

    return _change(request, row, form, verb, title=_("Drop a programme"), button=_("Drop"))


def _change(
    request: HttpRequest,
    row: Edition,
    form: forms.Form,
    verb: Callable[[], AmendmentItem],
    *,
    title: str,
    button: str,
) -> HttpResponse:
    made = attempt(form, verb) if request.method == "POST" else None
    back = reverse("plan:desk_edition", args=[slug_of(row)])
    if made is not None:
        messages.success(request, _("The change is recorded."))
        return redirect(back)
    context = {"form": form, "title": title, "verb": button, "lead": row.title, "back": back}
    return render(request, "plan/desk/form.html", context, status=422 if request.method == "POST" else 200)


@require_POST
def refer(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Send a change to the committee, which named it as weighty."""
    by = need_any(request, rules.AMEND_EDITION)
    item = _item(id)
    refer_to_committee(item=item, expected=version_in(request), by=by)
    messages.success(request, _("The change waits for the committee."))
    return redirect("plan:desk_edition", edition=slug_of(item.edition))
