"""The reference procedure, end to end in the database: three agencies in parallel, two tables, nine actions."""

from datetime import date, timedelta

import pytest

from tests.factories.procedures import AT
from tests.procedures.domain.rebuilt import assert_rebuilt
from yunghap.config.bench.reference import AGENCIES, OFFICER, PATH, STARTING, install, run_case
from yunghap.core.actors import Actor
from yunghap.core.errors import NotAllowed
from yunghap.core.invariants import check_all
from yunghap.procedures import service

pytestmark = pytest.mark.django_db


def nodes(instance: str) -> list[str]:
    return sorted(item.node for item in service.open_items(instance=instance))


def test_the_fast_path_takes_nine_actions_to_the_end():
    install("reference", AT)
    steps = list(run_case("reference", AT, 1))
    assert len(steps) == len(PATH) + 1 == 10
    assert (steps[-1].status, steps[-1].outcome) == ("completed", "granted")
    values = service.closed_values(steps[-1].instance)
    assert values["track"] == "fast"
    assert values["opinions"] == ["AGREE", "CONDITIONS", "AGREE"]
    assert values["months"] == 48
    assert_rebuilt(steps[-1].instance)
    assert [result.id for result in check_all() if result.violations] == []


def test_three_agencies_answer_by_their_deadline_of_fifteen_days():
    install("reference", AT)
    *_rest, last = run_case("reference", AT, 1, actions=2)
    items = service.open_items(instance=last.instance)
    assert sorted(item.organisation for item in items) == sorted(AGENCIES)
    assert {one.due for one in service.deadlines_of(last.instance)} == {date(2026, 9, 22)}
    with pytest.raises(NotAllowed):
        service.complete_item(instance=last.instance, item=items[0].number, by=OFFICER, at=AT)
    assert service.fire_due(at=AT + timedelta(days=20)) == 3
    assert nodes(last.instance) == ["reply"] * 3
    assert all(one.missed for one in service.deadlines_of(last.instance))
    assert_rebuilt(last.instance)


def test_papers_are_supplemented_and_a_new_matter_goes_the_long_way():
    version = install("reference", AT)
    values = {**STARTING, "similarity": "new", "kind": "permit"}
    done = service.start_instance(procedure=version.procedure.code, values=values, by=OFFICER, at=AT)

    def act(node: str, **given: object) -> None:
        item = next(one for one in service.open_items(instance=done.instance) if one.node == node)
        by = Actor("person", OFFICER.id, organisation=item.organisation or None)
        service.complete_item(instance=done.instance, item=item.number, values=given, by=by, at=AT)

    act("review", papers_complete=False)
    act("supplement")
    act("review", papers_complete=True)
    act("confirm")
    for _agency in AGENCIES:
        act("reply", opinion="AGREE")
    assert {one.due for one in service.deadlines_of(done.instance)} == {date(2026, 10, 7)}
    act("case_committee")
    act("exemption_committee", granted=False)
    act("refusal")
    assert service.get_instance(done.instance).outcome == "refused"
    assert_rebuilt(done.instance)
