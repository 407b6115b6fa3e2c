"""What casework does when a procedure moves."""

from collections.abc import Mapping

from yunghap.casework.domain.following import follow_procedure
from yunghap.core.ids import is_id
from yunghap.core.outbox import Event, receiver


def may_be_a_case(subject: str, payload: Mapping[str, object]) -> bool:
    """Whether an event tells of an instance that a case may have: its reference is the case's id."""
    reference = payload.get("reference")
    return subject.startswith("instance:") and isinstance(reference, str) and is_id(reference)


@receiver("procedures.*", name="casework.follow", wants=may_be_a_case)
def follow(event: Event) -> None:
    """Bring the case of the instance in line; events of an instance that is no case's are passed over."""
    follow_procedure(instance=event.subject.partition(":")[2], at=event.at)
