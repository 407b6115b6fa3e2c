"""Ways in besides signing in: an invitation, and the one-time sign-ins of the demo."""

from ipaddress import ip_address

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from yunghap.core.errors import DomainError, NotFound
from yunghap.core.posted import attempt
from yunghap.identity.domain import invitations
from yunghap.identity.domain.actors import client_address
from yunghap.identity.domain.demo import use_demo_sign_in
from yunghap.identity.models import Invitation, User
from yunghap.identity.public import public_page
from yunghap.identity.roles import ROLES

from .common import posted
from .forms import AcceptForm

BACKEND = "django.contrib.auth.backends.ModelBackend"


def _enter(request: HttpRequest, person: User) -> None:
    """Sign in, and list the session with the others, so that it can be ended."""
    login(request, person, backend=BACKEND)
    UserSession.objects.create_from_request(request)


@public_page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accept_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Join an organisation: somebody new gives name and password, somebody known signs in and confirms."""
    try:
        invitation = invitations.find_invitation(token)
    except NotFound:
        return render(request, "identity/invitation_gone.html", status=404)
    person = request.user if isinstance(request.user, User) else None
    known = User.objects.filter(email=invitation.email, emailaddress__verified=True).exists()
    context = {
        "invitation": invitation,
        "organisation": invitation.organisation.label(),
        "roles": [ROLES[role] for role in invitation.roles],
        "sign_in": f"{reverse('account_login')}?next={request.path}",
    }
    if person is not None or known:
        return _accept_known(request, token, invitation, context)
    form = AcceptForm(posted(request), initial={"name": invitation.name})
    if request.method == "POST":
        new = attempt(
            form,
            lambda: invitations.accept_invitation(
                token=token,
                name=form.cleaned_data["name"],
                password=form.cleaned_data["password"],
                language=get_language() or "ko",
                address=client_address(request),
            ),
        )
        if new is not None:
            _enter(request, new)
            messages.success(request, _("Welcome. Now secure your account with a second factor."))
            return redirect("identity:account")
    return render(
        request, "identity/invitation.html", {**context, "form": form}, status=422 if form.errors else 200
    )


def _accept_known(
    request: HttpRequest, token: str, invitation: Invitation, context: dict[str, object]
) -> HttpResponse:
    """For somebody with an account: sign in, or confirm where that is done."""
    if not isinstance(request.user, User) or request.user.email != invitation.email:
        return render(request, "identity/invitation.html", {**context, "must_sign_in": True})
    if request.method == "POST":
        try:
            invitations.accept_invitation(token=token, person=request.user, address=client_address(request))
        except DomainError as error:
            messages.error(request, str(error))
            return redirect(request.path)
        messages.success(request, _("You have joined %(name)s.") % {"name": context["organisation"]})
        return redirect("identity:account")
    return render(request, "identity/invitation.html", {**context, "may_confirm": True})


@public_page
@never_cache
@require_safe
def demo_sign_in(request: HttpRequest, token: str) -> HttpResponse:
    """Sign in as a demo person, once, from this machine only; nothing here in production."""
    address = client_address(request)
    if settings.PROFILE == "production" or not _is_loopback(address):
        raise Http404
    try:
        person = use_demo_sign_in(token=token, address=address)
    except NotFound:
        return render(request, "identity/demo_gone.html", status=404)
    _enter(request, person)
    return redirect(settings.LOGIN_REDIRECT_URL)


def _is_loopback(address: str | None) -> bool:
    try:
        return ip_address(address or "").is_loopback
    except ValueError:
        return False
