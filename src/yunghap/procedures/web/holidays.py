"""Holidays: what is published, declared and withdrawn, for those who may change it."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.posted import attempt
from yunghap.identity import service as identity
from yunghap.procedures.deadlines.calendar import FIRST_YEAR, LAST_YEAR, published_holidays
from yunghap.procedures.models import HolidayOverride
from yunghap.procedures.rules import EDIT_CALENDAR
from yunghap.procedures.service import calendar, declare_holiday, withdraw_holiday

from .forms import HolidayForm, WithdrawalForm


def _officer(request: HttpRequest) -> Actor:
    """The actor, who may edit the calendar; 404 otherwise."""
    by = identity.actor_of(request)
    if not identity.can(by, EDIT_CALENDAR):
        raise Http404
    return by


def _year(request: HttpRequest) -> int:
    text = request.GET.get("year", "")
    year = int(text) if text.isascii() and text.isdecimal() and len(text) == 4 else clock.today().year
    return min(max(year, FIRST_YEAR), LAST_YEAR)


def holidays(request: HttpRequest) -> HttpResponse:
    """The holidays of a year, and every word that was said about its days."""
    _officer(request)
    year, days = _year(request), calendar()
    said = list(HolidayOverride.objects.filter(day__year=year))
    known = sorted({*published_holidays(year), *(row.day for row in said)})
    names = {day: days.holiday(day) for day in known}
    language = "en" if get_language() == "en" else "ko"
    context = {
        "year": year,
        "before": year - 1 if year > FIRST_YEAR else None,
        "after": year + 1 if year < LAST_YEAR else None,
        "rows": [
            {"day": day, "name": getattr(name, language), "declared": day in days.added}
            for day, name in names.items()
            if name is not None
        ],
        "said": said,
    }
    return render(request, "procedures/holidays.html", context)


def declare(request: HttpRequest) -> HttpResponse:
    """Declare a day a holiday."""
    by = _officer(request)
    form = HolidayForm(request.POST or None)
    if request.method == "POST":
        row = attempt(form, lambda: declare_holiday(**form.cleaned_data, by=by))
        if row is not None:
            messages.success(request, _("The holiday was declared; open deadlines are counted anew."))
            return redirect(f"{reverse('procedures:holidays')}?year={row.day.year}")
    context = {
        "form": form,
        "title": _("Declare a holiday"),
        "up": _("Holidays"),
        "verb": _("Declare"),
        "back": reverse("procedures:holidays"),
    }
    return render(request, "procedures/form.html", context, status=422 if form.is_bound else 200)


def withdraw(request: HttpRequest, day: date) -> HttpResponse:
    """Make a holiday an ordinary day."""
    by = _officer(request)
    name = calendar().holiday(day) if FIRST_YEAR <= day.year <= LAST_YEAR else None
    if name is None:
        raise Http404
    form = WithdrawalForm(request.POST or None)
    back = f"{reverse('procedures:holidays')}?year={day.year}"
    if request.method == "POST":
        done = attempt(form, lambda: withdraw_holiday(day=day, **form.cleaned_data, by=by))
        if done is not None:
            messages.success(request, _("The holiday was withdrawn; open deadlines are counted anew."))
            return redirect(back)
    context = {
        "form": form,
        "title": _("Withdraw a holiday"),
        "up": _("Holidays"),
        "lead": f"{day} {name.en if get_language() == 'en' else name.ko}",
        "verb": _("Withdraw"),
        "back": back,
    }
    return render(request, "procedures/form.html", context, status=422 if form.is_bound else 200)
