"""Which cases exist for whom, and how much of them."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from yunghap.casework import rules
from yunghap.casework.contracts import Standing
from yunghap.casework.enums import CaseState, MeetingState
from yunghap.casework.models import AgendaItem, Case, Declaration
from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import NotAllowed
from yunghap.identity import service as identity

# A member reads the papers from the call of the meeting on.
_CALLED = (MeetingState.CALLED, MeetingState.OPEN, MeetingState.CLOSED)


def _on_agenda_of(person: str) -> QuerySet[AgendaItem]:
    """Items of called meetings of the committees on which the person sits today and did not stand aside."""
    today = clock.today()
    member = Q(
        meeting__panel__members__person=person,
        meeting__panel__members__starts_on__lte=today,
        meeting__panel__members__dismissed_on__isnull=True,
    ) & (Q(meeting__panel__members__ends_on__isnull=True) | Q(meeting__panel__members__ends_on__gte=today))
    # A query of its own: `exclude` would take what one member declared together with what another did.
    aside = Declaration.objects.filter(member__person=person, stands_aside=True)
    return AgendaItem.objects.filter(member, meeting__state__in=_CALLED).exclude(pk__in=aside.values("item"))


def accessible_cases(by: Actor) -> QuerySet[Case]:
    """The cases that exist for the actor: own, handled, asked about, on an agenda, or all for an auditor.

    Drafts exist for the applicant's organisation alone.
    """
    cases = Case.objects.select_related("applicant", "handler")
    if by.kind == "system":
        return cases
    wanted = Q()
    for permission, field in (
        (rules.APPLY, "applicant"),
        (rules.HANDLE, "handler"),
        (rules.DECIDE, "handler"),
    ):
        where = identity.organisations_where(by, permission)
        mine = Q() if where is None else Q(**{f"{field}__in": where})
        wanted |= mine if field == "applicant" else mine & ~Q(state=CaseState.DRAFT)
    asked = identity.organisations_where(by, rules.ANSWER)
    if asked is None or asked:
        wanted |= Q(consultations__organisation__in=asked or ()) & ~Q(state=CaseState.DRAFT)
    if by.kind == "person" and identity.can(by, rules.VOTE):
        wanted |= Q(pk__in=_on_agenda_of(by.id).values("case"))
    if identity.can(by, rules.AUDIT):
        wanted |= ~Q(state=CaseState.DRAFT)
    return cases.filter(wanted).distinct()


def works_on(case: Case, permission: str, by: Actor) -> bool:
    """Whether the actor has the permission in the office in charge. Nobody works on a case of the body they belong to
    or act for.
    """
    if not identity.can(by, permission, organisation=case.handler_id):
        return False
    return by.kind != "person" or not _belongs_to_applicant(case, by)


def _belongs_to_applicant(case: Case, by: Actor) -> bool:
    return identity.is_member(by.id, case.applicant_id) or identity.can(
        by, rules.APPLY, organisation=case.applicant_id
    )


def require_office(case: Case, permission: str, by: Actor) -> None:
    """Raise NotAllowed where the actor does not work on the case with the permission."""
    if not works_on(case, permission, by):
        raise NotAllowed(_("You may not do this."), permission=permission)


def standing_in(case: Case, by: Actor) -> Standing:
    """What the actor is to the case."""
    filed = case.state != CaseState.DRAFT
    handles = any(works_on(case, permission, by) for permission in (rules.HANDLE, rules.DECIDE))
    consulted = filed and any(
        identity.can(by, rules.ANSWER, organisation=organisation)
        for organisation in case.consultations.values_list("organisation", flat=True).distinct()
    )
    return Standing(
        applicant=identity.can(by, rules.APPLY, organisation=case.applicant_id),
        handler=filed and handles,
        consulted=consulted,
        member=by.kind == "person"
        and identity.can(by, rules.VOTE)
        and _on_agenda_of(by.id).filter(case=case).exists(),
        auditor=filed and identity.can(by, rules.AUDIT),
    )
