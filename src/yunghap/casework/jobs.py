"""What casework does by itself."""

from datetime import timedelta

from yunghap.casework.domain.consultations import remind_bodies
from yunghap.casework.domain.expiries import warn_of_expiries
from yunghap.casework.domain.redeciding import close_ended_grants
from yunghap.casework.domain.reminding import remind_of_work
from yunghap.core.actors import SYSTEM
from yunghap.core.jobs import job


@job(every=timedelta(hours=1))
def remind() -> None:
    """Remind bodies whose answer is due, each once a day, and whoever has work that is due, each stage once."""
    remind_bodies(by=SYSTEM)
    remind_of_work(by=SYSTEM)


@job(every=timedelta(hours=6))
def warn() -> None:
    """Tell of terms that are about to end, each stage once; close what was granted on an objection and has ended."""
    warn_of_expiries(by=SYSTEM)
    close_ended_grants(by=SYSTEM)
