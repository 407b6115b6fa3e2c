"""The inbox of the engine: the most urgent first, what has no day last, page by page."""

from datetime import timedelta

import pytest

from tests.factories.procedures import AT, start
from tests.procedures.diagrams import diagram
from yunghap.procedures import service
from yunghap.procedures.models import ItemRow

pytestmark = pytest.mark.django_db

ONE = diagram('<startEvent id="s"/><userTask id="t" y:role="officer"/><endEvent id="e"/>', "s -> t\nt -> e")
DAYS = (3, None, 1, None, 2, 1, None)


def test_pages_follow_each_other_without_gap_or_repetition():
    instances = [start(ONE, reference=f"case:{number}").instance for number in range(len(DAYS))]
    for instance, days in zip(instances, DAYS, strict=True):
        due = None if days is None else AT + timedelta(days=days)
        ItemRow.objects.filter(instance__code=instance).update(due=due)
    order = [instances[number] for number in (2, 5, 4, 0, 1, 3, 6)]
    assert [item.instance for item in service.open_items(roles=["officer"])] == order
    for size in (1, 2, 3, 4, 5):
        pages = [
            service.open_items(roles=["officer"], limit=size, offset=offset)
            for offset in range(0, len(DAYS) + size, size)
        ]
        assert [item.instance for page in pages for item in page] == order
