"""Running instances under a new version, by its transition clause."""

from datetime import date, timedelta

import pytest

from tests.factories.procedures import AT, OFFICER, make_version
from tests.procedures.diagrams import diagram, flows
from tests.procedures.domain.rebuilt import assert_rebuilt
from yunghap.core.actors import SYSTEM
from yunghap.procedures import service
from yunghap.procedures.models import Move, ProcedureVersion

pytestmark = pytest.mark.django_db

START = '<startEvent id="s"/><endEvent id="e"/>'
OLD = diagram(START + '<userTask id="ask"/><userTask id="look"/>', "s -> ask\nask -> look\nlook -> e")
NEW = diagram(
    START + '<userTask id="ask"/><userTask id="see"/><userTask id="more"/>',
    "s -> ask\nask -> see\nsee -> more\nmore -> e",
)
LATER = AT + timedelta(days=30)


def versions(transition: str, new: bytes = NEW, **more: object) -> tuple[ProcedureVersion, ProcedureVersion]:
    old = make_version(OLD)
    return old, make_version(
        new, procedure=old.procedure, effective_from=date(2026, 10, 1), transition=transition, **more
    )


def started(version: ProcedureVersion) -> str:
    return service.start_instance(procedure=version.procedure.code, by=OFFICER, at=AT).instance


def at_look(version: ProcedureVersion) -> str:
    code = started(version)
    service.complete_item(instance=code, item=1, by=OFFICER, at=AT)
    return code


@pytest.mark.parametrize("transition", [service.Transition.PROSPECTIVE, service.Transition.GRANDFATHERED])
def test_running_instances_stay_where_the_clause_leaves_them(transition):
    old, new = versions(transition)
    code = started(old)
    report = service.apply_version(version=new, by=SYSTEM, at=LATER)
    assert (report.moved, report.stuck) == (0, 0)
    assert service.get_instance(code).label == old.label
    started_later = service.start_instance(procedure=old.procedure.code, by=OFFICER, at=LATER).instance
    assert service.get_instance(started_later).label == new.label


@pytest.mark.parametrize("transition", [service.Transition.PENDING_TOO, service.Transition.DEEMED])
def test_running_instances_go_on_under_the_new_version(transition):
    old, new = versions(transition, nodes={"look": "see"})
    codes = [started(old), at_look(old)]
    service.complete_item(instance=(gone := at_look(old)), item=2, by=OFFICER, at=AT)
    preview = service.preview_move(version=new)
    assert (preview.moved, preview.stuck) == (2, 0)
    report = service.apply_version(version=new, by=SYSTEM, at=LATER)
    assert (report.moved, report.stuck) == (2, 0)
    for code in codes:
        assert service.get_instance(code).label == new.label
        assert_rebuilt(code)
    assert [item.node for item in service.open_items(instance=codes[1])] == ["see"]
    done = service.complete_item(instance=codes[1], item=2, by=OFFICER, at=LATER)
    assert [item.node for item in done.opened] == ["more"]
    assert service.get_instance(gone).label == old.label
    assert_rebuilt(codes[1])


def test_what_has_no_counterpart_stays_and_is_reported():
    old, new = versions(service.Transition.PENDING_TOO)
    free, stuck = started(old), at_look(old)
    preview = service.preview_move(version=new)
    assert preview.problems == ((stuck, old.label, "look"),)
    report = service.apply_version(version=new, by=SYSTEM, at=LATER)
    assert (report.moved, report.stuck, report.problems) == (1, 1, preview.problems)
    assert service.get_instance(free).label == new.label
    assert service.get_instance(stuck).label == old.label
    [note] = Move.objects.exclude(problem="")
    assert "look" in note.problem
    service.complete_item(instance=stuck, item=2, by=OFFICER, at=LATER)
    again = service.apply_version(version=new, by=SYSTEM, at=LATER + timedelta(days=1))
    assert (again.moved, again.stuck) == (0, 0)


def test_a_version_that_is_not_in_force_moves_nothing():
    _old, new = versions(service.Transition.PENDING_TOO)
    with pytest.raises(service.NotInThatState):
        service.apply_version(version=new, by=SYSTEM, at=AT)


def test_versions_are_applied_when_they_come_into_force():
    from yunghap.procedures.domain.moving import apply_due  # noqa: PLC0415

    old, new = versions(service.Transition.PENDING_TOO)
    code = started(old)
    apply_due(at=AT)
    assert service.get_instance(code).label == old.label
    assert apply_due(at=LATER) == 1
    assert service.get_instance(code).label == new.label
    assert apply_due(at=LATER) == 0


def test_tokens_at_joins_and_timers_move_too():
    forked = (
        '<parallelGateway id="f"/><parallelGateway id="j{0}"/><userTask id="x"/><userTask id="y"/>'
        '<boundaryEvent id="b{0}" attachedToRef="y"><timerEventDefinition><timeDuration>P90D</timeDuration>'
        "</timerEventDefinition></boundaryEvent>"
    )
    arrows = "s -> f\nf -> x\nf -> y\nx -> j{0}\ny -> j{0}\nj{0} -> e\nb{0} -> e"
    old = make_version(diagram(START + forked.format(1), arrows.format(1)))
    code = started(old)
    service.complete_item(instance=code, item=1, by=OFFICER, at=AT)
    names = {"j1": "j2", "b1": "b2", "x_j1": "x_j2", "y_j1": "y_j2"}
    new = make_version(
        diagram(START + forked.format(2), arrows.format(2)),
        procedure=old.procedure,
        effective_from=date(2026, 10, 1),
        transition=service.Transition.PENDING_TOO,
        nodes=names,
    )
    assert service.apply_version(version=new, by=SYSTEM, at=LATER).moved == 1
    state = assert_rebuilt(code)
    assert [timer.node for timer in state.timers.values()] == ["b2"]
    done = service.complete_item(instance=code, item=2, by=OFFICER, at=LATER)
    assert done.status == "completed"


def test_parts_whose_kind_changes_have_no_counterpart():
    part = (
        '<subProcess id="look"><startEvent id="ps"/><userTask id="i"/>' + flows("ps -> i") + "</subProcess>"
    )
    old, new = versions(
        service.Transition.PENDING_TOO,
        diagram(START + '<userTask id="ask"/>' + part, "s -> ask\nask -> look\nlook -> e"),
    )
    at_look(old)
    assert service.preview_move(version=new).stuck == 1
