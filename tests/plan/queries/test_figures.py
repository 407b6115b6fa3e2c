import dataclasses
from datetime import date
from decimal import Decimal

import pytest

from yunghap.plan.contracts import Role
from yunghap.plan.edition_data import PartData
from yunghap.plan.queries import figures
from yunghap.plan.queries.values import BudgetLine, EditionView, IndicatorValue, Programme, Total

from .example import edition, fact


def with_tables() -> EditionView:
    """Two areas and their total, printed precisely and truncated."""
    plan = edition()
    facts = {
        "T1": fact(
            20, "4,669.34", "4669.34", "억원", Role.BUDGET, krw=466_934_000_000, precision=Decimal("0.01")
        ),
        "T2": fact(
            20, "1,202.24", "1202.24", "억원", Role.BUDGET, krw=120_224_000_000, precision=Decimal("0.01")
        ),
        "T3": fact(
            20, "5,871.58", "5871.58", "억원", Role.BUDGET, krw=587_158_000_000, precision=Decimal("0.01")
        ),
        "T4": fact(19, "5,871억원", "5871", "억원", Role.BUDGET, krw=587_100_000_000),
        "T5": fact(20, "79.52", "79.52", "%", Role.BUDGET, precision=Decimal("0.01")),
    }
    return dataclasses.replace(
        plan,
        facts={**plan.facts, **facts},
        totals=(
            Total("area", "da", "T1"),
            Total("area", "ra", "T2"),
            Total("plan", "", "T3"),
            Total("plan", "", "T4"),
            Total("area", "da", "T5"),
        ),
    )


def test_printed_table_keeps_order_and_takes_the_most_precise_total():
    table = figures.printed_table(with_tables(), "area", year=2031, role=Role.BUDGET)
    assert [row.key for row in table.rows] == ["da", "ra"]
    assert table.total == "T3"
    assert table.agrees
    assert table.rows[0].share == "T5"
    assert round(table.rows[0].percent, 2) == Decimal("79.52")


def test_printed_table_that_does_not_add_up_says_so():
    plan = with_tables()
    wrong = dataclasses.replace(plan.facts["T3"], krw=587_159_000_000)
    table = figures.printed_table(
        dataclasses.replace(plan, facts={**plan.facts, "T3": wrong}), "area", year=2031, role=Role.BUDGET
    )
    assert not table.agrees
    assert table.total_krw - table.sum_krw == 1_000_000


def test_table_of_another_year_or_role_is_absent():
    assert figures.printed_table(with_tables(), "area", year=2030, role=Role.BUDGET) is None
    assert figures.printed_table(with_tables(), "area", year=2031, role=Role.ACTUAL) is None


def test_itemised_money_is_what_programmes_of_the_area_have():
    table = figures.printed_table(with_tables(), "area", year=2031, role=Role.BUDGET)
    row = table.rows[0]
    assert row.itemised == 5_920_000_000
    assert row.not_itemised == row.krw - 5_920_000_000


def test_multi_year_total_is_in_no_annual_sum():
    plan = edition()
    extreme = plan.programmes[1]
    assert figures.annual_krw(extreme, 2031) is None
    assert [line.krw for line in figures.multi_year_lines(extreme)] == [309_650_000_000]


def test_sources_add_up_only_where_no_total_is_printed():
    def line(krw: int, source: str) -> BudgetLine:
        return BudgetLine("F1", krw, Role.BUDGET, *_year(), source)

    parts = (line(3, "national"), line(4, "local"))
    assert figures.annual_krw(Programme("P", "n", (), {}, parts), 2031) == 7
    assert figures.annual_krw(Programme("P", "n", (), {}, (*parts, line(9, ""))), 2031) == 9
    assert figures.annual_line(Programme("P", "n", (), {}, parts), 2031) is None
    assert figures.annual_line(Programme("P", "n", (), {}, parts[:1]), 2031) == parts[0]


def _year():
    first = edition().programmes[0].lines[0]
    return first.period_start, first.period_end


