"""For the auditor: who saw whose personal data, when, from where and why."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yunghap.core import clock
from yunghap.identity.domain.access import record_access
from yunghap.identity.domain.actors import actor_of
from yunghap.identity.models import PersonalAccess, User
from yunghap.identity.roles import AUDIT_ACCESS

from .account import with_names
from .common import need
from .forms import AccessSearchForm


@require_safe
def access(request: HttpRequest) -> HttpResponse:
    """Look up the access record; the look-up is itself recorded."""
    need(request, AUDIT_ACCESS)
    asked = bool(request.GET)
    form = AccessSearchForm(request.GET if asked else None)
    context: dict[str, object] = {"form": form, "page": None}
    if asked and form.is_valid():
        page = Paginator(_found(form.cleaned_data), 50).get_page(request.GET.get("page"))
        rows = list(page)
        people = {row.subject for row in rows} | {row.actor_id for row in rows if row.actor_kind == "person"}
        record_access(
            subjects=people, fields=["name"], purpose=_("Look-up of the access record"), by=actor_of(request)
        )
        context |= {"page": page, "rows": with_names(rows)}
    return render(request, "identity/access.html", context)


def _found(wanted: dict[str, object]) -> "QuerySet[PersonalAccess]":
    rows = PersonalAccess.objects.order_by("-at", "-pk")
    if subject := wanted["subject"]:
        rows = rows.filter(subject=_identifier(str(subject)))
    if actor := wanted["actor"]:
        rows = rows.filter(actor_id=_identifier(str(actor)))
    if since := wanted["since"]:
        rows = rows.filter(at__gte=clock.start_of(since))  # type: ignore[arg-type]
    if until := wanted["until"]:
        rows = rows.filter(at__lt=clock.end_of(until))  # type: ignore[arg-type]
    return rows


def _identifier(text: str) -> str:
    """The id of an e-mail address, else the text as it is."""
    user = User.objects.filter(email=text.strip().lower()).first()
    return user.pk if user else text.strip()
