"""Cases whose term of retention is over: looked at first, then erased."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from yunghap.casework import rules
from yunghap.casework.domain.erasing import erase_cases
from yunghap.casework.queries.retention import due_cases, what_goes
from yunghap.core.actors import Actor
from yunghap.core.errors import DomainError
from yunghap.identity import service as identity

from .common import look_token, looked_at

PER_PAGE = 50
SALT = "casework.retention"


class EraseForm(forms.Form):
    """Why the contents are erased."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Such as the number of the review by which their disposal was decided."),
        max_length=500,
    )


def _eraser(request: HttpRequest) -> Actor:
    by = identity.actor_of(request)
    where = identity.organisations_where(by, rules.ERASE)
    if where is not None and not where:
        raise Http404
    return by


@require_safe
def retention(request: HttpRequest) -> HttpResponse:
    """What is due, and what would go with each case; nothing is changed."""
    due = due_cases(_eraser(request))
    page = Paginator(due, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": what_goes(due.filter(pk__in=[one.pk for one in page]))}
    return render(request, "casework/retention.html", context)


@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """The chosen cases once more, before they are erased."""
    by = _eraser(request)
    cases = due_cases(by).filter(pk__in=request.POST.getlist("case")[:PER_PAGE])
    return _shown(request, by, [one.pk for one in cases], EraseForm())


def _shown(request: HttpRequest, by: Actor, chosen: list[str], form: EraseForm) -> HttpResponse:
    rows = what_goes(due_cases(by).filter(pk__in=chosen))
    if not rows:
        messages.error(request, _("Choose at least one case."))
        return redirect("casework:retention")
    token = look_token(SALT, by, cases=[row.case.pk for row in rows])
    context = {"rows": rows, "form": form, "token": token}
    return render(request, "casework/erase.html", context, status=422 if form.errors else 200)


@require_POST
def erase(request: HttpRequest) -> HttpResponse:
    """Erase the cases that were looked at, all of them or none."""
    by = _eraser(request)
    told = looked_at(request, SALT, by)
    if told is None:
        messages.error(request, _("Choose the cases once more: they were looked at too long ago."))
        return redirect("casework:retention")
    form = EraseForm(request.POST)
    if not form.is_valid():
        return _shown(request, by, told["cases"], form)
    try:
        erased = erase_cases(cases=told["cases"], reason=form.cleaned_data["reason"], by=by)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("casework:retention")
    text = ngettext("%(number)d case was erased.", "%(number)d cases were erased.", len(erased))
    messages.success(request, text % {"number": len(erased)})
    return redirect("casework:retention")
