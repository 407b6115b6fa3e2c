"""What people told an instance, read back from its journal."""

from collections.abc import Iterable, Iterator, Mapping

from .contracts import HistoryEntry, Told
from .engine.events import ItemClosed, ItemOpened, ScopeOpened, ValuesSet
from .engine.state import How
from .program.model import Program
from .programs import program_of
from .queries import history_of, source_of

_MESSAGE = "message.received"


def told(instance: str, *, history: Iterable[HistoryEntry] | None = None) -> list[Told]:
    """What came with finished work and with messages, in its order; nothing of what was erased. Raises NotFound.

    `history` is that of the instance, where it was read already.
    """
    program = program_of(source_of(instance))
    entries = history_of(instance) if history is None else history
    return [one for entry in entries if (one := _read(program, entry)) is not None]


def _read(program: Program, entry: HistoryEntry) -> Told | None:
    if entry.action == _MESSAGE:
        values = _values(entry)
        return Told(entry.at, entry.organisation, values, message=entry.reason) if values else None
    closed = any(
        isinstance(event, ItemClosed) and event.number == entry.item and event.how is How.COMPLETED
        for event in entry.events
    )
    node = program.nodes.get(entry.node) if closed else None
    if node is None:
        return None
    return Told(
        entry.at,
        entry.organisation,
        _values(entry),
        name_ko=node.name or node.id,
        name_en=node.name_en,
        role=node.work.role,
        form=node.work.form,
    )


def _values(entry: HistoryEntry) -> Mapping[str, object]:
    """What the entry set before the procedure went on."""
    return dict(pair for values in _set(entry) for pair in values.items())


def _set(entry: HistoryEntry) -> Iterator[Mapping[str, object]]:
    for event in entry.events:
        if isinstance(event, ValuesSet | ScopeOpened):
            yield event.values
        elif isinstance(event, ItemOpened) or (isinstance(event, ItemClosed) and event.number == entry.item):
            return
