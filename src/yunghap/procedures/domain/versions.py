"""Procedures and their versions: written, submitted, approved by two people, in force from a date.

Every verb raises NotAllowed for who may not write and approve versions.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import DomainError, InvalidInput, NotAllowed, NotFound
from yunghap.core.ids import new_id
from yunghap.core.versions import update_versioned
from yunghap.identity.service import require
from yunghap.ledger.service import record
from yunghap.procedures.calendars import holidays_sql
from yunghap.procedures.enums import Transition, VersionState
from yunghap.procedures.models import Instance, Procedure, ProcedureVersion, VersionApproval
from yunghap.procedures.programs import keep_sources
from yunghap.procedures.rules import EDIT_VERSIONS

APPROVALS = 2


class NotInThatState(DomainError):  # noqa: N818
    """The version is in another state."""

    code = "procedure-version-state"
    status = 409


@transaction.atomic
def define_procedure(
    *, code: str, name_ko: str, name_en: str, by: Actor, at: datetime | None = None
) -> Procedure:
    """A procedure by its code, made or renamed."""
    require(by, EDIT_VERSIONS)
    at = at or clock.now()
    if not code or not name_ko or not name_en:
        raise InvalidInput(_("A procedure has a code and a name in both languages."))
    procedure = Procedure.objects.filter(code=code).first()
    if procedure is not None:
        if (procedure.name_ko, procedure.name_en) != (name_ko, name_en):
            changes: dict[str, object] = {"name_ko": name_ko, "name_en": name_en}
            update_versioned(procedure, expected=procedure.version, changes=changes)
            _record("procedure.renamed", f"procedure:{code}", by, at, {"name": name_en})
        return procedure
    procedure = Procedure.objects.create(code=code, name_ko=name_ko, name_en=name_en, created_at=at)
    _record("procedure.defined", f"procedure:{code}", by, at, {"name": name_en})
    return procedure


@transaction.atomic
def draft_version(
    *,
    procedure: Procedure,
    label: str,
    diagram: bytes,
    effective_from: date,
    transition: str,
    by: Actor,
    decisions: Mapping[str, str] | None = None,
    deadlines: Sequence[Mapping[str, Any]] = (),
    transition_article: str = "",
    simulation_only: bool = False,
    forms: Mapping[str, Any] | None = None,
    documents: Sequence[Any] = (),
    letters: Mapping[str, Any] | None = None,
    references: Sequence[Mapping[str, Any]] = (),
    nodes: Mapping[str, str] | None = None,
    at: datetime | None = None,
) -> ProcedureVersion:
    """A version in draft, compiled. Raises InvalidInput and NotExecutable for what cannot run."""
    require(by, EDIT_VERSIONS)
    at = at or clock.now()
    label = " ".join(label.split())
    if transition not in Transition.values:
        raise InvalidInput(_("There is no such transition clause."), field="transition")
    if ProcedureVersion.objects.filter(procedure=procedure, label=label).exists():
        raise InvalidInput(_("There is a version with this label already."), field="label")
    source = keep_sources(diagram=diagram, decisions=decisions or {}, deadlines=deadlines)
    version = ProcedureVersion.objects.create(
        id=new_id(),
        procedure=procedure,
        label=label,
        program=source,
        effective_from=effective_from,
        transition=transition,
        transition_article=transition_article,
        simulation_only=simulation_only,
        forms=dict(forms or {}),
        documents=list(documents),
        letters=dict(letters or {}),
        references=list(references),
        nodes=dict(nodes or {}),
        drafted_by=by.id,
        created_at=at,
    )
    details = {"label": label, "program": source.hash, "effective_from": effective_from}
    _record("version.drafted", _subject(version), by, at, details)
    return version


@transaction.atomic
def submit_version(*, version: ProcedureVersion, by: Actor, at: datetime | None = None) -> ProcedureVersion:
    """Hand a draft in for approval."""
    require(by, EDIT_VERSIONS)
    _require(version, VersionState.DRAFT)
    return _change(version, "version.submitted", by, at, state=VersionState.SUBMITTED, submitted_by=by.id)


@transaction.atomic
def approve_version(*, version: ProcedureVersion, by: Actor, at: datetime | None = None) -> ProcedureVersion:
    """One of two approvals, by different people who neither drafted nor submitted it; with the second it is in force
    by its date.

    Raises NotAllowed for who drafted or submitted it and for a second approval by the same person, InvalidInput where
    another version takes effect on the same day.
    """
    require(by, EDIT_VERSIONS)
    at = at or clock.now()
    version = ProcedureVersion.objects.select_for_update().get(pk=version.pk)
    _require(version, VersionState.SUBMITTED)
    people = set(version.approvals.values_list("person", flat=True))
    if by.kind == "person" and by.id in people | {version.drafted_by, version.submitted_by}:
        raise NotAllowed(_("Two people approve a version, neither of whom has drawn or submitted it."))
    if by.kind != "person":
        raise NotAllowed(_("Only people approve a version."))
    VersionApproval.objects.create(version=version, person=by.id, at=at)
    if len(people) + 1 < APPROVALS:
        _record("version.seconded", _subject(version), by, at, {"label": version.label})
        return version
    same_day = ProcedureVersion.objects.filter(
        procedure=version.procedure_id,
        effective_from=version.effective_from,
        state=VersionState.APPROVED,
        simulation_only=False,
    )
    if not version.simulation_only and same_day.exists():
        raise InvalidInput(_("Another version takes effect on the same day."), field="effective_from")
    return _change(version, "version.approved", by, at, state=VersionState.APPROVED)


@transaction.atomic
def withdraw_version(
    *, version: ProcedureVersion, reason: str, by: Actor, at: datetime | None = None
) -> ProcedureVersion:
    """Take back a version that is not in force yet."""
    require(by, EDIT_VERSIONS)
    at = at or clock.now()
    if version.state == VersionState.WITHDRAWN or (
        version.state == VersionState.APPROVED
        and not version.simulation_only
        and version.effective_from <= at.astimezone(clock.SEOUL).date()
    ):
        raise NotInThatState(_("This version is in force or withdrawn already."))
    if not reason.strip():
        raise InvalidInput(_("Withdrawing a version needs a reason."), field="reason")
    return _change(version, "version.withdrawn", by, at, reason=reason, state=VersionState.WITHDRAWN)


def version_in_force(procedure: str, day: date) -> ProcedureVersion:
    """The version of a procedure that is in force on a day; raises NotFound."""
    return ProcedureVersion.objects.get(pk=in_force(procedure, day).version)


@dataclass(frozen=True, slots=True)
class InForce:
    """What an instance starts by, read at once: the keys of the version and of its program, what
    `calendars.calendar_of` takes, and a key for the instance where the database gives one beforehand.
    """

    version: str
    program: int
    holidays: str
    key: int | None = None


def in_force(procedure: str, day: date) -> InForce:
    """The version in force on a day; raises NotFound."""
    with connection.cursor() as cursor:
        cursor.execute(_in_force(connection.vendor), [procedure, connection.ops.adapt_datefield_value(day)])
        row = cursor.fetchone()
    if row is None:
        raise NotFound(_("No version of this procedure is in force on that day."), procedure=procedure)
    return InForce(*row)


@cache
def _in_force(vendor: str) -> str:
    """Built once: every start of an instance asks."""
    versions, procedures = (
        connection.ops.quote_name(model._meta.db_table) for model in (ProcedureVersion, Procedure)
    )
    table = Instance._meta.db_table
    key = f"nextval(pg_get_serial_sequence('{table}', 'id'))" if vendor == "postgresql" else "NULL"
    return (
        f"SELECT v.id, v.program_id, {holidays_sql(vendor)}, {key}"  # noqa: S608 - names of ours
        f" FROM {versions} v JOIN {procedures} p ON p.id = v.procedure_id"
        f" WHERE p.code = %s AND v.effective_from <= %s AND v.state = '{VersionState.APPROVED.value}'"
        " AND NOT v.simulation_only ORDER BY v.effective_from DESC LIMIT 1"
    )


def drafts(*, procedure: str, labels: Sequence[str]) -> list[ProcedureVersion]:
    """The versions of a procedure under these labels that nobody has handed in, oldest first."""
    found = ProcedureVersion.objects.filter(
        procedure__code=procedure, label__in=labels, state=VersionState.DRAFT
    )
    return list(found.order_by("effective_from", "label"))


def _require(version: ProcedureVersion, state: str) -> None:
    if version.state != state:
        raise NotInThatState(_("This version is in another state."), state=version.state)


def _change(
    version: ProcedureVersion,
    action: str,
    by: Actor,
    at: datetime | None,
    reason: str = "",
    **changes: object,
) -> ProcedureVersion:
    at = at or clock.now()
    update_versioned(version, expected=version.version, changes=changes)
    details: dict[str, object] = {"label": version.label}
    if reason:
        details["reason"] = reason
    _record(action, _subject(version), by, at, details)
    return version


def _subject(version: ProcedureVersion) -> str:
    return f"procedure-version:{version.pk}"


def _record(action: str, subject: str, by: Actor, at: datetime, details: Mapping[str, object]) -> None:
    record(action=f"procedures.{action}", subject=subject, by=by, at=at, details=details)
