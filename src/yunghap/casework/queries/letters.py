"""Which letters of a case are for whom."""

from collections.abc import Iterable

from django.db.models import Q

from yunghap.casework import rules
from yunghap.casework.contracts import Standing
from yunghap.casework.models import Case, Letter
from yunghap.core.actors import Actor
from yunghap.identity import service as identity


def permission_to_receive(letter: Letter) -> str:
    """What its addressee's people need to open it: to apply, or for another body to answer."""
    return rules.ANSWER if letter.body_id else rules.APPLY


def receives(letter: Letter, by: Actor) -> bool:
    """Whether the actor is of the addressee of a letter that was served."""
    return letter.served_at is not None and identity.can(
        by, permission_to_receive(letter), organisation=letter.body_id or letter.case.applicant_id
    )


def letters_seen(case: Case, standing: Standing, by: Actor) -> Iterable[Letter]:
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
