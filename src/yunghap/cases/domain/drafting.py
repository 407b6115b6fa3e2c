"""Brings the shipped procedures into the engine as drafts, which people then approve."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from yunghap.cases.library import definitions
from yunghap.core.actors import SYSTEM, Actor
from yunghap.procedures import service as procedures


@transaction.atomic
def draft_shipped(*, by: Actor, at: datetime | None = None) -> list[procedures.ProcedureVersion]:
    """Define every shipped procedure and draft the versions that are not there yet; returns those drafted."""
    drafted: list[procedures.ProcedureVersion] = []
    for definition in definitions().values():
        procedure = procedures.define_procedure(
            code=definition.code, name_ko=definition.name["ko"], name_en=definition.name["en"], by=by, at=at
        )
        known = set(procedure.versions.values_list("label", flat=True))
        drafted.extend(
            procedures.draft_version(
                procedure=procedure,
                label=version.label,
                diagram=version.diagram,
                effective_from=version.effective_from,
                transition=version.transition,
                transition_article=version.transition_article,
                simulation_only=version.simulation_only,
                decisions=version.decisions,
                deadlines=version.deadlines,
                forms={form["id"]: form for form in (definition.form, *definition.work_forms)},
                letters=dict(definition.letters),
                references=[
                    {"text": one.text, "article": one.article, "about": dict(one.about)}
                    for one in version.references
                ],
                by=by,
                at=at,
            )
            for version in definition.versions
            if version.label not in known
        )
    return drafted


@transaction.atomic
def put_in_force(*, by: Sequence[Actor], at: datetime | None = None) -> list[procedures.ProcedureVersion]:
    """Have the shipped versions that still are drafts approved by these people; returns those now approved.

    The system hands them in, so that each of the people may approve. Versions for simulation stay drafts: they never
    take effect. Raises NotAllowed for the same person twice.
    """
    approved: list[procedures.ProcedureVersion] = []
    for definition in definitions().values():
        labels = [one.label for one in definition.versions if not one.simulation_only]
        for version in procedures.drafts(procedure=definition.code, labels=labels):
            procedures.submit_version(version=version, by=SYSTEM, at=at)
            done = version
            for person in by:
                done = procedures.approve_version(version=version, by=person, at=at)
            approved.append(done)
    return approved
