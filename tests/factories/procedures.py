"""Procedures for tests."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from yunghap.core.actors import SYSTEM, Actor
from yunghap.procedures import service

_numbers = count(1)
AT = datetime(2026, 9, 7, 0, 0, tzinfo=UTC)  # a Monday, nine in the morning in Seoul
OFFICER = Actor("person", "01HZ" + "X" * 22, organisation="01HY" + "Y" * 22)


def make_version(diagram: bytes, **values: Any) -> service.ProcedureVersion:
    """A version of a procedure of its own, in force since 2020, as if two people had approved it."""
    version = draft_version(diagram, **values)
    version.state, version.submitted_by = service.VersionState.APPROVED, SYSTEM.id
    version.save(update_fields=["state", "submitted_by"])
    return version


def draft_version(diagram: bytes, **values: Any) -> service.ProcedureVersion:
    """A version that nobody has handed in."""
    number, by = next(_numbers), values.pop("by", SYSTEM)
    procedure = values.pop("procedure", None) or service.define_procedure(
        code=f"test.{number}", name_ko=f"절차 {number}", name_en=f"Procedure {number}", by=SYSTEM, at=AT
    )
    fields: dict[str, Any] = {
        "label": f"v{number}",
        "effective_from": date(2020, 1, 1),
        "transition": service.Transition.PROSPECTIVE,
        **values,
    }
    return service.draft_version(procedure=procedure, diagram=diagram, by=by, at=AT, **fields)


def start(
    diagram: bytes,
    values: Mapping[str, object] | None = None,
    *,
    deadlines: Sequence[Mapping[str, Any]] = (),
    decisions: Mapping[str, str] | None = None,
    **more: Any,
) -> service.Done:
    """A running instance of a diagram."""
    version = make_version(diagram, deadlines=deadlines, decisions=decisions)
    return service.start_instance(
        procedure=version.procedure.code, values=values, by=OFFICER, **{"at": AT, **more}
    )
