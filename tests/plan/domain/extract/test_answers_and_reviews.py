"""Answers to inspections, reviews half way, and tables as spreadsheets save them: each rule on the shortest text."""

from decimal import Decimal

import pytest

from yunghap.plan.contracts import Quantity, Role
from yunghap.plan.domain.extract import extract_plan


def read(text: str) -> list[Quantity]:
    return list(extract_plan(text.strip("\n").split("\n")).quantities)


ANSWERS = "2025년도 국정감사\n서면질의 답변서\n\n2025. 10. 30.\n\n산업통상부\n\n"


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("[질의 1] 김○○ 의원", "[답변] 소관 : 과학기술정보통신부 데이터진흥과"),
        (
            "질의 1. 데이터 사업의 성과는?",
            "답변 1. 소관부서: 과기정통부(데이터진흥과 홍○○ 사무관, 044-000-0000)",
        ),
        ("<질의 1>\n 데이터 사업의 성과는?", "<답변>\n 소관 : 과기정통부 데이터팀"),
        ("[질의요지] 데이터 사업", "[답변요지]\n[주무부처] 과학기술정보통신부"),
        ("Q1. 데이터 사업의 성과는?", "A1. (과기정통부) 성과는 아래와 같음"),
    ],
)
def test_answer_is_of_the_ministry_that_it_names(question: str, answer: str) -> None:
    text = f"{ANSWERS}{question}\n\n{answer}\n - 구역 9개소 운영\n\n[질의 2] 박○○ 의원\n[답변] 소관 : (범부처)\n - 과정 46개 운영\n"
    assert [(one.value, one.ministry) for one in read(text)] == [(9, ("과기부",)), (46, ())]


def test_two_answers_to_one_question_are_each_of_their_own_ministry() -> None:
    text = f"{ANSWERS}[질의 1] 수출\n[답변 1] 소관 : 산업부\n - 60건 지원\n[답변 2] 소관 : 복지부\n - 80개사 참가\n"
    assert [one.ministry for one in read(text)] == [("산업부",), ("복지부",)]


@pytest.mark.parametrize(
    ("heading", "year", "role"),
    [
        ("가. 실적", 2025, Role.ACTUAL),
        ("나. 향후 계획", 2026, Role.TARGET),
        ("다. 내년도 규모", 2026, Role.TARGET),
        ("라. 2024년 실적", 2024, Role.ACTUAL),
    ],
)
def test_answers_report_of_the_year_they_are_asked_in(heading: str, year: int, role: Role) -> None:
    text = f"{ANSWERS}[질의 1] 수출 지원은?\n[답변] 소관 : 산업부\n {heading}\n  - 60건 지원\n"
    assert [(one.year, one.role) for one in read(text)] == [(year, role)]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("[주무부처] 보건복지부, 산업통상부", ("복지부", "산업부")),
        ("[주무부처] 산업통상부 (전담기관 : KIAT)", ("산업부",)),
        ("소관부처 : 산업부(융합과 홍 사무관)", ("산업부",)),
        ("[사업기간] 2024~2028", ()),
        ("소관 : 산업부가 정하는 기관", ()),
    ],
)
def test_line_under_a_task_says_whose_it_is(line: str, names: tuple[str, ...]) -> None:
    text = f"2026년 운영계획\n\nⅢ. 과제\n\n<과제 1> 로봇 확산\n\n{line}\n[주요내용]\n - 로봇 260대 보급\n\n<과제 2> 해외\n - 거점 6개소 운영\n"
    assert [one.ministry for one in read(text)] == [names, ()]


def test_who_leads_a_plan_of_many_does_not_own_it() -> None:
    text = "2023년 성과계획\n주관 : 국무조정실 / 작성 : 산업부\n\n1. 목표\n - 로봇 260대 보급\n"
    assert [one.ministry for one in read(text)] == [()]


@pytest.mark.parametrize("name", ["산 업 부", "산  업  부", "산 업 통 상 부"])
def test_ministry_set_wide_names_its_row(name: str) -> None:
    rows = f"부처 | '23년 계획 | '24년 계획\n {name} | 11,200 | 11,045\n 기    타 | 2,900 | 2,775"
    text = f"2024년 시행계획\n\n1. 투자계획\n\n(단위 : 억원)\n{rows}\n"
    assert [one.ministry for one in read(text)] == [("산업부",)] * 2 + [()] * 2


HEADER = "2025년 운영계획\n\n1. 예산 (단위: 천원)\n"


