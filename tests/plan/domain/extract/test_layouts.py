"""Rules for covers, chapters and tables met in documents nobody had seen, each on the shortest text that shows it."""

import pytest

from tests.plan.domain.extract.test_styles import read
from yunghap.plan.domain.extract import extract_plan
from yunghap.plan.domain.extract.merged import stack_headers


@pytest.mark.parametrize(
    ("rows", "width", "expected"),
    [
        (
            [["지표", "실적", "목표", "산식"], ["'21", "'22", "'23", "'24"]],
            6,
            ["지표", "실적 '21", "실적 '22", "실적 '23", "목표 '24", "산식"],
        ),
        (
            [["지표", "실적", "목표", "산식"], ["'22", "'23", "'24"]],
            5,
            ["지표", "실적 '22", "실적 '23", "목표 '24", "산식"],
        ),
        (
            [["부처", "과제", "투자"], ["계획", "실적", "계획", "실적"]],
            5,
            ["부처", "과제 계획", "과제 실적", "투자 계획", "투자 실적"],
        ),
        (
            [["부처", "과제", "", "투자"], ["", "계획", "실적", "계획", "집행"]],
            5,
            ["부처", "과제 계획", "과제 실적", "투자 계획", "투자 집행"],
        ),
        (
            [["부처", "과제", "", "투자", ""], ["계획", "실적", "계획", "집행"]],
            5,
            ["부처", "과제 계획", "과제 실적", "투자 계획", "투자 집행"],
        ),
        (
            [["구분", "2023", "2024"], ["", "국비", "도비", "국비", "도비"]],
            5,
            ["구분", "2023 국비", "2023 도비", "2024 국비", "2024 도비"],
        ),
        (
            [["지표", "실적", "목표", "비고"], ["가", "나", "다"]],
            5,
            ["지표", "실적 가", "실적 나", "목표 다", "비고"],
        ),
        ([], 2, ["", ""]),
    ],
)
def test_merged_headers_stand_over_their_columns(
    rows: list[list[str]], width: int, expected: list[str]
) -> None:
    assert [" ".join(words) for words in stack_headers(rows, width, 2024)] == expected


def test_card_of_one_indicator_has_its_unit_in_a_row() -> None:
    lines = ["구분\t내용", "정의\t회수한 양", "단위\t건", "'30 실적\t1,520", "'31 목표\t1,900", "가중치\t50%"]
    assert read(lines, "value", "unit", "year", "role") == [
        (1520, "건", 2030, "actual"),
        (1900, "건", 2031, "target"),
    ]


@pytest.mark.parametrize(
    ("cover", "year"),
    [
        (["로봇 조성 종합계획", "(2027~2031)", "", "2026. 12."], 2027),
        (["추진실적 점검(안)", "", "2022. 11. 16.", "", "Ⅰ. 개요", "□ 대책('20.9월) 점검"], 2022),
        (["□ 2024년 계획"], 2024),
    ],
)
def test_year_of_the_cover(cover: list[str], year: int) -> None:
    assert extract_plan(cover).year == year


@pytest.mark.parametrize(
    "heads",
    [
        ("< 1 > 2030년 성과", "< 2 > 2031년 계획"),
        ("A. Achievements in 2030", "B. Targets for 2031"),
        ("1장  2030년 실적", "2장  2031년 계획"),
        ("1부. 2030년 사업보고", "2부. 2031년 사업계획"),
        ("■ 작년에는 이만큼 했습니다", "■ 올해 이렇게 합니다"),
    ],
)
def test_chapters_however_numbered_give_year_and_tense(heads: tuple[str, str]) -> None:
    lines = [heads[0], "- 승인 12건", "", heads[1], "- 승인 20건"]
    assert read(lines, "value", "year", "role") == [(12, 2030, "actual"), (20, 2031, "target")]


def test_report_turns_to_what_is_proposed_in_its_own_year() -> None:
    lines = ["1. 실적", "- 승인 12건", "2. 4분기 계획", "- 승인 3건", "3. 개선방안", "- 전담 5명"]
    assert read(lines, "value", "year", "role", title="2031년 이행점검 결과") == [
        (12, 2031, "actual"),
        (3, 2031, "target"),
        (5, 2031, "target"),
    ]


