"""Whose numbers and of when: by covers, press releases, headings of tasks, and years that are only compared with."""

from decimal import Decimal

import pytest

from yunghap.plan.contracts import Quantity, Role
from yunghap.plan.domain.extract import extract_plan


def read(text: str) -> list[Quantity]:
    return list(extract_plan(text.strip("\n").split("\n")).quantities)


def test_ministry_set_wide_on_the_cover_is_the_documents() -> None:
    text = "2025년도 어촌 시행계획\n\n2025. 2.\n\n해 양 수 산 부\n\n1. 추진계획\n ○ 어항 12개소 정비"
    assert [one.ministry for one in read(text)] == [("해수부",)]


@pytest.mark.parametrize(
    ("last", "names"),
    [
        (" ○ 학과 35개 개편(교육부·고용부)", {("고용부",), ("교육부", "고용부")}),
        (" ○ 학과 35개 개편(교육부)", {("고용부",), ("교육부",)}),
        ("2. 인력 (교육부)\n ○ 학과 35개 개편", {(), ("교육부",)}),
        (" ○ 학과 35개 개편(교육부)\n ○ 로봇 12대 보급(산업부)", {(), ("교육부",), ("산업부",)}),
    ],
)
def test_plan_is_the_covers_unless_others_have_parts_of_it(last: str, names: set[tuple[str, ...]]) -> None:
    bullets = "\n".join(f" ○ 훈련센터 {count}개소 설치" for count in range(11, 21))
    text = f"2026년 주요업무 추진계획\n\n고 용 노 동 부\n\n1. 추진계획\n{bullets}\n{last}\n"
    assert {one.ministry for one in read(text)} == names


def test_press_release_tells_year_and_ministry() -> None:
    text = (
        "중소벤처기업부          보도자료\n\n보도시점  2026. 3. 12.(목) 12:00 / 배포 2026. 3. 11.(수)\n\n"
        "  중소벤처기업부(장관 김○○)는 올해 150개사를 지정한다고 밝혔다.\n"
    )
    assert [(one.year, one.ministry) for one in read(text)] == [(2026, ("중기부",))]


@pytest.mark.parametrize(
    ("heading", "names"),
    [
        ("[과제 1-2] 로봇 실증 (산업부)", ("산업부",)),
        ("[과제 2-2] 인력 (교육부, 농식품부)", ("교육부", "농림부")),
        ("WP2. V2G demonstration (국토부 MOLIT, 산업부 MOTIE)", ("국토부", "산업부")),
        ("Action 1. Refuelling (충전) — 환경부", ("환경부",)),
        ("[Ⅰ-1] 데이터 품질 (행정안전부)", ("행안부",)),
        ("WP1. Battery passport (산업부 MOTIE / Foreign Ministry of Industry)", ("산업부",)),
    ],
)
def test_heading_of_a_task_names_the_ministry_of_what_is_below(heading: str, names: tuple[str, ...]) -> None:
    text = f"2026년 실행계획\n\n3. 추진과제\n\n{heading}\n ㅇ 조리로봇 600대 보급\n\n4. 소요예산\n ㅇ 총 30억원\n"
    assert [one.ministry for one in read(text)] == [names, ()]


@pytest.mark.parametrize(
    ("sentence", "years"),
    [
        ("논문은 96편으로 2022년의 81편보다 15편이 많다.", [2023, 2022, 2023]),
        ("예산은 1,486억원으로 전년도 1,421억원에 견주어 4.6% 늘었다.", [2023, 2022, 2023]),
        ("교역액은 2024년 27억불로 2019년 19억불 대비 42% 늘었다.", [2024, 2019, 2024]),
        ("기술수준은 '24년 최고국 대비 78.2%이다.", [2024]),
        ("불용액이 2022회계연도 결산 기준 83억원이다.", [2022]),
        ("어촌계 2,061개소 중 37.4%는 신규 가입이 없음('24.9월 조사)", [2024, 2024]),
    ],
)
def test_year_of_what_is_compared_with_goes_no_further(sentence: str, years: list[int]) -> None:
    assert [one.year for one in read(f"2023년 연차보고서\n\n1. 개요\n\n{sentence}\n")] == years


def test_bill_proposes_in_the_past_tense() -> None:
    text = "2024년도 예산안\n\n○ 2024년도 예산안에는 건축공사비 64억원과 감리비 2억원을 편성하였음.\n"
    assert {one.role for one in read(text)} == {Role.BUDGET}


