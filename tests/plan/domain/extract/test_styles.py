"""Rules of extraction that documents of other bodies and styles need, each on the shortest text that shows it."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest

from yunghap.plan.domain.extract import extract_plan

TITLE = "2031년도 산업융합 실행계획"


def read(lines: Sequence[str], *names: str, title: str = TITLE) -> list[tuple[Any, ...]]:
    """The named fields of each quantity of the lines under a title."""
    found = extract_plan([title, "", *lines]).quantities
    return [tuple(_plain(getattr(quantity, name)) for name in names) for quantity in found]


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    return "·".join(value) if isinstance(value, tuple) else getattr(value, "value", value)


def test_cover_names_the_ministry_of_a_document_of_one_ministry() -> None:
    lines = ["환경부", "", "Ⅰ. 추진계획", "- 실증 12개소"]
    assert read(lines, "value", "ministry") == [(12, "환경부")]


def test_cover_says_nothing_where_other_ministries_have_a_part() -> None:
    lines = ["환경부", "", "Ⅰ. 추진계획", "- 실증 12개소", "- 로봇 3대 보급 (산업부)"]
    assert read(lines, "ministry") == [("",), ("산업부",)]


@pytest.mark.parametrize(
    "table",
    [
        ["구분|계|국비|시비", "교통|30|20|10"],
        ["┌────┬────┐", "│ 구분 │ 계 │ 국비 │ 시비 │", "│ 교통 │ 30 │ 20 │ 10 │", "└────┴────┘"],
        ["구    분      계     국비    시비", "교    통      30     20      10"],
        ["구분\t계\t국비\t시비", "도로", "교통\t30\t20\t10"],
    ],
    ids=["pipes", "box", "words set wide", "group row"],
)
def test_table_without_lines_around_it(table: list[str]) -> None:
    assert read(["Ⅰ. 투자계획", "(단위: 백만원)", *table], "value", "unit", "role") == [
        (30, "백만원", "budget"),
        (20, "백만원", "budget"),
        (10, "백만원", "budget"),
    ]


def test_caption_of_several_units_lends_the_one_that_suits_the_column() -> None:
    lines = ["Ⅰ. 투자계획", "(단위: 개, 백만원)", "전략\t사업수\t계\t국비", "교통\t3\t40\t30"]
    assert read(lines, "value", "unit") == [(3, "개"), (40, "백만원"), (30, "백만원")]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("산단별 80억원 지원", "억원/산단"),
        ("월 통신료 2만원", "만원/월"),
        ("보험료 기체당 40만원", "만원/기체"),
        ("연평균 30억원", "억원/년"),
        ("연간 처리능력 2만 개", "개/년"),
        ("에너지원단위 0.1TOE/백만원", "TOE/백만원"),
        ("참여수당 200만원", "만원"),
        ("부처별 300억원", "억원"),
    ],
)
def test_rate(text: str, unit: str) -> None:
    assert read(["Ⅰ. 추진계획", f"- {text}"], "unit") == [(unit,)]


def test_named_parts_that_add_up_take_the_unit_of_the_whole() -> None:
    lines = ["Ⅰ. 추진계획", "- 인력 210명 도입(베트남 150, 라오스 60)"]
    assert read(lines, "value", "unit") == [(210, "명"), (150, "명"), (60, "명")]


def test_numbers_far_from_adding_up_are_reported_not_guessed() -> None:
    found = extract_plan([TITLE, "", "Ⅰ. 추진계획", "- 인력 210명 도입(베트남 15, 라오스 6)"])
    assert [quantity.value for quantity in found.quantities] == [210]
    assert [entry.text for entry in found.not_understood] == ["15", "6"]


def test_total_cost_holds_for_the_time_of_the_project() -> None:
    lines = ["Ⅰ. 추진계획", "1. 단지 조성", " - 사업기간 : 2030. 1. ~ 2033. 12.", " - 총사업비 : 90억원"]
    assert read(lines, "value", "year") == [(90, 2030)]


def test_year_that_opens_a_paragraph_holds_for_the_paragraphs_after_it() -> None:
    first = "2030년은 제도가 자리를 잡은 해였다. 신청 기업이 크게 늘어 모두 195건의 과제를 승인하였고 58건이 시장에 나왔다."
    second = "산업통상자원부는 로봇과 제조를 잇는 실증사업을 벌여 섬유와 식음료 업종에 협동로봇 426대를 보급했으며 현장의 반응도 좋았다."
    found = read(
        ["제1장 돌아보며", "", first + " " + first[12:], "", second + " 앞으로도 이어 간다."],
        "value",
        "year",
        "role",
    )
    assert {(195, 2030, "actual"), (426, 2030, "actual")} <= set(found)


@pytest.mark.parametrize(
    "line",
    [
        "3. 신청자격\n- 컨소시엄(3개 이상 기관) 구성, 1인은 최대 5개 과제까지 참여",
        "- 제외대상 : 부채비율 500% 이상",
        "- 선정기준 : 평균 70점 이상",
        "- 제출서류 : 사본 각 1부",
        "- 하위 10% 과제",
        "주) 우수 90점 이상, 보통 75점 이상 90점 미만",
        "- 접수: 2. 19.(월) 09:00 ~ 3. 8.(금) 18:00",
        "- 4년간 추진",
    ],
)
def test_what_bounds_or_names_is_no_quantity(line: str) -> None:
    assert read(["Ⅰ. 추진계획", *line.split("\n")], "text") == []


def test_label_at_the_head_of_a_line_gives_the_role() -> None:
    lines = ["Ⅰ. 추진실적", "- 목표 : 모델 20개 개발, 로봇 300대 보급", "- 실적 : 모델 22개 개발"]
    assert read(lines, "value", "role") == [(20, "target"), (300, "target"), (22, "actual")]


def test_later_value_of_a_series_is_the_outcome_the_first_one_is() -> None:
    lines = ["Ⅰ. 추진계획", "- 수출 : '30년 62억불 → '35년 150억불"]
    assert read(lines, "year", "role") == [(2030, "actual"), (2035, "target")]


def test_report_on_an_evaluation_reports() -> None:
    assert read(["- 논문 214편"], "role", title="2031년 융합사업 중간평가 보고서") == [("actual",)]


def test_hours_per_head_are_counted_and_a_mean_age_is_a_value() -> None:
    lines = ["Ⅰ. 추진계획", "- 1인당 교육훈련 40시간 이상, 평균 연령 41.3세, 만 65세 이상 우선"]
    assert read(lines, "value", "unit") == [(40, "시간/인"), (41.3, "세")]


def test_note_of_the_unit_is_no_quantity() -> None:
    lines = ["Ⅰ. Budget", "(Unit: KRW 100 million)", "Area\t2030\t2031", "Health\t20\t30"]
    assert read(lines, "value", "unit", "year") == [(20, "억원", 2030), (30, "억원", 2031)]


def test_number_before_a_year_heads_a_chapter() -> None:
    lines = ["1 2030년 실적", "- 승인 12건", "2 2031년 계획", "- 승인 20건"]
    assert read(lines, "value", "year", "role") == [(12, 2030, "actual"), (20, 2031, "target")]


def test_this_year_is_the_one_on_the_cover() -> None:
    lines = ["2030. 11. 13.", "", "Ⅰ. 편성 방향", "- 올해 12건에서 내년 20건으로 확대"]
    assert read(lines, "value", "year", title="2031년도 예산안") == [(12, 2030), (20, 2031)]


def test_second_group_of_columns_has_a_ministry_of_its_own() -> None:
    lines = ["Ⅰ. 투자계획", "(단위: 억원)", "부처\t금액\t부처\t금액", "산업부\t30\t기타\t20"]
    assert read(lines, "value", "ministry") == [(30, "산업부"), (20, "")]


def test_what_is_aimed_at_by_a_year_holds_whatever_it_is_compared_with() -> None:
    lines = ["Ⅰ. 추진계획", "- 2040년까지 온실가스를 2018년보다 40% 감축"]
    assert read(lines, "value", "year") == [(40, 2040)]


def test_total_over_several_columns_of_words_keeps_its_columns() -> None:
    lines = ["Ⅰ. 투자계획", "(단위: 백만원)", "연번\t사업명\t2031\t2032", "1\t허브\t30\t40", "합 계\t30\t40"]
    assert read(lines, "value", "year") == [(30, 2031), (40, 2032)] * 2
