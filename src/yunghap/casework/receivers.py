"""What casework does when a procedure moves."""

from yunghap.casework.domain.following import follow_procedure
from yunghap.core.outbox import Event, receiver


@receiver("procedures.*", name="casework.follow")
def follow(event: Event) -> None:
    """Bring the case of the instance in line; events of anything else are passed over."""
    kind, _colon, code = event.subject.partition(":")
    if kind == "instance":
        follow_procedure(instance=code, at=event.at)
