"""Records into the store, a batch in one transaction: looked up, compared, written, counted.

Plain SQL over thousands of rows at a time, since a million records are ordinary.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db import connections, router, transaction
from django.utils.translation import gettext_noop

from yunghap.core.rows import moment_value
from yunghap.exchange.enums import RecordState
from yunghap.exchange.models import HarvestContent, HarvestCounter, HarvestRecord
from yunghap.exchange.queries.entries import encode_entry, entry_id

from .records import Read, Refused, Unusable

PART: Final = 900
_RECORD: Final = HarvestRecord._meta.db_table
_CONTENT: Final = HarvestContent._meta.db_table
# ruff: noqa: S608 - the statements hold names of our tables, and places for values
_INSERT_RECORD = (
    f"INSERT INTO {_RECORD} (number, id, source, key, digest, state, seen, change, first_at, changed_at) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
)
_INSERT_CONTENT = f"INSERT INTO {_CONTENT} (record_id, raw, entry, place, page) VALUES (%s, %s, %s, %s, %s)"
_UPDATE_RECORD = (
    f"UPDATE {_RECORD} SET digest = %s, state = %s, seen = %s, change = %s, changed_at = %s WHERE number = %s"
)
_UPDATE_CONTENT = f"UPDATE {_CONTENT} SET raw = %s, entry = %s, place = %s WHERE record_id = %s"
_TWICE = gettext_noop("The identifier stands twice, and the records differ.")


@dataclass
class Counts:
    """What became of the records."""

    read: int = 0
    added: int = 0
    changed: int = 0
    same: int = 0
    reappeared: int = 0
    refused: int = 0


@dataclass(slots=True)
class _Known:
    number: int
    digest: bytes
    state: str
    seen: int


@dataclass
class _Batch:
    """Rows to be written."""

    counts: Counts = field(default_factory=Counts)
    new: list[tuple[Read, str, str]] = field(default_factory=list)
    changed: list[tuple[Read, int, str]] = field(default_factory=list)
    seen: list[int] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


def database() -> str:
    """The alias under which harvested records lie."""
    return router.db_for_write(HarvestRecord)


def take_numbers(count: int) -> int:
    """The first of `count` numbers nobody else gets; in a transaction, which others now wait for."""
    table = HarvestCounter._meta.db_table
    with connections[database()].cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (id, value) VALUES (1, %s) "
            f"ON CONFLICT (id) DO UPDATE SET value = {table}.value + %s RETURNING value",
            [count, count],
        )
        [last] = cursor.fetchone()
    return int(last) - count + 1


def write_batch(
    *, source: str, run: int, found: Sequence[Read | Refused], at: datetime
) -> tuple[Counts, list[Refused]]:
    """Write what was found, in a transaction of the caller's; returns the counts and the refusals to be kept."""
    ids = [entry_id(source, item.key) if item.key else "" for item in found]
    known = _known([id_ for id_ in ids if id_])
    batch = _Batch()
    here: dict[str, bytes] = {}
    for item, id_ in zip(found, ids, strict=True):
        batch.counts.read += 1
        if isinstance(item, Refused):
            _refuse(batch, item)
            if id_ in known:
                batch.seen.append(known[id_].number)  # it is there, though not readable: not missing
            continue
        earlier = here.get(id_)
        old = known.get(id_)
        if earlier is None and old is not None and old.seen == run:
            earlier = old.digest
        if earlier is not None:
            if earlier == item.digest:
                batch.counts.same += 1
            else:
                _refuse(batch, Refused(item.place, _TWICE, {}, item.key, item.raw))
            continue
        if _sort_in(batch, item, id_, old):
            here[id_] = item.digest
    _write(batch, source, run, at)
    return batch.counts, batch.refused


def _refuse(batch: _Batch, item: Refused) -> None:
    batch.refused.append(item)
    batch.counts.refused += 1


def _sort_in(batch: _Batch, item: Read, id_: str, old: _Known | None) -> bool:
    """Whether it could be used."""
    if old is not None and old.digest == item.digest and old.state == RecordState.PUBLISHED:
        batch.seen.append(old.number)
        batch.counts.same += 1
        return True
    try:
        entry = encode_entry(item.make())
    except Unusable as why:
        _refuse(batch, Refused(item.place, why.reason, why.values, item.key, item.raw))
        if old is not None:
            batch.seen.append(old.number)
        return False
    if old is None:
        batch.new.append((item, id_, entry))
        batch.counts.added += 1
        return True
    batch.changed.append((item, old.number, entry))
    if old.state == RecordState.PUBLISHED:
        batch.counts.changed += 1
    else:
        batch.counts.reappeared += 1
    return True


def _known(ids: list[str]) -> dict[str, _Known]:
    found: dict[str, _Known] = {}
    with connections[database()].cursor() as cursor:
        for start in range(0, len(ids), PART):
            part = ids[start : start + PART]
            places = ", ".join(["%s"] * len(part))
            cursor.execute(
                f"SELECT id, number, digest, state, seen FROM {_RECORD} WHERE id IN ({places})",
                part,
            )
            for id_, number, digest, state, seen in cursor.fetchall():
                found[id_] = _Known(number, bytes(digest), state, seen)
    return found


def _write(batch: _Batch, source: str, run: int, at: datetime) -> None:
    connection = connections[database()]
    moment = moment_value(at, connection.vendor)
    number = take_numbers(len(batch.new) + len(batch.changed)) if batch.new or batch.changed else 0
    records: list[tuple[Any, ...]] = []
    contents: list[tuple[Any, ...]] = []
    for item, id_, entry in batch.new:
        records.append((number, id_, source, item.key, item.digest, "PUBLISHED", run, number, moment, moment))
        contents.append((number, item.raw, entry, item.place, ""))
        number += 1
    updates = []
    for change, (item, old, _entry) in enumerate(batch.changed, number):
        updates.append((item.digest, "PUBLISHED", run, change, moment, old))
    with connection.cursor() as cursor:
        if records:
            cursor.executemany(_INSERT_RECORD, records)
            cursor.executemany(_INSERT_CONTENT, contents)
        if updates:
            cursor.executemany(_UPDATE_RECORD, updates)
            cursor.executemany(
                _UPDATE_CONTENT, [(item.raw, entry, item.place, old) for item, old, entry in batch.changed]
            )
        for start in range(0, len(batch.seen), PART):
            part = batch.seen[start : start + PART]
            places = ", ".join(["%s"] * len(part))
            cursor.execute(
                f"UPDATE {_RECORD} SET seen = %s WHERE number IN ({places})",
                [run, *part],
            )


def mark_missing(*, source: str, run: int, at: datetime) -> int:
    """Mark what the run did not see; returns how many are newly missing. In a transaction of the caller's."""
    connection = connections[database()]
    gone = HarvestRecord.objects.filter(source=source, state=RecordState.PUBLISHED, seen__lt=run)
    numbers = list(gone.order_by("number").values_list("number", flat=True))
    if numbers:
        change = take_numbers(len(numbers))
        moment = moment_value(at, connection.vendor)
        with connection.cursor() as cursor:
            cursor.executemany(
                f"UPDATE {_RECORD} SET state = %s, change = %s, changed_at = %s WHERE number = %s",
                [("MISSING", change + step, moment, number) for step, number in enumerate(numbers)],
            )
    return len(numbers)


def in_transaction() -> transaction.Atomic:
    """A transaction where harvested records lie."""
    return transaction.atomic(using=database())
