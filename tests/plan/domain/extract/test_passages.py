"""What short passages of plans, budgets and reports showed: each rule on the shortest text."""

import pytest

from yunghap.plan.contracts import Quantity, Role
from yunghap.plan.domain.extract import extract_plan


def read(text: str) -> list[Quantity]:
    return list(extract_plan(text.strip("\n").split("\n")).quantities)


def of_plan(line: str) -> list[Quantity]:
    return read(f"2025년 시행계획\n\n1. 개요\n\n○ {line}\n")


@pytest.mark.parametrize(
    ("line", "years"),
    [
        ("2024년 예산 : 120억원(전년 98억원 대비 22억원 증)", [2024, 2023, 2024]),
        ("2030년까지 200개로 확대(전년 150개)", [2030, 2024]),
        ("2024. 6. 30. 조사 200개(전년 150개)", [2024, 2023]),
        ("'24년 생산액은 182억원으로 전년('23년 168억원)보다 8.3% 증가", [2024, 2023, 2024]),
        ("2023년과 비교하면 승인은 12.3% 늘었다", [2025]),
    ],
)
def test_year_before_is_that_before_the_printed_one(line: str, years: list[int]) -> None:
    assert [one.year for one in of_plan(line)] == years


@pytest.mark.parametrize(
    ("line", "texts"),
    [
        ("GPU 1만장 확보", ["1만장"]),
        ("지원대상 : 매출액 100억원 이하, 업력 7년 이내 기업", []),
        ("지원대상 : 중소기업 50개사, 기업당 2억원", ["50개사", "2억원"]),
    ],
)
def test_what_is_counted(line: str, texts: list[str]) -> None:
    assert [one.text for one in of_plan(line)] == texts


def test_who_pays_what_of_a_rate_shares_it() -> None:
    found = of_plan("개소당 국비 3억원, 지방비 1.5억원이며 총 20개소")
    assert [one.unit for one in found] == ["억원/개소", "억원/개소", "개소"]


def test_rate_of_spending_names_an_indicator_in_a_row() -> None:
    found = read("2025년 계획\n\n지표\t2024\t2025\n예산 집행률(%)\t98.1\t98.5\n만족도(점)\t83\t84\n")
    assert [one.role for one in found] == [Role.ACTUAL, Role.TARGET] * 2


@pytest.mark.parametrize(("cells", "count"), [(("8", "3"), 6), (("2024. 3.", "2024. 5."), 4)])
def test_completed_is_counted_where_its_cells_are_numbers(cells: tuple[str, str], count: int) -> None:
    rows = "".join(f"{name}\t24\t{cell}\t1\n" for name, cell in zip(("로봇", "드론"), cells, strict=True))
    assert len(read("2024년 점검 결과\n\n분야\t과제 수\t완료\t지연\n" + rows)) == count


def test_row_in_columns_of_spaces_may_lack_its_last_cell() -> None:
    found = read(
        "2023년 성과보고\n\n구  분      계획      실적      비고\n교육생(명)   1,200     1,254     초과\n과정(개)       24        25\n"
    )
    assert [one.role for one in found] == [Role.TARGET, Role.ACTUAL] * 2


def roles_of(text: str) -> list[tuple[int | None, Role]]:
    return [(one.year, one.role) for one in read(text)]


def test_rate_reached_under_goal_and_result_is_a_result() -> None:
    rows = "수입(억원)\t목표\t55\t60\n\t실적\t53\t64\n\t달성률(%)\t96.4\t106.7\n"
    found = roles_of("2023년 자율평가 보고서\n\nⅡ. 달성현황\n지표\t구분\t2022\t2023\n" + rows)
    assert found[-2:] == [(2022, Role.ACTUAL), (2023, Role.ACTUAL)]


def test_who_helps_is_not_who_leads() -> None:
    found = read("2024년 계획\n\n과제\t주관부처\t협조부처\t예산(억원)\n수소\t산업부\t환경부\t120\n")
    assert [one.ministry for one in found] == [("산업부",)]


def test_card_names_its_ministry_in_a_row() -> None:
    found = read(
        "2024 사업설명서\n\n| 항목 | 내용 |\n|---|---|\n| 주관부처 | 교육부 |\n| 규모 | 12개교 |\n| 기간 | 2022~2026 |\n"
    )
    assert [one.ministry for one in found] == [("교육부",)]


def test_years_head_what_is_done_in_words() -> None:
    rows = "| 단지 | 설계 | 1개소 착공 | 3개소 운영 |\n| 인력 | 100명 | 200명 | 300명 |\n"
    found = read("2025년 계획\n\n| 과제 | 2025 | 2026 | 2027 |\n|---|---|---|---|\n" + rows)
    assert [one.year for one in found] == [2026, 2027, 2025, 2026, 2027]


@pytest.mark.parametrize(
    ("line", "years", "ministry"),
    [
        ("총지출 : ('24) 11조원 → ('25안) 12조원", [2024, 2025], ()),
        ("산업부 소관 과제는 24개", [2025], ("산업부",)),
    ],
)
def test_bill_of_a_year_and_what_is_a_ministrys(
    line: str, years: list[int], ministry: tuple[str, ...]
) -> None:
    found = of_plan(line)
    assert [one.year for one in found] == years
    assert {one.ministry for one in found} == {ministry}


@pytest.mark.parametrize("areas", [["충청", "호남"], ["충청", "호남", "계"]])
def test_row_of_a_count_takes_the_counter_of_the_caption(areas: list[str]) -> None:
    head, values = "\t".join(areas), "\t".join("123"[: len(areas)])
    found = read(f"2024년 계획\n\n(단위 : 개소, 억원)\n구분\t{head}\n센터 수\t{values}\n사업비\t{values}\n")
    assert [one.unit for one in found] == ["개소"] * len(areas) + ["억원"] * len(areas)


def test_statistics_tell() -> None:
    found = roles_of("2023년 주요 통계\n\n구분\t2021\t2023\n종사자(명)\t876\t934\n")
    assert found == [(2021, Role.ACTUAL), (2023, Role.ACTUAL)]
