import dataclasses
from decimal import Decimal

from yunghap.plan.contracts import Role
from yunghap.plan.view.compare import compare
from yunghap.plan.view.model import BudgetLine, EditionView, Indicator, IndicatorValue, Programme

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


def rows(comparison, index):
    return [
        (row.name, row.before, row.after, row.difference, row.former) for row in comparison.groups[index].rows
    ]


def test_added_dropped_and_changed_programmes():
    found = compare(
        *pair(
            [programme("A", "로봇 보급", 10**9, 2030), programme("B", "수소 선박", 2 * 10**9, 2030)],
            [programme("A", "로봇 보급", 3 * 10**9, 2031), programme("C", "데이터 거래", None, 2031)],
        )
    )
    assert rows(found, 0) == [("데이터 거래", "", "–", "", "")]
    assert rows(found, 1) == [("수소 선박", "20.00", "", "", "")]
    assert rows(found, 2) == []
    assert rows(found, 3) == [("로봇 보급", "10.00", "30.00", "+20.00", "")]


def test_same_id_with_another_name_is_renamed():
    found = compare(
        *pair([programme("A", "로봇 보급", 1, 2030)], [programme("A", "서비스로봇 확산", 1, 2031)])
    )
    assert rows(found, 2)[0][4] == "로봇 보급"
    assert rows(found, 0) == rows(found, 1) == []


def test_same_name_is_the_same_programme_whatever_the_spacing():
    found = compare(*pair([programme("A", "로봇 보급", 5, 2030)], [programme("B", "로봇보급", 5, 2031)]))
    assert [rows(found, index) for index in range(4)] == [[], [], [], []]


def test_very_similar_name_of_the_same_ministry_is_renamed():
    found = compare(
        *pair(
            [programme("A", "스마트공장 보급 확산 사업", 5, 2030)],
            [programme("B", "스마트공장 보급·확산사업", 5, 2031)],
        )
    )
    assert len(rows(found, 2)) == 1


def test_other_targets():
    before, after = pair([], [])
    before = dataclasses.replace(
        before, indicators=(target("I", "지원 기업", 10), target("J", "교육 인원", 5))
    )
    after = dataclasses.replace(after, indicators=(target("I", "지원 기업", 12), target("K", "신규 과제", 1)))
    found = compare(before, after)
    assert rows(found, 6) == [("지원 기업", "10 개", "12 개", "+2", "")]
    assert [row[0] for row in rows(found, 4)] == ["신규 과제"]
    assert [row[0] for row in rows(found, 5)] == ["교육 인원"]


def test_edition_with_itself_has_no_differences():
    found = compare(edition(), edition())
    assert all(group.rows == () for group in found.groups)
