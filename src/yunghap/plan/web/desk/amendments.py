"""The recorded changes of an amendment, and the committee that some of them wait for (Decree art. 6)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from yunghap.core.posted import attempt, version_in
from yunghap.plan import rules
from yunghap.plan.domain.amending import record_committee, refer_to_committee
from yunghap.plan.models import AmendmentItem

from .common import need_any, slug_of
from .forms import CommitteeForm


def _item(id: str) -> AmendmentItem:  # noqa: A002
    found = AmendmentItem.objects.select_related("edition").filter(pk=id).first()
    if found is None:
        raise Http404
    return found


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
        "lead": f"{item.label}: {item.before['value']} → {item.after['value']} {item.after['unit']}",
        "back": back,
    }
    return render(request, "plan/desk/form.html", context, status=422 if request.method == "POST" else 200)


@require_POST
def refer(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Send a change to the committee, which named it as weighty."""
    by = need_any(request, rules.AMEND_EDITION)
    item = _item(id)
    refer_to_committee(item=item, expected=version_in(request), by=by)
    messages.success(request, _("The change waits for the committee."))
    return redirect("plan:desk_edition", edition=slug_of(item.edition))
