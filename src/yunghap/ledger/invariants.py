"""What must always hold of the ledger."""

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, TypeVar

from django.db.models import Count
from django.db.models.fields.json import KT

from yunghap.core.invariants import invariant
from yunghap.core.models import OutboxEvent

from . import keyring, proofs
from .models import Entry, PersonalDetail, Statement
from .models.guard import missing_triggers

AT_ONCE = 500  # rows whose entries are asked for by one statement


@invariant("ledger.leaf", "Every entry hashes to its leaf")
def entries_hash_to_their_leaf() -> Iterator[str]:
    """Any changed column."""
    for entry in Entry.objects.order_by("position").iterator():
        try:
            holds = proofs.leaf_hash(entry.body) == entry.leaf_hash
        except ValueError:  # what was canonical JSON is none
            holds = False
        if not holds:
            yield f"entry {entry.entry_id} does not hash to its leaf"


@invariant("ledger.index", "Places in the tree run from 0 without a gap")
def places_are_contiguous() -> Iterator[str]:
    """Entries that have a place at all."""
    rows = Entry.objects.filter(idx__isnull=False).order_by("idx").values_list("idx", "entry_id")
    for expected, (idx, entry_id) in enumerate(rows.iterator()):
        if idx != expected:
            yield f"entry {entry_id} has place {idx}, where {expected} is next"
            return


@invariant("ledger.outbox", "An event of an entry has its entry, and no entry has two events")
def events_belong_to_entries() -> Iterator[str]:
    """The two are written in one transaction: an event without its entry means loss or forgery."""
    events = OutboxEvent.objects.annotate(entry=KT("payload__entry")).filter(entry__isnull=False)
    told = events.order_by("position").values_list("event_id", "entry", "topic", "subject")
    for some in _batches(told.iterator()):
        entries = _entries(row[1] for row in some)
        for event_id, entry, *said in some:
            if said != entries.get(entry, [])[:2]:
                yield f"event {event_id} tells of an entry that is absent or says something else"
    for row in (
        events.values("entry").annotate(number=Count("position")).filter(number__gt=1).order_by("entry")
    ):
        yield f"entry {row['entry']} has {row['number']} events"


@invariant("ledger.personal", "Personal details match the commitments in their entries")
def personal_details_match() -> Iterator[str]:
    """A detail whose salt or value was changed, or that no entry commits to."""
    for some in _batches(PersonalDetail.objects.order_by("pk").iterator()):
        entries = _entries(row.entry_id for row in some)
        for row in some:
            yield from _of_detail(row, entries)


def _of_detail(row: PersonalDetail, entries: Mapping[str, list[str]]) -> Iterator[str]:
    *_act, commitments = entries.get(row.entry_id, [""])
    said = _said(commitments or "{}").get(row.name)
    if said is None:
        yield f"detail {row.name} of entry {row.entry_id} is in no entry"
    elif not _matches(row, said):
        yield f"detail {row.name} of entry {row.entry_id} is not what the entry commits to"


_Row = TypeVar("_Row")


def _batches(rows: Iterator[_Row]) -> Iterator[list[_Row]]:
    while some := list(islice(rows, AT_ONCE)):
        yield some


def _entries(ids: Iterable[str]) -> dict[str, list[str]]:
    """Action, subject and commitments of entries, by their ids."""
    rows = Entry.objects.filter(entry_id__in=set(ids))
    return {id_: said for id_, *said in rows.values_list("entry_id", "action", "subject", "personal")}


def _said(commitments: str) -> dict[str, Any]:
    """The commitments of an entry; none if somebody made them unreadable."""
    try:
        value = json.loads(commitments)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _matches(row: PersonalDetail, said: str) -> bool:
    if row.salt is None or row.value is None:
        return True  # erased
    return proofs.commitment(bytes(row.salt), row.name, json.loads(row.value)) == said


@invariant("ledger.guard", "The database refuses to change or delete entries")
def guard_is_present() -> Iterator[str]:
    """Triggers can be dropped by whoever owns the database, or lost in a conversion."""
    yield from (f"trigger {name} is absent or switched off" for name in sorted(missing_triggers()))


@invariant("ledger.statements", "Every statement bears a valid signature and has its entry")
def statements_are_signed() -> Iterator[str]:
    """Checked against the key list of this installation."""
    keys = {key.id: key for key in keyring.public_keys()}
    entries = Entry.objects.filter(action="ledger.statement.signed")
    known = set(entries.values_list("subject", flat=True))
    for row in Statement.objects.order_by("pk").iterator():
        verdict = proofs.verify(json.loads(row.document), keys)
        if not verdict.valid or verdict.payload["id"] != row.pk:
            yield f"statement {row.pk} does not verify: {', '.join(f.code for f in verdict.findings)}"
        if row.subject not in known:
            yield f"statement {row.pk} has no entry"


@invariant("ledger.keys", "Every hand-over of a key has its entry")
def handovers_are_recorded() -> Iterator[str]:
    """`yunghap ledger keys rotate` writes what is missing."""
    known = set(Entry.objects.filter(action="ledger.key.rotated").values_list("subject", flat=True))
    for key in keyring.public_keys():
        if key.handover and f"key:{key.id}" not in known:
            yield f"the hand-over to key {key.id} has no entry"
