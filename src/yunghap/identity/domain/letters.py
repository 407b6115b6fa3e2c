"""E-mails that go out at once, whatever people chose: those with a secret that nothing else keeps, and alarms."""

from django.template.loader import render_to_string
from django.urls import translate_url
from django.utils import translation

from yunghap.identity.models import Invitation, User

from .mailing import mail
from .notifications import address


def send_invitation(invitation: Invitation, url: str) -> None:
    """The link of an invitation, in both languages: nobody knows yet which one the reader prefers."""
    with translation.override("en"):
        english = invitation.organisation.name_here
    context = {
        "invitation": invitation,
        "english": english,
        "url": translate_url(url, "ko"),
        "url_en": translate_url(url, "en"),
    }
    mail(
        render_to_string("identity/email/invitation_subject.txt", context).strip(),
        render_to_string("identity/email/invitation.txt", context),
        to=invitation.email,
    )


def send_reset(person: User) -> None:
    """Your second factor was reset: what that means, and what to do where you did not ask for it."""
    with translation.override(person.language):
        context = {"person": person, "url": address("/account/two-factor/", person.language)}
        mail(
            render_to_string("identity/email/reset_subject.txt", context).strip(),
            render_to_string("identity/email/reset.txt", context),
            to=person.email,
        )
