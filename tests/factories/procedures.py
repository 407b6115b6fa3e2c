"""Procedures for tests."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from yunghap.core.actors import Actor
from yunghap.procedures import service

_numbers = count(1)
AT = datetime(2026, 9, 7, 0, 0, tzinfo=UTC)  # a Monday, nine in the morning in Seoul
AUTHOR, FIRST, SECOND = (Actor("person", f"01HZ{name:Z<22}") for name in ("AUTHR", "FRST", "SCND"))
OFFICER = Actor("person", "01HZ" + "X" * 22, organisation="01HY" + "Y" * 22)


def make_version(diagram: bytes, **values: Any) -> service.ProcedureVersion:
    """An approved version of a procedure of its own, in force since 2020."""
    version = draft_version(diagram, **values)
    service.submit_version(version=version, by=AUTHOR, at=AT)
    for person in (FIRST, SECOND):
        version = service.approve_version(version=version, by=person, at=AT)
    return version


def draft_version(diagram: bytes, **values: Any) -> service.ProcedureVersion:
    """A version that nobody has handed in."""
    number = next(_numbers)
    procedure = values.pop("procedure", None) or service.define_procedure(
        code=f"test.{number}", name_ko=f"절차 {number}", name_en=f"Procedure {number}", by=AUTHOR, at=AT
    )
    fields: dict[str, Any] = {
        "label": f"v{number}",
        "effective_from": date(2020, 1, 1),
        "transition": service.Transition.PROSPECTIVE,
        **values,
    }
    return service.draft_version(procedure=procedure, diagram=diagram, by=AUTHOR, at=AT, **fields)


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
