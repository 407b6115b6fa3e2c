"""One reading of a source, from its first document to what is missing in the end.

Records are written a batch at a time, together with the counts and the position: a reading that is killed is taken up
where it was, if its document is still the same one, and begun anew otherwise. Nothing counts as missing unless
everything was read.
"""

import os
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import structlog
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from yunghap.core import clock
from yunghap.core.actors import SYSTEM, Actor
from yunghap.core.errors import Conflict, DomainError
from yunghap.exchange.domain.connector import peers
from yunghap.exchange.enums import HarvestKind, RecordState, RunState
from yunghap.exchange.models import HarvestRecord, HarvestRefusal, HarvestRun, HarvestSource
from yunghap.ledger.service import record

from .documents import Document, Documents, FileDocuments, Unchanged, WebDocuments
from .formats import adapters
from .formats.dsp import REQUEST
from .parts import ENDED, read_all
from .records import Branching, Broken, Found, Read, Refused, Total, WrongKind
from .writing import in_transaction, mark_missing, take_numbers, write_batch

log = structlog.get_logger(__name__)

BATCH = 2_000
RAW_KEPT = 1 << 20
DEAD_AFTER = timedelta(minutes=5)
# More than half gone, and more than a handful: that is a fault of the source rather than its will.
FEW, SHARE = 10, 0.5
CUT_OFF = gettext_noop("The reading was cut off.")
PAGE_BROKEN = gettext_noop("It broke off at a page: %(why)s")
SHORT = gettext_noop("The source says it has %(total)s records; %(read)s were read.")
MANY_GONE = gettext_noop("%(gone)s of %(known)s records were not there any more; none was marked as missing.")


@dataclass
class _Position:
    """Where a reading stands, as far as its records are known to be kept."""

    documents: Documents
    count: int = 0
    name: str = ""
    identity: str = ""
    items: int = 0
    document: Document | None = None
    tells_all: bool = True  # whether a reading that is killed can go on here

    @property
    def is_live(self) -> bool:
        """Whether pages can be followed."""
        return self.documents.is_live

    def first(self) -> Document:
        """The document a reading begins with."""
        document = self.documents.first()
        if not document.head().strip():
            document.file.close()
            raise WrongKind(_("It is empty: not even a catalogue without records."))
        return self._at(document)

    def follow(self, address: str, *, body: bytes | None = None) -> Document | None:
        """Another one."""
        found = self.documents.follow(address, body=body)
        if self.document is not None and self.document.others:
            self.tells_all = False  # the other files of an archive are read after the pages of the first
        return None if found is None else self._at(found)

    def _at(self, document: Document) -> Document:
        self.count += 1
        self.name, self.identity, self.items, self.document = document.name, document.identity, 0, document
        return document


def documents_of(source: HarvestSource, address: str = "", **options: Any) -> Documents:
    """Where a source's documents come from."""
    address = address or source.address
    if "://" not in address:
        return FileDocuments(Path(address))
    asks = source.kind == HarvestKind.DSP and address.split("?")[0].rstrip("/").endswith("/catalog/request")
    if asks:
        return WebDocuments(
            address, body=REQUEST, headers=peers.authorization_for(address, REQUEST), **options
        )
    return WebDocuments(address, **options)


def harvest(
    *,
    source: HarvestSource,
    by: Actor = SYSTEM,
    at: datetime | None = None,
    documents: Documents | None = None,
) -> HarvestRun:
    """Read a source; returns the run with its counts.

    Raises WrongKind, InvalidInput, Unreachable or NotAnswered where nothing could be read at all (the run is FAILED
    then), and Conflict while the same source is being read already. `documents` stands in for the source's own.
    """
    at = at or clock.now()
    before = _unfinished(source, at)
    if before is not None and documents is None and "://" in source.address:
        run = _take_up(source, before)
        if run is not None:
            return run
    run = _begin(source, at)
    conditions = {"etag": source.etag, "last_modified": source.last_modified}
    place = _Position(documents or documents_of(source, **(conditions if "://" in source.address else {})))
    return _read(source, run, place, skip=0, by=by)


def _unfinished(source: HarvestSource, at: datetime) -> HarvestRun | None:
    """The run that was killed, if there is one. Raises Conflict for one that is alive."""
    run = HarvestRun.objects.filter(source=source.pk, state=RunState.RUNNING).first()
    if run is not None and at - run.beat_at < DEAD_AFTER and not _is_dead(run):
        raise Conflict(_("This source is being read just now."))
    return run


