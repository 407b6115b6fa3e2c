"""Messages, signals, services, timers and deadlines through the outbox and the sweep."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

import pytest

from tests.factories.procedures import AT, OFFICER, start
from tests.procedures.diagrams import diagram
from tests.procedures.domain.rebuilt import assert_rebuilt
from yunghap.core import clock, outbox
from yunghap.core.errors import DomainError, InvalidInput, NotFound
from yunghap.procedures import service
from yunghap.procedures.domain.services import services

pytestmark = pytest.mark.django_db

SHARED = '<message id="msg" name="answer"/><signal id="sig" name="holiday"/><error id="err" errorCode="E1"/>'
START = '<startEvent id="s"/><endEvent id="e"/>'
MESSAGE = '<messageEventDefinition messageRef="msg"/>'
WAITING = diagram(
    START + f'<intermediateCatchEvent id="w">{MESSAGE}</intermediateCatchEvent><userTask id="t"/>',
    "s -> w\nw -> t\nt -> e",
    before=SHARED,
)
SENDING = diagram(
    START + f'<intermediateThrowEvent id="x" y:correlation="=to">{MESSAGE.replace("/>", ">")}</messageEventDefinition></intermediateThrowEvent>',
    "s -> x\nx -> e",
    before=SHARED,
)  # fmt: skip


def at_nodes(instance: str) -> list[str]:
    kinds = ("user", "catch", "service", "receive", "choice", "incident")
    return [item.node for item in service.open_items(instance=instance, kinds=kinds)]


def deliver(**later: int) -> None:
    """What the worker does, at a later time."""
    with clock.use(lambda: AT + timedelta(**later)):
        outbox.dispatch_pending()


def test_a_message_from_outside_finds_its_instance():
    one, two = (start(WAITING, reference=f"case:{n}").instance for n in (1, 2))
    with pytest.raises(InvalidInput):
        service.send_message(name="answer", by=OFFICER, at=AT)
    service.send_message(name="answer", key="case:2", values={"papers": 2}, by=OFFICER, at=AT)
    assert (at_nodes(one), at_nodes(two)) == (["w"], ["t"])
    service.send_message(name="answer", instance=one, by=OFFICER, at=AT)
    assert at_nodes(one) == ["t"]
    with pytest.raises(NotFound):
        service.send_message(name="answer", key="case:2", by=OFFICER, at=AT)
    assert_rebuilt(two)


def test_a_thrown_message_reaches_another_instance_once():
    waiting = start(WAITING, reference="case:1").instance
    start(SENDING, {"to": "case:1"})
    deliver(minutes=1)
    assert at_nodes(waiting) == ["t"]
    deliver(minutes=2)
    assert len(service.history_of(waiting)) == 2


def test_a_message_sent_too_early_waits_in_the_outbox():
    start(SENDING, {"to": "case:1"})
    deliver(seconds=1)
    waiting = start(WAITING, reference="case:1").instance
    assert at_nodes(waiting) == ["w"]
    deliver(minutes=5)
    assert at_nodes(waiting) == ["t"]


def test_a_signal_is_heard_by_everybody_but_the_one_who_threw_it():
    signal = '<signalEventDefinition signalRef="sig"/>'
    hearing = diagram(
        START + f'<intermediateCatchEvent id="w">{signal}</intermediateCatchEvent><userTask id="t"/>',
        "s -> w\nw -> t\nt -> e",
        before=SHARED,
    )
    both = [start(hearing).instance for _ in range(2)]
    throwing = diagram(
        START + f'<intermediateThrowEvent id="x">{signal}</intermediateThrowEvent>',
        "s -> x\nx -> e",
        before=SHARED,
    )
    start(throwing)
    deliver(minutes=1)
    assert [at_nodes(instance) for instance in both] == [["t"], ["t"]]
    assert service.send_signal(name="holiday", by=OFFICER, at=AT) == 0


@pytest.fixture
def letters() -> Iterator[list[service.ServiceRequest]]:
    """A service that keeps what it is asked, and does as the values say."""
    asked: list[service.ServiceRequest] = []

    def write(request: service.ServiceRequest) -> Mapping[str, object] | None:
        asked.append(request)
        if request.values.get("fails") == "rule":
            raise InvalidInput("no address")
        if request.values.get("fails") == "error":
            raise service.BusinessError("E1")
        return {"letter": 7}

    service.register_service("test.letter")(write)
    yield asked
    del services._items["test.letter"]


LETTER = diagram(
    START
    + '<serviceTask id="l" name="통지" y:service="test.letter" y:letter="notice"/><userTask id="t"/><userTask id="other"/>'
    '<boundaryEvent id="b" attachedToRef="l"><errorEventDefinition errorRef="err"/></boundaryEvent>',
    "s -> l\nl -> t\nb -> other\nt -> e\nother -> e",
    before=SHARED,
)


def test_a_service_does_its_work(letters):
    instance = start(LETTER, reference="case:1").instance
    assert at_nodes(instance) == ["l"]
    deliver(minutes=1)
    assert at_nodes(instance) == ["t"]
    assert service.get_instance(instance).values == {"letter": 7}
    [request] = letters
    assert (request.letter, request.reference, request.name) == ("notice", "case:1", "통지")
    assert_rebuilt(instance)


def test_a_service_in_trouble_leaves_an_incident_that_can_be_retried(letters):
    instance = start(LETTER, {"fails": "rule"}).instance
    deliver(minutes=1)
    [item] = service.open_items(problems=True)
    assert (item.instance, item.problem) == (instance, "no address")
    service.correct_values(instance=instance, values={"fails": ""}, reason="주소 보완", by=OFFICER, at=AT)
    service.retry_item(instance=instance, item=item.number, by=OFFICER, at=AT)
    deliver(minutes=2)
    assert at_nodes(instance) == ["t"]
    with pytest.raises(InvalidInput):
        service.correct_values(instance=instance, values={}, reason="", by=OFFICER, at=AT)


def test_a_service_can_end_with_an_error_of_the_diagram(letters):
    instance = start(LETTER, {"fails": "error"}).instance
    deliver(minutes=1)
    assert at_nodes(instance) == ["other"]


def test_a_service_nobody_registered_is_an_incident():
    instance = start(LETTER.replace(b"test.letter", b"test.absent")).instance
    deliver(minutes=1)
    [item] = service.open_items(problems=True)
    assert "test.absent" in item.problem
    assert_rebuilt(instance)


def test_work_ends_with_an_error_by_hand():
    instance = start(LETTER.replace(b"test.letter", b"test.absent")).instance
    service.fail_item(instance=instance, item=1, code="E1", by=OFFICER, at=AT)
    assert at_nodes(instance) == ["other"]


TIMED = diagram(
    START + '<userTask id="t" y:deadline="reply"/><userTask id="late"/>'
    '<boundaryEvent id="b" attachedToRef="t" cancelActivity="false"><timerEventDefinition><timeDuration>P2D</timeDuration>'
    "</timerEventDefinition></boundaryEvent>",
    "s -> t\nb -> late\nt -> e\nlate -> e",
)
REPLY = {
    "id": "reply",
    "name": "협의 회신",
    "counting": "civil-act",
    "article": "§10의3③",
    "term": "P30D",
    "stops": [{"reason": "supplement"}],
    "extension": {"term": "P10D"},
}


def test_what_is_due_is_fired():
    instance = start(TIMED, deadlines=[REPLY]).instance
    assert service.fire_due(at=AT + timedelta(days=1)) == 0
    assert service.fire_due(at=AT + timedelta(days=3)) == 1
    assert at_nodes(instance) == ["t", "late"]
    assert service.fire_due(at=AT + timedelta(days=31)) == 1
    [deadline] = service.deadlines_of(instance)
    assert deadline.missed
    assert service.fire_due(at=AT + timedelta(days=32)) == 0
    assert [row.rule for row in service.open_deadlines(missed=True)] == ["reply"]
    assert_rebuilt(instance)


def test_a_deadline_is_stopped_resumed_and_extended():
    instance = start(TIMED, deadlines=[REPLY]).instance
    [deadline] = service.deadlines_of(instance)
    assert (deadline.due, deadline.name, deadline.reasons) == (
        date(2026, 10, 7),
        "협의 회신",
        ("supplement",),
    )
    number, day = deadline.number, timedelta(days=1)
    service.stop_deadline(
        instance=instance, deadline=number, reason="supplement", by=OFFICER, at=AT + 3 * day
    )
    assert service.open_deadlines(passes_before=AT + 90 * day).count() == 0
    service.resume_deadline(instance=instance, deadline=number, by=OFFICER, at=AT + 14 * day)
    service.extend_deadline(
        instance=instance, deadline=number, ground="전문가 조회", by=OFFICER, at=AT + 15 * day
    )
    [deadline] = service.deadlines_of(instance, only_open=True)
    assert (deadline.due, deadline.can_extend) == (date(2026, 10, 29), False)
    explained = service.explain_deadline(instance, number)
    assert explained.due == deadline.due
    assert [one.due for one in service.open_items(instance=instance)] == [deadline.passes]
    assert service.recount_deadlines(by=OFFICER, at=AT + 16 * day) == 1
    with pytest.raises(NotFound):
        service.explain_deadline(instance, 999)
    assert_rebuilt(instance)


def test_the_inbox_is_narrowed():
    plain = diagram(
        START + '<userTask id="t" y:role="officer" y:organisation="01HY' + "Y" * 22 + '"/>', "s -> t\nt -> e"
    )
    instance = start(plain).instance
    assert len(service.open_items(roles=["officer"], organisations=["01HY" + "Y" * 22])) == 1
    assert service.open_items(roles=["clerk"]) == []
    assert service.open_items(due_before=AT) == []
    assert service.get_item(instance, 1).node == "t"
    with pytest.raises(NotFound):
        service.get_item(instance, 2)
    with pytest.raises(NotFound):
        service.get_instance("0" * 26)
    with pytest.raises(DomainError):
        service.complete_item(instance=instance, item=1, by=OFFICER, values={"x": object()})
