"""Writing an application: begun, saved page by page, thrown away or filed."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.casework import rules
from yunghap.casework.enums import CaseOrigin, CaseState
from yunghap.casework.forms import clean_answer
from yunghap.casework.models import Case
from yunghap.casework.registry import get_kind
from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, InvalidInput
from yunghap.core.text import clean_name
from yunghap.core.versions import update_versioned
from yunghap.identity import service as identity
from yunghap.identity.service import Organisation
from yunghap.ledger.service import record

from .kinds import kind_of
from .running import is_supplementing


@transaction.atomic
def open_case(
    *,
    kind: str,
    title: str,
    applicant: Organisation,
    variant: str = "",
    origin: CaseOrigin = CaseOrigin.FILED,
    objects_to: Case | None = None,
    by: Actor,
    at: datetime | None = None,
) -> Case:
    """Begin an application; nobody outside the applicant's organisation sees it before it is filed.

    Raises InvalidInput for an unknown kind or variant, an empty title, an applicant of a kind that does not apply
    here or that is itself in charge, NotAllowed where the actor does not apply for the organisation. An
    objection goes to the office of the case it objects to.
    """
    at = at or clock.now()
    identity.require(by, rules.APPLY, organisation=applicant.pk)
    try:
        known = get_kind(kind)
    except LookupError:
        raise InvalidInput(_("There is no such procedure."), field="kind") from None
    if applicant.kind not in known.applicants:
        raise InvalidInput(_("Organisations of this kind do not apply in this procedure."), field="applicant")
    if variant not in ({code for code, _words in known.variants} or {""}):
        raise InvalidInput(_("Please choose one of the list."), field="variant")
    handler = objects_to.handler if objects_to else Organisation.objects.filter(key=known.handler).first()
    if handler is None:
        raise InvalidInput(_("The organisation in charge of this procedure is not known here."), field="kind")
    if handler.pk == applicant.pk:
        raise InvalidInput(_("A body does not apply to itself."), field="applicant")
    case = Case.objects.create(
        procedure=known.id,
        variant=variant,
        title=clean_name(title),
        applicant=applicant,
        handler=handler,
        origin=origin,
        objects_to=objects_to,
        representative=by.id if by.kind == "person" else "",
        opened_by=by.id,
        created_at=at,
    )
    record(
        action="casework.case.opened",
        subject=f"case:{case.pk}",
        by=by,
        at=at,
        details={"procedure": known.id, "variant": variant, "applicant": applicant.pk},
    )
    return case


def require_draft(case: Case) -> None:
    """Raise Conflict where the application has been filed."""
    if case.state != CaseState.DRAFT:
        raise Conflict(
            _("The application has been filed; it changes only by a supplement."), state=case.state
        )


def require_editable(case: Case) -> None:
    """Raise Conflict where the applicant can change no answers: it is filed, and no supplement is asked for."""
    if not is_supplementing(case):
        require_draft(case)


@transaction.atomic
def save_answers(
    *, case: Case, answers: Mapping[str, str], expected: int, by: Actor, at: datetime | None = None
) -> Case:
    """Save answers as they are, complete or not. Raises InvalidInput with `fields`: field id -> sentence.

    Nothing is saved where one answer does not hold, so that the page can show all of them again.
    """
    at = at or clock.now()
    identity.require(by, rules.APPLY, organisation=case.applicant_id)
    require_editable(case)
    form, kept, wrong = kind_of(case).form, dict(case.answers), {}
    for name, text in answers.items():
        field = form.field(name)
        if field is None:
            raise InvalidInput(_("The form has no such question."), field=name)
        try:
            kept[name] = clean_answer(field, text)
        except InvalidInput as error:
            wrong[name] = str(error)
    if wrong:
        raise InvalidInput(_("Some answers need another look."), fields=wrong)
    kept = {name: text for name, text in kept.items() if text}
    update_versioned(case, expected=expected, changes={"answers": kept})
    record(
        action="casework.case.written",
        subject=f"case:{case.pk}",
        by=by,
        at=at,
        details={"fields": sorted(answers)},
    )
    return case


@transaction.atomic
def rename_case(*, case: Case, title: str, expected: int, by: Actor, at: datetime | None = None) -> Case:
    """Give a draft another title."""
    at = at or clock.now()
    identity.require(by, rules.APPLY, organisation=case.applicant_id)
    require_draft(case)
    update_versioned(case, expected=expected, changes={"title": clean_name(title)})
    record(action="casework.case.renamed", subject=f"case:{case.pk}", by=by, at=at, details={})
    return case


@transaction.atomic
def discard_draft(*, case: Case, by: Actor, at: datetime | None = None) -> None:
    """Throw a draft away with everything in it; the record keeps that there was one."""
    at = at or clock.now()
    identity.require(by, rules.APPLY, organisation=case.applicant_id)
    require_draft(case)
    record(action="casework.case.discarded", subject=f"case:{case.pk}", by=by, at=at, details={})
    case.delete()
