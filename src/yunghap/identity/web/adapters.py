"""How allauth behaves here."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yunghap.identity.models import User


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Citizens sign up by themselves where the installation lets them; people of organisations come by invitation."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """As the installation says."""
        return bool(settings.SIGN_UP)

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """Somebody new, with their name and the language they read; nobody before the address is confirmed."""
        user.name = form.cleaned_data["name"]
        user.language = get_language() or user.language
        return super().save_user(request, user, form, commit)  # type: ignore[no-any-return]


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """An identity provider signs in people who are here already, by confirmed e-mail address."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ARG002
        """Never."""
        return False


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The name that authenticator apps show."""

    def get_totp_issuer(self) -> str:
        """Our name and host."""
        return _("Yunghap")
