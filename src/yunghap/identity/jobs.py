"""What identity does on a schedule."""

from datetime import timedelta

from yunghap.core.jobs import job
from yunghap.identity.domain import notifications
from yunghap.identity.domain.clients import purge_tokens
from yunghap.identity.domain.people import forget_unconfirmed


@job(every=timedelta(hours=1))
def send_digests() -> None:
    """From eight in the morning, to everybody who has not had today's."""
    if notifications.is_digest_time():
        notifications.send_digests()


@job(every=timedelta(days=1))
def purge() -> None:
    """Forget tokens and secrets that ran out long ago, and who signed up and never confirmed."""
    purge_tokens()
    forget_unconfirmed()
