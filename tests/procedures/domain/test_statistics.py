"""Figures over many instances."""

from datetime import timedelta

import pytest

from tests.factories.procedures import AT, OFFICER, start
from tests.procedures.domain.test_running import CHOICE
from yunghap.procedures import service
from yunghap.procedures.models import Instance


@pytest.mark.django_db
def test_steps_are_counted_with_the_days_they_took_on_average():
    codes = [start(CHOICE).instance for _number in range(3)]
    for code, hours in zip(codes, (12, 60), strict=False):
        at = AT + timedelta(hours=hours)
        service.complete_item(instance=code, item=1, values={"complete": True}, by=OFFICER, at=at)
    instances = Instance.objects.filter(code__in=codes).values_list("code", flat=True)
    found = service.step_figures(instances=instances, at=AT + timedelta(days=9))
    review = [one for one in found if one.name == "요건 검토"]
    assert sum(one.done for one in review) == 2
    assert sum(one.open for one in review) == 1
    assert sorted(round(one.days, 6) for one in review if one.days is not None) == [0.5, 2.5]
    assert [one.days for one in review if not one.done] == [None]
