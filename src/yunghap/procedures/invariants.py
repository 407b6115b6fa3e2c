"""What must always hold of running procedures."""

from collections.abc import Iterator

from django.db.models import Count, F, Max, Q

from yunghap.core.errors import DomainError
from yunghap.core.invariants import invariant
from yunghap.ledger.service import details_of, entries_for

from .domain.acting import digest, subject_of
from .domain.moving import ACTION as MOVED
from .domain.store import load
from .engine import codec
from .engine.evolve import evolve
from .engine.state import State
from .models import Instance, JournalEntry, ProgramSource
from .programs import compile_sources

COMPARED = ("status", "outcome", "next", "reference", "scopes", "items", "timers", "waits", "deadlines")


@invariant("procedures.journal", "The version of an instance counts its journal entries")
def versions_count_entries() -> Iterator[str]:
    """An entry that is missing, or an action that was not written down."""
    counted = (
        JournalEntry.objects.values("instance__code")
        .annotate(entries=Count("number"), last=Max("number"), version=Max("instance__version"))
        .filter(~Q(entries=F("version")) | ~Q(last=F("version")))
        .order_by("instance__code")
    )
    for row in counted.iterator():
        yield f"instance {row['instance__code']} is at {row['version']} and has {row['entries']} entries"
    for code in (
        Instance.objects.filter(~Q(pk__in=JournalEntry.objects.values("instance")))
        .order_by("pk")
        .values_list("code", flat=True)
        .iterator()
    ):
        yield f"instance {code} has no journal"


@invariant("procedures.replay", "The journal of every instance rebuilds its rows")
def journals_rebuild_rows() -> Iterator[str]:
    """A row that was changed, lost or doubled; what was erased is not rebuilt."""
    erased = JournalEntry.objects.filter(events=b"").values("instance")
    rows = Instance.objects.exclude(pk__in=erased).order_by("pk").values_list("pk", "code")
    for pk, code in rows.iterator(chunk_size=500):
        try:
            replayed = _replayed(pk)
        except (LookupError, ValueError, TypeError, AttributeError) as error:
            yield f"the journal of instance {code} cannot be replayed: {type(error).__name__} {error}"
            continue
        state = load(pk=pk).state
        differing = [name for name in COMPARED if getattr(replayed, name) != getattr(state, name)]
        if differing:
            yield f"instance {code} differs from its journal in {', '.join(differing)}"


def _replayed(instance: int) -> State:
    state = State()
    for entry in JournalEntry.objects.filter(instance=instance).order_by("number").iterator():
        for event in codec.load(entry.text):
            evolve(state, event, entry.at)
    return state


@invariant("procedures.ledger", "The ledger commits to every journal entry")
def ledger_commits_to_journals() -> Iterator[str]:
    """An entry that was changed after it was written; those of bulk moves are committed to as a whole."""
    for code in Instance.objects.order_by("pk").values_list("code", flat=True).iterator(chunk_size=500):
        said = {
            details["number"]: details["digest"]
            for details in map(details_of, entries_for(subject_of(code)))
            if "digest" in details
        }
        entries = JournalEntry.objects.filter(instance__code=code).exclude(action=MOVED).order_by("number")
        for entry in entries.iterator():
            wanted = said.pop(entry.number, None)
            if wanted is None:
                yield f"entry {entry.number} of instance {code} is not in the ledger"
            elif entry.events and wanted != _digest(entry):
                yield f"entry {entry.number} of instance {code} is not what the ledger commits to"
        for number in said:
            yield f"entry {number} of instance {code} is in the ledger and not in the journal"


def _digest(entry: JournalEntry) -> str:
    """What the ledger should have; nothing if somebody made the events unreadable."""
    try:
        return digest(bytes(entry.nonce), entry.text)
    except ValueError:
        return ""


@invariant("procedures.programs", "Kept sources compile to the program of their hash")
def sources_compile() -> Iterator[str]:
    """Sources that were changed."""
    for row in ProgramSource.objects.order_by("pk").iterator(chunk_size=20):
        try:
            program = compile_sources(
                diagram=bytes(row.diagram), decisions=row.decisions, deadlines=row.deadlines
            )
        except DomainError as error:
            yield f"program {row.hash} no longer compiles: {error}"
            continue
        if program.hash != row.hash or int(row.hash[:15], 16) != row.pk:
            yield f"program {row.hash} compiles to {program.hash}"
