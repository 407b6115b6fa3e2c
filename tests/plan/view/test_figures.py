import dataclasses
from decimal import Decimal

from yunghap.plan.contracts import Role
from yunghap.plan.view import figures
from yunghap.plan.view.model import BudgetLine, EditionView, Programme, Total

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


def test_joint_money_counts_for_the_lead_ministry_only():
    plan = edition()
    joint = dataclasses.replace(plan.programmes[0], ministries=("과기부", "산업부"))
    plan = dataclasses.replace(
        plan,
        programmes=(joint,),
        totals=(Total("ministry", "산업부", "F1"), Total("ministry", "과기부", "F1")),
    )
    table = figures.printed_table(plan, "ministry", year=2031, role=Role.BUDGET)
    assert {row.key: row.itemised for row in table.rows} == {"산업부": 0, "과기부": 5_920_000_000}


def test_facts_by_line_are_in_reading_order():
    lines = figures.facts_by_line(with_tables())
    assert lines[3] == ["F1"]
    assert set(lines[20]) == {"T1", "T2", "T3", "T5"}
