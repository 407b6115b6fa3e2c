"""Addresses of signing in, under the names allauth uses; the list of sessions is our own page."""

from allauth.urls import build_provider_urlpatterns
from django.urls import include, path

from . import account, oidc

urlpatterns = [
    path("sessions/", account.sessions, name="usersessions_list"),
    path("", include("allauth.account.urls")),
    path("two-factor/", include("allauth.mfa.urls")),
    path("connections/", include("allauth.socialaccount.urls")),
    path("oidc/<slug:provider_id>/login/", oidc.login, name="openid_connect_login"),
    path("oidc/<slug:provider_id>/login/callback/", oidc.callback, name="openid_connect_callback"),
    *build_provider_urlpatterns(),
]
