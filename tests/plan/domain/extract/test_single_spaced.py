"""Tables whose columns are one space apart, as the text of a PDF has them; and rules met beside such tables."""

import pytest

from yunghap.plan.contracts import Quantity, Role
from yunghap.plan.domain.extract import extract_plan

PLAN = "2024년 시행계획\n2024. 3.\n\nⅡ. 2024년 추진계획\n"


def read(text: str) -> list[Quantity]:
    return list(extract_plan((PLAN + text).strip("\n").split("\n")).quantities)


def cells(text: str) -> list[tuple[int | None, str, str]]:
    return [(one.year, one.unit, one.role.value) for one in read(text)]


ROWS = "{0} 120 150 180\n{1} 200 240 300\n{2} 31 35 40\n"
NAMES = ("온실 보급", "청년농 육성", "기술 이전")
YEARLY = [(2022, "억원", "budget"), (2023, "억원", "budget"), (2024, "억원", "budget")] * 3


@pytest.mark.parametrize(
    "header", ["구 분 2022 2023 2024", "사 업 명 2022년 2023년 2024년", "구분 2022 2023 2024"]
)
def test_header_set_wide_is_one_cell(header: str) -> None:
    assert cells("(단위 : 억원)\n" + header + "\n" + ROWS.format(*NAMES)) == YEARLY


@pytest.mark.parametrize(
    "header", ["지표명 단위 2022실적 2023실적 2024목표", "지 표 단위 '22년 실적 '23년 실적 '24년 목표"]
)
def test_words_before_the_numbers_may_be_two_columns(header: str) -> None:
    rows = ROWS.format("온실 보급 ha", "청년농 육성 명", "기술 이전 건")
    expected = [(2022, "actual"), (2023, "actual"), (2024, "target")]
    units = [unit for unit in ("ha", "명", "건") for _ in expected]
    assert cells(header + "\n" + rows) == [
        (year, unit, role) for unit, (year, role) in zip(units, expected * 3, strict=True)
    ]


def test_row_too_short_for_its_columns_makes_no_table() -> None:
    assert cells("지표명 단위 2022 2023 2024\n" + ROWS.format("온실 ha", "육성", "이전 건")) == []


def test_total_has_no_ministry_and_columns_of_words_may_close_a_row() -> None:
    rows = "온실 구축 농식품부 120 150 농정과\n양식 확산 해수부 60 72 수산과\n합 계 180 222 전체\n"
    found = read("(단위 : 억원)\n사업명 소관부처 2023년 예산(A) 2024년 예산(B) 담당\n" + rows)
    assert [one.ministry for one in found] == [("농림부",)] * 2 + [("해수부",)] * 2 + [()] * 2
    assert [one.year for one in found] == [2023, 2024] * 3


def test_tops_cover_as_many_columns_each() -> None:
    rows = "온실 120 60 150 70\n양식 80 40 95 45\n합 계 200 100 245 115\n"
    found = cells("(단위 : 억원)\n구분 2023년 2024년\n국비 지방비 국비 지방비\n" + rows)
    assert [year for year, *_ in found] == [2023, 2023, 2024, 2024] * 3


@pytest.mark.parametrize(
    "above", ["", "추진 내용은 다음과 같다\n", "다음 표: 2022 2023 2024\n", "가 나 다 라 마\n"]
)
def test_lines_under_no_header_are_no_table(above: str) -> None:
    assert cells(above + ROWS.format(*NAMES)) == []


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("과제 64개 중 61개를 계획대로 완료", Role.TARGET),
        ("최근 3개년 연평균 증가율을 고려하여 2024년 80건으로 설정", Role.TARGET),
        ("최근 3개년 평균 80건", Role.ACTUAL),
    ],
)
def test_plan_kept_to_is_no_plan(line: str, role: Role) -> None:
    assert read("○ " + line)[-1].role is role


def test_points_to_be_had_are_no_result() -> None:
    table = "1. 종합평가 배점\n\n| 평가항목 | 배점(점) |\n|---|---|\n| 목표달성도 | 60 |\n| 환류 | 40 |\n"
    assert cells(table) == [(2024, "점", "target")] * 2


def test_change_from_a_dated_value_is_of_the_year_before_it() -> None:
    found = read("○ 2023년 도입률은 28.0%로, 2021년 14.7%에서 13.3%p 상승")
    assert [one.year for one in found] == [2023, 2021, 2023]


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("기업당 5천만원 이내 시제품 제작비 보조", 1),
        ("특허 30건 이상 인력 양성", 1),
        ("연 5천만원 이상 시 제외", 0),
        ("5억원 이상인 사업", 0),
        ("평균 심의 기간은 75일까지 줄인다", 1),
    ],
)
def test_condition_word_stands_alone(line: str, count: int) -> None:
    assert len(read("○ " + line)) == count


def test_white_book_tells_its_own_year_in_the_part_on_the_next() -> None:
    text = "2023 산업융합 백서\n\n제1장 현황\n\n제2장 2024년의 정책 방향\n\n수출액은 2023년 31억 달러에서 2024년 35억 달러로 늘린다.\n"
    found = extract_plan(text.split("\n")).quantities
    assert [one.role for one in found] == [Role.ACTUAL, Role.TARGET]
