"""Addresses of signing in, under the names allauth uses; the list of sessions is our own page.

Who changes the e-mail address or the identity provider can take the account over: that needs the password once more.
"""

from allauth.account.views import email
from allauth.socialaccount.views import connections
from allauth.urls import build_provider_urlpatterns
from django.urls import include, path

from . import account, oidc
from .common import asking_again

urlpatterns = [
    path("sessions/", account.sessions, name="usersessions_list"),
    path("email/", asking_again(email), name="account_email"),
    path("", include("allauth.account.urls")),
    path("two-factor/", include("allauth.mfa.urls")),
    path("connections/", asking_again(connections), name="socialaccount_connections"),
    path("connections/", include("allauth.socialaccount.urls")),
    path("oidc/<slug:provider_id>/login/", oidc.login, name="openid_connect_login"),
    path("oidc/<slug:provider_id>/login/callback/", oidc.callback, name="openid_connect_callback"),
    *build_provider_urlpatterns(),
]
