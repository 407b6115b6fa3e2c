"""Closed cases taken over from records: the imports a reader may see."""

from django.db.models import Q, QuerySet

from yunghap.casework import rules
from yunghap.casework.models import TakeOver
from yunghap.core.actors import Actor
from yunghap.identity import service as identity


def take_overs_of(by: Actor) -> QuerySet[TakeOver]:
    """The imports of the actor's organisations, or with cases of theirs, the newest first."""
    rows = TakeOver.objects.select_related("taken_for")
    where = identity.organisations_where(by, rules.IMPORT)
    if where is None:
        return rows
    return rows.filter(Q(taken_for__in=where) | Q(cases__handler__in=where)).distinct()
