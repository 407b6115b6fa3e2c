"""Rules of extraction that hold whatever a document's words: what one part of a text lends to another."""

import pytest

from tests.plan.domain.extract.test_styles import read


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("2031년도 환경부 주요업무 추진계획", []),
        ("2031년도 주요업무 추진계획", ["2031. 1. 환경부"]),
        ("2031년도 시행계획(환경부 소관)", []),
        ("2031년 업무보고 - 환경부", []),
        ("보도자료", ["담당부서 환경부 물정책과", "2031년 대책"]),
        ("보도자료", ["□ 환경부(장관 김○○)는 2031년 계획을 밝혔다."]),
    ],
    ids=["title", "title's end", "title's dash", "day and ministry", "whose press release", "who says it"],
)
def test_first_page_names_the_ministry(title: str, lines: list[str]) -> None:
    assert read([*lines, "", "Ⅰ. 추진계획", "- 실증 12개소"], "ministry", title=title) == [("환경부",)]


def test_title_for_one_year_of_a_longer_plan_is_of_that_year() -> None:
    title = "제4차 기본계획('29~'33) 2031년 시행계획"
    assert read(["Ⅰ. 추진계획", "- 비율 35%('30) → 38%('31)"], "year", "role", title=title) == [
        (2030, "actual"),
        (2031, "target"),
    ]


def test_heading_is_not_of_a_year_that_it_only_compares_with() -> None:
    assert read(["목표 3. 온실가스 30% 감축(2023년 대비)"], "year") == [(2031,)]


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("제2장 무엇을 하였나", "actual"),
        ("Ⅰ. 지난 1년의 평가", "actual"),
        ("Ⅰ. 경영환경", "actual"),
        ("Ⅰ. 이렇게 바꾸겠습니다", "target"),
        ("Ⅰ. 앞으로 할 일", "target"),
    ],
)
def test_heading_tells_or_intends(heading: str, role: str) -> None:
    assert read([heading, "- 실증학교 38교 운영"], "role") == [(role,)]


def test_white_book_tells_where_nothing_else_is_said() -> None:
    lines = ["발간사", "기기 보급률은 72%로 평균을 웃돈다.", "제3부 앞으로 할 일", "- 튜터 210명 배치"]
    assert read(lines, "role", title="교육 백서 2031") == [("actual",), ("target",)]


def test_amount_that_all_bare_numbers_add_up_to_lends_its_unit() -> None:
    line = "- 총사업비 : 21,500백만원  *기투자 3,800('30년)  *'31년 4,700  *'32년 이후 13,000"
    assert read([line], "value", "unit") == [(each, "백만원") for each in (21500, 3800, 4700, 13000)]
    assert read(["- 총사업비 : 21,500백만원  *기투자 3,800  *'31년 4,701"], "value") == [(21500,)]


def test_rate_before_the_first_value_holds_for_the_later_ones() -> None:
    lines = [
        "- 지원금 월 110만원(1년차), 100만원(2년차), 90만원(3년차)",
        "- 마을당 매출 : ('30) 2.9억원 → ('31) 3.4억원",
    ]
    assert read(lines, "unit") == [*[("만원/월",)] * 3, *[("억원/마을",)] * 2]
    assert read(["- 인구 천 명당 의사 수 3.5명"], "unit") == [("명",)]


def test_price_per_measure_of_an_indicator_is_a_target() -> None:
    table = ["지표\t단위\t2031\t2033", "스택 가격\tUSD/kW\t85\t60"]
    assert read(["Ⅰ. 목표", *table], "year", "role") == [(2031, "target"), (2033, "target")]


def test_same_time_of_an_earlier_sentence() -> None:
    line = "초등학생은 2027년 21만 명에서 2030년 19만 명으로 줄었다. 다문화 학생은 같은 기간 41명에서 63명으로 늘었다."
    assert read([line], "year") == [(2027,), (2030,), (2027,), (2030,)]


def test_letters_beside_a_korean_name_are_its_translation() -> None:
    assert read(["Ⅰ. Recycling (MOE 환경부)", "- 실증 12개소"], "ministry") == [("환경부",)]


