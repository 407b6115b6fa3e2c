"""What casework says when a person deletes their account."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from yunghap.casework.enums import CaseState
from yunghap.casework.models import Case
from yunghap.core.actors import SYSTEM, Actor
from yunghap.core.errors import sentence
from yunghap.identity.service import Leaving, own_person_of

from .drafts import discard_draft


def _own_cases(person: str) -> "list[Case]":
    own = own_person_of(person)
    return list(Case.objects.filter(applicant=own, ended_at__isnull=True)) if own is not None else []


def _holds(person: str) -> Iterator[object]:
    """A case that runs needs somebody who is told about it."""
    for case in _own_cases(person):
        if case.state != CaseState.DRAFT:
            yield sentence(_("Your case %(number)s is not over yet."), number=case.number or case.title)


def _forget(person: str, _by: Actor, at: datetime) -> None:
    """What was begun and never handed in."""
    for case in _own_cases(person):
        if case.state == CaseState.DRAFT:
            discard_draft(case=case, by=SYSTEM, at=at)


LEAVING_CASES = Leaving(holds=_holds, forget=_forget)