@pytest.mark.parametrize(
    ("table", "values"),
    [
        (
            '구분, FY2024 결산, FY2025 예산\n출연금, "24,180,000", "25,634,000"\n계, "24,180,000", "25,634,000"',
            [24180000, 25634000] * 2,
        ),
        ('"구분","2024","2025"\n"출연금","24,180","25,634"\n"수탁, 기타","80","-"', [24180, 25634, 80]),
        ("구분,2024,2025\n출연금,24180,25634\n자체수입,210,△220", [24180, 25634, 210, -220]),
        ("구분;2024;2025\n출연금;24,180;25,634\n자체수입;210;220", [24180, 25634, 210, 220]),
    ],
)
def test_table_as_a_spreadsheet_saves_it(table: str, values: list[int]) -> None:
    found = read(f"{HEADER}{table}\n")
    assert [one.value for one in found] == values
    assert {one.unit for one in found} == {"천원"}
    assert [one.year for one in found][:2] == [2024, 2025]


@pytest.mark.parametrize(
    "text",
    [
        "국비 24,180, 지방비 81,455, 민자 10,220\n도비 1,180, 시비 1,455, 군비 1,220\n계 25,360, 82,910, 11,440",
        '사업명, 규모, 대상\n로봇 "보급, 260대, 32개소\n데이터, 35종, 9개',
        "부산, 대구, 광주에 설치하였음\n3, 4, 5\n6, 7, 8",
    ],
)
def test_enumerations_are_no_such_table(text: str) -> None:
    assert not [one for one in read(f"{HEADER}{text}\n") if one.cell is not None]


@pytest.mark.parametrize(
    ("printed", "value", "value_to", "unit"),
    [
        ("매출 3~5조원", 30000, 50000, "억원"),
        ("이용자 10~15만명", 100000, 150000, "명"),
        ("보급 2~3천개", 2000, 3000, "개"),
        ("지원 3~4천만원", 3000, 4000, "만원"),
        ("참가 5,000~1만명", 5000, 10000, "명"),
        ("예산 3~5억원", 3, 5, "억원"),
        ("예산 5천만~1억원", Decimal("0.5"), 1, "억원"),
        ("A budget of KRW 3-5 billion", 3, 5, "billion KRW"),
        ("A budget of USD 10 to 15 million", 10, 15, "million USD"),
    ],
)
def test_lower_bound_has_the_scale_of_the_upper(
    printed: str, value: Decimal, value_to: Decimal, unit: str
) -> None:
    found = read(f"2025년 시행계획\n\n1. 추진계획\n ○ {printed}\n")
    assert [(one.value, one.value_to, one.unit) for one in found] == [(value, value_to, unit)]


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("생산액 : ('22) 3.2 → ('25) 4.4조원", [32000, 44000]),
        ("지원금 : ('22) 2 → ('25) 3천만원", [2000, 3000]),
        ("총 5.2조원(국비 3.1, 민자 2.1) 투자", [52000, 31000, 21000]),
        ("총 5.2조원(국비 31,000, 민자 21,000) 투자", [52000, 31000, 21000]),
        ("총 5,200억원(국비 3,100, 민자 2,100) 투자", [5200, 3100, 2100]),
    ],
)
def test_numbers_without_a_unit_have_the_printed_scale(line: str, values: list[int]) -> None:
    assert [one.value for one in read(f"2025년 시행계획\n\n1. 추진계획\n ○ {line}\n")] == values


@pytest.mark.parametrize(
    "table",
    [
        "지표\t단위\t2024\t2025\n매출\t조원\t3.2\t4.4",
        "지표(단위)\t2024\t2025\n매출(조원)\t3.2\t4.4",
        "(단위 : 조원)\n지표\t2024\t2025\n매출\t3.2\t4.4",
    ],
)
def test_column_of_won_in_trillions_is_in_hundred_millions(table: str) -> None:
    found = read(f"2025년 시행계획\n\n1. 목표\n\n{table}\n")
    assert [(one.value, one.unit) for one in found] == [(32000, "억원"), (44000, "억원")]


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("제3차 산업융합 기본계획(2021~2025) 중간점검 결과 및 보완계획", 2023),
        ("제3차 산업융합 기본계획(2021~2025) 변경(안)", 2023),
        ("제3차 산업융합 기본계획(2021~2025)", 2021),
        ("제4차 산업융합 기본계획(2024~2028) 수정", 2024),
        ("2022년 추진실적 점검", 2022),
    ],
)
def test_review_is_of_its_own_year(title: str, year: int) -> None:
    assert extract_plan([title, "", "2023. 11. 24.", "", "Ⅰ. 점검 개요", " ㅇ 과제 92개"]).year == year


@pytest.mark.parametrize(
    ("columns", "years"),
    [
        (
            "2024년 예산(A) | 2024년 집행(B) | 집행률(B/A) | 2025년 예산(C) | 증감(C-A)",
            [2024, 2024, 2024, 2025, 2025],
        ),
        (
            "2023년 예산(A) | 2024년 예산(B) | 증감((B-A)/A) | 2025년 요구(C) | 비중(C/D)",
            [2023, 2024, 2024, 2025, 2025],
        ),
        ("2024년 목표 | 2024년 실적 | 달성률(%) | 2025년 목표 | 비고", [2024, 2024, 2024, 2025]),
    ],
)
def test_rate_is_of_the_years_it_is_computed_from(columns: str, years: list[int]) -> None:
    last = "-" if len(years) < 5 else "6.2"
    rows = f"| 과제 | {columns} |\n| 1-1 로봇 | 284 | 279 | 98.5 | 301 | {last} |\n"
    found = read(f"2025년 시행계획\n\n1. 예산 (단위: 억원, %)\n\n{rows}| 1-2. 인력 | - | - | - | - | - |\n")
    assert [one.year for one in found] == years