def test_unit_that_closes_a_heading_is_no_amount() -> None:
    table = ["Ministry\t2030\t2031", "산업부\t1,610\t1,800"]
    assert read(["4. Budget by Ministry (KRW 100 million)", *table], "value", "unit") == [
        (1610, "억원"),
        (1800, "억원"),
    ]


def test_what_is_only_expected_is_a_target() -> None:
    lines = ["Ⅰ. 현황", "- 농가인구 감소('30년 216만명, '35년 190만명 전망), 고령화율 '30년(전망) 31%"]
    assert read(lines, "role") == [("actual",), ("target",), ("target",)]


def test_participle_of_a_planned_year_tells_of_nothing_done() -> None:
    assert read(["1. Plan", "- 40,000 tonnes of batteries collected in 2031"], "role") == [("target",)]


def test_years_of_two_digits_without_marks_head_columns() -> None:
    table = ["(단위: 억원)", "분야\t31년\t32년\t합계", "수소\t320\t410\t730"]
    assert read(["4. 투자 로드맵", *table], "value", "year") == [(320, 2031), (410, 2032), (730, 2031)]


def test_stage_behind_a_number_is_a_heading() -> None:
    assert read(["3-2. 2단계('33~'34)", " 가) 실증단지 2개소"], "year") == [(2033,)]


def test_row_whose_name_and_unit_are_merged_above() -> None:
    table = ["| 지표 | 단위 | 구분 | 2029 | 2030 |", "|---|---|---|---|---|"]
    rows = ["| 소득증가율 | % | 목표치 | 10.0 | 11.5 |", "| | | 실적치 | 10.4 | 11.2 |"]
    assert read(["1. 성과지표", *table, *rows], "value", "unit", "role") == [
        (10, "%", "target"),
        (11.5, "%", "target"),
        (10.4, "%", "actual"),
        (11.2, "%", "actual"),
    ]


def test_last_estimate_of_a_past_year_is_actual() -> None:
    table = ["지표\t단위\tFY2030 전망\tFY2031 목표", "설비용량\tMW\t1,320\t1,540"]
    assert read(["1. 목표", *table], "role") == [("actual",), ("target",)]


@pytest.mark.parametrize(
    ("line", "units"),
    [
        ("- 시간당 31.2개 달성('30년 27.5개)", ["개/시간", "개/시간"]),
        ("- 센터를 열어 해마다 시험 1,800건을 처리한다.", ["건/년"]),
        ("- 1일 처리물량 12만 상자 확보", ["상자/일"]),
        ("- 촉매 사용량을 1.2mg/㎠에서 0.3mg/㎠로 저감", ["mg/㎠", "mg/㎠"]),
    ],
)
def test_rate_of_what_is_done_in_a_time_or_on_an_area(line: str, units: list[str]) -> None:
    assert [unit for (unit,) in read([line], "unit")] == units


def test_year_behind_a_change_is_not_of_what_it_leaves() -> None:
    line = "- 발굴기간을 현재 평균 4.5년에서 1.8년으로 단축('33) (과기정통부, 보건복지부)"
    assert read([line], "value", "year") == [(4.5, 2031), (1.8, 2033)]


def test_day_of_a_count_that_closes_a_line_holds_for_all_of_it() -> None:
    line = "- 기업은 1,012개사이나 매출 10억원 미만이 71.5%('30년 말 기준)"
    assert read([line], "value", "year") == [(1012, 2030), (71.5, 2030)]


def test_boxes_over_all_else_are_chapters() -> None:
    lines = ["□ 추진실적", "1) 자율주행", "- 버스 6대 도입", "□ 하반기 계획", "1) 부품", "- 추경 95억원 확보"]
    assert read(lines, "value", "role") == [(6, "actual"), (95, "budget")]


