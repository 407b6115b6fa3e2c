"""Jobs of the plan."""

from datetime import timedelta

from yunghap.core.actors import SYSTEM
from yunghap.core.jobs import job

from .domain.evidence import refresh_evidence


@job(every=timedelta(hours=1))
def read_measures() -> None:
    """Read what targets rest on anew, so that the live actual beside the plan is one."""
    refresh_evidence(by=SYSTEM)
