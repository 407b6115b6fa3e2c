"""What identity does when events arrive."""

from yunghap.core.outbox import Event, receiver
from yunghap.identity.domain.notifications import TOPIC, deliver


@receiver(TOPIC, name="identity.mail")
def mail(event: Event) -> None:
    """Send a notification by e-mail where its reader wants that at once."""
    deliver(str(event.payload["notification"]))
