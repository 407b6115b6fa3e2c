"""Random diagrams in the database: after every action rows and journal agree."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories.procedures import AT, OFFICER, start
from tests.procedures.domain.rebuilt import assert_rebuilt
from tests.procedures.engine.test_random import Block, blocks, written
from yunghap.procedures import service


@pytest.mark.django_db
@settings(deadline=None, max_examples=8)
@given(block=blocks, data=st.data())
def test_rows_and_journal_agree(block: Block, data: st.DataObject) -> None:
    values = {**{f"choice{n}": data.draw(st.booleans()) for n in range(3)}, "again": False}
    done = start(written(block), values)
    for _turn in range(60):
        assert_rebuilt(done.instance)
        items = [item.number for item in service.open_items(instance=done.instance)]
        if not items:
            break
        number = data.draw(st.sampled_from(sorted(items)))
        done = service.complete_item(
            instance=done.instance, item=number, by=OFFICER, expected=done.version, at=AT
        )
    assert done.status == "completed"