def _is_dead(run: HarvestRun) -> bool:
    """Whether the process that reads is gone, where it was one of this machine."""
    host, _colon, number = run.process.rpartition(":")
    if host != socket.gethostname() or not number.isdigit():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return int(number) == os.getpid()  # an earlier reading of this very process ended without a word


def _process() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"[-100:]


def _begin(source: HarvestSource, at: datetime) -> HarvestRun:
    with in_transaction():
        _cut_off(source, at)
        return HarvestRun.objects.create(
            source=source.pk, number=take_numbers(1), started_at=at, beat_at=at, process=_process()
        )


def _cut_off(source: HarvestSource, at: datetime) -> None:
    HarvestRun.objects.filter(source=source.pk, state=RunState.RUNNING).update(
        state=RunState.FAILED, ended_at=at, remark=CUT_OFF
    )


def _take_up(source: HarvestSource, run: HarvestRun) -> HarvestRun | None:
    """Go on with a run that was killed; None where its document has changed, or its position does not tell all."""
    if not run.identity:
        return None
    place = _Position(documents_of(source, run.document), count=max(run.documents - 1, 0))
    try:
        first = place.first()
    except DomainError:
        return None
    if first.identity != run.identity:
        first.file.close()
        return None
    HarvestRun.objects.filter(pk=run.pk).update(process=_process(), beat_at=clock.now())
    return _read(source, run, _Begun(place.documents, place.count - 1, first), skip=run.items, by=SYSTEM)


class _Begun(_Position):
    """A position whose first document is there already."""

    def __init__(self, documents: Documents, count: int, document: Document) -> None:
        super().__init__(documents, count=count)
        self.begun = document

    def first(self) -> Document:
        """The document that was opened to see whether it is the same."""
        return self._at(self.begun)


def _read(source: HarvestSource, run: HarvestRun, place: _Position, *, skip: int, by: Actor) -> HarvestRun:
    state = _State(complete=True)
    try:
        found = read_all(adapters.get(source.kind), place)
        for _skipped in islice(_counted(found, place, run, state), skip):
            pass
        for batch in _batches(_counted(found, place, run, state)):
            _keep(source, run, place, batch)
    except Unchanged:
        return _unchanged(source, run, by)
    except DomainError as error:
        if run.read == 0:
            _finish(source, run, RunState.FAILED, by, str(error), {})
            raise
        return _finish(source, run, RunState.PARTIAL, by, PAGE_BROKEN, {"why": str(error)})
    except Exception:
        with in_transaction():
            _cut_off(source, clock.now())  # taken up, it would only fail there again
        raise
    return _conclude(source, run, place, state, by)


def _batches(found: Iterator[Read | Refused]) -> Iterator[list[Read | Refused]]:
    """So many at a time; what was read before a fault of the source is not lost."""
    batch: list[Read | Refused] = []
    try:
        for item in found:
            batch.append(item)
            if len(batch) >= BATCH:
                yield batch
                batch = []
    except WrongKind:
        raise
    except DomainError:
        if batch:
            yield batch
        raise
    if batch:
        yield batch


@dataclass
class _State:
    """What was learnt on the way."""

    complete: bool
    remark: str = ""
    values: Any = None


def _counted(
    found: Iterator[Found], place: _Position, run: HarvestRun, state: _State
) -> Iterator[Read | Refused]:
    """Records only; the rest is noted."""
    for item in found:
        if isinstance(item, Total):
            run.total = item.number
        elif isinstance(item, Broken):
            state.complete, state.remark, state.values = False, item.reason, dict(item.values)
            place.tells_all = False
        elif isinstance(item, Branching):
            place.tells_all = False
        else:
            place.items += 1
            if isinstance(item, Refused) and item.cut:
                state.complete, state.remark, state.values = False, ENDED, {}
                place.tells_all = False
            if isinstance(item, Refused) and not item.key:
                run.unnamed += 1
            yield item


