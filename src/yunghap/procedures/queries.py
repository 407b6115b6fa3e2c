"""Reads: open work, an instance's state, deadlines and history."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import NotFound

from .calendars import calendar
from .contracts import HistoryEntry, InstanceView, RunningDeadline, WorkItem
from .counting import explain
from .deadlines import Deadline
from .engine import codec
from .engine.evolve import replay
from .engine.state import ROOT, Stop
from .engine.values import from_json
from .models import DeadlineRow, Instance, ItemRow, JournalEntry, ScopeRow, WaitRow
from .programs import program_of
from .views import deadline_of_row, work_item_of_row


def get_instance(code: str) -> InstanceView:
    """An instance with its variables; raises NotFound."""
    row = Instance.objects.select_related("procedure_version__procedure").filter(code=code).first()
    if row is None:
        raise NotFound(_("There is no such procedure."))
    values = ScopeRow.objects.filter(instance=row, number=ROOT).values_list("values", flat=True).first()
    version = row.procedure_version
    return InstanceView(
        code=row.code,
        procedure=version.procedure.code,
        procedure_version=version.pk,
        label=version.label,
        reference=row.reference,
        status=row.status,
        outcome=row.outcome,
        version=row.version,
        created_at=row.created_at,
        ended_at=row.ended_at,
        values={name: from_json(value) for name, value in (values or {}).items()},
    )


def instances_of(reference: str) -> list[str]:
    """The codes of the instances that the outside knows by a reference, oldest first."""
    return list(Instance.objects.filter(reference=reference).order_by("id").values_list("code", flat=True))


def open_items(
    *,
    instance: str = "",
    instances: Iterable[str] | QuerySet[Any] | None = None,
    assignee: str = "",
    free_for: str = "",
    organisations: Iterable[str] = (),
    roles: Iterable[str] = (),
    due_before: datetime | None = None,
    problems: bool = False,
    kinds: Iterable[str] = ("user", "manual"),
    limit: int = 200,
    offset: int = 0,
) -> list[WorkItem]:
    """Open work, the most urgent first; what is not given does not narrow it.

    `instances` are codes, or a query of them; `assignee` finds a person's own, `free_for` what they or anybody may
    take; `organisations` ("" is none of its own) and `roles` what waits in these; `problems` what could not go on, of
    whatever kind. `kinds` are the kinds of nodes.
    """
    rows = ItemRow.objects.filter(closed_at__isnull=True)
    if instance:
        rows = rows.filter(instance__code=instance)
    if instances is not None:
        rows = rows.filter(instance__code__in=instances)
    if assignee:
        rows = rows.filter(assignee=assignee)
    if free_for:
        rows = rows.filter(assignee__in=["", free_for])
    if wanted := list(organisations):
        rows = rows.filter(organisation__in=wanted)
    if named := list(roles):
        rows = rows.filter(role__in=named)
    if due_before is not None:
        rows = rows.filter(due__lt=due_before)
    rows = rows.exclude(problem="") if problems else rows.filter(kind__in=list(kinds))
    # What has no day comes last, as a query of its own: SQLite takes nothing in that order from an index.
    dated, undated = (
        rows.filter(due__isnull=False),
        rows.filter(due__isnull=True).order_by("instance_id", "number"),
    )
    found = list(_items(dated.order_by("due", "instance_id", "number")[offset : offset + limit]))
    if len(found) < limit:
        passed = max(0, offset - dated.count()) if offset and not found else 0
        found += _items(undated[passed : passed + limit - len(found)])
    return found


def get_item(instance: str, number: int) -> WorkItem:
    """One open item; raises NotFound."""
    rows = ItemRow.objects.filter(instance__code=instance, number=number, closed_at__isnull=True)
    for item in _items(rows):
        return item
    raise NotFound(_("This work is already done, or no longer needed."))


def instances_at(nodes: Iterable[str]) -> QuerySet[ItemRow, str]:
    """The codes of instances with open work at one of these nodes, as a query."""
    rows = ItemRow.objects.filter(node__in=list(nodes), closed_at__isnull=True)
    return rows.values_list("instance__code", flat=True)


def awaited_messages(instance: str) -> frozenset[str]:
    """The names of the messages that an instance waits for."""
    rows = WaitRow.objects.filter(instance__code=instance, on="message")
    return frozenset(rows.values_list("name", flat=True))


def closed_items(instance: str) -> dict[int, str]:
    """How the work of an instance that is over ended, by number: completed, cancelled or deemed."""
    rows = ItemRow.objects.filter(instance__code=instance, closed_at__isnull=False)
    return dict(rows.values_list("number", "how"))


def _items(rows: QuerySet[ItemRow]) -> list[WorkItem]:
    return [
        work_item_of_row(program_of(row.instance.program_id), row) for row in rows.select_related("instance")
    ]


def deadlines_of(instance: str, *, only_open: bool = False) -> list[RunningDeadline]:
    """The deadlines of an instance in the order they were set."""
    rows = DeadlineRow.objects.filter(instance__code=instance).select_related("instance").order_by("number")
    if only_open:
        rows = rows.filter(closed_at__isnull=True)
    return [deadline_of_row(program_of(row.instance.program_id), row) for row in rows]


def explain_deadline(instance: str, number: int) -> Deadline:
    """A deadline with every day explained; raises NotFound."""
    row = (
        DeadlineRow.objects.filter(instance__code=instance, number=number).select_related("instance").first()
    )
    if row is None:
        raise NotFound(_("There is no such deadline."))
    rule = program_of(row.instance.program_id).rule(row.rule)
    return explain(
        calendar(),
        counting=rule.counting,
        start=row.start.astimezone(UTC),
        term=row.term,
        stops=[
            Stop(date.fromisoformat(one["start"]), one["reason"], date.fromisoformat(one["end"]))
            for one in row.stops
            if one["end"] is not None
        ],
        extensions=[one["term"] for one in row.extensions],
        before=rule.before,
        after_expiry=rule.after_expiry,
    )


def open_deadlines(
    *, passes_before: datetime | None = None, missed: bool | None = None
) -> QuerySet[DeadlineRow]:
    """Rows of deadlines that run or were missed, the earliest first, with their instances."""
    rows = DeadlineRow.objects.filter(closed_at__isnull=True).select_related("instance").order_by("passes")
    if passes_before is not None:
        rows = rows.filter(Q(stopped=False), passes__lt=passes_before)
    return rows if missed is None else rows.filter(missed=missed)


def history_of(instance: str) -> list[HistoryEntry]:
    """Every action on an instance in its order, with what followed from each."""
    rows = JournalEntry.objects.filter(instance__code=instance).order_by("number")
    return [
        HistoryEntry(
            row.number,
            row.at,
            row.action,
            row.node,
            row.item,
            row.actor_kind,
            row.actor_id,
            row.organisation,
            row.on_behalf_of or "",
            row.reason,
            codec.load(row.text) if row.events else (),  # erased
        )
        for row in rows
    ]


def source_of(instance: str) -> int:
    """The key of the sources an instance runs under; raises NotFound."""
    found = Instance.objects.filter(code=instance).values_list("program_id", flat=True).first()
    if found is None:
        raise NotFound(_("There is no such procedure."))
    return found


def closed_values(instance: str) -> dict[str, object]:
    """The variables an instance ended with (its rows are gone): the journal is replayed up to its end."""
    values: dict[str, object] = {}
    journal = [(entry.at, entry.events) for entry in history_of(instance)]
    for end in range(len(journal), 0, -1):
        state = replay(journal[:end])
        if ROOT in state.scopes:
            values = dict(state.scopes[ROOT].values)
            break
    return values
