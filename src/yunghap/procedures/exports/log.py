"""What happened, item by item: the common ground of the formats."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from yunghap.procedures.engine import codec
from yunghap.procedures.engine import events as e
from yunghap.procedures.engine.evolve import evolve
from yunghap.procedures.engine.state import Item, State
from yunghap.procedures.models import Instance, JournalEntry
from yunghap.procedures.program.model import Program
from yunghap.procedures.programs import program_of


@dataclass(frozen=True, slots=True)
class LoggedEvent:
    """A transition of a piece of work, or of the whole instance (then without an item).

    `transition` follows the life cycle of XES: start, assign, complete, pi_abort, autoskip, or empty for events of
    the diagram that take no time.
    """

    id: str
    at: datetime
    node: str
    name: str
    transition: str
    item: int | None
    resource: str
    organisation: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Trace:
    """One instance with its events in their order (none where they were erased); `ended` is absent while it runs."""

    code: str
    procedure: str
    label: str
    reference: str
    status: str
    started: datetime
    ended: datetime | None
    events: tuple[LoggedEvent, ...]


_ENDS = {"completed": "complete", "cancelled": "pi_abort", "deemed": "autoskip", "missed": "pi_abort"}


@dataclass(slots=True)
class _Reader:
    instance: Instance
    program: Program
    state: State = field(default_factory=State)

    def read(self, entry: JournalEntry) -> Iterator[LoggedEvent]:
        if not entry.events:
            return  # erased
        for position, event in enumerate(codec.load(entry.text)):
            identifier = f"{self.instance.code}.{entry.number}.{position}"
            self.state.closed_items.clear()
            evolve(self.state, event, entry.at)
            # The end of a part is the end of all work in it.
            for number, closed in sorted(self.state.closed_items.items()):
                yield self._item(f"{identifier}.{number}", entry, closed.item, _ENDS[closed.how])
            if isinstance(event, e.ItemOpened):
                yield self._item(identifier, entry, self.state.items[event.number], "start")
            elif isinstance(event, e.ItemTaken) and event.assignee:
                yield self._item(identifier, entry, self.state.items[event.number], "assign")
            elif isinstance(event, e.Passed | e.Decided):
                yield self._event(identifier, entry, event.node)

    def _item(self, identifier: str, entry: JournalEntry, item: Item, transition: str) -> LoggedEvent:
        return LoggedEvent(
            identifier,
            entry.at,
            item.node,
            self._name(item.node),
            transition,
            item.number,
            entry.actor_id,
            entry.organisation,
            item.role,
        )

    def _event(self, identifier: str, entry: JournalEntry, node: str) -> LoggedEvent:
        return LoggedEvent(
            identifier, entry.at, node, self._name(node), "", None, entry.actor_id, entry.organisation
        )

    def _name(self, node: str) -> str:
        found = self.program.nodes.get(node)
        return found.name if found is not None and found.name else node


def traces(codes: Iterable[str] | None = None, *, procedure: str = "") -> Iterator[Trace]:
    """The instances named, of a procedure, or all, oldest first; read as a stream."""
    rows = Instance.objects.select_related("procedure_version__procedure").order_by("pk")
    if codes is not None:
        rows = rows.filter(code__in=list(codes))
    if procedure:
        rows = rows.filter(procedure_version__procedure__code=procedure)
    for row in rows.iterator(chunk_size=200):
        reader = _Reader(row, program_of(row.program_id))
        entries = JournalEntry.objects.filter(instance=row).order_by("number")
        yield Trace(
            row.code,
            row.procedure_version.procedure.code,
            row.procedure_version.label,
            row.reference,
            row.status,
            row.created_at,
            row.ended_at,
            tuple(event for entry in entries.iterator() for event in reader.read(entry)),
        )
