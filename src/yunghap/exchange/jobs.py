"""What the exchange does by itself."""

from datetime import timedelta

from yunghap.core.actors import SYSTEM
from yunghap.core.jobs import job
from yunghap.exchange.domain.quality import assess_pending


@job(every=timedelta(minutes=1))
def assess() -> None:
    """Measure what appeared, or whose rules changed, since it was measured last."""
    assess_pending(by=SYSTEM)
