"""Brings the shipped procedures into the engine as drafts, which people then approve."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction

from yunghap.cases.library import Definition, Version, definitions
from yunghap.core import clock
from yunghap.core.actors import SYSTEM, Actor
from yunghap.procedures import service as procedures


def lacking_versions(definition: Definition, today: date) -> Iterator[tuple[Version, date]]:
    """The versions of a shipped procedure that are not here yet, each with the day from which it holds.

    That is the day of its law. Where another version holds from that day already, since a diagram was mended after the
    law had come into force, it is `today`, or the first day after it from which none holds. Law of before is not
    drafted over again: nothing begins by it any more.
    """
    rows = procedures.ProcedureVersion.objects.filter(procedure__code=definition.code)
    here = list(rows.values_list("label", "effective_from", "state", "simulation_only"))
    known = {label for label, *_ in here}
    approved = procedures.VersionState.APPROVED
    held = {day for _label, day, state, simulated in here if state == approved and not simulated}
    latest = max(one.effective_from for one in definition.versions if not one.simulation_only)
    for version in definition.versions:
        if version.label in known:
            continue
        if version.simulation_only or version.effective_from not in held:
            yield version, version.effective_from
        elif version.effective_from == latest:
            yield version, _first_free(max(today, latest), held)


def _first_free(day: date, held: Collection[date]) -> date:
    while day in held:
        day += timedelta(days=1)
    return day


def shipped_but_not_here() -> list[procedures.Shipped]:
    """Every version that this release brings and that nobody has drafted here."""
    here = set(procedures.Procedure.objects.values_list("code", flat=True))
    return [
        procedures.Shipped(one.code, one.name["ko"], one.name["en"], version.label, one.code in here)
        for one in definitions().values()
        for version, _day in lacking_versions(one, clock.today())
    ]


@transaction.atomic
def draft_shipped(*, by: Actor, at: datetime | None = None) -> list[procedures.ProcedureVersion]:
    """Define every shipped procedure and draft the versions that are not there yet; returns those drafted."""
    today = clock.local_date(at or clock.now())
    drafted: list[procedures.ProcedureVersion] = []
    for definition in definitions().values():
        procedure = procedures.define_procedure(
            code=definition.code, name_ko=definition.name["ko"], name_en=definition.name["en"], by=by, at=at
        )
        drafted.extend(
            procedures.draft_version(
                procedure=procedure,
                label=version.label,
                diagram=version.diagram,
                effective_from=day,
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
            for version, day in lacking_versions(definition, today)
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
