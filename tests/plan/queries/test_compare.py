import dataclasses
from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override

from yunghap.plan.contracts import Role
from yunghap.plan.queries.compare import compare, groups
from yunghap.plan.queries.values import (
    BudgetLine,
    EditionView,
    Indicator,
    IndicatorValue,
    Node,
    Programme,
    Total,
)
from yunghap.plan.templatetags.plan import field_name, other_fields

from .example import edition


def programme(key: str, name: str, krw: int | None, year: int) -> Programme:
    whole = edition().programmes[0].lines[0]
    start, end = whole.period_start.replace(year=year), whole.period_end.replace(year=year)
    lines = () if krw is None else (BudgetLine("F1", krw, Role.BUDGET, start, end),)
    return Programme(key, name, ("산업부",), {}, lines)


def target(key: str, name: str, value: int) -> Indicator:
    return Indicator(
        key, name, "개", ("산업부",), {}, (IndicatorValue("F3", Role.TARGET, Decimal(value), None, None),)
    )


def pair(old: list[Programme], new: list[Programme], **more: object) -> tuple[EditionView, EditionView]:
    plan = edition()
    before = dataclasses.replace(plan, year=2030, programmes=tuple(old), indicators=(), totals=())
    after = dataclasses.replace(plan, programmes=tuple(new), indicators=(), totals=())
    return before, after


def rows(found, code):
    (group,) = [group for group in groups(found) if group.code == code]
    return [
        (one.name, one.shown_before, one.shown_after, one.difference, one.former) for one in group.changes
    ]


def test_target_of_another_year_is_not_the_target_of_the_plan_year():
    plan = edition()
    one = IndicatorValue("F3", Role.TARGET, Decimal(40), date(plan.year, 1, 1), None)
    later = IndicatorValue("F4", Role.TARGET, Decimal(50), date(plan.year + 1, 1, 1), None)
    before, after = (
        dataclasses.replace(
            plan,
            programmes=(),
            totals=(),
            indicators=(Indicator("A", "공장", "개소", ("산업부",), {}, values),),
        )
        for values in ((one,), (one, later))
    )
    (change,) = compare(before, after).of(subject="INDICATOR")
    assert (change.shown_before, change.shown_after, change.difference) == ("40 개소", "40 개소", "")
    assert change.fields == {"target:+1": ("", "50")}


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("budget:+0", "budget, plan year"),
        ("budget:national:+1", "budget, national, 1 year later"),
        ("actual:-2..+3", "actual, 2 years before – 3 years later"),
    ],
)
def test_fields_of_a_change_are_told_in_words(key, words):
    with override("en"):
        assert field_name(key) == words


def test_money_of_other_years_is_told_in_the_units_of_the_plan():
    before, after = pair([programme("A", "로봇", 10**9, 2031)], [programme("A", "로봇", 10**9, 2031)])
    line = before.programmes[0].lines[0]
    later = dataclasses.replace(line, krw=125 * 10**7, period_start=date(2032, 1, 1), period_end=None)
    before = dataclasses.replace(before, year=2031)
    more = dataclasses.replace(after.programmes[0], lines=(line, later))
    (change,) = compare(before, dataclasses.replace(after, programmes=(more,))).of(subject="PROGRAMME")
    with override("ko"):
        assert "12.50억원" in {now for _name, _was, now in other_fields(change)}


def test_added_dropped_and_changed_programmes():
    found = compare(
        *pair(
            [programme("A", "로봇 보급", 10**9, 2030), programme("B", "수소 선박", 2 * 10**9, 2030)],
            [programme("A", "로봇 보급", 3 * 10**9, 2031), programme("C", "데이터 거래", None, 2031)],
        )
    )
    assert rows(found, "programmes-added") == [("데이터 거래", "", "–", "", "")]
    assert rows(found, "programmes-dropped") == [("수소 선박", "20.00", "", "", "")]
    assert rows(found, "programmes-renamed") == []
    assert rows(found, "programmes-changed") == [("로봇 보급", "10.00", "30.00", "+20.00", "")]
    assert found.counts == {"ADDED": 1, "DROPPED": 1, "RENAMED": 0, "CHANGED": 1, "UNCHANGED": 0}
    (changed,) = found.of(kind="CHANGED")
    assert changed.fields == {"budget:+0": ("1000000000", "3000000000")}
    assert (changed.facts_before, changed.facts_after) == (("F1",), ("F1",))


def test_same_id_with_another_name_is_renamed():
    found = compare(
        *pair([programme("A", "로봇 보급", 1, 2030)], [programme("A", "서비스로봇 확산", 1, 2031)])
    )
    (change,) = found.changes
    assert (change.kind, change.basis, change.former) == ("RENAMED", "ALIAS", "로봇 보급")


def test_same_name_is_the_same_programme_whatever_the_spacing():
    found = compare(*pair([programme("A", "로봇 보급", 5, 2030)], [programme("B", "로봇보급", 5, 2031)]))
    assert (found.changes, found.unchanged) == ((), 1)


def test_very_similar_name_of_the_same_ministry_is_proposed_as_renamed():
    old, new = "스마트공장 보급 확산 지원 사업", "스마트공장 보급 확산 지원사업군"
    found = compare(*pair([programme("A", old, 5, 2030)], [programme("B", new, 5, 2031)]))
    assert [(change.kind, change.basis) for change in found.changes] == [("RENAMED", "SIMILARITY")]
    other = dataclasses.replace(programme("B", new, 5, 2031), ministries=("과기부",))
    found = compare(*pair([programme("A", old, 5, 2030)], [other]))
    assert [change.kind for change in found.changes] == ["DROPPED", "ADDED"]


def test_other_targets():
    before, after = pair([], [])
    before = dataclasses.replace(
        before, indicators=(target("I", "지원 기업", 10), target("J", "교육 인원", 5))
    )
    after = dataclasses.replace(after, indicators=(target("I", "지원 기업", 12), target("K", "신규 과제", 1)))
    found = compare(before, after)
    assert rows(found, "indicators-changed") == [("지원 기업", "10 개", "12 개", "+2", "")]
    assert [row[0] for row in rows(found, "indicators-added")] == ["신규 과제"]
    assert [row[0] for row in rows(found, "indicators-dropped")] == ["교육 인원"]


def test_money_and_classification():
    before, after = pair([], [])
    before = dataclasses.replace(before, year=2031, totals=(Total("area", "da", "F1"),))
    after = dataclasses.replace(
        after,
        nodes=(*(node for node in after.nodes if node.code != "1.1"), Node("areas", "ra", "새 분야")),
        totals=(Total("area", "da", "F2"), Total("ministry", "산업부", "F1")),
    )
    found = compare(before, after)
    assert rows(found, "areas") == [("융합 경쟁력", "59.20", "3,096.50", "+3,037.30", "")]
    assert [(change.kind, change.name) for change in found.of(subject="MINISTRY_MONEY")] == [
        ("ADDED", "산업부")
    ]
    assert [(change.kind, change.name) for change in found.of(subject="NODE")] == [
        ("DROPPED", "주력산업"),
        ("ADDED", "새 분야"),
    ]


def test_edition_with_itself_has_no_differences():
    found = compare(edition(), edition())
    assert (found.changes, found.unchanged) == ((), 5)
