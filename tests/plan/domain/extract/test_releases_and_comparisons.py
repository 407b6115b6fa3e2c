"""Joint press releases, what a year is compared with, lists led by a sentence: each rule on the shortest text."""

from decimal import Decimal

import pytest

from yunghap.plan.contracts import Quantity, Role
from yunghap.plan.domain.extract import extract_plan


def read(text: str) -> list[Quantity]:
    return list(extract_plan(text.strip("\n").split("\n")).quantities)


def of_plan(line: str) -> list[Quantity]:
    return read(f"2025년 시행계획\n\n1. 개요\n\n○ {line}\n")


RELEASE = "보 도 자 료\n\n보도시점 : 2024. 5. 21.(화) 14:00\n\n바이오 인재 키운다\n- {whose} 「인재 양성방안」 발표 -\n\n"


@pytest.mark.parametrize(("whose", "names"), [("관계부처 합동", ()), ("제9차 회의,", ("복지부",))])
def test_release_of_several_ministries_is_of_none(whose: str, names: tuple[str, ...]) -> None:
    text = RELEASE.format(whose=whose) + "보건복지부(장관 ○○○)는 방안을 발표했다.\n\n종사자는 620개사이다.\n"
    assert [one.ministry for one in read(text)] == [names]


def test_line_under_a_bullet_says_whose_it_is() -> None:
    text = "2026년 계획\n\n1. 과제\n\n □ 로봇 확산\n  - 담당부처 : 산업부\n  - 로봇 260대 보급\n □ 해외\n  - 거점 6개소 운영\n"
    assert [one.ministry for one in read(text)] == [("산업부",), ()]


def test_number_behind_a_marker_of_markdown_is_a_marker() -> None:
    found = extract_plan(["# 2025년 계획", "", "## 2. 2024년 성과", "", "- 서비스 23종 운영"])
    assert [(one.value, one.year) for one in found.quantities] == [(23, 2024)]
    assert not found.not_understood


def test_contact_at_the_end_names_nobody_for_the_section() -> None:
    text = "2024년 계획\n\nQ1. 취업률은?\n 75%를 목표로 한다.\n - 과정 3개 운영\n\n담당 부서 : 보건복지부 산업과 (044-202-0000)\n"
    assert [one.ministry for one in read(text)] == [(), ()]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("산업통상자원부와 환경부는 수출상담회 4회를 열었다.", ("산업부", "환경부")),
        ("교육부, 고용부는 6회를 열었다.", ("교육부", "고용부")),
        ("환경부는 산업부와 4회를 열었다.", ("환경부",)),
    ],
)
def test_joint_subject_names_all(line: str, names: tuple[str, ...]) -> None:
    assert [one.ministry for one in of_plan(line)] == [names]


@pytest.mark.parametrize(
    ("rows", "units"),
    [
        ("학위\t인원\t100\t120\n\t예산\t20\t25", ["명", "명", "억원", "억원"]),
        ("인원\t\t100\t120\n사업비\t\t20\t25", ["명", "명", "억원", "억원"]),
    ],
)
def test_rows_take_the_unit_of_the_caption_that_suits_them(rows: str, units: list[str]) -> None:
    text = f"2024년 계획\n\n1. 목표\n\n(단위: 명, 억원)\n구분\t세부\t2024\t2025\n{rows}\n"
    assert [one.unit for one in read(text)] == units


def test_columns_take_the_unit_of_the_caption_that_suits_them() -> None:
    text = "2024년 계획\n\n1. 현황\n\n(단위: 대, 기)\n시군\t승용차\t버스\t충전소\n천안\t402\t12\t4\n아산\t355\t21\t5\n"
    assert [one.unit for one in read(text)] == ["대", "대", "기"] * 2


def test_last_letter_of_a_word_and_a_short_header_are_two_columns() -> None:
    rows = [
        "  분 야        계        2024년   2025년",
        "  생산         64,000    6,400    12,800",
        "  활용         18,000    2,700    3,600",
    ]
    found = read("2024년 계획\n\n3. 투자계획 (단위: 백만원)\n" + "\n".join(rows) + "\n")
    assert [one.year for one in found if one.value in {6400, 12800}] == [2024, 2025]


def test_total_set_wide_is_one_cell() -> None:
    rows = [
        " 사 업 명            2024결산   2025예산",
        " 의료데이터          28,150     32,100",
        " 돌봄로봇             9,800     11,250",
        " 합  계              37,950     43,350",
    ]
    found = read("2025년 계획\n\n1. 현황\n (단위 : 백만원)\n" + "\n".join(rows) + "\n")
    assert [one.year for one in found] == [2024, 2025] * 3


def test_term_of_a_project_in_a_cell_is_no_quantity() -> None:
    rows = "구분\t당초\t변경\t증감\n사업비\t240억원\t215억원\t△25억원\n사업기간\t2년\t3년\t1년\n처리기간\t20일\t15일\t5일\n"
    assert [one.unit for one in read(f"2025년 계획 변경\n\n1. 변경\n\n{rows}")] == ["억원"] * 3 + ["일"] * 3