def test_row_set_with_spaces_goes_on_under_merged_cells() -> None:
    rows = [
        "  성과지표          구분       2023    2024    2025",
        "  실증건수(건)      목표       20      24      28",
        "                    실적       21      27      -",
        "                    달성률(%)  105.0   112.5   -",
        "  확산율(%)         목표       15.0    18.0    22.0",
        "                    실적       14.2    18.9    -",
    ]
    found = read("2025년 예산안\n\n1. 성과목표\n" + "\n".join(rows) + "\n")
    assert [(one.value, one.unit, one.year) for one in found if one.role is Role.ACTUAL] == [
        (21, "건", 2023),
        (27, "건", 2024),
        (105, "%", 2023),
        (Decimal("112.5"), "%", 2024),
        (Decimal("14.2"), "%", 2023),
        (Decimal("18.9"), "%", 2024),
    ]


@pytest.mark.parametrize(
    ("line", "years"),
    [
        ("제조업체는 2024년 6월 말 기준 1만 240개사, 종사자 27만명", [2024, 2024]),
        ("'23년 수출 287억불, 전년 대비 6.3% 증가했으나 상위 10개사 비중이 71%", [2023] * 4),
        ("가공기업 338개사, 종사자 7,214명 (이상 2024년)", [2024, 2024]),
        ("수출국 : 37개국(2024년), 상위 3개국 비중 58.6%(2024년)", [2024] * 3),
        ("수출국 : 37개국(2023년), 상위 3개국 비중 58.6%(2024년)", [2023, 2025, 2024]),
    ],
)
def test_year_holds_for_the_list_it_governs(line: str, years: list[int]) -> None:
    assert [one.year for one in read(f"2025년 시행계획\n\n1. 개요\n\n○ {line}\n")] == years


def test_same_time_with_its_first_value_in_a_parenthesis_is_read() -> None:
    text = "백서\n\n기온은 1968년부터 2023년까지 1.44℃ 올라 같은 기간 세계 평균(0.70℃)의 두 배를 넘었다.\n"
    assert [one.value for one in read(text)] == [Decimal("1.44"), Decimal("0.7")]


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("[1-1] 안전성 평가 기반 (산업육성과)", Role.TARGET),
        ("[1-1] 인력 양성과 활용", Role.TARGET),
        ("[1-1] 교육성과 (산업육성과)", Role.ACTUAL),
        ("[1-1] 사업 (추진성과)", Role.ACTUAL),
    ],
)
def test_departments_and_particles_are_no_performance(heading: str, role: Role) -> None:
    assert [one.role for one in read(f"2025년 시행계획\n\n{heading}\n ㆍ시험동 2동\n")] == [role]


@pytest.mark.parametrize(
    ("chapter", "year"),
    [("3. 2026년 추진계획", 2026), ("3. 2026년 추진방향", 2025), ("Ⅲ. 2026년 계획", 2026)],
)
def test_strategies_stand_under_the_number_that_holds_them(chapter: str, year: int) -> None:
    text = f"2025년 시행계획\n\n{chapter}\n\n<전략 1> 기술\n가. 로봇\n - 로봇 200대 보급\n<전략 2> 인력\n - 500명 훈련\n"
    assert [one.year for one in read(text)] == [year, year]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("예비타당성조사 : 해당없음 (총사업비 500억원 미만)", []),
        ("투자유치 1,940억원(목표 1,500억원 초과)", ["억원", "억원"]),
        ("사업비 5억원 이내", ["억원"]),
        ("지원조건 : 국고보조 50%, 지방비 30%, 자부담 20%", ["%", "%", "%"]),
        ("지원조건 : 매출 10억원, 상시 5명", []),
        ("5개교 선정, 교당 9억원 ('24년 45억원)", ["개교", "억원/교", "억원"]),
        ("교당 9억원 ('24년 8억원)", ["억원/교", "억원/교"]),
        ("교당 0억원 ('24년 8억원)", ["억원/교", "억원/교"]),
        ("접수 3. 2.(월) ~ 3. 20. 3회", ["회"]),
        ("조직 : 4본부 13팀 1센터", ["본부", "팀", "센터"]),
        ("인증 평균 소요 7.4개월", ["개월"]),
    ],
)
def test_what_counts_and_in_what_unit(line: str, found: list[str]) -> None:
    assert [one.unit for one in read(f"2025년 시행계획\n\n1. 개요\n\n○ {line}\n")] == found
