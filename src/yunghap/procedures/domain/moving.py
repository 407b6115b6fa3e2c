"""Running instances under a new version: moved as its transition clause says, all at once, with a report.

Statements over all instances, none per instance: hundreds of thousands move in seconds.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, models, transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.actors import SYSTEM, Actor
from yunghap.core.errors import sentence
from yunghap.core.versions import update_versioned
from yunghap.identity.service import require
from yunghap.ledger.service import record
from yunghap.procedures.contracts import MoveReport
from yunghap.procedures.engine import codec
from yunghap.procedures.engine.events import Moved
from yunghap.procedures.engine.packing import pack
from yunghap.procedures.engine.state import Status
from yunghap.procedures.enums import Transition, VersionState
from yunghap.procedures.models import (
    DeadlineRow,
    Instance,
    ItemRow,
    JournalEntry,
    Move,
    ProcedureVersion,
    ScopeRow,
    TimerRow,
    WaitRow,
)
from yunghap.procedures.program.mapping import NodeMapping, map_nodes
from yunghap.procedures.programs import program_of
from yunghap.procedures.rules import EDIT_VERSIONS

from .acting import digest
from .versions import NotInThatState

MOVING = frozenset({Transition.PENDING_TOO, Transition.DEEMED})
ACTION = "instance.moved"
SHOWN = 200  # of those that cannot move, in a report


@dataclass(frozen=True, slots=True)
class _Passage:
    """From one earlier version to the new one, with the instances that run under it."""

    old: ProcedureVersion
    new: ProcedureVersion
    mapping: NodeMapping
    rows: QuerySet[Instance]


def preview_move(*, version: ProcedureVersion) -> MoveReport:
    """What applying the version would move and what could not go on, with the nodes concerned."""
    moving, stuck = 0, 0
    shown: list[tuple[str, str, str]] = []
    for passage in _passages(version):
        problems = _stuck(passage)
        moving += passage.rows.count() - len(problems)
        stuck += len(problems)
        shown += _shown(passage, problems)
    return MoveReport(version.label, str(version.transition), moving, stuck, tuple(shown[:SHOWN]))


@transaction.atomic
def apply_version(*, version: ProcedureVersion, by: Actor, at: datetime | None = None) -> MoveReport:
    """Apply the transition clause of a version in force to the instances that run under earlier ones.

    Moves what can go on under it, writes down for the rest why not; may be repeated for what could not move before.
    Raises NotInThatState where the version is not approved, for simulation only, or not in force yet, NotAllowed for
    who may not write and approve versions.
    """
    require(by, EDIT_VERSIONS)
    at = at or clock.now()
    if (
        version.state != VersionState.APPROVED
        or version.simulation_only
        or version.effective_from > at.astimezone(clock.SEOUL).date()
    ):
        raise NotInThatState(_("Only a version in force moves running instances."))
    moving, stuck = 0, 0
    shown: list[tuple[str, str, str]] = []
    for passage in _passages(version):
        # Nobody acts on them until they have moved.
        everyone = list(passage.rows.select_for_update().order_by("pk").values_list("pk", flat=True))
        problems = _stuck(passage)
        _note(passage, problems, at)
        shown += _shown(passage, problems)
        stuck += len(problems)
        if len(everyone) > len(problems):
            _move(passage, at, by)
            moving += len(everyone) - len(problems)
    update_versioned(version, expected=version.version, changes={"applied_at": at})
    details = {"label": version.label, "clause": version.transition, "moved": moving, "stuck": stuck}
    record(
        action="procedures.version.applied",
        subject=f"procedure-version:{version.pk}",
        by=by,
        at=at,
        details=details,
    )
    return MoveReport(version.label, str(version.transition), moving, stuck, tuple(shown[:SHOWN]))


def apply_due(*, at: datetime | None = None) -> int:
    """Apply every version that has come into force since the last time; returns how many."""
    at = at or clock.now()
    due = ProcedureVersion.objects.filter(
        state=VersionState.APPROVED,
        simulation_only=False,
        effective_from__lte=at.astimezone(clock.SEOUL).date(),
        applied_at__isnull=True,
    ).order_by("effective_from", "pk")
    versions = list(due)
    for version in versions:
        apply_version(version=version, by=SYSTEM, at=at)
    return len(versions)


def _passages(version: ProcedureVersion) -> Iterable[_Passage]:
    """The earlier versions with running instances, and how their nodes map to the new one."""
    if version.transition not in MOVING:
        return
    new = program_of(version.program_id)
    earlier = ProcedureVersion.objects.filter(
        procedure=version.procedure_id,
        state=VersionState.APPROVED,
        simulation_only=False,
        effective_from__lt=version.effective_from,
    ).order_by("effective_from")
    for old in earlier:
        rows = Instance.objects.filter(procedure_version=old, status=Status.RUNNING)
        yield _Passage(old, version, map_nodes(program_of(old.program_id), new, version.nodes), rows)


def _stuck(passage: _Passage) -> dict[int, str]:
    """The instances that stand where the new version has nothing, and at which node."""
    rows, mapping = passage.rows, passage.mapping
    found: dict[int, str] = {}
    lost = sorted(mapping.lost)
    places: list[tuple[type[models.Model], str, Q]] = [
        (ItemRow, "node", Q(closed_at__isnull=True)),
        (ScopeRow, "node", Q()),
        (ScopeRow, "container", Q()),
        (TimerRow, "node", Q()),
        (WaitRow, "node", Q()),
    ]
    if lost:
        for model, column, condition in places:
            here = model._default_manager.filter(condition, instance__in=rows, **{f"{column}__in": lost})
            for pk, name in here.values_list("instance_id", column).iterator():
                found.setdefault(pk, name)
        joins = ScopeRow.objects.filter(instance__in=rows).filter(arrived__isnull=False)
        for pk, waiting in joins.values_list("instance_id", "arrived").iterator():
            arrived: dict[str, list[str]] = waiting or {}
            names = {*arrived, *(flow for flows in arrived.values() for flow in flows)}
            for name in sorted(names & mapping.lost):
                found.setdefault(pk, name)
    if mapping.lost_deadlines:
        here = DeadlineRow.objects.filter(
            instance__in=rows, closed_at__isnull=True, rule__in=sorted(mapping.lost_deadlines)
        )
        for pk, name in here.values_list("instance_id", "rule").iterator():
            found.setdefault(pk, name)
    return found


def _shown(passage: _Passage, problems: dict[int, str]) -> list[tuple[str, str, str]]:
    some = list(problems)[:SHOWN]
    rows = Instance.objects.filter(pk__in=some).order_by("pk").values_list("pk", "code")
    return [(code, passage.old.label, problems[pk]) for pk, code in rows]


def _note(passage: _Passage, problems: dict[int, str], at: datetime) -> None:
    new = passage.new
    Move.objects.filter(new=new, instance__in=list(problems)).exclude(problem="").delete()
    Move.objects.bulk_create(
        (
            Move(
                instance_id=pk,
                old=passage.old,
                new=new,
                clause=new.transition,
                at=at,
                problem=str(sentence(_("The new version has no counterpart of “%(name)s”."), name=name))[
                    :500
                ],
            )
            for pk, name in sorted(problems.items())
        ),
        batch_size=500,
    )


def _move(passage: _Passage, at: datetime, by: Actor) -> None:
    """Move every instance of the old version that has no problem, by one statement for each table and name."""
    old, new, mapping = passage.old, passage.new, passage.mapping
    blocked = Move.objects.filter(new=new, at=at).exclude(problem="").values("instance")
    free = passage.rows.exclude(pk__in=blocked)
    _copy(
        Move,
        {
            "instance_id": F("id"),
            "old_id": old.pk,
            "new_id": new.pk,
            "clause": str(new.transition),
            "at": at,
            "problem": "",
        },
        free,
    )
    moved = Move.objects.filter(new=new, old=old, at=at, problem="").values("instance")
    program = program_of(new.program_id)
    event = Moved(program.hash, program.process, dict(mapping.names))
    text, nonce = codec.dump([event]), secrets.token_bytes(16)
    Instance.objects.filter(pk__in=moved).update(
        version=F("version") + 1, program=new.program_id, procedure_version=new
    )
    _copy(
        JournalEntry,
        {
            "instance_id": F("id"),
            "number": F("version"),
            "at": at,
            "action": ACTION,
            "node": "",
            "item": None,
            "actor_kind": by.kind,
            "actor_id": by.id,
            "organisation": by.organisation or "",
            "on_behalf_of": by.rights.lent_by,
            "key": "",
            "reason": new.label,
            "nonce": nonce,
            "events": pack(text),
        },
        Instance.objects.filter(pk__in=moved),
    )
    _rename(mapping, moved)
    record(
        action="procedures.instances.moved",
        subject=f"procedure-version:{new.pk}",
        by=by,
        at=at,
        details={"from": old.label, "digest": digest(nonce, text)},
    )


def _rename(mapping: NodeMapping, moved: QuerySet[Move, Any]) -> None:
    for before, after in mapping.names.items():
        for model in (ItemRow, ScopeRow, TimerRow, WaitRow):
            model._default_manager.filter(instance__in=moved, node=before).update(node=after)
        ScopeRow.objects.filter(instance__in=moved, container=before).update(container=after)
        ItemRow.objects.filter(instance__in=moved, via=before).update(via=after)
    if mapping.names:
        for row in ScopeRow.objects.filter(instance__in=moved).filter(arrived__isnull=False):
            names = mapping.names
            row.arrived = {
                names.get(node, node): [names.get(flow, flow) for flow in flows]
                for node, flows in (row.arrived or {}).items()
            }
            row.save(update_fields=["arrived"])


def _copy(model: type[models.Model], values: dict[str, object], rows: QuerySet[Instance]) -> None:
    """Insert one row for each instance; an F is a column of the instance's, anything else is the same for all."""
    quote = connection.ops.quote_name
    fields = {field.column: field for field in model._meta.concrete_fields}
    parts, given = [], []
    for column, value in values.items():
        if isinstance(value, F):
            parts.append(f"i.{quote(value.deconstruct()[1][0])}")
        else:
            parts.append(_typed(fields[column]))
            given.append(fields[column].get_db_prep_save(value, connection))
    inner, inner_given = rows.order_by().values("pk").query.sql_with_params()
    into, source = quote(model._meta.db_table), quote(Instance._meta.db_table)
    columns = ", ".join(quote(column) for column in values)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {into} ({columns}) SELECT {', '.join(parts)} FROM {source} i WHERE i.id IN ({inner})",  # noqa: S608
            [*given, *inner_given],
        )


def _typed(field: "models.Field[object, object]") -> str:
    """A placeholder whose type PostgreSQL can tell."""
    if connection.vendor == "sqlite":
        return "%s"
    return f"%s::{field.db_type(connection)}"