@pytest.mark.parametrize(
    ("line", "units"),
    [
        ("보조금 대당 3억 7천만원(국비 2.6억원, 지방비 1.1억원)", ["억원/대"] * 3),
        ("1인당 지원 100만원(국비 60만원, 도비 20만원, 시비 20만원)", ["만원/인"] * 4),
        ("총 37억원(국비 26억원, 지방비 11억원)", ["억원"] * 3),
        ("하루 평균 36회로 전년의 41회보다 줄었다", ["회/일", "회/일"]),
        ("종자 12만 립을 확보", ["립"]),
        ("1벌당 12만원 지원, 구명조끼 1벌 보급", ["만원/벌", "벌"]),
        ("1담당 구역", []),
        ("수출(억불) : ('22) 31.5 → ('23) 30.0 → ('24) 30.4", ["억불"] * 3),
        ("산업 4.0 확산, 4.0 버전", []),
        ("Average time to market cut from 5.4 to 4.1 years", ["years", "years"]),
        ("Average time to market cut from 5 years to 4.1 years", ["years", "years"]),
        ("A budget of KRW 5 to 3 billion", ["KRW"]),
        ("A budget of KRW 3 to 5 sites", ["KRW", "sites"]),
    ],
)
def test_what_each_number_is_counted_in(line: str, units: list[str]) -> None:
    assert [one.unit for one in of_plan(line)] == units


@pytest.mark.parametrize(
    ("line", "roles"),
    [
        ("2025년 예산규모는 128억원으로 전년도(126억원)보다 증가", [Role.BUDGET, Role.BUDGET]),
        ("집행액은 118억원으로 전년도(116억원)보다 증가", [Role.ACTUAL, Role.ACTUAL]),
        ("투자유치는 목표를 17.5% 상회하였다", [Role.ACTUAL]),
        ("투자유치(목표 15억원 초과)", [Role.TARGET]),
        ("목표 30분 미달", [Role.TARGET]),
        ("overseas orders of USD 1.2 billion by 2029", [Role.TARGET]),
    ],
)
def test_role_by_what_is_compared(line: str, roles: list[Role]) -> None:
    assert [one.role for one in of_plan(line)] == roles


def test_goals_told_in_a_note_of_a_report_are_targets() -> None:
    text = "2025년 계획\n\nⅠ. 2024년 성과\n\n ○ 상담 8,214건, 임대 35척\n   ※ 당초 목표는 상담 7,500건, 임대 25척\n"
    assert [one.role for one in read(text)] == [Role.ACTUAL] * 2 + [Role.TARGET] * 2


@pytest.mark.parametrize(
    ("header", "roles"),
    [
        ("2023 기준값 | 2027 목표", [Role.BASELINE, Role.TARGET]),
        ("2023년 말 기준 | 2027 목표", [Role.ACTUAL, Role.TARGET]),
    ],
)
def test_starting_value_under_its_year(header: str, roles: list[Role]) -> None:
    text = f"2025년 계획\n\n1. 목표\n\n| 지표 | 단위 | {header} |\n| 순환율 | % | 61.2 | 66.0 |\n"
    assert [one.role for one in read(text)] == roles


@pytest.mark.parametrize(
    ("lines", "years"),
    [
        (
            ["다음과 같이 2023년 말까지 이루었다:", " - 기업 412개사 지원", "   * 고용 87명", " - 특허 12건"],
            [2023] * 3,
        ),
        (["다음과 같이 2023년 말까지 이루었다:", " - 기업 412개사 지원", "□ 특허 12건"], [2023, 2025]),
        (["다음과 같이 2023년 말까지 이루었다.", " - 기업 412개사 지원"], [2025]),
        (["2022년과 2023년에 이룬 것:", " - 기업 412개사 지원"], [2025]),
        ([" - 기업 412개사 지원", " - 특허 12건"], [2025, 2025]),
    ],
)
def test_list_is_of_the_year_of_the_sentence_that_leads_it(lines: list[str], years: list[int]) -> None:
    assert [one.year for one in read("2025년 계획\n\n1. 개요\n\n" + "\n".join(lines) + "\n")] == years


@pytest.mark.parametrize(
    ("line", "years"),
    [
        ("매출 : ('23) 5.98조원 → ('24p) 6.21조원 → ('25e) 6.74조원", [2023, 2024, 2025]),
        ("기온은 1968년부터 2023년까지 1.44℃ 올랐다", [1968]),
        ("제3차 강화대책(2023~2025)의 과제 254개를 추진한다", [2025]),
        ("강화대책(2023~2025)에 12억원", [2023]),
    ],
)
def test_years_of_series_spans_and_names(line: str, years: list[int]) -> None:
    assert [one.year for one in of_plan(line)] == years


def test_forecast_in_a_series_of_earnings_is_earned() -> None:
    found = of_plan("매출 : ('23) 5.98조원 → ('24p) 6.21조원 → ('25e) 6.74조원")
    assert [(one.value, one.role) for one in found][-1] == (Decimal(67400), Role.TARGET)