def test_bare_number_of_a_series_takes_the_scale_too() -> None:
    assert read(["- 일자리 ('30) 2.1 → ('31) 3.0만명"], "value", "unit") == [(21000, "명"), (30000, "명")]
    assert read(["- 일자리 ('30) 1,500 → ('31) 2만명"], "value") == [(1500,), (20000,)]


def test_time_that_a_value_is_compared_with_is_a_value() -> None:
    line = "- 처리기간은 평균 98일로 전년(121일)보다 23일 단축되었다. 신청은 30일 이내."
    assert read([line], "value", "unit") == [(98, "일"), (121, "일"), (23, "일")]


def test_units_below_a_table() -> None:
    table = ["구분\t사업수\t예산액", "우수\t4\t1,020", "(단위: 개, 억원)"]
    assert read(["2. 계획", *table], "value", "unit") == [(4, "개"), (1020, "억원")]


def test_sections_with_letters_and_packages_without_points() -> None:
    lines = [
        "Section B. Objectives (2033)",
        "B2. Cut use by 40%",
        "WP1 Pilots - lead: MOF (해양수산부)",
        "- 4 sites",
    ]
    assert read(lines, "year", "ministry") == [(2033, ""), (2033, "해수부")]


def test_change_beside_the_value_of_a_year_before_is_of_the_whole() -> None:
    line = "- 투자 1,123억원('30년 987억원, +13.8%)"
    assert read(["Ⅰ. 계획", line], "value", "year") == [(1123, 2031), (987, 2030), (13.8, 2031)]


def test_labels_of_a_plan_expect() -> None:
    lines = ["Ⅰ. 추진계획", "- (성과) 매출 3조원, 일자리 8천개", "- 하반기 조치: 수수료 50% 감면"]
    assert read(lines, "role") == [("target",), ("target",), ("target",)]


def test_rows_of_numbered_years_are_of_the_year_beside() -> None:
    table = ["(단위: 백만원)", "연차\t정부\t계", "1차년도(2031)\t4,200\t5,000", "2차년도(2032)\t4,500\t5,400"]
    assert read(["3. 연구개발비", *table], "year") == [(2031,), (2031,), (2032,), (2032,)]


def test_title_is_no_bullet_that_names_results() -> None:
    lines = ["■ 그동안의 성과", "- 기업 31개사 유치", "■ 2032~2034년 추진목표", "- 8.2GW 조성"]
    assert read(lines, "role", title="해상풍력 육성계획") == [("actual",), ("target",)]


def test_press_release_is_of_its_day() -> None:
    lines = [
        "보도시점  2031. 3. 12.(수) 11:00",
        "",
        "온실, 2035년까지 전국으로 넓힌다",
        "",
        "올해 예산은 300억 원이고 40개소에 보급한다.",
    ]
    assert read(lines, "year", "role", title="보도자료") == [(2031, "budget"), (2031, "target")]


def test_numbered_english_noun_opens_a_part_with_its_ministry() -> None:
    lines = [
        "3. Directions",
        "Direction 2. Core Technology (Lead: 과기정통부)",
        "- 6,000명 per year",
        "- 3억원(기업당) 지원",
    ]
    assert read(lines, "unit", "ministry") == [("명/년", "과기부"), ("억원/기업", "과기부")]


def test_caption_with_a_unit_for_each_column() -> None:
    table = [
        "│ 산업 │ 기업수 │ 고용 │ 생산액 │",
        "│ │ (2030) │ (2030) │ (2030) │",
        "│ 로봇 │ 214 │ 6,820 │ 21,430 │",
    ]
    found = read(["■ 현황", "(단위 : 개사, 명, 억원)", *table], "value", "unit", "year")
    assert found == [(214, "개사", 2030), (6820, "명", 2030), (21430, "억원", 2030)]


def test_short_title_in_a_report_turns_to_what_is_to_come() -> None:
    lines = ["1. 축산단지", " □ 추진실적", "  ○ 축사 8동 준공", " □ 향후계획", "  ○ 축사 4동 준공"]
    assert read(lines, "value", "role", title="2031년 추진실적 보고") == [(8, "actual"), (4, "target")]


