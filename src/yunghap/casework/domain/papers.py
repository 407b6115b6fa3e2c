"""Documents of a case: added, replaced by a new version, taken out again before filing."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.casework import rules
from yunghap.casework.contracts import PaperInput, Standing
from yunghap.casework.enums import ENDED, CaseState, FieldKind
from yunghap.casework.models import Case, Paper
from yunghap.casework.queries.access import standing_in
from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from yunghap.core.text import clean_name
from yunghap.documents import service as documents
from yunghap.identity import service as identity
from yunghap.ledger.service import record

from .kinds import kind_of


def current_papers(case: Case) -> list[Paper]:
    """The papers that count: last versions, not removed."""
    return list(case.papers.filter(removed_at__isnull=True, replaced_by__isnull=True))


@transaction.atomic
def add_paper(
    *, case: Case, paper: PaperInput, replaces: Paper | None = None, by: Actor, at: datetime | None = None
) -> Paper:
    """Add a document to a case, or a new version of one.

    A document that answers a question of the form takes its title and secrecy from there. Raises InvalidInput
    for an empty or too large file or an unknown question, Conflict where the case is over or the version
    replaced is not the last one, NotAllowed for strangers and auditors, and for a document of another side.
    """
    at = at or clock.now()
    standing = standing_in(case, by)
    if by.kind != "system" and not (standing.applicant or standing.handler or standing.consulted):
        raise NotAllowed(_("You may not do this."))
    if case.state in ENDED:
        raise Conflict(_("The case is over."), state=case.state)
    if replaces is not None and (
        replaces.case_id != case.pk or replaces.removed_at or hasattr(replaces, "replaced_by")
    ):
        raise Conflict(_("Somebody else has changed this in the meantime."), version=replaces.version)
    if replaces is not None and not may_replace(replaces, standing, by):
        raise NotAllowed(_("You may not do this."))
    title, secrecy = paper.title, paper.secrecy
    if paper.field:
        question = kind_of(case).form.field(paper.field)
        if question is None or question.kind is not FieldKind.FILE:
            raise InvalidInput(_("The form has no such question."), field=paper.field)
        title, secrecy = title or str(question.label), question.secrecy
    file = documents.keep_original(data=paper.data, name=paper.name, by=by, at=at)
    made = Paper.objects.create(
        case=case,
        field=paper.field,
        title=clean_name(title or paper.name),
        sha256=file.sha256,
        name=paper.name[-255:],
        size=len(paper.data),
        secrecy=secrecy,
        replaces=replaces,
        added_by=by.id,
        added_for_id=by.organisation,
        added_at=at,
        created_at=at,
    )
    record(
        action="casework.paper.added",
        subject=f"case:{case.pk}",
        by=by,
        at=at,
        details={"paper": made.pk, "sha256": file.sha256, "replaces": replaces.pk if replaces else None},
    )
    return made


def may_replace(paper: Paper, standing: Standing, by: Actor) -> bool:
    """Whether a new version is the actor's to add: each side has its own documents, and what answers a question of the
    form is the applicant's.
    """
    if by.kind == "system" or (paper.added_by == by.id and not paper.field and standing.any):
        return True
    if paper.field or paper.added_for_id == paper.case.applicant_id:
        return standing.applicant
    if paper.added_for_id == paper.case.handler_id:
        return standing.handler
    return standing.consulted and identity.can(by, rules.ANSWER, organisation=paper.added_for_id)


def earlier_versions(case: Case) -> dict[str, list[Paper]]:
    """The versions before, the newest first, by the id of the version that counts."""
    rows = {row.pk: row for row in case.papers.all()}
    found: dict[str, list[Paper]] = {}
    for newest in rows.keys() - {row.replaces_id for row in rows.values()}:
        before = rows[newest].replaces_id
        while before is not None:
            found.setdefault(newest, []).append(rows[before])
            before = rows[before].replaces_id
    return found


@transaction.atomic
def remove_paper(*, paper: Paper, by: Actor, at: datetime | None = None) -> None:
    """Take a document out of a draft; after filing nothing is taken out, only replaced. Raises Conflict."""
    at = at or clock.now()
    if not (by.kind == "system" or standing_in(paper.case, by).applicant):
        raise NotAllowed(_("You may not do this."))
    if paper.case.state != CaseState.DRAFT:
        raise Conflict(_("What was filed stays in the case; add a new version instead."))
    changed = Paper.objects.filter(pk=paper.pk, removed_at__isnull=True).update(
        removed_at=at, removed_by=by.id
    )
    if changed:
        record(
            action="casework.paper.removed",
            subject=f"case:{paper.case_id}",
            by=by,
            at=at,
            details={"paper": paper.pk},
        )


def read_paper(*, paper: Paper, by: Actor) -> bytes:
    """The bytes of a document for somebody who needs to see it; NotAllowed otherwise, NotFound once erased."""
    if paper.case.erased_at is not None:
        raise NotFound(_("It was erased when its term of retention was over."))
    if paper.secrecy not in standing_in(paper.case, by).may_see and by.kind != "system":
        raise NotAllowed(_("You may not do this."))
    return documents.open_original(paper.sha256)
