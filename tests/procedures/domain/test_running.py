"""Instances in the database: what verbs write, refuse and repeat."""

from datetime import timedelta

import pytest

from tests.factories.procedures import AT, OFFICER, start
from tests.procedures.diagrams import diagram
from tests.procedures.domain.rebuilt import assert_rebuilt
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from yunghap.ledger.service import details_of, entries_for
from yunghap.procedures import service

pytestmark = pytest.mark.django_db

CHOICE = diagram(
    '<startEvent id="s"/><userTask id="review" name="요건 검토" y:role="officer" y:form="review"/>'
    '<exclusiveGateway id="g" default="g_no"/><userTask id="yes"/><userTask id="no"/><endEvent id="e"/>',
    """s -> review
    review -> g
    g -> no
    g -> yes [complete = true]
    yes -> e
    no -> e""",
)


def test_an_instance_starts_under_the_version_in_force_and_opens_work():
    done = start(CHOICE, {"applicant": "융합전자"}, reference="case:1")
    [item] = done.opened
    assert (item.node, item.name, item.role, item.form) == ("review", "요건 검토", "officer", "review")
    assert (done.status, done.version, item.reference) == ("running", 1, "case:1")
    view = service.get_instance(done.instance)
    assert view.values == {"applicant": "융합전자"}
    assert service.instances_of("case:1") == [done.instance]
    assert_rebuilt(done.instance)


def test_work_is_finished_step_by_step_to_the_end():
    done = start(CHOICE)
    done = service.complete_item(
        instance=done.instance, item=1, values={"complete": True}, by=OFFICER, at=AT + timedelta(hours=1)
    )
    [item] = done.opened
    assert item.node == "yes"
    assert_rebuilt(done.instance)
    done = service.complete_item(instance=done.instance, item=item.number, by=OFFICER, at=AT)
    assert (done.status, done.outcome, done.version) == ("completed", "e", 3)
    assert service.open_items(instance=done.instance) == []
    assert service.closed_values(done.instance) == {"complete": True}
    assert_rebuilt(done.instance)


def test_every_action_has_its_entry_in_the_ledger():
    done = start(CHOICE)
    service.complete_item(instance=done.instance, item=1, by=OFFICER, at=AT)
    entries = list(entries_for(f"instance:{done.instance}"))
    assert sorted(entry.action for entry in entries) == [
        "procedures.instance.started",
        "procedures.item.completed",
    ]
    [completed] = [entry for entry in entries if entry.action == "procedures.item.completed"]
    details = details_of(completed)
    assert (details["number"], details["node"], details["item"]) == (2, "review", 1)


def test_a_repeated_action_does_nothing():
    done = start(CHOICE, key="start-1")
    first = service.complete_item(instance=done.instance, item=1, by=OFFICER, key="k1", at=AT)
    again = service.complete_item(instance=done.instance, item=1, by=OFFICER, key="k1", at=AT)
    assert (first.repeated, again.repeated, again.version) == (False, True, first.version)
    assert len(service.history_of(done.instance)) == 2
    assert {entry.on_behalf_of for entry in service.history_of(done.instance)} == {""}


def test_a_repeated_start_answers_with_the_first():
    done = start(CHOICE, key="start-1")
    view = service.get_instance(done.instance)
    again = service.start_instance(procedure=view.procedure, by=OFFICER, key="start-1", at=AT)
    assert (again.instance, again.repeated) == (done.instance, True)
    with pytest.raises(InvalidInput):
        service.complete_item(instance=done.instance, item=1, by=OFFICER, values={"@x": 1})


def test_somebody_else_was_first():
    done = start(CHOICE)
    service.claim_item(instance=done.instance, item=1, by=OFFICER, at=AT)
    with pytest.raises(Conflict) as caught:
        service.complete_item(instance=done.instance, item=1, by=OFFICER, expected=1, at=AT)
    assert caught.value.details["version"] == 2


def test_work_belongs_to_whoever_claimed_it():
    done = start(CHOICE)
    other = Actor("person", "01HZ" + "Q" * 22)
    done = service.claim_item(instance=done.instance, item=1, by=OFFICER, at=AT)
    assert [item.number for item in service.open_items(assignee=OFFICER.id)] == [1]
    with pytest.raises(NotAllowed):
        service.complete_item(instance=done.instance, item=1, by=other, at=AT)
    service.release_item(instance=done.instance, item=1, by=OFFICER, at=AT)
    service.assign_item(instance=done.instance, item=1, assignee=other.id, by=OFFICER, at=AT)
    service.complete_item(instance=done.instance, item=1, by=other, at=AT)
    assert_rebuilt(done.instance)


def test_finished_work_cannot_be_finished_again():
    done = start(CHOICE)
    service.complete_item(instance=done.instance, item=1, by=OFFICER, at=AT)
    with pytest.raises(service.Refused):
        service.complete_item(instance=done.instance, item=1, by=OFFICER, at=AT)


def test_what_is_not_there_is_not_found():
    with pytest.raises(NotFound):
        service.complete_item(instance="0" * 26, item=1, by=OFFICER)
    with pytest.raises(NotFound):
        service.start_instance(procedure="absent", by=OFFICER)


def test_an_instance_is_cancelled_with_a_reason():
    done = start(CHOICE)
    with pytest.raises(InvalidInput):
        service.cancel_instance(instance=done.instance, reason=" ", by=OFFICER, at=AT)
    done = service.cancel_instance(instance=done.instance, reason="취하", by=OFFICER, at=AT)
    assert (done.status, done.outcome) == ("cancelled", "취하")
    with pytest.raises(service.Refused):
        service.complete_item(instance=done.instance, item=1, by=OFFICER, at=AT)
    assert_rebuilt(done.instance)
