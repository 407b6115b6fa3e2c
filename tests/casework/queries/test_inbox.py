"""The inbox is narrowed to what is one's own before its length is cut."""

from datetime import timedelta

import pytest

from tests.factories import casework as make
from tests.factories import identity as people
from yunghap.casework.models import Case
from yunghap.casework.queries import inbox
from yunghap.core import clock
from yunghap.identity.enums import OrganisationKind, Role

pytestmark = pytest.mark.django_db


def _handed_over(case: Case) -> None:
    elsewhere = people.make_organisation(OrganisationKind.MINISTRY)
    Case.objects.filter(pk=case.pk).update(handler=elsewhere)


def test_more_urgent_work_of_other_offices_does_not_crowd_out_ones_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(inbox, "MOST", 2)
    for days in (9, 8, 7):
        _handed_over(make.filed(at=clock.now() - timedelta(days=days)).case)
    own = make.filed()
    assert [row.case for row in inbox.inbox_of(own.officer)] == [own.case]
    stranger = make.member(people.make_organisation(OrganisationKind.MINISTRY), Role.MINISTRY_OFFICER)
    assert inbox.inbox_of(stranger) == []


def test_ones_own_work_is_cut_at_the_least_urgent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox, "MOST", 2)
    cases = [make.filed(at=clock.now() - timedelta(days=days)) for days in (1, 9, 5)]
    rows = inbox.inbox_of(cases[0].officer)
    assert [row.case for row in rows] == [cases[1].case, cases[2].case]
