"""Ends of terms are told at ninety, sixty and thirty days, once each."""

from datetime import date, timedelta

import pytest

from tests.factories import casework as make
from yunghap.casework.domain.expiries import warn_of_expiries
from yunghap.casework.jobs import warn
from yunghap.casework.models import Case, Decision, ExpiryNotice
from yunghap.core import clock
from yunghap.core.actors import SYSTEM
from yunghap.identity.models import Notification

pytestmark = pytest.mark.django_db


def ending(days: int, procedure: str = make.KIND) -> Decision:
    today = clock.today()
    case = make.granted(starts_on=date(2020, 1, 1), ends_on=today + timedelta(days=days)).case
    Case.objects.filter(pk=case.pk).update(procedure=procedure)
    return case.decision


@pytest.mark.parametrize(
    ("days", "procedure", "stages"),
    [
        (200, make.KIND, []),
        (100, make.KIND, []),
        (90, make.KIND, ["90"]),
        (45, make.KIND, ["60"]),
        (5, make.KIND, ["30"]),
        (40, "gone", ["60"]),
    ],
)
def test_what_is_told_when(days: int, procedure: str, stages: list[str]) -> None:
    ending(days, procedure)
    assert warn_of_expiries(by=SYSTEM) == len(stages)
    assert sorted(ExpiryNotice.objects.values_list("stage", flat=True)) == stages
    assert warn_of_expiries(by=SYSTEM) == 0


def test_holder_and_handler_are_told_and_an_extended_term_anew() -> None:
    decision = ending(30)
    before = Notification.objects.count()
    warn.func()
    assert Notification.objects.count() >= before + 2
    Decision.objects.filter(pk=decision.pk).update(ends_on=clock.today() + timedelta(days=60))
    assert warn_of_expiries(by=SYSTEM) == 1
