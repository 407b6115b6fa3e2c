"""Which letters of a case are for whom."""

from django.db.models import Q, QuerySet

from yunghap.casework import rules
from yunghap.casework.contracts import Standing
from yunghap.casework.models import Case, Letter
from yunghap.core.actors import Actor
from yunghap.identity import service as identity


def receiver_of(letter: Letter) -> tuple[str, str]:
    """What its addressee's people need to open it (to apply, or for another body to answer), and their organisation."""
    return (rules.ANSWER, letter.body_id) if letter.body_id else (rules.APPLY, letter.case.applicant_id)


def receives(letter: Letter, by: Actor) -> bool:
    """Whether the actor is of the addressee of a letter that was served."""
    permission, organisation = receiver_of(letter)
    return letter.served_at is not None and identity.can(by, permission, organisation=organisation)


def letters_seen(case: Case, standing: Standing, by: Actor) -> QuerySet[Letter]:
    """Every letter for the office in charge, for others those served to them; none once they were erased."""
    if case.erased_at is not None:
        return Letter.objects.none()
    letters = case.letters.all()
    if standing.handler:
        return letters
    mine = Q(pk__in=[])
    if standing.applicant:
        mine |= Q(body=None)
    if standing.consulted:
        where = identity.organisations_where(by, rules.ANSWER)
        mine |= Q(body__isnull=False) if where is None else Q(body__in=where)
    return letters.filter(mine, served_at__isnull=False)
