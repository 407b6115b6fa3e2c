"""E-mails that carry a secret and therefore go out at once, past the outbox: nothing else keeps the secret."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string

from yunghap.identity.models import Invitation


def send_invitation(invitation: Invitation, url: str) -> None:
    """The link of an invitation, in both languages: nobody knows yet which one the reader prefers."""
    context = {"invitation": invitation, "url": url}
    send_mail(
        render_to_string("identity/email/invitation_subject.txt", context).strip(),
        render_to_string("identity/email/invitation.txt", context),
        settings.DEFAULT_FROM_EMAIL,
        [invitation.email],
    )
