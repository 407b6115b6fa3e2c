"""Words of this site: units and names that its officers added, for the documents that are read from now on."""

import json

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yunghap.core.posted import attempt
from yunghap.plan import rules
from yunghap.plan.domain.learning import (
    LONGEST_UNIT,
    learn_alias,
    learn_name,
    learn_unit,
    learnt_file,
    retire_word,
)
from yunghap.plan.enums import AliasKind
from yunghap.plan.models import VocabularyAlias, VocabularyUnit
from yunghap.plan.queries.review import learnt_words

from .common import need_any

DIMENSIONS = (
    ("count", gettext_lazy("things counted")),
    ("measure", gettext_lazy("a physical measure")),
    ("percent", gettext_lazy("a share in per cent")),
    ("point", gettext_lazy("a difference of shares")),
    ("score", gettext_lazy("a score")),
    ("times", gettext_lazy("a multiple")),
    ("time", gettext_lazy("a length of time")),
)


class UnitForm(forms.Form):
    """A unit as documents print it."""

    spelling = forms.CharField(label=gettext_lazy("Printed form"), max_length=LONGEST_UNIT)
    unit = forms.CharField(
        label=gettext_lazy("Unit that it means"),
        max_length=LONGEST_UNIT,
        required=False,
        help_text=gettext_lazy("Empty where it is a unit of its own."),
    )
    dimension = forms.ChoiceField(label=gettext_lazy("What it measures"), choices=DIMENSIONS)


class NameForm(forms.Form):
    """A name as documents print it."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Name of"),
        choices=[choice for choice in AliasKind.choices if choice[0] != AliasKind.NAME],
    )
    alias = forms.CharField(label=gettext_lazy("Printed form"), max_length=200)
    name = forms.CharField(
        label=gettext_lazy("Name that it means"),
        max_length=200,
        help_text=gettext_lazy("Of a ministry the short name, such as 산업부."),
    )


class DigitNameForm(forms.Form):
    """A name that begins with a digit, as documents print it."""

    spelling = forms.CharField(
        label=gettext_lazy("Printed form"),
        max_length=200,
        help_text=gettext_lazy("Such as 365안심센터; its digits are then no number."),
    )


FORMS: dict[str, tuple[type[forms.Form], object]] = {
    "unit": (UnitForm, gettext_lazy("Add a unit")),
    "name": (NameForm, gettext_lazy("Add a name")),
    "digit-name": (DigitNameForm, gettext_lazy("Add a name with digits")),
}


@require_safe
def words(request: HttpRequest) -> HttpResponse:
    """What was learnt, with the ways to add to it."""
    need_any(request, rules.CONFIRM_OBSERVATION)
    units, aliases = learnt_words()
    context = {"units": units, "aliases": aliases, "dimensions": dict(DIMENSIONS)}
    return render(request, "plan/desk/words.html", context)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, what: str) -> HttpResponse:
    """Add a unit, a name, or a name that begins with a digit."""
    by = need_any(request, rules.CONFIRM_OBSERVATION)
    if what not in FORMS:
        raise Http404
    kind, title = FORMS[what]
    form = kind(request.POST or None)

    def verb() -> object:
        data = form.cleaned_data
        match what:
            case "unit":
                return learn_unit(by=by, **{**data, "unit": data["unit"] or data["spelling"]})
            case "name":
                return learn_alias(by=by, **{**data, "kind": AliasKind(data["kind"])})
            case _:
                return learn_name(by=by, **data)

    made = attempt(form, verb) if request.method == "POST" else None
    if made is not None:
        messages.success(request, _("The word counts for every document read from now on."))
        return redirect("plan:desk_words")
    context = {"form": form, "title": title, "verb": _("Add"), "back": reverse("plan:desk_words")}
    return render(request, "plan/desk/form.html", context, status=422 if request.method == "POST" else 200)


@require_POST
def retire(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Use a word no more."""
    by = need_any(request, rules.CONFIRM_OBSERVATION)
    word = VocabularyUnit.objects.filter(pk=id).first() or VocabularyAlias.objects.filter(pk=id).first()
    if word is None:
        raise Http404
    retire_word(word=word, by=by)
    messages.success(request, _("The word is no longer used."))
    return redirect("plan:desk_words")


@require_safe
def file(request: HttpRequest) -> HttpResponse:
    """The words as a file for `--vocabulary`."""
    need_any(request, rules.CONFIRM_OBSERVATION)
    text = json.dumps(learnt_file(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    headers = {"Content-Disposition": 'attachment; filename="vocabulary.json"'}
    return HttpResponse(text, content_type="application/json", headers=headers)
