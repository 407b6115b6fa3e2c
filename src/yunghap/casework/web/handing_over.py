"""Handing work over: one piece or many, chosen in the inbox."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from yunghap.casework.domain.handing_over import colleagues_for, hand_over
from yunghap.casework.domain.running import has_role
from yunghap.casework.models import Case
from yunghap.core.actors import Actor
from yunghap.core.errors import NotFound
from yunghap.core.posted import attempt
from yunghap.identity import service as identity
from yunghap.procedures import service as procedures
from yunghap.procedures.service import WorkItem

from .common import case_or_404, form_page

MOST = 100


class HandOverForm(forms.Form):
    """To whom, and why."""

    to = forms.ChoiceField(label=gettext_lazy("To whom"))
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=500, required=False)

    def __init__(self, *args: object, people: dict[str, str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        named = sorted(people.items(), key=lambda one: one[1])
        self.fields["to"].choices = [("", "–"), *named]  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
def hand_work_over(request: HttpRequest) -> HttpResponse:
    """Hand chosen work (`?work=CASE.NUMBER`, repeatable) over to a colleague who may do all of it."""
    by = identity.actor_of(request)
    work = [_chosen(request, text, by) for text in request.GET.getlist("work")[:MOST]]
    if not work:
        messages.error(request, _("Choose at least one piece of work."))
        return redirect("casework:inbox")
    able = set.intersection(*(set(colleagues_for(case, item)) for case, item in work)) - {by.id}
    form = HandOverForm(request.POST or None, people=identity.names_of_people(able))
    if request.method == "POST" and attempt(
        form,
        lambda: (
            hand_over(work=work, to=form.cleaned_data["to"], reason=form.cleaned_data["reason"], by=by),
            True,
        )[1],
    ):
        told = ngettext(
            "%(number)d piece of work was handed over.",
            "%(number)d pieces of work were handed over.",
            len(work),
        )
        messages.success(request, told % {"number": len(work)})
        return redirect("casework:inbox")
    return form_page(
        request,
        form,
        title=_("Hand work over"),
        lead=" · ".join(f"{case.number} {item.name}" for case, item in work),
        verb=_("Hand over"),
        up=(_("Inbox"), reverse("casework:inbox")),
        back=reverse("casework:inbox"),
    )


def _chosen(request: HttpRequest, text: str, by: Actor) -> tuple[Case, WorkItem]:
    """A piece of work that the reader may give; 404 for any other."""
    id_, _dot, number = text.partition(".")
    case, _standing, _by = case_or_404(request, id_)
    if not case.instance or not number.isdecimal() or len(number) > 9:
        raise Http404
    try:
        item = procedures.get_item(case.instance, int(number))
    except NotFound:
        raise Http404 from None
    if not has_role(case, item.role, by, item.organisation):
        raise Http404
    return case, item
