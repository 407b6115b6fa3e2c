"""Signing in before anything that is not public, and a second factor for officers."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from yunghap.identity import queries
from yunghap.identity.models import User
from yunghap.identity.roles import ROLES

# What somebody without a second factor may still open: setting one up, and going away.
API = "/api/"
OPEN = ("mfa_", "account_", "health", "favicon")
OPEN_PAGES = frozenset({"identity:account", "portal:home", "portal:display", "usersessions_list"})


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Every page asks for sign-in unless `public_page` declares it public; the API answers 401 by itself."""

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: Any,
        view_kwargs: Any,
    ) -> HttpResponseBase | None:
        """A redirect to sign in, or None to go on."""
        if request.path.startswith(API):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)


class SecondFactorMiddleware:
    """Sends people who hold an officer's role to set up a second factor before anything else.

    Off in the demo and test profiles (settings.SECOND_FACTOR_REQUIRED). Whoever has one was asked for it at
    sign-in.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        args: tuple[object, ...],  # noqa: ARG002
        kwargs: dict[str, object],  # noqa: ARG002
    ) -> HttpResponse | None:
        """A redirect to the page for second factors, or None to go on."""
        if not settings.SECOND_FACTOR_REQUIRED or not getattr(view, "login_required", True):
            return None
        user = request.user
        match = request.resolver_match
        name = match.view_name if match else ""
        if not isinstance(user, User) or name.startswith(OPEN) or name in OPEN_PAGES:
            return None
        if not any(ROLES[held.role].officer for held in queries.held_by(user.pk)) or is_mfa_enabled(user):
            return None
        messages.warning(request, _("Your role needs a second factor. Please set one up first."))
        return redirect("mfa_index")
