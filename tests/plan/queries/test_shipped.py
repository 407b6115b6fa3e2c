"""The shipped 2023 edition: its tables equal the printed ones to the last digit."""

import pytest

from tests.factories import plan as make
from yunghap.core.actors import SYSTEM
from yunghap.plan.models import Edition
from yunghap.plan.service import load_shipped_edition, money_by_ministry, money_by_node, plan_at_a_glance
from yunghap.programmes.service import Phase

pytestmark = pytest.mark.django_db

EOK = 10**8
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


@pytest.mark.parametrize(
    ("phase", "figures", "total"),
    [(Phase.PLANNED, AREAS_2023, 3_268_270_000_000), (Phase.EXECUTED, AREAS_2022, 3_456_155_000_000)],
)
def test_area_table_equals_the_printed_one(
    shipped: Edition, phase: Phase, figures: dict[str, str], total: int
) -> None:
    table = money_by_node(shipped, scheme="AREAS", phase=phase)
    got = {
        row.key: f"{row.printed.value} {row.share.value}" for row in table.rows if row.printed and row.share
    }
    assert got == figures
    assert table.total is not None
    assert table.total.krw == total == table.printed_sum_krw


@pytest.mark.parametrize(
    ("phase", "figures"), [(Phase.PLANNED, MINISTRIES_2023), (Phase.EXECUTED, MINISTRIES_2022)]
)
def test_ministry_table_equals_the_printed_one(
    shipped: Edition, phase: Phase, figures: dict[str, str]
) -> None:
    table = money_by_ministry(shipped, phase=phase)
    rows = [
        (row.key, f"{row.printed.value} {row.share.value}") for row in table.rows if row.printed and row.share
    ]
    assert rows == list(figures.items())
    assert table.total is not None
    assert table.printed_sum_krw == table.total.krw


@pytest.mark.parametrize("phase", [Phase.PLANNED, Phase.EXECUTED])
@pytest.mark.parametrize("scheme", ["AREAS", "DIRECTIONS", None])
def test_itemised_money_is_in_one_row_or_visibly_in_none(
    shipped: Edition, phase: Phase, scheme: str | None
) -> None:
    if scheme is None:
        table = money_by_ministry(shipped, phase=phase)
    else:
        table = money_by_node(shipped, scheme=scheme, phase=phase)
    lowest = [row for row in table.rows if row.node is None or scheme == "AREAS" or row.node.parent]
    assert (
        sum(row.itemised_krw for row in lowest) + table.unplaced_krw + table.unknown_krw == table.itemised_krw
    )
    assert table.total is not None
    assert table.total.krw is not None
    assert table.itemised_krw + (table.remainder_krw or 0) == table.total.krw


def test_multi_year_totals_and_contained_lines_enter_no_annual_sum(shipped: Edition) -> None:
    table = money_by_node(shipped, scheme="DIRECTIONS")
    task = next(row for row in table.rows if row.key == "2.1")
    # 410 (not + 410.1 of its parts, not + 9,352 of 2023-2030) + 40 + 113 + 64
    assert task.itemised_krw == 627 * EOK


def test_glance_counts_what_the_text_has(shipped: Edition) -> None:
    glance = plan_at_a_glance(shipped)
    assert (glance.directions, glance.tasks, glance.areas, glance.ministries) == (3, 7, 4, 11)
    assert [item.name for item in glance.flagship] == ["반도체", "디스플레이", "배터리", "미래 모빌리티"]
    assert glance.unbound_targets == glance.targets > 0


def test_loading_again_changes_nothing(shipped: Edition) -> None:
    before = shipped.observations.count()
    again = load_shipped_edition(by=SYSTEM)
    assert again.pk == shipped.pk
    assert again.observations.count() == before
