"""Jobs of the engine."""

from datetime import timedelta

from yunghap.core.jobs import job

from .domain.moving import apply_due
from .domain.sweeping import fire_due


@job(every=timedelta(minutes=1))
def fire_timers() -> None:
    """Fire timers and pass deadlines that are due."""
    while fire_due():
        pass


@job(every=timedelta(hours=1))
def apply_versions() -> None:
    """Apply the transition clauses of versions that have come into force."""
    apply_due()
