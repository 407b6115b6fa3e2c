"""API clients of an organisation. A secret is given to whoever proves once more to be who is signed in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from yunghap.core import clock
from yunghap.core.posted import attempt
from yunghap.identity import permissions
from yunghap.identity.domain import clients as verbs
from yunghap.identity.domain.actors import actor_of
from yunghap.identity.models import ApiClient
from yunghap.identity.roles import MANAGE_CLIENTS

from .common import acted_for, asking_again, confirm_page, form_page, own_organisation, posted
from .forms import ClientForm


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The clients of the organisation I act for."""
    organisation = acted_for(request)
    if organisation is None:
        return render(request, "identity/no_organisation.html")
    return redirect("identity:clients", organisation)


@require_safe
def clients(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """The programs that call the API for this organisation."""
    organisation = own_organisation(request, id, MANAGE_CLIENTS)
    rows = ApiClient.objects.filter(organisation=organisation, revoked_at__isnull=True).order_by("name")
    now = clock.now()
    names = {permission.code: permission.name for permission in permissions.all_permissions()}
    context = {
        "organisation": organisation,
        "rows": [
            {
                "client": row,
                "scopes": [names.get(code, code) for code in row.scopes],
                "secrets": [
                    secret for secret in row.secrets.order_by("expires_at") if secret.expires_at > now
                ],
            }
            for row in rows
        ],
    }
    return render(request, "identity/clients.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@asking_again
def create_client(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """A new client; its secret is shown once."""
    organisation, by = own_organisation(request, id, MANAGE_CLIENTS), actor_of(request)
    form = ClientForm(posted(request), scopes=verbs.grantable_scopes(by, organisation))
    if request.method == "POST":
        made = attempt(
            form, lambda: verbs.create_client(organisation=organisation, **form.cleaned_data, by=by)
        )
        if made is not None:
            context = {"organisation": organisation, "client": made[0], "secret": made[1]}
            return render(request, "identity/client_secret.html", context)
    return form_page(
        request,
        form,
        title=_("New API client"),
        lead=_("The program acts for %(name)s.") % {"name": organisation.label()},
        verb=_("Create"),
        back=reverse("identity:clients", args=[organisation.pk]),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@asking_again
def rotate(request: HttpRequest, id: str, client: str) -> HttpResponse:  # noqa: A002
    """A new secret; the old one works for a week."""
    organisation = own_organisation(request, id, MANAGE_CLIENTS)
    row = get_object_or_404(ApiClient, pk=client, organisation=organisation, revoked_at__isnull=True)
    if request.method == "POST":
        secret = verbs.rotate_secret(client=row, by=actor_of(request))
        context = {"organisation": organisation, "client": row, "secret": secret}
        return render(request, "identity/client_secret.html", context)
    return confirm_page(
        request,
        question=_("A new secret for “%(name)s”?") % {"name": row.name},
        consequences=[_("The present secret works for seven more days.")],
        verb=_("Make a new secret"),
        tone="primary",
        back=reverse("identity:clients", args=[organisation.pk]),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: HttpRequest, id: str, client: str) -> HttpResponse:  # noqa: A002
    """Shut a client out."""
    organisation = own_organisation(request, id, MANAGE_CLIENTS)
    row = get_object_or_404(ApiClient, pk=client, organisation=organisation, revoked_at__isnull=True)
    back = reverse("identity:clients", args=[organisation.pk])
    if request.method == "POST":
        verbs.revoke_client(client=row, by=actor_of(request))
        messages.success(request, _("The client has been shut out."))
        return redirect(back)
    return confirm_page(
        request,
        question=_("Shut out “%(name)s”?") % {"name": row.name},
        consequences=[_("Its secrets and tokens stop working at once.")],
        verb=_("Shut out"),
        back=back,
    )
