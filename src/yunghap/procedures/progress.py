"""Where a running instance stands, in its diagram: what the journal tells, as marks of a drawing."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from yunghap.core.clock import local_date
from yunghap.procedures.bpmn import read_bpmn
from yunghap.procedures.bpmn.model import Definitions, EventKind, Gateway
from yunghap.procedures.bpmn.model import Event as BpmnEvent
from yunghap.procedures.drawing import Mark, Overlay, draw
from yunghap.procedures.engine.events import Chose, Decided, Event, ItemClosed, Passed, ScopeClosed
from yunghap.procedures.engine.evolve import evolve
from yunghap.procedures.engine.state import How, Item, ScopeKind, State

from .contracts import HistoryEntry
from .models import ProgramSource
from .queries import history_of, source_of

_DONE = frozenset({How.COMPLETED, How.DEEMED})
_INSTANT = timedelta(microseconds=1)
_PARTS = frozenset({ScopeKind.PART, ScopeKind.CALL, ScopeKind.MULTI})


def draw_instance(
    instance: str,
    *,
    at: datetime,
    links: Mapping[int, str] | None = None,
    title: str = "",
    history: Iterable[HistoryEntry] | None = None,
) -> str:
    """An instance in its diagram as SVG, in the active language, with dates as they stand at a moment.

    `links` has addresses by number of open items; a node with several leads to that of the first. `history` is that of
    the instance, where it was read already. Raises NotFound.
    """
    entries = [(entry.at, entry.events) for entry in (history_of(instance) if history is None else history)]
    definitions = _diagram(source_of(instance), get_language() or "")
    return draw(definitions, overlay=overlay(definitions, entries, at=at, links=links or {}), title=title)


@lru_cache(maxsize=100)
def _diagram(source: int, language: str) -> Definitions:
    """Sources never change."""
    diagram = bytes(ProgramSource.objects.get(pk=source).diagram)
    return read_bpmn(diagram, name="diagram.bpmn", language=language)


def overlay(
    definitions: Definitions,
    journal: Iterable[tuple[datetime, Sequence[Event]]],
    *,
    at: datetime,
    links: Mapping[int, str],
) -> Overlay:
    """The marks that a journal comes to."""
    state, done, chosen = State(), set[str](), set[str]()
    for moment, events in journal:
        for event in events:
            done |= _finished(state, event)
            if isinstance(event, Chose):
                chosen.update(event.flows)
            evolve(state, event, moment)
    here: dict[str, list[Item]] = defaultdict(list)
    for item in state.items.values():
        here[item.node].append(item)
    open_parts = {scope.node for scope in state.scopes.values() if scope.kind in _PARTS}
    reached = done | here.keys() | open_parts
    _add_silent(definitions, done, reached)
    taken = {
        flow.id
        for flow in definitions.flows.values()
        if flow.source in done and flow.target in reached
        and (flow.id in chosen or len(definitions.nodes[flow.source].outgoing) == 1)
    }  # fmt: skip
    marks = {node: Mark(done=True) for node in done - here.keys() - open_parts}
    marks |= {node: _mark(items, at, links) for node, items in here.items()}
    return Overlay(marks, frozenset(taken))


def _add_silent(definitions: Definitions, done: set[str], reached: set[str]) -> None:
    """Starts and joins with one way out leave no trace: they lie behind us where something before and after does."""
    found = True
    while found:
        found = False
        for node in definitions.nodes.values():
            start = isinstance(node, BpmnEvent) and node.kind is EventKind.START
            if node.id in reached or len(node.outgoing) != 1 or not (start or isinstance(node, Gateway)):
                continue
            before = start or any(definitions.flows[flow].source in done for flow in node.incoming)
            if before and definitions.flows[node.outgoing[0]].target in reached:
                done.add(node.id)
                reached.add(node.id)
                found = True


def _finished(state: State, event: Event) -> set[str]:
    """The nodes that an event says are behind us; asked before it is applied."""
    if isinstance(event, ItemClosed) and event.how in _DONE and event.number in state.items:
        return {state.items[event.number].node}
    if isinstance(event, ScopeClosed) and event.how in _DONE and event.number in state.scopes:
        scope = state.scopes[event.number]
        return {scope.node} if scope.kind in _PARTS else set()
    if isinstance(event, Passed | Chose | Decided):
        return {event.node}
    return set()


def _mark(items: Sequence[Item], at: datetime, links: Mapping[int, str]) -> Mark:
    dues = [item.due for item in items if item.due is not None]
    href = next((links[item.number] for item in items if item.number in links), "")
    if not dues:
        return Mark(tokens=len(items), href=href)
    due = min(dues)
    # The moment from which it is late is the first of the day after.
    day, late = local_date(due - _INSTANT), due <= at
    shown = _("%(month)d/%(day)d") % {"month": day.month, "day": day.day}
    if late:
        days = max((local_date(at) - day).days, 1)
        shown += " " + ngettext("(%(days)d day late)", "(%(days)d days late)", days) % {"days": days}
    return Mark(tokens=len(items), due=shown, overdue=late, href=href)