def test_task_rows_end_with_what_is_placed_nowhere():
    rows = figures.task_rows(edition())
    assert [row.node.code if row.node else None for row in rows] == ["1", None]
    assert rows[0].krw == rows[0].tasks[0].krw == 5_920_000_000
    assert [item.id for item in rows[-1].programmes] == ["P2"]
    assert rows[0].indicators == 1


def joint(*parts: PartData) -> EditionView:
    """One programme of two ministries, 59.2 of which are printed for each."""
    plan = edition()
    programme = dataclasses.replace(plan.programmes[0], ministries=("과기부", "산업부"), parts=parts)
    return dataclasses.replace(
        plan,
        programmes=(programme,),
        totals=(Total("ministry", "산업부", "F1"), Total("ministry", "과기부", "F1")),
    )


def test_joint_money_in_shares_nobody_stated_is_not_divided():
    table = figures.money_table(joint(), "ministry")
    assert {row.key: (row.itemised, row.shared) for row in table.rows} == {
        "산업부": (0, 5_920_000_000),
        "과기부": (0, 5_920_000_000),
    }
    assert (table.unknown, table.unplaced, table.itemised) == (5_920_000_000, 0, 5_920_000_000)


def test_joint_money_is_divided_by_stated_shares():
    parts = (PartData("과기부", "LEAD", Decimal("0.25")), PartData("산업부", "JOINT", Decimal("0.75")))
    table = figures.money_table(joint(*parts), "ministry")
    assert {row.key: row.itemised for row in table.rows} == {"산업부": 4_440_000_000, "과기부": 1_480_000_000}
    assert table.unknown == 0


def test_row_without_a_printed_amount_is_in_the_money_table_alone():
    plan = dataclasses.replace(with_tables(), programmes=(), totals=(Total("area", "ra", "T2"),))
    assert [(row.key, row.amount) for row in figures.money_table(plan, "area").rows] == [
        ("ra", "T2"),
        ("da", ""),
    ]
    printed = figures.printed_table(plan, "area", year=2031, role=Role.BUDGET)
    assert [row.key for row in printed.rows] == ["ra"]


def test_ministries_are_those_with_a_printed_budget_and_then_who_else_has_a_part():
    assert figures.ministry_keys(edition()) == ("산업부", "고용부", "과기부", "국토부", "중기부", "환경부")
    assert figures.ministry_keys(dataclasses.replace(edition(), totals=())) == (
        "고용부",
        "과기부",
        "국토부",
        "산업부",
        "중기부",
        "환경부",
    )


def test_direction_contains_the_money_of_its_tasks():
    table = figures.money_table(edition(), "task")
    assert {row.key: row.itemised for row in table.rows} == {"1": 5_920_000_000, "1.1": 5_920_000_000}
    assert table.unplaced == 0
    assert (table.total_krw, table.not_itemised) == (309_650_000_000, 309_650_000_000 - table.itemised)


@pytest.mark.parametrize(
    ("better", "actual", "expected"),
    [
        ("UP", "15", (Decimal("1.5"), True)),
        ("UP", "9", (Decimal("0.9"), False)),
        ("DOWN", "20", (Decimal("0.5"), False)),
        ("DOWN", "0", (None, True)),
        ("NONE", "10", (None, None)),
    ],
)
def test_target_is_reached_the_way_the_indicator_improves(better, actual, expected):
    day = date(2031, 1, 1)
    values = [
        IndicatorValue("A", Role.TARGET, Decimal(10), day, None),
        IndicatorValue("B", Role.ACTUAL, Decimal(3), day, None),
        IndicatorValue("C", Role.ACTUAL, Decimal(actual), day, None),
        IndicatorValue("D", Role.TARGET, Decimal(7), date(2032, 1, 1), None),
    ]
    (achieved,) = figures.achievements(values, better)
    assert (achieved.year, (achieved.ratio, achieved.reached)) == (2031, expected)
