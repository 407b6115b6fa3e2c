"""What the exchange does by itself."""

from collections.abc import Mapping
from datetime import timedelta

import structlog

from yunghap.core import clock
from yunghap.core.actors import SYSTEM
from yunghap.core.errors import DomainError, InvalidInput, NotFound
from yunghap.core.jobs import job
from yunghap.core.outbox import Event, receiver
from yunghap.exchange.domain.catalogue import tell_changes
from yunghap.exchange.domain.connector import events
from yunghap.exchange.domain.connector.notices import expire_agreements
from yunghap.exchange.domain.connector.obligations import alarm_obligations
from yunghap.exchange.domain.harvest.duplicates import find_duplicates
from yunghap.exchange.domain.harvest.running import harvest
from yunghap.exchange.domain.harvest.sources import due_sources, take_turn
from yunghap.exchange.domain.products.beginning import LEFT
from yunghap.exchange.domain.quality import assess_pending
from yunghap.exchange.domain.trade.following import measure_usage
from yunghap.exchange.domain.trade.vouchers import expire_vouchers
from yunghap.exchange.domain.transfer.contents import content_of
from yunghap.exchange.domain.transfer.planes import PUSH
from yunghap.exchange.domain.transfer.pushes import send_due
from yunghap.exchange.enums import Side
from yunghap.exchange.models import ProductVersion

log = structlog.get_logger(__name__)


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


def _is_push_of_ours(_subject: str, payload: Mapping[str, object]) -> bool:
    said = payload.get("details")
    return isinstance(said, dict) and said.get("side") == Side.PROVIDER and said.get("format") == PUSH


@receiver(events.TRANSFER_STARTED, name="exchange.begin_push", wants=_is_push_of_ours)
def begin_push(_event: Event) -> None:
    """Send at once; the schedule is for what was put off."""
    push_data.enqueue()


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
            except Exception:
                log.exception("harvest failed", source=source.pk)


@receiver("exchange.harvest.asked", name="exchange.harvest_asked")
def harvest_asked(_event: Event) -> None:
    """Read at once what somebody waits for."""
    harvest_due.enqueue()


@job(longest=timedelta(hours=2))
def read_version(version: str) -> None:
    """Read all data of a version, to show and to measure them; who asks for them meanwhile waits for the same."""
    row = ProductVersion.objects.select_related("product").filter(pk=version).first()
    try:
        if row is not None:
            content_of(row)
    except (
        InvalidInput,
        NotFound,
    ) as error:  # another time would bring the same; its provider sees why on the page
        log.warning("version not read", version=version, error=str(error))


@receiver(LEFT, name="exchange.read_version")
def read_left(event: Event) -> None:
    """Data that were too many to wait for are read as soon as a worker is free."""
    read_version.enqueue(event.subject.partition(":")[2])


@job(every=timedelta(days=1), longest=timedelta(hours=2))
def look_for_duplicates() -> None:
    """Put records of different sources that look alike before a person."""
    find_duplicates()
