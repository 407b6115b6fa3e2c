"""Signing in with an identity provider: allauth's views, with a page where the provider cannot be reached."""

from collections.abc import Callable
from functools import wraps

from allauth.socialaccount.providers.openid_connect import views
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from requests import RequestException

View = Callable[[HttpRequest, str], HttpResponse]


def _told(view: View) -> View:
    """A view that answers 502 with a page where what the provider says of itself cannot be had."""

    @wraps(view)
    def answer(request: HttpRequest, provider_id: str) -> HttpResponse:
        try:
            return view(request, provider_id)
        except (RequestException, KeyError):  # no answer, no JSON, or an address that it does not name
            return render(request, "socialaccount/authentication_error.html", status=502)

    return answer


@login_not_required
@_told
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """On to the provider, by a page of our own.

    The policy of our pages lets forms end here alone, and browsers hold redirects of a form's answer to it too.
    """
    answer: HttpResponse = views.login(request, provider_id)
    if request.method != "POST" or not answer.has_header("Location"):
        return answer
    return render(request, "socialaccount/onward.html", {"there": answer.headers["Location"]})


@login_not_required
@_told
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from the provider."""
    return views.callback(request, provider_id)  # type: ignore[no-any-return]
