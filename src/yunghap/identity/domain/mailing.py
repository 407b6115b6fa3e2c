"""The way to the mail server."""

from django.conf import settings
from django.core.mail import send_mail

from yunghap.core.transactions import outside_transactions


def mail(subject: str, body: str, *, to: str) -> None:
    """Send an e-mail. Raises what the mail server does, and RuntimeError within a transaction."""
    with outside_transactions():
        send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [to])
