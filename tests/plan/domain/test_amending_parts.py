"""An amendment takes numbers, indicators and tasks in and out, each with its reason, and takes changes back."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.factories import plan as make
from yunghap.core import clock
from yunghap.core.actors import SYSTEM
from yunghap.core.errors import Conflict, InvalidInput
from yunghap.ledger.service import entries_for
from yunghap.plan import invariants
from yunghap.plan import service as plan
from yunghap.plan.contracts import Role, Span
from yunghap.plan.domain.row_values import RowValues
from yunghap.plan.edition_data import (
    CrosswalkData,
    DocumentData,
    EditionData,
    FactData,
    IndicatorData,
    MilestoneData,
)
from yunghap.plan.models import (
    AmendmentItem,
    Crosswalk,
    Edition,
    Evidence,
    Milestone,
    Node,
    Observation,
    Placement,
)
from yunghap.programmes import service as programmes

pytestmark = pytest.mark.django_db
TARGET = RowValues(kind="TARGET", value=Decimal(50), unit="건", year=2024)
BUDGET = RowValues(kind="BUDGET", value=Decimal(7), unit="억원", year=2023)
NEW_INDICATOR = replace(
    TARGET,
    indicator_name="신규 지표",
    unit="개사",
    joint_ministries="산업부·과기부",
    task_code="1.2",
    area_code="B",
)


@pytest.fixture
def amendment() -> Edition:
    """Of an edition of one programme and one indicator with two targets, printed money and milestones at a task."""
    make.ministry("과기부")
    facts = make.programme_facts()
    goals = [
        FactData(
            make.quantity(line=line, value=value, unit="건", text=f"{value}건", role=Role.TARGET, krw=None),
            "INDICATOR:i",
        )
        for line, value in ((7, 40), (8, 40))
    ]
    printed = FactData(make.quantity(line=11, value=30, text="30억원", ministry=()), "NODE:DIRECTIONS/1.1")
    due = MilestoneData(
        "시범", Span(9, 0, 4), "9월 중", date(2023, 9, 1), date(2023, 9, 30), place="DIRECTIONS/1.1"
    )
    of_programme = replace(due, name="착수", programme="p1", span=Span(10, 0, 4))
    edition = make.edition(
        **{
            **facts,
            "facts": (*facts["facts"], *goals, printed),
            "indicators": (
                IndicatorData(
                    "i", "상담", "건", ministry="산업부", places={"DIRECTIONS": "1.1", "AREAS": "A"}
                ),
            ),
            "milestones": (due, of_programme),
            "crosswalks": (CrosswalkData("DIRECTIONS/1.1", "AREAS/A", Decimal("0.5"), "시험"),),
        }
    )
    return plan.amend_edition(edition=edition, reason="예산 조정", by=SYSTEM)


def before(amendment: Edition) -> Edition:
    return Edition.objects.get(pk=amendment.supersedes_id)


def goal(edition: Edition, line: int = 7) -> Observation:
    return Observation.objects.select_related("span", "edition").get(edition=edition, span__line=line)


def says(edition: Edition) -> EditionData:
    """What an edition says, in whatever texts."""
    return replace(plan.edition_data(edition), origin="", issued_on=None, document=DocumentData("", "", 0))


def undo(edition: Edition, item: AmendmentItem) -> AmendmentItem:
    taken_back = plan.undo_change(edition=edition, item=item, reason="되돌림", by=SYSTEM)
    assert (taken_back.undoes, taken_back.before, taken_back.after) == (item, item.after, item.before)
    assert entries_for(f"edition:{edition.pk}")[-1].action == "plan.edition.change_undone"
    with pytest.raises(Conflict):
        plan.undo_change(edition=edition, item=item, reason="또", by=SYSTEM)
    checks = (invariants.spans_reproduce_text, invariants.observations_stay_in_their_edition)
    assert [found for check in (*checks, invariants.lines_are_claimed) for found in check()] == []
    return taken_back


def next_amendment(amendment: Edition) -> Edition:
    """Publishes the amendment and opens a further one."""
    now = clock.now()
    Edition.objects.filter(pk=amendment.pk).update(status="PUBLISHED", published_at=now, published_by="x")
    amendment.refresh_from_db()
    return plan.amend_edition(edition=amendment, reason="재조정", by=SYSTEM)


def test_number_of_an_indicator_is_added(amendment: Edition) -> None:
    (indicator,) = make.indicators(amendment)
    subject = f"INDICATOR:{indicator.id}"
    item = plan.add_number(edition=amendment, subject=subject, values=TARGET, reason="목표 추가", by=SYSTEM)
    assert (item.kind, item.label, item.after, item.ministries) == (
        "ADDED", "상담", {"value": "50", "unit": "건"}, ["산업부"],
    )  # fmt: skip
    (indicator,) = make.indicators(amendment)
    assert [(one.role, one.value, one.year) for one in indicator.values][-1] == (Role.TARGET, 50, 2024)
    source = plan.source_of(indicator.values[-1].fact)
    assert (source.document_kind, "목표 추가" in (source.line_text or "")) == ("AMENDMENT", True)
    diff = plan.edition_diff(before(amendment), amendment)
    assert [one.fields for one in diff.of(subject="INDICATOR")] == [{"target:+1": ("", "50")}]
    with pytest.raises(Conflict):
        plan.add_number(edition=amendment, subject=subject, values=TARGET, reason="또", by=SYSTEM)
    actual = replace(TARGET, kind="ACTUAL", value=Decimal(3))
    plan.add_number(
        edition=amendment, subject=subject, values=actual, baseline=True, reason="기준", by=SYSTEM
    )
    assert make.indicators(amendment)[0].values[-1].role is Role.BASELINE
    assert says(before(amendment)) != says(amendment)
    assert [row.value for row in make.indicators(before(amendment))[0].values] == [40]


@pytest.mark.parametrize(
    ("subject", "label", "krw"),
    [
        ("PROGRAMME:", "사업 p1", None),
        ("NODE:DIRECTIONS/1.2", "1.2 과제 둘", 700_000_000),
        ("MINISTRY:과기부", "과기부", 700_000_000),
        ("TOTAL:", "실행계획", 700_000_000),
    ],
)
def test_money_is_added_to_whatever_has_money(
    amendment: Edition, subject: str, label: str, krw: int | None
) -> None:
    values = BUDGET
    if subject == "PROGRAMME:":
        subject += make.programmes(amendment)[0].id
        values = replace(BUDGET, year=2024, source="NATIONAL")
    item = plan.add_number(edition=amendment, subject=subject, values=values, reason="증액", by=SYSTEM)
    assert item.label == label
    row = Observation.objects.get(edition=amendment, span=item.spans_after[0])
    assert row.krw == 700_000_000
    if krw is None:
        assert {(one.source, one.krw) for one in make.programmes(amendment)[0].lines} == {
            ("", 10**9), ("national", 700_000_000),
        }  # fmt: skip
    undo(amendment, item)
    assert says(amendment) == says(before(amendment))


@pytest.mark.parametrize(
    ("subject", "values"),
    [
        ("INDICATOR:none", TARGET),
        ("PROGRAMME:none", BUDGET),
        ("NODE:DIRECTIONS/9", BUDGET),
        ("MINISTRY:없는부", BUDGET),
        ("", BUDGET),
        ("TOTAL:", replace(BUDGET, kind="TARGET")),
        ("TOTAL:", replace(BUDGET, value=Decimal(-1))),
        ("INDICATOR", BUDGET),
        ("INDICATOR", replace(TARGET, unit="개사")),
        ("INDICATOR", replace(TARGET, year=1)),
    ],
)
def test_number_that_cannot_be_added_leaves_nothing(
    amendment: Edition, subject: str, values: RowValues
) -> None:
    if subject == "INDICATOR":
        subject = f"INDICATOR:{make.indicators(amendment)[0].id}"
    with pytest.raises(InvalidInput):
        plan.add_number(edition=amendment, subject=subject, values=values, reason="추가", by=SYSTEM)
    assert says(amendment) == says(before(amendment))
    assert not amendment.amendment_items.exists()


def test_number_is_dropped_with_every_place_that_states_it(amendment: Edition) -> None:
    row = goal(amendment)
    item = plan.drop_number(observation=row, reason="목표 철회", expected=row.version, by=SYSTEM)
    assert (item.kind, item.before, item.after, len(item.spans_before)) == (
        "DROPPED", {"value": "40", "unit": "건"}, {"value": "", "unit": ""}, 2,
    )  # fmt: skip
    assert make.indicators(amendment) == ()
    assert plan.edition_data(amendment).indicators == ()
    diff = plan.edition_diff(before(amendment), amendment)
    assert [(one.kind, one.before) for one in diff.of(subject="INDICATOR")] == [("DROPPED", "상담")]
    with pytest.raises(Conflict):
        plan.drop_number(observation=goal(amendment), reason="또", expected=row.version, by=SYSTEM)
    undo(next_amendment(amendment), item)
    assert says(Edition.objects.get(supersedes=amendment)) == says(before(amendment))


def test_dropped_money_of_a_programme_comes_back(amendment: Edition) -> None:
    row = goal(amendment, 5)
    item = plan.drop_number(observation=row, reason="삭감", expected=row.version, by=SYSTEM)
    assert make.programmes(amendment)[0].lines == ()
    undo(amendment, item)
    assert says(amendment) == says(before(amendment))


def test_committed_money_is_not_dropped(amendment: Edition) -> None:
    row = goal(amendment, 5)
    line = programmes.BudgetLine.objects.get(pk=row.budget_line_id)
    programmes.commit_money(line=line, subject="call:1", amount_krw=1, by=SYSTEM)
    with pytest.raises(InvalidInput):
        plan.drop_number(observation=row, reason="삭감", expected=row.version, by=SYSTEM)
    assert says(amendment) == says(before(amendment))


def test_indicator_is_added_and_taken_back(amendment: Edition) -> None:
    (programme,) = make.programmes(amendment)
    item = plan.add_indicator(
        edition=amendment,
        values=NEW_INDICATOR,
        programme=programme.id,
        definition=" 지원 받은 \n기업 수 ",
        cumulative=True,
        reason="신규",
        by=SYSTEM,
    )
    assert (item.label, item.needs_committee, item.after["value"]) == ("신규 지표", True, "50")
    found = next(one for one in make.indicators(amendment) if one.name == "신규 지표")
    assert (found.ministries, found.nodes, found.programme, found.cumulative) == (
        ("산업부", "과기부"), {"tasks": "1.2", "areas": "B"}, programme.id, True,
    )  # fmt: skip
    with pytest.raises(Conflict):
        plan.add_indicator(edition=amendment, values=NEW_INDICATOR, cumulative=True, reason="또", by=SYSTEM)
    diff = plan.edition_diff(before(amendment), amendment)
    assert [(one.kind, one.after) for one in diff.of(subject="INDICATOR")] == [("ADDED", "신규 지표")]
    more = replace(NEW_INDICATOR, year=2025)
    subject = f"INDICATOR:{found.id}"
    number = plan.add_number(edition=amendment, subject=subject, values=more, reason="더", by=SYSTEM)
    with pytest.raises(Conflict):
        plan.undo_change(edition=amendment, item=item, reason="되돌림", by=SYSTEM)
    undo(amendment, number)
    undo(amendment, item)
    assert says(amendment) == says(before(amendment))


@pytest.mark.parametrize(
    "changes",
    [
        {"values": replace(NEW_INDICATOR, indicator_name="")},
        {"values": replace(NEW_INDICATOR, kind="BUDGET")},
        {"values": replace(NEW_INDICATOR, joint_ministries="없는부")},
        {"values": replace(NEW_INDICATOR, task_code="9")},
        {"programme": "none"},
        {"reason": " "},
    ],
)
def test_indicator_that_cannot_be_added_leaves_nothing(
    amendment: Edition, changes: dict[str, object]
) -> None:
    with pytest.raises(InvalidInput):
        plan.add_indicator(
            **{"edition": amendment, "values": NEW_INDICATOR, "reason": "신규", "by": SYSTEM, **changes}  # type: ignore[arg-type]
        )
    assert says(amendment) == says(before(amendment))


def test_indicator_is_dropped_and_comes_back_by_a_further_amendment(amendment: Edition) -> None:
    (indicator,) = make.indicators(amendment)
    item = plan.drop_indicator(edition=amendment, indicator=indicator.id, reason="지표 폐지", by=SYSTEM)
    assert (item.label, item.before["value"], make.indicators(amendment)) == ("상담", "40", ())
    with pytest.raises(InvalidInput):
        plan.drop_indicator(edition=amendment, indicator=indicator.id, reason="또", by=SYSTEM)
    further = next_amendment(amendment)
    again = undo(further, item)
    assert says(further) == says(before(amendment))
    assert make.indicators(amendment) == ()
    undo(further, again)
    assert make.indicators(further) == ()


def test_indicator_without_a_target_is_dropped(amendment: Edition) -> None:
    values = replace(NEW_INDICATOR, kind="ACTUAL")
    plan.add_indicator(edition=amendment, values=values, reason="신규", by=SYSTEM)
    found = next(one for one in make.indicators(amendment) if one.name == "신규 지표")
    item = plan.drop_indicator(edition=amendment, indicator=found.id, reason="폐지", by=SYSTEM)
    assert item.before == {"value": "", "unit": ""}
    undo(amendment, item)
    assert len(make.indicators(amendment)) == 2


def test_task_is_added_behind_its_siblings_and_taken_back(amendment: Edition) -> None:
    add = {"edition": amendment, "reason": "신규 과제", "by": SYSTEM}
    item = plan.add_task(scheme="DIRECTIONS", code="1.3", name_ko="과제 셋", name_en="Task three", **add)  # type: ignore[arg-type]
    plan.add_task(scheme="DIRECTIONS", code="2", name_ko="방향 둘", **add)  # type: ignore[arg-type]
    plan.add_task(scheme="DIRECTIONS", code="1.4", name_ko="과제 넷", **add)  # type: ignore[arg-type]
    tasks = [one.code for one in plan.read_outline(amendment).nodes if one.scheme == "tasks"]
    assert tasks == ["1", "1.1", "1.2", "1.3", "1.4", "2"]
    diff = plan.edition_diff(before(amendment), amendment)
    assert {(one.kind, one.after) for one in diff.of(subject="NODE")} == {
        ("ADDED", "과제 셋"), ("ADDED", "과제 넷"), ("ADDED", "방향 둘"),
    }  # fmt: skip
    values = replace(NEW_INDICATOR, task_code="1.3")
    indicator = plan.add_indicator(edition=amendment, values=values, reason="신규", by=SYSTEM)
    with pytest.raises(Conflict):
        plan.undo_change(edition=amendment, item=item, reason="되돌림", by=SYSTEM)
    undo(amendment, indicator)
    undo(amendment, item)
    assert not Node.objects.filter(scheme__edition=amendment, code="1.3").exists()


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code": "1.1"}, Conflict),
        ({"code": "9.1"}, InvalidInput),
        ({"code": "1/2"}, InvalidInput),
        ({"name_ko": " "}, InvalidInput),
        ({"scheme": "OTHER"}, InvalidInput),
        ({"reason": ""}, InvalidInput),
    ],
)
def test_task_that_cannot_be_added(
    amendment: Edition, changes: dict[str, str], error: type[Exception]
) -> None:
    given = {"scheme": "DIRECTIONS", "code": "1.3", "name_ko": "과제", "reason": "신규", **changes}
    with pytest.raises(error):
        plan.add_task(edition=amendment, by=SYSTEM, **given)  # type: ignore[arg-type]
    assert says(amendment) == says(before(amendment))


def test_task_is_dropped_and_comes_back_with_all_that_stood_there(amendment: Edition) -> None:
    with pytest.raises(Conflict):
        plan.drop_task(edition=amendment, node="DIRECTIONS/1", reason="종료", by=SYSTEM)
    with pytest.raises(InvalidInput):
        plan.drop_task(edition=amendment, node="DIRECTIONS/7", reason="종료", by=SYSTEM)
    item = plan.drop_task(edition=amendment, node="DIRECTIONS/1.1", reason="종료", by=SYSTEM)
    assert (item.label, item.before, item.ministries) == (
        "1.1 과제 하나", {"value": "30", "unit": "억원"}, ["산업부"],
    )  # fmt: skip
    view = plan.read_outline(amendment)
    assert (view.programmes[0].nodes, view.indicators[0].nodes, view.totals) == ({}, {"areas": "A"}, ())
    assert [one.name for one in Milestone.objects.filter(edition=amendment)] == ["착수"]
    diff = plan.edition_diff(before(amendment), amendment)
    assert [(one.kind, one.before) for one in diff.of(subject="NODE")] == [("DROPPED", "과제 하나")]
    further = next_amendment(amendment)
    undo(further, item)
    old, new = says(before(amendment)), says(further)
    assert replace(new, nodes=()) == replace(old, nodes=())  # it stands behind its siblings now
    assert set(new.nodes) == set(old.nodes)


def test_empty_task_has_no_money_to_drop(amendment: Edition) -> None:
    item = plan.drop_task(edition=amendment, node="DIRECTIONS/1.2", reason="통합", by=SYSTEM)
    assert (item.before, item.needs_committee) == ({"value": "", "unit": ""}, False)


def test_programme_comes_back_with_what_it_is_part_of(amendment: Edition) -> None:
    (programme,) = make.programmes(amendment)
    item = plan.drop_programme(edition=amendment, programme=programme.id, reason="종료", by=SYSTEM)
    further = next_amendment(amendment)
    undo(further, item)
    assert says(further) == says(before(amendment))


def test_added_programme_is_taken_back_unless_something_was_added_to_it(amendment: Edition) -> None:
    values = replace(BUDGET, programme_name="새 사업", joint_ministries="산업부")
    item = plan.add_programme(edition=amendment, values=values, reason="신규", by=SYSTEM)
    found = next(one for one in make.programmes(amendment) if one.name == "새 사업")
    later = replace(BUDGET, year=2024)
    number = plan.add_number(
        edition=amendment, subject=f"PROGRAMME:{found.id}", values=later, reason="더", by=SYSTEM
    )
    with pytest.raises(Conflict):
        plan.undo_change(edition=amendment, item=item, reason="되돌림", by=SYSTEM)
    undo(amendment, number)
    undo(amendment, item)
    assert says(amendment) == says(before(amendment))


def test_what_one_amendment_adds_and_drops_is_added_anew(amendment: Edition) -> None:
    values = replace(BUDGET, programme_name="새 사업", joint_ministries="산업부")
    plan.add_programme(edition=amendment, values=values, reason="신규", by=SYSTEM)
    found = next(one for one in make.programmes(amendment) if one.name == "새 사업")
    dropped = plan.drop_programme(edition=amendment, programme=found.id, reason="철회", by=SYSTEM)
    plan.add_task(edition=amendment, scheme="AREAS", code="C", name_ko="분야 다", reason="신규", by=SYSTEM)
    task = plan.drop_task(edition=amendment, node="AREAS/C", reason="철회", by=SYSTEM)
    for item in (dropped, task):
        with pytest.raises(Conflict):
            plan.undo_change(edition=amendment, item=item, reason="되돌림", by=SYSTEM)


def test_changed_value_comes_back_with_what_it_rests_on(amendment: Edition) -> None:
    row = goal(amendment)
    plan.bind_evidence(target=row, file_sha256="0" * 64, file_name="a.txt", by=SYSTEM)
    item = plan.amend_value(
        observation=row, value=Decimal(45), reason="상향", expected=row.version, by=SYSTEM
    )
    (bound,) = Evidence.objects.filter(target__edition=amendment)
    assert bound.target.value == 45
    second = bound.target
    later = plan.amend_value(
        observation=second, value=Decimal(48), reason="더", expected=second.version, by=SYSTEM
    )
    with pytest.raises(Conflict):
        plan.undo_change(edition=amendment, item=item, reason="되돌림", by=SYSTEM)
    undo(amendment, later)
    assert [one.value for one in make.indicators(amendment)[0].values] == [45]
    undo(amendment, item)
    bound.refresh_from_db()
    assert bound.target_id == row.pk
    assert says(amendment) == says(before(amendment))


def test_only_changes_of_the_same_plan_are_taken_back(amendment: Edition) -> None:
    other = make.edition(**make.programme_facts("p9"), year=2031)
    other = plan.amend_edition(edition=other, reason="조정", by=SYSTEM)
    item = plan.add_task(edition=other, scheme="AREAS", code="C", name_ko="분야 다", reason="신규", by=SYSTEM)
    with pytest.raises(InvalidInput):
        plan.undo_change(edition=amendment, item=item, reason="되돌림", by=SYSTEM)
    with pytest.raises(Conflict):
        plan.undo_change(edition=before(amendment), item=item, reason="되돌림", by=SYSTEM)


def test_what_was_lost_twice_comes_back_step_by_step(amendment: Edition) -> None:
    number = goal(amendment, 11)
    printed = plan.drop_number(observation=number, reason="삭감", expected=number.version, by=SYSTEM)
    (indicator,) = make.indicators(amendment)
    task = plan.drop_task(edition=amendment, node="DIRECTIONS/1.1", reason="종료", by=SYSTEM)
    area = plan.drop_task(edition=amendment, node="AREAS/A", reason="종료", by=SYSTEM)
    counted = plan.drop_indicator(edition=amendment, indicator=indicator.id, reason="폐지", by=SYSTEM)
    with pytest.raises(Conflict):  # the task it was printed for is not there
        plan.undo_change(edition=amendment, item=printed, reason="되돌림", by=SYSTEM)
    undo(amendment, task)
    assert not Crosswalk.objects.filter(src__scheme__edition=amendment).exists()
    assert make.indicators(amendment) == ()
    for item in (area, counted, printed):
        undo(amendment, item)
    assert replace(says(amendment), nodes=()) == replace(says(before(amendment)), nodes=())


def test_number_that_is_about_nothing_is_dropped_alone() -> None:
    facts = [
        FactData(
            make.quantity(line=line, unit="건", text="10건", krw=None, period_end=None, period_start=None)
        )
        for line in (5, 6)
    ]
    edition = plan.amend_edition(edition=make.edition(facts), reason="조정", by=SYSTEM)
    item = plan.drop_number(observation=goal(edition, 5), reason="삭제", expected=1, by=SYSTEM)
    assert (item.label, len(item.spans_before)) == ("10건", 1)
    assert [row.span.line for row in edition.observations.exclude(status="REJECTED")] == [6]
    undo(edition, item)


def test_number_without_a_period_is_dropped_with_the_same_ones(amendment: Edition) -> None:
    Observation.objects.filter(edition=amendment, span__line__in=(7, 8)).update(period_end_on=None)
    row = goal(amendment)
    item = plan.drop_number(observation=row, reason="철회", expected=row.version, by=SYSTEM)
    assert len(item.spans_before) == 2


def places(edition: Edition, scheme: str = "DIRECTIONS") -> dict[str, str]:
    """Kind of what is placed -> code of where it stands."""
    rows = Placement.objects.filter(edition=edition, scheme__code=scheme).select_related("node")
    return {"PROGRAMME" if row.programme_id else "INDICATOR": row.node.code for row in rows}


def test_items_move_to_an_added_task_and_back(amendment: Edition) -> None:
    (indicator,) = make.indicators(amendment)
    plan.add_task(
        edition=amendment, scheme="DIRECTIONS", code="1.3", name_ko="신규 과제", reason="신설", by=SYSTEM
    )
    (programme,) = programmes.Programme.objects.filter(budget_lines__stated_in=amendment.pk).distinct()
    subjects = {"INDICATOR": f"INDICATOR:{indicator.id}", "PROGRAMME": f"PROGRAMME:{programme.pk}"}
    was = places(amendment)
    moves = {
        kind: plan.move_item(edition=amendment, subject=one, node="DIRECTIONS/1.3", reason="이관", by=SYSTEM)
        for kind, one in subjects.items()
    }
    assert places(amendment) == {"INDICATOR": "1.3", "PROGRAMME": "1.3"}
    item = moves["INDICATOR"]
    assert (item.before["value"], item.after["value"]) == ("1.1 과제 하나", "1.3 신규 과제")
    assert item.kind == "CHANGED"
    for one in moves.values():
        undo(amendment, one)
    assert places(amendment) == was


def test_item_leaves_its_place_and_a_later_move_is_undone_first(amendment: Edition) -> None:
    (indicator,) = make.indicators(amendment)
    subject = f"INDICATOR:{indicator.id}"
    out = plan.move_item(edition=amendment, subject=subject, node="AREAS/", reason="해제", by=SYSTEM)
    assert "INDICATOR" not in places(amendment, "AREAS")
    with pytest.raises(Conflict):
        plan.move_item(edition=amendment, subject=subject, node="AREAS/", reason="해제", by=SYSTEM)
    there = plan.move_item(edition=amendment, subject=subject, node="AREAS/B", reason="이관", by=SYSTEM)
    with pytest.raises(Conflict):
        plan.undo_change(edition=amendment, item=out, reason="되돌림", by=SYSTEM)
    undo(amendment, there)
    plan.drop_task(edition=amendment, node="AREAS/A", reason="폐지", by=SYSTEM)
    with pytest.raises(Conflict):  # the area it stood at is gone
        plan.undo_change(edition=amendment, item=out, reason="되돌림", by=SYSTEM)


@pytest.mark.parametrize(
    ("subject", "node"),
    [
        ("INDICATOR:none", "AREAS/B"),
        ("PROGRAMME:none", "AREAS/B"),
        ("MILESTONE:x", "AREAS/B"),
        ("", "OTHERS/B"),
        ("", "AREAS/Z"),
    ],
)
def test_move_of_or_to_what_is_not_there_is_refused(amendment: Edition, subject: str, node: str) -> None:
    (indicator,) = make.indicators(amendment)
    with pytest.raises(InvalidInput):
        plan.move_item(
            edition=amendment,
            subject=subject or f"INDICATOR:{indicator.id}",
            node=node,
            reason="이관",
            by=SYSTEM,
        )


def test_bound_of_a_number_is_stated_and_changed(amendment: Edition) -> None:
    (indicator,) = make.indicators(amendment)
    added = plan.add_number(
        edition=amendment,
        subject=f"INDICATOR:{indicator.id}",
        values=replace(TARGET, year=2025, comparison="ge"),
        reason="추가",
        by=SYSTEM,
    )
    assert added.after == {"value": "≥ 50", "unit": "건"}
    row = Observation.objects.get(span=added.spans_after[0])
    assert row.span.document.text[-40:].count("50건 이상") == 1
    changed = plan.amend_value(
        observation=row,
        value=Decimal(60),
        value_to=Decimal(80),
        comparison="range",
        reason="범위",
        expected=row.version,
        by=SYSTEM,
    )
    assert changed.after == {"value": "60–80", "unit": "건"}
    row = Observation.objects.select_related("span", "edition").get(span=changed.spans_after[0])
    assert (row.span.text, row.value_to) == ("60~80건", Decimal(80))
    with pytest.raises(InvalidInput):  # still a range, which needs its end
        plan.amend_value(observation=row, value=Decimal(70), reason="x", expected=row.version, by=SYSTEM)
    undo(amendment, changed)
    kept = Observation.objects.select_related("span", "edition").get(span=added.spans_after[0])
    again = plan.amend_value(
        observation=kept, value=Decimal(55), reason="상향", expected=kept.version, by=SYSTEM
    )
    assert again.after["value"] == "≥ 55"