def test_part_of_this_year_is_reported_in_this_year() -> None:
    lines = ["Ⅰ. 상반기 추진 점검", "- 승인 12건"]
    assert read(lines, "year", "role") == [(2031, "actual")]


def test_heading_of_two_years_dates_the_steps_under_it() -> None:
    lines = ["Ⅰ. 추진목표 ('30 → '35)", "- 비중 : 7% → 25%"]
    assert read(lines, "value", "year", "role") == [(7, 2030, "actual"), (25, 2035, "target")]


def test_bracketed_ministry_opens_a_part_without_a_gap() -> None:
    lines = ["Ⅰ. 추진계획", "", "[국토부]", "- 지구 34곳", "[산업부]", "- 부품 16종"]
    assert read(lines, "value", "ministry") == [(34, "국토부"), (16, "산업부")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- 드론 10곳(국토부), 로봇 20대 보급(산업부)", [(10, "국토부"), (20, "산업부")]),
        ("- 선박 12척 지원(해수부, 86억원)", [(12, "해수부"), (86, "해수부")]),
        ("감사원은 결함 3건을 지적하였다.", [(3, "")]),
    ],
)
def test_ministry_named_for_one_number(text: str, expected: list[tuple[int, str]]) -> None:
    assert read([text], "value", "ministry") == expected


def test_ministry_over_a_body_is_not_the_numbers_own() -> None:
    assert read(["1. 기관 일반현황", "○ 소관부처 : 산업부", "○ 정원 284명"], "ministry") == [("",)]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("- 기업당 신규 1억원, 고도화 1.5억원까지 지원", ["억원/기업", "억원/기업"]),
        ("- 과제당 상한을 5억 원에서 8억 원으로 상향", ["억원/과제", "억원/과제"]),
        ("- 신규 58개 / 과제별 7억원", ["개", "억원/과제"]),
        ("- 고용은 10억 원당 8명", ["명"]),
    ],
)
def test_what_an_amount_is_for(text: str, unit: list[str]) -> None:
    assert [found[0] for found in read([text], "unit")] == unit


def test_amounts_under_a_header_for_each() -> None:
    lines = ["사업\t과제당 연구비\t과제당 만족도", "나노\t500백만원\t80%"]
    assert read(lines, "value", "unit") == [(500, "백만원/과제"), (80, "%")]


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("- 2030년 27억불로 전년 대비 6% 감소", [2030, 2030]),
        ("- 2030년 6월 발표한 대책에 따라 12개소 조성", [2031]),
        ("- Fund of USD 50 million to be raised by 2035", [2035]),
        ("- 인력 60명 충원(식약처, '32년)", [2032]),
    ],
)
def test_year_of_a_clause(text: str, year: list[int]) -> None:
    assert [found[0] for found in read([text], "year")] == year


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("- 시장위험 VaR(99%) 산출", []),
        ("- 설문(문항 32번) 반영", []),
        ("* 매출 50억원 이상, 창업 7년 이내", []),
        ("- 매출 100억원 이상은 5개사", [5]),
        ("- 이송장비 112대 도입", [112]),
        ("- 기술격차 3.4년 → 1.5년", [3.4, 1.5]),
    ],
)
def test_numbers_told_apart(text: str, values: list[float]) -> None:
    assert [found[0] for found in read([text], "value")] == values


def test_cost_to_be_lowered_is_a_target_and_money_paid_is_budget() -> None:
    lines = ["- 설치비를 6만원 이하로 낮춤", "- 지원단가 5만원"]
    assert read(lines, "role") == [("target",), ("budget",)]


