"""What identity does when events arrive."""

from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed
from django.dispatch import receiver as listens_to
from django.http import HttpRequest

from yunghap.core.actors import Actor
from yunghap.core.outbox import Event, receiver
from yunghap.identity.domain.actors import client_address
from yunghap.identity.domain.citizens import welcome_citizen
from yunghap.identity.domain.notifications import TOPIC, deliver


@receiver(TOPIC, name="identity.mail", calls_out=True)
def mail(event: Event) -> None:
    """Send a notification by e-mail where its reader wants that at once."""
    deliver(str(event.payload["notification"]))


@listens_to(email_confirmed)
def welcome(request: HttpRequest, email_address: EmailAddress, **_more: object) -> None:
    """A first address was confirmed, by whichever way of the sign-in library: they signed up, and are here from now."""
    person = email_address.user
    others = EmailAddress.objects.filter(user=person, verified=True).exclude(pk=email_address.pk)
    if not others.exists() and not person.memberships.exists():
        welcome_citizen(person=person, by=Actor("person", person.pk, None, client_address(request)))
