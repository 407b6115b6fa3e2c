"""What the exchange does by itself."""

from datetime import timedelta

from yunghap.core import clock
from yunghap.core.actors import SYSTEM
from yunghap.core.errors import DomainError
from yunghap.core.jobs import job
from yunghap.exchange.domain.catalogue import tell_changes
from yunghap.exchange.domain.connector.notices import expire_agreements
from yunghap.exchange.domain.connector.obligations import alarm_obligations
from yunghap.exchange.domain.harvest.duplicates import find_duplicates
from yunghap.exchange.domain.harvest.running import harvest
from yunghap.exchange.domain.harvest.sources import due_sources, take_turn
from yunghap.exchange.domain.quality import assess_pending
from yunghap.exchange.domain.trade.following import measure_usage
from yunghap.exchange.domain.trade.vouchers import expire_vouchers
from yunghap.exchange.domain.transfer.pushes import send_due


@job(every=timedelta(minutes=1))
def assess() -> None:
    """Measure what appeared, or whose rules changed, since it was measured last."""
    assess_pending(by=SYSTEM)


@job(every=timedelta(hours=6))
def end_vouchers() -> None:
    """End vouchers whose last day is over; what is left goes back to the budget line."""
    expire_vouchers()


@job(every=timedelta(hours=1))
def alarm_duties() -> None:
    """Tell about duties of contracts that are near or late."""
    alarm_obligations(at=clock.now())


@job(every=timedelta(minutes=5))
def expire() -> None:
    """End agreements whose time is over."""
    expire_agreements(at=clock.now())


@job(every=timedelta(days=1))
def state_use() -> None:
    """State the metered use of the last month; each order and month once."""
    measure_usage()


@job(every=timedelta(minutes=10))
def tell() -> None:
    """Tell those who follow data, or keep searches, what is new."""
    tell_changes(by=SYSTEM)


@job(every=timedelta(minutes=1), longest=timedelta(hours=6))
def push_data() -> None:
    """Go on with every push that is due."""
    send_due()


@job(every=timedelta(minutes=1), longest=timedelta(hours=12))
def harvest_due() -> None:
    """Read every source that is due or was asked for; what is wrong with one does not keep the others waiting."""
    at = clock.now()
    for source in due_sources(at):
        if take_turn(source, at):
            try:
                harvest(source=source)
            except DomainError:
                continue  # its run says why


@job(every=timedelta(days=1), longest=timedelta(hours=2))
def look_for_duplicates() -> None:
    """Put records of different sources that look alike before a person."""
    find_duplicates()
