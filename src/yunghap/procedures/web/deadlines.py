"""The deadline calculator: public, without script, every result at an address of its own."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from yunghap.core.errors import DomainError
from yunghap.core.posted import attempt
from yunghap.identity.service import public_page
from yunghap.procedures.deadlines import RULES, Deadline, Words
from yunghap.procedures.deadlines.explain import remarks, stretches, summary
from yunghap.procedures.service import calendar, count_deadline
from yunghap.procedures.view.months import months_of

from .forms import DeadlineForm


@public_page
def calculator(request: HttpRequest) -> HttpResponse:
    """The form, and where it was sent the deadline with every day explained."""
    form = DeadlineForm(request.GET or None, initial={"unit": "days"})
    context: dict[str, Any] = {"form": form}
    if form.is_bound:
        context |= attempt(form, lambda: _told(form.asked())) or {}
    return render(request, "procedures/deadline.html", context)


def _told(asked: dict[str, Any]) -> dict[str, Any]:
    """The deadline in the reader's language, and what the other rules would make of it."""
    days = calendar()
    found = count_deadline(**asked, calendar=days)
    return {
        "found": found,
        "summary": _said(summary(found)),
        "article": _said(found.article),
        "remarks": [_said(remark) for remark in remarks(found)],
        "months": months_of(found),
        "stretches": [
            {
                "first": stretch.days[0].date,
                "last": stretch.days[-1].date,
                "counted": stretch.days[0].counted,
                "words": _said(stretch.words),
            }
            for stretch in stretches(found.days)
        ],
        "others": [_other(asked | {"rule": rule, "calendar": days}) for rule in RULES if rule != found.rule],
    }


def _other(asked: dict[str, Any]) -> dict[str, Any]:
    """The same by another rule, or why it cannot be counted by it."""
    title = _said(RULES[asked["rule"]].title)
    try:
        found: Deadline = count_deadline(**asked)
    except DomainError as error:
        return {"title": title, "problem": str(error)}
    return {"title": title, "found": found, "article": _said(found.article)}


def _said(words: Words) -> str:
    return words.en if get_language() == "en" else words.ko
