"""The sign-in library's form for a security key, with a label it does not translate."""

from ipaddress import ip_address
from typing import Any

from allauth.core import context
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django.http.request import split_domain_port
from django.utils.translation import gettext_lazy as _


class AddKeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A security key and what its owner calls it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the key")
        if _is_address(context.request.get_host()):
            self.fields["name"].help_text = _(
                "Browsers keep keys for a name, not for an IP address: open the site by its name first, "
                "on your own machine as “localhost”."
            )


def _is_address(host: str) -> bool:
    """Whether the site was opened by an IP address, for which no browser makes a key (WebAuthn section 5.1.2)."""
    try:
        ip_address(split_domain_port(host)[0].strip("[]"))
    except ValueError:
        return False
    return True