def _keep(source: HarvestSource, run: HarvestRun, place: _Position, batch: list[Read | Refused]) -> None:
    """Write a batch with the counts and the position, in one transaction."""
    now = clock.now()
    with in_transaction():
        counts, refused = write_batch(source=source.pk, run=run.number, found=batch, at=now)
        for name, number in vars(counts).items():
            setattr(run, name, getattr(run, name) + number)
        run.documents, run.document, run.items = place.count, place.name[:2_000], place.items
        run.identity, run.beat_at = place.identity[:200] if place.tells_all else "", now
        HarvestRefusal.objects.bulk_create(
            [
                HarvestRefusal(
                    run=run.pk,
                    place=item.place[:200],
                    key=item.key[:2_000],
                    reason=item.reason,
                    values={name: str(value)[:300] for name, value in item.values.items()},
                    raw=item.raw[:RAW_KEPT],
                )
                for item in refused
            ],
            batch_size=500,
        )
        run.save()


def _conclude(
    source: HarvestSource, run: HarvestRun, place: _Position, state: _State, by: Actor
) -> HarvestRun:
    if run.total is not None and run.total > run.read:
        state.complete, state.remark, state.values = False, SHORT, {"total": run.total, "read": run.read}
    if not state.complete:
        return _finish(source, run, RunState.PARTIAL, by, state.remark, state.values or {})
    known = HarvestRecord.objects.filter(source=source.pk, state=RecordState.PUBLISHED)
    gone, all_ = known.filter(seen__lt=run.number).count(), known.count()
    if gone and (run.read == 0 or gone <= run.unnamed or (gone > FEW and gone > all_ * SHARE)):
        run.held_back = gone
        _note_page(source, place)
        return _finish(source, run, RunState.COMPLETE, by, MANY_GONE, {"gone": gone, "known": all_})
    if gone:
        with in_transaction():
            mark_missing(source=source.pk, run=run.number, at=clock.now())
    run.missing = HarvestRecord.objects.filter(source=source.pk, state=RecordState.MISSING).count()
    _note_page(source, place)
    return _finish(source, run, RunState.COMPLETE, by)


def confirm_missing(*, source: HarvestSource, run: HarvestRun, by: Actor, at: datetime | None = None) -> int:
    """Mark as missing what the last complete run did not hold, after a person has looked; returns how many."""
    at = at or clock.now()
    with in_transaction():
        number = mark_missing(source=source.pk, run=run.number, at=at)
        missing = HarvestRecord.objects.filter(source=source.pk, state=RecordState.MISSING).count()
        HarvestRun.objects.filter(pk=run.pk).update(held_back=0, missing=missing)
    with transaction.atomic():
        record(
            action="exchange.harvest.missing-confirmed",
            subject=f"harvest-source:{source.pk}",
            by=by,
            at=at,
            details={"run": run.pk, "records": number},
        )
    return number


def _note_page(source: HarvestSource, place: _Position) -> None:
    """What a server needs to say that nothing has changed; only of one single document."""
    document = place.document
    single = place.count == 1 and document is not None
    source.etag = document.headers.get("etag", "")[:500] if single and document else ""
    source.last_modified = document.headers.get("last-modified", "")[:100] if single and document else ""


def _unchanged(source: HarvestSource, run: HarvestRun, by: Actor) -> HarvestRun:
    run.read = run.same = HarvestRecord.objects.filter(source=source.pk, state=RecordState.PUBLISHED).count()
    run.missing = HarvestRecord.objects.filter(source=source.pk, state=RecordState.MISSING).count()
    return _finish(source, run, RunState.UNCHANGED, by)


def _finish(source: HarvestSource, run: HarvestRun, state: RunState, by: Actor, *said: Any) -> HarvestRun:
    """End a run, and tell of it; `said` is a remark and what stands in it."""
    at = clock.now()
    remark, values = said or ("", {})
    run.state, run.ended_at, run.beat_at = state, at, at
    run.remark, run.values = remark, {name: str(value)[:500] for name, value in values.items()}
    with in_transaction():
        run.save()
    counts = {
        name: getattr(run, name)
        for name in ("read", "added", "changed", "same", "reappeared", "refused", "missing")
    }
    with transaction.atomic():
        changes: dict[str, Any] = {"etag": source.etag, "last_modified": source.last_modified}
        if state in {RunState.COMPLETE, RunState.UNCHANGED}:
            changes["complete_at"] = at
        HarvestSource.objects.filter(pk=source.pk).update(asked_at=None, **changes)
        record(
            action="exchange.harvest.finished",
            subject=f"harvest-source:{source.pk}",
            by=by,
            at=at,
            details={"run": run.pk, "state": str(state), **counts},
        )
    log.info("harvested", source=source.pk, state=str(state), **counts)
    return run