@pytest.mark.parametrize(
    ("line", "years"),
    [
        ("- 데이터 140종과 표준 35개를 2033년까지 개방", [2033, 2033]),
        ("- 2030년 물류비는 10.1%로 경쟁국(8.7%)보다 높고, 도입률은 7.2%에 불과", [2030, 2030, 2030]),
        ("- 기업 1,050개사 대상 실태조사 결과('30.11월, 산업연구원)", [2030]),
    ],
)
def test_year_that_holds_for_a_sentence(line: str, years: list[int]) -> None:
    assert [year for (year,) in read([line], "year")] == years


def test_day_alone_in_a_parenthesis_and_an_age_that_looks_like_a_version() -> None:
    line = "- 사업자 포기(7. 14.), 평균연령이 2030년 68.0세, 인력 85명(현재)에서 210명('33)으로 보강"
    assert read([line], "value", "role") == [(68, "actual"), (85, "actual"), (210, "target")]


def test_what_holds_now_and_what_will() -> None:
    lines = ["  (현행) 허가 심사 80일, 임시등재 1년", "  (개선) 심사 60일로 단축, 임시등재 3년으로 연장"]
    assert read(lines, "value", "role") == [
        (80, "actual"),
        (1, "actual"),
        (60, "target"),
        (3, "target"),
    ]


def test_two_counts_of_a_cell() -> None:
    table = ["사업명\t예산(백만원)\t과제수(신규/계속)", "나노융합\t45,000\t6/29"]
    assert read(["3. 예산", *table], "value", "unit") == [(45000, "백만원"), (6, "개"), (29, "개")]


def test_money_of_a_list_has_the_unit_of_its_end() -> None:
    assert read(["- 재원: 국비 98,210 / 도비 72,310 / 기타 6,010백만원"], "value", "unit") == [
        (98210, "백만원"),
        (72310, "백만원"),
        (6010, "백만원"),
    ]


def test_rows_of_pipes_whose_ends_are_empty() -> None:
    table = [
        "지표명 | 2030(기준) | 연도별 목표 | | 산출근거",
        " | | 2031 | 2032 |",
        "기업 수(개) | 260 | 280 | 300 | 통계청",
        "수출액(백만$) | 820 | 950 | 1,100 |",
    ]
    assert read(["Ⅰ. 목표", *table], "value", "unit", "year", "role") == [
        (260, "개", 2030, "baseline"),
        (280, "개", 2031, "target"),
        (300, "개", 2032, "target"),
        (820, "백만달러", 2030, "baseline"),
        (950, "백만달러", 2031, "target"),
        (1100, "백만달러", 2032, "target"),
    ]


def test_first_cell_that_is_a_year_dates_its_row() -> None:
    table = ["구 분 | 총계 | 국비", "2031 | 3,210 | 1,400", "2032 | 4,580 | 1,900", "(단위 : 억원)"]
    assert read(["Ⅲ. 재원 조달", *table], "unit", "year") == [*[("억원", 2031)] * 2, *[("억원", 2032)] * 2]


def test_unit_that_closes_the_heading_of_a_list() -> None:
    lines = ["[재정계획] (억원)", "  2031년 312 / 2032년 420"]
    assert read(lines, "value", "unit", "year") == [(312, "억원", 2031), (420, "억원", 2032)]


def test_counter_nobody_knows_counts_where_it_changes() -> None:
    assert read(["- 모델 7작목 → 12작목"], "value", "unit") == [(7, "작목"), (12, "작목")]


def test_years_of_a_stretch_that_has_gone_by() -> None:
    line = "지난 3년(2028~2030년) 동안 정부는 솔루션 124건에 국비 682억 원을 지원했다."
    assert read([line], "year", "role") == [(2028, "actual"), (2028, "actual")]


def test_share_of_what_was_planned_is_no_plan() -> None:
    lines = ["1. 2030년 추진성과", "- 112개 과제 수행(계획 대비 98.4%), 2032년 예산으로 386억 원을 확보했다."]
    assert read(lines, "role") == [("actual",), ("actual",), ("budget",)]