def test_tables_say_unit_year_and_change() -> None:
    lines = ["(단위: 개, 억원)", "부처\t과제수\t'30 예산\t'31 예산\t증감", "산업부\t8\t30\t35\t5"]
    assert read(lines, "value", "unit") == [(8, "개"), (30, "억원"), (35, "억원"), (5, "억원")]
    lines = ["연도\t사업량\t사업비(백만원)", "2031\t1동\t800", "2032\t3개소\t900"]
    assert read(lines, "value", "year") == [(1, 2031), (800, 2031), (3, 2032), (900, 2032)]


def test_row_of_a_rate_under_a_caption_of_money_and_percent() -> None:
    lines = ["(단위: 백만원, %)", "구분\t2029\t2030", "집행액\t46,900\t55,100", "집행률\t97.3\t98.6"]
    assert [found[0] for found in read(lines, "unit")] == ["백만원", "백만원", "%", "%"]


def test_duration_within_a_row_of_durations() -> None:
    lines = ["구분\t종전\t2031년", "심의 기간\t평균 85일\t60일 이내"]
    assert read(lines, "value", "role") == [(85, "actual"), (60, "target")]


def test_table_in_columns_of_spaces_may_lack_its_last_cells() -> None:
    lines = [
        "2022년도 시행계획",
        "1. 투자계획",
        "                                   (단위: 백만원)",
        "구분            '21실적      '22계획      증감      비고",
        "계              56,780       64,210     7,430",
        "1. 제조융합      21,300       25,400     4,100     국비확대",
        "2. 바이오융합    35,480       38,810     3,330",
    ]
    plan = extract_plan(lines)
    assert [(q.value, q.unit, q.year) for q in plan.quantities if q.line == 7] == [
        (35480, "백만원", 2021),
        (38810, "백만원", 2022),
        (3330, "백만원", 2022),
    ]
    assert plan.not_understood == ()


def test_columns_one_space_apart_are_a_table_where_header_and_rows_agree() -> None:
    lines = [
        "2021년 실행계획",
        "<표> 전략별 투자 (단위 : 억원)",
        "전략 '20년 '21년 증감률(%)",
        "디지털 융합 15,210 15,980 5.1",
        "그린 융합 12,906 13,410 3.9",
        "합계 28,116 29,390 4.5",
    ]
    found = [(q.text, q.unit, q.year) for q in extract_plan(lines).quantities if q.line == 5]
    assert found == [("12,906", "억원", 2020), ("13,410", "억원", 2021), ("3.9", "%", 2021)]
    # A header of other words than columns makes none.
    apart = extract_plan([*lines[:2], "전략별 투자액은 다음과 같다", *lines[3:]])
    assert [q.text for q in apart.quantities if q.line == 5 and q.cell] == []


def test_value_of_the_same_time_and_of_years_ago_have_their_years() -> None:
    lines = [
        "2022년 융합 백서",
        "기업은 2016년 9,840개에서 2021년 16,320개로 늘었고, 같은 기간 매출은 211조원에서 348조원으로 늘었다.",
        "이 기간 고용은 120명에서 130명으로 늘었다.",
        "비중은 '18년 18.4%로 3년 전(14.9%)에 비해 높다.",
    ]
    found = {q.text: q.year for q in extract_plan(lines).quantities}
    assert (found["211조원"], found["348조원"]) == (2016, 2021)
    assert found["120명"] == found["130명"] == 2022
    assert (found["18.4%"], found["14.9%"]) == (2018, 2015)


def test_bracketed_ministry_on_a_line_of_its_own_closes_a_bullet() -> None:
    lines = [
        "2021년 실행계획",
        "1. 추진과제",
        "□ 적합성 인증 23건과 국가표준 41종을 제정하여 시장에 나오는",
        "기간을 6개월로 단축",
        "[산업통상자원부]",
        "□ 스마트 어항으로 12개를 전환하고 친환경 어선 40척의 새로운",
        "건조를 지원 [해양수산부]",
        "",
        "[환경부]",
        "□ 충전소 3개소를 설치",
    ]
    found = {q.text: q.ministry for q in extract_plan(lines).quantities}
    assert found["23건"] == ("산업부",)
    assert found["12개"] == found["40척"] == ("해수부",)
    assert found["3개소"] == ("환경부",)