def test_rows_of_cells_one_to_a_line_may_be_numbered() -> None:
    rows = [
        ("1. 정주여건", "161,200", "93.6"),
        ("2. 어촌경제", "121,450", "95.3"),
        ("3. 안전", "69,950", "93.2"),
    ]
    cells = "\n".join("\n".join(row) for row in [("분야", "집행액", "집행률"), *rows])
    text = f"2024년 추진실적\n\n< 2024년 재정투자 현황 >\n(단위 : 백만원, %)\n{cells}\n"
    assert [(one.value, one.unit) for one in read(text)][:2] == [
        (161200, "백만원"),
        (Decimal("93.6"), "%"),
    ]


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("제5장 재원조달과 집행관리", Role.BUDGET),
        ("제2장 재정 여건과 전망", Role.BUDGET),
        ("제5장 예산 집행", Role.ACTUAL),
        ("제2장 재정 여건", Role.ACTUAL),
    ],
)
def test_chapter_on_how_money_will_be_raised_plans(heading: str, role: Role) -> None:
    text = f"누리시 기본계획\n(2026~2030)\n\n{heading}\n\n필요한 재원은 모두 2,460억원이다.\n"
    assert [one.role for one in read(text)] == [role]


@pytest.mark.parametrize(
    ("title", "date", "year"),
    [
        ("수소 로드맵 2030", "November 2025 (v1.2)", 2025),
        ("수소 로드맵 2030", "3 March 2025", 2025),
        ("수소 로드맵 2030", "March 31, 2025", 2025),
        ("수소 로드맵 2030", "February 31, 2025", 2030),
        ("수소 로드맵 2030", "2025. 11.", 2025),
        ("2030년 수소 로드맵", "2025. 11.", 2030),
        ("수소 로드맵 2026", "2025. 11.", 2026),
    ],
)
def test_goals_year_in_a_title_is_not_the_documents(title: str, date: str, year: int) -> None:
    assert extract_plan([title, "", date, "", "1. 목표", " ○ 충전소 12개소 설치"]).year == year


@pytest.mark.parametrize(
    ("sentence", "years"),
    [
        ("As of end-2024, 386 stations were in operation.", [2024]),
        ("Investment of KRW 4.2 trillion over 2026-2030 is planned.", [2026]),
        ("Output reached 500 kW in the 2024 test.", [2024]),
        ("Field test of 40 trucks on 30 km in 2027", [2027, 2027]),
        ("Cut from 40 trucks to 30 trucks in 2027", [2025, 2027]),
        ("An increase of 5% over FY2024", [2025]),
        ("연차별 소요 : ('25) 42억원 ('26) 76억원 ('27) 68억원", [2025, 2026, 2027]),
        ("연차별 소요 : 42억원('25) 76억원('26) 68억원('27)", [2025, 2026, 2027]),
    ],
)
def test_year_stands_on_the_side_that_its_series_has(sentence: str, years: list[int]) -> None:
    assert [one.year for one in read(f"2025 work plan\n\n1. Plans\n\n- {sentence}\n")] == years


def test_heading_between_rows_leaves_the_table_whole() -> None:
    rows = "Ⅰ-{}\t개방 데이터\t종\t0.2\t{}\t{}"
    text = "\n".join(
        [
            "2024년 계획\n\n1. 지표\n",
            "번호\t지표\t단위\t가중치\t2025년\t2026년",
            "전략목표 Ⅰ. 공급",
            rows.format(1, 820, 960),
            "전략목표 Ⅱ. 활용",
            rows.format(2, 30, 50),
        ]
    )
    assert [(one.value, one.unit, one.year) for one in read(text)] == [
        (820, "종", 2025),
        (960, "종", 2026),
        (30, "종", 2025),
        (50, "종", 2026),
    ]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("고용률(15~64세)은 70.1%", [(70.1, "%", 2026)]),
        ("보급(23~28, 12억원)", [(12, "억원", 2023)]),
        ("주 4.5일제 도입 500개사", [(500, "개사", 2026)]),
        ("4일제품 20종", [(20, "종", 2026)]),
        ("도로 2공구 3km 확장", [(3, "km", 2026)]),
        ("사망만인율 0.38‱", [(0.38, "‱", 2026)]),
        ("총사업비 20억원 이상 투자사업 및 보조사업", []),
        ("투자액 20억원 이상 투자사업", [(20, "억원", 2026)]),
        ("달성도 90% 미만 지표는 점검", []),
    ],
)
def test_ages_schemes_lots_and_bounds_are_told_from_amounts(
    sentence: str, found: list[tuple[float, str, int]]
) -> None:
    quantities = read(f"2026년 계획\n\n1. 추진계획\n\n ○ {sentence}\n")
    assert [(float(one.value), one.unit, one.year) for one in quantities] == found


def test_row_named_with_a_number_has_the_unit_of_its_name() -> None:
    table = "지표\t2024년\t2026년\n이용률(%)\t41.3\t50\n119 출동 도착시간(분)\t8.2\t7.5\n"
    assert [one.unit for one in read(f"2026년 계획\n\n1. 목표\n\n{table}")] == ["%", "%", "분", "분"]
