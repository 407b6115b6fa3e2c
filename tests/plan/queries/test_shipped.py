"""The shipped 2023 edition: its tables equal the printed ones to the last digit."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import plan as make
from yunghap.core.actors import SYSTEM
from yunghap.plan import service as plan
from yunghap.plan.models import Edition
from yunghap.plan.service import EditionView, MoneyTable, Role, load_shipped_edition

pytestmark = pytest.mark.django_db

EOK = 10**8
Assertion = Callable[[int], AbstractContextManager[object]]
AREAS_2022 = {"A": "5521.27 15.98", "B": "1161.66 3.36", "C": "20769.39 60.09", "D": "7109.23 20.57"}
AREAS_2023 = {"A": "4669.34 14.29", "B": "1202.24 3.68", "C": "20592.46 63.01", "D": "6218.66 19.03"}
MINISTRIES_2022 = {
    "산업부": "16151.08 46.73",
    "국토부": "5411.81 15.66",
    "과기부": "4670.73 13.51",
    "중기부": "4466.45 12.92",
    "행안부": "1146.07 3.32",
    "해수부": "861.9 2.49",
    "문체부": "796.64 2.3",
    "고용부": "580.87 1.68",
    "농림부": "298.1 0.86",
    "복지부": "90.09 0.26",
    "환경부": "87.81 0.25",
}
MINISTRIES_2023 = {
    "산업부": "18140.62 55.51",
    "과기부": "4662.21 14.27",
    "국토부": "4184.79 12.8",
    "중기부": "2535.33 7.76",
    "해수부": "793.12 2.43",
    "문체부": "775.35 2.37",
    "고용부": "606.35 1.86",
    "행안부": "416.83 1.28",
    "농림부": "274.6 0.84",
    "환경부": "186.71 0.57",
    "복지부": "106.79 0.33",
}


@pytest.fixture
def shipped() -> Edition:
    make.public_bodies()
    return load_shipped_edition(by=SYSTEM)


@pytest.fixture
def view(shipped: Edition) -> EditionView:
    return plan.read_outline(shipped)


def rows_of(view: EditionView, table: MoneyTable) -> list[tuple[str, str]]:
    """Key, amount and share of the printed rows."""
    return [
        (row.key, f"{view.facts[row.amount].value} {view.facts[row.share].value}")
        for row in table.printed
        if row.share
    ]


@pytest.mark.parametrize(
    ("role", "figures", "total"),
    [(Role.BUDGET, AREAS_2023, 3_268_270_000_000), (Role.ACTUAL, AREAS_2022, 3_456_155_000_000)],
)
def test_area_table_equals_the_printed_one(
    view: EditionView, role: Role, figures: dict[str, str], total: int
) -> None:
    table = plan.money_table(view, "area", role=role)
    assert dict(rows_of(view, table)) == figures
    assert table.total_krw == total == table.sum_krw


@pytest.mark.parametrize(
    ("role", "figures"), [(Role.BUDGET, MINISTRIES_2023), (Role.ACTUAL, MINISTRIES_2022)]
)
def test_ministry_table_equals_the_printed_one(
    view: EditionView, role: Role, figures: dict[str, str]
) -> None:
    table = plan.money_table(view, "ministry", role=role)
    assert rows_of(view, table) == list(figures.items())
    assert table.total_krw == table.sum_krw


@pytest.mark.parametrize("role", [Role.BUDGET, Role.ACTUAL])
@pytest.mark.parametrize("subject", ["area", "task", "ministry"])
def test_itemised_money_is_in_one_row_or_visibly_in_none(view: EditionView, role: Role, subject: str) -> None:
    table = plan.money_table(view, subject, role=role)
    tops = {node.code for node in view.nodes if node.parent == ""}
    rows = [row for row in table.rows if subject == "ministry" or row.key in tops]
    assert sum(row.itemised for row in rows) + table.unplaced + table.unknown == table.itemised
    assert table.total_krw is not None
    assert table.itemised + (table.not_itemised or 0) == table.total_krw


def test_multi_year_totals_and_contained_lines_enter_no_annual_sum(view: EditionView) -> None:
    rows = {row.key: row.itemised for row in plan.money_table(view, "task").rows}
    # 410 (not + 410.1 of its parts, not + 9,352 of 2023-2030) + 40 + 113 + 64
    assert rows["2.1"] == 627 * EOK
    tasks = {task.node.code: task.krw for row in plan.task_rows(view) for task in row.tasks if task.node}
    assert tasks["2.1"] == 627 * EOK


def test_outline_counts_what_the_text_has(shipped: Edition, view: EditionView) -> None:
    directions = [node for node in view.scheme("tasks") if not node.parent]
    assert (len(directions), len(list(view.scheme("tasks"))) - len(directions)) == (3, 7)
    assert len(list(view.scheme("areas"))) == 4
    assert [item.name for item in view.flagship] == ["반도체", "디스플레이", "배터리", "미래 모빌리티"]
    targets, unbound = plan.count_targets(shipped)
    assert targets == unbound > 0


def test_part_of_an_edition_says_the_same_as_the_whole(shipped: Edition) -> None:
    whole, outline = plan.read_edition(shipped), plan.read_outline(shipped)
    assert outline.programmes == whole.programmes
    assert [item.id for item in outline.indicators] == [item.id for item in whole.indicators]
    few = whole.programmes[3:6]
    part = plan.read_outline(shipped, programmes={item.id for item in few}, indicators=())
    assert (part.programmes, part.indicators) == (few, ())
    filled = plan.fill(part, programmes=few)
    assert all(
        filled.facts[fact] == whole.facts[fact] for item in few for line in item.lines for fact in line.facts
    )
    some = plan.read_outline(shipped, programmes=(), indicators={item.id for item in whole.indicators[:4]})
    assert plan.fill(some, indicators=some.indicators).indicators == whole.indicators[:4]


@pytest.mark.parametrize("reading", [plan.read_edition, plan.read_outline])
def test_reading_takes_as_many_queries_whatever_the_size(
    shipped: Edition, reading: Callable[[Edition], EditionView], django_assert_num_queries: Assertion
) -> None:
    larger = plan.generate_edition(plan.read_shipped_edition(), year=2050, scale=5)
    edition = plan.load_edition(data=larger.edition, by=SYSTEM)
    with CaptureQueriesContext(connection) as small:
        reading(shipped)
    with django_assert_num_queries(len(small)):
        reading(edition)


def test_loading_again_changes_nothing(shipped: Edition) -> None:
    before = shipped.observations.count()
    again = load_shipped_edition(by=SYSTEM)
    assert again.pk == shipped.pk
    assert again.observations.count() == before
